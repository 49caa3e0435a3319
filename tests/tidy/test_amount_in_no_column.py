"""An amount that stands in no column of its table fails by name, in every form; what only looks like one does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from made import PLAIN, Style, draw_style, make_department
from made.form_ledger import make_form_ledger
from made.mutation import UNREADABLE
from made.printing import print_document
from made.printing_final_accounts import print_final_accounts
from made.printing_jiangsu import print_jiangsu
from made.printing_nine import print_nine
from made.printing_shanghai import print_shanghai

from budgetkit.check.unread_amounts import is_list
from budgetkit.errors import BudgetkitError
from budgetkit.line_runs import parse_lines
from budgetkit.pipeline import CleanDocument, clean_document
from budgetkit.recognise.published_table import is_total
from budgetkit.recognise.tables import RecognisedTable
from budgetkit.source_entry import Source

PRINTERS = {
    "nine": (print_nine, "budget", 2024),
    "shanghai": (print_shanghai, "unit_budget", 2025),
    "jiangsu": (print_jiangsu, "budget", 2019),
    "final": (print_final_accounts, "final_accounts", 2023),
}
FORMS = (*PRINTERS, "city", "district")
STRANGERS = ("丙列", "往来数", "待查数", "备用栏", "另册金额")
SEEDS = [1, *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in range(2, 20))]
Lines = list[str]


def print_form(form: str, seed: int, style: Style | None = None) -> tuple[Lines, str, int, str]:
    """Print a made document of a form: lines, kind, year, body."""
    if form in PRINTERS:
        printer, kind, year = PRINTERS[form]
        ledger = make_form_ledger(seed, year, digits=6)
        return printer(ledger, seed).split("\n"), kind, year, ledger.body
    made = make_department(seed, form, projects=4, units=2)
    return print_document(made, style or draw_style(seed, form)).split("\n"), "budget", made.year, made.department


def clean(folder: Path, lines: Lines, kind: str, year: int, body: str) -> CleanDocument:
    path = folder / "made.txt"
    path.write_text("\n".join(lines), "utf-8")
    level = "district" if "区" in body else "city"
    source = Source("made", "made", body, level, "某地", "某", year, kind, "某", path.name, "0" * 64, None, None, path)
    return clean_document(source, folder)


@cache
def unchanged(form: str, seed: int) -> tuple[Lines, tuple, CleanDocument]:
    """Print and clean a made document of a form, once for all changes of it."""
    lines, *how = print_form(form, seed)
    with TemporaryDirectory() as folder:
        return lines, tuple(how), clean(Path(folder), lines, *how)


def lists_of(document: CleanDocument) -> list[tuple[RecognisedTable, list[int]]]:
    """Give the tables with the lines (0-based) of their rows of words and amounts."""
    tables = []
    for found in document.recognised:
        read = {row["source_line"] for table in found.kind.gives for row in document.tables.get(table, ())}
        rows = [line.number - 1 for line in found.lines if line.number in read and "." in line.text]
        if rows and is_list(found.kind.gives):
            tables.append((found, rows))
    return tables


def beyond(random: Random, lines: Lines, found: RecognisedTable, rows: list[int], amount: str) -> Lines:
    """An amount stands right of the last column."""
    width = max(len(line.cells) for line in found.lines)
    place = random.choice(rows)
    cells = lines[place].split("\t")
    cells += [""] * (width - len(cells) + random.randint(0, 3))
    return [*lines[:place], "\t".join([*cells, amount]), *lines[place + 1 :]]


def alone(random: Random, lines: Lines, found: RecognisedTable, rows: list[int], amount: str) -> Lines:
    """An amount stands by itself on a line between two rows."""
    place = random.choice(rows)
    return [*lines[:place], amount, *lines[place:]]


def under_a_stranger(random: Random, lines: Lines, found: RecognisedTable, rows: list[int], amount: str) -> Lines:
    """The word above a column of amounts is one that no form knows."""
    own = {line.number - 1 for line in found.lines}
    head = [lines[place].split("\t") for place in sorted(own) if place < rows[0] and "." not in lines[place]]
    filled = {n for place in rows for n, cell in enumerate(lines[place].split("\t")) if "." in cell}
    words = sorted(
        {cells[n] for cells in head[1:] for n in filled if n < len(cells) and cells[n] and "：" not in cells[n]}
    )
    if not words:
        return lines
    word, stranger = random.choice(words), random.choice(STRANGERS)
    return [
        "\t".join(stranger if cell == word else cell for cell in line.split("\t")) if place in own else line
        for place, line in enumerate(lines)
    ]


def in_the_code(random: Random, lines: Lines, found: RecognisedTable, rows: list[int], amount: str) -> Lines:
    """An amount stands where a row's code or first word stood."""
    place = random.choice(rows)
    cells = lines[place].split("\t")
    return [*lines[:place], "\t".join([amount, *cells[1:]]), *lines[place + 1 :]]


