"""Workbooks, Word files and web pages to rows: merged cells, several sheets, hidden parts, failed formulas."""

import shutil
import subprocess
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from budgetkit.errors import SourceError
from budgetkit.read import archive, grid, sheet
from budgetkit.read.biff import read_records
from budgetkit.read.grid import read_sheets
from budgetkit.read.registry import read_noted

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def make_book(path):
    book = Workbook()
    sheet = book.active
    sheet.title = "预算 01表"
    sheet["A1"] = "预算01表 收支总表"
    sheet.merge_cells("A1:D1")
    rows = [
        ["项目", "预算数", "日期", "备注"],
        ["甲", 1234.5, date(2025, 1, 2), "1,000.50"],
        ["乙", 0.1 + 0.2, 0, "多\n行"],
    ]
    for number, row in enumerate(rows, start=3):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)
    sheet["B4"].number_format = "#,##0.00"
    sheet["B7"], sheet["B7"].number_format = 9751.38787, "0.00"
    sheet["A7"] = "丙"
    for row in range(8, 3000):
        sheet.cell(row, 1).number_format = "0.00"  # padded rows
    sheet["A3000"] = "注：\n第一条\n第二条"
    sheet.merge_cells("A3000:D3000")
    hidden = book.create_sheet("底稿")
    hidden["A1"] = "不公开"
    hidden.sheet_state = "hidden"
    book.create_sheet("空")
    other = book.create_sheet("零")
    other["A1"], other["B1"], other["A2"], other["B2"] = "项", 0, "目", 5
    other.row_dimensions[2].hidden = True
    book.save(path)


ROWS = [
    ("预算 01表!A1", ("预算01表 收支总表",), True, False),
    ("预算 01表!A3", ("项目", "预算数", "日期", "备注"), False, True),
    ("预算 01表!A4", ("甲", "1,234.50", "2025-01-02", "1,000.50"), False, False),
    ("预算 01表!A5", ("乙", "0.3", "0", "多行"), False, False),
    ("预算 01表!A7", ("丙", "9751.39", "", ""), False, True),
    ("预算 01表!A3000", ("注：",), False, True),
    ("预算 01表!A3000", ("第一条",), False, False),
    ("预算 01表!A3000", ("第二条",), False, False),
    ("零!A1", ("项", "0"), True, False),
    ("零!A2", ("目", "5"), False, False),
]


def read(path):
    reading = read_noted(path)
    assert [row.number for row in reading.rows] == list(range(1, len(reading.rows) + 1))
    rows = [(str(row.place), row.cells, row.opens_page, row.follows_gap) for row in reading.rows]
    return rows, [note.note for note in reading.notes]


def texts(path):
    return [row.cells for row in read_noted(path).rows]


def test_a_workbook_is_read_as_it_is_shown_with_its_addresses(tmp_path):
    make_book(tmp_path / "a.xlsx")
    rows, notes = read(tmp_path / "a.xlsx")
    assert rows == ROWS
    assert notes == [
        "工作表“预算 01表”的 B7 存有显示格式以外的小数，按显示的数字读取。",
        "工作表“底稿”是隐藏的，未读取。",
        "工作表“零”有隐藏的行，同样读取。",
    ]


