"""Government and department economic codes: which department code belongs under which government one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetkit.check.document import CheckedDocument
from budgetkit.check.result import make_row
from budgetkit.check.words import table_label
from budgetkit.codes.reference import is_pair
from budgetkit.finding import Row

RULE = "code_pair"
_BOTH = ("gov_econ_code", "dept_econ_code5")
_SINCE = 2018  # the year of the government economic classification


def check_code_pairs(document: CheckedDocument) -> Iterator[Row]:
    """Check that the two economic codes of each row belong together; one that doesn't is worth a look, no error."""
    if document.source.year < _SINCE:
        return
    for table in document.tables:
        rows = [row for row in document.rows(table) if all(row.get(column) for column in _BOTH)]
        if rows:
            yield from _check(table, rows)


def _check(table: str, rows: Sequence[Row]) -> Iterator[Row]:
    odd, fitting = [], []
    for row in rows:
        if is_pair(*(row[column] for column in _BOTH)) is False:
            odd.append(row)
        else:
            fitting.append(row["source_line"])
    if fitting:
        what = f"{table_label(table)}：{len(fitting)} 行的部门经济分类属于其政府经济分类"
        yield make_row(RULE, table, what, "pass", lines=(fitting,))
    for row in odd:
        gov, dept = (f"{row[f'{kind}_code']}-{row[f'{kind}_name']}" for kind in ("gov_econ", "dept_econ"))
        what = f"{table_label(table)}：{dept} 属于 {gov}"
        text = "两种经济分类的对应关系中没有这一对，可能有一个科目印错，宜复核"
        yield make_row(RULE, table, what, "insufficient", text, lines=((row["source_line"],),))
