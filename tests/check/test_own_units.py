"""A department's budget against its own body's and its units', on made ones that add up."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from made.form_ledger import FEN, FormLedger, Item, add, make_form_ledger
from made.printing_nine import print_nine

from budgetkit.briefing.data_quality import state_own_units
from budgetkit.clean_folder import clean_folder
from budgetkit.compare.budget import find_budget
from budgetkit.compare.own_units import compare_own_units
from budgetkit.dataset.load import Dataset, load

OWN, UNIT = (make_form_ledger(seed, 2024, FEN, 6) for seed in (2, 5))
NAMES = ("all", "one", "more")


def together(*ledgers: FormLedger) -> FormLedger:
    """Add ledgers up, item by item."""

    def join(side: str) -> tuple[Item, ...]:
        items: dict[str, list[Item]] = {}
        for ledger in ledgers:
            for item in getattr(ledger, side):
                items.setdefault(item.code, []).append(item)
        return tuple(
            Item(code, own[0].name, tuple(_sum([one.parts[place] for one in own]) for place in (0, 1)))
            for code, own in sorted(items.items())
        )

    return replace(
        ledgers[0], body=f"{ledgers[0].body[:2]}水文局", functions=join("functions"), economy=join("economy")
    )


def _sum(parts):
    return add(parts) if any(part is not None for part in parts) else None


@pytest.fixture(scope="module", params=NAMES)
def case(request, tmp_path_factory) -> tuple[str, Dataset]:
    """Clean a department, its own body and its unit; its own body alone; or a department that is less than both."""
    folder = tmp_path_factory.mktemp("units")
    whole = together(OWN, UNIT) if request.param != "more" else together(OWN)
    printed = [
        ("whole", "dept", whole, "budget", None),
        ("own", "dept", replace(OWN, body=whole.body), "unit_budget", None),
    ]
    if request.param != "one":
        printed.append(("unit", "unit", UNIT, "unit_budget", "dept"))
    raw = folder / "raw"
    raw.mkdir()
    entries = [_write(raw, *one) for one in printed]
    (raw / "sources.toml").write_text("\n".join(entries), "utf-8")
    assert clean_folder(raw, folder / "clean", folder / "corrections").errors == []
    return request.param, load(folder / "clean")


def _write(raw: Path, name: str, department: str, ledger: FormLedger, kind: str, part_of: str | None) -> str:
    text = f"{ledger.body}2024年{'部门' if kind == 'budget' else '单位'}预算\n\n{print_nine(ledger, 2)}"
    (raw / f"{name}.txt").write_text(text, "utf-8")
    values = {
        "id": name, "department_id": department, "department": ledger.body, "level": "city", "region": "某市",
        "field": "某", "kind": kind, "title": name, "file": f"{name}.txt",
        "sha256": hashlib.sha256(text.encode()).hexdigest(), **({"part_of": part_of} if part_of else {}),
    }  # fmt: skip
    lines = "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return f"[[document]]\n{lines}\nyear = 2024\n"


def test_a_department_is_its_own_body_and_its_units_where_all_are_there(case):
    name, data = case
    budget = find_budget(data, "dept", 2024)
    rows = compare_own_units(budget).table.set_index("key")
    wanted = {"all": "equal", "one": "part", "more": "more"}[name]
    assert rows.loc["expenditure", "state"] == wanted
    assert rows.loc["expenditure", "department"] == float((OWN.total + UNIT.total) if name != "more" else OWN.total)
    (said,) = map(str, state_own_units(budget))
    assert {"all": "都相等", "one": "其余单位的预算没有收录", "more": "两者不能都对"}[name] in said


def test_a_unit_has_no_units(case):
    name, data = case
    if name != "one":
        assert compare_own_units(find_budget(data, "unit", 2024)).is_missing
