"""Persons and telephone numbers that forms name: known by key and shape, never kept, never quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from budgetkit.finding import Finding, Row
from budgetkit.read.row import RawRow, leave_out

_PERSON = r"(?:项目|单位)?(?:负责人|联系人|填报人|填表人|经办人|审核人|联系电话|联系方式|办公电话|电话|手机号?码?|手机)"
_PERSONAL = rf"{_PERSON}(?:姓名)?(?:(?:及|和|、)?(?:联系)?(?:电话|方式))?(?:[（(].{{1,4}}[）)])?"
_PERSONAL_KEY = re.compile(_PERSONAL)
_NUMBER = r"[\d(（+][-－—\d\s()（）]{6,}"
_PERSONAL_LINE = re.compile(rf"\s*{_PERSONAL}\s*(?:[:：]|{_NUMBER})")
_PHONE = re.compile(r"(?<![\d.])(?:1[3-9]\d{9}|0\d{2,3}\s?[-－—]\s?\d{7,8})(?![\d.])")
_MASK = "（略）"


def is_personal(key: str) -> bool:
    """Say whether a key asks for a person's name or telephone number."""
    return _PERSONAL_KEY.fullmatch(key) is not None


def starts_personal(text: str) -> str | None:
    """Give the personal key that a number is glued to (联系电话010-…), None where there is none."""
    match = re.fullmatch(rf"({_PERSONAL})\s*{_NUMBER}", text)
    return match[1] if match else None


def drop_personal_lines(lines: Sequence[RawRow]) -> tuple[list[RawRow], list[int]]:
    """Take lines that only name persons out of a form's body; gives the others, and the numbers of those dropped."""
    dropped = [line.number for line in lines if _PERSONAL_LINE.match(" ".join(line.filled))]
    return leave_out(lines, set(dropped)), dropped


def mask_phones(row: Row, columns: Sequence[str]) -> bool:
    """Replace telephone numbers in a row's text columns, in place; says whether there were any."""
    found = [column for column in columns if row[column] and _PHONE.search(row[column])]
    for column in found:
        row[column] = _PHONE.sub(_MASK, row[column])
    return bool(found)


def personal_finding(table: str, number: int) -> Finding:
    """Make the finding of personal data left out; it quotes nothing."""
    return Finding(table, "personal_data", "", "表中含联系人或电话等个人信息，未予保存。", "dropped", number)
