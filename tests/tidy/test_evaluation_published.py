"""What the published self-evaluation forms prove about themselves, and about their reader."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from pathlib import Path

import pytest

from budgetkit.read.text import read_text
from budgetkit.tidy.evaluations import tidy_evaluations

PUBLISHED = Path(__file__).parents[2] / "data" / "raw" / "beijing-emergency-2024-selfeval.txt"
CELLS = ("level1", "level2", "name", "target", "actual", "weight", "score", "deviation_reason")


@pytest.fixture(scope="module")
def published():
    return tidy_evaluations(read_text(PUBLISHED).rows, {})


def test_weights_and_scores_of_every_published_form_add_up_to_its_total(published):
    tables = published.tables
    forms = {row["evaluation_seq"]: row["total_score"] for row in tables["evaluations"]}
    for seq, total in forms.items():
        rows = [row for row in tables["evaluation_indicators"] if row["evaluation_seq"] == seq]
        funds = next(r for r in tables["evaluation_funds"] if (r["evaluation_seq"], r["fund"]) == (seq, "total"))
        assert sum(row["weight"] for row in rows) + funds["weight"] == 100
        assert sum(row["score"] for row in rows) + funds["score"] == total
    assert (len(forms), len(tables["evaluation_indicators"])) == (14, 110)
    assert not [f for f in published.findings if f.table == "evaluation_indicators" and "合计" in f.note]


def test_every_printed_character_of_the_indicators_stands_in_exactly_one_cell_in_print_order(published):
    text = squeeze("".join("".join(line.cells) for line in read_text(PUBLISHED).rows))
    printed = [part.split("总分100")[0] for part in text.split("偏差原因分析及改进措施")[1:]]
    rows = published.tables["evaluation_indicators"]
    for section, (_, own) in zip(printed, groupby(rows, key=lambda row: row["evaluation_seq"]), strict=True):
        section = section.replace("绩效指标效益指标", "").replace("绩效指标", "")
        assert section == "".join(_printed_cells(list(own)))


def _printed_cells(rows):
    above = {"level1": None, "level2": None}
    for row in rows:
        if row["level1"] != above["level1"]:
            yield row["level1"]
        merged = row["certainty"] == "inferred" and row["level2"] == above["level2"]
        if row["level2"] and not merged:
            yield row["level2"]
        above = row
        yield from (squeeze(str(row[cell])) for cell in CELLS[2:] if row[cell] is not None)


def squeeze(text: str) -> str:
    return "".join(text.split()).translate(str.maketrans("（）", "()"))


def test_weight_and_score_stand_in_the_source_line(published):
    lines = {line.number: line.text.split() for line in read_text(PUBLISHED).rows}
    for row in published.tables["evaluation_indicators"]:
        assert {str(row["weight"]), str(row["score"])} <= set(lines[row["source_line"]])


def test_executed_money_over_budget_is_the_printed_rate_within_rounding(published):
    half = Decimal("0.005")
    for row in published.tables["evaluation_funds"]:
        if row["executed"] is not None:
            least = (row["executed"] - half) / (row["full_year_budget"] + half) * 100 - half
            most = (row["executed"] + half) / (row["full_year_budget"] - half) * 100 + half
            assert least <= row["execution_rate"] <= most


def test_published_slips_are_reported_and_kept(published):
    slips = {f.text for f in published.findings if f.action == "flagged" and f.table == "evaluation_indicators"}
    assert {"≤365.291元", "≤433.1202万元"} <= slips
    targets = {row["target"] for row in published.tables["evaluation_indicators"]}
    assert {"≤365.291元", "≤433.1202万元"} <= targets


def test_every_inferred_or_joined_row_has_a_finding_at_its_line(published):
    lines = {finding.source_line for finding in published.findings}
    rows = [row for row in published.tables["evaluation_indicators"] if row["certainty"] != "printed"]
    assert rows
    assert all(row["source_line"] in lines for row in rows)


def test_blank_lines_left_out_change_nothing(published):
    filled = [line for line in read_text(PUBLISHED).rows if not line.is_blank]
    again = tidy_evaluations(filled, {})
    assert again.tables == published.tables
    assert again.findings == published.findings
