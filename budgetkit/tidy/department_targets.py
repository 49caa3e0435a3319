"""部门整体支出绩效目标表: the department's money by source and kind, and the indicators of its activities."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from budgetkit.finding import Finding, Row, Tidied
from budgetkit.forms.kinds import make_kind, national_table
from budgetkit.parse import clean_name, is_amount, is_empty_mark, parse_amount, squeeze
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known
from budgetkit.recognise.unit import recognise_unit
from budgetkit.tidy.project_targets.cells import PlacedIndicator, looks_like_amount, read_indicators

FUNDS = (
    "total", "fiscal_total", "fiscal_basic", "fiscal_project", "other_total", "other_basic", "other_project",
)  # fmt: skip
_FUND_HEADER = ("合计", "基本支出", "项目支出", "合计", "基本支出", "项目支出")
_LABELS = frozenset({"整体绩效目标", "其他说明", "绩效指标", "活动"})
# 预算支出总额 = 财政拨款 + 其他资金, and each of them = 基本支出 + 项目支出
_SUMS = (("total", ("fiscal_total", "other_total")), ("fiscal_total", ("fiscal_basic", "fiscal_project")),
         ("other_total", ("other_basic", "other_project")))  # fmt: skip


def tidy_department_targets(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 部门整体支出绩效目标表 into department_funds (one row, 万元) and department_indicators, in print order.

    The form's group headers may stand one column off; the line 合计/基本支出/项目支出 says which column is which.
    Levels and name stand glued in one cell. An activity that a row does not print is the one above it.
    """
    tidied = Tidied()
    _tidy_funds(tidied, lines)
    _tidy_indicators(tidied, lines)
    return tidied


def _tidy_funds(tidied: Tidied, lines: Sequence[RawRow]) -> None:
    unit = recognise_unit(lines).to_ten_thousand
    for header, values in pairwise(line for line in lines if not line.is_blank):
        columns = _fund_columns(header)
        if columns and any(looks_like_amount(cell) for cell in values.filled):
            tidied.tables["department_funds"].append(_fund_row(tidied, values, columns, unit))


def _fund_columns(header: RawRow) -> dict[str, int] | None:
    """Map the funds to their columns by the header's last line; the total stands before the first of them."""
    places = [(index, squeeze(cell)) for index, cell in enumerate(header.cells) if squeeze(cell)]
    if tuple(word for _, word in places) != _FUND_HEADER or not places[0][0]:
        return None
    return dict(zip(FUNDS, [places[0][0] - 1, *(index for index, _ in places)], strict=True))


def _fund_row(tidied: Tidied, line: RawRow, columns: dict[str, int], unit: Decimal) -> Row:
    row = {key: _read_fund(tidied, line, column, unit) for key, column in columns.items()}
    for whole, parts in _SUMS:
        added = sum((row[part] or Decimal(0) for part in parts), Decimal(0))
        if row[whole] is not None and any(row[part] is not None for part in parts) and row[whole] != added:
            note = f"{row[whole]} 与其组成部分之和 {added} 不等，按原文保留。"
            tidied.findings.append(
                _finding("department_funds", "inconsistent_total", line, str(row[whole]), note, "kept")
            )
    return {**row, **_place(line, "inferred" if line.correction else "printed")}


def _read_fund(tidied: Tidied, line: RawRow, column: int, unit: Decimal) -> Decimal | None:
    text = line.cells[column] if column < len(line.cells) else ""
    amount = parse_amount(text) if is_amount(text) else None
    if amount is not None:
        return amount * unit
    if text and not is_empty_mark(text):
        note = "该单元格不是完整的金额，留空。"
        tidied.findings.append(_finding("department_funds", "ocr_amount", line, text, note, "flagged"))
    return None


def _tidy_indicators(tidied: Tidied, lines: Sequence[RawRow]) -> None:
    activity = None
    for line in lines:
        before, indicators = read_indicators(line)
        if not indicators:
            continue
        printed = [clean_name(cell) for cell in before if cell and squeeze(cell) not in _LABELS]
        activity = printed[-1] if printed else activity
        certainty = "inferred" if line.correction else "printed" if printed else "joined"
        for indicator in indicators:
            tidied.tables["department_indicators"].append(_indicator_row(indicator, activity, certainty))
            _note_missing(tidied, indicator, activity)


def _indicator_row(indicator: PlacedIndicator, activity: str | None, certainty: str) -> Row:
    return {"activity": activity, **indicator.columns(), "certainty": certainty}


def _note_missing(tidied: Tidied, indicator: PlacedIndicator, activity: str | None) -> None:
    cells = {
        "活动": activity, "二级指标": indicator.level2, "名称": indicator.name, "指标性质": indicator.operator,
        "指标值": indicator.value,
    }  # fmt: skip
    missing = [label for label, cell in cells.items() if not cell]
    if missing:
        note = f"该指标未印出{'、'.join(missing)}，留空。"
        text = indicator.name or indicator.line.text
        tidied.findings.append(_finding("department_indicators", "missing_cell", indicator.line, text, note, "flagged"))


def _place(line: RawRow, certainty: str) -> Row:
    return {"source_line": line.number, "certainty": certainty}


def _finding(table: str, kind: str, line: RawRow, text: str, note: str, action: str) -> Finding:
    return Finding(table, kind, " ".join(text.split())[:60], note, action, line.number)


KIND = make_kind(
    national_table("department_targets"), tidy_department_targets, gives=("department_funds", "department_indicators")
)
