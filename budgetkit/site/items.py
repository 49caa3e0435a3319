"""One item over all departments and years: a searchable page that works from a file, and its data in parts.

Small data stand in the page. Beyond a bound they lie beside it in scripts that the page loads when an item is chosen,
since a page that was opened from a file may read no other kind of file.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from budgetkit.classes import load_classes
from budgetkit.compare.budget import LEVELS
from budgetkit.export.people import say_value
from budgetkit.finding import PARENT_ROLES
from budgetkit.site.template import read_static, render_page
from budgetkit.source_entry import KIND_LABELS
from budgetkit.version import __version__
from budgetkit.whole_files import write_whole

_IN_PAGE = 1_500_000  # characters of data up to which they stand in the page itself
_IN_PART = 400_000  # characters of a part beyond which the next begins
_UNITS = 1_000_000  # of 0.000001 万元 in 1 万元: whole numbers, which a script adds and prints exactly
_CLASS, _SECTION = 3, 5  # digits of a code for 类 and 款
_LEVELS = {_CLASS: "类", _SECTION: "款"}
_ECONOMIC = ("dept_econ_code5", "dept_econ_name")
_FUNCTION = ("function_code", "function_name")


@dataclass(frozen=True)
class View:
    """A clean table seen by item: its label, the columns of code and name that make an item, the amounts to show."""

    table: str
    label: str
    item: tuple[str, str]
    amounts: Mapping[str, str]


_PARTS = {"total": "合计", "basic": "基本支出", "project": "项目支出"}
VIEWS = (
    View("expenditure", "支出总表，部门经济分类", _ECONOMIC, _PARTS),
    View("expenditure", "支出总表，政府经济分类", ("gov_econ_code", "gov_econ_name"), _PARTS),
    View("expenditure", "支出总表，功能分类", _FUNCTION, _PARTS),
    View("basic_expenditure", "一般公共预算基本支出表", _ECONOMIC, {"total": "合计"}),
    View("general_public_expenditure", "一般公共预算支出表", _FUNCTION, _PARTS),
    View("gov_fund", "政府性基金预算支出表", _FUNCTION, _PARTS),
    View("income_expenditure", "收支总表", ("side", "item_name"), {"amount": "金额"}),
    View("fiscal_grant", "财政拨款收支总表", ("side", "item_name"), {"amount": "金额"}),
    View("procurement", "政府采购预算明细表", ("category_code", "category"), {"amount": "金额"}),
    View("purchased_services", "政府购买服务明细表，二级目录", ("level2_code", "level2"), {"amount": "金额"}),
)
_THREE_PUBLIC = {
    "total": "“三公”经费合计", "overseas": "因公出国（境）费用", "reception": "公务接待费",
    "vehicle_subtotal": "公务用车购置及运行维护费", "vehicle_purchase": "公务用车购置费",
    "vehicle_operation": "公务用车运行维护费",
}  # fmt: skip
_NOT_WHOLE = {
    "rows_missing": "本表缺行，此数可能不全",
    "short": "本表各行之和小于原文合计，此数可能不全",
    "over": "本表各行之和大于原文合计",
    "unknown": "本表没有可对照的合计，是否完整不明",
}


@dataclass
class Items:
    """Everything that the page shows: documents, items by view, and for each item its cells by document."""

    documents: list[list[Any]]
    labels: list[dict[str, Any]] = field(default_factory=list)
    items: list[list[Any]] = field(default_factory=list)
    cells: list[list[list[Any]]] = field(default_factory=list)


def build_items(tables: Mapping[str, pa.Table], with_pages: Iterable[str]) -> Items:
    """Build the page's data from the clean tables; `with_pages` are the documents that have a source page."""
    pages = set(with_pages)
    rows = tables["documents"].to_pylist()
    at = {row["document_id"]: number for number, row in enumerate(rows)}
    made = Items([[*_describe(row), int(row["document_id"] in pages)] for row in rows])
    whole = _completeness(tables["coverage"])
    for view in VIEWS:
        _add_view(made, view, _collect(view, tables[view.table]), at, whole)
    three_public = View("three_public", "“三公”经费支出表", ("", ""), {"amount": "金额"})
    _add_view(made, three_public, _collect_three_public(tables["three_public"]), at, whole)
    return made


def _describe(row: Mapping[str, Any]) -> list[Any]:
    level, kind = LEVELS.get(row["level"], row["level"]), KIND_LABELS.get(row["kind"], row["kind"])
    return [row["document_id"], row["department"], level, row["region"] or "", row["field"] or "", row["year"], kind]


def _completeness(coverage: pa.Table) -> dict[tuple[str, str], tuple[str, int | None]]:
    """Give, by document and table, how whole the table is and its printed total."""
    return {
        (row["document_id"], row["table"]): (row["completeness"], _units(row["printed_total"]))
        for row in coverage.to_pylist()
    }


def _units(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * _UNITS)


_Cell = list[Any]
"""The first line of an item in a document, whether all of it is printed so, and the sums of its amounts."""
_Collected = dict[tuple[str, str], dict[str, _Cell]]


