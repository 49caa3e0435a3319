"""What is noticed: documents are changed in one place at a time, and what cleaning says is counted by kind.

    python benchmarks/noticed.py [--tries 20] [--seeds 1] [--jobs 1] [--kind NAME] [--made 6] [--show-silent]
                                 [--record FILE] [--write docs/what-is-noticed.md]

The documents are those of data/raw and made ones. A change is *noticed* when a check fails, can't be made or doubts
where it did not before, when there is a new finding, or when the document is refused; it is *mended* when the tables
are the same as without it. All else is silent. What no second print holds (second_prints.py) is counted apart.

`--record` keeps the counts of each seed as it is finished and measures only seeds that it does not have, so that a run
can be broken off, or split between processes. `--write` puts the tables into the marked blocks of a page.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TOP), str(TOP / "tests"), str(TOP / "benchmarks")]

from noticed_tables import ALONE, BLOCKS, Counts, Measured, merge, write_blocks  # noqa: E402
from subjects import Subject, count_values, load_subjects  # noqa: E402
from trials import Trial, draw_trials  # noqa: E402


def measure(subjects: Sequence[Subject], options: argparse.Namespace, seed: int, folder: Path, counts: Counts) -> None:
    """Try every kind of cell with every change; add what came of it to the counts."""
    for trial in draw_trials(subjects, options.tries, seed, options.kind or ""):
        outcome = trial.subject.judge(trial.lines, folder)
        key = (trial.kind, trial.change + ("" if trial.is_held else ALONE), trial.table)
        counts.setdefault(key, Counter())[outcome] += 1
        if outcome == "silent" and options.show_silent:
            _show(trial)


def _show(trial: Trial) -> None:
    old_lines = trial.subject.lines
    differing = [number for number, (old, new) in enumerate(zip(old_lines, trial.lines, strict=False)) if old != new]
    held = "" if trial.is_held else ALONE
    for number in differing[: 2 if "swap" in trial.change else 1]:
        where = f"{trial.subject.source.document_id}:{number + 1}"
        print(f"silent: {trial.kind} {trial.change}{held}, {where}", file=sys.stderr)
        print(f"   {old_lines[number][:150]!r}\n   {trial.lines[number][:150]!r}", file=sys.stderr)


def measure_seed(options: argparse.Namespace, seed: int) -> Measured:
    """Draw documents and changes by a seed, and count what came of them."""
    counts: Counts = {}
    with tempfile.TemporaryDirectory() as folder:
        subjects = load_subjects(options.made, seed, Path(folder))
        published, made = subjects[: -options.made or None], subjects[len(subjects) - options.made :]
        alarms = [alarm for subject in made for alarm in subject.alarms]
        measure(subjects, options, seed, Path(folder), counts)
        values = list(count_values(published))
    return Measured([seed], options.tries, len(made), alarms, counts, values)


def measure_seeds(options: argparse.Namespace) -> Iterator[Measured]:
    """Measure the seeds that the record does not have, several at a time; give all of them."""
    known = _read_record(options.record)
    yield from (known[seed] for seed in options.seeds if seed in known)
    due = [seed for seed in options.seeds if seed not in known]
    if options.jobs == 1:
        for seed in due:
            yield _keep(known, options.record, measure_seed(options, seed))
        return
    with ProcessPoolExecutor(options.jobs, mp_context=get_context("spawn")) as pool:
        for done in as_completed([pool.submit(measure_seed, options, seed) for seed in due]):
            yield _keep(known, options.record, done.result())


def _read_record(path: Path | None) -> dict[int, Measured]:
    entries = json.loads(path.read_text("utf-8")) if path and path.is_file() else []
    return {measured.seeds[0]: measured for measured in map(Measured.of, entries)}


def _keep(known: dict[int, Measured], path: Path | None, measured: Measured) -> Measured:
    known[measured.seeds[0]] = measured
    print(f"seed {measured.seeds[0]}: {sum(map(Counter.total, measured.counts.values()))} changes", file=sys.stderr)
    if path:
        path.write_text(json.dumps([one.as_json() for one in known.values()], ensure_ascii=False), "utf-8")
    return measured


def _read_options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=20, help="changes of each kind and seed")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1], help="each draws other changes and made documents")
    parser.add_argument("--made", type=int, default=6, help="how many made documents beside those of data/raw")
    parser.add_argument("--jobs", type=int, default=1, help="how many seeds at a time")
    parser.add_argument("--kind", help="only kinds and changes whose name holds this")
    parser.add_argument("--show-silent", action="store_true", help="print each change that nothing noticed")
    parser.add_argument("--record", type=Path, help="a file that keeps the counts of the seeds that are finished")
    parser.add_argument("--write", type=Path, help="the page whose marked blocks get the tables")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure; print the tables, or write them into a page."""
    options = _read_options(arguments)
    measured = merge(measure_seeds(options))
    if options.write:
        options.write.write_text(write_blocks(options.write.read_text("utf-8"), measured), "utf-8")
    else:
        print("\n\n".join(make(measured) for make in BLOCKS.values()))


if __name__ == "__main__":
    main()
