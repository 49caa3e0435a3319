"""The index of all reports: a card a department and year, with its size, its checks and its links; works offline."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from budgetkit.compare.budget import LEVELS, find_budgets
from budgetkit.compare.size import measure_size
from budgetkit.dataset.load import Dataset
from budgetkit.dataset.states import OPEN, STATES
from budgetkit.finding import Row
from budgetkit.numbers import format_amount_text, format_share
from budgetkit.site.template import render_page
from budgetkit.source_entry import KIND_LABELS
from budgetkit.version import __version__
from budgetkit.whole_files import write_whole

_AMOUNTS = ("total", "basic", "project")
_FAILED = "failed_report"
_SHOWN_AT_ONCE = 100  # cards in the page as it opens; a browser takes a second and a half for 4,000
STATE_FILTERS = {
    **{state: STATES[state] for state in OPEN},
    "closed": "没有原因未证明的差异",
    _FAILED: "有报告未能生成",
}


@dataclass(frozen=True)
class ReportLink:
    """A report in the index: title, files by format (relative to the index), and `failed` where it was not made.

    `anchor` is where pages that have no card lead back to.
    """

    title: str
    files: dict[str, str] = field(default_factory=dict)
    failed: str | None = None
    anchor: str = ""


@dataclass(frozen=True)
class Card:
    """A department and year in the index: its documents (rows of the documents table), what they print, its reports.

    `years` are the department's other years, `counterpart` the card of the department of the same field on the other
    level, both as (words, anchor); `scale` is the largest total of the index, which sizes are drawn to.
    """

    documents: Sequence[Row]
    amounts: Mapping[str, float]
    checks: Mapping[str, int]
    reports: Sequence[ReportLink]
    years: Sequence[tuple[str, str]] = ()
    counterpart: tuple[str, str] | None = None
    scale: float = 0.0

    @property
    def first(self) -> Row:
        """The document that the card is named by."""
        return self.documents[0]

    @property
    def anchor(self) -> str:
        """Where in the index the card stands."""
        return card_anchor(self.first["department_id"], self.first["year"])

    @property
    def meta(self) -> list[str]:
        """Level, region, field and kinds of documents, in Chinese."""
        kinds = dict.fromkeys(KIND_LABELS.get(row["kind"], row["kind"]) for row in self.documents)
        return [LEVELS.get(self.first["level"], self.first["level"]), self.first["region"], self.first["field"], *kinds]

    @property
    def size(self) -> str:
        """The main amounts in words; nothing where the documents print no total."""
        total, basic, project = (self.amounts.get(key) for key in _AMOUNTS)
        if total is None:
            return ""
        share = f"（{format_share(project / total)}）" if project is not None and total else ""
        parts = [("基本支出", basic, ""), ("项目支出", project, share)]
        named = "，".join(
            f"{name} {format_amount_text(value)}{more}" for name, value, more in parts if value is not None
        )
        return f"支出总计 {format_amount_text(total)}" + (f"：{named}" if named else "")

    @property
    def bars(self) -> list[tuple[str, float]]:
        """Basic and project expenditure, and the rest of the total, as per cent of the scale."""
        total, basic, project = (self.amounts.get(key) or 0.0 for key in _AMOUNTS)
        if not self.scale:
            return []
        known = [("basic", basic), ("project", project), ("other", max(total - basic - project, 0.0))]
        return [(name, round(100 * value / self.scale, 3)) for name, value in known if value > 0]

    @property
    def project_share(self) -> float | str:
        """The share of project expenditure in the total, to sort by."""
        total, project = self.amounts.get("total"), self.amounts.get("project")
        return project / total if total and project is not None else ""

    @property
    def checked(self) -> list[tuple[str, int, bool]]:
        """The states of checks that occur: word, count, and whether a difference is left open."""
        return [(word, self.checks[state], state in OPEN) for state, word in STATES.items() if self.checks.get(state)]

    @property
    def open_checks(self) -> int:
        """The number of checks whose difference is open."""
        return sum(self.checks.get(state, 0) for state in OPEN)

    @property
    def states(self) -> list[str]:
        """The states that the card is filtered by."""
        found = [state for state in OPEN if self.checks.get(state)]
        if self.checks and not found:
            found.append("closed")
        return [*found, _FAILED] if any(report.failed for report in self.reports) else found


def card_anchor(department_id: str, year: int) -> str:
    """Give where in the index a department and year stand."""
    return f"{department_id}-{year}"


def index_facts(data: Dataset, document: Row) -> dict[str, Any]:
    """Give what the index says of a document (a row of the documents table), as values that JSON can hold.

    Main amounts in 万元 (those that a budget prints), and checks by status.
    """
    budget = next((one for one in find_budgets(data) if one.document_id == document["document_id"]), None)
    checks = data.checks[data.checks["document_id"] == document["document_id"]]
    return {
        "document_id": document["document_id"],
        "title": document["title"],
        "is_budget": budget is not None,
        "amounts": measure_size(budget, _AMOUNTS).facts if budget else {},
        "checks": dict(Counter(checks["status"])),
    }


def make_cards(
    documents: Sequence[Row], facts: Mapping[str, Row], links: Mapping[tuple[str, int], Sequence[ReportLink]]
) -> list[Card]:
    """Make the cards of documents (rows of the documents table), departments in their order, the latest year first.

    `facts` are those of `index_facts` by document id, `links` the reports by department id and year.
    """
    groups: dict[str, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in documents:
        groups[row["department_id"]][row["year"]].append(row)
    known = [facts.get(row["document_id"], {}) for row in documents]
    scale = max((one.get("amounts", {}).get("total") or 0.0 for one in known), default=0.0)
    names = {department: next(iter(years.values()))[0]["department"] for department, years in groups.items()}
    cards = []
    for department, years in groups.items():
        for year in sorted(years, reverse=True):
            rows = sorted(years[year], key=lambda row: not facts.get(row["document_id"], {}).get("is_budget"))
            cards.append(
                Card(
                    rows,
                    facts.get(rows[0]["document_id"], {}).get("amounts", {}),
                    _add_up(facts.get(row["document_id"], {}).get("checks", {}) for row in rows),
                    links.get((department, year), ()),
                    [
                        (f"{other}年", card_anchor(department, other))
                        for other in sorted(years, reverse=True)
                        if other != year
                    ],
                    _counterpart(rows, groups, names, year),
                    scale,
                )
            )
    return cards


def _add_up(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    return dict(sum(map(Counter, counts), Counter()))


def _counterpart(
    rows: Sequence[Row], groups: Mapping[str, Mapping[int, Any]], names: Mapping[str, str], year: int
) -> tuple[str, str] | None:
    """Find the counterpart's card: of the same year, else of the nearest."""
    wanted = next((row["counterpart"] for row in rows if row["counterpart"] in groups), None)
    if wanted is None:
        return None
    nearest = min(groups[wanted], key=lambda other: (abs(other - year), -other))
    return f"{names[wanted]} {nearest}年", card_anchor(wanted, nearest)


