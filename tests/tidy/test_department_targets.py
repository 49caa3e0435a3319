"""部门整体支出绩效目标表: funds under their own header, glued levels split, in all three layouts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from budgetkit.read.text import read_text, split_lines
from budgetkit.tidy.department_targets import tidy_department_targets

FIXTURE = Path(__file__).parents[1] / "fixtures" / "department_targets_three_layouts.txt"
HEADER = "\t\t\t合计\t基本支出\t项目支出\t合计\t基本支出\t项目支出"


def tidy():
    return tidy_department_targets(read_text(FIXTURE).rows, {})


def test_funds_stand_under_the_headers_last_line_even_if_the_groups_above_are_offset():
    (row,) = tidy().tables["department_funds"]
    assert row["total"] == Decimal("1010.5")
    assert [row[f"fiscal_{key}"] for key in ("total", "basic", "project")] == [1000, 400, 600]
    assert [row[f"other_{key}"] for key in ("total", "basic", "project")] == [Decimal("10.5"), None, Decimal("10.5")]


def test_funds_in_yuan_become_ten_thousands():
    text = f"总体资金情况（元）\t\t预算支出总额\n{HEADER}\n\t\t200000.00\t200000.00\t50000.00\t150000.00\t\t\t"
    (row,) = tidy_department_targets(split_lines(text), {}).tables["department_funds"]
    assert (row["total"], row["fiscal_basic"], row["other_total"]) == (20, 5, None)


def test_funds_that_do_not_add_up_stay_as_printed_and_are_reported():
    tidied = tidy_department_targets(split_lines(f"{HEADER}\n\t\t90.00\t80.00\t30.00\t40.00\t10.00\t\t10.00"), {})
    assert tidied.tables["department_funds"][0]["fiscal_total"] == 80
    assert [(finding.kind, finding.action) for finding in tidied.findings] == [("inconsistent_total", "kept")]


def test_levels_and_name_glued_in_one_cell_are_split_in_every_layout():
    rows = tidy().tables["department_indicators"]
    assert [
        (row["activity"], row["level2"], row["name"], row["operator"], row["value"], row["unit"]) for row in rows
    ] == [
        ("河道管理", "数量指标", "巡护河道里程", "≥", "200", "公里"),
        ("河道管理", "经济成本指标", "每公里巡护费", "≤", "1500", "元/公里"),
        ("防汛活动", "质量指标", "险情上报准确率", "≥", "95", "%"),
        ("防汛活动", "社会效益指标", "行洪通畅", "定性", "优", None),
        ("防汛活动", "服务对象满意度指标", "各区满意度", "≥", "90", "%"),
        ("宣传教育活动", "时效指标", "短片播出及时率", "=", "100", "%"),
    ]
    assert [row["level1"] for row in rows][:3] == ["产出指标", "成本指标", "产出指标"]


def test_activity_that_a_row_does_not_print_is_the_one_above():
    rows = tidy().tables["department_indicators"]
    assert [row["certainty"] for row in rows] == ["printed", "printed", "printed", "printed", "joined", "printed"]


def test_empty_table_gives_empty_tables():
    tidied = tidy_department_targets([], {})
    assert tidied.tables["department_funds"] == []
    assert tidied.findings == []
