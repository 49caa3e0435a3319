"""Files that are cut, empty, badly encoded or of another kind: a clear error, or what is left, read rightly."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from random import Random

import pytest
from drawn import some_of
from made import make_department, print_document, write_project
from made.folder import Document, file_name, write_entry

from budgetkit.clean_folder import clean_folder
from budgetkit.errors import BudgetkitError, SourceError
from budgetkit.pipeline import CleanDocument, CleanResult, clean_documents

CITY, DISTRICT = make_department(31), make_department(31, "district")
GOOD, BAD = make_department(32), CITY


def _clean_beside_good(folder: Path, content: bytes, document: Document = BAD) -> CleanResult:
    """Clean a folder of two documents, of which one has this content."""
    raw = write_project(folder, [GOOD, document])
    (raw / file_name(document)).write_bytes(content)
    entries = [
        write_entry(GOOD, (raw / file_name(GOOD)).read_bytes()),
        write_entry(document, content),
    ]
    (raw / "sources.toml").write_text("\n".join(entries), "utf-8")
    return clean_documents(raw)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param(b"", "空文件", id="empty"),
        pytest.param(b"\n \n\t\n", "空文件", id="blank"),
        pytest.param(print_document(BAD).encode("gbk", "replace") + b"\xff", "无法解码", id="gbk"),
        pytest.param(print_document(BAD).encode("utf-16")[:-1], "无法解码", id="utf-16"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF", id="pdf"),
        pytest.param(b"PK\x03\x04" + bytes(200), "文件不完整", id="zip"),
        pytest.param("本局今年工作顺利。\n谢谢。\n".encode(), "没有可识别的表格", id="prose"),
        pytest.param("支出总表 ".encode() * 250_000, "有一行 1250000 字", id="one line"),
        pytest.param("日期,数量\n2025-01-01,3\n".encode(), "没有可识别的表格", id="csv"),
    ],
)
def test_unreadable_file_is_named_with_the_next_step_and_its_neighbour_is_cleaned(tmp_path, content, found):
    result = _clean_beside_good(tmp_path, content)
    assert [document.source.document_id for document in result.documents] == [GOOD.document_id]
    (error,) = result.errors
    assert isinstance(error, SourceError)
    assert file_name(BAD) in error.where
    assert found in str(error)
    assert error.next_step


@pytest.mark.parametrize("given", [CITY, DISTRICT, CITY.evaluation], ids=["city", "district", "evaluation"])
def test_file_of_another_kind_is_refused(tmp_path, given):
    registered = CITY.evaluation if given.kind == "budget" else CITY
    result = _clean_beside_good(tmp_path, print_document(given).encode(), registered)
    (error,) = result.errors
    assert file_name(registered) in error.where
    assert "kind" in error.next_step


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="crlf"),
        pytest.param(lambda text: text.encode("utf-8-sig"), id="byte-order mark"),
        pytest.param(lambda text: text.rstrip("\n").encode(), id="no last newline"),
    ],
)
def test_line_ends_and_byte_order_mark_change_nothing(tmp_path, change):
    result = _clean_beside_good(tmp_path / "changed", change(print_document(BAD)))
    plain = _clean_beside_good(tmp_path / "plain", print_document(BAD).encode())
    assert result.errors == []
    for name, rows in plain.documents[1].tables.items():
        if name != "documents":
            assert result.documents[1].tables[name] == rows


def test_changed_file_is_refused_until_the_manifest_says_so(tmp_path):
    raw = write_project(tmp_path, [GOOD, BAD])
    with (raw / file_name(BAD)).open("a", encoding="utf-8") as file:
        file.write("\n")
    result = clean_documents(raw)
    assert [document.source.document_id for document in result.documents] == [GOOD.document_id]
    assert "sha256" in str(result.errors[0])


def test_missing_and_unregistered_files_are_told_apart(tmp_path):
    raw = write_project(tmp_path, [GOOD, BAD])
    shutil.move(raw / file_name(BAD), raw / "other.txt")
    messages = [str(error) for error in clean_documents(raw).errors]
    assert any("没有该文件" in message and file_name(BAD) in message for message in messages)
    assert any("清单中没有" in message and "other.txt" in message for message in messages)


def _clean_text(folder: Path, document: Document, text: str) -> CleanDocument | BudgetkitError:
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    content = text.encode()
    (raw / file_name(document)).write_bytes(content)
    (raw / "sources.toml").write_text(write_entry(document, content), "utf-8")
    result = clean_documents(raw)
    return result.errors[0] if result.errors else result.documents[0]


@pytest.mark.parametrize("document", [CITY, DISTRICT], ids=["city", "district"])
@pytest.mark.parametrize("share", [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95])
def test_cut_document_keeps_the_rows_before_the_cut_and_nothing_else(tmp_path, document, share):
    lines = print_document(document).split("\n")
    cleaned = _clean_text(tmp_path, document, "\n".join(lines[: int(len(lines) * share)]))
    assert isinstance(cleaned, CleanDocument)
    for name in ("expenditure", "general_public_expenditure", "basic_expenditure", "purchased_services"):
        kept, right = cleaned.tables.get(name, []), document.truth[name]
        assert [row.get("total", row.get("amount")) for row in kept] == [
            row.get("total", row.get("amount")) for row in right[: len(kept)]
        ]


@pytest.mark.parametrize("document", [CITY, DISTRICT], ids=["city", "district"])
def test_table_cut_before_its_total_is_said_to_lack_it(tmp_path, document):
    text = print_document(document)
    start = text.index("支出总表" if document is CITY else "支出预算总表")
    cut = text.index("合 计\t", start)
    cleaned = _clean_text(tmp_path, document, text[:cut])
    statuses = {check["status"] for check in cleaned.tables["checks"] if check["table"] == "expenditure"}
    assert statuses & {"not_applicable", "insufficient", "fail"}


@pytest.mark.parametrize("document", [CITY, DISTRICT], ids=["city", "district"])
@pytest.mark.parametrize("table", ["支出总表", "一般公共预算支出表", "一般公共预算基本支出表"])
@pytest.mark.parametrize("seed", range(4))
def test_amount_that_the_end_of_the_file_cuts_is_a_finding_or_fails_a_check(tmp_path, document, table, seed):
    """`1,234.56` is a sound amount: that four decimals are gone shows only beside the others."""
    text = print_document(document)
    title = table if document is CITY else table.replace("支出总表", "支出预算总表").replace("预算支", "预算财政拨款支")
    title = title if title in text else title.replace("预算基本", "预算财政拨款基本")
    amounts = list(re.finditer(r"\d{1,3}(?:,\d{3})*\.\d{6}", text[text.index(title) :]))
    amount = Random(seed).choice(amounts[:40])
    cut = text.index(title) + Random(seed).randint(amount.start() + 1, amount.end() - 1)
    tables = _clean_text(tmp_path, document, text[:cut]).tables
    line = text.count("\n", 0, cut) + 1
    told = [row for row in tables["findings"] if row["source_line"] == line]
    told += [
        row for row in tables["checks"] if row["status"] == "fail" and str(line) in (row["lines"] or "").split(",")
    ]
    assert told


@pytest.mark.parametrize("document", [CITY, DISTRICT, CITY.evaluation], ids=["city", "district", "evaluation"])
@pytest.mark.parametrize("seed", some_of(range(99), 8))
def test_lost_lines_and_cells_never_stop_the_cleaning_or_let_contacts_through(tmp_path, document, seed):
    random = Random(seed)
    share = random.choice((0.02, 0.1, 0.3))
    kept = [line for line in print_document(document).split("\n") if random.random() > share]
    damaged = [_damage(random, line) if random.random() < share else line for line in kept]
    cleaned = _clean_text(tmp_path, document, "\n".join(damaged))
    assert isinstance(cleaned, CleanDocument | SourceError)
    tables = CleanResult([cleaned]).tables().values() if isinstance(cleaned, CleanDocument) else ()
    stored = str([table.to_pylist() for table in tables])
    people = document.people.values() if document is DISTRICT else ()
    assert [person for pair in people for person in pair if person in stored] == []


def _damage(random: Random, line: str) -> str:
    cells = line.split("\t")
    place = random.randrange(len(cells))
    kind = random.choice(("lose", "empty", "double", "cut", "blank"))
    if kind == "lose":
        return "\t".join(cells[:place] + cells[place + 1 :])
    if kind == "double":
        return "\t".join(cells[:place] + cells[place : place + 1] * 2 + cells[place + 1 :])
    half = len(cells[place]) // 2
    cells[place] = {"empty": "", "cut": cells[place][:half], "blank": f"{cells[place][:half]} {cells[place][half:]}"}[
        kind
    ]
    return "\t".join(cells)


def test_twice_the_same_files_give_twice_the_same_bytes(tmp_path):
    documents = [CITY, DISTRICT, CITY.evaluation]
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        clean_folder(write_project(folder, documents), folder / "clean")
    first, second = ({path.name: path.read_bytes() for path in (one / "clean").iterdir()} for one in folders)
    assert first == second
    assert "expenditure.parquet" in first


def test_broken_run_leaves_the_last_tables_as_they_are(tmp_path):
    raw = write_project(tmp_path, [GOOD])
    clean_folder(raw, tmp_path / "clean")
    before = {path.name: path.read_bytes() for path in (tmp_path / "clean").iterdir()}
    (raw / file_name(GOOD)).write_bytes(b"")
    result = clean_folder(raw, tmp_path / "clean")
    assert result.errors
    assert {path.name: path.read_bytes() for path in (tmp_path / "clean").iterdir()} == before
