"""Encodings of text files and widths of digits: read where the bytes prove how, said, and refused with the place."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from changed_document import DATA, source_of, untouched
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetkit.batch.pages import find_sources
from budgetkit.cli.show import run
from budgetkit.corrections import Correction, apply_corrections
from budgetkit.errors import SourceError
from budgetkit.parse import is_amount, parse_amount
from budgetkit.project import Folders
from budgetkit.read.registry import read_document, read_noted
from budgetkit.read.widths import narrow
from budgetkit.site.source_page import save_source_page

TEXT = "预算01表 收支总表\n金额单位：万元\n项目\t预算数\n支出合计\t1,234.50\n"
ENCODINGS = ("gb18030", "gbk", "gb2312", "utf-16", "utf-16-le", "utf-16-be", "utf-8", "utf-8-sig")
WIDE = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_text_is_read_in_its_encoding_and_an_unusual_one_is_said(tmp_path, encoding, declared):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    reading = read_noted(path, encoding if declared else None)
    assert "\n".join(row.text for row in reading.rows) + "\n" == TEXT
    assert [note.kind for note in reading.notes] == ([] if encoding.startswith("utf-8") else ["reading"])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_lines_are_counted_whatever_ends_them(tmp_path, end):
    (tmp_path / "a.txt").write_bytes(TEXT.replace("\n", end).encode())
    assert [row.number for row in read_document(tmp_path / "a.txt")] == [1, 2, 3, 4]


@given(
    st.lists(st.sampled_from(["预算支出总表", "项目合计 1.00", "单位：万元", "绩效目标"]), min_size=20, max_size=60),
    st.sampled_from(["latin1", "cp1252", "lost"]),
)
@settings(max_examples=20, deadline=None)
def test_a_text_that_was_garbled_before_it_was_saved_is_refused(tmp_path_factory, lines, way):
    text = "\n".join(lines)
    garbled = {
        "latin1": lambda: text.encode().decode("latin1"),
        "cp1252": lambda: text.encode().decode("cp1252", "replace"),
        "lost": lambda: text.encode("gb18030").decode("utf-8", "replace"),
    }[way]()
    path = tmp_path_factory.mktemp("garbled") / "a.txt"
    path.write_text(garbled, "utf-8")
    with pytest.raises(SourceError, match=r"汉字|丢失"):
        read_document(path)


@pytest.mark.parametrize("more", ["Ångström é ü " * 3, "\ufffd" * 5, "①②③·—“”", "\xa0×·°±" * 200])
def test_a_few_foreign_letters_or_lost_characters_are_no_garbling(tmp_path, more):
    path = tmp_path / "a.txt"
    path.write_text(TEXT + more, "utf-8")
    assert read_document(path)


@pytest.mark.parametrize("declared", ["gb18030", "utf-16"])
def test_a_file_that_is_not_in_the_declared_encoding_is_refused(tmp_path, declared):
    (tmp_path / "a.txt").write_bytes(f"{TEXT}支".encode())
    with pytest.raises(SourceError, match="无法解码"):
        read_document(tmp_path / "a.txt", declared)


def test_an_unknown_declared_encoding_is_refused_with_those_that_are_known(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    with pytest.raises(SourceError, match="gb18030"):
        read_document(tmp_path / "a.txt", "klingon")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, len(TEXT.encode()) - 1), st.sampled_from((0xFF, 0xC0, 0xFE)))
def test_a_damaged_file_is_refused_with_the_line_of_the_damage(tmp_path, place, byte):
    damaged = bytearray(TEXT.encode())
    damaged[place] = byte
    (tmp_path / "a.txt").write_bytes(damaged)
    with pytest.raises(SourceError, match=r"第 \d+ 行（第 \d+ 个字节）无法解码"):
        read_document(tmp_path / "a.txt")


def test_bytes_that_decode_to_no_words_of_a_budget_are_no_text(tmp_path):
    (tmp_path / "a.txt").write_bytes("天地玄黄宇宙洪荒".encode("gb18030"))
    with pytest.raises(SourceError, match="无法解码"):
        read_document(tmp_path / "a.txt")


def test_show_and_source_pages_read_in_the_declared_encoding(tmp_path, capsys):
    """The bytes alone prove no encoding here: only what the manifest declares reads them."""
    content = "天地玄黄\n宇宙洪荒\n".encode("gb18030")
    (tmp_path / "a.txt").write_bytes(content)
    source = replace(source_of(DATA), path=tmp_path / "a.txt", encoding="gb18030")
    with (
        patch("budgetkit.cli.show.load_sources", return_value=[source]),
        patch("budgetkit.cli.show.load_schemas", dict),
    ):
        run(Folders(*[tmp_path] * 4), DATA, 2, 0, lambda: None)
    assert "宇宙洪荒" in capsys.readouterr().out
    built = untouched(DATA).built
    tables = {name: table.slice(0, 0) for name, table in built.items()}
    save_source_page(built["documents"].to_pylist()[0], source.path, tables, tmp_path / "page.html", source.encoding)
    assert "宇宙洪荒" in (tmp_path / "page.html").read_text("utf-8")


def test_a_batch_hands_the_declared_encoding_to_a_source_page(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"a")
    slices = SimpleNamespace(
        documents=[{"document_id": DATA, "file": "a.txt", "sha256": ""}], fingerprint=lambda document: "same"
    )
    manifest = SimpleNamespace(sources=[replace(source_of(DATA), encoding="gb18030")])
    with patch("budgetkit.batch.pages.load_manifest", return_value=manifest):
        assert [found["encoding"] for found in find_sources(slices, {DATA}, tmp_path)] == ["gb18030"]


def test_a_corrected_row_keeps_its_digits_read_half_width(tmp_path):
    (tmp_path / "a.txt").write_text("甲\t１，２３４．５０\t坏字", "utf-8")
    record = Correction(line=1, printed="坏字", corrected="好字", reason="抽取有误", evidence="另一表")
    (row,) = apply_corrections("a", read_document(tmp_path / "a.txt"), [record])
    assert row.cells == ("甲", "1,234.50", "好字")


@given(st.decimals(-(10**9), 10**9, places=6), st.booleans())
def test_a_full_width_amount_is_the_same_amount(value, grouped):
    printed = f"{value:,}" if grouped else f"{value}"
    assert parse_amount(narrow(printed.translate(WIDE))) == value


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("２２４０１０１－行政运行", "2240101－行政运行"),
        ("１１００００２６Ｔ０００００１２３４５６７", "11000026T000001234567"),
        ("1，234．50", "1,234.50"),
        ("1'234.56", "1,234.56"),
        ("-12’345’678.90", "-12,345,678.90"),
        ("1\u2009234.5", "1,234.5"),
        ("＜b＞１２", "＜b＞12"),
        ("￥1,234.50", "1,234.50"),
        ('"1,234.50"', "1,234.50"),
        ("'1234.5", "1234.5"),
        ("“ -3.20 ”", "-3.20"),
    ],
)
def test_codes_and_separators_are_read_half_width(printed, read):
    assert narrow(printed) == read


@pytest.mark.parametrize(
    "text",
    [
        "完成1，2，3项工作",
        "共12个，34项",
        "1.50",
        "甲，乙",
        "2026年，完成",
        "271 660100",
        "1 234.56",
        "12'34.5",
        "’24年",
        "$5",
        "￥1,23.4",
        "“3”项",
    ],
)
def test_commas_of_a_sentence_stay(text):
    assert narrow(text) == text


def test_full_width_digits_are_said_once(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT.translate(WIDE), "utf-8")
    reading = read_noted(tmp_path / "a.txt")
    assert is_amount(reading.rows[3].cells[1])
    assert reading.rows[3].text == "支出合计\t１，２３４．５０"
    assert [(note.kind, note.source_line) for note in reading.notes] == [("reading", 1)]
