"""The fund lines of a form: budget, full-year budget and execution, and the score for execution (万元)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from budgetkit.finding import Finding, Row, Tidied
from budgetkit.parse import is_amount, is_number, parse_amount, squeeze
from budgetkit.read.row import RawRow
from budgetkit.recognise.unit import Unit, recognise_unit
from budgetkit.tidy.evaluation.forms import is_page_break
from budgetkit.tidy.evaluation.tokens import EMPTY_MARKS, Token, quote, split_tokens

TABLE = "evaluation_funds"
HEADERS = {
    "年初预算": "initial_budget",
    "全年预算": "full_year_budget",
    "全年执行": "executed",
    "分值": "weight",
    "执行率": "execution_rate",
    "得分": "score",
}
MONEY = ("initial_budget", "full_year_budget", "executed")
# in this order, as a wrapped label can leave its end before the next label (拨款上年结转资金)
FUNDS = (("结转", "carryover"), ("其他资金", "other"), ("财政", "current_grant"), ("资金总", "total"))
_RATE = re.compile(r"\d[\d,]*(?:\.\d+)?[%％]")
_LABEL_AND_VALUE = re.compile(
    rf"(?P<label>.*[金额款）)])(?P<value>\d[\d,]*(?:\.\d+)?|[{''.join(sorted(EMPTY_MARKS))}])"
)


@dataclass
class _FundLine:
    """A fund's label, its value tokens in print order, and the line that it begins in."""

    source: RawRow
    label: str = ""
    values: list[Token] = field(default_factory=list)


def tidy_funds(seq: int, lines: Sequence[RawRow]) -> Tidied:
    """Tidy the fund lines of one form into evaluation_funds (万元; execution_rate in percent as printed).

    A line whose values cannot be told apart keeps nulls and is a finding; none are guessed from their order.
    """
    tidied = Tidied()
    lines = [line for line in lines if not is_page_break(line)]
    columns, unit = _read_columns(lines), recognise_unit(lines)
    header, positions = _read_positions(lines)
    for fund_line in _split_funds(lines):
        fund = recognise_fund(fund_line.label)
        if fund is None or any(row["fund"] == fund for row in tidied.tables[TABLE]):
            continue
        is_below = len(fund_line.source.cells) == header  # a page may rule merged cells otherwise than the one before
        by_place = place_by_position(fund_line.source, positions) if is_below else None
        cells = by_place or place_values([token.text for token in fund_line.values], columns)
        row = _make_row(seq, fund, fund_line, cells, unit)
        tidied.tables[TABLE].append(row)
        tidied.findings.extend(
            Finding(TABLE, "ocr_amount", text, "该单元格不是完整的数，未采用。", "flagged", row["source_line"])
            for text in (cells or {}).values()
            if _is_spoilt(text)
        )
        if cells is None:
            text = quote(" ".join([fund_line.label, *(token.text for token in fund_line.values)]))
            note = f"应有 {len(columns)} 个值，实为 {len(fund_line.values)} 个，无法确定各值所属的列，留空。"
            tidied.findings.append(Finding(TABLE, "missing_cell", text, note, "kept", row["source_line"]))
    return tidied


def recognise_fund(label: str) -> str | None:
    """Recognise which of the four funds a printed label names, None where it names none."""
    return next((fund for word, fund in FUNDS if word in squeeze(label)), None)


def _read_columns(lines: Sequence[RawRow]) -> list[str]:
    """Give the columns in printed order; the prescribed form's order where the header is lost."""
    tokens = split_tokens(lines)
    found = [column for token in tokens for word, column in HEADERS.items() if squeeze(token.text).startswith(word)]
    unique = list(dict.fromkeys(found))
    return unique if len(unique) == len(HEADERS) else list(HEADERS.values())


