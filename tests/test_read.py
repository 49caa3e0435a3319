"""Reading text extractions: cells, markup, and files that are no text."""

import pytest

from budgetkit.errors import SourceError
from budgetkit.read.markup import is_rule, strip_markup
from budgetkit.read.personal import is_phone, mask_lines
from budgetkit.read.registry import read_document
from budgetkit.read.text import split_lines


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
        ("gbk.txt", "部门预算".encode("gbk"), "无法解码"),
        ("binary.txt", b"%PDF-1.7\0\1", "二进制内容"),
        ("book.docx", b"PK", ".docx"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_what_to_do(tmp_path, name, content, found):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=found) as error:
        read_document(tmp_path / name)
    assert error.value.next_step


@pytest.mark.parametrize("cell", ["13800138000", "010-62345678", "62345678", "6234-5678"])
def test_a_telephone_number_is_known_by_its_form(cell):
    assert is_phone(cell)


@pytest.mark.parametrize("cell", ["34.110000", "2,525.614600", "3500", "11000022T000000438666", ""])
def test_amounts_and_ids_are_no_telephone_numbers(cell):
    assert not is_phone(cell)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("11010522T000000000001-某\t王小明\t62345678\t9.0", "11010522T000000000001-某\t（略）\t（略）\t9.0"),
        ("某项目\t欧阳小明\t13800138000", "某项目\t（略）\t（略）"),
        ("咨询请拨打13800138000。", "咨询请拨打（略）。"),
        ("项目负责人 王小明 联系电话 010-62345678", "项目负责人 （略） 联系电话 （略）"),
        ("负责人：王小明\t电话：62345678", "负责人：（略）\t电话：（略）"),
    ],
)
def test_contacts_are_masked(text, shown):
    assert mask_lines([text]) == [shown]


@pytest.mark.parametrize(
    "text", ["发放金额\t≥\t62345678\t万元", "2240101-行政运行\t13,800,138,000.00", "项目负责人应当履行职责。"]
)
def test_a_value_is_not_masked(text):
    assert mask_lines([text]) == [text]


def test_cells_below_a_contact_header_are_masked_over_page_breaks():
    lines = ["项目\t联系人\t电话\t金额", "甲\t王小明\t62345678\t1.0", "", "乙\t李明\t62345679\t2.0", "单位：万元"]
    masked = ["项目\t联系人\t电话\t金额", "甲\t（略）\t（略）\t1.0", "", "乙\t（略）\t（略）\t2.0", "单位：万元"]
    assert mask_lines(lines) == masked
