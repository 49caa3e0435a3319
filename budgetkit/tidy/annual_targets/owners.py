"""Which project an indicator belongs to, where no name is printed: the division that the evidence likes best.

Projects come in the order of 项目支出表. A cost ceiling meets its project's total, words of the project's name are said
again in its goal and indicators, and the rest is how a project's rows look (see `shapes`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass

from budgetkit.tidy.annual_targets.ceilings import fit_ceiling
from budgetkit.tidy.annual_targets.shapes import Shapes
from budgetkit.tidy.annual_targets.target_rows import AnnualIndicator, GoalCell
from budgetkit.tidy.project_identity import NamedProject
from budgetkit.tidy.project_names import name_key

# The unit of all scores is a kind of indicator that a project lacks (`shapes`): set by hand against it, from what a
# reader would take for the stronger evidence. None decides by its size: half or one and a half times of any of them
# gives the published document's owners again, but for one row in two cases.
_FIT = {"equal": 3.0, "rounded": 1.5, "other_unit": 2.5}
_NAME = 1.5  # all words of a project's name said again in one of its rows
_NAME_AGAIN = 0.3  # in each further row
_LOST = -2.0  # a project without any row; less than what two projects lose that share one's rows
_UNKNOWN = -4.0  # rows of a project that 项目支出表 does not name
_BEAM = 25.0  # how far a division may lie behind the best one so far
_COMMON = 3  # a pair of characters that more project names share tells nothing


@dataclass(frozen=True)
class Share:
    """The indicators [start, end) of one project; `project` is None where no known one fits."""

    start: int
    end: int
    project: NamedProject | None


@dataclass(frozen=True)
class _Division:
    """The best division found of the first rows among the first projects, as a chain of shares."""

    score: float
    share: Share | None = None
    before: _Division | None = None


def divide_indicators(
    indicators: Sequence[AnnualIndicator], goals: Sequence[GoalCell], projects: Sequence[NamedProject]
) -> list[Share]:
    """Divide indicators among projects, in order; a project may get none. Every indicator is in one share."""
    shapes = Shapes(indicators, goals)
    gains = _gains(indicators, goals, projects)
    best: list[dict[int, _Division]] = [{} for _ in range(len(indicators) + 1)]
    best[0][0] = _Division(0.0)
    for start in range(len(indicators) + 1):
        _prune(best[start])
        _pass_over_lost(best[start], len(projects), start == len(indicators))
        for end, shape in shapes.from_start(start):
            _extend(best[start], best[end], (start, end, shape), gains, projects)
    return _trace(best[-1][len(projects)])


def _prune(divisions: dict[int, _Division]) -> None:
    """Drop the divisions that lie too far behind, so that time grows with the rows, not with rows and projects."""
    leader = max(division.score for division in divisions.values())
    for number in [number for number, division in divisions.items() if division.score < leader - _BEAM]:
        del divisions[number]


def _pass_over_lost(divisions: dict[int, _Division], projects: int, is_end: bool) -> None:
    """Let projects be without rows, lost with their page; at the table's end, however many there are."""
    floor = max(division.score for division in divisions.values()) - _BEAM
    for number in range(min(divisions), projects):
        division = divisions.get(number)
        if division is None or (division.score + _LOST < floor and not is_end):
            continue
        if _is_better(division.score + _LOST, divisions.get(number + 1)):
            divisions[number + 1] = _Division(division.score + _LOST, None, division)


def _extend(
    divisions: dict[int, _Division],
    reached: dict[int, _Division],
    shape: tuple[int, int, float],
    gains: Sequence[dict[int, tuple[float, float]]],
    projects: Sequence[NamedProject],
) -> None:
    """Give the rows of one shape to each project that may come next, or to one that nobody names."""
    start, end, score = shape
    best_gains = _best_gains(gains[start:end], divisions)
    nobodys = Share(start, end, None)
    for number, division in divisions.items():
        so_far = division.score + score
        if _is_better(so_far + _UNKNOWN, reached.get(number)):
            reached[number] = _Division(so_far + _UNKNOWN, nobodys, division)
        gain = best_gains.get(number, 0.0)
        if number < len(projects) and _is_better(so_far + gain, reached.get(number + 1)):
            reached[number + 1] = _Division(so_far + gain, Share(start, end, projects[number]), division)


def _is_better(score: float, division: _Division | None) -> bool:
    return division is None or score > division.score


def _trace(division: _Division | None) -> list[Share]:
    shares: list[Share] = []
    while division:
        if division.share:
            shares.append(division.share)
        division = division.before
    return shares[::-1]


def _best_gains(rows: Sequence[dict[int, tuple[float, float]]], wanted: Container[int]) -> dict[int, float]:
    """Say, by wanted project, what some rows have for it: the best ceiling, the best name, and the name said again."""
    fits: dict[int, float] = defaultdict(float)
    names: dict[int, list[float]] = defaultdict(list)
    for row in rows:
        for number, (fit, name) in row.items():
            if number in wanted:
                fits[number] = max(fits[number], fit)
                names[number].append(name)
    return {
        number: fits[number] + _NAME * max(said) + _NAME_AGAIN * (sum(said) - max(said))
        for number, said in names.items()
    }


def _gains(
    indicators: Sequence[AnnualIndicator], goals: Sequence[GoalCell], projects: Sequence[NamedProject]
) -> list[dict[int, tuple[float, float]]]:
    """Say for each row what its cost ceiling is worth and how much of a name it says, by the project's number."""
    texts = [indicator.name or "" for indicator in indicators]
    for goal in goals:
        if goal.position < len(texts):
            texts[goal.position] += goal.text
    words = _telling_words(projects)
    sayers: dict[str, list[int]] = defaultdict(list)
    for number, pairs in enumerate(words):
        for pair in pairs:
            sayers[pair].append(number)
    rows = []
    for indicator, text in zip(indicators, texts, strict=True):
        said = Counter(number for pair in _pairs(text) for number in sayers.get(pair, ()))
        fits = _fits(indicator, projects)
        rows.append({n: (fits.get(n, 0.0), said[n] / len(words[n]) if words[n] else 0.0) for n in {**said, **fits}})
    return rows


def _fits(indicator: AnnualIndicator, projects: Sequence[NamedProject]) -> dict[int, float]:
    if indicator.read_cost() is None:
        return {}
    fits = ((number, fit_ceiling(indicator, project.total)) for number, project in enumerate(projects))
    return {number: _FIT[fit] for number, fit in fits if fit}


def _telling_words(projects: Sequence[NamedProject]) -> list[set[str]]:
    """Give the pairs of characters of each project's name that few other names have."""
    words = [_pairs(project.name) for project in projects]
    counts = Counter(pair for pairs in words for pair in pairs)
    return [{pair for pair in pairs if counts[pair] <= _COMMON} for pairs in words]


def _pairs(text: str) -> set[str]:
    key = name_key(text)
    return {key[position : position + 2] for position in range(len(key) - 1)}
