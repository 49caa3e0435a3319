"""Columns that are empty on every row: left out and said, so that amounts stand below their headers."""

from __future__ import annotations

import pytest
from changed_document import DATA, DISTRICT, EMERGENCY, clean_text, source_of, untouched

from budgetkit.read.registry import read_noted

ROWS = [f"30{number}-费用\t{number}.50\t\t{number}.50" for number in range(10, 25)]


def read(tmp_path, lines):
    (tmp_path / "a.txt").write_text("\n".join(["一张表", *lines]), "utf-8")
    return read_noted(tmp_path / "a.txt")


@pytest.mark.parametrize(
    "change",
    [
        lambda row: f"\t{row}",
        lambda row: f"\t\t\t{row}",
        lambda row: row.replace("\t", "\t\t"),
        lambda row: row.replace("\t", "\t\t\t"),
        lambda row: row.replace("\t", "\t|\t"),
    ],
)
def test_a_column_that_is_empty_on_every_row_is_none_and_is_said(tmp_path, change):
    plain, reading = read(tmp_path, ROWS), read(tmp_path, [change(row) for row in ROWS])
    assert [row.cells for row in reading.rows] == [row.cells for row in plain.rows]
    assert [row.text for row in reading.rows[1:]] == [change(row) for row in ROWS]
    assert len(reading.notes) == 1


@pytest.mark.parametrize(
    "lines",
    [
        [f"\t{row}" for row in ROWS] + ["合计\t1.00"],  # one row has it filled
        [f"\t{row}" for row in ROWS[:9]],  # too few to prove it
        ROWS,
        [f"{row}\t" for row in ("甲", "乙") * 9],  # tabs that end the lines
    ],
)
def test_a_column_that_any_row_fills_stays(tmp_path, lines):
    reading = read(tmp_path, lines)
    assert [row.cells for row in reading.rows[1:]] == [tuple(line.split("\t")) for line in lines]
    assert reading.notes == []


def test_every_line_with_a_tab_more_is_read_as_without_corrections_and_all(tmp_path):
    lines = source_of(EMERGENCY).path.read_text("utf-8").split("\n")
    document = clean_text(EMERGENCY, "\n".join(f"\t{line}" for line in lines), tmp_path)
    for table in ("projects", "project_indicators", "expenditure", "purchased_services"):
        assert document.tables[table] == untouched(EMERGENCY).tables[table]


@pytest.mark.parametrize("document_id", [DATA, DISTRICT])
@pytest.mark.parametrize("change", [lambda line: f"\t\t{line}", lambda line: line.replace("\t", "\t\t\t")])
def test_a_document_printed_so_gives_the_same_projects(tmp_path, document_id, change):
    lines = source_of(document_id).path.read_text("utf-8").split("\n")
    text = "\n".join(change(line) if "\t" in line else line for line in lines)
    document = clean_text(document_id, text, tmp_path)
    for table in ("projects", "expenditure"):
        assert document.tables[table] == untouched(document_id).tables[table]
