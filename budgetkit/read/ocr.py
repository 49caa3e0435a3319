"""Scanned pages of a PDF: their ruled lines and the text of their cells, found in the picture and read by rapidocr.

What comes out is a page like any other, runs and rules in points, so that the layout of tables is that of born-digital
ones. Text is cut at the ruled lines first and recognised piece by piece, so that no figure reaches over a line. A piece
that is recognised with little certainty holds the mark � instead of its figures: it is no amount. Everything else that
comes from here is marked by those who take it: a picture proves nothing, sums do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium

from budgetkit.parse import CJK, is_amount
from budgetkit.read.pdf_grid import Grid, find_grids
from budgetkit.read.pdf_page import Page, PageState, RuledLine
from budgetkit.read.pdf_space import Box, Space
from budgetkit.read.pdf_text import UNREADABLE, Glyph, Run

SECONDS_EACH_PAGE = 120
"""Seconds that a page may take at most: some five on an idle machine."""

MEMORY = 6_000_000_000
"""Bytes of address space that recognition may take; what it uses is a tenth of it."""

_DOTS = 200  # an inch: names and figures of 7 points come out
_POINT = _DOTS / 72
_INK = 190  # of 255: darker is ink; thin strokes of a coarse scan are grey
_FAINT = 215  # the same for ruled lines, which a scanner prints thinner still
_ACROSS, _DOWN = 70, 45  # dots of the shortest lines across and down
_SMALLEST = 72.0  # points: a grid less wide is a letter
_THIN, _EDGE = 5, 8  # dots: how thick what is left of a line is, and how near to the edge of a cell it lies
_LETTER, _REACH = 40.0, 3.0  # points: a letter's stroke is no longer; how near a line ends to the one that it meets
_SPECK = 4  # dots: what is smaller both ways is dirt
_GAP = 1.1  # of the height of a line: pieces that stand further apart are recognised by themselves
_STROKE = 0.6  # of the height of the highest line: what is lower is a stroke of a character
_TURNS = 2.0  # degrees by which a page lies askew at most
_SURE = 0.85  # certainty from which a piece counts
_FIGURE = re.compile(r"[-−－]?[\d,，.．·\s]+")
_BESIDE_CHINESE = re.compile(rf"(?<={CJK})\s+|\s+(?={CJK})")
_LOST_STROKE = re.compile(r"^(?=、)|(?P<before>^|[、（(])[·.．_-]?(?=般)")
_WIDE = str.maketrans("，．·－−", ",..--")
_DIGITS = re.compile(r"[\d.,]")


def is_available() -> bool:
    """Say whether the programs that recognise text are installed."""
    return bool(find_spec("rapidocr") and find_spec("onnxruntime") and find_spec("cv2"))


def recognise_page(page: pdfium.PdfPage, state: PageState) -> Page:
    """Recognise the text and the ruled lines of a page that is a picture."""
    width, height = page.get_size()
    picture, turned = _upright(_draw(page))
    grids, rules, clean = _take_rules(picture)
    runs = list(_read_runs(clean, grids))
    characters = sum(len(run.glyphs) for run in runs)
    state = replace(state, characters=characters, unreadable=0, askew=0, is_read_off=True)
    return Page(Space((0.0, 0.0, width, height), turned, 0), runs, rules, state)


def _draw(page: pdfium.PdfPage) -> Any:
    """Draw a page in greys, straightened."""
    import cv2

    drawn = page.render(scale=_POINT, grayscale=True).to_numpy()
    grey = drawn if drawn.ndim == 2 else drawn[:, :, 0]
    return _rotate(cv2, grey, _skew(cv2, grey))


def _skew(cv2: Any, grey: Any) -> float:
    """Give the degrees by which a page lies askew: those at which its rows of ink are the sharpest."""
    import numpy

    small = cv2.resize(255 - grey, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)

    def sharpness(degrees: float) -> float:
        across = _rotate(cv2, small, degrees, 0).sum(axis=1, dtype=float)
        return float(numpy.square(numpy.diff(across)).sum())

    best = max((step * 0.25 for step in range(-8, 9)), key=sharpness)
    finer = max((best + step * 0.05 for step in range(-5, 6)), key=sharpness)
    finer = max((finer + step * 0.015 for step in range(-3, 4)), key=sharpness)
    return finer if sharpness(finer) > 1.02 * sharpness(0.0) and abs(finer) <= _TURNS else 0.0


def _rotate(cv2: Any, picture: Any, degrees: float, paper: int = 255) -> Any:
    if not degrees:
        return picture
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)


def _upright(grey: Any) -> tuple[Any, int]:
    """Turn a page so that its text reads from left to right; give the quarter turns clockwise that this took."""
    import numpy

    if not _stands(grey):
        return grey, 0
    ways = [(numpy.ascontiguousarray(numpy.rot90(grey, -quarters)), quarters) for quarters in (1, 3)]
    return max(ways, key=lambda way: _certainty(way[0]))


def _stands(grey: Any) -> bool:
    """Say whether a page's words run down the page: joined downwards they are fewer than joined across."""
    import cv2
    import numpy

    ink = _ink(_take_rules(grey)[2])
    counts = [
        cv2.connectedComponents(cv2.dilate(ink, numpy.ones(shape, numpy.uint8)))[0] for shape in ((1, 25), (25, 1))
    ]
    return counts[0] > 1.2 * counts[1]


