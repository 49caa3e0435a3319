"""What a notebook declares is told of what it asked for itself, and not of what the package reads for its reports."""

from __future__ import annotations

import pytest

from budgetkit.briefing.frame import checks_table
from budgetkit.dataset import load
from tests.made_case import make_case, project


@pytest.fixture
def budget(monkeypatch):
    monkeypatch.setattr(load, "_lacking", {})
    monkeypatch.setenv(load.READS_ONLY, "made-bureau")
    check = {"table": "projects", "rule": "one", "description": "值", "status": "pass", "source_line": 1}
    return make_case({"projects": [project(1, "甲", 3)], "checks": [check]}).budget


def test_what_the_package_reads_is_no_news(budget):
    checks_table(budget, [budget.document_id])
    assert load.say_lacking() == []


def test_what_a_notebook_asks_for_is_told_also_after_the_package_has_read_it(budget):
    checks_table(budget, [budget.document_id])
    exec("len(data.checks)", {"__name__": "__main__", "data": budget.data})
    (told,) = load.say_lacking()
    assert "只读入 made-bureau" in told
