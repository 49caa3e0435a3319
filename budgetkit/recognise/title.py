"""Titles of published tables, freed from what differs from document to document: numbers, years, the body's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from budgetkit.late_pattern import late_pattern
from budgetkit.parse import compact, squeeze
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import TableKind

_SHAPE = late_pattern(
    r".*(?:总表|明细表|绩效\w*表|支出表|收入表|自评表|预算表|决算表|情况表)(?:（一般公共预算[^（）]*）)?|.{2,}(?:19|20)\d{2}年度?(?:部门|单位)?收入"
)
_NUMERAL = r"(?:\d+|(?:[一二三四五六七八九十](?!般))+)"  # 表一 before 一般公共预算 is no 十一
_PART = r"(?:[-－—.]\d+)*"
_FORM_NUMBER = rf"(?:(?:部门|单位)?(?:预算|公开|附)+(?:表之?{_NUMERAL}|\d+表){_PART}|附件?{_NUMERAL}{_PART})"
_NUMBERED = late_pattern(rf"^{_FORM_NUMBER}")
_BEFORE_YEAR = r"\d+[.．](?=20\d\d年)"  # 1.2025年…表 is the first entry, not 1.2025
_BODY_END = "(?:局|委|会|办|室|厅|部|院|中心|处|府|所|站|校|队|馆|镇|乡|街道)"
_ORDINAL = (
    rf"{_NUMERAL}、|[Ⅰ-Ⅻ][、.．]|[一二三四五六七八九十]+[.．]|（{_NUMERAL}）|\d+[.．](?!\d)|{_BEFORE_YEAR}|附?表{_NUMERAL}{_PART}|\d+(?:-\d+)?表|第{_NUMERAL}部分"
    r"|\d{1,2}[-－—]?(?=[“一-鿿])(?![年月日])"
)
_BEFORE = late_pattern(rf"^(?:(?:{_FORM_NUMBER}|{_ORDINAL}|附件)(?:[:：、.．]|[-－—](?!\d))?)+")
_BEHIND = late_pattern(
    rf"(?:（(?:续表?\d*|{_FORM_NUMBER}|表{_NUMERAL}|\d{{4}}年?度?|第\d+页.*|(?:金额)?(?:单位[:：])?[万亿百千]*元)）|"
    rf"（(?:部门|单位|公开|公开版|公示稿|草案|样表|送审稿|征求意见稿|定稿|试行|修订|[^（）]{{2,40}}{_BODY_END})）|（按?(?:支出)?(?:功能|经济)(?:分类)?(?:科目)?）|"
    rf"续表|{_FORM_NUMBER}|[:：]|(?:金额)?单位[:：](?:人民币)?[万亿百千]*元|[-－—–]{{1,2}}[^-－—–]{{2,40}}{_BODY_END})$"
)
_AROUND = "#*＊●◆■▲★○·《》【】「」『』〖〗 "  # what extraction or a designer sets around a title
_BESIDE = late_pattern(
    rf"{_FORM_NUMBER}|附?表{_NUMERAL}{_PART}|(?:公开|附)表|(?:19|20)\d{{2}}年度?|[（(]?(?:金额)?单位[:：][万亿百千]*元[)）]?"
)
_WHOLE = late_pattern(r"(?:.*(?:19|20)\d\d年度?)?(?:部门|单位)(?:预算|决算)(?:公开)?表")  # heads all tables, is none
_YEAR = late_pattern(r"^(?:19|20)\d{2}年(?:度)?")
_BODY_ENDS = late_pattern(
    r"(?:局|委|会|办|室|厅|部|院|中心|处|府|所|站|校|学|团|队|署|馆|社|公司|集团|街道|乡|镇|园区?|开发区)"
    r"(?:（[^（）]{1,12}）|本级|机关|汇总)*"
)
_WORDS_BEFORE = late_pattern(r"^(?:部门预算|单位预算|部门|单位|本级|[省市州区县]级|财政(?=项目|专项|资金)|年度)")
_SIMPLE = str.maketrans(
    "預總財項購務專標門體資業類國經費營區單積產績決撥數機關運書轉評級當結餘繳補債還負屬個來細與會計開編報處號額為實際執無",
    "预总财项购务专标门体资业类国经费营区单积产绩决拨数机关运书转评级当结余缴补债还负属个来细与会计开编报处号额为实际执无",
)
_LONGEST = 60
_LONGEST_ENTRY = 200  # of a table of contents, with its leaders
_CONTENTS_PAGE = re.compile(r"(?:[.．·…‥\-－—_]{2,}|\s+|…)[\s.．·…]*(?:第?\d{1,4}页?|[（(]\d{1,4}[）)])$|[.．·…‥]{2,}$")


@lru_cache(1 << 14)
def normalise_title(text: str) -> str:
    """Reduce a printed title to its words: no blanks, no number before or behind, no year, no brackets' width.

    Traditional characters are written simplified.
    """
    title = _BEFORE.sub("", compact(text).translate(_SIMPLE).strip(_AROUND))
    while (shorter := _BEHIND.sub("", title)) != title:
        title = shorter
    return _YEAR.sub("", title)


def _title_cells(filled: tuple[str, ...]) -> tuple[str, ...]:
    """Give the cells of a line but for a form's number, a year or a unit beside its title."""
    if len(filled) not in (2, 3):
        return filled
    return tuple(cell for cell in filled if not is_beside_title(cell))


