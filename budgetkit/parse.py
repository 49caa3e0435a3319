"""Text to value: amounts, names, codes and project ids as Chinese budget documents print them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from budgetkit.codes.glued import split_code_and_name

CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…《》]"
_AMOUNT = re.compile(r"[-−－]?(\d{1,3}(,\d{3}){1,3}|\d{1,12})(\.\d{1,6})?")  # no more than a clean table can hold
_BLANK_BESIDE_CJK = re.compile(rf"(?<={CJK})\s+|\s+(?={CJK})")
_CELLS = 1 << 15  # how many texts are remembered: a document asks of the same cells many times
_FEN = -6  # the exponent of a fen (0.01 元) in 万元: an amount with six decimals is exact
_BRACKETS = str.maketrans("()", "（）")
DASHES = "-\u2010-\u2015\u2212\ufe58\ufe63\uff0d\u2500\u30fc"
"""What print sets as a dash, as the inside of a pattern's brackets: hyphens, en and em dashes, minus, full-width."""
_EMPTY_MARK = re.compile(
    rf"[{DASHES}\u2043_＿]{{1,4}}|[/／\\\\]{{1,2}}|[·•・…⋯]{{1,6}}|[.．]{{2,6}}|无|空|空白|不适用|[Nn][./]?[Aa]\.?"
)
_LOST_NUMBER = re.compile(r"[\d#]|nan|[+-]?inf", re.IGNORECASE)
_DAMAGED = re.compile(
    r"[约¥￥(（−－-]{0,2}[\dOl][\dOl,，]*[.,，·][\dOl]{1,6}(?:[.,，]\d{1,6}|[eE][+-]?\d{1,2})?[*)）%％元万]{0,3}|nan|[+-]?inf|#[A-Z/]*[!?]?#*",
    re.IGNORECASE,
)  # a number spoilt in itself, or with a sign or unit beside it; or what a spreadsheet prints for none
_CODE_NAME = re.compile(rf"(?P<code>[A-Z]|\d[\d ]*\d)\s*[{DASHES}]+\s*(?P<name>.*)", re.DOTALL)
_SIGN = r"(?:[^\w“《]|_)"  # what may stand between a code and a name
_CODED_UNIT = re.compile(rf"{_SIGN}{{0,4}}(?P<code>\d{{3,12}}){_SIGN}{{1,4}}(?P<name>\D.*)")
_GLUED_UNIT = re.compile(
    rf"{_SIGN}{{0,4}}(?P<code>\d{{6,12}}){_SIGN}{{0,4}}(?P<name>(?![年月日号元万亿人个户名家次项%％]){CJK}.*|(?<=\D)\d.*)"
    rf"|(?P<named>.{{1,60}}?[^\d\s])[^\w)）\]】〕》”]{{0,4}}(?P<behind>\d{{6,12}}){_SIGN}{{0,4}}"
)
_CODE = re.compile(r"\d[\d ]*")
_PROJECT_ID = re.compile(r"(?P<place>\d{6})(?P<year>\d{2})(?P<kind>[TY])(?P<number>\d{12})")


class CodeName(NamedTuple):
    """A classification code and its name, as glued in print (`2240101-行政运行`)."""

    code: str | None
    name: str | None


_PARTY = re.compile("^(?:中国共产党|中共)")


def parse_amount(text: str) -> Decimal | None:
    """Read an amount from a cell; an empty cell, or one with a mark for nothing (`-`, `/`, `无`), is None, never zero.

    The unit is the table's (万元 as a rule). Thousands separators must stand where they belong, so that a
    cell damaged in extraction (`00 000000`, `271 660100`) is refused.

    Raises ValueError when the text is neither empty nor an amount.
    """
    text = text.strip()
    if not text or is_empty_mark(text):
        return None
    if not _AMOUNT.fullmatch(text):
        raise ValueError(f"not an amount: {text!r}")
    return Decimal(re.sub(r"[−－]", "-", text).replace(",", ""))


@lru_cache(_CELLS)
def is_empty_mark(text: str) -> bool:
    """Say whether a cell holds what print sets where there is nothing: `-`, `——`, `/`, `无`."""
    return _EMPTY_MARK.fullmatch(text.strip()) is not None


@lru_cache(_CELLS)
def is_amount(text: str) -> bool:
    """Say whether a cell holds a well-formed amount."""
    return _AMOUNT.fullmatch(text.strip()) is not None


def is_lost_number(text: str) -> bool:
    """Say whether a cell shows a number and is no amount (`1,548.80元`, `NaN`, `#####`); words (`见附注`) show none."""
    return not is_amount(text) and _LOST_NUMBER.search(text) is not None