@pytest.mark.slow
@pytest.mark.skipif(not SOFFICE, reason="needs LibreOffice")
@pytest.mark.parametrize("ending", ["xls", "ods", "xlsx"])
def test_the_formats_of_workbooks_are_read_alike(ending, tmp_path):
    make_book(tmp_path / "a.xlsx")
    command = [SOFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", ending]
    subprocess.run([*command, "--outdir", tmp_path / "out", tmp_path / "a.xlsx"], check=True, capture_output=True)
    rows, notes = read(tmp_path / "out" / f"a.{ending}")
    assert rows == ROWS
    assert "工作表“底稿”是隐藏的，未读取。" in notes


def test_a_formula_without_a_saved_result_and_a_failed_one_are_said_and_not_taken(tmp_path):
    book = Workbook()
    book.active.append(["科目", "基本", "项目"])
    book.active.append(["合计", "=A1+1", "=1/0"])
    book.active.append(["项", 2, "#REF!"])
    book.save(tmp_path / "a.xlsx")
    rows, notes = read(tmp_path / "a.xlsx")
    assert [cells for _, cells, *_ in rows] == [("科目", "基本", "项目"), ("合计", "", ""), ("项", "2", "#REF!")]
    assert [note.split(" ", 1)[1] for note in notes] == [
        "B2、C2 是公式，但文件没有保存计算结果，未采用；请用 Excel 打开并保存后重试。",
        "C3 为公式错误，未采用。",
    ]


def test_noughts_that_a_sheet_does_not_show_are_empty(tmp_path):
    book = Workbook()
    book.active.append(["项", 0, 5])
    book.active.sheet_view.showZeros = False
    book.save(tmp_path / "a.xlsx")
    assert texts(tmp_path / "a.xlsx") == [("项", "", "5")]


def test_a_workbook_that_starts_in_a_later_column_keeps_its_addresses(tmp_path):
    book = Workbook()
    for row in range(1, 13):
        book.active.cell(row, 2, f"项{row}")
        book.active.cell(row, 3, row)
    book.save(tmp_path / "a.xlsx")
    rows, _ = read(tmp_path / "a.xlsx")
    assert rows[0][:2] == ("Sheet!B1", ("项1", "1"))


def test_macros_are_said_and_a_misleading_name_too(tmp_path):
    make_book(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    (tmp_path / "a.xlsx").rename(tmp_path / "a.xls")
    rows, notes = read(tmp_path / "a.xls")
    assert rows == ROWS
    assert notes[:2] == ["文件名以 .xls 结尾，内容是Excel 工作簿（xlsx），按内容读取。", "文件含有宏，未运行。"]


def test_word_tables_spread_merged_cells_and_text_stands_between(tmp_path):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "某局2025年部门预算"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    document.add_paragraph("预算01表\t单位：万元")
    table = document.add_table(3, 4)
    for row, cells in zip(
        table.rows, [["甲", "乙", "", "丁"], ["", "1", "2", "3"], ["丙", "4", "5", "6"]], strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(2, 3).add_table(1, 2).cell(0, 1).text = "内"
    document.add_page_break()
    document.add_paragraph("完")
    document.save(tmp_path / "a.docx")
    rows, _ = read(tmp_path / "a.docx")
    assert [cells for _, cells, *_ in rows] == [
        ("某局2025年部门预算",),
        ("预算01表", "单位：万元"),
        ("甲", "乙", "", "丁"),
        ("", "1", "2", "3"),
        ("丙", "4", "5", "6"),
        ("", "内"),
        ("完",),
    ]
    assert [place for place, *_ in rows][:4] == ["页眉第 1 行", "正文第 3 行", "第1个表第 1 行", "第1个表第 2 行"]
    assert rows[2][3]
    assert rows[-1][2]


def test_deleted_and_hidden_words_are_left_out_and_inserted_ones_read(tmp_path):
    body = (
        "<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>"
    )
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>')
    assert texts(tmp_path / "a.docx") == [("留增",)]


PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>x</title>
<style>.no{display:none}</style></head><body>
<script>document.write('<table><tr><td>假</td></tr></table>')</script>
<p>某局 &nbsp;2025年<b>部门</b>预算</p><p style="display: none">隐</p><span class="a no">藏</span>
<table><tr><td>外<table>
<tr><th rowspan=2>项<br>目</th><th colspan=2>预算数</th></tr><tr><td>基本</td><td>项目</td></tr>
<tr hidden><td>草稿</td></tr>
<tr><td>甲</td><td>1,234.50<td><div>5</div></table></td></tr></table>
尾</body></html>"""


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_web_page_is_read_as_a_browser_shows_it_whatever_encoding_it_declares(tmp_path, encoding):
    (tmp_path / "a.htm").write_bytes(PAGE.encode(encoding))
    rows, notes = read(tmp_path / "a.htm")
    assert [cells for _, cells, *_ in rows] == [
        ("某局 2025年部门预算",),
        ("外",),
        ("项目", "预算数", ""),
        ("", "基本", "项目"),
        ("甲", "1,234.50", "5"),
        ("尾",),
    ]
    assert notes == ["网页中有 3 处隐藏的文字，未读取。"]


def entity_bomb():
    more = "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 20}">' for i in range(8))
    return f'<!DOCTYPE x [<!ENTITY a "{"x" * 99}">{more}]><w:document xmlns:w="w"><w:body>&i;</w:body></w:document>'


def write_zip(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


HOSTILE = {
    "bomb": ({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": bytes(401_000_000)}, "解压后有 401 MB"),
    "deep": (
        {"word/document.xml": f'<w:document xmlns:w="w">{"<w:a>" * 999}{"</w:a>" * 999}</w:document>'},
        "嵌套过深",
    ),
    "entities": ({"word/document.xml": entity_bomb()}, "文件不完整"),
    "no parts": ({"xl/workbook.xml": "<workbook/>"}, "文件不完整"),
    "archive": ({"a.txt": "x"}, "压缩包"),
    "slides": ({"ppt/presentation.xml": "x"}, "演示文稿"),
    "encrypted ods": (
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": "<encryption-data/>"},
        "已加密",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_is_refused_in_words(tmp_path, name):
    parts, found = HOSTILE[name]
    write_zip(tmp_path / "a.xlsx", parts)
    with pytest.raises(SourceError, match=found) as error:
        read_noted(tmp_path / "a.xlsx")
    assert error.value.next_step


TEXTS = {
    "deep page": ("<html>" + "<div>" * 5000, "嵌套过深"),
    "cut page": ("<html><body><table><tr><td>甲</td>", "表格没有结束"),
    "wide page": ("<html><table>" + ("<tr>" + "<td colspan=1000>a" * 9) * 4100 + "</table></html>", "单元格"),
    "mhtml": ("From: <a>\nMIME-Version: 1.0\n\n<html>", "MHTML"),
    "xml": ("<?xml version='1.0'?><Workbook/>", "XML"),
    "rtf": ("{\\rtf1 x}", "RTF"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_page_that_cannot_be_used_is_refused_in_words(tmp_path, name):
    text, found = TEXTS[name]
    (tmp_path / "a.html").write_text(text, "utf-8")
    with pytest.raises(SourceError, match=found):
        read_noted(tmp_path / "a.html")


def ole(name):
    """Write the smallest compound file: header, table, directory with one stream of this name."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00" + bytes(10)
    header += (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + bytes(4) + (4096).to_bytes(4, "little")
    free, end = b"\xff\xff\xff\xff", b"\xfe\xff\xff\xff"
    header += end + bytes(4) + end + bytes(4) + bytes(4) + free * 108
    table = b"\xfd\xff\xff\xff" + end + free * 126

    def entry(text, kind, child):
        label = text.encode("utf-16-le") + b"\0\0"
        return (
            label.ljust(64, b"\0") + len(label).to_bytes(2, "little") + bytes([kind, 1]) + free * 2 + child
            + bytes(36) + end + bytes(8)
        )  # fmt: skip

    return header + table + entry("Root Entry", 5, (1).to_bytes(4, "little")) + entry(name, 2, free) + bytes(256)


@pytest.mark.parametrize(
    ("name", "found"),
    [("EncryptedPackage", "已加密"), ("WordDocument", "另存为 docx"), ("Workbook", "文件不完整"), ("X", "复合文档")],
)
def test_what_a_compound_file_holds_is_told_by_its_streams(tmp_path, name, found):
    (tmp_path / "a.xlsx").write_bytes(ole(name))
    with pytest.raises(SourceError, match=found):
        read_noted(tmp_path / "a.xlsx")


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_file_that_breaks_off_is_refused(tmp_path, ending, share):
    if ending == "xlsx":
        make_book(tmp_path / "a.xlsx")
    else:
        pytest.importorskip("docx").Document().save(tmp_path / "a.docx")
    path = tmp_path / f"a.{ending}"
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(SourceError, match="文件不完整"):
        read_noted(path)


def test_a_cell_far_away_costs_no_memory(tmp_path):
    book = Workbook()
    book.active["A1"] = "近"
    book.active.cell(1_048_576, 16_384, "远")
    book.save(tmp_path / "a.xlsx")
    assert [str(row.place) for row in read_noted(tmp_path / "a.xlsx").rows] == ["Sheet!A1", "Sheet!XFD1048576"]


def record(kind, data):
    return kind.to_bytes(2, "little") + len(data).to_bytes(2, "little") + data


def test_the_records_of_an_old_workbook_tell_formats_styles_errors_and_passwords():
    begin, end = record(0x0809, b"\x00\x06\x05\x00" + bytes(12)), record(0x000A, b"")
    code = '0.00"元"'
    own = record(
        0x041E, (164).to_bytes(2, "little") + len(code).to_bytes(2, "little") + b"\x01" + code.encode("utf-16-le")
    )
    styles = record(0x00E0, bytes(2) + (4).to_bytes(2, "little")) + record(
        0x00E0, bytes(2) + (164).to_bytes(2, "little")
    )
    head = begin + own + styles + record(0x0022, b"\x01\x00") + end
    number = record(0x0203, b"\x02\x00\x03\x00\x01\x00" + bytes(8))
    many = record(0x00BD, b"\x05\x00\x01\x00" + (b"\x01\x00" + bytes(4)) * 2 + b"\x02\x00")
    failed = record(0x0205, b"\x06\x00\x00\x00\x00\x00\x17\x01")
    sheet = begin + number + many + failed + record(0x023E, bytes(18)) + end
    book = read_records(head + sheet)
    assert (book.formats, book.from_1904) == (["#,##0.00", code], True)
    found = book.sheets[len(head)]
    assert found.styles == {(2, 3): 1, (5, 1): 1, (5, 2): 1, (6, 0): 0}
    assert (found.errors, found.zeros, found.area) == ({(6, 0): "#REF!"}, False, 20)
    assert read_records(begin + record(0x002F, bytes(6)) + own).is_protected


ODS = (
    '<d xmlns:o="o" xmlns:t="t" xmlns:x="x"><o:spreadsheet><t:table t:name="a">'
    '<t:table-row t:number-rows-repeated="{rows}"><t:table-cell t:number-columns-repeated="{columns}">'
    '<x:p>甲<x:s x:c="{blanks}"/></x:p></t:table-cell></t:table-row></t:table></o:spreadsheet></d>'
)


def write_ods(path, rows, columns, blanks=1):
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    content = ODS.format(rows=rows, columns=columns, blanks=blanks)
    write_zip(path, {"mimetype": mimetype, "content.xml": content})
    return path


@pytest.mark.parametrize(("rows", "columns"), [(1_048_576, 16_384), (1, 10**9)])
def test_a_cell_that_repeats_without_end_is_refused_before_it_fills_the_memory(tmp_path, monkeypatch, rows, columns):
    monkeypatch.setattr(sheet, "MOST_CELLS", 500)
    with pytest.raises(SourceError, match="有内容的单元格"):
        read_noted(write_ods(tmp_path / "a.ods", rows, columns))
    assert len(read_noted(write_ods(tmp_path / "b.ods", 50, 10, blanks=10**12)).rows) == 50


def test_rows_that_one_far_cell_makes_wide_are_refused_before_they_are_made(monkeypatch):
    def rows(far):
        one = sheet.Sheet("a")
        for row in range(1, 20):
            one.put(row, 1, "甲")
        one.put(20, far, "乙")
        return read_sheets("a.xlsx", [one]).rows

    monkeypatch.setattr(grid, "MOST_CELLS", 500)
    assert len(rows(50)) == 20
    with pytest.raises(SourceError, match="远处有零星的单元格"):
        rows(51)


def test_a_word_file_of_more_elements_than_fit_into_memory_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MOST_MARKS", 60)
    for count in (25, 30):
        body = f"<w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p>{'<w:p/>' * count}</w:body>"
        body = f'<w:document xmlns:w="w">{body}</w:document>'
        write_zip(tmp_path / f"{count}.docx", {"word/document.xml": body + "<!---->" * (count - 25) * 6})
    assert [row.cells for row in read_noted(tmp_path / "25.docx").rows] == [("甲",)]
    with pytest.raises(SourceError, match="不超过 30 个标记"):
        read_noted(tmp_path / "30.docx")
