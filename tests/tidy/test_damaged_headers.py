"""Header words damaged or unknown: columns are proved by what stands in them, or refused; no row is doubled."""

from __future__ import annotations

from random import Random

import pytest
from made import DISTRICT_STYLES, make_department, printing_district
from made.compare import find_differences

PROVED = ("支出功能分类科目", "政府支出经济分类科目", "部门支出经济分类科目", "合计", "科目编码", "科目名称")
CUT = DISTRICT_STYLES["split_tables"]
_BLOCKS = ("_PROJECT_LEFT", "_PROJECT_RIGHT", "_GENERAL_LEFT", "_GENERAL_RIGHT")


def _damage(monkeypatch, words, blocks=_BLOCKS, write=lambda word: word[:-1] + "犇"):
    for name in blocks:
        header = getattr(printing_district, name)
        rows = tuple(tuple(write(word) if word in words else word for word in row) for row in header)
        monkeypatch.setattr(printing_district, name, rows)


def _notes(document, *actions):
    rows = [row for row in document.tables["findings"] if row["kind"] == "unrecognised" and row["action"] in actions]
    return [row["note"] for row in rows]


@pytest.mark.parametrize("seed", range(6))
def test_codes_and_totals_without_a_known_word_are_read_by_what_they_hold(clean_made, monkeypatch, seed):
    random = Random(seed)
    words = random.sample(PROVED[:4], random.randint(1, 2))
    _damage(
        monkeypatch, words, _BLOCKS[:2], random.choice((lambda word: word[:-1] + "犇", lambda word: "甲" * len(word)))
    )
    department = make_department(20 + seed, "district")
    document = clean_made(department, CUT)
    kept = {table: department.truth[table] for table in ("project_expenditure", "projects")}
    assert find_differences({**department.truth, **kept}, document.tables) == []
    assert _notes(document, "repaired") != []
    assert _notes(document, "flagged") == []


@pytest.mark.parametrize("word", PROVED[4:])
@pytest.mark.parametrize("style", ["plain", "split_tables"])
def test_codes_and_names_in_two_columns_are_read_by_what_they_hold(clean_made, monkeypatch, word, style):
    _damage(monkeypatch, {word}, ("_GENERAL_LEFT", "_GENERAL_WHOLE"))
    department = make_department(31, "district")
    document = clean_made(department, DISTRICT_STYLES[style])
    assert find_differences(department.truth, document.tables) == []


@pytest.mark.parametrize("word", ["预算数", "项目支出"])
def test_an_unknown_word_among_a_headers_lines_is_no_row(clean_made, monkeypatch, word):
    _damage(monkeypatch, {word}, ("_GENERAL_RIGHT",))
    department = make_department(31, "district")
    document = clean_made(department, CUT)
    assert find_differences(department.truth, document.tables) == []
    assert [note for note in _notes(document, "dropped") if "犇" in note] != []


@pytest.mark.parametrize(
    "words", [{"政府支出经济分类科目", "部门支出经济分类科目", "合计", "本年拨款", "财政拨款结转结余"}]
)
def test_a_block_of_which_no_word_is_known_is_refused_and_doubles_no_row(clean_made, monkeypatch, words):
    _damage(monkeypatch, words, ("_PROJECT_RIGHT",))
    department = make_department(31, "district")
    document = clean_made(department, CUT)
    rows = document.tables["project_expenditure"]
    assert len(rows) == len(department.truth["project_expenditure"])
    assert all(row["project_name"] and row["total"] is None for row in rows)
    assert len([note for note in _notes(document, "flagged") if "其下各行未读取" in note]) == 1


@pytest.mark.parametrize("word", ["项目单位", "类型"])
def test_a_block_with_one_damaged_word_is_still_its_tables(clean_made, monkeypatch, word):
    _damage(monkeypatch, {word}, ("_PROJECT_LEFT",))
    department = make_department(31, "district")
    rows = clean_made(department, CUT).tables["project_expenditure"]
    names = [row["project_name"] for row in department.truth["project_expenditure"]]
    assert [row["project_name"] for row in rows] == names
