"""Where a table ends: a title that no kind knows and no number marks, known by the table that begins below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from budgetkit.parse import compact, is_data
from budgetkit.read.row import RawRow
from budgetkit.recognise.title import normalise_title

_TITLE = re.compile(r"[^。；，：:]{2,40}(?:表|清单)(?:（[^（）]*）)?")
_STATEMENT = re.compile(
    r"(?:(?:编制|填报|填表|填制|编报|报送|申报|制表|汇总|公开|预算|主管)?(?:部门|单位|机构)(?:（(?:部门|单位)）)?"
    r"(?:名称|全称|编码|代码)?(?:[及和与、]?(?:编码|代码))?(?:（.{1,6}）)?|(?:金额|货币|计量|计价)单位|币[种别]|(?:预算)?(?:编码|代码)|"
    r"(?:编制|填报|填表|编报|报送|制表|打印|批复|公开)?(?:日期|时间)|(?:预算|公开|编制)?年度)[:：].*"
)
_HEADER_WORD = re.compile(
    r"序号|备注|说明|.*(?:名称|编[码号]|代码|金额|[合小总]计|单位|部门|数量?|预算|支出|收入|类[别型]|内容|用途|面积|日期|年度|"
    r"项目|科目)"
)
_NOTE = re.compile(r"(?:附?注|说明|备注)\d*[:：]|\d[.．、].{0,60}。|[无本][^。]{0,80}(?:无|没有|空表|空白|保留|说明)")
LOOKAHEAD = 5  # rows below a title in which its table's header stands: unit, maker, year, then the header


def is_statement(row: RawRow) -> bool:
    """Say whether a row only states what a table is about, each cell for itself (`编制部门：某局`, `单位：元`)."""
    return bool(row.filled) and all(map(_states, row.filled))


@lru_cache(1 << 14)  # each step asks of the same cells
def _states(cell: str) -> bool:
    return _STATEMENT.fullmatch(compact(cell)) is not None


def is_note(row: RawRow) -> bool:
    """Say whether a row is a note below a table (`注：本表为空。`, and lines that go on with it)."""
    return len(row.filled) == 1 and (row.continues or _NOTE.match(compact(row.filled[0])) is not None)


def may_be_title(row: RawRow) -> bool:
    """Say whether a row could be the title of a table: a single cell that ends as the names of tables and lists do."""
    return (
        len(row.filled) == 1
        and _TITLE.fullmatch(text := compact(row.filled[0])) is not None
        and bool(normalise_title(text))
    )


def opens_table(below: Sequence[RawRow], above: Iterable[RawRow]) -> bool:
    """Say whether the rows below what may be a title open a table other than the one whose rows are above.

    Their first row of several cells is a header that the table above has not shown: words only, with the table's unit
    or maker stated before it, or at least half of them words that headers use. A table above that has shown no row of
    cells yet is only beginning itself, with a second line of its title.
    """
    rows = [row for row in below[:LOOKAHEAD] if is_statement(row) or len(row.filled) > 1]
    header = next((row for row in rows if not is_statement(row)), None)
    if header is None or not looks_like_header(header, stated=header is not rows[0]):
        return False
    shown = {_words(row) for row in above if len(row.filled) > 1}
    return bool(shown) and _words(header) not in shown


def _words(row: RawRow) -> tuple[str, ...]:
    return tuple(compact(cell) for cell in row.filled)


def looks_like_header(row: RawRow, *, stated: bool = False) -> bool:
    """Say whether a row is a header by its words alone: no amount or code, and at least half of them header words.

    `stated` says that a unit or maker stands above it, which makes up for unknown words.
    """
    words = _words(row)
    if any(map(is_data, words)):
        return False
    known = sum(_HEADER_WORD.fullmatch(word) is not None for word in words)
    return known * 2 >= len(words) or stated
