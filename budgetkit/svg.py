"""matplotlib figure to SVG: text stays text, the same bytes for the same figure, nothing from outside."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from budgetkit.fonts import check_glyphs, refuse_missing_glyphs, register_fonts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_RC: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "budgetkit",
    "axes.unicode_minus": False,
}
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
_PROLOGUE = re.compile(r"^.*?(?=<svg\b)", re.S)
_METADATA = re.compile(r"<metadata>.*?</metadata>\s*|<!--.*?-->\s*", re.S)
_STYLE = re.compile(r"<style\b.*?</style>\s*", re.S)
_TEXT = re.compile(r"<text\b[^>]*>(.*?)</text>", re.S)
_ID = re.compile(r' id="([^"]+)"')
_REFERENCE = re.compile(r'(?<=url\(#)[^)]+|(?<=href="#)[^"]+')
_OPENING = re.compile(r"<svg\b[^>]*>")
_VIEW_BOX = re.compile(r'viewBox="([^"]+)"')


def figure_to_svg(figure: Figure, where: str, *, fit: bool = False) -> str:
    """Draw a matplotlib figure as SVG whose text stays text; with `fit` as large as what is drawn, labels included.

    Raises FontError, naming `where`, when a character has no glyph.
    """
    import matplotlib

    register_fonts()
    buffer = io.StringIO()
    with matplotlib.rc_context(_RC | {"savefig.bbox": "tight" if fit else None}), refuse_missing_glyphs(f"图“{where}”"):
        figure.savefig(buffer, format="svg", metadata=_NO_METADATA)
    svg = _METADATA.sub("", _PROLOGUE.sub("", buffer.getvalue()))
    check_glyphs("".join(_TEXT.findall(svg)), f"图“{where}”")
    return svg


def inline_svg(svg: str, prefix: str) -> str:
    """Make an SVG part of an HTML page: responsive, hidden from screen readers, its ids prefixed or dropped.

    The figure that holds it carries the alternative text. Ids that nothing refers to would only come twice.
    """
    referred = set(_REFERENCE.findall(svg))
    svg = _STYLE.sub("", _PROLOGUE.sub("", svg))
    svg = _ID.sub(lambda match: f' id="{prefix}{match[1]}"' if match[1] in referred else "", svg)
    svg = _REFERENCE.sub(lambda match: prefix + match[0], svg).replace("xlink:href=", "href=")
    view_box = _VIEW_BOX.search(svg)
    opening = f'<svg viewBox="{view_box[1]}" aria-hidden="true" focusable="false">' if view_box else "<svg>"
    return _OPENING.sub(opening, svg, count=1).strip()
