"""The rows of a published table, cell by column, over page breaks, repeated headers and lost leading cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from budgetkit.parse import compact, is_code, is_data
from budgetkit.personal import is_contact_header
from budgetkit.read.row import RawRow, blank_marks
from budgetkit.recognise.boundary import is_note, is_statement, looks_like_header
from budgetkit.recognise.header import find_doubles, find_strangers, header_paths, is_header, map_columns
from budgetkit.recognise.kind import PublishedColumn
from budgetkit.recognise.proved_columns import prove_columns
from budgetkit.recognise.published_table import PublishedTable, is_total
from budgetkit.recognise.row_cells import find_shift, fits, read_row
from budgetkit.recognise.title import find_title, is_bare_number
from budgetkit.recognise.uncut import is_uncut
from budgetkit.recognise.unit import recognise_unit

_NUMBERING_WORDS = re.compile(r"[栏行]\s*次|类|款|项|\*+")
_ORDINAL = re.compile(r"[（(]?[一二三四五六七八九十]+[、）)]|其中[:：]")


def read_rows(name: str, lines: Sequence[RawRow], columns: Sequence[PublishedColumn]) -> PublishedTable:
    """Read the lines of a table into rows.

    A header holds until the next one, over page breaks. A table that prints no header is read in the order of
    `columns`, where its rows fit that order. Titles, lone words above the header, unit statements and the header's own
    fragments are no rows. Columns that the table is not read for are read past; contacts among them are neither kept
    nor quoted. Below a header that does not tell what its amounts are for, no row is read, and a finding says so.
    """
    table = PublishedTable(name, recognise_unit(lines))
    if table.unit.conflict:
        table.add_finding("unit_error", lines[0], "", f"{table.unit.conflict}，该表金额未采用。", "flagged")
    kept = list(map(blank_marks, leave_out_text(lines)))
    reader = _RowReader(table, columns, kept)
    for place in range(len(kept)):
        reader.read(place)
    table.columns = [column.key for column in reader.mapping.values()]
    return table


def leave_out_text(lines: Sequence[RawRow]) -> list[RawRow]:
    """Leave out the text beside a drawn table; a format that draws none gives its lines as they are."""
    drawn = [line for line in lines if line.table is not None]
    return drawn or list(lines)


def is_numbering(line: RawRow) -> bool:
    """Say whether a row only numbers the columns (`栏次 1 2 3`), as the forms of final accounts do."""
    numbers = [cell for cell in line.filled if not _NUMBERING_WORDS.fullmatch(cell)]
    in_order = all(re.fullmatch(r"\d{1,2}", cell) for cell in numbers) and bool(numbers)
    ascending = in_order and all(int(after) == int(before) + 1 for before, after in pairwise(numbers))
    return ascending and (len(numbers) < len(line.filled) or len(numbers) > 3)


class _RowReader:
    """Reads the lines of a table one after another, with the header that holds for them."""

    def __init__(self, table: PublishedTable, columns: Sequence[PublishedColumn], lines: Sequence[RawRow]) -> None:
        self.table, self.columns, self._lines = table, columns, lines
        self.mapping: dict[int, PublishedColumn] = {}
        self._header: list[RawRow] = []
        self._strangers: dict[int, str] = {}
        self._unknown: list[RawRow] = []
        self._headers: dict[tuple[str, ...], set[int]] = {}
        self._whole: list[tuple[str, ...]] = []  # the table's first header, line by line
        self._is_assumed = self._is_refused = False

    def read(self, place: int) -> None:
        """Read the line at a place; the lines before it have been read."""
        line = self._lines[place]
        if line.is_blank or _is_outside(line) or is_numbering(line):
            self._header = [] if self.mapping else self._header
        elif not self._is_whole_again(line) and (strangers := self._find_strangers(line)) is not None:
            self._read_header(line, strangers)
        elif self._is_above_header(place):
            _note_strangers(self.table, line, dict(enumerate(line.filled)))
        elif not self.mapping and self._is_unknown_header(line):
            self._unknown.append(line)
            self._headers[line.cells] = set()
        elif self.mapping or not _is_lone_word(line):
            self._end_header(place)
            if len(self.mapping) > 1 and _is_text(line):
                self._leave_text(line)
            elif not self._is_refused and not is_uncut(line):
                self._read_row(line)

    def _is_whole_again(self, line: RawRow) -> bool:
        """Say whether the lines above are the table's header again, to its last line: what follows is no part of it."""
        above = [other.cells for other in self._header]
        return bool(above) and above == self._whole and line.cells != self._whole[0]

    def _find_strangers(self, line: RawRow) -> set[int] | None:
        """Find the unknown words of a header's line; one that was part of a header before is part of one again.

        So is a line right below a header's that has words only, and not those that its columns hold; set apart from
        the rows above, such a line of three words begins a header.
        """
        found = find_strangers(line, self.columns, is_below=bool(self._header))
        if found is not None or not self.mapping:
            return found
        begins = line.starts_anew and len(line.filled) > 2
        if (self._header or begins) and _is_words(line) and not fits(line.cells, self.mapping, 0):
            return {position for position, cell in enumerate(line.cells) if cell}
        return self._headers.get(line.cells)

    def _ahead(self, place: int) -> Iterator[RawRow]:
        """Give the lines from a place on that hold anything, one after another: a copy a line would take squares."""
        return (line for number in range(place, len(self._lines)) if (line := self._lines[number]).filled)

    def _is_above_header(self, place: int) -> bool:
        """Say whether unknown words stand in a header that goes on below: where it begins, or among its lines."""
        line = self._lines[place]
        if not self.mapping or not (self._header or line.starts_anew):
            return False
        if any(map(is_data, line.filled)) or any(map(is_total, line.filled)):
            return False
        following = next(self._ahead(place + 1), None)
        return following is not None and is_header(following, self.columns)

    def _is_unknown_header(self, line: RawRow) -> bool:
        """Say whether a line before any header is one of words that no column knows: no row has words only there."""
        return _is_words(line) and (looks_like_header(line) or not fits(line.cells, _assume(self.columns), 0))

    def _read_header(self, line: RawRow, strangers: set[int]) -> None:
        self._strangers = self._strangers if self._header else {}
        self._header.append(line)
        found = map_columns(self._header, self.columns)
        self.mapping = found if found or self._is_assumed else self.mapping
        self._strangers |= {position: line.cells[position] for position in strangers}

    def _end_header(self, place: int) -> None:
        """At the first row below a header: note its strangers, and refuse the rows where it tells too little."""
        if self._header:
            self._prove_columns(place)
            _note_strangers(self.table, self._header[0], self._strangers)
            is_one_cell = all(len(line.cells) == 1 for line in self._header)  # no new beginning: a word of the last
            self._is_refused = self._is_mute() or (self._is_refused and is_one_cell)
            self._whole = self._whole or [line.cells for line in self._header]
        elif not self.mapping and not self._is_refused:
            self.mapping, self._is_assumed = _assume(self.columns), True
            self._is_refused = bool(self._unknown)
        else:
            return
        if self._is_refused:
            self._refuse(self._unknown or self._header, self._lines[place])
        self._header = []

    def _prove_columns(self, place: int) -> None:
        """Add the columns without a known word that the rows from a place on prove, and say so."""
        rows = list(takewhile(lambda line: self._find_strangers(line) is None, self._ahead(place)))
        proved = prove_columns(self.mapping, rows, self.columns) if self.mapping else {}
        if proved:
            words = "、".join(self._strangers.pop(position, f"第 {position + 1} 列") for position in sorted(proved))
            note = f"表头“{words}”不是该表已知的列；按其下各格的编码或合计关系可以确定是哪一列，照此读取。"
            self.table.add_finding("unrecognised", self._header[0], words, note, "repaired")
            self.mapping = {**self.mapping, **proved}

    def _is_mute(self) -> bool:
        """Say whether the header tells too little: its words for what amounts are for are strangers, name no column
        without a group above them, stand over two columns, or stand each in a line of its own.
        """
        told = any(column.type != "amount" for column in self.mapping.values())
        first = min(self.mapping, default=len(self._header[0].cells))  # what a row is for stands before its amounts
        words = {n: path.rsplit("/", 1)[-1] for n, path in enumerate(header_paths(self._header)[:first]) if path}
        others = [word for n, word in (words | self._strangers).items() if n not in self.mapping]
        is_lost = not all(map(is_contact_header, others))
        mute = not told and is_lost and any(column.type != "amount" for column in self.columns)
        one_a_line = len(self._header) > 1 and all(len(line.cells) == 1 for line in self._header)
        return mute or one_a_line or bool(find_doubles(self._header, self.mapping))

    def _leave_text(self, line: RawRow) -> None:
        """Leave out a line of text among the rows, and say so."""
        note = "该行只有一格文字，不是该表的一行，未采用。如确为一行，请以更正记录补上缺少的各格。"
        self.table.add_finding("ghost_row", line, line.text.strip(), note, "dropped")

    def _refuse(self, header: Sequence[RawRow], row: RawRow) -> None:
        words = "、".join(dict.fromkeys(compact(cell) for line in header for cell in line.filled))
        note = f"表头“{words}”不是该表已知的列，无法判定各列是什么，其下各行未读取。"
        self.table.add_finding("unrecognised", header[0], words, note, "flagged")

    def _read_row(self, line: RawRow) -> None:
        cells = _without(line, self._strangers)
        if code := self._find_lost_code(line):
            note = f"表头没有“{code}”这类编码的列，无法判定该行属于哪个科目，该行未读取。"
            self.table.add_finding("unrecognised", line, line.text.strip(), note, "flagged")
        elif self._is_assumed and not fits(cells.cells, self.mapping, 0):
            note = "该表没有印出表头，该行各格与该表各列的固定顺序不符，未读取。"
            self.table.add_finding("unrecognised", line, line.text.strip(), note, "flagged")
        else:
            self.table.rows.append(read_row(self.table, cells, self.mapping))

    def _find_lost_code(self, line: RawRow) -> str | None:
        """Find a code that stands under no column of codes, in a row that has none of its class where one should be."""
        shift = find_shift(line.cells, self.mapping) or 0
        under = [(cell, self.mapping.get(position + shift)) for position, cell in enumerate(line.cells) if cell]
        placed = {column.family for cell, column in under if column and column.family and column.holds(cell)}
        lost = {column.family for column in self.columns if column.family} - placed
        strays = (cell.strip() for cell, column in under if column is None or column.type != "amount")
        return next((cell for cell in strays if _is_whole_code(cell) and cell[0] in lost), None)


