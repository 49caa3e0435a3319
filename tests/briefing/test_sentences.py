"""Every sentence of every report: its numbers are made of the rows that it cites, and nothing is cited for nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from cited_figures import make_values, read_numbers
from made import make_years, write_project

from budgetkit.briefing import (
    across,
    city_district_limits,
    city_district_words,
    data_quality,
    observations,
    page_one,
    performance,
    project_composition_words,
    year_over_year_words,
)
from budgetkit.briefing.sides import find_sides
from budgetkit.briefing.year_over_year import find_years
from budgetkit.dataset.load import Dataset
from budgetkit.dataset.states import COMPARED, OPEN
from budgetkit.pipeline import clean_documents
from budgetkit.schema import load_schemas
from budgetkit.statements.rounding import remark_rounding
from budgetkit.statements.statement import Statement

RAW = Path(__file__).parents[2] / "data" / "raw"
REPORTS = [("beijing-emergency", 2026), ("beijing-data", 2026), ("chaoyang-emergency", 2024)]
TABLES = [
    name for name in load_schemas() if name not in ("documents", "findings", "published_tables", "checks", "coverage")
]


@pytest.fixture(scope="module")
def data(published_data):
    return published_data


def sentences(data, department, year):
    """Give every sentence of a department's reports."""
    sides, years = find_sides(data, department, year), find_years(data, department, year)
    budget = sides.own
    yield from city_district_words.key_points(sides)
    yield from city_district_limits.comparability(sides)
    yield from project_composition_words.key_points(budget)
    yield from year_over_year_words.key_points(years)
    yield from performance.key_points(budget)
    yield from (tile for tile in page_one.main_figures(budget).tiles)
    yield from (noted.observation for noted in observations.find(budget))


@pytest.fixture(scope="module", params=["city", "district"])
def three_years(request, tmp_path_factory):
    """A made department's budgets of three years, and those of its peers."""
    made = make_years(3, request.param)
    tables = clean_documents(write_project(tmp_path_factory.mktemp("made"), made.departments)).tables()
    return Dataset(tables.__getitem__), made.departments[-1]


def text_of(one):
    if hasattr(one, "statement"):
        return one.statement.text
    return f"{one.value} {one.remark}" if hasattr(one, "remark") else one.text


def add_columns(name, frame):
    """Add what rules read of a row: whether a target can be measured or is a date, marks lost, a first payment."""
    if name == "project_indicators":
        measurable = frame["value_number"].notna() & frame["operator"].ne("定性")
        yuan = (frame["value_number"].astype(float) / 10000).where(frame["unit"] == "元")
        return frame.assign(measurable=measurable, dated=frame["value"].str.fullmatch(r"20\d{4}(?:\d{2})?"), yuan=yuan)
    if name == "evaluation_indicators":
        return frame.assign(lost=frame["weight"] - frame["score"])
    if name == "evaluations":
        return frame.assign(low=frame["total_score"] < 90, lost=100 - frame["total_score"])
    if name == "evaluation_funds":
        return frame.assign(lost=frame["weight"] - frame["score"])
    if name == "projects":
        share = frame["project_name"].str.extract(r"(\d{1,3})%", expand=False).astype(float)
        contract = (frame["total"] / share * 100).round(6)
        first = frame["project_name"].str.contains("首款").astype("string") + share.notna().astype("string")
        return frame.assign(contract=contract, left=contract - frame["total"], first=first)
    return frame


class Lines:
    """The rows of the clean tables by document and line."""

    def __init__(self, data):
        self.frames = {name: add_columns(name, data.frame(name)) for name in TABLES}
        self.places = {name: self._index(frame) for name, frame in self.frames.items()}

    @staticmethod
    def _index(frame):
        places = {}
        for place, key in enumerate(zip(frame["document_id"], frame["source_line"], strict=True)):
            places.setdefault(key, []).append(place)
        return places

    def rows(self, sources):
        """Give the rows of each clean table that stand on the cited lines."""
        found = {}
        for name, places in self.places.items():
            own = [place for line in sources for place in places.get(line, ())]
            if own:
                found[name] = self.frames[name].iloc[own]
        return found


def words_of(rows):
    return {word for frame in rows.values() for column in frame for word in frame[column] if isinstance(word, str)}


def without_quotations(text, words):
    """Leave out what a sentence quotes of its rows word by word; a quotation that no row has stays."""
    return re.sub("“([^”]+)”", lambda quoted: "〇" if any(quoted[1] in word for word in words) else quoted[0], text)


