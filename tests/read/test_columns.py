"""Columns set apart by anything: read where the rows prove them, else not read, and a failure says why."""

from __future__ import annotations

import re
from random import Random

import pytest
from changed_document import DISTRICT, clean_text, source_of, untouched
from drawn import some_of
from hypothesis import given
from hypothesis import strategies as st
from made import Style, make_department
from made.compare import find_differences

from budgetkit.check.words import money_columns
from budgetkit.pipeline import CleanDocument
from budgetkit.read.columns import recover_columns
from budgetkit.read.html_rows import join_html_rows
from budgetkit.read.reading import Reading
from budgetkit.read.text import split_lines
from budgetkit.recognise.rows import read_rows
from budgetkit.tidy import basic_expenditure, expenditure, gov_fund, procurement

PROVED = ("pipes", "bars", "td", "td_lines", "spaces", "semicolons")
SEEDS = some_of((11, 12, 13), 1)
LAYOUTS = ("city", "district")
GLUED = ("{} {}", "{}_{}", "{}：{}", "{}、{}", "[{}]{}", "（{}）{}", "{}{}", "{1}（{0}）", "{1}[{0}]")
APART = {
    "groups": ("功能分类\t\t政府经济分类\t\t部门预算经济分类\t\t", "编码\t名称\t编码\t名称\t编码\t名称\t"),
    "one row": ("功能分类编码\t功能分类名称\t政府经济编码\t政府经济名称\t部门经济分类编码\t部门经济分类名称\t",),
    "parts": ("功能科目\t\t\t\t政府经济科目\t\t部门经济科目\t\t", "类\t款\t项\t名称\t编码\t名称\t编码\t名称\t"),
    "parts and one row": (
        "功能科目编码\t\t\t功能科目名称\t政府经济科目编码\t政府经济科目名称\t部门经济科目编码\t部门经济科目名称\t",
        "类\t款\t项\t\t\t\t\t\t",
    ),
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("columns", PROVED)
def test_a_document_with_other_separators_has_the_same_tables_and_says_so(clean_made, columns, layout, seed):
    department = make_department(seed, layout)
    document = clean_made(department, Style(columns=columns))
    assert find_differences(department.truth, document.tables) == []
    assert [finding["kind"] for finding in document.tables["findings"]].count("reading") == 1
    assert not [check for check in document.tables["checks"] if check["status"] == "fail"]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("columns", ["aligned", "lines"])
def test_amounts_are_right_or_not_read_and_what_is_not_read_fails(clean_made, columns, layout, seed):
    department = make_department(seed, layout)
    tables = clean_made(department, Style(columns=columns)).tables
    for name, rows in department.truth.items():
        for column in money_columns(name):
            wanted = [row[column] for row in rows if row.get(column) is not None]
            found = [row[column] for row in tables.get(name, ()) if row.get(column) is not None]
            assert found in ([], wanted), (name, column)
            if wanted and not found:
                failed = {check["table"] for check in tables["checks"] if check["rule"] == "unread_amounts"}
                assert name in failed or (failed and name == "projects"), name  # districts put projects together


def _cut(text):
    reading = recover_columns(join_html_rows(Reading(split_lines(text))))
    return [row.cells for row in reading.rows], reading.notes


words = st.text("甲乙丙丁戊己庚辛（）", min_size=1, max_size=6)
amounts = st.decimals(0, 10**6, places=2).map(lambda value: f"{value:,}")


@st.composite
def tables(draw):
    """A header and three rows or more: words, then amounts; some of the amounts' cells are empty."""
    names, money = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    header = draw(st.lists(words, min_size=names + money, max_size=names + money))
    cell = st.one_of(st.just(""), amounts)
    row = st.tuples(*[words] * names, amounts, *[cell] * (money - 1))
    return [tuple(header), *draw(st.lists(row, min_size=3, max_size=6))]


WRITE = {
    "pipes": lambda cells: f"| {' | '.join(cells)} |",
    "bars": "|".join,
    "box": "│".join,
    "td": lambda cells: f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>",
    "semicolons": ";".join,
    "blanks": "    ".join,
    "wide blanks": (" " * 8).join,
    "td alone": lambda cells: "".join(f"<td>{cell}</td>" for cell in cells),
    **{repr(mark): mark.join for mark in ("^", "~", "#", "→", "¦", "::", "\\t", "\x1f", "\x0b", "　", "　　")},
    "latex": lambda cells: f"{' & '.join(cells)} \\\\",
    "strokes": " / ".join,
}


@given(tables(), st.sampled_from(sorted(WRITE)))
def test_rows_come_out_as_they_went_in(rows, name):
    cells, notes = _cut("\n".join(WRITE[name](row) for row in rows))
    assert cells == rows
    assert [note.kind for note in notes] == ["reading"]


@pytest.mark.parametrize("mark", ["；", "|", "    "])
def test_rows_that_lost_or_won_a_cell_are_cut_as_all_others_are(mark):
    rows = [[f"30{n}-某费", f"{n}.50", "", f"{n}.50"] for n in range(10, 60)]
    odd = [["3107-某费", "7.50"], ["", "3108-某费", "8.50", "", "8.50"]]
    sentence = f"完成甲{mark}完成乙{mark}完成丙" if mark == "；" else "完成甲"
    lines = [*map(mark.join, rows[:25]), mark.join(odd[0]), mark.join(rows[25]), mark.join(odd[1]), sentence, ""]
    cells, notes = _cut("\n".join([*lines, *map(mark.join, rows[26:])]))
    assert (cells[25], cells[27]) == tuple(map(tuple, odd))
    assert cells[28] == (sentence,)
    assert len(notes) == 1


@pytest.mark.parametrize("mark", [";", "；"])
@pytest.mark.parametrize("pieces", [2, 3, 5])
def test_a_sentence_that_holds_the_mark_between_columns_stays_whole(mark, pieces):
    goal = "；".join(f"完成第{n}项工作" for n in range(pieces))
    rows = [
        [f"某项目{n}", f"{n}.50", "", goal if n == 7 else f"完成{n}", "产出指标", "数量指标", "=", f"{n}"]
        for n in range(40)
    ]
    cells, _ = _cut(
        "\n".join([mark.join(("名称", "金额", "其他", "目标", "一级", "二级", "性质", "值")), *map(mark.join, rows)])
    )
    assert cells[8] == tuple(rows[7])
    assert cells[1:] == [tuple(row) for row in rows]


@pytest.mark.parametrize(
    "line",
    ["中国·某市 参加人数 3 人", "甲→乙→丙", "比例为 3:2 / 5:2", "# 第一部分", "A&B 公司", "见 http://a.example/b"],
)
def test_signs_in_running_text_set_no_columns_apart(line):
    assert _cut("\n".join([line] * 5)) == ([(line,)] * 5, [])


@pytest.mark.parametrize("mark", ["$", "　$", "=", " "])
def test_words_and_amounts_in_one_cell_are_no_row(mark):
    rows = [mark.join((f"30{n}-某费", f"{n}.50", f"{n}.50")) for n in range(10, 16)]
    lines = split_lines("\n".join(["科目编码及名称\t合计\t基本支出", *rows]))
    table = read_rows("expenditure", lines, expenditure.COLUMNS)
    assert table.rows == []


def test_a_rule_between_rows_is_no_row_whatever_draws_it():
    cells, _ = _cut("\n".join(["甲│1.00", "---│---", "乙│2.00", "丙│3.00"]))
    assert cells == [("甲", "1.00"), (), ("乙", "2.00"), ("丙", "3.00")]
    rows = [f"<tr><td>{name}</td><td>{amount}</td></tr>" for name, amount in (("甲", "1.00"), ("---", "---"))]
    assert _cut("\n".join(rows))[0] == [("甲", "1.00"), ()]


def test_a_line_longer_than_any_field_stays_one_cell():
    line = "甲," + "9" * 200_000
    assert _cut(line)[0] == [(line,)]


def test_quoted_commas_are_read_and_unquoted_thousands_are_not():
    quoted = '项目,金额\n甲,"1,234.50"\n乙,"2,000.00"'
    assert _cut(quoted)[0] == [("项目", "金额"), ("甲", "1,234.50"), ("乙", "2,000.00")]
    loose = "项目,金额\n甲,1,234.50\n乙,20.00"
    assert _cut(loose)[1] == []


def test_cells_that_span_columns_and_rows_leave_empty_ones():
    text = (
        '<tr><td rowspan="2">科目</td><td colspan="2">预算数</td></tr>\n<tr><td>基本</td><td>项目</td></tr>\n'
        "<tr><td>甲</td><td>1.00</td><td>2.00</td></tr>"
    )
    assert _cut(text)[0] == [("科目", "预算数", ""), ("", "基本", "项目"), ("甲", "1.00", "2.00")]


@pytest.mark.parametrize(
    "text",
    [
        "一是完成甲；二是完成乙\n三是完成丙；四是完成丁\n五是完成戊；六是完成己",
        "甲|1.00\n乙|2.00|3.00",
        "项目    金额\n甲    1.00\n乙  丙    2.00    3.00",
        "甲  1.00  2.00\n乙  1.00\n丙  1.00  2.00",
        "产出指标 数量指标 完成 10 10",
    ],
)
def test_what_proves_no_columns_stays_as_printed(text):
    cells, notes = _cut(text)
    assert (cells, notes) == ([(line,) for line in text.split("\n")], [])


def test_a_block_of_aligned_columns_without_header_is_not_cut():
    block = "甲      1.00  2.00\n乙乙    1.00  2.00\n丙    100.00  3.00"
    assert _cut(block)[1] == []
    assert _cut(f"科目    合计  基本\n{block}")[0][1] == ("甲", "1.00", "2.00")


ROWS = "甲\t\t\t\t12.00\n乙\t\t\t\t8.00\n合计\t\t\t\t20.00"


@pytest.mark.parametrize("module", [expenditure, gov_fund, basic_expenditure])
@pytest.mark.parametrize(
    "header", ["项目名称\t\t\t\t金额", "名称\t编码\t\t\t预算", "编码\t名称\t合计\t基本支出\t项目支出"]
)
def test_below_a_header_that_no_column_knows_nothing_is_read(module, header):
    tidied = module.KIND.tidy(split_lines(f"{header}\n{ROWS}"), {})
    assert not any(tidied.tables.values())
    assert any(finding.kind == "unrecognised" and finding.action == "flagged" for finding in tidied.findings)


def test_a_table_without_a_header_is_read_in_its_fixed_order_where_its_rows_fit():
    lines = split_lines("A-货物\t13.50\nC-服务\t48.69\n1.00\t2.00")
    table = read_rows("procurement", lines, procurement.COLUMNS)
    assert [row.text("amount") for row in table.rows] == ["13.50", "48.69"]
    assert [finding.kind for finding in table.findings] == ["unrecognised"]


HEADERS = {
    "one level": "{0}编码\t{0}名称",
    "代码": "{0}代码\t{0}名称",
    "groups": "{0}\t",
}


@pytest.mark.parametrize("form", HEADERS)
@pytest.mark.parametrize("seed", range(4))
def test_codes_and_names_in_two_columns_are_read_as_glued_ones(form, seed):
    random = Random(seed)
    groups = ("支出功能分类科目", "政府支出经济分类科目", "部门支出经济分类科目")[: random.randint(1, 3)]
    codes = [random.choice(family) for family in (("2240101", "2010301"), ("50101", "50502"), ("30101", "30227"))]
    header = "\t".join(HEADERS[form].format(group) for group in groups) + "\t合计\t基本支出\t项目支出"
    below = "\n" + "\t".join(["科目编码\t科目名称"] * len(groups)) + "\t\t\t" if form == "groups" else ""
    rows = "\n".join("\t".join(f"{code}\t名称{code}" for code in codes[: len(groups)]) + "\t5.0\t5.0\t" for _ in "12")
    tidied = expenditure.KIND.tidy(split_lines(f"{header}{below}\n{rows}"), {})
    keys = ("function_code", "gov_econ_code", "dept_econ_code")[: len(groups)]
    assert [[row[key] for key in keys] for row in tidied.tables["expenditure"]] == [codes[: len(groups)]] * 2
    assert [row["function_name"] for row in tidied.tables["expenditure"]] == [f"名称{codes[0]}"] * 2


def test_the_same_word_over_two_columns_is_refused_where_no_group_tells_them_apart():
    header = "科目编码\t科目名称\t科目编码\t科目名称\t合计\t人员经费\t公用经费"
    text = f"{header}\n50101\t甲\t30101\t乙\t5.0\t5.0\t"
    assert not any(basic_expenditure.KIND.tidy(split_lines(text), {}).tables.values())


@pytest.mark.parametrize("seed", range(30))
def test_thousands_are_never_taken_for_columns(seed: int) -> None:
    random = Random(seed)
    amounts = [f"{random.uniform(1000, 9_999_999):,.6f}" for _ in range(random.randint(3, 8))]
    named = [f"某项目{n},{amount}" for n, amount in enumerate(amounts)]
    lines = amounts if seed % 3 else named  # a block of one column alone, or a name before the amount
    read = recover_columns(Reading(split_lines("\n".join(lines)), []))
    assert [row.cells for row in read.rows] == [(line,) for line in lines]


def test_codes_and_names_in_one_cell_are_read_however_they_are_set(tmp_path):
    random = Random(7)
    text = source_of(DISTRICT).path.read_text("utf-8")
    glued = re.compile(r"(?<=[\t\n])(\d{7}|\d{5})-([\u4e00-\u9fff]+)(?=[\t\n])")
    changed, count = glued.subn(lambda found: random.choice(GLUED).format(*found.groups()), text)
    before, after = untouched(DISTRICT).tables, clean_text(DISTRICT, changed, tmp_path).tables
    assert count > 100
    for table in ("expenditure", "basic_expenditure", "general_public_expenditure", "project_expenditure"):
        assert before[table] == after[table]
    assert before["checks"] == after["checks"]


@pytest.mark.parametrize("header", APART.values(), ids=APART.keys())
def test_three_kinds_of_codes_in_columns_of_their_own_are_told_by_the_groups_above_them(tmp_path, header):
    lines = source_of(DISTRICT).path.read_text("utf-8").split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith("支出功能分类科目\t政府支出经济分类科目\t"))
    end = next(n for n, line in enumerate(lines) if n > start and "合 计" in line)
    heads = [words + ("" if below else "合计\t基本支出\t项目支出") for below, words in enumerate(header)]
    rows = [_set_apart(line, in_parts="类\t款" in header[-1]) for line in lines[start:end]]
    printed = [part for row in rows for part in (heads if "功能" in row else [row])]
    document = clean_text(DISTRICT, "\n".join([*lines[:start], *printed, *lines[end:]]), tmp_path)
    assert _without_lines(document) == _without_lines(untouched(DISTRICT))


def _set_apart(line: str, in_parts: bool) -> str:
    """Put codes and names of a row into columns of their own, the code of the first in three parts where asked for."""
    classes, amounts = line.split("\t")[:3], line.split("\t")[3:]
    if not amounts or "功能" in line:
        return line
    (code, name), *economic = (cell.split("-") if "-" in cell else ["", cell] for cell in classes)
    first = [code[:3], code[3:5], code[5:], name] if in_parts else [code, name]
    return "\t".join([*first, *(cell for pair in economic for cell in pair), *amounts])


def _without_lines(document: CleanDocument) -> list[dict]:
    return [{k: v for k, v in row.items() if k != "source_line"} for row in document.tables["expenditure"]]
