"""The characters of a PDF page as runs: what its program draws one after another without a gap."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from budgetkit.read.pdf_glyphs import readable
from budgetkit.read.pdf_objects import MOST
from budgetkit.read.pdf_space import Box, Space, common

_GAP = 0.35  # of the height of a line: a gap that still lies within one run
_GAP_WITH_BLANK = 1.2  # the same where the page draws a blank in it
_LATIN_GAP = 0.15  # the same between letters: a gap that parts two words
_WORDS = re.compile(r"[A-Za-z][A-Za-z\d]|\d[A-Za-z]")
_BACK = 0.4  # of the height: how far a character may reach back over the one before (kerning, slanted letters)
_DOUBLE = 0.2  # of a character's width: one drawn again within it is there to look bold
_TWO_WIDE = 1.5  # of the height: how wide a character at most is
UNREADABLE = "\ufffd"
"""Stands for a character that is drawn and has no meaning: what holds one is no amount and no known name."""

_SMALLEST = 2.5  # points that a digit of readable print is wide; 5 points high
_MOST_ENLARGED = 5  # doublings
_INK = 0.1  # points: a character that is drawn is larger
_ASKEW = 0.1  # of a quarter turn: a watermark's characters stand more askew than a scanner's


@dataclass(slots=True)
class Glyph:
    """A character with its box (left, top, right, bottom) in points from the upper left corner of the turned page."""

    text: str
    box: Box
    blank_before: bool = False


class Run:
    """Characters that follow each other without a gap; `window` is the box that cuts some of them away, if one does."""

    __slots__ = ("box", "glyphs", "upright", "window")

    def __init__(self, glyphs: list[Glyph], upright: bool = True, window: Box | None = None) -> None:
        lefts, tops, rights, bottoms = zip(*(glyph.box for glyph in glyphs), strict=True)
        self.glyphs, self.upright, self.window = glyphs, upright, window
        self.box: Box = (min(lefts), min(tops), max(rights), max(bottoms))

    @property
    def text(self) -> str:
        """The characters, with a blank where the page has one."""
        return "".join(f" {glyph.text}" if glyph.blank_before else glyph.text for glyph in self.glyphs).strip()

    @property
    def height(self) -> float:
        """The height of its line."""
        return self.box[3] - self.box[1]

    @property
    def is_hidden(self) -> bool:
        """Say whether its window leaves nothing of it to be seen."""
        return self.window is not None and common(self.box, self.window) is None

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of what is seen of it; of a hidden one the point of its window that is nearest."""
        left, top, right, bottom = self.box if self.window is None else common(self.box, self.window) or self.box
        x, y = (left + right) / 2, (top + bottom) / 2
        if self.window is None:
            return x, y
        return min(max(x, self.window[0]), self.window[2]), min(max(y, self.window[1]), self.window[3])


@dataclass(slots=True)
class _Character:
    text: str
    box: Box
    quarter: int
    blank_before: bool
    window: Box | None


