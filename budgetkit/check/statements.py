"""The explanatory text against the tables, and against itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import ROUND_DOWN, Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import ZERO, Figure
from budgetkit.check.result import make_row
from budgetkit.check.statement_bases import check_bases
from budgetkit.check.statement_figures import figures_of, is_empty_in_print, is_other_kind, stages_of
from budgetkit.check.statement_limits import check_limits, check_project_accounts
from budgetkit.check.statement_rows import TABLE, judge_percent, name_statement, numbers_row, percent_bounds
from budgetkit.check.statement_shares import PARTS_OF, check_shares
from budgetkit.check.words import money, table_label
from budgetkit.finding import Row
from budgetkit.narrative.concepts import ITEM, PROJECT, concept_label
from budgetkit.parse import half_unit

AGAINST_TABLE, CHANGE, RATE, PARTS, TWICE = (
    "text_against_table", "text_change_amount", "text_change_rate", "text_parts", "text_repeated",
)  # fmt: skip

_BASIC = ("basic", "general_public_basic")
_PARTS_OF_BASIC = ("personnel", "public_funds")


def check_statements(document: CheckedDocument) -> Iterator[Row]:
    """Check each amount of the text against the tables, and changes, rates, shares and parts against each other.

    Equal means equal within half a unit of the last printed digit. Amounts are in 万元.
    """
    rows = document.rows(TABLE)
    for row in rows:
        yield _against_tables(document, row)
        yield from _change(row)
        yield from _rate(row)
    yield from check_bases(document, rows)
    yield from check_shares(document, rows)
    yield from check_limits(document, rows)
    yield from check_project_accounts(document, rows)
    yield from _parts(rows)
    yield from _listed(rows)
    yield from _repeated(document, rows)


def _against_tables(document: CheckedDocument, row: Row) -> Row:
    what = f"说明文字“{name_statement(row)}”"
    if reason := _not_comparable(document, row):
        return _open(AGAINST_TABLE, what, reason, row)
    found = list(figures_of(document, row))
    known = [(table, figure) for table, figure in found if figure.value is not None]
    if not known:
        return _against_nothing(document, row, what, found)
    best = min(known, key=lambda pair: abs(pair[1].value - row["amount"]))
    judged = _judge(row, f"{what}＝{table_label(best[0])}", best[1])
    if judged["status"] == "fail" and is_other_kind(document, row):
        return {**judged, "explanation": "与表中另一口径（预算数、决算数）的金额相同：两者对调，或文字写错了口径。"}
    return judged


def _not_comparable(document: CheckedDocument, row: Row) -> str | None:
    if row["amount"] is None:
        return "文字中的数字无法读出" if row["change"] is None else "文字只写了增减额"
    if document.is_text_alone:
        return "文件只有文字说明，没有表可以核对"
    if row["concept"] is None:
        return "没有一张表印有同一口径的金额，无法核对"
    if row["budget_year"] != document.source.year:
        return f"说的是 {row['budget_year']} 年，本文件的表为 {document.source.year} 年"
    return None if row["stage"] in stages_of(document, row) else "所说的预算阶段在本文件的表中没有列"


def _against_nothing(document: CheckedDocument, row: Row, what: str, found: Sequence[tuple[str, Figure]]) -> Row:
    tables = [table for table, _ in found]
    found = [(table, figure) for table, figure in found if figure.lines and not document.absent(table)]
    empty = next((table for table in tables if is_empty_in_print(document, table)), None)
    if found:  # nothing in print is what a text of 0 says
        table, figure = found[0]
        status, said = ("fail", "表中该格为空，文字却有金额。") if row["amount"] else ("pass", None)
        return _row(AGAINST_TABLE, f"{what}＝{table_label(table)}（该格为空）", status, said, row, figure)
    if empty and not row["amount"]:
        return _row(AGAINST_TABLE, f"{what}＝{table_label(empty)}", "pass", None, row, None)
    if row["concept"] == ITEM and not row["function_code"]:
        return _open(AGAINST_TABLE, what, "科目名称在本文件的表和科目对照中都没有，无法核对", row)
    if empty:
        said = f"{table_label(empty)}没有数据行，文字却有金额"
        return _row(AGAINST_TABLE, f"{what}＝{table_label(empty)}", "fail", said, row, None)
    return _open(AGAINST_TABLE, what, "本文件的表没有印出该金额，无法核对", row)


def _judge(row: Row, description: str, figure: Figure) -> Row:
    stated, printed = row["amount"], figure.value
    slack = half_unit(stated) + figure.slack
    if abs(stated - printed) <= slack:
        return _row(AGAINST_TABLE, description, "pass", None, row, figure, slack)
    if 0 < printed - stated < 2 * half_unit(stated) and _cut(printed, stated) == stated:
        said = f"文字截去了末位之后的数（表中为 {money(printed)} 万元），没有四舍五入。"
        return _row(AGAINST_TABLE, description, "explained", said, row, figure, slack)
    return _row(AGAINST_TABLE, description, "fail", _hint(stated, printed), row, figure, slack)


def _cut(printed: Decimal, stated: Decimal) -> Decimal:
    return printed.quantize(Decimal((0, (1,), stated.as_tuple().exponent)), ROUND_DOWN)


def _hint(stated: Decimal, printed: Decimal) -> str:
    """Say what kind of slip would account for a difference, where one would."""
    if stated and printed:
        for power in (-4, -3, -2, -1, 1, 2, 3, 4):
            if abs(printed.scaleb(power) - stated) <= half_unit(stated):
                return f"相差 10 的 {abs(power)} 次方倍：文字或表有一处小数点或单位有误，不能判定是哪一处。"
    return "文字与表不一致，不能判定是哪一处有误。"


def _change(row: Row) -> Iterator[Row]:
    """Hold a stated change against the two amounts that are stated."""
    if None in (row["amount"], row["base_amount"], row["change"]):
        return
    signed = -row["change"] if row["direction"] == "decrease" else row["change"]
    difference = row["amount"] - row["base_amount"]
    slack = half_unit(row["amount"]) + half_unit(row["base_amount"]) + half_unit(row["change"])
    status = "pass" if abs(difference - signed) <= slack else "fail"
    what = f"说明文字“{name_statement(row)}”增减额＝两年金额之差"
    said = None if status == "pass" else f"两年金额相差 {money(difference)} 万元。"
    yield numbers_row(CHANGE, what, status, said, row, signed, difference, slack)


def _rate(row: Row) -> Iterator[Row]:
    """Hold a stated per cent against the amount and its change; from nothing there is no rate."""
    if None in (row["amount"], row["change"], row["change_percent"]):
        return
    sign = -1 if row["direction"] == "decrease" else 1
    base = row["amount"] - sign * row["change"]
    what = f"说明文字“{name_statement(row)}”增减率＝增减额÷上年金额"
    rate = row["change_percent"]
    slack_of_base = half_unit(row["amount"]) + half_unit(row["change"])
    if abs(base) <= slack_of_base:
        said = "按所述金额推算上年为 0，不能计算增减率。"
        yield numbers_row(RATE, what, "fail", said, row, rate, None, ZERO)
        return
    low, high = percent_bounds(row["change"], half_unit(row["change"]), base, slack_of_base)
    computed = round(row["change"] / base * 100, 6)
    slack = half_unit(rate)
    status, said = judge_percent(rate, low, high)
    yield numbers_row(RATE, what, status, said, row, rate, computed, slack)


def _parts(rows: Sequence[Row]) -> Iterator[Row]:
    """Hold a stated amount against the sum of the parts that follow it, where all of them are stated once."""
    for position, row in enumerate(rows):
        names = PARTS_OF.get(row["concept"] or "", ())
        behind = _following(rows[position + 1 :], row)
        if row["concept"] in _BASIC:  # the next ones only: another basic expenditure may be said by other words
            names = _PARTS_OF_BASIC
            behind = behind[: len(names)]
        if not names or row["amount"] is None:
            continue
        parts = [next((part for part in behind if part["concept"] == name), None) for name in names]
        if any(part is None or part["amount"] is None for part in parts):
            continue
        total = sum((part["amount"] for part in parts), ZERO)
        slack = half_unit(row["amount"]) + sum((half_unit(part["amount"]) for part in parts), ZERO)
        status = "pass" if abs(total - row["amount"]) <= slack else "fail"
        what = f"说明文字“{name_statement(row)}”＝{'＋'.join(concept_label(name) for name in names)}"
        said = None if status == "pass" else f"各部分之和为 {money(total)} 万元。"
        yield numbers_row(PARTS, what, status, said, row, row["amount"], total, slack)


def _listed(rows: Sequence[Row]) -> Iterator[Row]:
    """Hold a 合计 at the end of a sentence against the amounts listed before it; the first one is their total, too."""
    by_sentence: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_sentence[row["paragraph"], row["text"]].append(row)
    for said in by_sentence.values():
        *listed, last = said
        if last["subject"] not in ("合计", "总计", "共计") or len(listed) < 2 or any(r["amount"] is None for r in said):
            continue
        if "其中" in last["text"] and listed[0]["amount"] == last["amount"]:
            listed = listed[1:]
        total = sum((row["amount"] for row in listed), ZERO)
        slack = sum((half_unit(row["amount"]) for row in said), ZERO)
        status = "pass" if abs(total - last["amount"]) <= slack else "fail"
        words = None if status == "pass" else f"所列 {len(listed)} 项之和为 {money(total)} 万元。"
        what = f"说明文字“合计”＝所列 {len(listed)} 项之和"
        yield numbers_row(PARTS, what, status, words, last, last["amount"], total, slack)


def _following(rows: Sequence[Row], row: Row) -> list[Row]:
    """Give the rows up to the next that speaks of the same concept."""
    end = next((index for index, other in enumerate(rows) if other["concept"] == row["concept"]), len(rows))
    return list(rows[:end])


def _repeated(document: CheckedDocument, rows: Sequence[Row]) -> Iterator[Row]:
    """Hold amounts against each other that the text states of the same thing and no table prints."""
    same: dict[tuple, list[Row]] = defaultdict(list)
    for row in rows:
        if (
            row["concept"]
            and row["concept"] not in ("target_money", "procurement_for_small", PROJECT)
            and row["amount"] is not None
        ):
            same[row["concept"], row["function_code"], row["stage"], row["budget_year"]].append(row)
    for group in same.values():
        first, *others = group
        for other in others:
            slack = half_unit(first["amount"]) + half_unit(other["amount"])
            if abs(first["amount"] - other["amount"]) > slack:
                said = f"同一份文件的文字先后写作 {money(first['amount'])} 和 {money(other['amount'])} 万元。"
                what = f"说明文字“{name_statement(other)}”前后一致"
                yield numbers_row(TWICE, what, "fail", said, other, other["amount"], first["amount"], slack)


def _open(rule: str, description: str, reason: str, row: Row) -> Row:
    return make_row(
        rule, TABLE, description, "not_applicable", reason, lines=((row["source_line"],),), left=row["amount"]
    )


def _row(
    rule: str, description: str, status: str, said: str | None, row: Row, figure: Figure | None, slack: Decimal = ZERO
) -> Row:
    right = figure.value if figure else None
    return make_row(
        rule,
        TABLE,
        description,
        status,
        said,
        lines=((row["source_line"],), figure.lines if figure else ()),
        left=row["amount"],
        right=right,
        difference=None if right is None else row["amount"] - right,
        tolerance=slack,
    )
