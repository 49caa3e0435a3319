"""One item over departments: sums to the last digit, how whole the table is, parts beside the page for many."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from random import Random

import pytest

from budgetkit.dataset.store import build_table
from budgetkit.schema import load_schemas
from budgetkit.site import items as module
from budgetkit.site.items import build_items, save_items


def keys(document: str, line: int = 1, certainty: str = "printed") -> dict:
    return {
        "document_id": document,
        "department_id": document,
        "year": 2026,
        "source_line": line,
        "certainty": certainty,
    }


def tables_of(rows: dict[str, list[dict]]) -> dict:
    return {name: build_table(schema, rows.get(name, [])) for name, schema in load_schemas().items()}


def documents(*names: str) -> list[dict]:
    named = {"level": "city", "region": "某市", "field": "民政", "kind": "budget"}
    return [{**keys(name), "department": f"{name}局", "title": name, **named} for name in names]


def spend(document: str, code: str, name: str, total: str | None, line: int = 1, **given) -> dict:
    amount = None if total is None else Decimal(total)
    row = {"dept_econ_code": code, "dept_econ_code5": code[:5], "dept_econ_name": name, "total": amount, "role": "item"}
    return {**keys(document, line), **row, **given}


def cells(made, label: str, code: str, name: str) -> dict[str, list]:
    view = next(number for number, view in enumerate(made.labels) if view["label"] == label)
    at = next(at for at, item in enumerate(made.items) if item[:3] == [view, code, name])
    return {made.documents[cell[0]][0]: cell[1:] for cell in made.cells[at]}


ECONOMIC = "支出总表，部门经济分类"


def test_rows_of_an_item_add_up_exactly_and_lead_to_the_first(tmp_path):
    r = Random(5)
    amounts = [Decimal(r.randrange(10**13)).scaleb(-6) for _ in range(40)]
    rows = [spend("a", "30216", "培训费", str(amount), line=90 - at) for at, amount in enumerate(amounts)]
    rows.append(spend("a", "3021601", "培训费", "1", line=200, certainty="inferred"))
    made = build_items(tables_of({"documents": documents("a"), "expenditure": rows}), ["a"])
    line, printed, total, basic, _ = cells(made, ECONOMIC, "30216", "培训费")["a"]
    assert Decimal(total).scaleb(-6) == sum(amounts) + 1
    assert line == 51
    assert printed == 0
    assert basic is None


def test_classes_above_items_are_not_added_and_names_keep_items_apart():
    rows = [
        spend("a", "302", "商品和服务支出", "30", role="class"),
        spend("a", "30216", "培训费", "10"),
        spend("b", "30216", "培训", "20"),
        spend("b", "30217", "培训费", None),
    ]
    made = build_items(tables_of({"documents": documents("a", "b"), "expenditure": rows}), [])
    sums = ["302", "商品和服务支出（类，各项之和）"]
    assert [item[1:3] for item in made.items] == [sums, ["30216", "培训"], ["30216", "培训费"], ["30217", "培训费"]]
    assert cells(made, ECONOMIC, *sums) == {"a": [1, 1, 10_000_000, None, None], "b": [1, 1, 20_000_000, None, None]}
    assert cells(made, ECONOMIC, "30217", "培训费") == {"b": [1, 1, None, None, None]}


def test_classes_are_the_sums_of_their_items_and_what_a_document_lists_itself_is_not_summed():
    r = Random(7)
    codes = ["30101", "30102", "30216", "30217", "3021701", "31002"]
    rows = [
        spend(document, code, f"款{code}", str(Decimal(r.randrange(10**9)).scaleb(-6)), line=line)
        for document in "ab"
        for line, code in enumerate(r.choices(codes, k=12), start=1)
    ]
    rows.append(spend("c", "399", "其他支出", "5"))
    made = build_items(tables_of({"documents": documents("a", "b", "c"), "expenditure": rows}), [])
    summed = {item[1]: item[2] for item in made.items if "各项之和" in item[2]}
    assert set(summed) <= {"301", "302", "310", "30217"}
    for code, name in summed.items():
        for document, cell in cells(made, ECONOMIC, code, name).items():
            own = [row for row in rows if row["document_id"] == document and row["dept_econ_code5"].startswith(code)]
            assert cell[0] == min(row["source_line"] for row in own)
            assert Decimal(cell[2]).scaleb(-6) == sum(row["total"] for row in own)


def test_a_table_that_is_not_whole_is_said_beside_its_figures_and_documents_without_the_item_are_known():
    rows = [spend("a", "30216", "培训费", "10"), spend("b", "30201", "办公费", "1")]
    coverage = [
        {**keys("a"), "table": "expenditure", "completeness": "rows_missing", "printed_total": Decimal(50)},
        {**keys("b"), "table": "expenditure", "completeness": "complete", "printed_total": Decimal(1)},
    ]
    made = build_items(
        tables_of({"documents": documents("a", "b", "c"), "expenditure": rows, "coverage": coverage}), []
    )
    view = made.labels[0]
    assert view["notes"] == {0: "rows_missing"}
    assert view["documents"] == [0, 1]
    assert view["totals"] == {0: 50_000_000, 1: 1_000_000}


def test_three_public_is_of_the_documents_own_year():
    rows = [{**keys("a"), "budget_year": year, "total": Decimal(year), "overseas": Decimal(0)} for year in (2025, 2026)]
    made = build_items(tables_of({"documents": documents("a"), "three_public": rows}), [])
    assert cells(made, "“三公”经费支出表", "", "“三公”经费合计")["a"][2] == 2026_000_000
    assert cells(made, "“三公”经费支出表", "", "因公出国（境）费用")["a"][2] == 0
    assert len(made.items) == 2


@pytest.mark.parametrize("bound", [10**9, 0])
def test_many_data_lie_in_bounded_parts_beside_the_page_few_in_it(tmp_path, monkeypatch, bound):
    monkeypatch.setattr(module, "_IN_PAGE", bound)
    monkeypatch.setattr(module, "_IN_PART", 200)
    names = [f"d{at}" for at in range(9)]
    rows = [spend(name, f"302{code:02}", f"项{code}", "1.5") for name in names for code in range(6)]
    made = build_items(tables_of({"documents": documents(*names), "expenditure": rows}), names)
    paths = save_items(made, tmp_path / "items.html")
    page = paths[0].read_text("utf-8")
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.S)[1])
    if bound:
        assert paths == [tmp_path / "items.html"]
        assert data["cells"] == made.cells
        return
    assert data["cells"] is None
    found = {}
    for path in paths[1:]:
        part, start, cells = json.loads(f"[{path.read_text('utf-8').strip().removeprefix('budgetkitPart(')[:-1]}]")
        assert path.name == f"items.{part}.js"
        assert len(cells) == 1 or path.stat().st_size < 300
        found |= {start + at: (part, cell) for at, cell in enumerate(cells)}
    assert [found[at][1] for at in range(len(made.items))] == made.cells
    assert [item[4] for item in data["items"]] == [found[at][0] for at in range(len(made.items))]


def test_a_name_cannot_end_the_script_that_it_stands_in(tmp_path):
    rows = [spend("a", "30216", "</script><script>alert(1)</script>", "1")]
    (path,) = save_items(
        build_items(tables_of({"documents": documents("a"), "expenditure": rows}), []), tmp_path / "i.html"
    )
    assert "<script>alert" not in path.read_text("utf-8")