@lru_cache(_CELLS)
def is_number(text: str) -> bool:
    """Say whether a cell holds an amount, sound or damaged (`1,23,456.00`, `1,548.80元`, `NaN`)."""
    return is_amount(text) or _DAMAGED.fullmatch(text.strip()) is not None


def is_data(text: str) -> bool:
    """Say whether a cell is no word of a header: an amount, sound or damaged, or a code with its name."""
    return is_number(text) or parse_code_name(text).code is not None


def half_unit(value: Decimal, exact: int = _FEN) -> Decimal:
    """Give half a unit of a number's last printed digit; zero where the print is exact (six decimals, or a plain 0)."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # a letter stands there for NaN and infinity, which nobody prints
    if exponent <= exact or (not value and exponent >= 0):
        return Decimal(0)
    return Decimal(5).scaleb(exponent - 1)


def printed_decimals(text: str) -> int:
    """Count the decimals of a printed amount (`9,751.39` has 2), on which a check's tolerance rests."""
    return len(text.strip().partition(".")[2])


@lru_cache(_CELLS)
def squeeze(text: str) -> str:
    """Write a text without any blanks, to know words that print sets apart (`合 计`)."""
    return "".join(text.split())


@lru_cache(_CELLS)
def compact(text: str) -> str:
    """Write a word without blanks and with full-width brackets, as headers and titles are compared."""
    return squeeze(text).translate(_BRACKETS)


@lru_cache(_CELLS)
def clean_name(text: str) -> str:
    """Join a name over blanks that only come from wrapping, and write its brackets full-width."""
    return _BLANK_BESIDE_CJK.sub("", " ".join(text.split())).translate(_BRACKETS)


@lru_cache(_CELLS)
def parse_code_name(text: str) -> CodeName:
    """Split a glued code and name; a cell without a code gives its text as name.

    Behind a dash any name may stand; set otherwise, a code must be one of a classification.
    """
    words = " ".join(text.split())
    match = _CODE_NAME.match(words)
    if match:
        return CodeName(squeeze(match["code"]), clean_name(match["name"]) or None)
    code, name = split_code_and_name(words) or (None, text)
    return CodeName(code, clean_name(name) or None)


def parse_coded_unit(text: str) -> CodeName:
    """Split the code of a budget unit from its name; such codes follow no classification.

    A sign ends a code, or its length: six digits or more beside the name are part of none (`101001某局`).
    Fewer may be (`119指挥中心`, `12345热线`): they stay with the name, for `unit_codes` to judge by the other rows.
    """
    words = " ".join(text.split())
    match = _CODED_UNIT.fullmatch(words)
    if match:
        return CodeName(match["code"], clean_name(match["name"]))
    match = _GLUED_UNIT.fullmatch(words)
    if match:
        return CodeName(match["code"] or match["behind"], clean_name(match["name"] or match["named"]))
    return CodeName(None, clean_name(text) or None)


def parse_own_code(text: str, code: str) -> CodeName:
    """Split a cell of a column whose codes have a known form (`code`, a pattern: `A货物` by `[ABC]`) from the name."""
    match = re.fullmatch(rf"{_SIGN}*(?P<code>{code}){_SIGN}*(?P<name>{CJK}.*)", " ".join(text.split()))
    return CodeName(match["code"], clean_name(match["name"])) if match else parse_code_name(text)


def is_code(text: str) -> bool:
    """Say whether a cell holds a classification code by itself."""
    return _CODE.fullmatch(text.strip()) is not None


def national_code(code: str | None) -> str | None:
    """Reduce a local 7-digit economic code (3021101) to the national 5-digit one (30211)."""
    return code[:5] if code else None


def parse_project_id(text: str) -> str | None:
    """Give the 21-character project id that a text holds, blanks inside it removed; None where it is damaged.

    Structure: 6 digits of place, 2 of set-up year, T or Y, 12 digits.
    """
    printed = squeeze(text)
    return printed if _PROJECT_ID.fullmatch(printed) else None


def project_setup_year(project_id: str | None) -> int | None:
    """Read the year in which a project was set up from its id."""
    return 2000 + int(project_id[6:8]) if project_id else None


def project_kind(project_id: str | None) -> str | None:
    """Read `T` (特定目标类) or `Y` (其他运转类) from a project id."""
    return project_id[8] if project_id else None


def body_key(name: str) -> str:
    """Write a body's name as names are compared: 中国共产党某省委员会办公厅 and 中共某省委办公厅 are 某省委办公厅."""
    bare = _PARTY.sub("", squeeze(name))
    return re.sub("委员会(?=.)", "委", bare, count=1) if bare != squeeze(name) else bare
