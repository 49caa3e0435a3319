"""A notebook as a Word file, for comments and tracked changes: what the PDF says, in native tables, headings, fields.

Written as the format's own XML from templates; the same notebook gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment

from budgetkit.report.document import ReportDocument, build_document
from budgetkit.report.fragments import environment
from budgetkit.report.markdown import Block, inline_text
from budgetkit.report.pdf import paper_data
from budgetkit.report.pictures import Picture, draw_pictures
from budgetkit.report.widths import LANDSCAPE, PORTRAIT

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML cannot hold
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can hold: no clock in the bytes
_WIDER_DIGITS = 0.2  # of a column of numbers: fonts that stand in for the one named have digits so much wider
_LEAST_WORDS = 72.0  # points that a column of words keeps
_CONTENTS_DEPTH = 3  # levels of heading: the report's parts and their sections
_FIXED_PARTS = {
    "[Content_Types].xml": "content_types",
    "_rels/.rels": "package_relationships",
    "docProps/core.xml": "core",
    "word/_rels/document.xml.rels": "relationships",
    "word/styles.xml": "styles",
    "word/numbering.xml": "numbering",
    "word/settings.xml": "settings",
    "word/header.xml": "header",
    "word/headerTurned.xml": "header_turned",
    "word/headerFirst.xml": "header_first",
    "word/footer.xml": "footer",
}


def write_word(notebook: Mapping[str, Any], name: str = "") -> bytes:
    """Write an executed notebook as a Word file (docx); `name` is the title of last resort.

    Raises FontError when a character of a figure would be drawn as a box, PaperError when an image cannot be read.
    """
    return render_word(build_document(notebook, name))


def render_word(document: ReportDocument) -> bytes:
    """Render a document as a Word file: the blocks that paper has, in the same order and widths."""
    report = paper_data(document)
    blocks = report["blocks"]
    shown: list[Any] = []
    starts: list[Any] = []
    _mark(blocks, shown, starts)
    pictures = draw_pictures(shown, PORTRAIT)
    widths = {"portrait": PORTRAIT, "landscape": LANDSCAPE}
    values = {**report, **widths, "pictures": len(pictures), "starts": starts}
    parts = {path: getattr(_fixed_parts(), name)(values) for path, name in _FIXED_PARTS.items()}
    parts["word/document.xml"] = _template().render(
        report=report,
        blocks=blocks,
        contents=[heading for heading in document.headings if heading["level"] <= _CONTENTS_DEPTH],
        ends_turned=bool(blocks) and blocks[-1]["block"] == "turned",
        pictures=pictures,
        text_width=PORTRAIT,
    )
    return _pack(parts, pictures)


def _mark(blocks: list[Block], pictures: list[Block], starts: list[int]) -> None:
    """Number, in place, the figures and the numbered lists; a turned page says what stands around it."""
    for at, block in enumerate(blocks):
        block = blocks[at] = dict(block)
        if block["block"] in ("figure", "image"):
            block["picture"] = len(pictures)
            pictures.append(block)
        elif block["block"] == "key_points" or (block["block"] == "list" and block["ordered"]):
            starts.append(block.get("start", 1))
            block["numbering"] = len(starts) + 1  # 1 is the bullet
        elif block["block"] == "list":
            block["numbering"] = 1
        elif block["block"] == "table":
            block["widths"] = _room_for_digits(
                block["widths"], [column["kind"] != "text" for column in block["columns"]]
            )
        elif block["block"] == "turned":
            block["follows_turned"] = at > 0 and blocks[at - 1]["block"] == "turned"
            block["is_last"] = at == len(blocks) - 1
        for inner in _inner_lists(block):
            _mark(inner, pictures, starts)


def _room_for_digits(widths: Sequence[float], numbers: Sequence[bool]) -> list[float]:
    """Give columns of numbers and codes more room, as far as those of words can spare it: digits may be wider."""
    room = sum(max(width - _LEAST_WORDS, 0) for width, is_number in zip(widths, numbers, strict=True) if not is_number)
    wished = sum(width * _WIDER_DIGITS for width, is_number in zip(widths, numbers, strict=True) if is_number)
    part = min(1.0, room / wished) if wished else 0.0
    given = part * wished / room if room else 0.0
    return [
        width * (1 + part * _WIDER_DIGITS) if is_number else width - max(width - _LEAST_WORDS, 0) * given
        for width, is_number in zip(widths, numbers, strict=True)
    ]


def _inner_lists(block: Block) -> Iterator[list[Block]]:
    """Give the lists of blocks inside a block, each a copy that may be changed."""
    if "blocks" in block:
        block["blocks"] = list(block["blocks"])
        yield block["blocks"]
    if block["block"] == "list":
        block["items"] = [list(item) for item in block["items"]]
        yield from block["items"]


@cache
def _environment() -> Environment:
    made = environment().overlay()
    made.filters = {**made.filters, "inline_text": inline_text, "twips": lambda points: round(points * 20)}
    return made


@cache
def _template() -> Any:
    return _environment().get_template("word_document.xml.j2")


@cache
def _fixed_parts() -> Any:
    return _environment().get_template("word_parts.xml.j2").module


def _pack(parts: Mapping[str, str], pictures: Iterable[Picture]) -> bytes:
    """Pack parts and pictures as a zip file without times."""
    content = {path: (_XML + _ILLEGAL.sub("", str(text)).strip()).encode("utf-8") for path, text in parts.items()}
    media = {f"word/media/picture{at}.png": picture.content for at, picture in enumerate(pictures, start=1)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for path, data in {**content, **media}.items():
            kind = zipfile.ZIP_STORED if path.endswith(".png") else zipfile.ZIP_DEFLATED
            file.writestr(zipfile.ZipInfo(path, _FIRST_DAY), data, kind)
    return buffer.getvalue()
