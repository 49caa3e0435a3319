"""The kit's notebooks are there to be edited: another column, order or threshold in a cell is seen in what it shows."""

from __future__ import annotations

import ast
from pathlib import Path
from random import Random

import nbformat
import pandas as pd
import pytest
from made import make_department, make_years, write_project

import budgetkit
from budgetkit.dataset.load import Dataset
from budgetkit.pipeline import clean_documents
from budgetkit.report.parts import Part, ReportTable

NOTEBOOKS = {path.stem[0]: path for path in (Path(__file__).parents[2] / "notebooks").glob("[0-9]_*.ipynb")}
RENAMED = "改过名的列"
OWN = "made-years-city-3"
FEWEST = {"0": 0, "1": 12, "2": 6, "3": 9, "4": 4, "5": 12, "6": 1}  # tables with columns of their own
THRESHOLDS = {  # of a notebook: what is set, what is said then, and what no more
    "1": ("dominant = 101", "", "后 11 项合计"),
    "2": (
        "least, low_execution = 10**6, 101",
        "项增减不足|执行率低于 101%",
        "项未变",
    ),
    "3": ("top, detailed = 2, 1", "金额最大的 2 个项目：首位|金额最大的 1 个项目：合计", "金额最大的 5 个项目"),
    "4": ("low_score = 101", "总分低于 101 分", "总分低于 90 分"),
    "5": ("most, low_execution = 1, 101", "见首页关注点第 1 项|执行率低于 101%", "见首页关注点第 2 项"),
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Give a city department's budgets of two years, its counterpart's, and its self-evaluations."""
    years = make_years(3, "city", (2024, 2025)).departments
    other = make_department(22, "district", field_name=years[-1].field, year=2025)
    raw = write_project(tmp_path_factory.mktemp("project"), [*years, other, years[0].evaluation])
    result = clean_documents(raw)
    assert result.errors == []
    return Dataset(result.tables().__getitem__)


@pytest.fixture(autouse=True)
def of_the_reader(data: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgetkit, "load", lambda *_: data, raising=False)


class Edit(ast.NodeTransformer):
    """Renames a column of each table, puts the last one first and sorts it by an amount; takes note of each table."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.tables: list[tuple[Part, str]] = []

    def visit_Call(self, node: ast.Call) -> ast.Call:
        """Edit a call of show.table whose columns stand in it; leave out figures."""
        self.generic_visit(node)
        if ast.unparse(node.func) == "show.figure":  # takes time, and has no columns to rename
            return ast.Call(ast.Name("str", ast.Load()), [], [])
        columns = next((one.value for one in node.keywords if one.arg == "columns"), None)
        if ast.unparse(node.func) != "show.table" or not isinstance(columns, ast.List):
            return node
        own = [one for one in columns.elts if _names_a_column(one)]
        keys = [one.args[0].value for one in own if one.func.attr == "amount"] or [own[0].args[0].value]
        self.random.choice(own).args[1] = ast.Constant(RENAMED)
        columns.elts.insert(0, columns.elts.pop())
        order = ast.Constant(self.random.choice(keys))
        node.keywords = [*(one for one in node.keywords if one.arg != "order"), ast.keyword("order", order)]
        return ast.Call(ast.Name("note", ast.Load()), [node, order], [])

    def note(self, part: Part, order: str) -> Part:
        """Take note of an edited table and the column that it is sorted by."""
        self.tables.append((part, order))
        return part


def _names_a_column(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and [type(one) for one in node.args[:2]] == [ast.Constant, ast.Constant]


def run(number: str, edit: Edit, parameters: str) -> str:
    """Run a notebook with other parameters and edited tables; give the words of what it shows, without figures."""
    shown: list[Part] = []
    names = {"display": shown.append, "note": edit.note}
    for cell in nbformat.read(NOTEBOOKS[number], as_version=4).cells:
        source = cell.source if cell.cell_type == "code" else ""
        if "parameters" in cell.metadata.get("tags", []):
            source += f"\ndepartment, year = {OWN!r}, 2025\n{parameters}\n"
        _run(source, names, edit)
    return "\n".join(part.plain_text() for part in shown if isinstance(part, Part))


def _run(source: str, names: dict, edit: Edit | None) -> None:
    tree = ast.parse(source)
    tree = ast.fix_missing_locations(edit.visit(tree)) if edit else tree
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if last else None
    names["display"](value) if value is not None else None


@pytest.mark.parametrize("number", sorted(NOTEBOOKS))
def test_another_column_order_and_threshold_in_a_cell_is_seen_in_what_it_shows(number: str):
    edit, (parameters, said, unsaid) = Edit(int(number)), THRESHOLDS.get(number, ("", "", "@"))
    words = run(number, edit, parameters)
    tables = [(part, order) for part, order in edit.tables if isinstance(part, ReportTable)]
    assert len(tables) >= FEWEST[number]
    for part, order in tables:
        assert RENAMED in [column.label for column in part.columns], part.title
        rows = part.table.drop(index=list(part.total_rows))[order].dropna()
        assert rows.is_monotonic_decreasing or not pd.api.types.is_numeric_dtype(rows), (part.title, order)
    assert all(one in words for one in said.split("|"))
    assert unsaid not in words
