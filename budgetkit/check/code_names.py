"""Codes and names: each pair is held against the reference of its year and against the document's other tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from budgetkit.check.code_uses import LABELS, Use, Uses
from budgetkit.check.document import CheckedDocument
from budgetkit.check.result import make_row
from budgetkit.check.words import name_some, table_label
from budgetkit.codes.reference import ListedCode, find_entries, load_codes_by_name, load_reference, name_key
from budgetkit.finding import Finding, Row

RULE = "code_name"


@dataclass(frozen=True)
class Doubt:
    """A code and name that do not go together: `fail` where that is proved, `insufficient` where it is not."""

    use: Use
    status: str
    text: str


def check_code_names(document: CheckedDocument) -> Iterator[Row]:
    """Check codes against names: one row for those of a table that agree with the reference, one for each doubt."""
    uses = Uses(document)
    doubts = {id(doubt.use): doubt for doubt in find_doubts(document, uses)}
    agreeing: dict[tuple[str, str], list[Use]] = {}
    for use in uses.all:
        if id(use) not in doubts:
            agreeing.setdefault((use.table, use.kind), []).append(use)
    for (table, kind), group in agreeing.items():
        lines = [line for use in group for line in use.lines]
        what = f"{table_label(table)}：{len(lines)} 处{LABELS[kind]}的编码与名称相符（{len(group)} 个科目）"
        yield make_row(RULE, table, what, "pass", lines=(lines,))
    for doubt in doubts.values():
        what = f"{table_label(doubt.use.table)}：{LABELS[doubt.use.kind]} {doubt.use} 的编码与名称相符"
        yield make_row(RULE, doubt.use.table, what, doubt.status, doubt.text, lines=(doubt.use.lines,))


def find_code_mismatches(document: CheckedDocument) -> Iterator[Finding]:
    """Find codes and names that do not go together; they are kept as printed."""
    for doubt in find_doubts(document, Uses(document)):
        if doubt.status == "fail":
            note = f"{LABELS[doubt.use.kind]} {doubt.use}：{doubt.text}；按原文保留。"
            yield Finding(doubt.use.table, "code_mismatch", str(doubt.use), note, "flagged", doubt.use.lines[0])


def find_doubts(document: CheckedDocument, uses: Uses) -> Iterator[Doubt]:
    """Find the codes and names of a document that do not go together in its year."""
    year = document.source.year
    for use in uses.all:
        if verdict := _judge(use, uses, year):
            yield Doubt(use, *verdict)


def _judge(use: Use, uses: Uses, year: int) -> tuple[str, str] | None:
    if not use.code or not use.name:
        return "fail", "没有读出编码" if not use.code else "没有读出名称"
    entries = find_entries(use.kind, use.national, year)
    if not entries:
        return _judge_unknown(use, uses, year)
    if use.is_local:
        return _judge_local(use, uses, entries)
    if name_key(use.name) in {name_key(entry.name) for entry in entries}:
        return None
    return _judge_name(use, uses, entries)


def _judge_unknown(use: Use, uses: Uses, year: int) -> tuple[str, str]:
    """Judge a code that the reference doesn't have in a year: one of another year, a local one, or a wrong one."""
    earlier = [entry for entry in load_reference(use.kind).get(use.national, ()) if _same_name(entry, use.name)]
    if earlier:
        return "insufficient", f"该科目在参考目录中{_period(earlier[0])}，不含 {year} 年，宜复核"
    others = {name for other in uses.of_code(use) if name_key(name := other.name or "") != name_key(use.name)}
    if others:
        return "fail", f"参考目录中没有 {use.code}，同一编码另印作{_quote(others)}"
    text = f"{year} 年的参考目录中没有 {use.code}"
    owners = [code for code in load_codes_by_name(use.kind).get(name_key(use.name), ()) if _near(code, use.code)]
    if len(uses.tables(use)) > 1:
        return "insufficient", f"{text}，本文件 {len(uses.tables(use))} 张表的用法一致，可能是地方自设的科目"
    if owners:
        return "fail", f"{text}；“{use.name}”的编码是{name_some(owners)}"
    parent = use.national if use.is_local else use.national[:-2]
    if parent not in load_reference(use.kind):
        return "fail", f"{text}，也没有它所属的 {parent}"
    return "insufficient", f"{text}，也不见于本文件其他表，可能是地方自设的科目，也可能是误印，宜复核"


def _judge_local(use: Use, uses: Uses, entries: tuple[ListedCode, ...]) -> tuple[str, str] | None:
    """Judge a local extension of a national code: its name may be its own, if the document keeps to it."""
    others = {name for other in uses.of_code(use) if name_key(name := other.name or "") != name_key(use.name)}
    if others:
        return "fail", f"同一编码另印作{_quote(others)}"
    parent = name_key(entries[-1].name)
    if parent in name_key(use.name):
        codes = {other.code for other in uses.of_name(use)} - {use.code, use.national}
        return ("insufficient", f"同一名称另有编码 {name_some(sorted(codes, key=str))}，宜复核") if codes else None
    owners = [code for code in load_codes_by_name(use.kind).get(name_key(use.name), ()) if len(code) == 5]
    if owners:
        return "fail", f"{use.national} 在参考目录中为“{entries[-1].name}”，“{use.name}”的编码是{name_some(owners)}"
    alike = {other.code for other in uses.of_name(use)} - {use.code}
    if alike:
        return "fail", f"同一名称另有编码 {name_some(sorted(alike, key=str))}"
    if len(uses.tables(use)) > 1:
        return None
    return "insufficient", f"{use.code} 属“{entries[-1].name}”，名称与之不同，也不见于本文件其他表，宜复核"


def _judge_name(use: Use, uses: Uses, entries: tuple[ListedCode, ...]) -> tuple[str, str]:
    """Judge a name that is not the code's: an earlier or later one, another code's, or one that is nowhere."""
    right = entries[-1]
    text = f"{use.code} 在参考目录中为“{right.name}”"
    earlier = [entry for entry in load_reference(use.kind)[use.national] if _same_name(entry, use.name)]
    if earlier:
        return "insufficient", f"{text}；“{use.name}”{_period(earlier[0])}，宜复核"
    owners = load_codes_by_name(use.kind).get(name_key(use.name), ())
    elsewhere = [other for other in uses.of_code(use) if _same_name(right, other.name)]
    if owners:
        text += f"；“{use.name}”的编码是 {name_some(list(owners), 3)}"
    if elsewhere:
        text += f"；本文件第 {elsewhere[0].lines[0]} 行也印作“{right.name}”"
    if owners or elsewhere or right.seen:
        return "fail", text
    return "insufficient", f"{text}，但该条只有一个来源，宜复核"


def _same_name(entry: ListedCode, name: str | None) -> bool:
    return name_key(entry.name) == name_key(name or "")


def _period(entry: ListedCode) -> str:
    since = f"自 {entry.since} 年起" if entry.since else ""
    until = f"至 {entry.until} 年止" if entry.until < 9999 else ""
    return f"“{entry.name}”{since}{until}" if since or until else f"“{entry.name}”"


def _near(one: str, other: str) -> bool:
    """Say whether two codes differ in so few digits that one may be a misprint of the other."""
    if len(one) != len(other):
        return one.startswith(other) or other.startswith(one) or abs(len(one) - len(other)) == 1
    return sum(a != b for a, b in zip(one, other, strict=True)) <= 2


def _quote(names: set[str]) -> str:
    return "、".join(f"“{name}”" for name in sorted(names))
