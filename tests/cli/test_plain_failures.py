"""Whatever is amiss is one clear sentence and stops only what it concerns: no traceback, the others go on."""

from __future__ import annotations

import os
import pickle
import re
import tomllib
from datetime import date
from itertools import product

import pytest
from command_line import run_command
from drawn import some_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import make_department, print_document, write_project
from made.folder import file_name, write_entry

from budgetkit import pipeline
from budgetkit.corrections import find_unused, load_corrections
from budgetkit.dataset.freshness import find_inputs
from budgetkit.errors import BudgetkitError, CorrectionError, describe_toml_error, say_unexpected, write_value
from budgetkit.pipeline import clean_documents
from budgetkit.sources import check_file, load_manifest

GOOD, BAD = make_department(32, projects=2, units=1), make_department(31, projects=3, units=1)


def clean_with(folder, text):
    """Clean a folder of a good document and one of this text."""
    raw = write_project(folder, [GOOD, BAD])
    content = text.encode()
    (raw / file_name(BAD)).write_bytes(content)
    entries = [write_entry(GOOD, (raw / file_name(GOOD)).read_bytes()), write_entry(BAD, content)]
    (raw / "sources.toml").write_text("\n".join(entries), "utf-8")
    return clean_documents(raw)


HUGE = ("9" * 30, "9" * 13, ",".join(["999"] * 9), "1." + "3" * 30, "-" + "8" * 40 + ".5")


@pytest.mark.parametrize(("huge", "at"), some_of(product(HUGE, (0.02, 0.1, 0.25, 0.4, 0.6, 0.9)), 9))
def test_an_amount_that_no_table_can_hold_stops_at_most_its_document(tmp_path, huge, at):
    text = print_document(BAD)
    amounts = list(re.finditer(r"(?<=\t)\d[\d,]*\.\d{6}(?=[\t\n])", text))
    place = amounts[int(len(amounts) * at)]
    result = clean_with(tmp_path, text[: place.start()] + huge + text[place.end() :])
    assert GOOD.document_id in [document.source.document_id for document in result.documents]
    assert not [error for error in result.errors if "未预料" in str(error)]
    assert result.tables()
    if not result.errors:
        line = text.count("\n", 0, place.start()) + 1
        tables = result.documents[1].tables
        assert any(line == row["source_line"] for row in tables["findings"]) or any(
            row["status"] in ("fail", "located", "insufficient") for row in tables["checks"]
        )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_the_place_of_a_file_is_said_and_nobody_waits_for_it(tmp_path):
    raw = write_project(tmp_path, [GOOD, BAD])
    (raw / file_name(BAD)).unlink()
    os.mkfifo(raw / file_name(BAD))
    (tmp_path / "corrections").mkdir()
    os.mkfifo(tmp_path / "corrections" / f"{GOOD.document_id}.toml")
    manifest = load_manifest(raw)
    found = find_inputs(tmp_path / "corrections", manifest)
    assert (found["files"][file_name(BAD)], *found["corrections"].values()) == (None, None)
    assert "不是普通文件" in str(check_file(next(one for one in manifest.sources if one.file == file_name(BAD))))
    with pytest.raises(CorrectionError, match="不是普通文件"):
        load_corrections(tmp_path / "corrections", GOOD.document_id)


@pytest.mark.parametrize("failure", [RuntimeError("boom"), MemoryError(), RecursionError(), OSError(5, "I/O")])
def test_whatever_happens_in_one_document_the_others_are_cleaned(tmp_path, monkeypatch, failure):
    cleaned = pipeline.clean_document

    def fail(source, *rest):
        if source.document_id == BAD.document_id:
            raise failure
        return cleaned(source, *rest)

    monkeypatch.setattr(pipeline, "clean_document", fail)
    result = clean_documents(write_project(tmp_path, [BAD, GOOD]))
    assert [document.source.document_id for document in result.documents] == [GOOD.document_id]
    (error,) = result.errors
    assert file_name(BAD) in str(error)
    assert error.next_step
    assert result.left_out == [BAD.document_id]


