"""Places: how they are written, linked, ordered, stored and read back."""

import pytest

from budgetkit.read.place import Place
from budgetkit.read.place_starts import parse_starts, place_at, store_starts
from budgetkit.read.row import RawRow, leave_out
from budgetkit.read.text import split_lines


@pytest.mark.parametrize(
    ("place", "written"),
    [
        (Place(156), "第 156 行"),
        (Place(420, page=12, row=5), "第 12 页第 5 行"),
        (Place(420, page=12, row=5, box=(72, 90.5, 520, 104)), "第 12 页第 5 行"),
        (Place(31, sheet="预算03表", row=7, cell="C7"), "预算03表!C7"),
        (Place(31, sheet="表 3", row=7), "表 3第 7 行"),
    ],
)
def test_a_place_is_written_for_readers_and_stored_and_read_back(place, written):
    assert str(place) == written
    assert Place.of(place.columns()) == place
    assert place.anchor == f"L{place.line}"


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (Place(156), Place(156), "第 156 行"),
        (Place(156), Place(160), "第 156–160 行"),
        (Place(420, page=12, row=5), Place(424, page=12, row=9), "第 12 页第 5–9 行"),
        (Place(420, page=12, row=5), Place(431, page=13, row=2), "第 12 页第 5 行至第 13 页第 2 行"),
        (
            Place(31, sheet="预算03表", row=7, cell="C7"),
            Place(33, sheet="预算03表", row=9, cell="C9"),
            "预算03表!C7–C9",
        ),
        (Place(31, sheet="表 3", row=7), Place(33, sheet="表 3", row=9), "表 3第 7–9 行"),
    ],
)
def test_two_places_are_written_as_one_span(first, last, written):
    assert first.to(last) == written


def test_places_sort_in_the_order_of_reading():
    first, second = Place(9, page=2, row=1), Place(10, page=1, row=40)
    assert sorted([second, first]) == [first, second]


def test_a_text_says_which_rows_follow_a_gap():
    rows = split_lines("一\t1\n二\t2\n\n \t\n三\t3\n<table><tr><td>a</td></tr></table>")
    assert [row.text for row in rows if row.follows_gap and not row.is_blank] == ["三\t3"]


def test_what_is_left_out_leaves_a_gap():
    rows = [RawRow(Place(line), (str(line),)) for line in (1, 2, 3, 4)]
    assert [(row.number, row.starts_anew) for row in leave_out(rows, {2})] == [(1, False), (3, True), (4, False)]


def test_starts_of_pages_give_back_the_place_of_every_line():
    places = [Place(1, 1, None, 1), Place(2, 1, None, 2), Place(3, 3, None, 1), Place(4, 3, None, 2)]
    starts = parse_starts(store_starts(places))
    assert [place_at(starts, line) for line in range(1, 5)] == places
    assert str(place_at(starts, 2).to(place_at(starts, 4))) == "第 1 页第 2 行至第 3 页第 2 行"


def test_rows_left_out_of_a_sheet_start_anew():
    places = [Place(1, sheet="甲", row=1), Place(2, sheet="甲", row=5), Place(3, sheet="乙", row=1)]
    starts = parse_starts(store_starts(places))
    assert [place_at(starts, line) for line in range(1, 4)] == places


def test_lines_of_a_text_say_it_all():
    assert store_starts([Place(1), Place(2)]) is None
    assert place_at(parse_starts(None), 7) == Place(7)