def _read_positions(lines: Sequence[RawRow]) -> tuple[int, dict[str, int]]:
    """Give how many cells the header has, and each column's place among them; none where blanks part its words."""
    for line in lines:
        cells = [squeeze(cell) for cell in line.cells]
        found = {
            column: position
            for word, column in HEADERS.items()
            for position, cell in enumerate(cells)
            if cell.startswith(word)
        }
        if len(found) == len(HEADERS) == len(set(found.values())):
            return len(cells), found
    return 0, {}


def _split_funds(lines: Sequence[RawRow]) -> list[_FundLine]:
    """Split the tokens into labels with the values after them; a label may wrap before or after its values."""
    found: list[_FundLine] = []
    for token in (part for whole in split_tokens(lines) for part in _part_label(whole)):
        if _is_value(token.text):
            if found:
                found[-1].values.append(token)
        elif any(squeeze(token.text).startswith(word) for word in HEADERS) or "项目资金" in token.text:
            continue
        else:
            if not found or found[-1].values or (recognise_fund(found[-1].label) and recognise_fund(token.text)):
                found.append(_FundLine(token.source))
            found[-1].label += squeeze(token.text)
    return found


def _part_label(token: Token) -> Iterator[Token]:
    """Part a fund's label from the value that print without columns sets against it (年度资金总额0.00)."""
    parts = _LABEL_AND_VALUE.fullmatch(token.text)
    if parts is None or recognise_fund(parts["label"]) is None:
        yield token
        return
    yield token._replace(text=parts["label"], ends_line=False)
    yield token._replace(text=parts["value"], gap="blank")


def _is_value(text: str) -> bool:
    return text in EMPTY_MARKS or is_number(text) or _RATE.fullmatch(text) is not None


def _make_row(seq: int, fund: str, fund_line: _FundLine, cells: dict[str, str] | None, unit: Unit) -> Row:
    values = {column: _read_value((cells or {}).get(column)) for column in HEADERS.values()}
    for column in MONEY:
        known = values[column] is not None and not unit.conflict
        values[column] = values[column] * unit.to_ten_thousand if known else None
    source = fund_line.values[0].source if fund_line.values else fund_line.source
    place = {"source_line": source.number}
    certainty = "printed" if cells is not None else "inferred"
    return {"evaluation_seq": seq, "fund": fund, **values, **place, "certainty": certainty}


def place_by_position(line: RawRow, positions: Mapping[str, int]) -> dict[str, str] | None:
    """Place a line's tabbed cells under the header's; None unless every cell there is a value or empty."""
    if not positions or max(positions.values()) >= len(line.cells):
        return None
    cells = {column: line.cells[position] for column, position in positions.items()}
    outside = [cell for position, cell in enumerate(line.cells) if position not in positions.values()]
    if not all(not cell or _is_value(cell) for cell in cells.values()) or any(_is_value(cell) for cell in outside):
        return None
    return {column: cell or "-" for column, cell in cells.items()}


def place_values(values: Sequence[str], columns: Sequence[str]) -> dict[str, str] | None:
    """Place a fund line's values in its columns; None where their places are not certain.

    Where cells are left out, the rate's percent sign tells: three amounts, perhaps the weight before it, perhaps the
    score after it.
    """
    if not values:
        return {}
    if len(values) == len(columns):
        return dict(zip(columns, values, strict=True))
    rates = [position for position, value in enumerate(values) if _RATE.fullmatch(value)]
    if len(rates) != 1 or list(columns) != list(HEADERS.values()):
        return None
    before, after = values[: rates[0]], values[rates[0] + 1 :]
    if len(before) not in (3, 4) or len(after) > 1:
        return None
    return dict(zip(columns, before, strict=False)) | {"execution_rate": values[rates[0]], "score": (*after, "-")[0]}


def _read_value(text: str | None) -> Decimal | None:
    if text is None or text in EMPTY_MARKS or _is_spoilt(text):
        return None
    return parse_amount(re.sub("[%％]$", "", text))


def _is_spoilt(text: str) -> bool:
    return text not in EMPTY_MARKS and not is_amount(re.sub("[%％]$", "", text))
