"""Rows left out of 支出总表: what proves it for a function code, and what else could make its rows fall short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import ZERO
from budgetkit.check.gaps import FISCAL_TABLES, kinds_of_basic
from budgetkit.check.rivals import describe_rivals
from budgetkit.check.words import column_label, money
from budgetkit.finding import Row
from budgetkit.line_runs import format_lines

_PARTS = {
    "total": ("personnel", "public_funds", "project"),
    "basic": ("personnel", "public_funds"),
    "project": ("project",),
}


@dataclass(frozen=True)
class CodeMoney:
    """A part of a function code's money: what the fiscal tables print for it (万元), and the rows of 支出总表 there."""

    kind: str
    printed: Decimal
    rows: list[Row] = field(default_factory=list)

    @property
    def column(self) -> str:
        """The column of 支出总表 that holds the part."""
        return "basic" if self.kind in ("personnel", "public_funds") else self.kind

    @property
    def lack(self) -> Decimal:
        """What the rows fall short of the print."""
        return self.printed - sum((row[self.column] for row in self.rows), ZERO)


@dataclass(frozen=True)
class Shortage:
    """Why the rows of a function code fall short: `proved` where rows can only have been left out.

    `remark` says in Chinese what the document proves and which other readings there are.
    """

    proved: bool
    remark: str


def explain_shortage(document: CheckedDocument, code: str, column: str, short: Decimal) -> Shortage:
    """Explain by how much (万元) the rows of a function code fall short in a column of 支出总表.

    Rows were left out, for certain, only where no row that is there could be the wrong one: every part of the code's
    money is either listed to the fen or has no row at all, and every line of the code gave a row.
    """
    parts = _find_parts(document, code, column, short)
    unread = unread_lines(document, code)
    absent = [part for part in parts if part.lack and not part.rows]
    rivals = [f"第 {format_lines(unread)} 行的金额未能读出"] if unread else []
    rivals += [text for part in parts if part.lack for text in describe_rivals(part.rows, part.column, part.lack)]
    remarks = [_describe_complete(parts), *(_describe_absent(part) for part in absent), *rivals]
    return Shortage(not rivals, "；".join(filter(None, remarks)))


def unread_lines(document: CheckedDocument, code: str) -> list[int]:
    """Find the lines of 支出总表 that begin with a function code and gave no row, or one without a total."""
    read = {row["source_line"] for row in document.all_rows("expenditure") if row["total"] is not None}
    tables = [found for found in document.recognised if found.kind and "expenditure" in found.kind.gives]
    return [
        line.number
        for found in tables
        for line in found.lines
        if line.filled and line.filled[0].startswith(code) and line.number not in read
    ]


def _find_parts(document: CheckedDocument, code: str, column: str, short: Decimal) -> list[CodeMoney]:
    """Split a code's money as the fiscal tables print it; where that cannot be, the column is one part."""
    rows = [row for row in document.rows("expenditure") if row["function_code"] == code]
    printed = [row for table in FISCAL_TABLES for row in document.rows(table) if row["function_code"] == code]
    kinds = kinds_of_basic(document)
    parts = [_make_part(kind, rows, printed, kinds) for kind in _PARTS[column]]
    is_split = all(kinds.get(_economic(row)) for row in rows if row.get("basic") is not None)
    if is_split and all(part.lack >= 0 for part in parts) and sum(part.lack for part in parts) == short:
        return parts
    listed = [row for row in rows if row.get(column) is not None]
    return [CodeMoney(column, short + sum((row[column] for row in listed), ZERO), listed)]


def _make_part(kind: str, rows: Sequence[Row], printed: Sequence[Row], kinds: Mapping[tuple, str]) -> CodeMoney:
    own = (
        [row for row in rows if row.get("project") is not None]
        if kind == "project"
        else [row for row in rows if row.get("basic") is not None and kinds.get(_economic(row)) == kind]
    )
    return CodeMoney(kind, sum((row.get(kind) or ZERO for row in printed), ZERO), own)


def _economic(row: Row) -> tuple[str | None, str | None]:
    return row["gov_econ_code"], row["dept_econ_code"]


def _describe_complete(parts: Sequence[CodeMoney]) -> str | None:
    complete = [part for part in parts if part.rows and not part.lack]
    lacking = [part for part in parts if part.lack]
    if not complete or len(lacking) != 1:
        return None
    listed = "、".join(f"{column_label(part.kind)} {money(part.printed)} 万元" for part in complete)
    return f"所列{listed}与一般公共预算支出表相同，差额全在{column_label(lacking[0].kind)}"


def _describe_absent(part: CodeMoney) -> str:
    return f"该科目{column_label(part.kind)} {money(part.printed)} 万元一行未列"
