"""What the characters of a PDF mean: some fonts map theirs to radicals, ligatures or nothing that can be read."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Radicals of simplified characters: Unicode gives them no equivalent, yet fonts map 见, 长 or 门 to them.
_RADICALS = str.maketrans(
    "⺎⺝⺟⺠⺩⺻⻁⻄⻅⻆⻉⻋⻒⻓⻔⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
    "兀月母民王聿虎西见角贝车镸长门青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
)
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFF))
_EQUIVALENTS = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0xFB00, 0xFB06), (0x2F800, 0x2FA1F))
_BLANKS = {9, 32, 0xA0, 0x3000, *range(0x2000, 0x200B), 0x202F, 0x205F}
_INVISIBLE = {0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF}


@lru_cache(1 << 14)
def readable(code: int) -> str | None:
    """Give the character that a code of a page means: a blank for any blank, "" for what is not seen, None for what
    cannot be read (private or missing codes).
    """
    if code in _BLANKS:
        return " "
    if code in _INVISIBLE:
        return ""
    if code < 32 or code in (0xFFFD, 0xFFFE, 0xFFFF) or _within(code, _PRIVATE) or 0xD800 <= code <= 0xDFFF:
        return None
    text = chr(code)
    return unicodedata.normalize("NFKC", text).translate(_RADICALS) if _within(code, _EQUIVALENTS) else text


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)