def failures(one, lines):
    """Give the numbers of a sentence that its cited rows do not give."""
    text, rows = text_of(one), lines.rows(getattr(one, "sources", ()))
    words = words_of(rows)
    made, numbers = make_values(rows), read_numbers(without_quotations(text, words), words)
    shares = [number.value for number in numbers if number.unit == "%"]
    for number in numbers:
        if number.unit == "个百分点":  # the shares themselves are recomputed: here only that they differ so
            is_given = any(abs(abs(a - b) - number.value) < 0.11 for a, b in combinations(shares, 2))
        else:
            is_given = made.gives(number, each="人均" in text or "单价" in text, without="扣" in text)
        if not is_given:
            yield f"{number.text}：{text}（引 {len(getattr(one, 'sources', ()))} 处）"


@pytest.mark.parametrize(("department", "year"), REPORTS)
def test_each_number_is_made_of_the_rows_that_its_sentence_cites(data, department, year):
    lines = Lines(data)
    assert [failure for one in sentences(data, department, year) for failure in failures(one, lines)] == []


def test_each_number_of_a_comparison_of_two_budgets_is_made_of_its_rows(three_years):
    data, last = three_years
    lines = Lines(data)
    for base in (last.year - 1, last.year - 2):
        years = find_years(data, last.department_id, last.year, base)
        found = year_over_year_words.key_points(years)
        assert len(found) > 5
        # what became of projects is held to the truth in test_year_over_year_made
        found = [one for one in found if not re.search("勾稽核对|所列项目相比|延续项目合计", one.text)]
        assert [failure for one in found for failure in failures(one, lines)] == []
    peers = across.Peers(data, last.level, last.year)
    assert [failure for one in across.key_points(peers) for failure in failures(one, lines)] == []


@pytest.mark.parametrize(("department", "year"), REPORTS)
def test_parts_that_do_not_add_up_as_printed_say_so(data, department, year):
    for one in sentences(data, department, year):
        statement = getattr(one, "statement", one)
        if isinstance(statement, Statement):
            assert remark_rounding(statement) == statement


@pytest.mark.parametrize(("department", "year"), REPORTS)
def test_reliability_counts_what_the_tables_hold(data, department, year):
    documents = data_quality.documents_of(data, department, year)["document_id"].tolist()
    text = page_one.reliability(find_sides(data, department, year).own, documents).text
    checks = data.checks[data.checks["document_id"].isin(documents)]
    own = checks["document_id"] == find_sides(data, department, year).own.document_id
    for part in (checks[own], checks[~own]):
        compared, unproved = (int(part["status"].isin(states).sum()) for states in (COMPARED, OPEN))
        assert f"核对 {compared:,} 项" in text or part.empty
        assert f"{unproved} 项差异的原因未证明" in text or not unproved
    for document in documents:
        (row,) = (data.documents["document_id"] == document).to_numpy().nonzero()[0]
        checked, mended = data_quality.key_points(data, data.documents.iloc[[row]])
        own = checks[checks["document_id"] == document]["status"]
        repaired = data.findings[data.findings["document_id"] == document]["action"].isin(("repaired", "joined")).sum()
        assert f"{own.isin(OPEN).sum()} 项" in checked.text or not own.isin(OPEN).any()
        assert f"{repaired:,} 处" in mended.text


@pytest.mark.parametrize(("department", "year"), REPORTS)
def test_each_citation_leads_to_a_row_and_each_sentence_with_a_number_has_one(data, department, year):
    lines = Lines(data)
    known = {line for places in lines.places.values() for line in places}
    for one in sentences(data, department, year):
        sources = getattr(one, "sources", ())
        assert [line for line in sources if line not in known] == [], text_of(one)
        assert sources or not read_numbers(text_of(one)), text_of(one)


def test_a_number_that_the_rows_do_not_give_is_found(data):
    """The walker itself: a figure changed in its last digit, and one without its rows, are both failures."""
    lines, (first, *_) = Lines(data), sentences(data, *REPORTS[0])
    assert not list(failures(first, lines))
    for old, new in (("35.8%", "35.9%"), ("3.31 亿元", "3.32 亿元")):
        assert old in first.text
        assert list(failures(replace(first, text=first.text.replace(old, new)), lines))
    assert list(failures(replace(first, sources=()), lines))
