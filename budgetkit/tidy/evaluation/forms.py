"""Lines to forms: where each 项目支出绩效自评表 begins and ends, and its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from budgetkit.parse import squeeze
from budgetkit.read.row import RawRow
from budgetkit.tidy.evaluation import furniture
from budgetkit.tidy.evaluation.heading import KEYS, split_key
from budgetkit.tidy.evaluation.tokens import split_line

Part = Literal["heading", "funds", "goals", "indicators", "total"]


@dataclass
class EvaluationForm:
    """The lines of one form by part, page furniture included; `year` is the printed one."""

    start: RawRow
    year: int | None = None
    parts: dict[Part, list[RawRow]] = field(default_factory=dict)

    def lines(self, part: Part) -> list[RawRow]:
        """Give the lines of one part, none where the form lacks it."""
        return self.parts.get(part, [])


def find_forms(lines: Sequence[RawRow]) -> list[EvaluationForm]:
    """Find the forms of a document, in order; lines before the first form are left out.

    A form begins at its title or, where that is lost, at 项目名称; a title or name repeated before 总分 only begins a
    page.
    """
    starts = _find_starts(lines)
    ends = [*starts[1:], len(lines)]
    return [_make_form(lines[start:end]) for start, end in zip(starts, ends, strict=False)]


def _find_starts(lines: Sequence[RawRow]) -> list[int]:
    starts: list[int] = []
    title: int | None = None
    open_name: str | None = None
    for position, line in enumerate(lines):
        if furniture.is_title(line):
            title = position if title is None else title
        elif _is_name_line(line) and (open_name is None or squeeze("".join(line.cells)) != open_name):
            starts.append(position if title is None else title)
            title, open_name = None, squeeze("".join(line.cells))
        elif furniture.is_funds_header(line) and title is not None and open_name is None:
            starts.append(title)
            title, open_name = None, ""
        elif furniture.is_total(line):
            title = open_name = None
    return starts


def _is_name_line(line: RawRow) -> bool:
    pieces = split_line(line)
    return bool(pieces) and split_key(pieces[0])[0] == "项目名称"


def _make_form(lines: Sequence[RawRow]) -> EvaluationForm:
    start = next((line for line in lines if _is_name_line(line)), lines[0])
    form = EvaluationForm(start, next((year for line in lines[:8] if (year := furniture.find_year(line))), None))
    part: Part = "heading"
    for line in lines:
        part = _next_part(part, line)
        form.parts.setdefault(part, []).append(line)
    return form


def _next_part(part: Part, line: RawRow) -> Part:
    """A part lasts until the mark of a later one; a mark seen again is a page's."""
    if part in ("heading",) and (furniture.is_funds_header(line) or _first(line).startswith("项目资金")):
        return "funds"
    if part in ("heading", "funds") and furniture.is_goals_header(line):
        return "goals"
    if part in ("heading", "funds", "goals") and furniture.is_indicator_header(line):
        return "indicators"
    if part == "indicators" and furniture.is_total(line):
        return "total"
    return part


def is_page_break(line: RawRow) -> bool:
    """Say whether a line inside a form only belongs to a page: title, year, or the heading again."""
    if furniture.is_page_furniture(line):
        return True
    return split_key(_first(line))[0] in KEYS


def _first(line: RawRow) -> str:
    pieces = split_line(line)
    return pieces[0] if pieces else ""
