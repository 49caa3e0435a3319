"""Documents as they vary: whatever stands around and in the tables, the clean tables are the same."""

from __future__ import annotations

from random import Random

import pytest
from drawn import some_of
from made import VARIED_STYLES, draw_varied, make_department
from made.compare import find_differences

YUAN = [name for name, style in VARIED_STYLES.items() if style.unit == "元"]  # districts print 万元 beside it
DRAWN = some_of(range(60), 6)


def _odd(document):
    """Name what a clean document should not have: checks that fail, findings but for those every style has."""
    failed = [check["description"] for check in document.tables["checks"] if check["status"] == "fail"]
    usual = ("ghost_row", "personal_data", "split_table", "reading")
    findings = [finding for finding in document.tables["findings"] if finding["kind"] not in usual]
    return failed + [finding["note"] for finding in findings if "未列单位名称" not in finding["note"]]


@pytest.mark.parametrize("name", some_of(VARIED_STYLES, 26))
def test_a_city_budget_has_the_same_tables_however_it_varies(clean_made, name):
    department = make_department(11)
    document = clean_made(department, VARIED_STYLES[name])
    assert find_differences(department.truth, document.tables) == []
    assert _odd(document) == []


@pytest.mark.parametrize("name", some_of([name for name in VARIED_STYLES if name not in YUAN], 13))
def test_a_district_budget_has_the_same_tables_however_it_varies(clean_made, name):
    department = make_department(11, "district")
    document = clean_made(department, VARIED_STYLES[name])
    assert find_differences(department.truth, document.tables) == []
    assert _odd(document) == []


@pytest.mark.parametrize("seed", DRAWN)
@pytest.mark.parametrize("layout", ["city", "district"])
def test_variations_combine_without_changing_the_tables(clean_made, layout, seed):
    department = make_department(100 + seed, layout)
    document = clean_made(department, draw_varied(Random(f"{layout} {seed}")))
    assert find_differences(department.truth, document.tables) == []
    assert _odd(document) == []
