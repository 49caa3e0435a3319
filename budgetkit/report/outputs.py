"""Outputs of a notebook's code cells to blocks: our parts, and whatever else a cell shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from typing import Any

from budgetkit.report.markdown import Block, Inline, parse_markdown
from budgetkit.report.parts.part import PART_TYPE

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_RASTERS = {"image/png": "png", "image/jpeg": "jpg"}
_NO_ALT = "笔记本输出的图形，未附文字说明"


def read_outputs(outputs: Iterable[Mapping[str, Any]]) -> list[Block]:
    """Read the outputs of a cell to blocks, in order.

    Of an output in several forms the richest is taken that both HTML and PDF can show. Foreign HTML is read for its
    tables only, so that no script or outside address comes in with it.
    """
    return [block for output in outputs for block in _read_output(output)]


def _read_output(output: Mapping[str, Any]) -> list[Block]:
    match output["output_type"]:
        case "stream":
            return _read_stream(output)
        case "error":
            return [_read_error(output)]
        case _:
            return _read_bundle(output["data"])


def _read_stream(output: Mapping[str, Any]) -> list[Block]:
    """Read printed text; what goes to stderr is for whoever runs the notebook and stays with the code."""
    text = _text(output["text"]).rstrip()
    if not text:
        return []
    return [{"block": "stderr" if output.get("name") == "stderr" else "pre", "text": text}]


def _read_error(output: Mapping[str, Any]) -> Block:
    message = f"{output.get('ename', '')}：{_text(output.get('evalue', ''))}"
    return {
        "block": "notice",
        "level": "failure",
        "title": "此处运行出错",
        "sentences": [{"text": _ANSI.sub("", message), "lines": []}],
        "traceback": _ANSI.sub("", "\n".join(output.get("traceback", []))),
    }


def _read_bundle(bundle: Mapping[str, Any]) -> list[Block]:
    if PART_TYPE in bundle:
        part = bundle[PART_TYPE]
        return [{"block": part["part"], **part}]
    if "image/svg+xml" in bundle:
        return [{"block": "image", "format": "svg", "content": _text(bundle["image/svg+xml"]), "alt": _NO_ALT}]
    for mime, name in _RASTERS.items():
        if mime in bundle:
            return [{"block": "image", "format": name, "content": _text(bundle[mime]).strip(), "alt": _NO_ALT}]
    if "text/html" in bundle:
        grids = read_html_tables(_text(bundle["text/html"]))
        if grids:
            return grids
    if "text/markdown" in bundle:
        return parse_markdown(_text(bundle["text/markdown"]))
    text = _ANSI.sub("", _text(bundle.get("text/plain", ""))).rstrip()
    return [{"block": "pre", "text": text}] if text else []


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)


def read_html_tables(html: str) -> list[Block]:
    """Read the tables of foreign HTML (a DataFrame's) to blocks: their texts, first rows of `th` alone as header."""
    reader = _TableReader()
    reader.feed(html)
    return [_grid(table) for table in reader.tables if table]


def _grid(rows: list[list[tuple[str, str]]]) -> Block:
    width = max(len(row) for row in rows)
    header = rows[0] if all(tag == "th" for tag, _ in rows[0]) else [("th", "")] * width
    body = rows[1:] if header is rows[0] else rows
    numeric = [bool(body) and all(_is_number(row[at][1]) for row in body if at < len(row)) for at in range(width)]
    return {
        "block": "grid",
        "align": ["right" if number else "left" for number in numeric],
        "header": _pad(header, width),
        "rows": [_pad(row, width) for row in body],
    }


def _pad(row: list[tuple[str, str]], width: int) -> list[list[Inline]]:
    texts = [text for _, text in row] + [""] * (width - len(row))
    return [[{"t": "text", "text": text}] for text in texts]


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-+]?[\d,]*\.?\d+%?|NaN|None|", text) is not None


class _TableReader(HTMLParser):
    """Collects rows of (tag, text) cells; a cell that spans columns is followed by empty ones."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[tuple[str, str]]]] = []
        self._cell: tuple[str, int] | None = None
        self._texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self._cell, self._texts = (tag, int(dict(attrs).get("colspan") or 1)), []

    def handle_data(self, data: str) -> None:
        if self._cell:
            self._texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._cell and tag == self._cell[0] and self.tables and self.tables[-1]:
            name, span = self._cell
            text = " ".join("".join(self._texts).split())
            self.tables[-1][-1] += [(name, text)] + [(name, "")] * (span - 1)
            self._cell = None
