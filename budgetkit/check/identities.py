"""Codes of units, services and projects: one code has one name in all tables, and one name has one code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from budgetkit.check.document import CheckedDocument
from budgetkit.check.result import make_row
from budgetkit.check.words import name_some, table_label
from budgetkit.finding import Finding, Row
from budgetkit.tidy.project_names import name_key

RULE = "identity"
PROCUREMENT = {"A": "货物", "B": "工程", "C": "服务"}  # 政府采购品目分类目录


class CodeAndName(NamedTuple):
    """Two columns, a code's and its name's, and what they are called."""

    code: str
    name: str
    label: str


PAIRS = (
    CodeAndName("unit_code", "unit_name", "预算单位"),
    CodeAndName("level1_code", "level1", "购买服务一级目录"),
    CodeAndName("level2_code", "level2", "购买服务二级目录"),
    CodeAndName("category_code", "category", "政府采购类别"),
    CodeAndName("project_type_code", "project_type", "项目类别"),
    CodeAndName("project_id", "project_name", "项目"),
)


class Print(NamedTuple):
    """A code with a name as one row of a table prints them."""

    code: str
    name: str
    table: str
    line: int

    def __str__(self) -> str:
        return f"{self.code}-{self.name}"


class Contradiction(NamedTuple):
    """Prints of a code with a name that others contradict, and how."""

    pair: CodeAndName
    prints: list[Print]
    status: str
    text: str


def check_identities(document: CheckedDocument) -> Iterator[Row]:
    """Check each kind of code: one row where all tables agree, one for each code with a name that others contradict."""
    for pair in PAIRS:
        prints = read_prints(document, pair)
        doubts = list(find_doubts(pair, prints))
        odd = {one for doubt in doubts for one in doubt.prints}
        agreeing = [one for one in prints if one not in odd]
        if len({one.line for one in agreeing}) > 1:
            what = (
                f"{pair.label}的编码与名称一一对应（{len(agreeing)} 处，{len({one.code for one in agreeing})} 个编码）"
            )
            yield make_row(RULE, agreeing[0].table, what, "pass", lines=([one.line for one in agreeing],))
        for doubt in doubts:
            lines = ([one.line for one in doubt.prints],)
            what = f"{table_label(doubt.prints[0].table)}：{pair.label} {doubt.prints[0]} 与其他各处一致"
            yield make_row(RULE, doubt.prints[0].table, what, doubt.status, doubt.text, lines=lines)


def find_identity_mismatches(document: CheckedDocument) -> Iterator[Finding]:
    """Find codes and names of units, services and projects that contradict each other; they are kept as printed."""
    for pair in PAIRS:
        for doubt in find_doubts(pair, read_prints(document, pair)):
            first = doubt.prints[0]
            note = f"{pair.label} {first}：{doubt.text}；按原文保留。"
            yield Finding(first.table, "code_mismatch", str(first)[:60], note, "flagged", first.line)


def read_prints(document: CheckedDocument, pair: CodeAndName) -> list[Print]:
    """Read where tables print a code together with its name."""
    return [
        Print(row[pair.code], row[pair.name], table, row["source_line"])
        for table in document.tables
        for row in document.rows(table)
        if row.get(pair.code) and row.get(pair.name)
    ]


def find_doubts(pair: CodeAndName, prints: Sequence[Print]) -> Iterator[Contradiction]:
    """Find the codes with a name that another print contradicts; of several, those that fewer prints support."""
    groups: dict[tuple[str, str], list[Print]] = {}
    for one in prints:
        groups.setdefault((one.code, name_key(one.name)), []).append(one)
    by_code = _index(groups, 0)
    by_name = _index(groups, 1)
    for (code, name), group in groups.items():
        if text := _contradiction(pair, group, [*by_code[code], *by_name[name]]):
            yield Contradiction(pair, group, *text)


def _index(groups: dict[tuple[str, str], list[Print]], part: int) -> dict[str, list[list[Print]]]:
    index: dict[str, list[list[Print]]] = {}
    for key, group in groups.items():
        index.setdefault(key[part], []).append(group)
    return index


def _contradiction(pair: CodeAndName, group: list[Print], rivals: list[list[Print]]) -> tuple[str, str] | None:
    """Say how a code with a name is contradicted: by its own meaning, or by prints that are no fewer."""
    first = group[0]
    if pair.code == "category_code" and PROCUREMENT.get(first.code, first.name) != first.name:
        return "fail", f"{first.code} 类是{PROCUREMENT[first.code]}"
    stronger = [other for other in rivals if other is not group and len(other) >= len(group)]
    if not stronger:
        return None
    others = name_some([f"{other[0]}（第 {other[0].line} 行）" for other in stronger], 3)
    if pair.code != "project_id":
        return "fail", f"另印作 {others}，两者不能都对"
    if all(other[0].code == first.code for other in stronger):
        return "insufficient", f"另印作 {others}：同一编号，名称有两种写法，宜复核"
    if any(_near(first.code, other[0].code) for other in stronger):
        return "fail", f"另印作 {others}，编号只差一两位，有一处误印"
    return "insufficient", f"另印作 {others}，可能是同名的另一项目，宜复核"


def _near(one: str, other: str) -> bool:
    """Say whether two ids are so alike that one is a misprint of the other: the same, or two digits apart."""
    return len(one) != len(other) or sum(a != b for a, b in zip(one, other, strict=True)) <= 2
