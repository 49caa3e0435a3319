"""Publications of other places, where they are: every table that is printed is found, read, and adds up."""

from __future__ import annotations

import os
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from budgetkit.pipeline import CleanDocument, clean_document
from budgetkit.source_entry import Source

SAMPLES = Path(os.environ.get("BUDGETKIT_SAMPLES", "/nowhere"))
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="BUDGETKIT_SAMPLES names no folder of publications")
_FORMS = {"shanghai": 9, "jiangsu": 12, "final-accounts": 9}


def _find_samples() -> list[Path]:
    return sorted(SAMPLES.glob("*/*.pdf")) if SAMPLES.is_dir() else []


_PUBLISHED = [path for path in _find_samples() if path.parent.name != "templates"]


def _clean(path: Path) -> CleanDocument:
    kind = "final_accounts" if "决算" in path.stem else "unit_budget" if "单位" in path.stem else "budget"
    year = 2000 + int(re.search(r"(\d\d)(?:年|度)", path.stem)[1])
    source = Source(
        "sample", "sample", "某部门", "city", "某地", "某", year, kind, "某", path.name, "0" * 64, None, None, path
    )
    return clean_document(source, SAMPLES / "no-corrections")


@pytest.mark.parametrize("path", _PUBLISHED, ids=lambda path: getattr(path, "stem", None))
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


_MONEY = re.compile(r"(\d[\d,，]*(?:\.\d+)?)(亿元|万元|元)(?!(?:（含）)?(?:及)?以[上下])")
_TO_WAN = {"亿元": Decimal(10000), "万元": Decimal(1), "元": Decimal("0.0001")}


@pytest.mark.parametrize("path", _PUBLISHED, ids=lambda path: getattr(path, "stem", None))
def test_every_amount_of_the_text_is_held_and_checked(path, monkeypatch):
    """Hold the statements against the bare text of the pages, which knows nothing of tables, sentences or subjects."""
    monkeypatch.setattr("budgetkit.pipeline.check_self_description", lambda *_: None)
    with pdfium.PdfDocument(path) as pdf:
        pages = [re.sub(r"\n[-\s\d]*$", "", page.get_textpage().get_text_range()) for page in pdf]
    found = _MONEY.findall("".join(re.sub(r"\s", "", page) for page in pages))
    document = _clean(path)
    statements = document.tables["statements"]
    held = {abs(row[key]) for row in statements for key in ("amount", "base_amount", "change") if row[key] is not None}
    stated = [Decimal(number.replace(",", "").replace("，", "")) * _TO_WAN[unit] for number, unit in found]
    assert [amount for amount in stated if amount not in held] == []
    checked = Counter(row["source_line"] for row in document.tables["checks"] if row["rule"] == "text_against_table")
    assert checked == Counter(row["source_line"] for row in statements)
