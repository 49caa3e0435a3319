"""The benchmark of what is noticed, in small: what it promises of codes, names, amounts and rows holds."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from drawn import tries

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def noticed():
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import noticed

        yield noticed
    finally:
        sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="module")
def subjects(noticed, tmp_path_factory):
    """Made documents of the three layouts, two each."""
    return noticed.load_subjects(6, 7, tmp_path_factory.mktemp("made"))[-6:]


@pytest.mark.parametrize("kind", ["code", "name", "amount digit", "amount power", "row"])
def test_what_can_be_noticed_is(noticed, subjects, tmp_path, kind):
    counts: dict = {}
    noticed.measure(subjects, Namespace(tries=tries(1, 20), kind=kind, show_silent=True), 7, tmp_path, counts)
    silent = {key: outcomes["silent"] for key, outcomes in counts.items() if "printed once" not in key[1]}
    assert silent
    assert sum(silent.values()) == 0, {key for key, count in silent.items() if count}


def test_unchanged_made_documents_raise_no_alarm(subjects):
    assert [alarm for subject in subjects for alarm in subject.alarms] == []


def test_an_unchanged_document_is_not_called_noticed(subjects, tmp_path):
    assert {subject.judge(subject.lines, tmp_path) for subject in subjects} == {"mended"}


def test_a_change_that_nothing_holds_is_called_silent(subjects, tmp_path):
    """The goal of a project is words that nothing else prints."""
    subject = subjects[0]
    lines = [line.replace("完成年度安排的各项任务", "完成年度安排的各种任务") for line in subject.lines]
    assert lines != subject.lines
    assert subject.judge(lines, tmp_path) == "silent"


def test_changes_change(noticed):
    """Every change of a number gives another text, of digits only where it says so."""
    from changes import CHANGES

    for kind in ("amount", "function code"):
        for change in CHANGES[kind]:
            text = change(Random(1), "1,234.500000" if kind == "amount" else "2240101", ["2240102"])
            assert text not in ("1,234.500000", "2240101", None)


def count(noticed, **silent):
    """Give counts of a seed in which 10 of each were tried."""
    key = {
        "held": ("amount", "digit", "expenditure"),
        "alone": ("row", "amounts swapped (printed once)", "procurement"),
    }
    counts = {key[name]: Counter(noticed=10 - number, silent=number) for name, number in silent.items()}
    return noticed.Measured([1], 10, 6, [], counts, [("made", "indicator value", 30, 10)])


def test_the_page_gets_its_tables_from_the_command_and_keeps_its_words(noticed):
    from noticed_tables import write_blocks

    page = (BENCHMARKS.parent / "docs" / "what-is-noticed.md").read_text("utf-8")
    new = write_blocks(page, count(noticed, held=0, alone=8))
    assert "| amount | digit | 10 | 10 | 0 | 0 | 100.0 % |" in new
    assert "| 8 | 10 | row | amounts swapped (printed once) | `procurement` | a category's amount" in new
    assert "| made | indicator value | 30 | 10 | 20 |" in new
    words = [line for line in page.split("\n") if line and not line.startswith(("|", "    python"))]
    assert [line for line in words if line not in new and "alarms in" not in line] == []
    assert write_blocks(new, count(noticed, held=0, alone=8)) == new


def test_the_page_gives_a_reason_for_all_that_stayed_silent_and_misses_only_indicators():
    page = (BENCHMARKS.parent / "docs" / "what-is-noticed.md").read_text("utf-8")
    silent = page.partition("<!-- silent -->")[2].partition("<!-- /silent -->")[0]
    rows = [line for line in silent.split("\n") if line.startswith("| ") and "reason" not in line]
    assert rows
    assert not [row for row in rows if "| open" in row]
    assert not [row for row in rows if "missed" in row and "| indicator" not in row]


def test_a_page_without_its_blocks_is_refused(noticed):
    from noticed_tables import write_blocks

    with pytest.raises(ValueError, match="<!-- run -->"):
        write_blocks("words", count(noticed, held=0))


def test_seeds_of_a_record_are_added_and_not_measured_again(noticed, tmp_path):
    record = tmp_path / "record.json"
    options = noticed._read_options(["--seeds", "1", "--record", str(record)])
    noticed._keep({}, record, count(noticed, held=1, alone=2))
    (again,) = noticed.measure_seeds(options)
    assert again == count(noticed, held=1, alone=2)
    both = noticed.merge([again, count(noticed, held=0)])
    assert both.counts["amount", "digit", "expenditure"] == Counter(noticed=19, silent=1)
    assert both.made == 12