def _collect(view: View, table: pa.Table) -> _Collected:
    """Add the rows of a table up by item and document; what is above its items is left out."""
    code, name = view.item
    keep = pc.is_valid(table[name])
    if "role" in table.column_names:
        keep = pc.and_(keep, pc.invert(pc.is_in(table["role"], pa.array(PARENT_ROLES))))
    found: _Collected = defaultdict(dict)
    for row in _add_up(table.filter(keep), [code, name], list(view.amounts)):
        found[row[code] or "", row[name]][row["document_id"]] = _cell(row, view.amounts)
    return found | _sum_classes(found, code.removesuffix("5"))


def _sum_classes(found: _Collected, kind: str) -> _Collected:
    """Sum the items of a classification by the classes above them, by document; one that is listed itself stays alone.

    A document's rows of a class and of its items are never added together: each counts where its code is as long.
    """
    names = load_classes().get(kind, {})
    listed = {code for code, _ in found}
    classes: _Collected = defaultdict(dict)
    for (code, _), cells in found.items():
        for digits in range(_CLASS, len(code), _SECTION - _CLASS):
            above = code[:digits]
            if above in names and above not in listed:
                own = classes[above, f"{names[above]}（{_LEVELS[digits]}，各项之和）"]
                for document, cell in cells.items():
                    own[document] = _add_cells(own[document], cell) if document in own else cell
    return classes


def _add_cells(one: _Cell, other: _Cell) -> _Cell:
    sums = [
        second if first is None else first if second is None else first + second
        for first, second in zip(one[2:], other[2:], strict=True)
    ]
    return [min(one[0], other[0]), min(one[1], other[1]), *sums]


def _collect_three_public(table: pa.Table) -> _Collected:
    """Take each column of “三公” for an item, of the row of the document's own year."""
    own = table.filter(pc.or_kleene(pc.is_null(table["budget_year"]), pc.equal(table["budget_year"], table["year"])))
    found: _Collected = defaultdict(dict)
    for column, name in _THREE_PUBLIC.items():
        for row in _add_up(own.filter(pc.is_valid(own[column])), [], [column]):
            found["", name][row["document_id"]] = _cell(row, [column])
    return found


def _add_up(table: pa.Table, keys: list[str], amounts: list[str]) -> list[dict[str, Any]]:
    """Sum amounts by document and keys; a sum of nothing but empty cells is none."""
    printed = table.append_column("is_printed", pc.equal(table["certainty"], "printed"))
    sums = [(amount, "sum") for amount in amounts]
    grouped = printed.group_by(["document_id", *keys], use_threads=False)
    return grouped.aggregate([("source_line", "min"), ("is_printed", "min"), *sums]).to_pylist()


def _cell(row: Mapping[str, Any], amounts: Iterable[str]) -> _Cell:
    sums = [_units(row[f"{amount}_sum"]) for amount in amounts]
    return [row["source_line_min"], int(row["is_printed_min"]), *sums]


def _add_view(
    made: Items,
    view: View,
    collected: _Collected,
    at: Mapping[str, int],
    whole: Mapping[tuple[str, str], tuple[str, int | None]],
) -> None:
    """Add a view with its items, and by document how whole the table is where that is not complete, and its total."""
    if not collected:
        return
    number = len(made.labels)
    known = {at[document]: state for (document, table), state in whole.items() if table == view.table}
    made.labels.append(
        {
            "label": view.label,
            "code": "收支" if view.item[0] == "side" else "科目编码",
            "amounts": list(view.amounts.values()),
            "documents": sorted(known),
            "notes": {place: state for place, (state, _) in known.items() if state in _NOT_WHOLE},
            "totals": {place: total for place, (_, total) in known.items() if total} if "total" in view.amounts else {},
        }
    )
    for (code, name), cells in sorted(collected.items()):
        made.items.append([number, say_value("side", code), name, len(cells)])
        made.cells.append([[at[document], *cell] for document, cell in cells.items()])


def save_items(made: Items, target: Path) -> list[Path]:
    """Save the page at `target` and the parts of its data beside it (`STEM.1.js`, …); give all files."""
    texts = [_json(cells) for cells in made.cells]
    in_page = sum(map(len, texts)) <= _IN_PAGE
    parts = [] if in_page else list(_cut(texts))
    places = [number for number, part in enumerate(parts, start=1) for _ in part]
    paths = []
    start = 0
    for number, part in enumerate(parts, start=1):
        path = target.with_name(f"{target.stem}.{number}.js")
        write_whole(path, f"budgetkitPart({number},{start},[{','.join(part)}])\n")
        paths.append(path)
        start += len(part)
    data = {
        "documents": made.documents,
        "views": made.labels,
        "items": [[*item, *places[at : at + 1]] for at, item in enumerate(made.items)],
        "notes": _NOT_WHOLE,
        "cells": made.cells if in_page else None,
    }
    script = read_static("items.js")
    shown = [_json(data["notes"]), _json(made.labels), str(script), *_words(made)]
    words = "".join(dict.fromkeys("".join(shown)))
    page = render_page("items.html.j2", also=words, data=_safe(_json(data)), script=script, version=__version__)
    write_whole(target, page)
    return [target, *paths]


def _cut(texts: Iterable[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for text in texts:
        if part and sum(map(len, part)) + len(text) > _IN_PART:
            yield part
            part = []
        part.append(text)
    if part:
        yield part


def _words(made: Items) -> Iterator[str]:
    for row in (*made.documents, *made.items):
        yield from (value for value in row if isinstance(value, str))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _safe(text: str) -> str:
    """Keep a text from ending the script that it stands in."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
