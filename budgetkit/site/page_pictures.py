"""Pictures of a PDF's pages for its source page: what a reader of the publication sees, personal data covered."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium

from budgetkit.read.apart import EndedEarly, read_apart
from budgetkit.read.format import find_format
from budgetkit.read.place import Place

MOST = 60
"""Pages of a document that get a picture at most: the first ones that something is read from."""

Box = tuple[float, float, float, float]
_LONG_SIDE = 1400  # pixels: small print of a landscape page is legible, and a page takes about 60 kB
_GREY = 128  # of the bar over what is covered
_SECONDS, _MEMORY = 60, 1_000_000_000


@dataclass(frozen=True)
class PagePicture:
    """A picture of a page as a data address, and the page's size in points, to lay marks over it."""

    address: str
    width: float
    height: float

    def spot(self, place: Place) -> str:
        """Give where a place lies on the picture, as a style: left, top, width and height in hundredths."""
        left, top, right, bottom = place.box or (0.0, 0.0, 0.0, 0.0)
        shares = (left / self.width, top / self.height, (right - left) / self.width, (bottom - top) / self.height)
        names = ("left", "top", "width", "height")
        return ";".join(f"{name}:{100 * share:.2f}%" for name, share in zip(names, shares, strict=True))


def draw_pages(path: Path, pages: Iterable[int], covered: Mapping[int, list[Box]]) -> dict[int, PagePicture]:
    """Draw pages of a PDF, with bars over boxes (points from the upper left corner) by page.

    Gives none for a file of another format, and none where pdfium ends early: the page shows the text without.
    """
    wanted = sorted(set(pages))[:MOST]
    if not wanted or find_format(path).key != "pdf":
        return {}
    try:
        return read_apart(lambda: _draw(path, wanted, covered), _SECONDS, _MEMORY)
    except (EndedEarly, MemoryError):
        return {}


def _draw(path: Path, pages: Iterable[int], covered: Mapping[int, list[Box]]) -> dict[int, PagePicture]:
    document = pdfium.PdfDocument(path)
    try:
        return {number: _draw_page(document[number - 1], covered.get(number, [])) for number in pages}
    finally:
        document.close()


def _draw_page(page: pdfium.PdfPage, covered: Iterable[Box]) -> PagePicture:
    width, height = page.get_size()
    scale = _LONG_SIDE / max(width, height)
    bitmap = page.render(scale=scale, grayscale=True)
    grey = np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
    bitmap.close()
    page.close()
    for box in covered:
        left, top, right, bottom = (int(edge * scale) for edge in box)
        grey[max(top - 1, 0) : bottom + 2, max(left - 1, 0) : right + 2] = _GREY
    address = base64.b64encode(_png(grey)).decode("ascii")
    return PagePicture(f"data:image/png;base64,{address}", width, height)


def _png(grey: np.ndarray) -> bytes:
    """Write a picture of 16 greys: enough for print, and half the size."""
    height, width = grey.shape
    levels = np.zeros((height, width + width % 2), np.uint8)
    levels[:, :width] = grey >> 4
    packed = (levels[:, ::2] << 4) | levels[:, 1::2]
    lines = np.concatenate([np.zeros((height, 1), np.uint8), packed], axis=1)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
