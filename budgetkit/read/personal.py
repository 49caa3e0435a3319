"""Personal data in published tables: contact names and telephone numbers, known by what the cells hold."""

from __future__ import annotations

import re

MASK = "（略）"
_MOBILE = r"1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
_LANDLINE = r"(?:\(?0\d{2,3}\)?[- ]?)?[3-8]\d{3}[- ]?\d{4}(?:[-转]\d{1,5})?"
_PHONE_CELL = re.compile(rf"(?:(?:{_MOBILE}|{_LANDLINE})[、,，;；/ ]*)+")
_NAME_CELL = re.compile(r"[\u4e00-\u9fff·]{2,4}(?:[、,，/ ][\u4e00-\u9fff·]{2,4})*")


def is_phone(cell: str) -> bool:
    """Say whether a cell holds nothing but telephone numbers."""
    return bool(_PHONE_CELL.fullmatch(cell.strip()))


def mask_personal(text: str) -> str:
    """Mask the contact cells of a printed line: telephone numbers, and the short name beside one."""
    cells = text.split("\t")
    phones = [position for position, cell in enumerate(cells) if cell.strip() and is_phone(cell)]
    for position in phones:
        cells[position] = MASK
        for beside in (position - 1, position + 1):
            if 0 <= beside < len(cells) and _NAME_CELL.fullmatch(cells[beside].strip()):
                cells[beside] = MASK
    return re.sub(rf"(?<!\d){_MOBILE}(?!\d)", MASK, "\t".join(cells))