def _is_whole_code(cell: str) -> bool:
    """Say whether a cell is a code to its last level; shorter ones may be any number."""
    return is_code(cell) and len(cell) in (5, 7)


def _is_words(line: RawRow) -> bool:
    """Say whether a row is words only, two besides 合计 at least, and none of a numbered list (`一、拨款收入`)."""
    words = [cell for cell in line.filled if not is_total(cell)]
    return len(words) > 1 and not any(is_data(word) or _ORDINAL.match(word) for word in words)


def _assume(columns: Sequence[PublishedColumn]) -> dict[int, PublishedColumn]:
    """Take the columns of a table that prints no header in their order, each once, codes whole."""
    once = {column.key: column for column in reversed(columns) if not column.part_of}
    return dict(enumerate(column for column in columns if once.get(column.key) is column))


def _without(line: RawRow, strangers: Mapping[int, str]) -> RawRow:
    """Empty the cells of columns that the table is not read for."""
    if not strangers:
        return line
    cells = tuple("" if position in strangers else cell for position, cell in enumerate(line.cells))
    return replace(line, cells=cells, printed=None)


def _note_strangers(table: PublishedTable, header: RawRow, strangers: Mapping[int, str]) -> None:
    """Report once which columns are read past; those of contacts were masked and reported with what stood in them."""
    others = [compact(word) for word in strangers.values() if not is_contact_header(word)]
    if others and not any(finding.kind == "unrecognised" for finding in table.findings):
        note = f"该表有未知的列（{'、'.join(others)}），未读取。"
        table.add_finding("unrecognised", header, "、".join(others), note, "dropped")


def _is_lone_word(line: RawRow) -> bool:
    return len(line.filled) == 1 and not is_data(line.filled[0])


def _is_text(line: RawRow) -> bool:
    """Say whether a line is text below or within a table: one cell of words and no total, or a sentence alone."""
    if len(line.filled) != 1 or is_data(word := line.filled[0]) or is_total(word):
        return False
    return len(line.cells) == 1 or word.endswith("。")


def _is_outside(line: RawRow) -> bool:
    return is_statement(line) or is_note(line) or is_bare_number(line) or find_title(line) is not None
