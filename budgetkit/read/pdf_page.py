"""One page of a PDF as pdfium knows it, turned so that its text reads from left to right: runs of text and rules."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from budgetkit.read.pdf_glyphs import readable

_THIN = 3.0  # points: a filled box as thin as this is a ruled line; the thickest seen in published forms has 2.3
_NESTED = 4  # forms within forms that are looked into
_CLOSE = 0.35  # of the height of a line: a gap that still lies within one run
_BACK = 0.4
_ITEMS = 60_000  # lines and characters of one page at most; published pages have some hundreds

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Glyph:
    """A character with its box (left, top, right, bottom) in points from the upper left corner of the turned page."""

    text: str
    box: Box
    blank_before: bool = False


@dataclass(slots=True)
class Run:
    """Characters that follow each other without a gap, as the page's program draws them."""

    glyphs: list[Glyph]
    upright: bool = True

    @property
    def box(self) -> Box:
        """The box around the characters."""
        boxes = [glyph.box for glyph in self.glyphs]
        return (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )

    @property
    def text(self) -> str:
        """The characters, with a blank where the page has one."""
        return "".join(f" {glyph.text}" if glyph.blank_before else glyph.text for glyph in self.glyphs).strip()


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal or vertical line: its position across, and where it starts and ends along itself."""

    is_horizontal: bool
    position: float
    start: float
    end: float


@dataclass
class Page:
    """What a page shows: its turned size in points, its runs in the order of drawing, its rules, how many pictures.

    `turned` are the quarter turns clockwise that make its text read from left to right, `shown` those of a viewer.
    """

    number: int
    width: float
    height: float
    bounds: Box
    turned: int
    shown: int
    runs: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: int = 0
    characters: int = 0
    unreadable: int = 0
    askew: int = 0

    def as_shown(self, box: Box) -> Box:
        """Give a box of the turned page as it lies on the page that a viewer shows."""
        points = [_turn(_turn_back(point, self.bounds, self.turned), self.bounds, self.shown) for point in _ends(box)]
        return _around(points)


def read_page(page: pdfium.PdfPage, number: int) -> Page:
    """Read a page's runs of text and ruled lines.

    Characters that stand askew (watermarks) are counted and left out; those without a readable meaning likewise.
    """
    text_page = page.get_textpage()
    try:
        found = _Characters(text_page)
    finally:
        text_page.close()
    bounds = page.get_bbox()
    turned = found.quarter()
    left, bottom, right, top = bounds
    size = (right - left, top - bottom) if turned % 2 == 0 else (top - bottom, right - left)
    result = Page(number, *size, bounds, turned, page.get_rotation() // 90)
    result.characters, result.unreadable, result.askew = found.count, found.unreadable, found.askew
    result.runs = list(_runs(found, bounds, turned))
    objects = _Objects()
    objects.collect(page)
    result.pictures = objects.pictures
    result.rules = [rule for segment in objects.segments if (rule := _rule(segment, bounds, turned))]
    return result


class _Characters:
    """The characters of a page in its own coordinates, each with its direction of reading."""

    def __init__(self, text_page: pdfium.PdfTextPage) -> None:
        self.items: list[tuple[str, Box, int] | None] = []  # None is a blank that the page draws
        self.unreadable = self.askew = 0
        handle, rect = text_page.raw, raw.FS_RECTF()
        self.count = raw.FPDFText_CountChars(handle)
        reference = ctypes.byref(rect)
        for index in range(min(self.count, _ITEMS)):
            code = raw.FPDFText_GetUnicode(handle, index)
            if code in (10, 13) or (code == 32 and raw.FPDFText_IsGenerated(handle, index)):
                continue
            text = readable(code)
            if text == " ":
                self.items.append(None)
            elif not text:
                self.unreadable += text is None
            elif raw.FPDFText_GetLooseCharBox(handle, index, reference):
                turns = -raw.FPDFText_GetCharAngle(handle, index) / (math.pi / 2)  # clockwise
                if abs(turns - round(turns)) > 0.1:
                    self.askew += 1
                    continue
                box = (rect.left, rect.bottom, rect.right, rect.top)
                self.items.append((text, box, round(turns) % 4))

    def quarter(self) -> int:
        """The quarter turns clockwise after which most of the text reads from left to right."""
        counted = Counter(item[2] for item in self.items if item)
        return counted.most_common(1)[0][0] if counted else 0


def _runs(found: _Characters, bounds: Box, turned: int) -> Iterator[Run]:
    glyphs: list[Glyph] = []
    direction, blank = 0, False
    for item in found.items:
        if item is None:
            blank = bool(glyphs)
            continue
        text, box, quarter = item
        ends = ((box[0], box[1]), (box[2], box[3]))
        glyph = Glyph(text, _around([_turn(point, bounds, turned) for point in ends]), blank)
        if glyphs and quarter == direction and _follows(glyphs[-1].box, glyph.box, quarter == turned, blank):
            if not _is_double(glyphs, glyph):
                glyphs.append(glyph)
        else:
            if glyphs:
                yield Run(glyphs, direction == turned)
            glyph.blank_before = False
            glyphs, direction = [glyph], quarter
        blank = False
    if glyphs:
        yield Run(glyphs, direction == turned)


def _follows(before: Box, box: Box, upright: bool, blank: bool) -> bool:
    """Say whether a character goes on where the one before it ends, on the same line."""
    if not upright:
        return abs((before[0] + before[2]) - (box[0] + box[2])) < (box[2] - box[0])
    height = max(box[3] - box[1], before[3] - before[1], 1.0)
    same_line = abs((before[1] + before[3]) - (box[1] + box[3])) < height
    return same_line and -_BACK * height <= box[0] - before[2] <= (1.2 if blank else _CLOSE) * height


def _is_double(glyphs: list[Glyph], glyph: Glyph) -> bool:
    """Say whether a character is one of the last again, drawn a hair beside it to look bold."""
    return any(other.text == glyph.text and _same_place(other.box, glyph.box) for other in glyphs[-2:])


def _same_place(box: Box, other: Box) -> bool:
    near = 0.2 * max(box[2] - box[0], 1.0)
    return abs(box[0] - other[0]) < near and abs(box[1] - other[1]) < near


class _Objects:
    """The straight lines that a page and the forms within it draw, in the page's coordinates."""

    def __init__(self) -> None:
        self.segments: list[Box] = []
        self.pictures = 0

    def collect(self, page: pdfium.PdfPage) -> None:
        """Look through a page's objects."""
        count = raw.FPDFPage_CountObjects(page.raw)
        for index in range(min(count, _ITEMS)):
            self._take(raw.FPDFPage_GetObject(page.raw, index), None, 0)

    def _take(self, item: ctypes.c_void_p, outer: Matrix | None, depth: int) -> None:
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            self._take_path(item, outer)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            self.pictures += 1
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _NESTED:
            matrix = _multiply(_matrix(item), outer)
            for index in range(min(raw.FPDFFormObj_CountObjects(item), _ITEMS)):
                self._take(raw.FPDFFormObj_GetObject(item, index), matrix, depth + 1)

    def _take_path(self, item: ctypes.c_void_p, outer: Matrix | None) -> None:
        if len(self.segments) > _ITEMS:
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroke)
        matrix = _multiply(_matrix(item), outer)
        for points in _subpaths(item):
            places = [_apply(matrix, point) for point in points]
            box = _around(places)
            if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
                self.segments.append(box)
            elif stroke.value:
                self.segments.extend(_around(pair) for pair in pairwise(places))


