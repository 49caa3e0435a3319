"""Codes and names held against the reference of the year and against the document's other tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from drawn import tries
from made import make_department, print_document, write_project

from budgetkit.check.code_names import RULE, check_code_names, find_code_mismatches
from budgetkit.check.code_pairs import RULE as PAIR
from budgetkit.check.code_pairs import check_code_pairs
from budgetkit.check.document import CheckedDocument
from budgetkit.codes.reference import load_reference
from budgetkit.finding import Row
from budgetkit.pipeline import CleanDocument, clean_document
from budgetkit.sources import load_sources

RAW = Path(__file__).parents[2] / "data" / "raw"
DATA = "beijing-data-2026-budget"


def use(kind: str, code: str | None, name: str | None, line: int = 1) -> Row:
    return {f"{kind}_code": code, f"{kind}_name": name, "source_line": line}


def judge(tables: dict[str, list[Row]], year: int = 2024) -> list[tuple[str, str]]:
    """Status and explanation of all that is not in order."""
    (source, *_) = load_sources(RAW)
    document = CheckedDocument(tables, (), replace(source, year=year))
    return [(row["status"], row["explanation"]) for row in check_code_names(document) if row["status"] != "pass"]


def clean_changed(folder: Path, document_id: str, change: Callable[[list[str]], None]) -> CleanDocument:
    (source,) = (one for one in load_sources(RAW) if one.document_id == document_id)
    lines = source.path.read_text("utf-8").split("\n")
    change(lines)
    path = folder / source.path.name
    path.write_text("\n".join(lines), "utf-8")
    return clean_document(replace(source, path=path), RAW.parent / "corrections")


def mismatches(document: CleanDocument) -> list[Row]:
    """Findings of codes and names that don't go together; those of units and projects have a test of their own."""
    return [row for row in document.tables["findings"] if row["kind"] == "code_mismatch" and "科目" in row["note"]]


@pytest.mark.parametrize(("row", "status", "words"), [
    (use("gov_econ", "50297", "其他商品和服务支出"), "fail", "“其他商品和服务支出”的编码是50299"),
    (use("function", "2240101", "一般行政管理事务"), "fail", "2240101 在参考目录中为“行政运行”"),
    (use("function", "9990101", "行政运行"), "fail", "也没有它所属的 99901"),
    (use("function", "2240177", "某地专项事务"), "insufficient", "可能是地方自设的科目，也可能是误印"),
    (use("dept_econ", "30104", "其他社会保障缴费"), "insufficient", "至 2017 年止"),
    (use("dept_econ", "3021101", "三类会议费"), "insufficient", "名称与之不同"),
    (use("dept_econ", "3021101", "培训费"), "fail", "“培训费”的编码是30216"),
    (use("dept_econ", "3029801", "培训费"), "fail", "参考目录中没有 3029801"),
    (use("gov_econ", None, "办公经费"), "fail", "没有读出编码"),
    (use("gov_econ", "50201", None), "fail", "没有读出名称"),
])  # fmt: skip
def test_a_code_that_is_not_its_names_is_told_with_the_reason(row, status, words):
    ((found, text),) = judge({"expenditure": [row]})
    assert (found, words in text) == (status, True), text


@pytest.mark.parametrize("row", [
    use("function", "2240101", "行政运行"),
    use("function", "2010399", "其他政府办公厅(室)及相关机构事务支出"),
    use("dept_econ", "30213", "维修(护)费"),
    use("dept_econ", "3021101", "差旅费"),
    use("dept_econ", "3021102", "科研类差旅费"),
    use("gov_econ", "50601", "资本性支出（一）"),
    use("function", None, None),
])  # fmt: skip
def test_a_name_as_the_reference_or_a_variant_in_print_is_in_order(row):
    assert judge({"expenditure": [row]}) == []


def test_names_follow_the_documents_year():
    old = {"expenditure": [use("function", "2150605", "安全监管监察专项")]}
    assert judge(old, 2016) == []
    assert [status for status, _ in judge(old, 2024)] == ["insufficient"]


def test_a_code_of_the_place_that_two_tables_use_alike_is_no_error():
    row = use("function", "2240177", "某地专项事务")
    (found,) = set(judge({"expenditure": [row], "general_public_expenditure": [row]}))
    assert found[0] == "insufficient"
    assert "2 张表的用法一致" in found[1]
    other = use("function", "2240177", "另一事务")
    assert {status for status, _ in judge({"expenditure": [row], "general_public_expenditure": [other]})} == {"fail"}


