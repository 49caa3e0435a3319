"""One page of a PDF as pdfium knows it, turned so that its text reads from left to right: runs of text and rules."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2 as pdfium

from budgetkit.read.pdf_objects import PageObjects
from budgetkit.read.pdf_space import Box, Space, common
from budgetkit.read.pdf_text import PageText, Run

_MOSTLY = 0.6  # of a page: a picture this large is the page itself, not a seal or a figure
GARBLED = 0.2
"""Of a page's or a document's characters without a meaning: what is left is no text."""

_FEW = 50  # characters: a page number, a running header, a stamp


@dataclass(frozen=True, slots=True)
class RuledLine:
    """A horizontal or vertical line: its position across, and where it starts and ends along itself."""

    is_horizontal: bool
    position: float
    start: float
    end: float


@dataclass(frozen=True)
class PageState:
    """How far a page can be read: its characters, those without a meaning, those that stand askew.

    `covered` is the part of the page that pictures cover; `is_recognised` says that its text is the invisible one that
    recognition lays over a scanned page, `is_read_off` that it was recognised here; `is_drawn` that it draws lines or
    pictures.
    """

    number: int
    characters: int
    unreadable: int
    askew: int
    covered: float
    is_recognised: bool
    is_drawn: bool
    is_read_off: bool = False

    @property
    def is_scanned(self) -> bool:
        """Say whether the page is a picture of a page, with a page number at most as text."""
        return self.covered > _MOSTLY and self.characters < _FEW and not self.is_read_off

    @property
    def is_picture(self) -> bool:
        """Say whether what the page shows can only be recognised: a scan, or letters that are drawn or mean nothing."""
        is_garbled = self.unreadable > GARBLED * self.characters
        return self.is_scanned or is_garbled or (not self.characters and self.is_drawn)


@dataclass
class Page:
    """What a page shows: its runs in the order of drawing, and its rules."""

    space: Space
    runs: list[Run]
    rules: list[RuledLine]
    state: PageState


def read_page(page: pdfium.PdfPage, number: int) -> Page:
    """Read a page's runs of text and ruled lines.

    Characters that stand askew (watermarks) are counted and left out; those without a readable meaning likewise.
    """
    objects = PageObjects(page)
    text_page = page.get_textpage()
    try:
        text = PageText(text_page, objects.windows)
    finally:
        text_page.close()
    space = Space(page.get_bbox(), text.quarter(), page.get_rotation() // 90, text.enlarged())
    rules = [rule for line in objects.lines if (rule := _rule(space.turn(line)))]
    return Page(space, text.runs(space), rules, _state(number, objects, text, space))


def _state(number: int, objects: PageObjects, text: PageText, space: Space) -> PageState:
    covered = min(
        1.0, sum(_part(picture, space.bounds) for picture in objects.pictures)
    )  # scanners cut pages to strips
    readable = len(text.characters)
    return PageState(
        number,
        readable + text.askew,
        text.unreadable,
        text.askew,
        covered,
        covered > _MOSTLY and 2 * objects.unseen > objects.texts,
        bool(objects.lines or objects.pictures or objects.paths),
    )


def _rule(box: Box) -> RuledLine | None:
    left, top, right, bottom = box
    if right - left > 3 * (bottom - top):
        return RuledLine(True, (top + bottom) / 2, left, right)
    if bottom - top > 3 * (right - left):
        return RuledLine(False, (left + right) / 2, top, bottom)
    return None


def _part(picture: Box, bounds: Box) -> float:
    """Give the part of a page that a picture covers."""
    box = common(picture, bounds)
    return _area(box) / max(_area(bounds), 1.0) if box else 0.0


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
