"""The untitled project list: id and name, kind, contacts and amounts of each project; evidence for other tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from budgetkit.finding import Certainty, Finding, Row, Tidied
from budgetkit.parse import (
    DASHES,
    clean_name,
    compact,
    is_amount,
    is_lost_number,
    parse_amount,
    parse_code_name,
    squeeze,
)
from budgetkit.personal import MASK, is_contact_header, may_be_person
from budgetkit.read.row import RawRow
from budgetkit.recognise.boundary import is_note
from budgetkit.recognise.kind import Known, TableKind
from budgetkit.recognise.unit import recognise_unit
from budgetkit.tidy.project_ids import PrintedProject, parse_printed_project
from budgetkit.tidy.project_names import name_key

NAME = "project_list"
_AMOUNTS = ("total", "fiscal_funds", "other_funds")
_KIND = re.compile(rf"\s*\d{{2}}\s*[{DASHES}]+\s*\D+")
_HEADER_WORDS = re.compile(r"项目名称|项目类[别型]|(?:预算|项目)单位|预算(?:金额|数)|合计|财政(?:拨款|资金)|其他资金")


@dataclass
class _Entry:
    """A printed row: where its project cell stands, and the line."""

    line: RawRow
    position: int
    project: PrintedProject
    continued: str = ""

    @property
    def printed(self) -> str:
        """The project cell as it is printed, without blanks."""
        return squeeze(self.line.cells[self.position])

    @property
    def amounts(self) -> list[int]:
        return [p for p, cell in enumerate(self.line.cells) if p > self.position and _is_money(cell)]


def tidy_project_list(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy the project list into project_list: project_id, project_name, project_type, total, fiscal_funds and
    other_funds (万元).

    Columns are found by what their cells hold, so that rows may be shifted. Contacts, masked already, are read past.
    A row that breaks off and comes again whole counts once; a name that goes on behind a page break is joined.
    """
    tidied = Tidied()
    entries = _read_entries(lines, known, tidied.findings)
    offset = _usual_offset(entries)
    factor = recognise_unit(lines).to_ten_thousand
    for entry in entries:
        tidied.tables[NAME].append(_tidy_entry(entry, offset, factor, tidied.findings))
    return tidied


def is_project_list(lines: Sequence[RawRow]) -> bool:
    """Say whether a block is part of a project list: most lines are a project, its kind and at least two amounts."""
    rows = [line for line in lines if line.filled]
    fitting = sum(_has_shape(line) for line in rows)
    return fitting > 0 and fitting * 2 >= len(rows)


def _has_shape(line: RawRow) -> bool:
    position = _find_project(line)
    if position is None:
        return False
    behind = line.cells[position + 1 :]
    return any(_KIND.fullmatch(cell) for cell in behind) and sum(map(_is_money, behind)) >= 2


def _find_project(line: RawRow) -> int | None:
    return next((p for p, cell in enumerate(line.cells) if cell and parse_printed_project(cell)), None)


def _is_money(cell: str) -> bool:
    return is_amount(cell)


def _read_entries(lines: Sequence[RawRow], known: Known, findings: list[Finding]) -> list[_Entry]:
    names = {name_key(row["project_name"]) for row in known.get("purchased_services", ())}
    entries: list[_Entry] = []
    for line in (line for line in lines if not is_note(line)):
        position = _find_project(line)
        if position is not None:
            entries.append(_Entry(line, position, parse_printed_project(line.cells[position])))
        elif entries and _is_rest_of_name(line, entries[-1], names):
            entries[-1].continued += line.filled[0]
        elif line.filled and not _is_header(line):
            note = "项目清单中该行没有项目编码与名称，未采用。"
            findings.append(Finding(NAME, "unrecognised", "", note, "flagged", line.number))
    findings += [_tell_stub(*pair) for pair in pairwise(entries) if _is_stub(*pair)]
    return [pair[0] for pair in pairwise(entries) if not _is_stub(*pair)] + entries[-1:]


def _is_rest_of_name(line: RawRow, entry: _Entry, names: set[str]) -> bool:
    """Say whether a line only goes on with the name of the row above, in its column.

    A rest as short as a person's name might be one, cut from the contact column: it needs another table's word.
    """
    if len(line.filled) != 1 or _is_header(line) or not re.search(r"[\u4e00-\u9fff]", line.filled[0]):
        return False
    rest = line.filled[0]
    if name_key(f"{entry.project.name or ''}{entry.continued}{rest}") in names:
        return True
    return line.cells.index(rest) == entry.position and not may_be_person(rest) and MASK not in rest


