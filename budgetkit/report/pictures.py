"""Figures as PNG, drawn by the page layout with the reports' own fonts, for formats that take pictures only."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from budgetkit.fonts import find_fonts
from budgetkit.report.markdown import Block
from budgetkit.report.typesetting import typeset

_PIXELS_PER_INCH = 200.0  # sharp in print; a figure as wide as the page weighs some 80 kB
_POINTS_PER_INCH = 72.0


@dataclass(frozen=True)
class Picture:
    """A PNG with its size on paper in points."""

    content: bytes
    width: float
    height: float


def draw_pictures(parts: Sequence[Block], widest: float) -> list[Picture]:
    """Draw figures (`svg`) and images (`format` with `content` or `bytes`) as PNG, no wider than `widest` points.

    Raises FontError when a character would be drawn as a box, PaperError when an image cannot be read.
    """
    if not parts:
        return []
    given = {"parts": list(map(_part, parts)), "widest": widest, "family": find_fonts().family}
    text = json.dumps(given, ensure_ascii=False)
    drawn = typeset(_template(), {"pictures": text}, "报告中的图形", format="png", ppi=_PIXELS_PER_INCH)
    return [_picture(content) for content in (drawn if isinstance(drawn, list) else [drawn])]


def _part(block: Block) -> Block:
    if block["block"] == "figure":
        return {"format": "svg", "content": block["svg"]}
    return {key: block[key] for key in ("format", "content", "bytes") if key in block}


@cache
def _template() -> bytes:
    return files("budgetkit.report").joinpath("templates/pictures.typ").read_bytes()


def _picture(content: bytes) -> Picture:
    """Read a PNG's size from its header."""
    width, height = struct.unpack(">II", content[16:24])
    scale = _POINTS_PER_INCH / _PIXELS_PER_INCH
    return Picture(content, round(width * scale, 2), round(height * scale, 2))