def _certainty(grey: Any) -> float:
    """Give how surely the longest pieces of a page are recognised as it lies."""
    clean = _take_rules(grey)[2]
    pieces = sorted(_pieces(clean, (0, 0, clean.shape[1], clean.shape[0])), key=lambda box: box[0] - box[2])
    return sum(_recognise(clean[top:bottom, left:right])[1] for left, top, right, bottom in pieces[:6])


def _ink(grey: Any, darker: int = _INK) -> Any:
    import numpy

    return (grey < darker).astype(numpy.uint8)


def _find_rules(grey: Any) -> tuple[list[RuledLine], Any]:
    """Find the straight lines of a picture, in points, and where their ink lies."""
    import cv2
    import numpy

    faint = _ink(grey, _FAINT)
    rules, mask = [], numpy.zeros_like(faint)
    for is_across, shape in ((True, (1, _ACROSS)), (False, (_DOWN, 1))):
        lines = cv2.morphologyEx(faint, cv2.MORPH_OPEN, numpy.ones(shape, numpy.uint8))
        mask |= lines
        for left, top, wide, high, _ in cv2.connectedComponentsWithStats(lines)[2][1:]:
            along, thick = (wide, high) if is_across else (high, wide)
            if thick < along / 4 and thick < 4 * _POINT:
                start, position = (left, top + high / 2) if is_across else (top, left + wide / 2)
                rules.append(RuledLine(is_across, position / _POINT, start / _POINT, (start + along) / _POINT))
    kept = [rule for rule in rules if rule.end - rule.start > _LETTER or _ends_at_others(rule, rules)]
    return kept, cv2.dilate(mask, numpy.ones((7, 7), numpy.uint8))


def _ends_at_others(rule: RuledLine, rules: Sequence[RuledLine]) -> bool:
    """Say whether a short line goes from one line across it to another, and others go on with it in other rows.

    Strokes of large letters do neither; a table of one row has no other rows.
    """
    crossing = [
        other.position
        for other in rules
        if other.is_horizontal != rule.is_horizontal and other.start - _REACH <= rule.position <= other.end + _REACH
    ]
    beside = [other for other in rules if other.is_horizontal == rule.is_horizontal and other is not rule]
    is_alone = not any(abs(other.position - rule.position) <= _REACH for other in beside)
    if is_alone and len(crossing) > 2:
        return False
    return all(any(abs(position - end) <= _REACH for position in crossing) for end in (rule.start, rule.end))


def _take_rules(grey: Any) -> tuple[list[Grid], list[RuledLine], Any]:
    """Give the grids of a picture, its lines, and the picture without those of the grids; strokes of letters stay."""
    import cv2
    import numpy

    rules, mask = _find_rules(grey)
    grids = [grid for grid in find_grids(rules) if grid.xs[-1] - grid.xs[0] > _SMALLEST]
    clean, edges = grey.copy(), numpy.zeros_like(mask)
    for grid in grids:
        for cell in grid.cells:
            left, top, right, bottom = (round(edge * _POINT) for edge in grid.edges(cell))
            cv2.rectangle(edges, (left, top), (right, bottom), 1, 2 * _EDGE)
    clean[(mask & edges) > 0] = 255
    return grids, rules, clean


def _read_runs(clean: Any, grids: Sequence[Grid]) -> Iterator[Run]:
    """Recognise what stands in the cells of the grids, and then what stands beside them."""
    rest = clean.copy()
    for grid in grids:
        for cell in grid.cells:
            left, top, right, bottom = (round(edge * _POINT) for edge in grid.edges(cell))
            _clear_edges(clean[top:bottom, left:right])
            yield from _read_region(clean, (left, top, right, bottom))
        left, top, right, bottom = (round(edge * _POINT) for edge in grid.box)
        rest[top:bottom, left:right] = 255
    yield from _read_region(rest, (0, 0, clean.shape[1], clean.shape[0]))


