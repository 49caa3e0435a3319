"""What a text says oddly: left-overs of a template, years that can't be, a reason that goes against its change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from budgetkit.finding import Finding, Row
from budgetkit.narrative.mentions import FALLS, RISES
from budgetkit.narrative.sentences import Sentence

_RISE, _FALL, _INSIDE = "(?:增加|增长)", "(?:减少|下降)", "[^（）()]"
_BOTH_WAYS = rf"{_RISE}[（(]{_FALL}[）)]|{_FALL}[（(]{_RISE}[）)]|增[（(/／]减[）)]?(?=\d)"
_INSTRUCTION = rf"[（(](?:按|请|如|注：?请){_INSIDE}{{0,40}}?(?:填[写列报]|说明|删除){_INSIDE}{{0,20}}[）)]"
_LEFT_OVER = {
    r"[XＸ×Ⅹ]{2,}|(?<![\d.])[XＸ×](?=[万亿]?元|年|个|辆|家|%)": "模板中的占位符没有填写",
    _BOTH_WAYS: "模板中的“增加（减少）”没有选定",
    r"(?:主要)?原因(?:是|为)?[：:]?(?=[。；]|$)": "没有写出原因",
    r"。。|，，|、、|；；|，。|。，": "标点重复",
    _INSTRUCTION: "填写说明没有删去",
}
_WORD = {"increase": "增加", "decrease": "减少"}
_DEPARTMENT, _UNIT = "本部门", "本单位"
_OTHER_BODY = {
    "budget": _UNIT, "final_accounts": _UNIT, "unit_budget": _DEPARTMENT, "unit_final_accounts": _DEPARTMENT,
}  # fmt: skip


def find_wording(
    sentences: Sequence[Sentence], rows: Sequence[Row], year: int, kind: str | None = None
) -> Iterator[Finding]:
    """Find odd wording in the text of a document of a year and kind; none of it touches money."""
    for sentence in sentences:
        yield from _left_overs(sentence)
    for row in rows:
        yield from _of_statement(row, year)
    yield from _other_body(rows, kind)


def _other_body(rows: Sequence[Row], kind: str | None) -> Iterator[Finding]:
    """Find amounts that the text of a department gives as a unit's (本单位), or the other way round, one a sentence."""
    word = _OTHER_BODY.get(kind or "")
    said = {row["text"]: row for row in reversed(rows) if word and word in row["text"] and row["amount"] is not None}
    for text, row in reversed(said.items()):
        own = _UNIT if word == _DEPARTMENT else _DEPARTMENT
        note = f"文件是{own.removeprefix('本')}的，这里写作“{word}”：可能只是用词，也可能另有范围，文字没有说明。"
        yield _finding(text[max(text.index(word) - 20, 0) :], note, row["source_line"])


def _left_overs(sentence: Sentence) -> Iterator[Finding]:
    for pattern, note in _LEFT_OVER.items():
        for match in re.finditer(pattern, sentence.text):
            quote = sentence.text[max(match.start() - 20, 0) : match.end() + 20]
            yield _finding(quote, f"{note}。", sentence.line_of(match.start()))


def _of_statement(row: Row, year: int) -> Iterator[Finding]:
    if row["budget_year"] and row["budget_year"] > year + 1:
        note = f"文字所说的 {row['budget_year']} 年晚于本文件的 {year} 年。"
        yield _finding(row["subject"], note, row["source_line"])
    if row["base_year"] and row["base_year"] != row["budget_year"] - 1:
        note = f"与 {row['base_year']} 年相比，而不是与上年（{row['budget_year'] - 1} 年）相比。"
        yield _finding(row["subject"], note, row["source_line"])
    if row["reason"] and goes_against(row["reason"], row["direction"]):
        note = f"文字称金额{_WORD[row['direction']]}，所说的原因却是相反方向。"
        yield _finding(row["reason"][:60], note, row["source_line"])


def goes_against(reason: str, direction: str | None) -> bool:
    """Say whether a reason speaks only of the opposite of its change; one of both directions goes with either."""
    rises = any(word in reason for word in RISES if len(word) > 1) or "新增" in reason
    falls = any(word in reason for word in FALLS if len(word) > 1) or "取消" in reason
    return (direction == "increase" and falls and not rises) or (direction == "decrease" and rises and not falls)


def _finding(text: str, note: str, line: int) -> Finding:
    return Finding("statements", "wording", text[:60], note, "flagged", line)
