"""The tables of what is noticed: counts of several seeds put together, and set into the marked blocks of a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from budgetkit.codes.reference import KINDS, load_reference

OUTCOMES = ("noticed", "mended", "silent")
ALONE = " (printed once)"
Counts = dict[tuple[str, str, str], Counter[str]]  # by kind of cell, change, table
YEARS = (2024, 2026)
_UNLIKE = "another number is as likely; no name, goal, target or sum gives it"
REASONS = {
    ("indicator value", ""): _UNLIKE,
    ("indicator target", ""): "a target that stays met says nothing",
    ("indicator actual", ""): "a result that still meets its target says nothing",
    ("project id", ""): "place, zeros, year and order of ids are held; the last digits of one that stands once are not",
    ("project", "amounts"): "no cost and no other table print the money of either project",
    ("project", "names"): "no word of the names stands in the projects' goals and indicators",
    ("row", "amounts", "purchased_services"): "the rows name no project; a service and its amount stand nowhere else",
    ("row", "amounts", "procurement"): "a category's amount stands nowhere else but in the total",
    ("row", "amounts", "project_expenditure"): "no table prints the classes of the district's projects a second time",
    ("row", "names", "purchased_services"): "services of one kind, or the class of function, which lists print against "
    "the project's own so often that a difference proves nothing",
    ("row", "names", "income_expenditure"): "one fund in two words (资金, 拨款): the money is where it was",
    ("row", "names", "fiscal_grant"): "one fund in two words (资金, 拨款): the money is where it was",
}  # fmt: skip


@dataclass
class Measured:
    """What was counted: seeds, changes tried of each kind and seed, made documents, their alarms, numbers held."""

    seeds: list[int]
    tries: int
    made: int
    alarms: list[str]
    counts: Counts
    values: list[tuple[str, str, int, int]]

    def as_json(self) -> dict:
        """Give it as lists and dictionaries."""
        return {**vars(self), "counts": [[*key, dict(outcomes)] for key, outcomes in self.counts.items()]}

    @classmethod
    def of(cls, entry: Mapping) -> Measured:
        """Make it from what as_json gave."""
        counts = {tuple(key): Counter(outcomes) for *key, outcomes in entry["counts"]}
        return cls(**{**entry, "counts": counts, "values": [tuple(one) for one in entry["values"]]})


def merge(parts: Iterable[Measured]) -> Measured:
    """Put the counts of several seeds together, in the order of the seeds."""
    first, *others = sorted(parts, key=lambda part: part.seeds)
    merged = Measured(list(first.seeds), first.tries, first.made, list(first.alarms), dict(first.counts), first.values)
    for part in others:
        merged.seeds += part.seeds
        merged.made += part.made
        merged.alarms += part.alarms
        for key, outcomes in part.counts.items():
            merged.counts[key] = merged.counts.get(key, Counter()) + outcomes
    return merged


def by_change(measured: Measured, *, alone: bool) -> dict[tuple[str, str], Counter[str]]:
    """Give the counts by kind of cell and change, of what is printed once or of what a second print holds."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for (kind, change, _), outcomes in measured.counts.items():
        if change.endswith(ALONE) == alone:
            key = kind, change.removesuffix(ALONE)
            counts[key] = counts.get(key, Counter()) + outcomes
    return counts


def say_run(measured: Measured) -> str:
    """Say what was run and what unchanged documents raised."""
    seeds = " ".join(map(str, measured.seeds))
    changes = sum(map(Counter.total, measured.counts.values()))
    return (
        f"    python benchmarks/noticed.py --tries {measured.tries} --seeds {seeds} --write docs/what-is-noticed.md\n\n"
        f"{changes:,} changes; {len(measured.alarms)} alarms in {measured.made} unchanged made documents."
    )


def tabulate_held(measured: Measured) -> str:
    """Tabulate what a second print holds."""
    return _tabulate(by_change(measured, alone=False))


def tabulate_alone(measured: Measured) -> str:
    """Tabulate what nothing else in the document holds."""
    return _tabulate(by_change(measured, alone=True))


def _tabulate(counts: Mapping[tuple[str, str], Counter[str]]) -> str:
    rows = []
    for (kind, change), outcomes in counts.items():
        tried = outcomes.total()
        share = f"{100 * (tried - outcomes['silent']) / tried:.1f} %"
        rows.append((kind, change.replace("_", " "), tried, *(outcomes[one] for one in OUTCOMES), share))
    return _table("cell|change|tried|noticed|mended|silent|noticed or mended", 2, rows)


def tabulate_silent(measured: Measured) -> str:
    """Tabulate what nothing noticed, by table, with the reason."""
    silent: dict[tuple[str, str, str], Counter[str]] = {}
    for (kind, change, table), outcomes in measured.counts.items():
        key = kind, change.replace("_", " "), table
        silent[key] = silent.get(key, Counter()) + outcomes
    rows = [
        (outcomes["silent"], outcomes.total(), *key[:2], f"`{key[2]}`" if key[2] else "", reason_of(key))
        for key, outcomes in silent.items()
        if outcomes["silent"]
    ]
    return _table("silent|of|cell|change|table|reason", 0, rows, numbers=2)


def reason_of(key: tuple[str, str, str]) -> str:
    """Give the reason why a change of that kind, in that table, cannot be noticed; 'open' where none is known."""
    kind, change, table = key
    if not change.endswith(ALONE):
        return "missed, though a second print holds it"
    part = change.split()[0] if kind in ("row", "project") else ""
    return REASONS.get((kind, part, table)) or REASONS.get((kind, part)) or "open"


def tabulate_values(measured: Measured) -> str:
    """Tabulate how many numbers of indicators each published document has, and how many a second print holds."""
    rows = [(document, kind, printed, held, printed - held) for document, kind, printed, held in measured.values]
    return _table("document|numbers|printed|with a second print|without", 2, rows)


def tabulate_reference(measured: Measured) -> str:
    """Tabulate the codes of the reference, those in force in some of the years, and those of which a print is known."""
    rows = []
    for kind in KINDS:
        codes = load_reference(kind).values()
        due = [names for names in codes if any(one.since <= YEARS[1] and one.until >= YEARS[0] for one in names)]
        rows.append((kind, len(codes), len(due), sum(any(one.seen for one in names) for names in due)))
    return _table(f"classification|codes|in force {YEARS[0]} to {YEARS[1]}|of them seen in print", 1, rows)


def _table(heads: str, words: int, rows: Iterable[tuple], numbers: int | None = None) -> str:
    names = heads.split("|")
    right = [words <= place < (len(names) if numbers is None else words + numbers) for place in range(len(names))]
    lines = [f"| {' | '.join(names)} |", f"|{'|'.join('---:' if one else '---' for one in right)}|"]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows)])


BLOCKS: dict[str, Callable[[Measured], str]] = {
    "run": say_run,
    "held": tabulate_held,
    "alone": tabulate_alone,
    "silent": tabulate_silent,
    "values": tabulate_values,
    "reference": tabulate_reference,
}


def write_blocks(page: str, measured: Measured) -> str:
    """Make each block between `<!-- NAME -->` and `<!-- /NAME -->` of a page anew; raises where one is missing."""
    for name, make in BLOCKS.items():
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        if not re.search(f"{begin}.*{end}", page, re.DOTALL):
            raise ValueError(f"the page has no block '{begin} … {end}'")
        before, _, rest = page.partition(begin)
        page = f"{before}{begin}\n\n{make(measured)}\n\n{end}{rest.partition(end)[2]}"
    return page
