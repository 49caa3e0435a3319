"""The explorer: pick a department, a year, a counterpart and a table; what is shown below follows.

>>> from budgetkit.notebook import explore, load
>>> picked = explore.pick(load())
>>> len(picked.rows()) > 0
True
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets
import pandas as pd
from IPython.display import display

from budgetkit.briefing.frame import checks_table
from budgetkit.compare.budget import Budget, find_budget, find_budgets, find_counterpart
from budgetkit.compare.choices import list_counterparts
from budgetkit.compare.result import Result, missing_result
from budgetkit.compare.size import compare_sizes
from budgetkit.dataset.load import Dataset
from budgetkit.dataset.states import DIFFERENCES, STATES
from budgetkit.draw import draw_bars
from budgetkit.export.people import say_value
from budgetkit.notebook import show
from budgetkit.notebook.grid import make_grid, number_texts, start_grids
from budgetkit.report.bounds import NOTE_CLASS
from budgetkit.report.parts import PART_TYPE, Column, Part
from budgetkit.schema import ColumnSchema, TableSchema, load_schemas

__all__ = ["checks", "figure", "follow", "pick", "sizes", "table"]

_START = "expenditure"
_NONE = "（无）"
_KEYS = ("document_id", "department_id", "year")
_PLACE = ("source_page", "source_sheet", "source_row", "source_cell", "source_box", "certainty", "source_line")
_NOT_OFFERED = ("documents", "published_tables", "coverage", "printed_totals", "checks")
_BARS = 15  # what fits on a screen beside the pickers
_STATIC_ROWS = 50  # rows of a table in an exported page; the notebook itself has them all
_NOT_SHOWN = ("role",)
_SUMS = ("total", "subtotal", "class", "section")
_KINDS = {"text": "text", "integer": "integer", "money": "amount", "number": "amount"}
_ORDER = {state: place for place, state in enumerate(dict.fromkeys((*DIFFERENCES, *STATES)))}
_MONEY_FIRST = ("total", "amount")


def __dir__() -> list[str]:
    return __all__


class Picked:
    """What is picked now: a budget, its counterpart, a table; the widgets that pick, and who follows them."""

    def __init__(self, data: Dataset) -> None:
        self.data = data
        self._followers: list[Callable[[], None]] = []
        budgets = find_budgets(data)
        names = dict.fromkeys((budget.department, budget.department_id) for budget in budgets)
        self.department = _dropdown("部门", list(names))
        self.year = _dropdown("年度", [])
        self.counterpart = _dropdown("对应部门", [])
        self.table_name = _dropdown("表", [])
        self._offer_years()
        self.department.observe(self._offer_years, "value")
        for widget in (self.year, self.counterpart, self.table_name):
            widget.observe(self._follow, "value")

    @property
    def budget(self) -> Budget:
        """The budget that is picked."""
        return find_budget(self.data, self.department.value, self.year.value)

    @property
    def other(self) -> Budget | None:
        """The counterpart's budget; None where there is none or none is wanted."""
        return find_counterpart(self.budget, self.counterpart.value) if self.counterpart.value else None

    def rows(self) -> pd.DataFrame:
        """Give the rows of the picked table, all of them, subtotals included."""
        frame = self.data.frame(self.table_name.value)
        own = frame[frame["document_id"] == self.budget.document_id].reset_index(drop=True)
        return own.assign(side=_say(own["side"])) if "side" in own else own

    @property
    def schema(self) -> TableSchema:
        """The columns of the picked table."""
        return load_schemas()[self.table_name.value]

    @property
    def gaps(self) -> list[str]:
        """What the picked table's rows lack, in a sentence; empty where nothing is known to be missing."""
        said = self.data.gaps(self.budget.document_id).get(self.table_name.value)
        return [f"注意：{self.schema.label}的行不完整，求和须说明。{said}。"] if said else []

    def then(self, follower: Callable[[], None]) -> None:
        """Have something called whenever another thing is picked."""
        self._followers.append(follower)

    def _offer_years(self, change: object = None) -> None:
        """Offer the years, counterparts and tables that the department has; keep what was picked where it can stay."""
        own = [one for one in find_budgets(self.data) if one.department_id == self.department.value]
        self._is_offering = True  # what follows is shown once, when all pickers fit each other
        _offer(self.year, [(f"{one.year}年", one.year) for one in own], max(one.year for one in own))
        documents = self.data.frame("documents").to_dict("records")
        names = {row["department_id"]: row["department"] for row in documents}
        others = list_counterparts(documents, self.department.value)
        wanted = own[0].counterpart if own[0].counterpart in others else (others or [""])[0]
        _offer(self.counterpart, [(_NONE, ""), *((names[other], other) for other in others)], wanted)
        _offer(self.table_name, self._tables(), self.table_name.value or _START)
        self._is_offering = False
        self._follow()

    def _tables(self) -> list[tuple[str, str]]:
        document = self.budget.document_id
        return [
            (schema.label, name)
            for name, schema in load_schemas().items()
            if name not in _NOT_OFFERED and (self.data.frame(name)["document_id"] == document).any()
        ]

    def _follow(self, change: object = None) -> None:
        for follower in () if self._is_offering else self._followers:
            follower()

    def _ipython_display_(self) -> None:
        display({"text/html": start_grids().data, "text/plain": ""}, raw=True)
        pickers = [self.department, self.year, self.counterpart, self.table_name]
        box = ipywidgets.HBox(pickers, layout=ipywidgets.Layout(flex_flow="row wrap"))  # however narrow the page is
        chosen = "；".join(f"{one.description}：{one.label}" for one in pickers)
        display({**box._repr_mimebundle_(), "text/plain": chosen, "text/markdown": chosen}, raw=True)  # for an export