def test_memory_that_runs_out_is_said_in_words():
    assert "内存不足" in str(say_unexpected("某处", MemoryError()))


RECORD = {"line": 3, "printed": "5", "corrected": "6", "reason": "断页", "evidence": "他表"}


def write_records(folder, *records, name="d"):
    def toml(value):
        return f'"{value}"' if isinstance(value, str) else str(value).lower()

    tables = ["[[correction]]\n" + "".join(f"{key} = {toml(value)}\n" for key, value in one.items()) for one in records]
    (folder / f"{name}.toml").write_text("\n".join(tables), "utf-8")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"printed": 5}, "printed"), ({"corrected": 6}, "corrected"), ({"line": "3"}, "line"), ({"line": True}, "line"),
        ({"line": 0}, "line"), ({"line": 2.0}, "line"), ({"printed": ""}, "printed"), ({"reson": "x"}, "reson"),
        ({"reason": 1}, "reason"), ({"page": -1}, "page"), ({"sheet": 1}, "sheet"),
    ],
)  # fmt: skip
def test_a_record_of_another_form_is_refused_with_its_field(tmp_path, changes, said):
    write_records(tmp_path, RECORD, {**RECORD, **changes})
    with pytest.raises(CorrectionError, match=f"第 2 条.*{said}"):
        load_corrections(tmp_path, "d")


@pytest.mark.parametrize("name", RECORD)
def test_a_record_that_lacks_a_field_is_refused(tmp_path, name):
    write_records(tmp_path, {key: value for key, value in RECORD.items() if key != name})
    with pytest.raises(CorrectionError, match="位置" if name == "line" else name):
        load_corrections(tmp_path, "d")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[[correction]]\nreason = '断页'".encode("gbk"), "UTF-8"), (b"[[correction", "TOML"), (b"correction = 5", "5"),
        (b"correction = ['x']", "'x'"), (b"[correction]\nline = 1", "line"), (b"[[corection]]\nline = 1", "corection"),
        (b"\xff\xfe\x00", "UTF-8"), (b"a = " + b"[" * 5000, "TOML"),
    ],
)  # fmt: skip
def test_a_file_of_records_of_another_form_is_refused_in_words(tmp_path, content, said):
    (tmp_path / "d.toml").write_bytes(content)
    with pytest.raises(CorrectionError, match=said):
        load_corrections(tmp_path, "d")


def test_a_byte_order_mark_before_records_does_no_harm_and_no_file_is_no_record(tmp_path):
    write_records(tmp_path, RECORD)
    content = (tmp_path / "d.toml").read_bytes()
    (tmp_path / "d.toml").write_bytes(b"\xef\xbb\xbf" + content)
    assert [one.printed for one in load_corrections(tmp_path, "d")] == ["5"]
    assert load_corrections(tmp_path, "other") == load_corrections(tmp_path / "none", "d") == []


def test_a_folder_for_a_file_of_records_and_a_file_for_their_folder_are_said(tmp_path):
    (tmp_path / "d.toml").mkdir()
    (tmp_path / "corrections").write_text("x")
    for folder in (tmp_path, tmp_path / "corrections"):
        with pytest.raises(CorrectionError, match="同名的文件"):
            load_corrections(folder, "d")