def test_what_two_sources_do_not_prove_is_not_called_an_error():
    """A code that no published document showed stands on one source: a name that nobody knows is doubted only."""
    code, entry = next((c, e[-1]) for c, e in load_reference("function").items() if len(c) == 7 and not e[-1].seen)
    ((status, text),) = judge({"expenditure": [use("function", code, "从未见过的名称")]}, max(entry.since, 2024))
    assert (status, "宜复核" in text) == ("insufficient", True)


def test_pairs_of_economic_codes():
    (source, *_) = load_sources(RAW)
    office = use("gov_econ", "50201", "办公经费")
    rows = [
        office | use("dept_econ", code, "某费", line) | {"dept_econ_code5": code}
        for line, code in enumerate(("30201", "30211", "30215"), start=1)
    ]
    checks = list(check_code_pairs(CheckedDocument({"expenditure": rows}, (), source)))
    assert [(row["status"], row["lines"]) for row in checks] == [("pass", "1-2"), ("insufficient", "3")]
    assert list(check_code_pairs(CheckedDocument({"expenditure": rows}, (), replace(source, year=2017)))) == []


def test_published_documents_are_in_order():
    for source in load_sources(RAW):
        document = clean_document(source, RAW.parent / "corrections")
        checks = [row for row in document.tables["checks"] if row["rule"] in (RULE, PAIR)]
        assert {row["status"] for row in checks} == ({"pass"} if source.kind == "budget" else set())
        assert mismatches(document) == []


def test_changed_code_of_a_published_document_is_found(tmp_path):
    def change(lines: list[str]) -> None:
        lines[82] = lines[82].replace("50299-", "50297-")

    (finding,) = mismatches(clean_changed(tmp_path, DATA, change))
    assert (finding["table"], finding["source_line"]) == ("expenditure", 83)
    assert "50299" in finding["note"]


def test_swapped_names_of_a_published_document_are_found(tmp_path):
    def change(lines: list[str]) -> None:
        one, other = (lines[place].split("\t") for place in (241, 279))
        one[1], other[1] = other[1], one[1]
        lines[241], lines[279] = "\t".join(one), "\t".join(other)

    found = mismatches(clean_changed(tmp_path, DATA, change))
    assert [(row["table"], row["source_line"]) for row in found] == [
        ("general_public_expenditure", 242),
        ("general_public_expenditure", 280),
    ]


@pytest.mark.parametrize("layout", ["city", "district"])
def test_a_wrong_digit_in_any_code_of_a_made_document_is_noticed(tmp_path, layout):
    """Codes of all kinds and tables, drawn by chance; either their name or their amount gives them away."""
    for seed in range(tries(5, 40)):
        random = Random(f"{layout} {seed}")
        made = make_department(seed, layout, projects=4, units=2)
        text = print_document(made)
        source = load_sources(write_project(tmp_path / str(seed), [made]))[0]
        before = complaints(clean_document(source, tmp_path))
        codes = [
            code for table in made.truth.values() for row in table for key, code in row.items() if is_code(key, code)
        ]
        code = random.choice(codes)
        place = random.randrange(len(code))
        wrong = code[:place] + random.choice([d for d in "123456789" if d != code[place]]) + code[place + 1 :]
        source.path.write_text(replace_one(random, text, code, wrong), "utf-8")
        assert complaints(clean_document(source, tmp_path)) - before, f"{seed}: {code} printed as {wrong}"


def is_code(key: str, value: object) -> bool:
    return key in ("function_code", "gov_econ_code", "dept_econ_code") and bool(value)


def replace_one(random: Random, text: str, code: str, wrong: str) -> str:
    pieces = text.split(code)
    cut = random.randrange(1, len(pieces))
    return code.join(pieces[:cut]) + wrong + code.join(pieces[cut:])


def complaints(document: CleanDocument) -> set[tuple]:
    bad = [row for row in document.tables["checks"] if row["status"] in ("fail", "insufficient")]
    return {(row["rule"], row["table"], row["lines"], row["explanation"]) for row in bad} | {
        (row["kind"], row["table"], row["note"]) for row in document.tables["findings"]
    }


def test_findings_repeat_no_doubt_that_is_not_proved():
    (source, *_) = load_sources(RAW)
    rows = [use("function", "2240177", "某地专项事务"), use("gov_econ", "50297", "其他商品和服务支出", 2)]
    found = list(find_code_mismatches(CheckedDocument({"expenditure": rows}, (), source)))
    assert [finding.source_line for finding in found] == [2]
