"""专项转移支付绩效目标表: merged levels, rows that lost a cell, values as texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetkit.read.text import read_text, split_lines
from budgetkit.tidy.transfer_targets import tidy_transfer_targets

FIXTURE = Path(__file__).parents[1] / "fixtures" / "transfer_targets_merged_levels.txt"


def tidy():
    return tidy_transfer_targets(read_text(FIXTURE).rows, {})


def test_merged_levels_hold_until_the_next():
    rows = tidy().tables["transfer_indicators"]
    assert [(row["level1"], row["level2"], row["name"], row["value"]) for row in rows] == [
        ("产出指标", "数量指标", "巡护河道里程", "≥200公里"),
        ("产出指标", "数量指标", "险情处置率", "≥95%"),
        ("产出指标", "成本指标", "资金分配合规率", "100%"),
        ("效益指标", "经济效益指标", "减少的经济损失", None),
        ("效益指标", "社会效益指标", "行洪能力", "显著提升"),
        ("满意度指标", "服务对象满意度指标", "各区满意度", "≥90%"),
    ]


def test_every_row_names_the_transfer_and_its_amount():
    rows = tidy().tables["transfer_indicators"]
    assert {(row["transfer_name"], row["annual_amount"]) for row in rows} == {("水务专项转移支付", 800)}


def test_missing_value_is_null_and_a_finding():
    assert [(finding.kind, finding.text) for finding in tidy().findings] == [("missing_cell", "减少的经济损失")]


@pytest.mark.parametrize("label", ["转移支囗名称", "其他说明", ""])
def test_a_name_that_is_not_read_is_a_finding_and_not_the_name_before(tmp_path, label):
    text = FIXTURE.read_text("utf-8")
    path = tmp_path / "forms.txt"
    path.write_text(text + text.replace("转移支付名称\t", f"{label}\t").replace("800.000000", "90.000000"), "utf-8")
    tidied = tidy_transfer_targets(read_text(path).rows, {})
    found = {(row["transfer_name"], row["annual_amount"]) for row in tidied.tables["transfer_indicators"]}
    assert found == {("水务专项转移支付", 800), (None, 90)}
    assert [finding.text for finding in tidied.findings if "转移支付名称" in finding.note] == ["转移支付名称"]


def test_a_document_may_hold_several_forms():
    text = FIXTURE.read_text("utf-8")
    other = text.replace("水务专项转移支付\t", "林业专项转移支付\t").replace("800.000000", "90.000000")
    rows = tidy_transfer_targets(split_lines(f"{text}\n{other}"), {}).tables["transfer_indicators"]
    assert [(row["transfer_name"], row["annual_amount"]) for row in rows[::6]] == [
        ("水务专项转移支付", 800),
        ("林业专项转移支付", 90),
    ]


def test_form_without_indicators_gives_no_rows():
    assert tidy_transfer_targets(split_lines("转移支付名称\t水务专项转移支付"), {}).tables["transfer_indicators"] == []
