"""Made publications of every family in random print: item rows come out exactly, or what is wrong is flagged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from made import make_department, write_project
from made.compare import find_differences
from made.evaluation_sheet import print_evaluation_forms, write_evaluation_sheets
from made.files import write_docx, write_html, write_xlsx
from made.form_ledger import FEN, YUAN, FormLedger, Item, make_form_ledger
from made.print_look import draw_look, print_look
from made.printing_final_accounts import print_final_accounts
from made.printing_jiangsu import print_jiangsu
from made.printing_nine import print_nine
from made.printing_shanghai import print_shanghai

from budgetkit.finding import is_leaf
from budgetkit.pipeline import clean_document
from budgetkit.read.text import read_text
from budgetkit.source_entry import Source
from budgetkit.sources import load_manifest

SEEDS = [1, *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in range(200, 240))]
WRITERS = {"xlsx": write_xlsx, "docx": write_docx, "html": write_html}
EVALUATION = {
    "evaluations": ("project_name", "unit_name", "expected_goal", "actual_result", "total_score"),
    "evaluation_funds": ("fund", "initial_budget", "full_year_budget", "executed", "weight", "execution_rate", "score"),
    "evaluation_indicators": ("level1", "level2", "name", "target", "actual", "weight", "score", "deviation_reason"),
}


@dataclass(frozen=True)
class Family:
    """How a family's made documents are printed; its kind and year, what a unit is of 万元, and a functional table."""

    print_text: Callable[[FormLedger, int], str]
    kind: str
    year: int
    factor: Decimal = Decimal(1)
    function_table: str = "expenditure"
    columns: tuple[str, ...] = ("total", "basic", "project")


FAMILIES = {
    "nine tables": Family(print_nine, "budget", 2024),
    "shanghai": Family(print_shanghai, "unit_budget", 2025, Decimal(10000)),
    "shanghai department": Family(print_shanghai, "budget", 2025, Decimal(10000)),
    "final accounts": Family(print_final_accounts, "final_accounts", 2023),
    "jiangsu": Family(print_jiangsu, "budget", 2019, Decimal(1), "fiscal_expenditure", ("total",)),
}


def make_ledger(family: Family, seed: int) -> FormLedger:
    if family.factor > 1:
        return make_form_ledger(seed, family.year, YUAN if seed % 2 else FEN)
    return make_form_ledger(seed, family.year, digits=6)


def check_items(path: Path, family: Family, ledger: FormLedger) -> None:
    """Hold the item rows of a file against the ledger: code, name and amounts, every one."""
    source = Source(
        "a", "a", ledger.body, "district", "某区", "某", family.year, family.kind, "某", path.name, "0" * 64, None,
        None, path,
    )  # fmt: skip
    tables = clean_document(source, path.parent).tables
    for table in (family.function_table, "general_public_expenditure"):
        rows = [row for row in tables[table] if is_leaf(row)]
        found = [(row["function_code"], row["function_name"], *(row[c] for c in family.columns)) for row in rows]
        assert found == [expect(item, family) for item in ledger.functions]
    economy = [row for row in tables["basic_expenditure"] if is_leaf(row)]
    found = sorted((row["dept_econ_code"], row["dept_econ_name"], row["total"]) for row in economy)
    assert found == sorted(expect(item, family)[:3] for item in ledger.economy)


def expect(item: Item, family: Family) -> tuple:
    parts = [None if part is None else part / family.factor for part in item.parts]
    return (item.code, item.name, *[item.total / family.factor, *parts][: len(family.columns)])


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_made_publication_printed_in_any_look_gives_its_items_exactly(name, seed, tmp_path):
    family = FAMILIES[name]
    ledger = make_ledger(family, seed)
    (tmp_path / "a.txt").write_text(family.print_text(ledger, seed), "utf-8")
    look = draw_look(Random(f"{name} {seed}"))
    check_items(print_look(read_text(tmp_path / "a.txt").rows, tmp_path / "a.pdf", look), family, ledger)


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.exhaustive) for seed in range(100, 110)])
def test_a_made_publication_in_another_format_gives_its_items_exactly(name, ending, seed, tmp_path):
    family = FAMILIES[name]
    ledger = make_ledger(family, seed)
    (tmp_path / "a.txt").write_text(family.print_text(ledger, seed), "utf-8")
    WRITERS[ending](read_text(tmp_path / "a.txt").rows, tmp_path / f"b.{ending}")
    check_items(tmp_path / f"b.{ending}", family, ledger)


@pytest.mark.parametrize("level", ["city", "district"])
@pytest.mark.parametrize("seed", [503, *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in range(510, 530))])
def test_a_made_department_printed_in_any_look_gives_every_row_exactly(level, seed, tmp_path):
    made = make_department(seed, level)
    (source,) = load_manifest(write_project(tmp_path, [made])).sources
    printed = print_look(read_text(source.path).rows, tmp_path / "a.pdf", draw_look(Random(f"{level}{seed}")))
    assert find_differences(made.truth, clean_document(replace(source, path=printed), tmp_path).tables) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_made_self_evaluations_as_ruled_forms_over_pages_give_every_row_exactly(seed, tmp_path):
    made = make_department(seed, "city").evaluation
    (source,) = load_manifest(write_project(tmp_path, [made])).sources
    book = write_evaluation_sheets(made.truth, made.year, made.department, tmp_path / "a.xlsx")
    printed = print_evaluation_forms(book, tmp_path / "a.pdf", Random(seed))
    tables = clean_document(replace(source, path=printed), tmp_path).tables
    for name, columns in EVALUATION.items():
        found, expected = ([tuple(row[c] for c in columns) for row in rows[name]] for rows in (tables, made.truth))
        assert found == expected
