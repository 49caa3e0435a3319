"""Rows that stand out of the order of their codes, ids that differ where all others agree: signs of a misprint."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from budgetkit.check.document import CheckedDocument
from budgetkit.check.result import count_row, make_row
from budgetkit.check.words import table_label
from budgetkit.codes.reference import name_key
from budgetkit.finding import Row

ORDER, NESTING, LIKE_OTHERS, SETUP_YEAR = (
    "code_order",
    "service_nesting",
    "project_id_like_others",
    "project_setup_year",
)
_ORDERED = {
    "expenditure": ("function_code", "gov_econ_code", "dept_econ_code"),
    "basic_expenditure": ("gov_econ_code", "dept_econ_code"),
    "purchased_services": ("level1_code", "level2_code"),
}
_SHORT = {"income": ("unit_code",), "procurement": ("category_code",)}  # a few rows, which every form prints in order
_LEAST_IDS = 4
_LEAST_ROWS = 8  # fewer rows may be in order by chance
_MOST_MISPLACED = 0.1  # of the rows; more, and the table is not printed in the order of its codes
_ALIKE = (*range(6), *range(9, 14))  # places of an id that all projects of a body share: the place, and leading zeros


def check_code_order(document: CheckedDocument) -> Iterator[Row]:
    """Check that tables which are printed in the order of their codes are so throughout, and hold no code twice."""
    for table, columns in (_ORDERED | _SHORT).items():
        rows = [row for row in document.rows(table) if all(row.get(column) for column in columns)]
        keys = [tuple(row[column] for column in columns) for row in rows]
        misplaced = find_misplaced(keys)
        is_ordered = len(rows) >= _LEAST_ROWS and len(misplaced) <= _MOST_MISPLACED * len(rows)
        if is_ordered or (table in _SHORT and len(rows) > 1):
            yield _check_order(table, rows, misplaced)
        if is_ordered and table != "purchased_services":
            yield _check_repeated(table, rows, keys)


def _check_order(table: str, rows: Sequence[Row], misplaced: Sequence[int]) -> Row:
    return count_row(
        ORDER,
        table,
        f"{table_label(table)}：各行按编码升序排列",
        len(rows) - len(misplaced),
        len(rows),
        bad=f"{len(misplaced)} 行不在编码的次序上，可能编码、名称与金额错了行，宜复核",
        status="insufficient",
        lines=[rows[place]["source_line"] for place in misplaced] or [row["source_line"] for row in rows],
    )


def find_misplaced(keys: Sequence[tuple[str, ...]]) -> list[int]:
    """Find the fewest places that must go so that the rest ascends (equal keys may follow each other)."""
    ends: list[tuple[str, ...]] = []
    lengths = []
    for key in keys:
        place = bisect_right(ends, key)
        ends[place : place + 1] = [key]
        lengths.append(place + 1)
    wanted = len(ends)
    kept: list[int] = []
    for place in range(len(keys) - 1, -1, -1):
        if lengths[place] == wanted and (not kept or keys[place] <= keys[kept[-1]]):
            kept.append(place)
            wanted -= 1
    return sorted(set(range(len(keys))) - set(kept))


def _check_repeated(table: str, rows: Sequence[Row], keys: Sequence[tuple[str, ...]]) -> Row:
    """A combination of codes has one row: a second one may bear another row's codes."""
    counts = Counter(keys)
    repeated = [row["source_line"] for row, key in zip(rows, keys, strict=True) if counts[key] > 1]
    return count_row(
        ORDER,
        table,
        f"{table_label(table)}：同一组编码只有一行",
        len(rows) - len(repeated),
        len(rows),
        bad=f"{len(repeated)} 行的编码与另一行完全相同，可能有一行的编码印错，宜复核",
        status="insufficient",
        lines=repeated or [row["source_line"] for row in rows],
    )


def check_service_nesting(document: CheckedDocument) -> Iterator[Row]:
    """Check that the second level of a service's code begins with the first."""
    table = "purchased_services"
    rows = [row for row in document.rows(table) if row["level1_code"] and row["level2_code"]]
    odd = [row for row in rows if not row["level2_code"].startswith(row["level1_code"])]
    if rows:
        yield count_row(
            NESTING,
            table,
            f"{table_label(table)}：二级目录属于一级目录",
            len(rows) - len(odd),
            len(rows),
            bad=f"{len(odd)} 行的二级目录不属于其一级目录",
            lines=[row["source_line"] for row in odd or rows],
        )


def check_service_kinds(document: CheckedDocument) -> Iterator[Row]:
    """Check that a service of the third level stands under one second level; two may mean that rows are mixed up."""
    table = "purchased_services"
    rows = [row for row in document.rows(table) if row["level2_code"] and row["level3"]]
    parents: dict[str, set[str]] = {}
    for row in rows:
        parents.setdefault(name_key(row["level3"]), set()).add(row["level2_code"])
    odd = [row for row in rows if len(parents[name_key(row["level3"])]) > 1]
    if rows:
        yield count_row(
            NESTING,
            table,
            f"{table_label(table)}：同一三级目录属于同一二级目录",
            len(rows) - len(odd),
            len(rows),
            bad=f"{len(odd)} 行的三级目录另见于其他二级目录之下，可能名称错了行，宜复核",
            status="insufficient",
            lines=[row["source_line"] for row in odd or rows],
        )


def check_project_ids(document: CheckedDocument) -> Iterator[Row]:
    """Check ids against the others of the document, where those all agree, and set-up years against its year."""
    rows = [row for row in document.rows("projects") if len(row["project_id"] or "") == 21]
    late = [row for row in rows if row["setup_year"] and row["setup_year"] > document.source.year]
    if rows:
        yield count_row(
            SETUP_YEAR,
            "projects",
            f"项目编号中的设立年份不晚于 {document.source.year} 年",
            len(rows) - len(late),
            len(rows),
            bad=f"{len(late)} 个编号的设立年份晚于预算年度",
            lines=[row["source_line"] for row in late or rows],
        )
    if len(rows) < _LEAST_IDS:
        return
    odd = list(_find_unlike(rows))
    if not odd:
        what = "项目编号的区划和序号前导零各项目一致"
        yield make_row(LIKE_OTHERS, "projects", what, "pass", lines=([row["source_line"] for row in rows],))
    for row, place in odd:
        what = f"项目编号 {row['project_id']} 第 {place + 1} 位与其他项目一致"
        text = f"其余 {len(rows) - 1} 个编号该位相同，可能是误印，宜复核"
        yield make_row(LIKE_OTHERS, "projects", what, "insufficient", text, lines=([row["source_line"]],))


def _find_unlike(rows: Sequence[Row]) -> Iterator[tuple[Row, int]]:
    for place in _ALIKE:
        digits = Counter(row["project_id"][place] for row in rows)
        usual, count = digits.most_common(1)[0]
        if count == len(rows) - 1:
            yield next(row for row in rows if row["project_id"][place] != usual), place
