"""The manifest of raw documents, and correction records with their guard."""

import hashlib

import pytest

from budgetkit.corrections import Correction, apply_corrections, load_corrections
from budgetkit.errors import CorrectionError
from budgetkit.read.place import Place
from budgetkit.read.row import RawRow
from budgetkit.read.text import split_lines
from budgetkit.sources import check_sources, load_manifest

ENTRY = """[[document]]
id = "{id}"
department_id = "some-department"
department = "某局"
level = "city"
region = "某市"
field = "某领域"
year = 2025
kind = "budget"
title = "某局2025年部门预算"
file = "{id}.txt"
sha256 = "{sha256}"
"""


@pytest.fixture
def raw(tmp_path):
    (tmp_path / "one.txt").write_text("内容", "utf-8")
    digest = hashlib.sha256("内容".encode()).hexdigest()
    (tmp_path / "sources.toml").write_text(ENTRY.format(id="one", sha256=digest), "utf-8")
    return tmp_path


def test_a_folder_that_agrees_with_its_manifest_has_no_errors(raw):
    manifest = load_manifest(raw)
    assert [source.document_id for source in manifest.sources] == ["one"]
    assert manifest.sources[0].counterpart is None
    assert check_sources(raw, manifest) == []


def test_a_file_that_the_manifest_does_not_know_is_said(raw):
    (raw / "stranger.txt").write_text("x", "utf-8")
    (error,) = check_sources(raw, load_manifest(raw))
    assert "stranger.txt" in str(error)
    assert error.document_id is None


def test_a_changed_file_is_said_with_both_hashes(raw):
    (raw / "one.txt").write_text("改过", "utf-8")
    (error,) = check_sources(raw, load_manifest(raw))
    assert error.document_id == "one"
    assert error.expected != error.found
    assert len(error.found) == 64


def test_an_entry_without_its_file_is_said(raw):
    (raw / "one.txt").unlink()
    (error,) = check_sources(raw, load_manifest(raw))
    assert error.document_id == "one"
    assert "没有该文件" in str(error)


def _record(printed, corrected, **place):
    return Correction(printed=printed, corrected=corrected, reason="断页", evidence="他表为 2.000000", **place)


def test_a_correction_changes_its_line_and_says_why():
    lines = split_lines("甲\t00 000000\n乙\t1.000000")
    corrected = apply_corrections("d", lines, [_record("00 000000", "2.000000", line=1)])
    assert corrected[0].cells == ("甲", "2.000000")
    assert corrected[0].text == "甲\t00 000000"
    assert "他表为 2.000000" in corrected[0].correction
    assert corrected[1].correction is None


@pytest.mark.parametrize("record", [_record("不在", "x", line=1), _record("甲", "x", line=9)])
def test_a_correction_whose_text_is_no_longer_printed_is_refused(record):
    with pytest.raises(CorrectionError, match="核对"):
        apply_corrections("d", split_lines("甲\t1"), [record])


PAGES = [Place(7, page=1, row=2), Place(7, page=2, row=2), Place(9, page=2, row=3)]
SHEETS = [Place(line, sheet=sheet, row=5, cell="A5") for line, sheet in ((5, "预算01表"), (25, "预算02表"))]


@pytest.mark.parametrize(
    ("places", "wanted", "position"),
    [
        (PAGES, {"line": 7, "page": 2}, 1),
        (PAGES, {"page": 2, "row": 2}, 1),
        (PAGES, {"line": 9}, 2),
        (SHEETS, {"sheet": "预算02表", "row": 5}, 1),
        (SHEETS, {"sheet": "预算01表", "cell": "A5"}, 0),
        (SHEETS, {"line": 25}, 1),
    ],
)
def test_a_correction_changes_the_one_row_at_its_place(places, wanted, position):
    rows = [RawRow(place, ("甲", "1.000000", "丙")) for place in places]
    corrected = apply_corrections("d", rows, [_record("1.000000\t丙", "2.000000\t丁", **wanted)])
    changed = [row.cells != ("甲", "1.000000", "丙") for row in corrected]
    assert changed == [place == position for place in range(len(places))]
    assert corrected[position].cells == ("甲", "2.000000", "丁")
    assert corrected[position].place == places[position]


@pytest.mark.parametrize("wanted", [{"line": 7}, {"row": 2}, {"page": 3, "row": 1}])
def test_a_place_of_two_rows_or_of_none_is_refused(wanted):
    rows = [RawRow(place, ("甲", "1.000000")) for place in PAGES]
    with pytest.raises(CorrectionError, match="核对"):
        apply_corrections("d", rows, [_record("1.000000", "2.000000", **wanted)])


def test_a_correction_record_without_a_place_is_refused(tmp_path):
    record = '[[correction]]\nprinted = "a"\ncorrected = "b"\nreason = "c"\nevidence = "d"\n'
    (tmp_path / "d.toml").write_text(record, "utf-8")
    with pytest.raises(CorrectionError, match="位置"):
        load_corrections(tmp_path, "d")


def test_a_correction_record_without_evidence_is_refused(tmp_path):
    (tmp_path / "d.toml").write_text(
        '[[correction]]\nline = 1\nprinted = "a"\ncorrected = "b"\nreason = "c"\n', "utf-8"
    )
    with pytest.raises(CorrectionError, match="evidence"):
        load_corrections(tmp_path, "d")
    assert load_corrections(tmp_path, "other") == []
