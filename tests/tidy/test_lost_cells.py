"""Cells that a recognised table's lines hold are read, or the table fails by name: nothing lands beside its column."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from drawn import some_of
from made import draw_style, make_department, write_project

from budgetkit.check.lost_amounts import LOST, UNCUT
from budgetkit.errors import BudgetkitError
from budgetkit.pipeline import CleanDocument, clean_document, clean_documents
from budgetkit.sources import load_sources

ROOT = Path(__file__).parents[2] / "data"
NOT_DATA = ("checks", "findings", "published_tables", "documents", "coverage")
SEPARATORS = ("|", " | ", "；", "; ", "，", "/", "   ", "¦", "\t\t", "、")


def data_of(document: CleanDocument) -> dict[str, list[dict]]:
    """Give the rows of the tables of data; an item that is printed without money loses none."""
    return {
        name: [row for row in rows if row.get("amount", "none") is not None]
        for name, rows in document.tables.items()
        if name not in NOT_DATA
    }


def failures(document: CleanDocument, *rules: str) -> list[str]:
    return [
        check["description"]
        for check in document.tables["checks"]
        if check["status"] in ("fail", "located") and (not rules or check["rule"] in rules)
    ]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Made budgets of a city and a district, cleaned."""
    documents = [make_department(seed, kind, projects=6, units=2) for seed, kind in ((71, "city"), (72, "district"))]
    styles = [draw_style(71, "city"), draw_style(72, "district")]
    folder = write_project(tmp_path_factory.mktemp("made"), documents, styles)
    return [(source, clean_document(source, folder)) for source in load_sources(folder)]


@pytest.mark.parametrize("seed", some_of(range(16), 6))
def test_other_separators_are_read_or_the_table_fails(made, tmp_path, seed):
    random = Random(seed)
    source, clean = made[seed % len(made)]
    separator, share = random.choice(SEPARATORS), random.choice([1, 0.5, 0.2, 0.05])
    lines = source.path.read_text("utf-8").split("\n")
    changed = [line.replace("\t", separator) if random.random() < share else line for line in lines]
    path = tmp_path / source.path.name
    path.write_text("\n".join(changed), "utf-8")
    try:
        document = clean_document(replace(source, path=path), tmp_path)
    except BudgetkitError:
        return
    assert data_of(document) == data_of(clean) or failures(document)


@pytest.mark.parametrize(("name", "new", "rule"), [
    ("beijing-emergency-2026-budget", "；", UNCUT), ("beijing-data-2026-budget", "\t\t", "fiscal_and_other"),
])  # fmt: skip
def test_a_published_form_read_in_part_fails_by_name(tmp_path, name, new, rule):
    """Goals hold the separator too, so that their lines can't be cut; amounts one column off have no total."""
    source = next(source for source in load_sources(ROOT / "raw") if source.document_id == name)
    lines = source.path.read_text("utf-8").split("\n")
    path = tmp_path / source.path.name
    path.write_text("\n".join(line.replace("\t", new, 1 if new == "\t\t" else -1) for line in lines), "utf-8")
    document = clean_document(replace(source, path=path), ROOT / "corrections" if new == "\t\t" else tmp_path)
    assert failures(document, rule)


def test_an_amount_in_no_column_fails_by_its_line(made, tmp_path):
    """A row of 支出总表 with one amount more than the table has columns."""
    source, clean = made[0]
    row = clean.tables["expenditure"][0]
    lines = source.path.read_text("utf-8").split("\n")
    lines[row["source_line"] - 1] += "\t\t\t\t\t\t\t98,765.432100"
    path = tmp_path / source.path.name
    path.write_text("\n".join(lines), "utf-8")
    document = clean_document(replace(source, path=path), tmp_path)
    (check,) = [check for check in document.tables["checks"] if check["rule"] == LOST]
    assert check["status"] == "fail"
    assert f"第 {row['source_line']} 行的“98,765.432100”" in check["explanation"]


def test_unchanged_documents_lose_nothing(made):
    assert [failures(clean, LOST, UNCUT) for _, clean in made] == [[], []]
    published = clean_documents(ROOT / "raw").documents
    assert [failures(document, LOST, UNCUT) for document in published] == [[]] * len(published)
