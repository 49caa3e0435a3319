"""The benchmark of what is noticed, in small: what it promises of codes, names, amounts and rows holds."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from random import Random

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


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
    noticed.measure(subjects, Namespace(tries=4, kind=kind, show_silent=True), 7, tmp_path, counts)
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