def _subpaths(item: ctypes.c_void_p) -> Iterator[list[tuple[float, float]]]:
    """Give the corners of a path's parts; a part with a curve in it rules nothing."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    curved = False
    for index in range(min(raw.FPDFPath_CountSegments(item), _ITEMS)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        points.append((x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points


def _rule(box: Box, bounds: Box, turned: int) -> Rule | None:
    left, top, right, bottom = _around([_turn(point, bounds, turned) for point in _ends(box)])
    width, height = right - left, bottom - top
    if height <= _THIN and width > height:
        return Rule(True, (top + bottom) / 2, left, right)
    if width <= _THIN and height > width:
        return Rule(False, (left + right) / 2, top, bottom)
    return None


def _matrix(item: ctypes.c_void_p) -> Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _multiply(inner: Matrix, outer: Matrix | None) -> Matrix:
    """Give the matrix that applies one and then the other."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    o, p, q, r, s, t = outer
    return (a * o + b * q, a * p + b * r, c * o + d * q, c * p + d * r, e * o + f * q + s, e * p + f * r + t)


def _apply(matrix: Matrix, point: tuple[float, float]) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    x, y = point
    return (a * x + c * y + e, b * x + d * y + f)


def _turn(point: tuple[float, float], bounds: Box, quarters: int) -> tuple[float, float]:
    """Turn a point of the page (upwards from its lower left) clockwise into one downwards from the upper left."""
    left, bottom, right, top = bounds
    x, y = point
    return ((x - left, top - y), (y - bottom, x - left), (right - x, y - bottom), (top - y, right - x))[quarters]


def _turn_back(point: tuple[float, float], bounds: Box, quarters: int) -> tuple[float, float]:
    left, bottom, right, top = bounds
    x, y = point
    return ((left + x, top - y), (left + y, bottom + x), (right - x, bottom + y), (right - y, top - x))[quarters]


def _ends(box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    return ((box[0], box[1]), (box[2], box[3]))


def _around(points: list[tuple[float, float]] | tuple[tuple[float, float], ...]) -> Box:
    across, along = [point[0] for point in points], [point[1] for point in points]
    return (min(across), min(along), max(across), max(along))
