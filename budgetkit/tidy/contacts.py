"""Contact columns, known by header and by content, so that personal data is never stored."""

from __future__ import annotations

import re

_HEADER = re.compile(
    r"(?:项目)?(?:联系|负责|责任|经办|填报)人(?:员)?(?:姓名)?|(?:联系)?(?:电话|手机|方式)(?:号码)?|姓名"
)
_PHONE = re.compile(r"(?:1\d{10}|(?:0\d{2,3}[-－—\s]?)?[2-9]\d{6,7}(?:[-－—转]\d{1,6})?|[2-9]\d{3}[-－—\s]\d{4})")
_PERSON = re.compile(r"[\u4e00-\u9fff](?:[\s\u3000]?[\u4e00-\u9fff]){1,3}|[\u4e00-\u9fff]{1,4}·[\u4e00-\u9fff]{1,10}")
_WITHHELD = re.compile(r"[（(]?\s*略\s*[）)]?|\*{2,}")


def is_contact_header(word: str) -> bool:
    """Say whether a header word names a column of contacts (联系人, 联系电话)."""
    return _HEADER.fullmatch(re.sub(r"\s+", "", word)) is not None


def is_phone(text: str) -> bool:
    """Say whether a cell is a telephone number: never with decimals or thousands separators, as amounts have."""
    return _PHONE.fullmatch(text.strip()) is not None


def looks_like_contact(text: str) -> bool:
    """Say whether a cell holds what contact columns hold: a person's name, a number, or the mark of one withheld."""
    text = text.strip()
    return bool(_PERSON.fullmatch(text) or _WITHHELD.fullmatch(text)) or is_phone(text)
