"""Unknown words in a header: no amount lands in a column that no word proves, and what is not read is said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from budgetkit.read.text import split_lines
from budgetkit.tidy.expenditure import tidy_expenditure
from budgetkit.tidy.income import tidy_income

WORD = st.text(st.sampled_from("甲乙丙丁戊己庚辛壬癸某"), min_size=2, max_size=5)
EXPENDITURE = ["支出功能分类科目", "政府支出经济分类科目", "部门支出经济分类科目", "合计", "基本支出", "项目支出"]
AMOUNTS = {3: "total", 4: "basic", 5: "project"}
ROWS = [f"22401{n:02}-某项\t50205-委托业务费\t30227-委托业务费\t{n}.50\t{n}.20\t{n}.30" for n in range(1, 9)]
INCOME = [
    ["部门(单位)代码", "部门(单位)名称", "合计", "本年收入", "", ""],
    ["", "", "", "小计", "一般公共预算资金", "政府性基金预算资金"],
]
UNITS = [f"10500{n}\t某单位{n}\t{n}.90\t{n}.90\t{n}.60\t{n}.30" for n in range(1, 6)]
INCOME_AMOUNTS = {2: "total", 3: "this_year_subtotal", 4: "this_year_general_public", 5: "this_year_gov_fund"}


def _replaced(words, unknown):
    return [unknown.get(position, word) if word else "" for position, word in enumerate(words)]


@given(st.dictionaries(st.integers(0, 5), WORD, min_size=1, max_size=6))
def test_an_amount_of_expenditure_stands_only_where_a_word_of_the_header_proves_it(unknown):
    header = "\t".join(_replaced(EXPENDITURE, unknown))
    tidied = tidy_expenditure(split_lines("\n".join([header, *ROWS])), {})
    for number, row in enumerate(tidied.tables["expenditure"], start=1):
        printed = {"total": f"{number}.50", "basic": f"{number}.20", "project": f"{number}.30"}
        for position, key in AMOUNTS.items():
            expected = None if position in unknown else printed[key]
            assert (None if row[key] is None else str(row[key])) == expected
    assert any(finding.kind == "unrecognised" for finding in tidied.findings)


@given(st.dictionaries(st.tuples(st.integers(0, 1), st.integers(0, 5)), WORD, min_size=1, max_size=8))
def test_an_amount_of_income_stands_only_where_a_word_of_the_stacked_header_proves_it(unknown):
    lines = [
        _replaced(words, {at: word for (row, at), word in unknown.items() if row == number})
        for number, words in enumerate(INCOME)
    ]
    changed = {(row, at) for row, at in unknown if INCOME[row][at]}
    tidied = tidy_income(split_lines("\n".join(["\t".join(line) for line in lines] + UNITS)), {})
    for number, row in enumerate(tidied.tables["income"], start=1):
        printed = dict(zip(INCOME_AMOUNTS.values(), (f"{number}.{tail}" for tail in (90, 90, 60, 30)), strict=True))
        for position, key in INCOME_AMOUNTS.items():
            if row[key] is not None:
                assert str(row[key]) == printed[key]
                assert not {(0, position), (1, position)} & changed
    assert not changed or any(finding.kind == "unrecognised" for finding in tidied.findings)


def test_a_header_of_unknown_words_that_a_page_prints_refuses_what_is_below_it():
    unknown = "\t".join(["甲某", "乙某", "丙某", "丁某", "戊某", "己某"])
    lines = ["\t".join(EXPENDITURE), *ROWS[:3], "", unknown, *ROWS[3:]]
    tidied = tidy_expenditure(split_lines("\n".join(lines)), {})
    assert len(tidied.tables["expenditure"]) == 3
    assert [finding.source_line for finding in tidied.findings if finding.kind == "unrecognised"] == [6]
