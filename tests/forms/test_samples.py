"""Publications of other places, where they are: every table that is printed is found, read, and adds up."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from budgetkit.pipeline import CleanDocument, clean_document
from budgetkit.source_entry import Source

SAMPLES = Path(os.environ.get("BUDGETKIT_SAMPLES", "/nowhere"))
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="BUDGETKIT_SAMPLES names no folder of publications")
_FORMS = {"shanghai": 9, "jiangsu": 12, "final-accounts": 9}


def _find_samples() -> list[Path]:
    return sorted(SAMPLES.glob("*/*.pdf")) if SAMPLES.is_dir() else []


def _clean(path: Path) -> CleanDocument:
    kind = "final_accounts" if "决算" in path.stem else "unit_budget" if "单位" in path.stem else "budget"
    year = 2000 + int(re.search(r"(\d\d)(?:年|度)", path.stem)[1])
    source = Source(
        "sample", "sample", "某部门", "city", "某地", "某", year, kind, "某", path.name, "0" * 64, None, None, path
    )
    return clean_document(source, SAMPLES / "no-corrections")


@pytest.mark.parametrize(
    "path",
    [path for path in _find_samples() if path.parent.name != "templates"],
    ids=lambda path: getattr(path, "stem", None),
)
def test_a_publication_gives_every_table_of_its_form_with_sums_that_hold(path, monkeypatch):
    monkeypatch.setattr("budgetkit.pipeline.check_self_description", lambda *_: None)  # its name is not this test's
    document = _clean(path)
    if document.tables["documents"][0]["part"] == "text":
        assert len(document.tables["statements"]) > 50
        return
    form = document.tables["documents"][0]["form"]
    known = {table.kind.name for table in document.recognised if table.kind}
    assert len(known) >= _FORMS[form]
    assert not [table.title for table in document.recognised if table.kind is None]
    checks = document.tables["checks"]
    arithmetic = [row for row in checks if not row["rule"].startswith("text")]
    assert [row["description"] for row in arithmetic if row["status"] in ("fail", "located")] == []
    complete = {row["table"]: row["completeness"] for row in document.tables["coverage"]}
    assert complete["general_public_expenditure"] == complete["income_expenditure"] == "complete"