def is_beside_title(cell: str) -> bool:
    """Say whether a cell is what stands beside a title: a form's number, a year or a unit."""
    return _BESIDE.fullmatch(squeeze(cell)) is not None


def find_title(line: RawRow) -> str | None:
    """Give the normalised title of a line that looks like one: numbered or ending as table names do, in a single cell.

    A form's number, a year or a unit may stand in cells beside it.
    """
    return _title_in(line.filled) if 0 < len(line.filled) <= 3 else None


@lru_cache(1 << 14)  # each step asks of the same lines
def _title_in(filled: tuple[str, ...]) -> str | None:
    cells = _title_cells(filled)
    if len(cells) != 1 or len(cells[0]) > 2 * _LONGEST:
        return None
    text = squeeze(cells[0]).translate(_SIMPLE)
    if len(text) > _LONGEST or re.search(r"[。；，]", text):
        return None
    title = normalise_title(text)
    if not title or _WHOLE.fullmatch(title):
        return None
    if _NUMBERED.match(text) or _SHAPE.fullmatch(title):
        return title
    return None


def title_of_contents(line: RawRow) -> str | None:
    """Give the normalised title that an entry of a table of contents names, with leaders and page number or without."""
    text = " ".join(line.filled)
    if len(text) > _LONGEST_ENTRY or "表" not in text:
        return None
    entry = _CONTENTS_PAGE.sub("", text.translate(_SIMPLE).strip())
    title = normalise_title(entry) if 0 < len(entry) <= _LONGEST else ""
    return title if title and (_SHAPE.fullmatch(title) or _NUMBERED.match(squeeze(entry))) else None


def match_kind(title: str, kinds: Sequence[TableKind]) -> TableKind | None:
    """Find the kind that a normalised title names, with the name of the body or words of the occasion before it.

    The longest reading that a kind knows counts, so that words which tell kinds apart (`财政拨款收支总表`) are kept.
    """
    return next((kind for reading in _readings(title) for kind in kinds if kind.matches_title(reading)), None)


def _readings(title: str) -> Iterator[str]:
    """Give what may be the words of a title, from the whole of it to its end behind a body's name."""
    yield title
    yield from _without_words(title)
    for body in _BODY_ENDS.finditer(title, 1):
        rest = _YEAR.sub("", _BEFORE.sub("", title[body.end() :]))
        if rest.endswith(("表", "收入")):
            yield rest
            yield from _without_words(rest)


def _without_words(title: str) -> Iterator[str]:
    while (shorter := _YEAR.sub("", _WORDS_BEFORE.sub("", title))) != title:
        title = shorter
        yield title


def is_bare_number(line: RawRow) -> bool:
    """Say whether a line holds nothing but the number of a table (公开05表), which stands above its title."""
    return len(line.filled) == 1 and len(line.filled[0]) < _LONGEST and not normalise_title(line.filled[0])


def is_numbered(line: RawRow) -> bool:
    """Say whether a title bears a table number (预算03表, 预算表12)."""
    return bool(_NUMBERED.match(squeeze(line.text)))
