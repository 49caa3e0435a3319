"""The heading of a form: project, department and unit. Persons that it names are never kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from budgetkit.finding import Finding
from budgetkit.read.line import Line
from budgetkit.tidy.evaluation.tokens import Token, compact, join_text, split_tokens

KEYS = {
    "项目名称": "project_name",
    "主管部门": "supervising_department",
    "主管部门及代码": "supervising_department",
    "实施单位": "unit_name",
    "项目单位": "unit_name",
    "项目实施单位": "unit_name",
}
_OTHER_KEYS = frozenset(
    {
        "项目编码",
        "项目代码",
        "项目编号",
        "项目类别",
        "项目属性",
        "项目类型",
        "项目起止时间",
        "项目期限",
        "预算年度",
        "资金用途",
    }
)
_PERSON = r"(?:项目|单位)?(?:负责人|联系人|填报人|填表人|经办人|审核人|联系电话|联系方式|办公电话|电话|手机号?码?|手机)"
_PERSONAL = rf"{_PERSON}(?:姓名)?(?:(?:及|和|、)?(?:联系)?(?:电话|方式))?(?:[（(].{{1,4}}[）)])?"
_PERSONAL_KEY = re.compile(_PERSONAL)
_NUMBER = r"[\d(（+][-－—\d\s()（）]{6,}"
_PERSONAL_LINE = re.compile(rf"\s*{_PERSONAL}\s*(?:[:：]|{_NUMBER})")
_PHONE = re.compile(r"(?<![\d.])(?:1[3-9]\d{9}|0\d{2,3}\s?[-－—]\s?\d{7,8})(?![\d.])")
_MASK = "（略）"


@dataclass
class Heading:
    """The fields of a form's heading, by name, and the numbers of lines that name persons."""

    fields: dict[str, list[Token]] = field(default_factory=dict)
    personal_lines: list[int] = field(default_factory=list)

    def text(self, name: str) -> str | None:
        """Give a field's text, None where the form does not print it."""
        return join_text(self.fields.get(name, []))


def read_heading(lines: Sequence[Line]) -> Heading:
    """Read the keys and values of a form's heading, values over as many lines as they take.

    What follows a personal key (联系人, 电话) is dropped up to the next key.
    """
    heading = Heading()
    current: list[Token] = []
    for token in split_tokens(lines):
        key, rest = split_key(token.text)
        if key is None:
            current.append(token)
            continue
        current = heading.fields.setdefault(KEYS.get(key, key), []) if not is_personal(key) else []
        if is_personal(key):
            heading.personal_lines.append(token.source.number)
        elif rest:
            current.append(token._replace(text=rest))
    return heading


def split_key(text: str) -> tuple[str | None, str]:
    """Split a token into the key that it is or begins with (`主管部门：甲局`) and the rest; no key gives None."""
    key, colon, rest = re.sub("[:：]", "：", text, count=1).partition("：")
    word = compact(key)
    known = word in KEYS or word in _OTHER_KEYS or is_personal(word)
    if known:
        return word, rest if colon else ""
    glued = re.fullmatch(rf"({_PERSONAL})\s*{_NUMBER}", text)
    return (glued[1], "") if glued else (None, text)


def is_personal(key: str) -> bool:
    """Say whether a key asks for a person's name or telephone number."""
    return _PERSONAL_KEY.fullmatch(key) is not None


def drop_personal_lines(lines: Sequence[Line]) -> tuple[list[Line], list[int]]:
    """Take lines that only name persons out of a form's body; gives the others, and the numbers of those dropped."""
    dropped = [line.number for line in lines if _PERSONAL_LINE.match(" ".join(line.filled))]
    return [line for line in lines if line.number not in set(dropped)], dropped


def mask_phones(text: str | None) -> str | None:
    """Write a text without the telephone numbers that stand in it."""
    return _PHONE.sub(_MASK, text) if text else text


def personal_finding(table: str, number: int) -> Finding:
    """Make the finding of personal data left out; it quotes nothing."""
    return Finding(table, "personal_data", "", "表中含联系人或电话等个人信息，未予保存。", "dropped", number)
