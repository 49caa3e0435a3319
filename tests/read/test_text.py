"""Reading text extractions: cells, markup, and files that are no text."""

import zipfile
from time import process_time

import pytest

from budgetkit.errors import SourceError
from budgetkit.pipeline import clean_safely
from budgetkit.read import registry
from budgetkit.read.markup import is_rule, strip_markup
from budgetkit.read.registry import read_document
from budgetkit.read.text import split_lines
from budgetkit.source_entry import Source


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("<b>9,751.387870</b>", "9,751.387870"),
        (r"$\geq$", "≥"),
        (r"\leq", "≤"),
        ("<p>满意度指标</p>", "满意度指标"),
        ("A &amp; B", "A & B"),
        ("<ol><li>一</li><li>二</li></ol>", "一  二"),
        ("价格 <5 元", "价格 <5 元"),
        ("$100", "$100"),
        ("$9,751.38$", "9,751.38"),
        ("**合 计**", "合 计"),
        ("** <b>1.00</b> **", "1.00"),
        ("138****0000 与 139****0000", "138****0000 与 139****0000"),
        ("***", "***"),
        ("1\u200b2\ufeff.\u200e50", "12.50"),
        ("<h2>收支总表</h2>", "收支总表"),
        ("<s>12.50</s>", "<s>12.50</s>"),
    ],
)
def test_markup_goes_and_the_printed_text_stays(text, clean):
    assert strip_markup(text) == clean


def test_a_table_packed_in_a_cell_gives_its_rows_under_the_same_line_number():
    lines = split_lines(
        "前\n目标\t<table><tr><td>产出指标</td><td>≥</td></tr><tr><td>效益指标</td><td>=</td></tr></table>\n后"
    )
    assert [(line.number, line.cells, line.from_markup) for line in lines] == [
        (1, ("前",), False),
        (2, ("目标", ""), False),
        (2, ("产出指标", "≥"), True),
        (2, ("效益指标", "="), True),
        (3, ("后",), False),
    ]


@pytest.mark.parametrize(
    ("text", "rule"), [("---|---", True), ("--\t-----", True), ("-", False), ("", False), ("a--b", False)]
)
def test_a_markdown_rule_is_no_row(text, rule):
    assert is_rule(text) is rule


def test_a_last_line_without_newline_is_read_and_a_newline_adds_none():
    assert (
        [line.number for line in split_lines("一\n二")] == [line.number for line in split_lines("一\n二\n")] == [1, 2]
    )


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("empty.txt", b"", "空文件"),
        ("blank.txt", b" \n\n", "空文件"),
        ("broken.txt", "部门预算\n支出".encode()[:-1] + b"\xff", "第 2 行"),
        ("pdf.txt", b"%PDF-1.7\0\1", "PDF"),
        ("binary.txt", b"A\0\1", "二进制内容"),
        ("book.docx", b"PK", "文件不完整"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_what_to_do(tmp_path, name, content, found):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=found) as error:
        read_document(tmp_path / name)
    assert error.value.next_step


@pytest.mark.exhaustive  # by the clock
def test_tags_that_nothing_closes_take_time_in_proportion_to_the_text():
    def seconds(count: int) -> float:
        start = process_time()
        for line in ("<table><tr><td>", "<tr><td>", "<td>"):
            split_lines(line * count)
            split_lines(f"<table><tr><td>a</td>{line * count}</tr></table>")
        return process_time() - start

    seconds(200)
    assert seconds(16_000) < 8 * max(seconds(4_000), 0.05)


LONG = [
    "<table",
    "<b",
    "某局",
    "（",
    "1,",
    "某1.00",
    "<table 某",
    "2010601 ",
    "王小明、",
    "由",
    "138 ",
    "负责人",
    "2024年",
]
LONG += ["1.00万元，", "项目支出1万元；", "“三公”经费1.00万元，", "比上年增加1.00万元，", "联系人：甲/"]


@pytest.mark.exhaustive  # by the clock
@pytest.mark.parametrize("line", LONG)
def test_a_line_beyond_all_measure_takes_time_in_proportion_to_its_length(tmp_path, line):
    path = tmp_path / "long.txt"

    def seconds(count: int) -> float:
        path.write_text(f"支出总表\n科目名称\t合计\n{line * count}\n", "utf-8")
        source = Source("m", "m", "某局", "city", "某地", "某", 2025, "budget", "某", "long.txt", "0", None, None, path)
        start = process_time()
        clean_safely(source, tmp_path, ())
        return process_time() - start

    seconds(50)
    assert seconds(20_000) < 8 * max(seconds(5_000), 0.3)  # four times the length; squares would take 16 times


def test_document_with_too_many_rows_is_refused_by_their_number(tmp_path, monkeypatch):
    monkeypatch.setattr(registry, "MOST_ROWS", 3)
    (tmp_path / "long.txt").write_text("甲\t1\n" * 3, "utf-8")
    assert len(registry.read_noted(tmp_path / "long.txt").rows) == 3
    (tmp_path / "long.txt").write_text("甲\t1\n" * 4, "utf-8")
    with pytest.raises(SourceError, match="不超过 3 行的文件，实为4 行"):
        registry.read_noted(tmp_path / "long.txt")


def test_part_of_an_archive_that_swells_is_refused_as_too_large(tmp_path):
    docx = pytest.importorskip("docx")
    docx.Document().save(tmp_path / "small.docx")
    swollen = b'<w:document xmlns:w="urn:w"><w:p><w:r><w:t>%b</w:t></w:r></w:p></w:document>' % (b"A" * 11_000_000)
    with zipfile.ZipFile(tmp_path / "small.docx") as before, zipfile.ZipFile(tmp_path / "a.docx", "w", 8) as after:
        for name in before.namelist():
            after.writestr(name, swollen if name == "word/document.xml" else before.read(name))
    with pytest.raises(SourceError, match="过长"):
        registry.read_noted(tmp_path / "a.docx")
