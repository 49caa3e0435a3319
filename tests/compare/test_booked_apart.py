"""Projects of one purpose under different functional classes: members and near misses, made at random."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetkit.briefing.city_district import structures
from budgetkit.compare.booked_apart import find_booked_apart
from budgetkit.compare.budget import find_budget
from budgetkit.compare.structure import BY_FUNCTION_CLASS
from budgetkit.dataset.load import Dataset
from budgetkit.dataset.store import build_table
from budgetkit.schema import load_schemas
from tests.made_case import money, printed, project, spent

SIDES = {"own": ("district", "甲局"), "other": ("city", "乙局")}
HOME, ELSEWHERE = "2060599", "2240109"


def make_pair(own: dict, other: dict):
    """Make a district's and a city's budget of one year from rows by table."""
    rows: dict[str, list[dict]] = {name: [] for name in load_schemas()}
    for document, tables in (("own", own), ("other", other)):
        level, name = SIDES[document]
        keys = {"document_id": document, "department_id": document, "year": 2031, "certainty": "printed"}
        head = {"department": name, "level": level, "region": "某地", "field": "某", "kind": "budget", "title": name}
        rows["documents"].append({**keys, "source_line": 1, "file": "a.txt", "sha256": "0" * 64, **head})
        for table, found in tables.items():
            rows[table] += [{**keys, "source_line": line, **row} for line, row in enumerate(found, start=1)]
    built = {name: build_table(load_schemas()[name], found) for name, found in rows.items()}
    data = Dataset(built.__getitem__)
    return find_budget(data, "own", 2031), find_budget(data, "other", 2031)


def side(
    projects: list[tuple[str, float, str]], classes: dict[str, float], *, functions: bool, lack: float = 0
) -> dict:
    """Make a side: projects (name, money, function), money by function; `lack` has no row."""
    listed = [project(seq, name, amount) for seq, (name, amount, _) in enumerate(projects, start=1)]
    placed = [
        {
            "project_seq": seq,
            "project_name": name,
            "function_code": code,
            "function_name": "某项",
            "total": money(amount),
        }
        for seq, (name, amount, code) in enumerate(projects, start=1)
    ]
    found = {"projects": listed, "expenditure": [spent(code, "30227", None, own) for code, own in classes.items()]}
    found["printed_totals"] = [printed("total", sum(classes.values()) + lack)]
    return {**found, "project_expenditure": placed if functions else []}


def told(pair) -> list[str]:
    return [note for note in structures(pair, BY_FUNCTION_CLASS).caveats if "项目列入的功能分类不同" in note]


@settings(max_examples=25, deadline=None)
@given(
    st.integers(20, 400),
    st.integers(1, 400),
    st.integers(1, 60),
    st.integers(0, 60),
    st.sampled_from(
        [("某平台建设", "信息化"), ("某系统运维", "信息化"), ("某设备维护", "运行维护"), ("某培训", "培训考试")]
    ),
)
def test_what_one_side_lists_beyond_its_whole_class_stands_elsewhere(booked, listed, held, lack, named):
    name, purpose = named
    own = side([(name, booked, HOME)], {HOME: booked + 7, ELSEWHERE: 900}, functions=True)
    other = side([(name, listed, HOME)], {HOME: held, ELSEWHERE: 2000}, functions=False, lack=lack)
    table = find_booked_apart(*make_pair(own, other)).table
    elsewhere = listed - held - lack
    assert list(table["purpose"]) == ([purpose] if elsewhere > listed / 2 else [])
    if len(table):
        row = table.iloc[0]
        assert (row["code"], row["booked"], row["listed"], row["elsewhere"]) == ("206", booked, listed, elsewhere)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 99), st.integers(1, 99), st.integers(1, 99), st.integers(1, 99))
def test_where_both_print_functions_these_decide(home, away, other_home, other_away):
    own = side([("平台", home, HOME), ("网站", away, ELSEWHERE)], {HOME: home, ELSEWHERE: 900}, functions=True)
    kept = [("平台", other_home, HOME), ("网站", other_away, ELSEWHERE)]
    other = side(kept, {HOME: other_home, ELSEWHERE: 900}, functions=True)
    table = find_booked_apart(*make_pair(own, other)).table
    is_apart = home > away and other_away > other_home
    assert len(table[table["side"].str.startswith("区级") & (table["code"] == "206")]) == is_apart


def test_the_difference_of_shares_is_left_out_and_the_note_says_why_with_the_amounts():
    own = side(
        [("某平台", 60, HOME), ("某系统运维", 20, HOME), ("甲设备维护", 30, HOME)],
        {HOME: 120, ELSEWHERE: 880},
        functions=True,
    )
    other = side(
        [("乙平台", 300, HOME), ("丙系统运维", 100, HOME), ("乙设备维护", 90, HOME)],
        {HOME: 10, ELSEWHERE: 2000},
        functions=False,
    )
    pair = make_pair(own, other)
    (note,) = told(pair)
    assert "206 因信息化（含系统运维）项目列入的功能分类不同，不计占比之差" in note
    assert "区级 2031年 80.00 万元列在 206" in note
    assert "市级 2031年所列 400.00 万元，而 206 只有 10.00 万元，至少 390.00 万元列在其他类" in note
    by_code = structures(pair, BY_FUNCTION_CLASS).table.set_index("code")["difference"]
    assert by_code.isna()["206"]
    cited = structures(pair, BY_FUNCTION_CLASS).table.set_index("code")["sources"]["206"]
    assert {("own", 1), ("own", 2), ("other", 1), ("other", 2)} <= set(cited)
    assert by_code.notna()["224"]


@pytest.mark.parametrize(
    ("projects", "functions", "classes"),
    [
        ([("某平台", 60, HOME)], False, {HOME: 120, ELSEWHERE: 880}),  # nobody prints the function of projects
        ([("某事项", 60, HOME)], True, {HOME: 120, ELSEWHERE: 880}),  # no purpose is known
        ([("某平台", 60, HOME), ("某网站", 70, ELSEWHERE)], True, {HOME: 120, ELSEWHERE: 880}),  # mostly elsewhere too
        ([("某平台", 60, HOME)], True, {HOME: 620, ELSEWHERE: 380}),  # under a tenth of the class
    ],
)
def test_nothing_is_said_without_evidence(projects, functions, classes):
    own = side(projects, classes, functions=functions)
    other = side([("乙平台", 300, HOME), ("乙事项", 300, HOME)], {HOME: 10, ELSEWHERE: 2000}, functions=False)
    pair = make_pair(own, other)
    assert told(pair) == []
    assert structures(pair, BY_FUNCTION_CLASS).table.set_index("code")["difference"].notna()["206"]