def _clear_edges(cell: Any) -> None:
    """Take out of a cell, in place, what is left of its lines: thin stretches along its edges."""
    import cv2

    height, width = cell.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats(_ink(cell, _FAINT))
    for label in range(1, count):
        left, top, wide, high, _ = stats[label]
        is_across = high <= _THIN and wide > high and (top < _EDGE or top + high > height - _EDGE)
        is_down = wide <= _THIN and high > wide and (left < _EDGE or left + wide > width - _EDGE)
        if is_across or is_down or max(wide, high) < _SPECK:
            cell[labels == label] = 255


def _read_region(clean: Any, region: tuple[int, int, int, int]) -> Iterator[Run]:
    for box in _pieces(clean, region):
        left, top, right, bottom = box
        text, certainty = _recognise(clean[top:bottom, left:right])
        text = read_figure(text)
        if text and certainty < _SURE:
            text = _DIGITS.sub(UNREADABLE, text) if _DIGITS.search(text) else text
        if text:
            yield _run(text, (left / _POINT, top / _POINT, right / _POINT, bottom / _POINT))


def _pieces(clean: Any, region: tuple[int, int, int, int]) -> Iterator[tuple[int, int, int, int]]:
    """Cut a region of a picture at its lines of text, and these at wide gaps."""
    left, top, right, bottom = region
    ink = _ink(clean[top:bottom, left:right])
    for first, last in _lines(ink):
        columns = _stretches(ink[first:last].any(axis=0), _GAP * (last - first))
        for start, end in columns:
            if end - start >= _SPECK or last - first >= _SPECK:
                yield left + start, top + first, left + end, top + last


def _lines(ink: Any) -> list[tuple[int, int]]:
    """Give the lines of text of a region; strokes that stand by themselves go to the nearest line."""
    bands = [band for band in _stretches(ink.any(axis=1), 1) if ink[band[0] : band[1]].sum() > _SPECK]
    highest = max((end - start for start, end in bands), default=0)
    lines: list[tuple[int, int]] = []
    for start, end in bands:
        is_stroke = lines and min(end - start, lines[-1][1] - lines[-1][0]) < _STROKE * highest
        if is_stroke and start - lines[-1][1] < 0.4 * highest and end - lines[-1][0] < 1.4 * highest:
            lines[-1] = (lines[-1][0], end)
        else:
            lines.append((start, end))
    return lines


def _stretches(filled: Any, gap: float) -> list[tuple[int, int]]:
    """Give the stretches that are filled, those put together that a gap as small as this parts."""
    import numpy

    places = numpy.flatnonzero(filled)
    if not len(places):
        return []
    starts = [0, *(n for n, (one, other) in enumerate(pairwise(places), start=1) if other - one > gap)]
    return [(int(places[n]), int(places[m - 1]) + 1) for n, m in zip(starts, [*starts[1:], len(places)], strict=True)]


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    one_core = "EngineConfig.onnxruntime.intra_op_num_threads"  # documents are read on all cores beside each other
    return RapidOCR(params={"Global.log_level": "critical", "Global.use_cls": False, one_core: 1})


def _recognise(piece: Any) -> tuple[str, float]:
    """Recognise a piece of a line, with some paper around it; give its text and how sure that is."""
    import cv2

    edge = max(3, piece.shape[0] // 6)
    framed = cv2.copyMakeBorder(piece, edge, edge, 2 * edge, 2 * edge, cv2.BORDER_CONSTANT, value=255)
    found = _engine()(cv2.cvtColor(framed, cv2.COLOR_GRAY2BGR), use_det=False, use_cls=False, use_rec=True)
    return (found.txts[0].strip(), float(found.scores[0])) if found.txts else ("", 0.0)


def read_figure(text: str) -> str:
    """Free a figure from blanks between its digits and from wide signs, and Chinese words from blanks.

    A thin 一 that begins a word is easily lost: nothing begins with 、, and no word of these forms with 般.
    """
    figure = re.sub(r"\s", "", text.translate(_WIDE))
    if _FIGURE.fullmatch(text) and is_amount(figure):
        return figure
    return _LOST_STROKE.sub(r"\g<before>一", _BESIDE_CHINESE.sub("", text))


def _run(text: str, box: Box) -> Run:
    """Spread the characters of a piece over its box."""
    left, top, right, bottom = box
    weights = [2 if ord(character) > 0x2E7F else 1 for character in text]
    width = (right - left) / sum(weights)
    glyphs: list[Any] = []
    place, blank = left, False
    for character, weight in zip(text, weights, strict=True):
        if character.isspace():
            blank = bool(glyphs)
        else:
            glyphs.append(Glyph(character, (place, top, place + weight * width, bottom), blank))
            blank = False
        place += weight * width
    return Run(glyphs)
