"""A PDF that cannot be read is refused with what it is and what to do next, in bounded time and memory."""

import re
import time
import zlib

import pikepdf
import pypdfium2 as pdfium
import pytest
from made.pdf import make_pdf, table

from budgetkit.errors import SourceError
from budgetkit.read import pdf as pdf_reader
from budgetkit.read.registry import read_noted

ROWS = [("项目", "金额"), ("合计", "12.50"), ("一般公共服务支出", "12.50")]


@pytest.fixture(autouse=True)
def without_recognition(monkeypatch):
    """Read as where the extra that recognises pictures is not installed."""
    monkeypatch.setattr(pdf_reader, "is_available", lambda: False)


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return make_pdf(
        tmp_path_factory.mktemp("good") / "good.pdf", "支出总表\n\n" + table(ROWS, 2) + "#pagebreak()\n说明"
    )


def _protect(good, path):
    with pikepdf.open(good) as document:
        document.save(path, encryption=pikepdf.Encryption(user="secret", owner="secret"))


def _cut(good, path):
    path.write_bytes(good.read_bytes()[:-900])


def _empty_of_pages(good, path):
    with pikepdf.open(good) as document:
        del document.pages[:]
        document.save(path)


def _scan(good, path, *, pages=2):
    """Make a document whose pages are pictures of pages."""
    with pdfium.PdfDocument(good) as document:
        pictures = [document[0].render(scale=1).to_pil().convert("RGB") for _ in range(pages)]
    pictures[0].save(path, "PDF", save_all=True, append_images=pictures[1:])


def _blank(good, path):
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(path)


def _bomb(good, path):
    """Make a page whose few kilobytes unpack to hundreds of megabytes of drawing."""
    packer = zlib.compressobj(9)
    block = b"0 0 m 1 1 l S\n" * 75_000
    packed = b"".join(packer.compress(block) for _ in range(200)) + packer.flush()
    with pikepdf.open(good) as document:
        stream = pikepdf.Stream(document, b"")
        stream.write(packed, filter=pikepdf.Name.FlateDecode)
        document.pages[0].Contents = stream
        document.save(path, compress_streams=False)


def _garble(good, path):
    """Take away what the characters of all fonts mean."""
    with pikepdf.open(good) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                item.ToUnicode = pikepdf.Stream(document, _to_private(item.ToUnicode.read_bytes()))
        document.save(path)


def _to_private(mapping):
    lines = mapping.split(b"\n")
    return b"\n".join(line[: line.rfind(b"<")] + b"<E000>" if line.count(b"<") == 2 else line for line in lines)


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        pytest.param(_protect, "密码", id="password"),
        pytest.param(_cut, "不完整", id="truncated"),
        pytest.param(_empty_of_pages, "不完整|没有一页", id="no pages"),
        pytest.param(_scan, "扫描件：2 页", id="scanned"),
        pytest.param(_blank, "空白", id="blank"),
        pytest.param(_bomb, "限度|文件不完整", id="bomb"),
        pytest.param(_garble, "编码对照", id="characters without a meaning"),
        pytest.param(lambda good, path: path.write_bytes(b"%PDF-1.7\n"), "不完整", id="head only"),
        pytest.param(lambda good, path: path.write_bytes(b""), "空文件", id="empty"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_next_step(tmp_path, good, monkeypatch, spoil, found):
    monkeypatch.setattr(pdf_reader, "_MEMORY", 150_000_000)
    path = tmp_path / "spoilt.pdf"
    spoil(good, path)
    before = time.monotonic()
    with pytest.raises(SourceError, match=found) as caught:
        read_noted(path)
    assert caught.value.next_step
    assert str(path) in caught.value.where
    assert time.monotonic() - before < 30


def test_pages_that_are_pictures_are_named_and_the_others_read(tmp_path, good):
    path, scanned = tmp_path / "mixed.pdf", tmp_path / "scanned.pdf"
    _scan(good, scanned, pages=1)
    with pikepdf.open(good) as document, pikepdf.open(scanned) as pictures:
        document.pages.insert(1, pictures.pages[0])
        document.save(path)
    reading = read_noted(path)
    assert [row.place.page for row in reading.rows if row.opens_page] == [1, 3]
    (note,) = reading.notes
    assert note.note == '第 2 页是图像，没有文字，未读取（扫描件：安装 pip install "budgetkit[ocr]" 后可读）。'
    assert note.action == "flagged"


def test_name_of_another_format_is_told_by_content(tmp_path, good):
    path = tmp_path / "named.txt"
    path.write_bytes(good.read_bytes())
    reading = read_noted(path)
    assert ("合计", "12.50") in [row.cells for row in reading.rows]
    assert any("PDF" in note.note for note in reading.notes)


def test_reader_that_hangs_or_dies_is_ended_and_named(tmp_path, good, monkeypatch):
    monkeypatch.setattr(pdf_reader, "_SECONDS", 0.5)
    monkeypatch.setattr(pdf_reader, "_read", lambda path: time.sleep(60))
    with pytest.raises(SourceError, match="用时过长"):
        read_noted(good)
    monkeypatch.setattr(pdf_reader, "_read", lambda path: bytes(1 << 40))
    with pytest.raises(SourceError, match="内存过大"):
        read_noted(good)


def test_five_hundred_pages_are_read_in_bounded_time(tmp_path, good):
    path = tmp_path / "long.pdf"
    with pikepdf.open(good) as document:
        for _ in range(249):
            document.pages.extend(document.pages[:2])
        document.save(path)
    rows = read_noted(path).rows
    assert rows[-1].place.page == 500
    assert sum(row.cells == ("合计", "12.50") for row in rows) == 250


def test_character_that_cannot_be_read_is_marked_in_its_place_and_makes_no_amount(tmp_path, good):
    path = tmp_path / "digit.pdf"
    with pikepdf.open(good) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                mapping = item.ToUnicode.read_bytes()
                item.ToUnicode = pikepdf.Stream(document, re.sub(rb"<0035>(?=\n)", b"<E000>", mapping))
        document.save(path)
    reading = read_noted(path)
    assert ("合计", "12.\ufffd0") in [row.cells for row in reading.rows]
    assert [note.note for note in reading.notes] == ["第 1 页有字符没有编码对照，读作 �，含有它的数字未采用。"]
