"""Totals that a table prints more than once: a form has one, so that a second is a line repeated or another's label."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from budgetkit.check.document import CheckedDocument
from budgetkit.check.result import make_row
from budgetkit.check.two_sides import SIDE_NAMES, TABLES
from budgetkit.check.words import column_label, money, table_label
from budgetkit.finding import Finding, Row

RULE = "one_total"


def check_repeated_totals(document: CheckedDocument) -> Iterator[Row]:
    """Check that each table prints its total once; a two-sided one, once a side."""
    for table, totals in _find_totals(document).items():
        extra = [label for label, rows in totals.items() if len(_lines(rows)) > 1]
        lines = ([line for rows in totals.values() for line in _lines(rows)],)
        description = f"{table_label(table)}：合计只印一次"
        text = "；".join(_describe(label, totals[label]) for label in extra)
        yield make_row(RULE, table, description, "fail" if extra else "pass", text or None, lines=lines)


def find_repeated_totals(document: CheckedDocument) -> Iterator[Finding]:
    """Report each line that prints totals again, once."""
    for table, totals in _find_totals(document).items():
        repeated: dict[int, list[str]] = defaultdict(list)
        for label, rows in totals.items():
            if len(_lines(rows)) > 1:
                repeated[_lines(rows)[1]].append(_describe(label, rows))
        for line, texts in repeated.items():
            note = f"{'；'.join(texts)}：应只有一行，可能是重复列入，或另一行的名称有误，按原文保留。"
            yield Finding(table, "repeated", "", note, "flagged", line)


def _find_totals(document: CheckedDocument) -> dict[str, dict[str, list[Row]]]:
    """Gather the rows that print a total, by table and what they total; a table cut in two has them in two lines."""
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for table in TABLES:
        for row in document.rows(table):
            if row["role"] == "total":
                found[table][f"{SIDE_NAMES[row['side']]}总计"].append(row)
    for row in document.rows("printed_totals"):
        if row["table"] not in TABLES and row["column"] not in ("weight", "score"):
            found[row["table"]][f"{column_label(row['column'])}（合计行）"].append(row)
    return found


def _lines(rows: list[Row]) -> list[int]:
    return list(dict.fromkeys(row["source_line"] for row in rows))


def _describe(label: str, rows: list[Row]) -> str:
    lines = _lines(rows)
    amounts = list(dict.fromkeys(row["amount"] for row in rows if row["amount"] is not None))
    same = f"，均为 {money(amounts[0])} 万元" if len(amounts) == 1 else ""
    return f"“{label}”印有 {len(lines)} 行（第 {'、'.join(map(str, lines))} 行）{same}"
