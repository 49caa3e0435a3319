"""What the reader of self-evaluation forms promises, on small forms with one quirk each."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from budgetkit.find.furniture import leave_out_marks
from budgetkit.find.page_marks import find_form_marks
from budgetkit.mask.rows import mask_rows
from budgetkit.read.text import read_text, split_lines
from budgetkit.tidy.evaluations import KIND, tidy_evaluations

FIXTURES = Path(__file__).parents[1] / "fixtures"
CELLS = ("level1", "level2", "name", "target", "actual", "weight", "score", "deviation_reason")


def tidy(name: str):
    return tidy_evaluations(clear(mask_rows(read_text(FIXTURES / f"evaluation_{name}.txt").rows).rows), {})


def clear(rows):
    """Leave out the numbers of pages, as every document is cleared of them."""
    return leave_out_marks(rows, find_form_marks(rows))


def tidy_rows(printed_rows: str, total: str = "总分 100 100"):
    """Tidy a form that has these indicator rows."""
    heading = (
        "项目支出绩效自评表\n（2023年度）\n项目名称 试验项目\n主管部门 某局 实施单位 某中心\n\n"
        "年初预算数 全年预算数 全年执行数 分值 执行率 得分\n年度资金总额 50.00 50.00 50.00 10 100.00% 10.00\n\n"
        "预期目标 实际完成情况\n\n做完。\n\n已做完。\n\n"
        "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分\n偏差原因分析及改\n\n进措施\n\n"
    )
    return tidy_evaluations(clear(split_lines(heading + printed_rows + "\n" + total + "\n")), {})


def indicators(tidied) -> list[tuple]:
    return [tuple(row[cell] for cell in CELLS) for row in tidied.tables["evaluation_indicators"]]


def notes(tidied, kind: str) -> list[tuple[int, str]]:
    return [(finding.source_line, finding.action) for finding in tidied.findings if finding.kind == kind]


# Cells


def test_tabbed_cells_are_read_by_the_header_and_empty_ones_are_null():
    tidied = tidy("columns_by_tabs")
    rows = indicators(tidied)
    assert rows[1][:5] == ("产出指标", "数量指标", "配送图书数量", "5000", "5000")
    assert rows[2] == ("产出指标", "质量指标", "验收合格率", None, None, Decimal(10), Decimal(10), None)
    assert rows[4][-1] == "个别图书角位置偏远，将加设路牌。"
    assert rows[5][3:5] == ("≥90%", None)
    funds = {row["fund"]: row for row in tidied.tables["evaluation_funds"]}
    assert funds["current_grant"]["weight"] is None
    assert funds["current_grant"]["execution_rate"] == Decimal("98.00")
    assert funds["carryover"]["executed"] is None


def test_a_form_packed_as_an_html_table_reads_the_same():
    lines = (FIXTURES / "evaluation_columns_by_tabs.txt").read_text("utf-8").splitlines()
    cells = ("".join(f"<td>{cell}</td>" for cell in line.split("\t")) for line in lines)
    packed = "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>\n"
    assert indicators(tidy_evaluations(split_lines(packed), {})) == indicators(tidy("columns_by_tabs"))


def test_numbers_that_look_like_points_are_told_apart_by_the_printed_totals():
    tidied = tidy("numbers_like_points")
    rows = indicators(tidied)
    assert [row[2] for row in rows] == ["巡检班组每日班次不少于4 2早晚各计", "亮灯率达到98", "夜间出行", "居民满意度"]
    assert rows[1][3:7] == ("≥98%", "97%", Decimal(30), None)
    assert rows[2][-1] == "资料待补充。"
    assert rows[3][5:7] == (Decimal(10), Decimal("10.00"))
    assert tidied.tables["evaluation_indicators"][1]["certainty"] == "inferred"


def test_a_value_that_breaks_inside_its_unit_is_put_together():
    rows = indicators(tidy_rows("成本指标 经济成本指标 总成本 ≤50.125万元\n49.87654万\n\n元\n90 90.00"))
    assert rows == [("成本指标", "经济成本指标", "总成本", "≤50.125万元", "49.87654万元", 90, 90, None)]


def test_the_same_month_as_target_and_result_is_two_values():
    assert indicators(tidy_rows("产出指标\n时效指标 完成时间 12月 12月 90 90"))[0][2:5] == ("完成时间", "12月", "12月")


def test_a_date_with_blanks_inside_is_one_value():
    rows = indicators(tidy_rows("产出指标\n时效指标 完成时间 是 2023年 5月 90 90"))
    assert rows[0][2:5] == ("完成时间", "是", "2023年5月")


def test_only_latin_words_keep_the_blank_of_a_line_end():
    rows = indicators(tidy_rows("产出指标\n数量指标\n升级 Oracle\nDatabase 2\n0套系\n统\n1 1 90 90"))
    assert rows[0][2] == "升级Oracle Database 20套系统"


def test_hyphen_and_underscore_both_mean_empty():
    rows = indicators(tidy_rows("产出指标\n数量指标 甲 - _ 90 90"))
    assert rows[0][3:5] == (None, None)


def test_fund_cells_left_out_are_placed_by_the_percent_sign_or_not_at_all():
    tidied = tidy_funds("年度资金总额 50.00 50.00 45.00 90.00% 9.00\n上年结转资金 3.00 2.00")
    total, carryover = tidied.tables["evaluation_funds"]
    assert (total["executed"], total["weight"], total["score"]) == (Decimal("45.00"), None, Decimal("9.00"))
    assert (carryover["executed"], carryover["certainty"]) == (None, "inferred")


@pytest.mark.parametrize("seed", range(8))
def test_a_value_set_against_its_fund_s_label_moves_no_other(seed):
    """Print without columns leaves no blank between a label and the value beside it."""
    random = Random(seed)
    labels = ("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金（万元）")
    values = [[f"{random.randint(0, 10**6) / 100:,.2f}" for _ in range(3)] + ["10", "99.44%", "9.94"] for _ in labels]
    values[2] = ["-"] * 6
    apart = ["\n".join(f"{label}{mark}{' '.join(line)}" for label, line in zip(labels, values, strict=True))
             for mark in (" ", "")]  # fmt: skip
    loose, tight = (tidy_funds(printed).tables["evaluation_funds"] for printed in apart)
    assert [row["fund"] for row in loose] == ["total", "current_grant", "carryover", "other"]
    assert loose[0]["initial_budget"] == Decimal(values[0][0].replace(",", ""))
    assert tight == loose


SPOILT = ["1.5e3", "NaN", "1,23,456.00", "#####", "50.00元"]


@pytest.mark.parametrize("spoilt", SPOILT)
@pytest.mark.parametrize("between", [" ", "\t"])
def test_a_spoilt_number_among_the_funds_is_a_finding_and_moves_no_other(spoilt, between):
    tidied = tidy_funds(between.join(["年度资金总额", "50.00", spoilt, "45.00", "10", "90.00%", "9.00"]))
    row = tidied.tables["evaluation_funds"][0]
    assert (row["initial_budget"], row["full_year_budget"], row["executed"]) == (50, None, 45)
    assert (row["weight"], row["score"]) == (10, 9)
    assert [one.text for one in tidied.findings if one.kind == "ocr_amount" and one.action == "flagged"] == [spoilt]


def tidy_funds(printed_lines: str):
    heading = "项目支出绩效自评表\n项目名称 甲\n年初预算数 全年预算数 全年执行数 分值 执行率 得分\n"
    return tidy_evaluations(split_lines(heading + printed_lines + "\n预期目标 实际完成情况\n"), {})


def test_tabbed_fund_cells_stand_where_the_header_says_though_some_are_empty():
    header = "\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
    row = tidy_funds(header + "上年结转资金\t5.00\t\t4.00\t\t\t").tables["evaluation_funds"][0]
    assert (row["initial_budget"], row["full_year_budget"], row["executed"]) == (Decimal("5.00"), None, Decimal("4.00"))
    assert row["certainty"] == "printed"


def test_funds_in_yuan_become_ten_thousand_yuan():
    text = "项目支出绩效自评表\n项目名称 甲\n项目资金（元）\n年度资金总额 502500.50 502500.50 500000 10 99.50% 9.95\n"
    row = tidy_evaluations(split_lines(text), {}).tables["evaluation_funds"][0]
    assert (row["full_year_budget"], row["weight"]) == (Decimal("50.250050"), 10)


# Levels


def test_cost_is_of_the_second_level_where_no_kind_of_cost_stands_beneath_it():
    rows = indicators(tidy("cost_under_output"))
    assert rows[2][:3] == ("产出指标", "成本指标", "保洁费用")
    assert rows[4][:3] == ("满意度指标", "满意度指标", "居民满意度")


def test_a_cost_label_alone_follows_the_levels_of_the_other_rows():
    printed = "产出指标 数量指标 甲 1 1 40 40\n成本指标 不超预算 ≤50万元 50万元 20 20\n"
    tidied = tidy_rows(printed + "经济成本指标 乙 ≤5万元 5万元 30 30")
    assert [row[:3] for row in indicators(tidied)][1:] == [
        ("成本指标", None, "不超预算"),
        ("成本指标", "经济成本指标", "乙"),
    ]
    assert tidied.tables["evaluation_indicators"][1]["certainty"] == "inferred"


def test_a_merged_second_level_goes_on_and_is_inferred():
    tidied = tidy_rows("产出指标\n时效指标\n响应时间 ≤5小时 1小时 40 40\n\n按计划推进 定性-好 好 50 50")
    assert [row[1:3] for row in indicators(tidied)] == [("时效指标", "响应时间"), ("时效指标", "按计划推进")]
    assert [row["certainty"] for row in tidied.tables["evaluation_indicators"]] == ["printed", "inferred"]
    assert [action for _, action in notes(tidied, "missing_cell")] == ["repaired"]


def test_a_second_level_under_another_first_level_is_kept():
    rows = indicators(tidy("publisher_slips"))
    assert rows[1][:3] == ("产出指标", "社会成本指标", "检测占道天数")


def test_labels_without_their_ending_are_known_where_no_label_has_it():
    rows = indicators(tidy_rows("产出\n数量 甲 1 1 40 40\n满意度\n服务对象满意度 乙 ≥90% 90% 50 50"))
    assert [row[:3] for row in rows] == [("产出", "数量", "甲"), ("满意度", "服务对象满意度", "乙")]


def test_a_name_like_a_label_is_a_name():
    rows = indicators(tidy_rows("满意度指标\n服务对象满意\n\n度指标\n服务对象满意度 ≥95% 100% 90 90"))
    assert rows[0][:3] == ("满意度指标", "服务对象满意度指标", "服务对象满意度")


# Rows and their reasons


def test_a_label_glued_to_the_end_of_a_reason_begins_the_next_row():
    tidied = tidy_rows("产出指标\n时效指标 甲 是 是 40 38\n因故延期\n。数量指标\n乙 1 1 50 50", "总分 100 98")
    assert [row[1:3] + row[-1:] for row in indicators(tidied)] == [
        ("时效指标", "甲", "因故延期。"),
        ("数量指标", "乙", None),
    ]
    assert [action for _, action in notes(tidied, "split_table")] == ["repaired"]


def test_text_between_rows_is_a_name_when_no_points_were_lost():
    rows = indicators(tidy_rows("产出指标\n数量指标 甲 1 1 40 40\n第二批设备\n采购。\n1 1 50 50"))
    assert [(row[2], row[-1]) for row in rows] == [("甲", None), ("第二批设备采购。", None)]


def test_text_between_rows_is_shared_at_its_sentence_end_when_points_were_lost():
    printed = "产出指标\n数量指标 甲 1 1 40 39\n进度稍慢，\n已催办。\n第二批设备\n采购\n1 1 50 50"
    tidied = tidy_rows(printed, "总分 100 99")
    assert [(row[2], row[-1]) for row in indicators(tidied)] == [("甲", "进度稍慢，已催办。"), ("第二批设备采购", None)]
    assert tidied.tables["evaluation_indicators"][1]["certainty"] == "inferred"


def test_a_row_without_values_is_kept_with_nulls_and_reported():
    tidied = tidy_rows("产出指标\n数量指标 甲\n质量指标 乙 1 1 90 90")
    assert indicators(tidied)[0] == ("产出指标", "数量指标", "甲", None, None, None, None, None)
    assert notes(tidied, "missing_cell")[0][1] == "kept"


def test_rows_that_do_not_add_up_are_kept_and_reported():
    tidied = tidy_rows("产出指标\n数量指标 甲 1 1 40 40\n质量指标 乙 1 1 40 40")
    assert len(indicators(tidied)) == 2
    assert [action for _, action in notes(tidied, "inconsistent_total")] == ["flagged"]


# Forms and pages


def test_a_heading_repeated_on_a_new_page_begins_no_form():
    tidied = tidy("goals_cut_by_page")
    assert [row["project_name"] for row in tidied.tables["evaluations"]] == ["森林防火项目"]
    assert [row[2] for row in indicators(tidied)] == ["瞭望塔数量", "森林安全", "护林员满意度"]


def test_goals_cut_by_a_page_go_on_in_their_own_columns():
    row = tidy("goals_cut_by_page").tables["evaluations"][0]
    assert row["expected_goal"].endswith("确保全年不发生重特大森林火灾，保障人民群众生命财产安全。")
    assert row["actual_result"].endswith("队伍训练工作，全年未发生重特大森林火灾。")
    assert row["certainty"] == "inferred"


def test_a_form_without_its_total_ends_where_the_next_begins():
    text = (FIXTURES / "evaluation_publisher_slips.txt").read_text("utf-8").replace("总分 100 99.06\n", "")
    both = split_lines(text + (FIXTURES / "evaluation_cost_under_output.txt").read_text("utf-8"))
    tidied = tidy_evaluations(both, {})
    assert [row["total_score"] for row in tidied.tables["evaluations"]] == [None, Decimal(100)]
    assert len(indicators(tidied)) == 12


def test_a_form_of_another_year_than_the_rest_is_reported():
    text = (FIXTURES / "evaluation_publisher_slips.txt").read_text("utf-8")
    tidied = tidy_evaluations(split_lines(text + text + text.replace("2023年度", "2021年度")), {})
    assert [f.text for f in tidied.findings if f.kind == "unrecognised"] == ["2021"]


def test_bare_page_numbers_are_no_text():
    rows = "\n\n{}\n\n".join(f"{kind}指标 指标\n名称{kind} 1 1 30 30" for kind in ("数量", "质量", "时效")) + "\n\n{}\n"
    printed = tidy_rows("产出指标\n" + rows.format(4, 5, 6))
    assert [row[2] for row in indicators(printed)] == ["指标名称数量", "指标名称质量", "指标名称时效"]
    assert [row[-1] for row in indicators(printed)] == [None, None, None]


def test_printed_totals_give_weight_and_score_of_each_form():
    totals = tidy("columns_by_tabs").tables["printed_totals"]
    assert [(row["table"], row["column"], row["amount"]) for row in totals] == [
        ("evaluation_indicators", "weight", Decimal(100)),
        ("evaluation_indicators", "score", Decimal("97.3")),
    ]


def test_a_text_without_forms_gives_no_rows():
    tidied = tidy_evaluations(split_lines("目录\n一、部门概况\n"), {})
    assert not any(tidied.tables.values())
    assert not tidied.findings


def test_the_kind_knows_its_titles():
    assert KIND.matches_title("项目支出绩效自评表")
    assert not KIND.matches_title("项目支出绩效目标表")


# The publisher's slips


def test_a_ceiling_in_yuan_that_fits_the_budget_in_ten_thousand_yuan_is_a_unit_error():
    findings = [f for f in tidy("publisher_slips").findings if f.kind == "unit_error"]
    assert [(f.text, f.action) for f in findings] == [("≤66.4999元", "flagged")]


def test_a_ceiling_above_the_budget_is_reported_and_one_within_rounding_is_not():
    assert notes(tidy("publisher_slips"), "inconsistent_total") == [(21, "flagged")]


def test_a_cost_within_the_rounding_of_the_funds_is_no_slip():
    tidied = tidy_rows("成本指标 经济成本指标 总成本 ≤50.004万元 50.0049万元 90 90")
    assert not [finding for finding in tidied.findings if finding.action == "flagged"]


# Personal data


def test_names_and_telephone_numbers_are_never_kept_nor_quoted():
    tidied = tidy("contacts_and_footers")
    kept = repr(tidied.tables) + repr(tidied.findings)
    assert "王小明" not in kept
    assert "55550123" not in kept
    assert "13912345678" not in kept
    assert [row["actual_result"] for row in tidied.tables["evaluations"]] == ["已完成全部改造，咨询（略）。"]


def test_names_that_begin_like_a_personal_key_are_kept():
    tidied = tidy("contacts_and_footers")
    assert tidied.tables["evaluations"][0]["project_name"] == "电话亭改造项目"
    assert [row[2] for row in indicators(tidied)][:2] == ["电话亭改造数量", "电话会议接通率"]