def save_index(
    cards: Sequence[Card],
    target: Path,
    orphans: Sequence[ReportLink] = (),
    has_items: bool = False,
    across: Mapping[tuple[str, int], Sequence[ReportLink]] | None = None,
    unlisted: int = 0,
) -> None:
    """Save the index; `orphans` are reports whose documents are gone, `across` those of all departments of a level.

    `has_items` says that the view of items is beside it, `unlisted` is the number of documents without a page yet.
    """
    choices = {
        "level": _distinct(card.meta[0] for card in cards),
        "year": sorted(_distinct(card.first["year"] for card in cards), reverse=True),
        "field": _distinct(card.first["field"] for card in cards),
    }
    page = render_page(
        "index.html.j2",
        cards=cards,
        choices=choices,
        state_filters={key: word for key, word in STATE_FILTERS.items() if any(key in card.states for card in cards)},
        orphans=orphans,
        across=[
            (f"{LEVELS[whose.removeprefix('level:')]} {year}年", card_anchor(whose, year), found)
            for (whose, year), found in (across or {}).items()
        ],
        has_items=has_items,
        unlisted=unlisted,
        shown_at_once=_SHOWN_AT_ONCE,
        version=__version__,
    )
    write_whole(target, page)


def _distinct(values: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(value for value in values if value))