def test_records_that_belong_to_no_document_are_said(tmp_path):
    write_records(tmp_path, RECORD)
    write_records(tmp_path, RECORD, name="e")
    assert [error.found for error in find_unused(tmp_path, ["d"])] == ["e"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(st.binary(max_size=60) | st.text(alphabet="[]corectin=\"'\n .#{},1-\ufeff", max_size=60).map(str.encode))
def test_any_bytes_as_records_are_read_or_refused_in_words(tmp_path, content):
    (tmp_path / "d.toml").write_bytes(content)
    try:
        assert load_corrections(tmp_path, "d") == []
    except CorrectionError as error:
        told = error.next_step
        assert told


def test_broken_records_of_one_document_leave_the_others(tmp_path):
    raw = write_project(tmp_path, [BAD, GOOD])
    folder = tmp_path / "data" / "corrections"
    folder.mkdir()
    write_records(folder, {**RECORD, "printed": 5}, name=BAD.document_id)
    result = clean_documents(raw)
    assert [document.source.document_id for document in result.documents] == [GOOD.document_id]
    assert BAD.document_id in str(result.errors[0])


def test_commands_say_what_is_amiss_in_one_sentence_and_exit_with_1(tmp_path):
    (tmp_path / "file").write_text("mine")
    raw = write_project(tmp_path / "project", [GOOD])
    for arguments in (
        ["clean", "--raw", tmp_path / "none", "--clean", tmp_path / "clean"],
        ["clean", "--raw", tmp_path / "file", "--clean", tmp_path / "clean"],
        ["clean", "--raw", raw, "--clean", tmp_path / "file"],
        ["clean", "--raw", raw, "--clean", tmp_path / "file" / "clean"],
        ["check", "--clean", tmp_path / "file"],
        ["export", "--clean", tmp_path / "none"],
    ):
        result = run_command(*arguments)
        assert result.returncode == 1, arguments
        assert result.stderr.startswith("错误："), arguments
        assert "Traceback" not in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
    assert (tmp_path / "file").read_text() == "mine"


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory):
    """Give the clean tables of a document."""
    folder = tmp_path_factory.mktemp("cleaned")
    raw = write_project(folder / "project", [GOOD])
    assert run_command("clean", "--raw", raw, "--clean", folder / "clean").returncode == 0
    return folder / "clean"


@pytest.mark.parametrize("name", ["csv", "datapackage", "xlsx"])
def test_an_export_to_a_place_that_takes_none_is_said(cleaned, tmp_path, name):
    (tmp_path / "file").write_text("mine")
    result = run_command("export", "--clean", cleaned, "--format", name, "--to", tmp_path / "file")
    assert result.returncode == 1
    assert "同名的文件" in result.stderr
    assert "Traceback" not in result.stderr


def test_every_error_goes_to_another_process_as_it_is():
    kinds = [BudgetkitError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    for kind in kinds:
        error = kind.__new__(kind)
        BudgetkitError.__init__(error, "某文件第 3 行", "一个金额", "“甲”", "请核对。", document_id="made")
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), vars(again)) == (kind, str(error), vars(error))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a 5", "第 1 行第 3 列写法无效（键后面要有等号）"),
        ("a = 1\na = 2", "（同一个键或表头写了两次）"),
        ("[a]\n[a]", "（同一个键或表头写了两次）"),
        ("a = city", "（等号后面的值写法不对，文字要加引号）"),
        ('a = "x\ny"', "（引号没有闭合）"),
        ("a = 1 b = 2", "（一行里多了内容）"),
        ("a = [1, 2", "文件末尾写法无效"),
        (r'a = "C:\data"', "（反斜线要写成两个）"),
        ("a = 2025-13-01", "写法"),
    ],
)
def test_a_slip_in_a_toml_file_is_said_in_chinese(text, said):
    with pytest.raises(tomllib.TOMLDecodeError) as raised:
        tomllib.loads(text)
    message = describe_toml_error(raised.value)
    assert said in message
    assert re.search("[A-Za-z]{3}", message) is None


@pytest.mark.parametrize(
    ("value", "written"),
    [(True, "true"), (date(2025, 1, 1), "2025-01-01"), ({"line": 12}, "{line = 12}"), ([1, "a"], "[1, 'a']"), (5, "5")],
)
def test_a_wrong_value_is_quoted_as_the_file_prints_it(value, written):
    assert write_value(value) == written
