"""Tables that PDFs print in many ways are read cell by cell; what only looks like a table stays text."""

import os
from collections import Counter
from pathlib import Path
from random import Random

import pdfplumber
import pytest
from made.pdf import make_pdf, table
from made.pdf_tables import NEAR_MISSES, RULED, UNRULED, make_table, turn_pages

from budgetkit.parse import squeeze
from budgetkit.read.registry import read_noted

SEEDS = range(3)


def read_cells(path):
    return [row.cells for row in read_noted(path).rows if row.table]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("ruling", RULED)
def test_ruled_table_is_read_cell_by_cell(tmp_path, ruling, seed):
    made = make_table(Random(seed), RULED[ruling], rows=8, wraps=seed % 2 == 1)
    path = make_pdf(tmp_path / "made.pdf", "支出总表\n\n" + made.markup + "注：无。")
    assert read_cells(path) == made.cells


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("ruling", UNRULED)
def test_table_without_lines_is_read_by_its_gutters(tmp_path, ruling, seed):
    made = make_table(Random(seed), UNRULED[ruling], rows=8)
    path = make_pdf(tmp_path / "made.pdf", "支出总表\n\n编制单位：某局 #h(1fr) 单位：元\n\n" + made.markup + "注：无。")
    assert read_cells(path) == made.cells


def test_words_set_apart_in_an_unruled_row_stay_one_cell(tmp_path):
    rows = "[合 #h(12pt) 计], [8.00], [甲项目], [1.00], [乙项目], [7.00], [丙项目], [0.00]"
    body = f"#table(columns: (120pt, 90pt), stroke: none, [项 #h(12pt) 目], [金额], {rows})"
    cells = read_cells(make_pdf(tmp_path / "made.pdf", body))
    assert cells[:3] == [("项 目", "金额"), ("合 计", "8.00"), ("甲项目", "1.00")]


@pytest.mark.parametrize("degrees", [90, 180, 270])
@pytest.mark.parametrize("ruling", ["all lines", "no lines"])
def test_turned_page_reads_as_it_is_meant_and_places_are_as_shown(tmp_path, ruling, degrees):
    made = make_table(Random(degrees), {**RULED, **UNRULED}[ruling], rows=8)
    path = make_pdf(tmp_path / "made.pdf", f"#rotate({-degrees}deg, reflow: true)[{made.markup}]")
    turn_pages(path, degrees)
    rows = read_noted(path).rows
    assert [row.cells for row in rows] == made.cells
    tops = [row.place.box[1] for row in rows]
    assert tops == sorted(tops)


@pytest.mark.parametrize("ruling", ["all lines", "white lines", "no lines"])
def test_table_goes_on_over_pages_with_one_number(tmp_path, ruling):
    made = make_table(Random(3), {**RULED, **UNRULED}[ruling], rows=90)
    rows = [row for row in read_noted(make_pdf(tmp_path / "made.pdf", made.markup)).rows if row.table]
    assert {row.place.page for row in rows} >= {1, 2}
    assert {row.table for row in rows} == {1}
    header, body = made.cells[:2], made.cells[2:]
    assert [row.cells for row in rows if row.cells not in header] == body


@pytest.mark.parametrize("repeated", [0, 2])
def test_table_that_goes_on_to_the_right_is_put_together_row_by_row(tmp_path, repeated):
    made = make_table(Random(5), RULED["all lines"], rows=6, empty=False)
    left, right = [row[:3] for row in made.cells], [row[:repeated] + row[3:] for row in made.cells]
    pages = [table(rows, len(rows[0]), "stroke: 0.5pt, rows: 24pt") for rows in (left, right)]
    reading = read_noted(make_pdf(tmp_path / "made.pdf", "#pagebreak()".join(pages)))
    assert [row.cells for row in reading.rows] == made.cells
    assert {row.place.page for row in reading.rows} == {1}
    assert [note.action for note in reading.notes] == ["joined"]


def test_both_sides_of_a_table_on_pages_of_their_own_are_one_with_the_unit_above(tmp_path):
    names = ["一般公共预算", "政府性基金", "事业收入", "其他收入", "上年结转", "收入总计"]
    left = [("本年收入", ""), ("项目", "预算数"), *((name, f"{number}.00") for number, name in enumerate(names))]
    right = [
        ("本年支出", ""),
        ("项目", "预算数"),
        *((f"{name}支出", f"{number}.50") for number, name in enumerate(names)),
    ]
    tables = [table(rows, 2, "stroke: 0.5pt, rows: 24pt") for rows in (left, right)]
    body = f"收支总表\n\n{tables[0]}#pagebreak()#h(1fr) 单位：元\n\n{tables[1]}"
    path = make_pdf(tmp_path / "made.pdf", body)
    reading = read_noted(path)
    assert [row.cells for row in reading.rows if row.table] == [a + b for a, b in zip(left, right, strict=True)]
    assert [row.cells for row in reading.rows if not row.table] == [("收支总表",), ("单位：元",)]


def test_tables_that_only_stand_alike_are_left_apart(tmp_path):
    made = [make_table(Random(seed), RULED["all lines"], rows=6) for seed in (5, 6)]
    pages = [table(one.cells, len(one.cells[0]), "stroke: 0.5pt, rows: 24pt") for one in made]
    rows = read_noted(make_pdf(tmp_path / "made.pdf", "#pagebreak()".join(pages))).rows
    assert [row.cells for row in rows] == [*made[0].cells, *made[1].cells]


