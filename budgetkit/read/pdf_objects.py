"""What a page of a PDF draws beside its characters: straight lines, pictures, and the windows that cut its text."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from budgetkit.read.pdf_space import Box, Matrix, Point, apply, around, multiply

MOST = 60_000
"""Objects, corners or characters of one page that are looked at; published pages have some hundreds."""

_THIN = 3.0  # points: a filled box as thin as this is a ruled line; the thickest seen in published forms has 2.3
_NESTED = 4  # forms within forms that are looked into
_CUT = 0.5  # points of a text that lie outside its window at least


class PageObjects:
    """A page's objects in its own coordinates.

    `lines` are thin boxes and strokes, as boxes; `pictures` the boxes of images; `windows` gives by the address of a
    text object the box that cuts a part of it away; `paths`, `texts` and `unseen` count drawings, text objects and
    those among them that are written without ink, as recognition lays them over a scanned page.
    """

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.lines: list[Box] = []
        self.pictures: list[Box] = []
        self.windows: dict[int, Box] = {}
        self.texts = self.unseen = self.paths = 0
        for index in range(min(raw.FPDFPage_CountObjects(page.raw), MOST)):
            self._take(raw.FPDFPage_GetObject(page.raw, index), None, 0)

    def _take(self, item: Any, outer: Matrix | None, depth: int) -> None:
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            self._take_text(item, outer)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            self._take_path(item, outer)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            self._take_picture(item, outer)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _NESTED:
            matrix = multiply(_matrix(item), outer)
            for index in range(min(raw.FPDFFormObj_CountObjects(item), MOST)):
                self._take(raw.FPDFFormObj_GetObject(item, index), matrix, depth + 1)

    def _take_text(self, item: Any, outer: Matrix | None) -> None:
        self.texts += 1
        self.unseen += raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
        window = _window(item)
        if window is None:
            return
        box = _bounds(item)
        inside = (*(w - _CUT for w in window[:2]), *(w + _CUT for w in window[2:]))
        if box[0] < inside[0] or box[1] < inside[1] or box[2] > inside[2] or box[3] > inside[3]:
            self.windows[ctypes.addressof(item.contents)] = window if outer is None else _moved(window, outer)

    def _take_picture(self, item: Any, outer: Matrix | None) -> None:
        box = _moved(_bounds(item), outer)
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            self.lines.append(box)
        else:
            self.pictures.append(box)

    def _take_path(self, item: Any, outer: Matrix | None) -> None:
        self.paths += 1
        if len(self.lines) > MOST:
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroke)
        matrix = multiply(_matrix(item), outer)
        for corners in _parts(item):
            points = [apply(matrix, corner) for corner in corners]
            box = around(points)
            if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
                self.lines.append(box)
            elif stroke.value:
                self.lines.extend(around(pair) for pair in pairwise(points))


def _parts(item: Any) -> Iterator[list[Point]]:
    """Give the corners of a path's parts; a part with a curve in it rules nothing."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    curved = False
    for index in range(min(raw.FPDFPath_CountSegments(item), MOST)):
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


def _window(item: Any) -> Box | None:
    """Give the box that an object is cut to; None where nothing cuts it."""
    path = raw.FPDFPageObj_GetClipPath(item)
    window: Box | None = None
    for index in range(max(raw.FPDFClipPath_CountPaths(path), 0)):
        box = _clip_box(path, index)
        if window is not None:
            (left, bottom), (right, top) = map(max, window[:2], box[:2]), map(min, window[2:], box[2:])
            box = (left, bottom, right, top)
        window = box
    return window


def _clip_box(path: ctypes.c_void_p, index: int) -> Box:
    """Give the box around one of the paths that cut an object; of a rectangle two opposite corners say all."""
    count = min(raw.FPDFClipPath_CountPathSegments(path, index), MOST)
    if count in (4, 5):
        box = _around_corners(path, index, (0, 2))
        if box[0] < box[2] and box[1] < box[3]:
            return box
    return _around_corners(path, index, range(count)) if count > 0 else (0.0, 0.0, 0.0, 0.0)


def _around_corners(path: ctypes.c_void_p, index: int, corners: Iterable[int]) -> Box:
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for corner in corners:
        raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, index, corner), x, y)
        points.append((x.value, y.value))
    return around(points)


def _bounds(item: Any) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return (left.value, bottom.value, right.value, top.value)


def _moved(box: Box, matrix: Matrix | None) -> Box:
    left, bottom, right, top = box
    corners = ((left, bottom), (left, top), (right, bottom), (right, top))
    return around([apply(matrix, corner) for corner in corners]) if matrix else box


def _matrix(item: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
