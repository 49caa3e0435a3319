"""Publications of explanatory text alone: read, said as such, and a base for the years beside them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from made.form_ledger import FEN, make_form_ledger
from made.narrative import draw_text, set_lines
from made.printing_nine import print_nine

from budgetkit.adding.documents import carry_out, plan_addition
from budgetkit.adding.new_entry import Named
from budgetkit.briefing import year_over_year, year_over_year_said, year_over_year_words
from budgetkit.briefing.year_over_year_reliability import state_reliability
from budgetkit.clean_folder import clean_folder
from budgetkit.compare.budget import find_budget, find_budgets, leave_out_texts
from budgetkit.compare.stated import compare_stated
from budgetkit.dataset.load import Dataset, load
from budgetkit.errors import SourceError
from budgetkit.line_runs import parse_lines
from budgetkit.pipeline import clean_document
from budgetkit.project import Folders
from budgetkit.read.text import read_text
from budgetkit.source_entry import Source
from budgetkit.sources import load_sources

SAID = (
    "某局2023年支出预算总计150.5万元，比上年预算增加10万元。基本支出100万元，占支出预算总计的66.45%。项目支出50.5万元。"
)


def write_text(path: Path, *paragraphs: str) -> Path:
    path.write_text("\n".join(row.text for row in set_lines(list(paragraphs))), "utf-8")
    return path


def source_of(path: Path, kind: str = "budget", **more) -> Source:
    values = {"level": "city", "region": "某市", "field": "某", "year": 2023, "kind": kind, "title": "某"}
    return Source("made", "made", "某局", file=path.name, sha256="0" * 64, url=None, counterpart=None, path=path,
                  **values, **more)  # fmt: skip


def clean(path: Path, **more):
    return clean_document(source_of(path, **more), path.parent / "corrections")


@pytest.mark.parametrize("seed", range(3))
def test_every_amount_of_a_text_without_tables_is_read_and_none_is_held_against_a_table(tmp_path, seed):
    paragraphs, truth = draw_text(Random(seed), 2023)
    document = clean(write_text(tmp_path / "made.txt", *paragraphs))
    assert document.tables["documents"][0]["part"] == "text"
    assert [row["amount"] for row in document.tables["statements"]] == [said.amount for said in truth]
    checks = document.tables["checks"]
    first = checks[0]
    assert (first["rule"], first["status"]) == ("text_alone", "insufficient")
    assert "只有文字说明" in first["explanation"]
    against = [row["status"] for row in checks if row["rule"] == "text_against_table"]
    assert against == ["not_applicable"] * len(truth)


@pytest.mark.parametrize(
    ("kind", "paragraphs"),
    [
        ("budget", ["这是一封信。", "此致敬礼"]),
        ("budget", ["支出预算150.5万元。", "望周知。"]),
        ("self_evaluation", [SAID]),
        ("budget", [SAID, "某专项\t12.50\t10.00", "另一专项\t3.00\t2.00"]),
    ],
)
def test_letters_other_kinds_and_tables_that_no_title_tells_are_no_text_alone(tmp_path, kind, paragraphs):
    path = tmp_path / "made.txt"
    path.write_text("\n".join(paragraphs), "utf-8")
    with pytest.raises(SourceError, match="没有可识别的表格"):
        clean(path, kind=kind)


def test_an_entry_that_says_text_alone_of_a_document_with_tables_is_refused(tmp_path):
    path = tmp_path / "made.txt"
    ledger = make_form_ledger(3, 2023, FEN, 8)
    path.write_text(print_nine(ledger, 3), "utf-8")
    with pytest.raises(SourceError, match="只有文字说明的文件"):
        clean_document(replace(source_of(path, part="text"), department=ledger.body), tmp_path / "corrections")


def write_years(folder: Path) -> Dataset:
    """Clean a department's text alone of 2022 and tables of 2023."""
    raw = folder / "raw"
    raw.mkdir()
    ledger = make_form_ledger(3, 2023, FEN, 8)
    (raw / "later.txt").write_text(print_nine(ledger, 3), "utf-8")
    said = SAID.replace("2023", "2022").replace("某局", ledger.body)
    write_text(raw / "earlier.txt", said)
    entries = []
    for name, year in (("earlier", 2022), ("later", 2023)):
        digest = hashlib.sha256((raw / f"{name}.txt").read_bytes()).hexdigest()
        values = {
            "id": name, "department_id": "made", "department": ledger.body, "level": "city", "region": "某市",
            "field": "某", "kind": "budget", "title": name, "file": f"{name}.txt", "sha256": digest,
        }  # fmt: skip
        lines = "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
        entries.append(f"[[document]]\n{lines}\nyear = {year}\n")
    (raw / "sources.toml").write_text("\n".join(entries), "utf-8")
    assert clean_folder(raw, folder / "clean", folder / "corrections").errors == []
    return load(folder / "clean")


