"""The reference of classification codes: whole, by year, and right for what documents print."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from budgetkit.classes import class_name
from budgetkit.codes.class_names import find_class, load_other_names
from budgetkit.codes.reference import KINDS, SLACK_YEARS, find_entries, load_codes_by_name, load_reference, name_key
from budgetkit.pipeline import clean_documents

RAW = Path(__file__).parents[2] / "data" / "raw"


def entries(kind):
    return [entry for entries in load_reference(kind).values() for entry in entries]


@pytest.mark.parametrize(("kind", "lengths", "least"), [
    ("function", (3, 5, 7), 1300), ("gov_econ", (3, 5), 80), ("dept_econ", (3, 5), 110),
])  # fmt: skip
def test_reference_is_whole(kind, lengths, least):
    """Every code has digits as its kind has them, a parent, a name without blanks, and a period that is one."""
    assert len(load_reference(kind)) >= least
    for entry in entries(kind):
        assert entry.code.isdigit()
        assert len(entry.code) in lengths
        assert len(entry.code) == 3 or entry.code[:-2] in load_reference(kind), f"{entry} has no parent"
        assert entry.name == "".join(entry.name.split())
        assert entry.since <= entry.until


@pytest.mark.parametrize("kind", KINDS)
def test_names_of_a_code_are_told_apart(kind):
    for code, names in load_reference(kind).items():
        keys = [name_key(entry.name) for entry in names]
        assert len(set(keys)) == len(keys), f"{code} has a name twice: {keys}"
        for one, other in combinations(names, 2):
            assert (one.since, one.until) <= (other.since, other.until), f"{code}: the latest name stands last"


@pytest.mark.parametrize(("kind", "code", "year", "names"), [
    ("function", "224", 2017, []),
    ("function", "224", 2024, ["灾害防治及应急管理支出"]),
    ("function", "2240299", 2026, ["其他消防救援事务支出"]),
    ("function", "2240299", 2020, ["其他消防事务支出"]),
    ("function", "207", 2016, ["文化体育与传媒支出"]),
    ("function", "207", 2023, ["文化旅游体育与传媒支出"]),
    ("function", "2080501", 2017, ["归口管理的行政单位离退休"]),
    ("function", "2080501", 2026, ["行政单位离退休"]),
    ("function", "2150604", 2023, []),
    ("function", "2013804", 2026, ["经营主体管理"]),
    ("dept_econ", "30104", 2016, ["其他社会保障缴费"]),
    ("dept_econ", "30104", 2020, []),
    ("dept_econ", "30112", 2024, ["其他社会保障缴费"]),
    ("dept_econ", "30311", 2015, ["住房公积金"]),
    ("dept_econ", "30311", 2024, ["代缴社会保险费"]),
    ("gov_econ", "50297", 2024, []),
    ("gov_econ", "50299", 2024, ["其他商品和服务支出"]),
])  # fmt: skip
def test_names_follow_the_year(kind, code, year, names):
    assert [entry.name for entry in find_entries(kind, code, year)] == names


def test_a_year_beside_the_change_takes_both_names():
    changed = [entry.name for entry in find_entries("function", "207", 2018 + SLACK_YEARS)]
    assert changed == ["文化体育与传媒支出", "文化旅游体育与传媒支出"]
    assert class_name("function_code", "207") == changed[-1]


@pytest.mark.parametrize(("one", "other", "same"), [
    ("维修(护)费", "维修（护）费", True),
    ("因公出国 （境）费用", "因公出国（境）费用", True),
    ("政府办公厅室及相关机构事务", "政府办公厅（室）及相关机构事务", True),
    ("教育、文化", "教育和文化", True),
    ("其他支出", "其他", False),
    ("办公费", "办公经费", False),
])  # fmt: skip
def test_print_variants_are_one_name(one, other, same):
    assert (name_key(one) == name_key(other)) is same


def test_a_name_leads_to_its_codes():
    assert load_codes_by_name("dept_econ")[name_key("其他社会保障缴费")] == ("30104", "30112")


def test_every_code_of_the_published_documents_is_named_as_in_its_year():
    """Codes of the four documents, local ones (7 digits) by their national code."""
    unknown = set()
    for document in clean_documents(RAW).documents:
        for row in (row for rows in document.tables.values() for row in rows):
            for kind in KINDS:
                code, name = row.get(f"{kind}_code"), row.get(f"{kind}_name")
                national = code[:5] if code and kind == "dept_econ" else code
                names = [entry.name for entry in find_entries(kind, national or "", document.source.year)]
                if code and (not names or (national == code and name not in names)):
                    unknown.add((kind, code, name))
    assert unknown == set()


def test_a_class_is_found_by_the_name_of_any_year_and_other_names_are_none_that_the_reference_has():
    assert find_class("文化体育与传媒支出") == find_class("文化旅游体育与传媒") == "207"
    assert find_class("医疗卫生") == "210"
    assert find_class("某类支出") is None
    listed = {entry.name.removesuffix("支出") for entries in load_reference("function").values() for entry in entries}
    assert not listed & load_other_names().keys()