class PageText:
    """The characters of a page in its own coordinates, and what of them cannot be read.

    `unreadable` counts characters without a meaning, `askew` those that stand askew (watermarks), `count` all.
    """

    def __init__(self, text_page: pdfium.PdfTextPage, windows: Mapping[int, Box]) -> None:
        self.characters: list[_Character] = []
        self.unreadable = self.askew = 0
        handle, rect = text_page.raw, raw.FS_RECTF()
        reference = ctypes.byref(rect)
        self.count = min(raw.FPDFText_CountChars(handle), MOST)
        blank = False
        for index in range(self.count):
            text = self._meaning(handle, index)
            if text == " ":
                blank = blank or not raw.FPDFText_IsGenerated(handle, index)
            if not text.strip() or not raw.FPDFText_GetLooseCharBox(handle, index, reference):
                continue
            turns = -raw.FPDFText_GetCharAngle(handle, index) / (math.pi / 2)  # clockwise
            if abs(turns - round(turns)) > _ASKEW:
                self.askew += 1
                continue
            box = (rect.left, rect.bottom, rect.right, rect.top)
            window = windows.get(_address(handle, index)) if windows else None
            self.characters.append(_Character(text, box, round(turns) % 4, blank, window))
            blank = False

    def _meaning(self, handle: ctypes.c_void_p, index: int) -> str:
        """Give the text of a character: a blank where nothing is drawn, the mark � where it can't be read."""
        text = readable(raw.FPDFText_GetUnicode(handle, index))
        if text is not None:
            return text
        if raw.FPDFText_IsHyphen(handle, index):
            return "-"  # one that ends a line: pdfium takes it for a break within a word
        if raw.FPDFText_IsGenerated(handle, index) or not _has_ink(handle, index):
            return " "
        self.unreadable += 1
        return UNREADABLE

    def quarter(self) -> int:
        """The quarter turns clockwise after which most of the text reads from left to right."""
        counted = Counter(character.quarter for character in self.characters)
        return counted.most_common(1)[0][0] if counted else 0

    def enlarged(self) -> float:
        """The power of two by which print is to be enlarged so that most of it is of a readable size."""
        heights = sorted(min(c.box[2] - c.box[0], c.box[3] - c.box[1]) for c in self.characters)
        height = heights[len(heights) // 2] if heights else _SMALLEST
        return float(2 ** min(max(0, math.ceil(math.log2(_SMALLEST / max(height, _INK)))), _MOST_ENLARGED))

    def runs(self, space: Space) -> list[Run]:
        """Give the runs of the page, turned, in the order of drawing."""
        runs: list[Run] = []
        glyphs: list[Glyph] = []
        last: _Character | None = None
        for character in self.characters:
            glyph = Glyph(character.text, space.turn(character.box), character.blank_before)
            if last and _goes_on(last, character) and _follows(glyphs[-1].box, glyph, last.quarter == space.turned):
                if not any(_is_double(other, glyph) for other in glyphs[-2:]):
                    glyph.blank_before = glyph.blank_before or _parts_words(glyphs[-1], glyph)
                    glyphs.append(glyph)
                continue
            if last:
                runs.append(_run(glyphs, last, space))
            glyph.blank_before = False
            glyphs, last = [glyph], character
        return [*runs, _run(glyphs, last, space)] if last else runs


def _run(glyphs: list[Glyph], character: _Character, space: Space) -> Run:
    window = space.turn(character.window) if character.window else None
    return Run(glyphs, character.quarter == space.turned, window)


def _address(handle: ctypes.c_void_p, index: int) -> int:
    item = raw.FPDFText_GetTextObject(handle, index)
    return ctypes.addressof(item.contents) if item else 0


def _has_ink(handle: ctypes.c_void_p, index: int) -> bool:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
    return right.value - left.value > _INK and top.value - bottom.value > _INK


def _goes_on(before: _Character, character: _Character) -> bool:
    return before.quarter == character.quarter and before.window == character.window


def _follows(before: Box, glyph: Glyph, upright: bool) -> bool:
    """Say whether a character goes on where the one before it ends, on the same line."""
    box = glyph.box
    if not upright:
        return abs((before[0] + before[2]) - (box[0] + box[2])) < (box[2] - box[0])
    height = max(box[3] - box[1], before[3] - before[1], 1.0)
    same_line = abs((before[1] + before[3]) - (box[1] + box[3])) < height
    return (
        same_line
        and -_BACK * height <= box[0] - before[2] <= (_GAP_WITH_BLANK if glyph.blank_before else _GAP) * height
    )


def _parts_words(before: Glyph, glyph: Glyph) -> bool:
    """Say whether a gap without a drawn blank parts two words: never Chinese ones, never the digits of a number."""
    gap = glyph.box[0] - before.box[2]
    is_gap = gap > _LATIN_GAP * (glyph.box[3] - glyph.box[1])
    return is_gap and _WORDS.fullmatch(before.text + glyph.text) is not None


def _is_double(other: Glyph, glyph: Glyph) -> bool:
    """Say whether a character is one of the last again, drawn a hair beside it to look bold."""
    width, height = glyph.box[2] - glyph.box[0], glyph.box[3] - glyph.box[1]
    if width > _TWO_WIDE * height:
        return False  # one glyph stands for two characters: a dash of double length
    near = _DOUBLE * max(width, 1.0)
    return (
        other.text == glyph.text and abs(other.box[0] - glyph.box[0]) < near and abs(other.box[1] - glyph.box[1]) < near
    )
