"""专项转移支付绩效目标表: what a transfer to the districts is to bring about, by indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgetkit.finding import Finding, Tidied
from budgetkit.forms.kinds import make_kind, national_table
from budgetkit.parse import clean_name, parse_amount, squeeze
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known
from budgetkit.recognise.unit import recognise_unit
from budgetkit.tidy.levels import LEVEL1, LEVEL1_OF, clean_text

_NAME, _AMOUNT = "转移支付名称", "年度金额"
_HEADER = ("一级指标", "二级指标", "三级指标", "指标值")
_COST_AS_LEVEL2 = "成本指标"  # a first-level word that this form also uses on the second level


@dataclass
class Transfer:
    """The form that is being read: its name and amount (万元), its columns, and the levels that hold until the next."""

    name: str | None = None
    amount: Decimal | None = None
    columns: tuple[int, ...] = ()
    level1: str | None = None
    level2: str | None = None


def tidy_transfer_targets(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 专项转移支付绩效目标表 into transfer_indicators (amounts in 万元), in print order.

    Level cells are merged over rows: an empty one is the one above. Values are texts, with their operator and unit. A
    document may hold several forms; one without indicators gives no rows.
    """
    tidied = Tidied()
    transfer = Transfer()
    unit = recognise_unit(lines).to_ten_thousand
    for line in lines:
        words = [squeeze(cell) for cell in line.filled]
        if words and words[0] == _NAME:
            transfer = Transfer(name=clean_name(_after(line, 0)) or None)
        elif any(word.startswith(_AMOUNT) for word in words):
            transfer = Transfer() if transfer.columns else transfer  # another form, whose name was not read
            transfer.amount = _read_amount(tidied, line, unit)
        elif all(word in words for word in _HEADER):
            transfer.columns = tuple(_column(line, word) for word in _HEADER)
            if transfer.name is None:
                _note(tidied, "missing_cell", line, _NAME, "没有读出转移支付名称，留空。")
        elif transfer.columns and words:
            _add_row(tidied, transfer, line)
    return tidied


def _column(line: RawRow, word: str) -> int:
    return next(index for index, cell in enumerate(line.cells) if squeeze(cell) == word)


def _after(line: RawRow, position: int) -> str:
    return line.filled[position + 1] if len(line.filled) > position + 1 else ""


def _read_amount(tidied: Tidied, line: RawRow, unit: Decimal) -> Decimal | None:
    position = next(index for index, cell in enumerate(line.filled) if squeeze(cell).startswith(_AMOUNT))
    text = _after(line, position)
    try:
        amount = parse_amount(text)
    except ValueError:
        _note(tidied, "ocr_amount", line, text, "年度金额不是完整的金额，留空。")
        return None
    return None if amount is None else amount * unit


def _add_row(tidied: Tidied, transfer: Transfer, line: RawRow) -> None:
    levels, cells = _split(line, transfer)
    _set_levels(transfer, levels)
    name, value = (*cells, "", "")[:2]
    if not name:
        return
    if not value:
        _note(tidied, "missing_cell", line, name, "该指标未印出指标值，留空。")
    tidied.tables["transfer_indicators"].append(
        {
            "transfer_name": transfer.name,
            "annual_amount": transfer.amount,
            "level1": transfer.level1,
            "level2": transfer.level2,
            "name": clean_text(name),
            "value": clean_text(value),
            "source_line": line.number,
            "certainty": "inferred" if line.correction else "printed",
        }
    )


def _split(line: RawRow, transfer: Transfer) -> tuple[list[tuple[str, bool]], list[str]]:
    """Split a row into its level words, each with whether it stands in the first level's column, and the rest.

    Words, not columns, tell levels from names, so that a row that lost a cell reads like any other.
    """
    levels: list[tuple[str, bool]] = []
    rest: list[str] = []
    for column, cell in enumerate(line.cells):
        word = squeeze(cell)
        if not rest and (word in LEVEL1 or word in LEVEL1_OF):
            levels.append((word, column <= transfer.columns[0]))
        elif cell and (column > transfer.columns[0] or levels):
            rest.append(cell)
    return levels, rest


def _set_levels(transfer: Transfer, levels: Sequence[tuple[str, bool]]) -> None:
    """Take over a row's level words; a first-level word also ends the second level above it.

    A second-level word alone in the first column has lost its first level, which it implies.
    """
    for word, stands_first in levels:
        if word in LEVEL1 and not (word == _COST_AS_LEVEL2 and not stands_first):
            transfer.level1, transfer.level2 = word, None
            continue
        transfer.level2 = word
        if transfer.level1 is None or (stands_first and len(levels) == 1):
            transfer.level1 = LEVEL1_OF.get(word, transfer.level1)


def _note(tidied: Tidied, kind: str, line: RawRow, text: str, note: str) -> None:
    tidied.findings.append(
        Finding("transfer_indicators", kind, " ".join(text.split())[:60], note, "flagged", line.number)
    )


KIND = make_kind(national_table("transfer_targets"), tidy_transfer_targets, gives=("transfer_indicators",))
