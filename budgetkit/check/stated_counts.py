"""Groups, persons and vehicles of the text: against each other, against their parts, and against the money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import Figure, read_figure
from budgetkit.check.result import make_row
from budgetkit.check.words import column_label, money, table_label
from budgetkit.finding import Row
from budgetkit.narrative.counts import LABELS, TABLE, kind_of

PARTS, TWICE, PERSONS, MONEY = ("count_parts", "count_repeated", "count_of_persons", "count_to_money")
_COLUMNS = {
    "overseas_groups": "overseas", "overseas_persons": "overseas", "reception_groups": "reception",
    "reception_persons": "reception", "vehicles_bought": "vehicle_purchase",
}  # fmt: skip
_OTHERS = "其他"


def check_stated_counts(document: CheckedDocument) -> Iterator[Row]:
    """Check the counts of a text and its tables; no row where nothing is counted."""
    rows = document.rows(TABLE)
    yield from _parts(rows)
    whole = [row for row in rows if row["within"] is None]
    yield from _repeated(whole)
    yield from _persons(whole)
    by_thing: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in whole:
        by_thing[row["concept"], row["budget_year"]].append(row)
    for (concept, year), own in by_thing.items():
        yield from _money(document, concept, year, own)


def _parts(rows: Sequence[Row]) -> Iterator[Row]:
    """Hold a count against its parts: they make it up where the last is what is left (其他), and never exceed it."""
    for row in rows:
        parts = [part for part in rows if _is_part(part, row)]
        if parts:
            total = sum(part["count"] for part in parts)
            is_whole = len(parts) > 1 and parts[-1]["subject"].startswith(_OTHERS)
            is_wrong = total > row["count"] or (is_whole and total != row["count"])
            said = f"所列 {len(parts)} 项之和为 {total}。" if is_wrong else None
            what = f"说明文字“{row['subject']}”{'＝' if is_whole else '不少于'}所列各项之和"
            yield _row(PARTS, what, "fail" if is_wrong else "pass", said, row["count"], total, (row, *parts))


def _is_part(part: Row, row: Row) -> bool:
    same = ("concept", "text", "paragraph")
    return part["within"] == row["subject"] and row["within"] is None and all(part[n] == row[n] for n in same)


def _repeated(rows: Sequence[Row]) -> Iterator[Row]:
    """Hold counts of the same thing and year against each other, wherever they stand."""
    same: dict[tuple, list[Row]] = defaultdict(list)
    for row in rows:
        same[row["concept"], kind_of(row["subject"]), row["budget_year"]].append(row)
    for (concept, *_), (first, *others) in same.items():
        for other in others:
            is_wrong = other["count"] != first["count"]
            said = f"同一份文件先后写作 {first['count']} 和 {other['count']}。" if is_wrong else None
            what = f"{LABELS[concept]}前后一致"
            yield _row(
                TWICE, what, "fail" if is_wrong else "pass", said, other["count"], first["count"], (other, first)
            )


def _persons(rows: Sequence[Row]) -> Iterator[Row]:
    """Hold the persons of a sentence against its groups: a group has one person at least."""
    for groups in rows:
        about, _, unit = groups["concept"].partition("_")
        if unit != "groups":
            continue
        persons = next(
            (one for one in rows if one["concept"] == f"{about}_persons" and one["text"] == groups["text"]
             and kind_of(one["subject"]) in (kind_of(groups["subject"]), "")), None
        )  # fmt: skip
        if persons:
            is_wrong = persons["count"] < groups["count"] or (persons["count"] > 0 and not groups["count"])
            said = f"{groups['count']} 批（个）不能只有 {persons['count']} 人次。" if is_wrong else None
            what = f"{LABELS[persons['concept']]}不少于{LABELS[groups['concept']]}"
            numbers = persons["count"], groups["count"]
            yield _row(PERSONS, what, "fail" if is_wrong else "pass", said, *numbers, (groups, persons))


def _money(document: CheckedDocument, concept: str, year: int, rows: Sequence[Row]) -> Iterator[Row]:
    """Hold counts against the money of “三公”经费: nobody travels for nothing, and money buys something."""
    column = _COLUMNS.get(concept)
    figure = _figure(document, column, year) if column else None
    if column is None or figure is None or figure.value is None:
        return
    most = max(row["count"] for row in rows)
    what = f"{LABELS[concept]}与{table_label('three_public')}“{column_label(column)}”同有同无"
    status, said = "pass", None
    if figure.value and not most:
        status, said = "fail", f"数量为 0，表中却有 {money(figure.value)} 万元。"
    elif most and not figure.value:
        status = "insufficient"
        said = f"数量为 {most}，表中金额为 0：或由其他单位或资金承担，或有一处有误，文件没有说明。"
    lines = ([row["source_line"] for row in rows], figure.lines)
    yield make_row(MONEY, TABLE, what, status, said, lines=lines)


def _figure(document: CheckedDocument, column: str, year: int) -> Figure | None:
    wanted = "final" if document.source.read_as == "final_accounts" else "budget"
    for row in document.rows("three_public"):
        if row.get("budget_year") == year == document.source.year and row.get("base_kind") in (wanted, None):
            return read_figure(row, column) if column in row else None
    return None


def _row(rule: str, what: str, status: str, said: str | None, left: int, right: int, rows: Sequence[Row]) -> Row:
    """Make the row of a check between counts; they are no money, so that numbers stand in the words alone."""
    lines = ([row["source_line"] for row in rows],)
    return make_row(rule, TABLE, f"{what}（{left}、{right}）", status, said, lines=lines)
