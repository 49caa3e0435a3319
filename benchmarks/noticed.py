"""What is noticed: documents are changed in one place at a time, and what cleaning says is counted by kind.

    python benchmarks/noticed.py [--tries 20] [--seeds 1] [--kind NAME] [--made 6] [--show-silent]

The documents are those of data/raw and made ones. A change is *noticed* when a check fails, can't be made or doubts
where it did not before, when there is a new finding, or when the document is refused; it is *mended* when the tables
are the same as without it. All else is silent. What no second print holds (second_prints.py) is counted apart.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TOP), str(TOP / "tests"), str(TOP / "benchmarks")]

from subjects import Subject, count_values, load_subjects  # noqa: E402
from trials import Trial, draw_trials  # noqa: E402

OUTCOMES = ("noticed", "mended", "silent")
ALONE = " (printed once)"
Counts = dict[tuple[str, str], Counter[str]]


def measure(subjects: Sequence[Subject], options: argparse.Namespace, seed: int, folder: Path, counts: Counts) -> None:
    """Try every kind of cell with every change; add what came of it to the counts."""
    for trial in draw_trials(subjects, options.tries, seed, options.kind or ""):
        outcome = trial.subject.judge(trial.lines, folder)
        key = (trial.kind, trial.change + ("" if trial.is_held else ALONE))
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


def print_counts(counts: Mapping[tuple[str, str], Counter[str]]) -> None:
    """Print the table: what a second print holds first, then what stands alone."""
    print("| cell | change | tried | noticed | mended | silent | noticed or mended |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for (kind, change), outcomes in sorted(counts.items(), key=lambda item: item[0][1].endswith(ALONE)):
        tried = outcomes.total()
        share = f"{100 * (tried - outcomes['silent']) / tried:.0f} %"
        numbers = " | ".join(str(outcomes[outcome]) for outcome in OUTCOMES)
        print(f"| {kind} | {change.replace('_', ' ')} | {tried} | {numbers} | {share} |")


def print_values(subjects: Sequence[Subject]) -> None:
    """Print how many numbers of indicators each published document has, and how many a second print holds."""
    print("\n| document | numbers | printed | with a second print | without |\n|---|---|---:|---:|---:|")
    for document_id, kind, printed, held in count_values(subjects):
        print(f"| {document_id} | {kind} | {printed} | {held} | {printed - held} |")


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=20, help="changes of each kind and seed")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1], help="each draws other changes and made documents")
    parser.add_argument("--made", type=int, default=6, help="how many made documents beside those of data/raw")
    parser.add_argument("--kind", help="only kinds and changes whose name holds this")
    parser.add_argument("--show-silent", action="store_true", help="print each change that nothing noticed")
    options = parser.parse_args()
    counts: Counts = {}
    alarms, subjects = [], []
    for seed in options.seeds:
        with tempfile.TemporaryDirectory() as folder:
            subjects = load_subjects(options.made, seed, Path(folder))
            published, made = subjects[: -options.made or None], subjects[len(subjects) - options.made :]
            alarms += [alarm for subject in made for alarm in subject.alarms]
            measure(subjects, options, seed, Path(folder), counts)
    print(f"Unchanged: {len(alarms)} alarms in {options.made * len(options.seeds)} made documents.\n")
    print_counts(counts)
    print_values(published)


if __name__ == "__main__":
    main()
