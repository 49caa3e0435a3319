"""Headers that ask for a person or a way to reach one, and headers that ask for anything else."""

from __future__ import annotations

import re
from functools import lru_cache

from budgetkit.late_pattern import late_pattern
from budgetkit.personal.visible import make_visible
from budgetkit.personal.vocabulary import any_of, contact_kinds, words

_NOTE = late_pattern(r"\((?:[^()]{1,12})\)")
_EDGES = late_pattern(r"^[\d*.、·()]+(?=\D)|[:*]+$")
_MODIFIER = any_of(words("modifiers"))
_ROLE = rf"{any_of(words('roles'))}(?:姓名|签字|签名|签章|名单|名字)?"
_JOIN = r"(?:及|和|与|、|/|或|·|-|,|\+)?(?:其)?"
_HEADS = {kind: any_of(words("contacts", kind)) for kind in contact_kinds()}
_HEADS["姓名"] = rf"(?:{_ROLE}|{_HEADS['姓名']})"
_HEAD = "(?:" + "|".join(_HEADS.values()) + ")"
_EXTRA = any_of(("职务", "职称", "单位", "部门", "及职务", "性别"))
_CONTACT = late_pattern(
    rf"(?:{_MODIFIER}){{0,3}}{_HEAD}(?:{_JOIN}(?:{_MODIFIER}){{0,2}}(?:{_HEAD}|{_EXTRA})){{0,3}}", re.IGNORECASE
)
_LABEL = late_pattern(rf"(?:{any_of(words('labels', 'parts'))}){{1,12}}")


@lru_cache(maxsize=8192)
def header_word(text: str) -> str:
    """Write a header without blanks, notes in brackets, numbering and colon."""
    word = "".join(make_visible(text).text.split())
    return _EDGES.sub("", _EDGES.sub("", _NOTE.sub("", word) or word))


def _contact_kind(word: str) -> str | None:
    if not word or len(word) > 24 or not _CONTACT.fullmatch(word):
        return None
    kinds = [kind for kind, head in _HEADS.items() if re.search(head, word, re.IGNORECASE)]
    return "姓名" if "姓名" in kinds else kinds[0]


@lru_cache(maxsize=8192)  # the cells of tables come again and again
def contact_kind(text: str) -> str | None:
    """Give the kind of personal data that a header asks for (姓名, 电话 …); None where it asks for none."""
    return _contact_kind(header_word(text)) if len(text) <= 60 else None


def is_contact_header(text: str) -> bool:
    """Say whether a header names a person or a way to reach one (联系人, 联系电话, 填报人签字)."""
    return contact_kind(text) is not None


def _is_label(word: str) -> bool:
    return bool(word) and len(word) <= 30 and _LABEL.fullmatch(word) is not None


@lru_cache(maxsize=8192)
def is_label(text: str) -> bool:
    """Say whether a cell is a header of something else: made of nothing but the words of budget tables' headers."""
    return len(text) <= 60 and (_is_label("".join(make_visible(text).text.split())) or _is_label(header_word(text)))
