"""Codes of other years: what stopped is brought to what it became, what has no successor is named."""

from __future__ import annotations

import csv
from importlib import resources

import pandas as pd

from budgetkit.codes.moves import find_ended, find_moves
from budgetkit.codes.reference import load_reference
from budgetkit.compare.carried_codes import carry_codes
from budgetkit.compare.structure import BY_DEPT_ECON_ITEM, BY_FUNCTION_ITEM

ECONOMIC, FUNCTION = BY_DEPT_ECON_ITEM.code, BY_FUNCTION_ITEM.code


def table(*rows: tuple[str, str, float]) -> pd.DataFrame:
    records = [{"code": code, "name": name, "amount": amount, "sources": ((name, 1),)} for code, name, amount in rows]
    return pd.DataFrame(records, columns=["code", "name", "amount", "sources"])


def amounts(frame: pd.DataFrame) -> list[tuple[str, str, float]]:
    return list(frame[["code", "name", "amount"]].itertuples(index=False, name=None))


def test_a_name_that_went_on_under_one_other_code_is_its_successor():
    moves = find_moves("dept_econ", 2017, 2018)
    assert moves["30311"] == ("30113",)  # 住房公积金
    assert "30302" not in moves  # 退休费 went on as it was


def test_a_name_that_many_codes_have_names_no_successor():
    assert "2012401" not in find_moves("function", 2018, 2020)  # 行政运行


def test_every_move_goes_from_a_code_that_stopped_to_one_that_holds_and_names_its_source():
    text = resources.files("budgetkit.codes").joinpath("moves.csv").read_text("utf-8")
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        listed, since = load_reference(row["kind"]), int(row["since"])
        assert row["source"]
        assert row["from"] in row["to"] or any(entry.until < since for entry in listed[row["from"]])
        for code in row["to"].split():
            assert any(entry.since <= since <= entry.until for entry in listed[code]), row


def test_offices_that_were_merged_carry_their_running_costs_over():
    moves = find_moves("function", 2018, 2020)
    assert moves["2150601"] == ("2240101",)
    assert moves["2150605"] == ("2240106",)
    assert moves["2150604"] == ("2240105",)  # 国务院安委会专项: by its name
    assert moves["2011501"] == moves["2101001"] == ("2013801",)
    assert moves["2011001"] == ("2080101",)
    assert moves["2011004"] == ("2080113",)  # 政府特殊津贴: by its name
    assert "2011009" not in moves


def test_between_years_without_a_reform_nothing_moves():
    assert find_moves("dept_econ", 2018, 2019) == {}


def test_a_code_that_stopped_is_one_line_with_its_successor_and_the_notes_say_so():
    first = table(("30302", "退休费", 5.0), ("30311", "住房公积金", 3.0))
    second = table(("30113", "住房公积金", 4.0), ("30302", "退休费", 6.0))
    before, after, notes = carry_codes(first, second, ECONOMIC, (2017, 2018))
    assert amounts(before) == [("30302", "退休费", 5.0), ("30113", "住房公积金", 3.0)]
    assert amounts(after) == [("30113", "住房公积金", 4.0), ("30302", "退休费", 6.0)]
    assert notes == ["2017年的 30311 住房公积金，此后改列 30113（住房公积金），两年合并为一行比较。"]


def test_a_code_that_went_into_one_with_money_of_its_own_is_added_to_it():
    first = table(("30102", "津贴补贴", 10.0), ("30312", "提租补贴", 2.0))
    second = table(("30102", "津贴补贴", 13.0))
    before, after, _ = carry_codes(first, second, ECONOMIC, (2017, 2018))
    assert amounts(before) == [("30102", "津贴补贴", 12.0)]
    assert before["sources"].iloc[0] == (("津贴补贴", 1), ("提租补贴", 1))
    assert amounts(after) == [("30102", "津贴补贴", 13.0)]


def test_a_code_that_was_given_to_something_else_later_is_not_taken_for_what_it_was():
    first = table(("30311", "住房公积金", 3.0))
    second = table(("30113", "住房公积金", 4.0), ("30311", "代缴社会保险费", 9.0))
    before, after, _ = carry_codes(first, second, ECONOMIC, (2017, 2021))
    assert amounts(before) == [("30113", "住房公积金", 3.0)]
    assert amounts(after) == [("30113", "住房公积金", 4.0), ("30311", "代缴社会保险费", 9.0)]


def test_a_code_that_stopped_without_a_known_successor_is_named():
    assert find_ended("function", ["2012401", "2010601"], 2018, 2020) == ["2012401"]
    first, second = table(("2012401", "行政运行", 3.0)), table(("2010601", "行政运行", 3.0))
    *_, notes = carry_codes(first, second, FUNCTION, (2018, 2020))
    assert len(notes) == 1
    assert "2012401" in notes[0]
    assert "不可比" in notes[0]


def test_a_code_that_was_only_renamed_is_one_line_under_its_later_name():
    first, second = table(("2080501", "归口管理的行政单位离退休", 3.0)), table(("2080501", "行政单位离退休", 4.0))
    before, after, notes = carry_codes(first, second, FUNCTION, (2019, 2020))
    assert amounts(before) == [("2080501", "行政单位离退休", 3.0)]
    assert amounts(after) == [("2080501", "行政单位离退休", 4.0)]
    assert notes == []


def test_a_listed_move_says_its_basis_and_that_no_public_text_was_seen():
    before, after = table(("30104", "其他社会保障缴费", 5.0)), table(("30112", "其他社会保障缴费", 6.0))
    *_, notes = carry_codes(before, after, ECONOMIC, (2017, 2018))
    assert [note for note in notes if "（据支出经济分类科目改革方案，未见公开文本）" in note]


def test_every_listed_move_names_its_source_and_whether_a_text_was_seen():
    lines = resources.files("budgetkit.codes").joinpath("moves.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert len(rows) > 30
    assert all(row["source"] and row["evidence"] in ("未见公开文本", "公开文本") for row in rows)
