"""Personal data in published tables: contact names and telephone numbers, known by header and by content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from budgetkit.read.markup import strip_markup
from budgetkit.read.row import RawRow

MASK = "（略）"
_ROLE = r"(?:项目|单位)?(?:联系|负责|责任|经办|填报|填表|审核)人(?:员)?(?:姓名)?"
_HEADER = re.compile(rf"{_ROLE}|(?:联系)?(?:电话|手机|方式)(?:号码)?|姓名")
_KEYED_NAME = re.compile(rf"({_ROLE}\s*[:：\s]\s*)([\u4e00-\u9fff·]{{2,4}})(?=\s|$|[,，、;；])")
_KEYED_PHONE = re.compile(r"((?:电话|手机号?码?|联系方式)\s*[:：]?\s*)[\d(（][-－—\d ()（）]{6,}")
_MOBILE = r"1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
_PHONE = re.compile(r"(?:1\d{10}|(?:0\d{2,3}[-－—\s]?)?[2-9]\d{6,7}(?:[-－—转]\d{1,6})?|[2-9]\d{3}[-－—\s]\d{4})")
_SURE_PHONE = re.compile(rf"(?:{_MOBILE}|\(?0\d{{2,3}}\)?[-－—\s]?[2-9]\d{{6,7}}|[2-9]\d{{3}}[-－—]\d{{4}})")
_BARE_MOBILE = re.compile(rf"(?<![\d.]){_MOBILE}(?![\d.])")
_PERSON = re.compile(r"[\u4e00-\u9fff](?:[\s\u3000]?[\u4e00-\u9fff]){1,3}|[\u4e00-\u9fff]{1,4}·[\u4e00-\u9fff]{1,10}")
_WITHHELD = re.compile(r"[（(]?\s*略\s*[）)]?|\*{2,}")
_PROJECT = re.compile(r"\d{6}\d{2}[TY]\d")


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


def mask_lines(texts: Iterable[str]) -> list[str]:
    """Mask the contacts in printed lines, cells separated by tabs; everything else stays as printed.

    A cell is masked below a contact header, where it is a telephone number beyond doubt, or a bare number beside a
    project id and amounts with decimals; and so is the name beside it. A bare number elsewhere is a value.
    """
    masked: list[str] = []
    columns: set[int] = set()
    for text in texts:
        cells = text.split("\t")
        headed = {position for position, cell in enumerate(cells) if is_contact_header(cell)}
        columns = headed or (columns if len(cells) > max(columns, default=0) or not text.strip() else set())
        masked.append(text if headed else _mask(cells, columns))
    return masked


def mask_contacts(lines: Sequence[RawRow]) -> list[RawRow]:
    """Mask the contacts in lines, text and cells, before any table is recognised: what is gone cannot be stored.

    A list of projects may stand in the same block as another table, where its columns are not known for what they are.
    """
    masked = mask_lines(line.text for line in lines)
    return [
        line if line.from_markup or line.text == text else _mask_line(line, text)
        for line, text in zip(lines, masked, strict=True)
    ]


def _mask_line(line: RawRow, text: str) -> RawRow:
    printed = zip(line.text.split("\t"), text.split("\t"), line.cells, strict=False)
    cells = tuple(cell if before == after else strip_markup(after) for before, after, cell in printed)
    return replace(line, printed=text, cells=cells)


def _mask(cells: Sequence[str], columns: Iterable[int]) -> str:
    has_project = any(_PROJECT.match(re.sub(r"\s+", "", cell)) for cell in cells) and any("." in cell for cell in cells)
    sure = {p for p, cell in enumerate(cells) if _SURE_PHONE.fullmatch(cell.strip())}
    phones = sure | {p for p, cell in enumerate(cells) if has_project and is_phone(cell)}
    names = {p + step for p in phones for step in (-1, 1) if 0 <= p + step < len(cells)}
    marked = phones | {p for p in names if _PERSON.fullmatch(cells[p].strip())}
    marked |= {p for p in columns if p < len(cells) and looks_like_contact(cells[p])}
    shown = "\t".join(MASK if position in marked else cell for position, cell in enumerate(cells))
    shown = _KEYED_NAME.sub(rf"\1{MASK}", _KEYED_PHONE.sub(rf"\1{MASK}", shown))
    return _BARE_MOBILE.sub(MASK, shown)