def _is_header(line: RawRow) -> bool:
    words = [compact(cell) for cell in line.filled]
    return any(_HEADER_WORDS.search(word) or is_contact_header(word) for word in words) and not any(
        is_amount(word) for word in words
    )


def _is_stub(entry: _Entry, following: _Entry) -> bool:
    """Say whether a row breaks off and comes again whole."""
    return not entry.amounts and following.printed.startswith(entry.printed)


def _tell_stub(entry: _Entry, following: _Entry) -> Finding:
    note = f"该行在页末中断，{following.line.place}重新完整印出，只计一次。"
    return Finding(NAME, "ghost_row", entry.printed, note, "dropped", entry.line.number)


def _usual_offset(entries: Sequence[_Entry]) -> int | None:
    """Find how far behind the project cell the amounts usually begin."""
    offsets = Counter(entry.amounts[0] - entry.position for entry in entries if entry.amounts)
    return max(offsets, key=lambda offset: (offsets[offset], -offset)) if offsets else None


def _tidy_entry(entry: _Entry, offset: int | None, factor: Decimal, findings: list[Finding]) -> Row:
    cells, amounts = entry.line.cells, _amount_cells(entry, offset)
    name = clean_name((entry.project.name or "") + entry.continued) or None
    kind = next((parse_code_name(cell) for cell in cells[entry.position + 1 :] if _KIND.fullmatch(cell)), None)
    row = {
        "project_id": entry.project.project_id,
        "project_name": name,
        "project_type_code": kind.code if kind else None,
        "project_type": kind.name if kind else None,
        **_read_amounts(amounts, factor),
        "source_line": entry.line.number,
        "certainty": _certainty(entry),
    }
    findings.extend(_examine(entry, row))
    note = "该单元格不是完整的金额，未采用。"
    lost = filter(is_lost_number, amounts)
    findings.extend(Finding(NAME, "ocr_amount", cell, note, "flagged", row["source_line"]) for cell in lost)
    return row


def _amount_cells(entry: _Entry, offset: int | None) -> tuple[str, ...]:
    """Give the cells of total, fiscal and other funds, from where they usually begin or else from the first amount."""
    if offset is None:
        return ()
    cells, usual = entry.line.cells, entry.position + offset
    begins_there = usual < len(cells) and (not cells[usual] or is_lost_number(cells[usual]))
    start = usual if begins_there or not entry.amounts else entry.amounts[0]
    return cells[start : start + len(_AMOUNTS)]


def _read_amounts(cells: Sequence[str], factor: Decimal) -> Row:
    values = [parse_amount(cell) if _is_money(cell) else None for cell in cells]
    values = [None if value is None else value * factor for value in values]
    return dict.fromkeys(_AMOUNTS) | dict(zip(_AMOUNTS, values, strict=False))


def _certainty(entry: _Entry) -> Certainty:
    if entry.line.correction:
        return "inferred"
    return "joined" if entry.continued else "printed"


def _examine(entry: _Entry, row: Row) -> list[Finding]:
    findings = []
    if entry.continued:
        note = f"项目名称在分页处断开，与后文“{entry.continued}”相接。"
        findings.append(_finding("split_table", row, note, "joined"))
    if row["project_id"] is None:
        note = f"项目编码应为 21 位，印作 {entry.project.printed_id}，未采用。"
        findings.append(_finding("ocr_code", row, note, "flagged"))
    parts = (row["fiscal_funds"] or Decimal(0)) + (row["other_funds"] or Decimal(0))
    if row["total"] is None:
        findings.append(_finding("missing_cell", row, "该项目没有印出预算金额。", "flagged"))
    elif row["total"] != parts:
        note = f"合计 {row['total']} 与财政资金、其他资金之和 {parts} 不等。"
        findings.append(_finding("inconsistent_total", row, note, "kept"))
    return findings


def _finding(kind: str, row: Row, note: str, action: str) -> Finding:
    return Finding(NAME, kind, row["project_name"] or "", note, action, row["source_line"])


KIND = TableKind(
    name=NAME,
    label="项目清单（无标题）",
    rows=is_project_list,
    tidy=tidy_project_list,
    gives=(NAME,),
    needs=("purchased_services",),
)