MEMBERS = (beyond, alone, under_a_stranger, in_the_code)


def empty_cells(random: Random, lines: Lines, found: RecognisedTable, rows: list[int], amount: str) -> Lines:
    """A row has empty cells right of the last column."""
    place = random.choice(rows)
    return [*lines[:place], lines[place] + "\t" * random.randint(1, 6), *lines[place + 1 :]]


def said_in_a_note(random: Random, lines: Lines, found: RecognisedTable, rows: list[int], amount: str) -> Lines:
    """A note below the table says an amount in words."""
    last = max(line.number for line in found.lines)
    return [*lines[:last], f"注：本表未含以前年度安排的{amount}万元。", *lines[last:]]


NEAR_MISSES = (empty_cells, said_in_a_note)


def complaints(document: CleanDocument) -> Counter:
    checks = [row for row in document.tables["checks"] if row["status"] in ("fail", "located")]
    return Counter((row["rule"], row["table"], row["description"]) for row in checks)


def try_change(folder: Path, form: str, change: Callable, seed: int) -> tuple[Counter, Lines, Lines]:
    """Give what is newly complained of, and the lines before and after."""
    random = Random(f"{form} {change.__name__} {seed}")
    lines, how, before = unchanged(form, seed)
    found, rows = random.choice(lists_of(before))
    changed = change(random, lines, found, rows, f"{random.randint(1000, 99999):,}.{random.randint(100000, 999999)}")
    try:
        after = complaints(clean(folder, changed, *how))
    except BudgetkitError:
        after = Counter({("refused", "", ""): 1})
    return after - complaints(before), lines, changed


@pytest.mark.parametrize("member", MEMBERS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", SEEDS)
def test_an_amount_in_no_column_fails(tmp_path, form, member, seed):
    new, lines, changed = try_change(tmp_path, form, member, seed)
    assert new or changed == lines, [line for line in changed if line not in lines][:2]


@pytest.mark.parametrize("near_miss", NEAR_MISSES)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_no_amount_of_the_table_raises_no_alarm(tmp_path, form, near_miss, seed):
    new, *_ = try_change(tmp_path, form, near_miss, seed)
    assert new == Counter()


def test_columns_that_a_form_reads_past_lose_nothing(tmp_path):
    """Made nine tables print 增减额, which no clean table has, now and then."""
    printed = (print_form("nine", seed) for seed in range(40))
    lines, *how = next(one for one in printed if any("增减额" in line for line in one[0]))
    assert complaints(clean(tmp_path, lines, *how)) == Counter()


_WRITTEN = re.compile(r"-?\d{1,3}(?:,\d{3})*\.\d{2,}")


def spoil_totals(lines: Lines, form: str) -> tuple[Lines, set[int]]:
    """Print every 合计 and 总计 of a document beyond reading; give the lines and which of them changed."""
    random, spoilt = Random(form), list(lines)
    for number, line in enumerate(lines):
        cells = line.split("\t")
        if any(is_total(cell) for cell in cells):
            slip = random.choice(UNREADABLE)
            cells = [slip.format(cell) if _WRITTEN.fullmatch(cell.strip()) else cell for cell in cells]
            spoilt[number] = "\t".join(cells)
    return spoilt, {number for number, line in enumerate(spoilt, 1) if line != lines[number - 1]}


@pytest.mark.parametrize("form", FORMS)
def test_totals_that_are_all_beyond_reading_fail_by_name(tmp_path, form):
    lines, *how = print_form(form, 1, PLAIN)
    spoilt, changed = spoil_totals(lines, form)
    after = clean(tmp_path, spoilt, *how)
    failed = [row for row in after.tables["checks"] if row["status"] in ("fail", "located")]
    assert "unreadable_cells" in {row["rule"] for row in failed}
    assert all("请对照公开的原文" in row["explanation"] for row in failed if row["rule"] == "unreadable_cells")
    assert changed
    assert changed <= {line for row in failed for line in parse_lines(row["lines"])}


def test_words_in_a_cell_of_an_amount_lose_no_number(tmp_path):
    lines, *how = print_form("nine", 1, PLAIN)
    number = min(spoil_totals(lines, "nine")[1])
    cells = ["见附注" if _WRITTEN.fullmatch(cell.strip()) else cell for cell in lines[number - 1].split("\t")]
    after = clean(tmp_path, [*lines[: number - 1], "\t".join(cells), *lines[number:]], *how)
    assert not [row for row in after.tables["checks"] if row["rule"] == "unreadable_cells"]
