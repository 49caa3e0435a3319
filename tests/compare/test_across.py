"""横向 of 3 and of 300 made departments: ratios and places held to what the departments were made of."""

from __future__ import annotations

from random import Random

import pandas as pd
import pytest
from made_case import money

from budgetkit.briefing.across import Peers, key_points, place, ratio, ratios, sizes
from budgetkit.compare.across import MEASURES, compare_across, find_peers, place_among
from budgetkit.compare.budget import find_budget
from budgetkit.dataset.load import Dataset
from budgetkit.dataset.store import build_table
from budgetkit.draw import draw_strip
from budgetkit.errors import ParameterError, UnknownNameError
from budgetkit.schema import load_schemas

YEAR = 2031


def made(number: int, seed: int = 0, level: str = "city") -> tuple[Dataset, pd.DataFrame]:
    """Make that many departments with known parts, and a district among them that is no peer; give data and truth."""
    random, truth = Random(seed), []
    rows: dict[str, list[dict]] = {name: [] for name in load_schemas()}
    for n in range(number + 1):
        whose = f"dept-{n:03d}" if n < number else "other"
        own = {"document_id": whose, "department_id": whose, "year": YEAR, "certainty": "printed"}
        add_department(rows, own, level if n < number else "district", truth, random)
    built = {name: build_table(load_schemas()[name], found) for name, found in rows.items()}
    return Dataset(built.__getitem__), pd.DataFrame(truth[:number]).set_index("department_id")


def add_department(rows: dict, own: dict, level: str, truth: list, random: Random) -> None:
    basic, project = random.randint(100, 9000), random.randint(100, 9000)
    total, personnel = basic + project, random.randint(50, 100)
    carried, procured, trips = (random.choice((None, random.randint(0, 90))) for _ in range(3))
    head = {"department": f"{own['department_id']}局", "region": "某地", "field": "某", "kind": "budget"}
    place = {"source_line": 1}
    rows["documents"].append({**own, **place, "file": "a", "sha256": "0" * 64, "level": level, "title": "甲", **head})
    line = {"side": "expenditure", "item": "支出总计", "item_name": "支出总计", "role": "total", "source_line": 2}
    rows["income_expenditure"].append({**own, **line, "amount": money(total)})
    printed = {"basic": basic, "project": project}
    columns = [*(("expenditure", *pair) for pair in printed.items())]
    columns += [("basic_expenditure", "personnel", personnel), ("basic_expenditure", "public_funds", 7)]
    for at, (table, column, value) in enumerate(columns, start=3):
        rows["printed_totals"].append(
            {**own, "source_line": at, "table": table, "column": column, "amount": money(value)}
        )
    if carried is not None:
        rows["income"].append({**own, "source_line": 8, "role": "total", "carryover_general_public": money(carried)})
    if procured is not None:
        rows["procurement"].append({**own, "source_line": 9, "category": "货物", "amount": money(procured)})
    if trips is not None:
        rows["three_public"].append({**own, "source_line": 10, "budget_year": YEAR, "total": money(trips)})
    shares = {"project": project / total * 100, "public_funds": 7 / (7 + personnel) * 100}
    parts = {"carry_over": (carried, total), "procured": (procured, total), "three_public": (trips, basic)}
    shares |= {
        key: None if part is None or part > whole else part / whole * 100 for key, (part, whole) in parts.items()
    }
    truth.append({"department_id": own["department_id"], **shares})


@pytest.mark.parametrize(("number", "seed"), [(3, 1), (3, 2), (17, 3), (300, 4)])
def test_every_ratio_is_of_the_departments_own_parts(number, seed):
    data, truth = made(number, seed)
    table = compare_across(find_peers(data, "city", YEAR)).table.set_index("department_id")
    assert list(table.index) == list(truth.index)
    for key in truth:
        assert table[key].tolist() == pytest.approx(truth[key].astype(float).tolist(), nan_ok=True)
    assert table[["coverage", "targets"]].isna().all(axis=None)


@pytest.mark.parametrize(("number", "seed"), [(3, 1), (40, 5), (300, 4)])
def test_a_departments_place_is_how_many_are_higher(number, seed):
    data, truth = made(number, seed)
    whose = truth.index[seed % number]
    table = place_among(find_budget(data, whose, YEAR)).table
    labels = {measure.label: measure.key for measure in MEASURES}
    assert len(table)
    for row in table.itertuples():
        known = truth[labels[row.label]].dropna().astype(float)
        assert row.count == len(known) >= 3
        assert row.rank == sum(known > known[whose] + 1e-12) + 1
        assert (row.lowest, row.median, row.highest) == pytest.approx((known.min(), known.median(), known.max()))


def test_of_two_departments_no_place_is_told_and_why_is_said():
    data, truth = made(2)
    assert "只有 2 个部门的预算" in place(find_budget(data, truth.index[0], YEAR)).missing


def test_a_level_or_year_that_is_not_there_is_refused_with_those_that_are():
    data, _ = made(3)
    with pytest.raises(ParameterError, match="city"):
        find_peers(data, "province", YEAR)
    with pytest.raises(ParameterError, match=str(YEAR)):
        find_peers(data, "city", YEAR - 1)


@pytest.mark.parametrize("number", [3, 300])
def test_report_of_few_and_of_many_departments(number):
    data, truth = made(number, 4)
    peers = Peers(data, "city", YEAR, marked=truth.index[-1])
    assert len(sizes(peers).table) == len(ratios(peers).table) == number
    highest = truth["project"].idxmax()
    first = str(key_points(peers)[0])
    assert first.startswith(f"项目支出占支出总计：最高的是{highest}局")
    assert f"（{number} 个部门）" in first
    project = ratio(peers, "project")
    drawing = draw_strip(project.table["department"], project.table["value"], marked=peers.marked)
    assert f"{truth.index[-1]}局" in drawing.alt
    assert len(project.table) == number
    assert "没有该数据" in ratio(peers, "targets").missing
    with pytest.raises(UnknownNameError, match="procured"):
        ratio(peers, "procurement")


@pytest.mark.parametrize("seed", range(4))
def test_two_departments_are_named_with_their_values_and_not_ranked(seed):
    data, truth = made(2, seed)
    first = str(key_points(Peers(data, "city", YEAR))[0])
    assert "最高" not in first
    assert "中位数" not in first
    named = [f"{name}局 {value:.1f}%" for name, value in truth["project"].sort_values(ascending=False).items()]
    assert first == f"项目支出占支出总计：{'，'.join(named)}。"


@pytest.mark.parametrize("number", [1, 2, 12, 13, 300])
def test_a_strip_marks_what_it_is_told_to_and_stays_on_its_page(number):
    random = Random(number)
    names = [f"甲{n}局" for n in range(number)]
    values = [random.choice((random.random() * 100, 5.0)) for _ in names]
    drawing = draw_strip([*names, "乙局"], [*values, None], marked=names[0])
    assert names[0] in drawing.alt
    assert "另有 1 个没有该数据" in drawing.alt
    height = drawing.figure.get_figheight() * 72
    assert 0 < height < 300
    marks = [artist for artist in drawing.figure.artists if getattr(artist, "get_marker", str)() in ("o", "D")]
    places = [(x, y) for artist in marks for x, y in zip(artist.get_xdata(), artist.get_ydata(), strict=True)]
    assert len(places) == number
    assert all(0 <= x <= 468 and 0 <= y <= height for x, y in places)
    with pytest.raises(ValueError, match="no thing"):
        draw_strip(["乙局"], [None])