def pick(data: Dataset) -> Picked:
    """Give the pickers of the explorer; shown, they let one pick by mouse what `table`, `figure` … show."""
    return Picked(data)


class Following:
    """Something shown that is shown anew when another thing is picked, in the place where it stands."""

    def __init__(self, picked: Picked, make: Callable[[Picked], Any]) -> None:
        self._picked, self._make = picked, make

    def _ipython_display_(self) -> None:
        handle = display(self._make(self._picked), display_id=True)
        self._picked.then(lambda: handle.update(self._make(self._picked)))


def follow(picked: Picked, make: Callable[[Picked], Any]) -> Following:
    """Show what a function of one's own makes of what is picked, anew whenever another thing is picked.

    >>> from budgetkit.notebook import explore, load
    >>> _ = explore.follow(explore.pick(load()), lambda now: now.rows().describe())
    """
    return Following(picked, make)


def table(picked: Picked) -> Following:
    """Show the picked table: searched, sorted, filtered and copied in JupyterLab, its first rows in an export."""
    return Following(picked, _PickedTable)


def figure(picked: Picked) -> Following:
    """Show the largest amounts of the picked table as bars."""
    return Following(picked, _draw)


def checks(picked: Picked) -> Following:
    """Show the checks of the picked document that the picked table is part of."""
    return Following(picked, _list_checks)


def sizes(picked: Picked) -> Following:
    """Show the picked budget's size beside the counterpart's."""
    return Following(picked, _compare)


def _dropdown(label: str, options: list) -> ipywidgets.Dropdown:
    look: Any = {"layout": ipywidgets.Layout(width="auto"), "style": {"description_width": "initial"}}
    return ipywidgets.Dropdown(description=label, options=options, **look)


def _offer(widget: ipywidgets.Dropdown, options: list[tuple[str, Any]], wanted: Any) -> None:
    values = [value for _, value in options]
    widget.options = options
    widget.value = wanted if wanted in values else next(iter(values), None)


class _PickedTable:
    """The picked table in two forms: interactive for JupyterLab, a part of a report for an export."""

    def __init__(self, picked: Picked) -> None:
        self._schema = picked.schema
        self._rows = _in_words(picked.rows(), self._schema)
        self._name = f"{picked.budget.label}{self._schema.label}"
        self._title = f"{self._name}：{len(self._rows)} 行"
        self._picked = picked

    def _columns(self) -> list[Column]:
        return [_column(one) for one in self._schema.columns if _is_shown(one) and self._rows[one.name].notna().any()]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        columns = self._columns()
        amounts = [column.name for column in self._schema.columns if column.type == "money"]
        unit = "万元" if any(column.key in amounts for column in columns) else ""
        part = _static(self._picked, self._rows, columns, self._title, unit)
        lines = list(zip(self._rows["document_id"], self._rows["source_line"].astype(int), strict=True))
        grid = make_grid(self._rows, {column.key: column.label for column in columns}, lines, self._name, amounts)
        head = f"<b>{self._title}</b>{f'　单位：{unit}' if unit else ''}"
        notes = "".join(f'<p class="{NOTE_CLASS}">{note}</p>' for note in self._picked.gaps)
        bundle = part._repr_mimebundle_()
        return {
            PART_TYPE: bundle[PART_TYPE],
            "text/html": f"<p>{head}</p>{notes}{grid}",
            "text/plain": str(part),
        }


def _column(column: ColumnSchema) -> Column:
    """Give a column of a clean table as a reader sees it; a year is no number to be grouped by thousands."""
    kind: Any = "code" if "year" in column.name else _KINDS[column.type]
    return Column(column.name, column.label, kind)


def _in_words(rows: pd.DataFrame, schema: TableSchema) -> pd.DataFrame:
    """Give rows as they are read: values in Chinese, whole numbers without decimals, years as words."""
    changed = {}
    for column in schema.columns:
        values = rows[column.name]
        if column.type == "integer":
            changed[column.name] = values.astype("Int64")
            if "year" in column.name:
                changed[column.name] = changed[column.name].astype("string").astype(object)
        elif column.type == "text":
            changed[column.name] = _say(values)
    return rows.assign(**changed)


def _say(values: pd.Series) -> pd.Series:
    return values.map(lambda value: say_value(str(values.name), value), na_action="ignore")


