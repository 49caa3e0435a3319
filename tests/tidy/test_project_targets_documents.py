"""The published tables of two departments: what the documents prove about themselves."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

from budgetkit.corrections import apply_corrections, load_corrections
from budgetkit.read.row import RawRow
from budgetkit.read.text import read_text
from budgetkit.tidy.project_targets import tidy_project_targets

DATA = Path(__file__).parents[2] / "data"
DOCUMENTS = ("beijing-emergency-2026-budget", "beijing-data-2026-budget")
LEVEL1 = re.compile("(?:产出|成本|效益|满意度)指标")


def read_table(document_id: str) -> list[RawRow]:
    lines = read_text(DATA / "raw" / f"{document_id}.txt").rows
    titles = {line.number: line.text for line in lines if "绩效目标表" in line.text}
    start = next(number for number, title in titles.items() if "项目支出绩效目标表" in title)
    end = next(number for number, title in titles.items() if "部门整体支出绩效目标表" in title)
    corrected = apply_corrections(document_id, lines, load_corrections(DATA / "corrections", document_id))
    return [line for line in corrected if start <= line.number < end]


@pytest.fixture(scope="module", params=DOCUMENTS)
def table(request):
    lines = read_table(request.param)
    return lines, tidy_project_targets(lines, {})


def test_every_line_with_one_indicator_gives_one_row_and_no_other_line_does(table):
    lines, tidied = table
    printed = {
        line.number for line in lines if len(LEVEL1.findall(line.text.replace("一级指标", ""))) and not line.from_markup
    }
    packed = {line.number for line in lines if line.from_markup}
    ghosts = {finding.source_line for finding in tidied.findings if finding.kind == "ghost_row"}
    rows = Counter(row["source_line"] for row in tidied.tables["project_indicators"])
    assert set(rows) == printed - packed - ghosts
    assert set(rows.values()) == {1}


def test_no_project_has_a_level_group_twice(table):
    _, tidied = table
    for _, rows in groupby(tidied.tables["project_indicators"], key=lambda row: row["project_seq"]):
        groups = [group for group, _ in groupby((row["level1"], row["level2"]) for row in rows)]
        assert len(groups) == len(set(groups))


def test_ids_are_whole_and_none_comes_twice(table):
    _, tidied = table
    ids = [row["project_id"] for row in tidied.tables["projects"] if row["project_id"]]
    assert {len(project_id) for project_id in ids} == {21}
    assert len(set(ids)) == len(ids)


def test_every_inferred_row_has_a_finding_or_a_correction_at_its_line(table):
    lines, tidied = table
    told = {finding.source_line for finding in tidied.findings} | {line.number for line in lines if line.correction}
    inferred = [row for rows in tidied.tables.values() for row in rows if row["certainty"] == "inferred"]
    assert {row["source_line"] for row in inferred} <= told


def test_names_that_stand_in_their_first_rows_are_printed_not_inferred():
    tidied = tidy_project_targets(read_table("beijing-data-2026-budget"), {})
    certainties = {row["certainty"] for rows in tidied.tables.values() for row in rows}
    assert certainties == {"printed"}
