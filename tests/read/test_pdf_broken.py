"""Rows that a page breaks are joined where both parts prove it; rows of their own stay rows."""

from random import Random

import pytest
from made.pdf import make_pdf, table
from made.pdf_tables import RULED, make_table

from budgetkit.read.pdf_broken import LineMeasure, is_rest
from budgetkit.read.pdf_cells import join_runs
from budgetkit.read.pdf_text import Glyph, Run
from budgetkit.read.registry import read_noted

HEAD = [("编码", "名称", "金额")]
WRAPS = "机关事业单位基本养老保险缴费支出及其他各项社会保障缴费补助支出"
WIDTHS = "(50pt, 55pt, 75pt)"


def read(path, rows, *, repeated=True, space=0, options="stroke: 0.5pt"):
    body = f"#v({space}pt)" + table([*HEAD, *rows], 3, options, WIDTHS, header=1 if repeated else 0)
    return read_noted(make_pdf(path / "a.pdf", body, "width: 300pt, height: 200pt, margin: 30pt"))


def body_of(reading):
    return [row.cells for row in reading.rows if row.table and row.cells != HEAD[0]]


@pytest.mark.parametrize("repeated", [True, False])
@pytest.mark.parametrize("space", [0, 9, 21])
def test_a_row_that_pages_break_is_one(tmp_path, space, repeated):
    rows = [(f"20{number}", WRAPS[: 8 + 5 * number], f"{number}.00") for number in range(1, 6)]
    reading = read(tmp_path, rows, repeated=repeated, space=space)
    assert body_of(reading) == rows
    assert [note.action for note in reading.notes] == ["joined"] * len(reading.notes)
    assert all(row.place.page for row in reading.rows)


def test_a_row_that_three_pages_break_is_one(tmp_path):
    rows = [
        *((f"20{number}", "甲", "1.00") for number in range(1, 6)),
        ("206", WRAPS * 3, "7.00"),
        ("207", "乙", "2.00"),
    ]
    reading = read(tmp_path, rows)
    assert max(row.place.page for row in reading.rows) > 2
    assert body_of(reading) == rows


@pytest.mark.parametrize(
    "rest",
    [("", "其中：专项", ""), ("", "其中", "3.00"), ("301", "", ""), ("", "30101", "")],
    ids=["a heading", "an amount", "a code", "a code below a name"],
)
def test_a_row_of_its_own_that_opens_a_page_stays_one(tmp_path, rest):
    rows = [(f"20{number}", "甲项支出", "1.00") for number in range(1, 7)]
    for count in (5, 6, 7, 8):
        made = [*(rows * 2)[:count], rest, *rows[:2]]
        assert body_of(read(tmp_path, made)) == made


def test_the_rest_of_a_row_that_lost_its_leading_cells_is_joined():
    """It holds less than any row of the table, though nothing that they all have."""
    above = ("效益指标", "社会效益", "提高机关事业单位基本", "")
    others = [("", "", "产出指标", "甲"), ("", "", "产出指标", "乙"), ("", "", "效益指标", "丙")]
    full = [None, None, LineMeasure(8.0, 80.0, 82.0), None]
    rest = ("", "", "养老保险覆盖面", "")
    assert is_rest(above, full, rest, full, others)
    assert not is_rest(above, full, rest, full, [*others, ("", "", "其他", "")])
    assert not is_rest(above, [None, None, LineMeasure(8.0, 30.0, 82.0), None], rest, full, others)
    assert not is_rest(above, full, rest, full, others[:2])


def test_a_word_that_a_page_breaks_and_another_row_says_whole_is_joined(tmp_path):
    """Its first part seems to have had room for more, by the width of a hair."""
    above = ("效益指", "甲", "1.00")
    others = [("效益指标", "乙", "2.00"), ("产出指标", "丙", "3.00"), ("产出指标", "丁", "4.00")]
    roomy = [LineMeasure(24.0, 24.0, 90.0), None, None]
    assert is_rest(above, roomy, ("标", "", ""), roomy, others)
    assert not is_rest(above, roomy, ("数", "", ""), roomy, others)
    assert not is_rest(above, roomy, ("标", "", "5.00"), roomy, others)


def test_what_may_be_a_rest_and_is_not_proved_is_flagged(tmp_path):
    """A short name has room for more: what opens the page lacks code and amount, and is no rest of it."""
    flagged = []
    for place in range(5, 11):
        made = [(f"20{number}", "甲项", "1.00") for number in range(12)]
        made[place] = ("", "其中", "")
        reading = read(tmp_path, made)
        assert body_of(reading) == made
        flagged += [note.action for note in reading.notes]
    assert flagged == ["flagged"]


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in range(1, 20))])
def test_random_tables_over_pages_lose_no_row(tmp_path, seed):
    random = Random(seed)
    made = make_table(random, RULED["all lines"], rows=90, wraps=True, empty=False)
    reading = read_noted(make_pdf(tmp_path / "a.pdf", f"#v({random.randint(0, 30)}pt)" + made.markup))
    assert [row.cells for row in reading.rows if row.cells not in made.cells[:2]] == made.cells[2:]


def test_a_character_that_is_drawn_into_a_gap_of_others_stands_in_its_place():
    """Programs set quotes of another font after the words around them."""
    around = [Glyph(text, (left, 0.0, left + 7.0, 7.0)) for text, left in [("甲", 0.0), ("乙", 7.0), ("丙", 16.2)]]
    quote = Run([Glyph("’", (14.0, 1.0, 16.2, 7.0))])
    over = Run([Glyph("’", (8.0, 1.0, 10.2, 7.0))])
    assert join_runs([Run(around), quote]) == "甲乙’丙"
    assert join_runs([quote, Run(around)]) == "甲乙’丙"
    assert join_runs([Run(around), over]) == "甲乙丙’"