def _static(picked: Picked, rows: pd.DataFrame, columns: list[Column], title: str, unit: str) -> Part:
    shown = rows.head(_STATIC_ROWS)
    numbers = [column.name for column in picked.schema.columns if column.type == "number"]
    shown = shown.assign(**{name: number_texts(shown[name]) for name in numbers}, sources=_sources(shown))
    notes = [f"前 {len(shown)} 行，共 {len(rows)} 行。"] if len(rows) > len(shown) else []
    result = Result(shown, "", unit=unit, data=picked.data)
    return show.table(result, columns, title, notes=[*picked.gaps, *notes])


def _sources(rows: pd.DataFrame) -> list[tuple[tuple[str, int], ...]]:
    return [((document, int(line)),) for document, line in zip(rows["document_id"], rows["source_line"], strict=True)]


def _draw(picked: Picked) -> Part:
    """Draw the largest amounts of the picked table: by name, else each column's of each row."""
    schema, rows = picked.schema, picked.rows()
    items = rows[~rows["role"].isin(_SUMS)] if "role" in rows else rows
    rows = rows if items.empty else items
    money = [column for column in schema.columns if column.type == "money" and rows[column.name].notna().any()]
    if not money:
        return show.table(missing_result("这张表没有金额，不作图。"), title=f"{picked.budget.label}{schema.label}")
    names = [column for column in schema.columns if column.type == "text" and _is_name(column.name)]
    names = [column for column in names if rows[column.name].notna().any()]
    if names:
        amount = next((one for one in money if one.name in _MONEY_FIRST), money[0])
        sums, said = _sum_by(rows, names[-1].name, amount.name), f"{amount.label}，按{names[-1].label}"
    else:
        sums, said = _columns_of(rows, money, schema), "各列金额"
    drawing = draw_bars(sums.index, sums.round(6), limit=_BARS)
    result = Result(rows.assign(sources=_sources(rows)), "", years=(picked.budget.year,), data=picked.data)
    return show.figure(result, drawing, f"{picked.budget.label}{schema.label}：{said}", notes=picked.gaps)


def _sum_by(rows: pd.DataFrame, name: str, amount: str) -> pd.Series:
    """Sum amounts by name, the largest first; a table of two sides has the side in front of the name."""
    named = rows.dropna(subset=[amount, name])
    names = named["side"] + "：" + named[name] if "side" in named else named[name]
    return named[amount].groupby(names, sort=False).sum().sort_values(ascending=False)


def _columns_of(rows: pd.DataFrame, money: Sequence[ColumnSchema], schema: TableSchema) -> pd.Series:
    """Give the amounts of each column; where there are several rows, with the words of the row in front."""
    words = _in_words(rows, schema)[[one.name for one in schema.columns if one.type != "money" and _is_shown(one)]]
    heads = [" ".join(str(word) for word in row if pd.notna(word)) for row in words.to_numpy()]
    heads = [f"{head}　" if len(rows) > 1 else "" for head in heads]
    found = {
        f"{head}{column.label}": value
        for column in money
        for head, value in zip(heads, rows[column.name], strict=True)
        if pd.notna(value)
    }
    return pd.Series(found, dtype=float).sort_values(ascending=False)


def _is_shown(column: ColumnSchema) -> bool:
    return column.name not in (*_KEYS, *_PLACE, *_NOT_SHOWN)


def _is_name(column: str) -> bool:
    return column.endswith("_name") or column in ("item_name", "category", "level2", "name")


def _list_checks(picked: Picked) -> Part:
    """List the checks that name the picked table, differences first; a summary of the document where none does."""
    found = picked.data.frame("checks")
    table = picked.table_name.value
    own = found[(found["document_id"] == picked.budget.document_id) & (found["table"] == table)]
    if own.empty:
        return checks_table(picked.budget, [picked.budget.document_id])
    shown = own.loc[own["status"].map(_ORDER).sort_values(kind="stable").index].reset_index(drop=True)
    shown = shown.assign(state=shown["status"].map(STATES))
    columns = [show.text("description", "勾稽关系"), show.text("state", "结果"), show.amount("left", "前者")]
    columns += [show.amount("right", "后者"), show.amount("difference", "差额"), show.text("explanation", "说明")]
    title = f"与{load_schemas()[table].label}有关的勾稽核对（{len(shown)} 项）"
    return show.table(Result(shown, "", data=picked.data), columns, title)


def _compare(picked: Picked) -> Part:
    budgets = [one for one in (picked.budget, picked.other) if one is not None]
    names = "与".join(budget.label for budget in budgets)
    columns = [show.text("label", "指标"), show.text("base", "口径")]
    for side, budget in enumerate(budgets, start=1):
        columns += [
            show.amount(f"amount_{side}", "金额", budget.side),
            show.share(f"share_{side}", "占比", budget.side),
        ]
    result = compare_sizes(budgets)
    return show.table(Result(result.table, result.base, data=picked.data), columns, f"规模：{names}")