def test_what_a_text_states_is_the_base_of_the_next_years_change_and_is_said_to_be(tmp_path):
    years = year_over_year.find_years(write_years(tmp_path), "made", 2023)
    total = float(make_form_ledger(3, 2023, FEN, 8).total)
    row = compare_stated(years.earlier, years.later).table.set_index("key").loc["expenditure"]
    assert (row["earlier"], row["later"], row["change"]) == (150.5, total, pytest.approx(total - 150.5))
    assert not year_over_year_said.stated(years).is_missing
    assert years.earlier.kind_label == "2022年部门预算（只有文字说明）"
    said = next(text for text in map(str, year_over_year_words.key_points(years)) if "只有文字说明" in text)
    assert "比2022年部门预算（只有文字说明）增加" in said


def test_text_and_tables_published_apart_are_one_budget_with_the_statements_of_the_text(tmp_path):
    ledger = make_form_ledger(3, 2023, FEN, 8)
    folders = Folders(tmp_path / "data/raw", tmp_path / "data/clean", tmp_path / "notebooks", tmp_path / "reports")
    tables, text = tmp_path / "a.txt", tmp_path / "b.txt"
    tables.write_text(f"{ledger.body}2023年部门预算\n\n{print_nine(ledger, 3)}", "utf-8")
    write_text(text, f"{ledger.body}2023年部门预算", SAID.replace("某局", ledger.body))
    named = Named(department_id="made", level="city", region="某市", field="某")
    for path in (tables, text):
        carry_out(plan_addition(path, folders, named), folders)
    assert [(one.document_id, one.part) for one in load_sources(folders.raw)] == [
        ("made-2023-budget", None), ("made-2023-budget-text", "text"),
    ]  # fmt: skip
    data = load(folders.clean)
    (budget,) = find_budgets(data)
    assert budget.document_id == "made-2023-budget"
    assert 150.5 in set(budget.table("statements")["amount"])
    used = year_over_year.find_years(data, "made", 2023).documents
    assert used == ["made-2023-budget", "made-2023-budget-text"]
    assert not find_budget(data, "made", 2023).is_text
    rows = data.documents.to_dict("records")
    assert leave_out_texts(rows[1:]) == rows[1:]


def write_apart(folder: Path, said: str, ledger) -> Path:
    """Write a text and, behind it in the manifest, the tables of the same publication."""
    raw = folder / "raw"
    raw.mkdir()
    write_text(raw / "words.txt", said)
    (raw / "tables.txt").write_text(print_nine(ledger, 3), "utf-8")
    entries = []
    for name, more in (("words", {"part": "text"}), ("tables", {})):
        digest = hashlib.sha256((raw / f"{name}.txt").read_bytes()).hexdigest()
        values = {
            "id": name, "department_id": "made", "department": ledger.body, "level": "city", "region": "某市",
            "field": "某", "kind": "budget", "title": f"某{name}", "file": f"{name}.txt", "sha256": digest, **more,
        }  # fmt: skip
        lines = "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
        entries.append(f"[[document]]\n{lines}\nyear = 2023\n")
    (raw / "sources.toml").write_text("\n".join(entries), "utf-8")
    return raw


def read_again(raw: Path) -> list[str]:
    result = clean_folder(raw, raw.parent / "clean", raw.parent / "corrections")
    assert result.errors == []
    return [one.source.document_id for one in result.documents if one.is_read]


def test_a_text_published_apart_is_held_against_the_tables_of_its_publication(tmp_path):
    ledger = make_form_ledger(3, 2023, FEN, 8)
    item = ledger.functions[0]
    said = (
        f"支出预算总计{ledger.total:,}万元。基本支出{ledger.basic + 3:,}万元。“{item.name}（项）”{item.total:,}万元。"
    )
    raw = write_apart(tmp_path, said, ledger)
    assert read_again(raw) == ["words", "tables"]
    checks = load(tmp_path / "clean").checks
    own = checks[(checks["document_id"] == "words") & (checks["rule"] == "text_against_table")]
    assert list(own["status"]) == ["pass", "fail", "pass"]
    assert own["description"].str.contains("（表在“某tables”第 ").all()
    text = {row.number for row in read_text(raw / "words.txt").rows}
    assert {line for lines in own["lines"] for line in parse_lines(lines)} <= text
    assert "某tables" in checks[checks["rule"] == "text_alone"]["explanation"].iloc[0]
    budget = find_budget(load(tmp_path / "clean"), "made", 2023)
    *_, reliable = state_reliability(year_over_year.Years(budget, budget, None))
    assert "1 项差异的原因未证明" in reliable.text
    assert {document for document, _ in reliable.sources} == {"words"}


def test_a_text_published_apart_is_read_again_when_its_tables_changed(tmp_path):
    ledger = make_form_ledger(3, 2023, FEN, 8)
    raw = write_apart(tmp_path, SAID, ledger)
    read_again(raw)
    assert read_again(raw) == []
    tables, manifest = raw / "tables.txt", raw / "sources.toml"
    before = hashlib.sha256(tables.read_bytes()).hexdigest()
    tables.write_bytes(tables.read_bytes() + b"\n")
    after = hashlib.sha256(tables.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text("utf-8").replace(before, after), "utf-8")
    assert read_again(raw) == ["words", "tables"]
