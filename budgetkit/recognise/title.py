"""Titles of published tables, freed from their numbers, which differ from document to document."""

from __future__ import annotations

import re

from budgetkit.read.row import RawRow

_TITLE_SHAPE = re.compile(r".*(?:总表|明细表|绩效\w*表|支出表|收入表|自评表|预算表|情况表)")
_NUMBERED = re.compile(r"^(?:预算|附|公开)(?:表\d+|\d+表|表[一二三四五六七八九十]+)")
_YEAR = re.compile(r"^(?:北京市)?\d{4}年(?:度)?")


def normalise_title(text: str) -> str:
    """Reduce a printed title to its words: no blanks, no table number, no year, no brackets' width."""
    title = re.sub(r"\s+", "", text).translate(str.maketrans("()", "（）"))
    title = re.sub(r"^(?:预算|附|公开)(?:表\d+|\d+表|表[一二三四五六七八九十]+)[:：、.]?", "", title)
    title = re.sub(r"^(?:附?表)\d+(?:-\d+)?[:：、.]?", "", title)
    return _YEAR.sub("", title)


def find_title(line: RawRow) -> str | None:
    """Give the normalised title of a line that looks like one: a single cell, numbered or ending as table names do."""
    if len(line.filled) != 1:
        return None
    text = re.sub(r"\s+", "", line.filled[0])
    if len(text) > 60 or re.search(r"[。；，]", text):
        return None
    if _NUMBERED.match(text) or _TITLE_SHAPE.fullmatch(text):
        return normalise_title(text)
    return None


def is_numbered(line: RawRow) -> bool:
    """Say whether a title bears a table number (预算03表, 预算表12)."""
    return bool(_NUMBERED.match(re.sub(r"\s+", "", line.text)))