def test_second_pages_of_tables_with_the_same_names_are_left_apart(tmp_path):
    """Income and expenditure list the same items; the second page of each begins at the same item."""
    made = make_table(Random(7), RULED["all lines"], rows=8)
    other = [(*row[:2], *(cell and "7.00" for cell in row[2:])) for row in made.cells]
    halves = [made.cells[:5], made.cells[5:], other[:5], other[5:]]
    pages = [table(rows, len(rows[0]), "stroke: 0.5pt, rows: 24pt") for rows in halves]
    body = f"收入表\n\n{pages[0]}#pagebreak(){pages[1]}#pagebreak()支出表\n\n{pages[2]}#pagebreak(){pages[3]}"
    rows = [row.cells for row in read_noted(make_pdf(tmp_path / "made.pdf", body)).rows if row.table]
    assert rows == [*made.cells, *other]


@pytest.mark.parametrize("has_titles", [True, False])
def test_tables_beside_each_other_have_the_titles_that_stand_over_them(tmp_path, has_titles):
    made = [make_table(Random(seed), RULED["all lines"], rows=4 + seed) for seed in (1, 2)]
    over = [f"#align(center)[{title}]\n\n单位：万元\n\n" if has_titles else "" for title in ("支出总表", "收入总表")]
    cells = [f"[{above}{table(one.cells, len(one.cells[0]))}]" for above, one in zip(over, made, strict=True)]
    body = f"某局部门预算\n\n#grid(columns: 2, gutter: 20pt, {', '.join(cells)})"
    rows = read_noted(make_pdf(tmp_path / "made.pdf", body, 'paper: "a3", flipped: true, margin: 40pt')).rows
    titles = [[("支出总表",), ("单位：万元",)], [("收入总表",), ("单位：万元",)]] if has_titles else [[], []]
    expected = [line for above, one in zip(titles, made, strict=True) for line in (*above, *one.cells)]
    assert [row.cells for row in rows] == [("某局部门预算",), *expected]


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_what_only_looks_like_a_table_stays_text(tmp_path, name):
    rows = read_noted(make_pdf(tmp_path / "made.pdf", "前文。\n\n" + NEAR_MISSES[name] + "\n\n后文。")).rows
    assert not [row.cells for row in rows if row.table]
    assert rows[0].cells == ("前文。",)
    assert rows[-1].cells == ("后文。",)


SAMPLES = os.environ.get("BUDGETKIT_SAMPLES")


@pytest.mark.parametrize("seed", SEEDS)
def test_pdfplumber_finds_the_same_cells(tmp_path, seed):
    made = make_table(Random(seed), RULED["all lines"], rows=8, wraps=True)
    path = make_pdf(tmp_path / "made.pdf", made.markup)
    assert _filled(read_noted(path).rows, 1) == Counter(_found_by_pdfplumber(path)[1])


@pytest.mark.skipif(not SAMPLES, reason="BUDGETKIT_SAMPLES names no folder of published documents")
def test_pdfplumber_finds_the_same_cells_in_published_documents():
    """What it finds beyond the tables' own cells is text around them; it splits words that a cell cuts off."""
    paths = sorted(Path(SAMPLES).rglob("*.pdf"))
    cells = missed = 0
    for path in paths:
        rows = read_noted(path).rows
        for page, found in _found_by_pdfplumber(path).items():
            ours, theirs = _filled(rows, page), Counter(found)
            cells += sum(ours.values())
            missed += sum((ours - theirs).values())
    assert cells > 1000
    assert missed <= 0.001 * cells


def _filled(rows, page):
    cells = (cell for row in rows if row.table and row.place.page == page for cell in row.cells)
    return Counter(squeeze(cell) for cell in cells if cell)


def _found_by_pdfplumber(path):
    with pdfplumber.open(path) as document:
        tables = {page.page_number: page.extract_tables() for page in document.pages}
    return {
        page: [squeeze(cell) for table in found for row in table for cell in row if cell]
        for page, found in tables.items()
    }


def test_empty_forms_with_the_same_header_are_left_apart(tmp_path):
    """Funds and state capital have the same form, and both are empty as a rule."""
    form = [("项目", "编码", "合计", "基本支出"), *[("", "", "", "")] * 4, ("合计", "", "", "")]
    body = "#pagebreak()".join([table(form, 4, "stroke: 0.5pt, rows: 24pt")] * 2)
    reading = read_noted(make_pdf(tmp_path / "made.pdf", body))
    assert [row.cells for row in reading.rows] == form * 2
    assert not reading.notes


def test_two_lists_with_names_of_their_own_are_left_apart_though_their_rows_stand_alike(tmp_path):
    goods, projects = (
        [(title, "金额"), *((f"{kind}{number}", f"{number}.00") for number in range(8))]
        for title, kind in (("品目", "物"), ("项目名称", "工程"))
    )
    pages = [table(rows, 2, "stroke: 0.5pt, rows: 24pt") for rows in (goods, projects)]
    reading = read_noted(make_pdf(tmp_path / "made.pdf", "购买服务\n\n#pagebreak()" + "#pagebreak()".join(pages)))
    assert [row.cells for row in reading.rows if row.table] == [*goods, *projects]
    assert not reading.notes
