"""A text as a reader sees it: full-width forms folded, tags gone, each character with its place in the original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_FOLD: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= dict.fromkeys(
    map(ord, "\u3000\xa0\u2002\u2003\u2007\u2009\u200a\u202f\u200b\u200c\u200d\u2060\ufeff\xad"), " "
)
_FOLD |= dict.fromkeys(map(ord, "‐‑‒–—―−﹣─"), "-")
_FOLD |= dict.fromkeys(map(ord, "・•‧∙●"), "·")
_FOLD |= {ord("【"): "(", ord("】"): ")", ord("〔"): "(", ord("〕"): ")", ord("["): "(", ord("]"): ")"}
_FOLD |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}  # radicals for characters
_FOLD |= str.maketrans("責聯繫絡電話負號碼郵維護長編製審經辦領導聲單", "责联系络电话负号码邮维护长编制审经办领导声单")
_MARKUP = re.compile(r"<[/a-zA-Z!][^<>]{0,300}>|&(?:nbsp|ensp|emsp|#160|#12288);")
_BREAK = re.compile(r"</?(?:br|p|li|ol|ul|div|t[rdh]|table)\b|&", re.IGNORECASE)


@dataclass(frozen=True)
class Visible:
    """The characters that a reader sees, and where each stands in the original; None where that is the same place."""

    text: str
    places: list[int] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the original in which a span of the visible text stands."""
        return (start, end) if self.places is None else (self.places[start], self.places[end - 1] + 1)


@lru_cache(maxsize=8192)  # the cells of tables come again and again
def make_visible(text: str) -> Visible:
    """Fold a text to half width, one character for one, and take its tags out."""
    folded = text.translate(_FOLD)
    if "<" not in folded and "&" not in folded:
        return Visible(folded)
    shown: list[str] = []
    places: list[int] = []
    last = 0
    for mark in _MARKUP.finditer(folded):
        shown.append(folded[last : mark.start()])
        places.extend(range(last, mark.start()))
        if _BREAK.match(mark[0]):
            shown.append(" ")
            places.append(mark.start())
        last = mark.end()
    shown.append(folded[last:])
    places.extend(range(last, len(folded)))
    return Visible("".join(shown), places)
