"""Open differences come first, with both figures, and are told as what was found."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_runner import show

from budgetkit.briefing.data_quality import differences, open_table, state_checks
from budgetkit.briefing.differences import count_open, describe_difference, open_checks, shorten_amounts
from budgetkit.dataset.states import DIFFERENCES, STATES
from budgetkit.report.document import build_document

ROWS = [
    ("explained", "支出总表合计＝收支总表支出总计", 10.0, 12.0, "含年终结转 2.00 万元"),
    ("located", "支出总表：3 行“合计”之和＝原文合计", 90.0, 100.0, "可归到功能科目 2240101"),
    ("pass", "收入总计＝支出总计", 12.0, 12.0, None),
    ("fail", "成本指标“总成本”不高于项目总额：“甲项目”", 17.5, 7.3, None),
    ("insufficient", "“三公”经费＝支出总表", None, None, "该格为空"),
]


@pytest.fixture
def checks():
    names = ("status", "description", "left", "right", "explanation")
    frame = pd.DataFrame([dict(zip(names, row, strict=True)) for row in ROWS])
    frame["difference"] = frame["left"] - frame["right"]
    frame["rule"] = ["cost_ceiling" if "成本" in text else "other" for text in frame["description"]]
    return frame.assign(document_id="d", lines=None, source_line=range(7, 7 + len(frame)))


class Data:
    """Two tables of a dataset, as the briefing asks for them."""

    def __init__(self, checks):
        self.checks = checks
        self.documents = pd.DataFrame([{"document_id": "d", "title": "某局2025年部门预算"}])
        self.published_tables = pd.DataFrame(columns=["document_id", "table", "title", "first_line", "last_line"])


@pytest.mark.parametrize(
    ("description", "told"),
    [
        ("成本指标“总成本”不高于项目总额", "成本指标“总成本”高于项目总额（17.50 对 7.30）"),
        ("各行之和＝原文合计", "各行之和≠原文合计（17.50 对 7.30）"),
        ("每个项目购买服务之和≤项目总额", "每个项目购买服务之和＞项目总额（17.50 对 7.30）"),
        ("项目编号不重复", "“项目编号不重复”不成立（17.50 对 7.30）"),
        ("成本指标“总成本”与项目总额的计量单位一致", "成本指标“总成本”与项目总额的计量单位不一致（17.50 对 7.30）"),
    ],
)
def test_a_difference_is_told_as_what_was_found_with_both_figures(checks, description, told):
    row = checks[checks["status"] == "fail"].assign(description=description)
    assert describe_difference(next(row.itertuples())) == told


@pytest.mark.parametrize(
    ("rule", "unit"), [("execution_rate", " %"), ("scores_to_total", " 分"), ("cost_ceiling", ""), ("two_sides", "")]
)
def test_marks_and_rates_are_not_told_as_money(checks, rule, unit):
    row = checks[checks["status"] == "fail"].assign(description="甲＝乙", rule=rule)
    assert describe_difference(next(row.itertuples())) == f"甲≠乙（17.50 对 7.30{unit}）"
    shown = differences(Data(checks.assign(rule=rule)), "d")
    assert shown.unit == ("" if unit else "万元")
    assert all((f"（单位：{unit.strip()}）" in told) == bool(unit) for told in shown.table["description"])


def test_what_lacks_a_side_and_what_is_doubtful_in_print_are_counted_apart(checks):
    doubted = checks[checks["status"] == "insufficient"].assign(explanation="名称中为 5 台，指标值为 3 台，宜复核")
    sentence = str(state_checks("某局", pd.concat([checks, doubted, doubted])))
    assert sentence.endswith("另有 1 项缺少数据，未作判断。另有 2 项原文所印有疑、不能断定，宜复核。")


def test_unexplained_come_before_located_and_explained_are_not_open(checks):
    assert open_checks(checks)["status"].tolist() == ["fail", "located"]


def test_the_sentence_names_every_open_difference_and_no_explained_one(checks):
    sentence = str(state_checks("某局", checks))
    assert "4 项中，2 项" in sentence
    assert sentence.index("高于项目总额：“甲项目”（17.50 对 7.30）") < sentence.index("≠原文合计（90.00 对 100.00）")
    assert "年终结转" not in sentence
    assert "1 项缺少数据" in sentence


@pytest.fixture
def listed(monkeypatch):
    monkeypatch.setattr("budgetkit.briefing.exhibits.find_sources", lambda data, sources: ())
    return lambda checks: open_table(Data(checks), ["d"])


def test_the_table_lists_the_open_ones_with_both_figures_and_counts_the_explained(checks, listed):
    part = listed(checks)
    assert part.table["state"].tolist() == [DIFFERENCES[state] for state in ("fail", "located")]
    assert "高于项目总额：“甲项目”（17.50 对 7.30）" in part.table["found"].iloc[0]
    assert part.title == "原因未证明的差异：2 项（其中 1 项已定位）"
    assert "另有 1 项差异的原因已由文件本身证明" in part.notes[-2]
    assert part.notes[-1] == "依据不足、未作判断的 1 项：other（1 项），逐项见数据质量报告。"
    assert "年终结转" not in part.plain_text()
    assert part.notes[0].startswith("均为")
    assert part.notes[1].startswith("建议追问：成本指标与总额以哪个为准")
    assert not any("建议追问" in note for note in listed(checks[checks["rule"] != "cost_ceiling"]).notes)


def test_located_differences_of_one_amount_are_one_row_and_unexplained_ones_never(checks, listed):
    located, failed = checks.iloc[[1]], checks.iloc[[3]]
    other = located.assign(left=80.0, difference=-20.0)
    part = listed(pd.concat([located, failed, located, other, failed], ignore_index=True))
    assert sorted(part.table["number"]) == [1, 1, 1, 2]
    assert part.table.set_index("number")["difference"][2] == -10.0


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from([10.0, 20.0, 30.0]), min_size=1, max_size=8))
def test_every_difference_of_a_row_of_several_is_named_in_the_annex_with_its_lines(amounts):
    rows = [
        {"rule": "rows_to_printed_total", "status": "located", "description": f"第{place}项“合计”之和＝原文合计"}
        | {"left": 100.0 - lack, "right": 100.0, "difference": -lack, "explanation": "可归到甲"}
        | {"document_id": "d", "lines": f"{place},{place + 100}", "source_line": place}
        for place, lack in enumerate(amounts, start=1)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("budgetkit.briefing.exhibits.find_sources", lambda data, sources: ())
        part = open_table(Data(pd.DataFrame(rows)), ["d"])
    (entry,) = next(one for one in build_document(show(part)).blocks if one["block"] == "annex")["entries"]
    told = [(row["label"], row["lines"]) for row in entry["rows"]]
    for row in rows:
        found = f"{row['description'].replace('＝', '≠')}（{row['left']:.2f} 对 100.00）"
        places = f"{row['source_line']}、{row['source_line'] + 100}"
        assert any(label.startswith(found) and lines == places for label, lines in told), (found, told)
    assert len(told) == len(rows)
    assert sum(part.table["number"]) == len(rows)
    assert any("见附录" in note for note in part.notes) == (len(set(amounts)) < len(amounts))


@pytest.mark.parametrize(
    ("lines", "note"),
    [
        ((7, 8, 9), None),
        ((7, 7, 7), "各行的差额涉及相同的原文行，互有包含，不相加。"),
        ((7, 7, 9), "部分行的差额涉及相同的原文行，互有包含，不相加。"),
    ],
)
def test_amounts_of_rows_that_rest_on_the_same_lines_are_not_to_be_added(checks, listed, lines, note):
    failed = pd.concat([checks.iloc[[3]]] * 3, ignore_index=True).assign(source_line=list(lines))
    notes = listed(failed).notes
    assert [one for one in notes if "不相加" in one] == ([note] if note else [])


def test_a_document_without_open_differences_says_so_in_one_line(checks, listed):
    part = listed(checks[checks["status"] == "explained"])
    assert "没有原因未证明的差异。另有 1 项差异的原因已由文件本身证明" in part.plain_text()


def test_counting_says_when_nothing_is_open():
    assert count_open({"fail": 0, "located": 0}) == "没有原因未证明的差异"


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_what_is_open_is_counted_once_and_said_in_one_word(failed, located, explained):
    told = count_open({"fail": failed, "located": located, "explained": explained})
    if not failed + located:
        assert told == "没有原因未证明的差异"
        return
    assert told.startswith(f"{failed + located} 项差异的原因未证明")
    assert ("均已定位" in told) == (located > 0 and not failed)
    assert (f"其中 {located} 项已定位" in told) == (located > 0 and failed > 0)


def test_every_state_of_a_difference_is_a_state():
    assert set(DIFFERENCES) < set(STATES)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("成本上限 433.1202 万元高于全年预算 420.03 万元。", "成本上限 433.12 万元高于全年预算 420.03 万元。"),
        ("印作 1755000元，高于 1,073.290001 万元。", "原文印作 1755000元，高于 1,073.29 万元。"),
        ("原文印作 3 元，少 0.0004 万元。", "原文印作 3 元，少 0.0004 万元。"),  # it would be nothing
        ("12.3401 万元与 12.3402 万元。", "12.3401 万元与 12.3402 万元。"),  # they would be one
    ],
)
def test_an_explanation_has_two_decimals_and_marks_what_is_printed(text, told):
    assert shorten_amounts(text) == told


def test_a_reason_is_printed_once_for_rows_of_the_same_amount(checks):
    located, failed = (checks[checks["status"] == state] for state in ("located", "fail"))
    first, second = (
        "差额 10.000001 万元可归到科目 2240101；若一行有误，也会出现。",
        "经济分类并无短缺；若一行有误，也会出现。",
    )
    rows = pd.concat(
        [
            *(located.assign(explanation=words) for words in (first, first, first, second)),
            located.assign(explanation="另有一处。"),
            located.assign(explanation=first, difference=11.0, description="丙＝丁"),
            *[failed.assign(explanation="同一句。", difference=-10.0)] * 2,
            located.assign(explanation=None),
        ]
    )
    shown = differences(Data(rows.reset_index(drop=True)), "d").table
    told = shown[shown["description"] == located["description"].iloc[0]]["explanation"]
    back = "见上文“支出总表：3 行‘合计’之和＝原文合计”一行，差额相同。"
    full = "差额 10.00 万元可归到科目 2240101；若一行有误，也会出现。"
    assert told.fillna("").tolist() == [
        full,
        f"原因{back}",
        "同上一行。",
        f"经济分类并无短缺；其余{back}",
        "另有一处。",
        "",
    ]
    assert shown[shown["description"] == "丙＝丁"]["explanation"].tolist() == [full]  # another amount
    assert shown["explanation"].head(2).tolist() == ["同一句。", "同上一行。"]  # nobody knows that they are one


def test_proved_causes_are_counted_by_what_they_say_the_most_frequent_first(checks, listed):
    causes = [
        "含年终结转 2.004 万元，列在别处。",
        *["印作“5元”，若单位为万元则相符：单位有误，按原文保留。"] * 3,
        *["在四舍五入的范围之内。"] * 2,
        "另有基金；见附表。",
    ]
    proved = checks.head(1).assign(rule="other")
    told = listed(pd.concat([checks, *(proved.assign(explanation=cause) for cause in causes)])).notes[-2]
    named = "单位有误（3 项）、含年终结转 2.00 万元（2 项）、在四舍五入的范围之内（2 项）等"
    assert told == f"另有 8 项差异的原因已由文件本身证明：{named}，逐项见数据质量报告。"
