"""The heading of a form: project, department and unit. Persons that it names are never kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from budgetkit.parse import squeeze
from budgetkit.personal import is_contact_header
from budgetkit.read.row import RawRow
from budgetkit.tidy.evaluation.personal import starts_personal
from budgetkit.tidy.evaluation.tokens import Token, join_text, split_tokens

KEYS = {
    "项目名称": "project_name",
    "主管部门": "supervising_department",
    "主管部门及代码": "supervising_department",
    "实施单位": "unit_name",
    "项目单位": "unit_name",
    "项目实施单位": "unit_name",
}
_OTHER_KEYS = frozenset(
    ("项目编码", "项目代码", "项目编号", "项目类别", "项目属性", "项目类型", "项目起止时间", "项目期限", "预算年度")
)


@dataclass
class Heading:
    """The fields of a form's heading, by name."""

    fields: dict[str, list[Token]] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """Give a field's text, None where the form does not print it."""
        return join_text(self.fields.get(name, []))


def read_heading(lines: Sequence[RawRow]) -> Heading:
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
        current = heading.fields.setdefault(KEYS.get(key, key), []) if not is_contact_header(key) else []
        if rest and not is_contact_header(key):
            current.append(token._replace(text=rest))
    return heading


def split_key(text: str) -> tuple[str | None, str]:
    """Split a token into the key that it is or begins with (`主管部门：甲局`) and the rest; no key gives None."""
    key, colon, rest = re.sub("[:：]", "：", text, count=1).partition("：")
    word = squeeze(key)
    known = word in KEYS or word in _OTHER_KEYS or is_contact_header(word)
    if known:
        return word, rest if colon else ""
    glued = starts_personal(text)
    return (glued, "") if glued else (None, text)
