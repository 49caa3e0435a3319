"""收支总表 and 财政拨款收支总表: their sections, and the sums within them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import Figure, read_figure, sum_figures
from budgetkit.check.result import absent_row, compare
from budgetkit.check.words import table_label
from budgetkit.finding import Row

TABLES = ("income_expenditure", "fiscal_grant")
SIDES = {"income": "收入", "expenditure": "支出"}
SIDE_NAMES = {**SIDES, "use": "支出用途"}
_RULES = {
    "parts_to_subtotal": "各分项之和＝合计",
    "sections_to_total": "本年与结转之和＝总计",
    "income_to_expenditure": "收入总计＝支出总计",
}
_CARRYOVER = re.compile(r"(?!使用|结余分配).*(?:结转|结余).*")
_RANKS = (r"[一二三四五六七八九十]+、", r"（[一二三四五六七八九十]+）", r"\d{1,2}[.．、]", r"（\d{1,2}）")


@dataclass
class Section:
    """A line that stands for itself or for a sum of others: `whole`, and the `parts` that it adds up."""

    whole: Row | None
    parts: list[Row] = field(default_factory=list)
    inside: bool = False  # of another section, whose parts it is one of

    @property
    def name(self) -> str:
        """The item's name as printed, without its number."""
        return self.whole["item_name"] if self.whole else "未列小计的各项"


@dataclass(frozen=True)
class Side:
    """One side of a two-sided table: its sections in print order, and its 总计."""

    sections: tuple[Section, ...]
    total: Row | None

    def find(self, pattern: str) -> Section | None:
        """Give the section whose name a pattern matches whole."""
        return next((s for s in self.sections if s.whole and re.fullmatch(pattern, s.name)), None)


def read_side(rows: Sequence[Row]) -> Side:
    """Group the rows of one side into sections.

    A subtotal called 合计 sums what stands before it, any other subtotal what follows it; money carried over stands
    for itself.
    """
    sections: list[Section] = [Section(None)]
    total = None
    for row in rows:
        if _ends(sections[-1], row):
            sections.append(Section(None))
        if row["role"] == "total":
            total = row
        elif row["role"] == "subtotal" and row["item_name"].endswith(("合计", "小计")):
            sections[:] = [*_close(sections, row), Section(None)]
        elif row["role"] == "subtotal" or _CARRYOVER.fullmatch(row["item_name"]):
            is_open = row["role"] == "subtotal"
            sections += [Section(row)] if is_open else [Section(row), Section(None)]
        else:
            sections[-1].parts.append(row)
    return Side(tuple(s for s in sections if s.whole or s.parts), total)


def _ends(section: Section, row: Row) -> bool:
    """Say whether a row is no part of the item above: numbered as that is, and not as its parts."""
    if not section.whole or not section.parts:
        return False
    return _rank(row) <= _rank(section.whole) < _rank(section.parts[0])


def _rank(row: Row) -> int:
    return next((rank for rank, form in enumerate(_RANKS) if re.match(form, row["item"])), len(_RANKS))


def _close(sections: Sequence[Section], whole: Row) -> list[Section]:
    """End a section called 合计: it sums the items since the last of its kind, and wholes of parts of their own."""
    before = [place + 1 for place, one in enumerate(sections) if one.whole and one.whole["item_name"].endswith("计")]
    start = before[-1] if before else 0
    aside = [one for one in sections[start:] if _is_aside(one, whole)]
    own = [one for one in sections[start:] if one not in aside]
    parts = [row for one in own for row in ([one.whole] if one.whole else one.parts)]
    nested = [Section(one.whole, one.parts, inside=True) for one in own if one.whole and one.parts]
    return [*sections[:start], *aside, *nested, Section(whole, parts)]


def _is_aside(section: Section, whole: Row) -> bool:
    """Say whether a section is money carried over, which the sum of the year (本年合计) leaves out."""
    is_of_year = re.match("[本当]年", whole["item_name"]) is not None
    return bool(is_of_year and section.whole and _CARRYOVER.fullmatch(section.whole["item_name"]))


def side_of(document: CheckedDocument, table: str, side: str) -> Side:
    """Read one side of a two-sided table of a document."""
    rows = [row for row in document.rows(table) if row["side"] == side]
    if side == "expenditure" and not rows:  # a form that lists expenditure by use only
        rows = [row for row in document.rows(table) if row["side"] == "use"]
    return read_side(rows)


def total_figure(document: CheckedDocument, table: str, side: str) -> Figure:
    """Give the 总计 of a side (万元)."""
    total = side_of(document, table, side).total
    return read_figure(total, "amount") if total else _absent(document, table, side, "总计")


def this_year_figure(document: CheckedDocument, table: str, side: str) -> Figure:
    """Give the 本年 sum of a side (万元), without what is carried over."""
    section = side_of(document, table, side).find(r"(?:本年|当年).*")
    return read_figure(section.whole, "amount") if section else _absent(document, table, side, "本年合计")


def carryover_figure(document: CheckedDocument, table: str, side: str) -> Figure:
    """Give what a side carries over (万元): from the year before (income) or to the next (expenditure)."""
    section = side_of(document, table, side).find(_CARRYOVER.pattern)
    return read_figure(section.whole, "amount") if section else _absent(document, table, side, "结转结余")


def _absent(document: CheckedDocument, table: str, side: str, what: str) -> Figure:
    return document.absent(table) or Figure(None, reason=f"{table_label(table)}{SIDE_NAMES[side]}方没有“{what}”一行")


def check_two_sides(document: CheckedDocument) -> Iterator[Row]:
    """Check the sums of 收支总表 and 财政拨款收支总表: parts to 合计, sections to 总计, income to expenditure."""
    for table in TABLES:
        absent = document.absent(table)
        if absent:
            for rule, what in _RULES.items():
                yield absent_row(rule, table, f"{table_label(table)}：{what}", absent)
            continue
        for side in SIDE_NAMES if {"expenditure", "use"} <= {row["side"] for row in document.rows(table)} else SIDES:
            yield from _check_side(table, side, side_of(document, table, side))
        yield compare(
            "income_to_expenditure",
            table,
            f"{table_label(table)}：收入总计＝支出总计",
            total_figure(document, table, "income"),
            total_figure(document, table, "expenditure"),
        )


def _check_side(table: str, label: str, side: Side) -> Iterator[Row]:
    where = f"{table_label(table)}{SIDE_NAMES[label]}方"
    for section in side.sections:
        if section.whole and section.parts and _has_amount([section.whole, *section.parts]):
            parts = [read_figure(part, "amount") for part in section.parts if part["amount"] is not None]
            left = sum_figures(parts) if parts else Figure(None, reason="各分项均为空")
            description = f"{where}：{len(parts)} 个分项之和＝“{section.name}”"
            yield compare("parts_to_subtotal", table, description, left, read_figure(section.whole, "amount"))
    if side.total is None:
        no_total = Figure(None, reason="没有“总计”一行")
        yield absent_row("sections_to_total", table, f"{where}：本年与结转之和＝总计", no_total)
        return
    tops = [row for one in side.sections if not one.inside for row in ([one.whole] if one.whole else one.parts)]
    figures = [read_figure(row, "amount") for row in tops if row["amount"] is not None]
    left = sum_figures(figures) if figures else Figure(None, reason="各项均为空")
    names = "＋".join(row["item_name"] for row in tops if row["amount"] is not None) or "各项"
    yield compare("sections_to_total", table, f"{where}：{names}＝总计", left, read_figure(side.total, "amount"))


def _has_amount(rows: Sequence[Row]) -> bool:
    return any(row["amount"] is not None for row in rows)
