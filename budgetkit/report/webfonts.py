"""Fonts inside the HTML: of the reports' faces just the characters that a page shows.

A reader's machine may have no Chinese font, and a page that works offline can fetch none. A subset of a page's some
800 characters weighs about 150 kB and takes 20 ms.
"""

from __future__ import annotations

import base64
import re
import struct
import zlib
from collections.abc import Iterable
from functools import lru_cache
from html import unescape

from budgetkit.fonts import FontFile, Fonts, find_fonts, open_face

_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "—…、，。：；！？（）《》“”‘’［］〔〕↑↓↕收起显示代码"
_BOLD = re.compile(
    r"<(h[1-6]|th|strong|em|caption|figcaption|summary|dt)\b[^>]*>.*?</\1>"
    r'|<p class="part-title">.*?</p>|<tr class="(?:total|subtotal)">.*?</tr>|font-weight: ?(?:bold|700).*?</text>'
    r"|<text [^>]*(?:bold|700)[^>]*>.*?</text>",
    re.S,
)
_TAG = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.S)
_DROPPED_TABLES = ("vmtx", "vhea", "VORG", "DSIG", "BASE", "GSUB", "GPOS", "GDEF")


def font_faces(html: str) -> str:
    """Give the CSS that carries a page's characters in the reports' family, regular and bold."""
    fonts = find_fonts()
    regular = _css(fonts, fonts.regular, 400, visible_characters(html))
    return regular + _css(fonts, fonts.bold, 700, visible_characters(" ".join(m[0] for m in _BOLD.finditer(html))))


def visible_characters(html: str) -> frozenset[str]:
    """Collect the characters of a page's text, whatever its tags."""
    return frozenset(unescape(_TAG.sub("", html))) | frozenset(_ALWAYS)


def _css(fonts: Fonts, face: FontFile, weight: int, characters: Iterable[str]) -> str:
    content = base64.b64encode(_subset(face, frozenset(characters))).decode()
    return (
        f'@font-face {{ font-family: "{fonts.family}"; font-weight: {weight}; '
        f'src: url(data:font/woff;base64,{content}) format("woff"); }}\n'
    )


@lru_cache(maxsize=8)
def _subset(face: FontFile, characters: frozenset[str]) -> bytes:
    """Cut a face down to characters, without layout features and hints, as WOFF."""
    import uharfbuzz

    wish = uharfbuzz.SubsetInput()
    wish.sets(uharfbuzz.SubsetInputSets.UNICODE).update(map(ord, characters))
    wish.sets(uharfbuzz.SubsetInputSets.LAYOUT_FEATURE_TAG).clear()
    wish.sets(uharfbuzz.SubsetInputSets.DROP_TABLE_TAG).update(
        int.from_bytes(tag.encode(), "big") for tag in _DROPPED_TABLES
    )
    wish.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.DESUBROUTINIZE
    return pack_woff(uharfbuzz.subset(open_face(face), wish).blob.data)


def pack_woff(sfnt: bytes) -> bytes:
    """Pack an OpenType font as WOFF 1.0: the same tables, each compressed."""
    flavour, count = struct.unpack(">4sH", sfnt[:6])
    directory, body = b"", b""
    start = 44 + 20 * count
    for at in range(12, 12 + 16 * count, 16):
        tag, checksum, offset, length = struct.unpack(">4sLLL", sfnt[at : at + 16])
        table = sfnt[offset : offset + length]
        packed = min(zlib.compress(table, 6), table, key=len)
        directory += struct.pack(">4sLLLL", tag, start + len(body), len(packed), length, checksum)
        body += packed + b"\0" * (-len(packed) % 4)
    header = struct.pack(
        ">4s4sLHHLHHLLLLL", b"wOFF", flavour, start + len(body), count, 0, len(sfnt), 1, 0, 0, 0, 0, 0, 0
    )
    return header + directory + body
