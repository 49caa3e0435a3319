"""Outputs of a notebook's code cells to blocks: our parts, and whatever else a cell shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from html.parser import HTMLParser
from itertools import groupby
from typing import Any

from budgetkit.report.bounds import KEPT_HTML, NOTE_CLASS, PRINTED_LINES, cut_text
from budgetkit.report.markdown import Block, Inline, parse_markdown
from budgetkit.report.parts.part import PART_TYPE

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_RASTERS = {"image/png": "png", "image/jpeg": "jpg"}
_Cells = list[tuple[str, str]]
_SHAPE = re.compile(r"<p>(\d+) rows × (\d+) columns</p>")  # what pandas writes below a table that it cut
_NOTE = re.compile(rf'<p class="{NOTE_CLASS}">([^<]*)</p>')
_WIDEST = 1000  # columns that a cell may span
_NO_ALT = "笔记本输出的图形，未附文字说明"


def read_outputs(outputs: Iterable[Mapping[str, Any]]) -> list[Block]:
    """Read the outputs of a cell to blocks, in order.

    Of an output in several forms the richest is taken that both HTML and PDF can show. Foreign HTML is read for its
    tables only, so that no script or outside address comes in with it.
    """
    return [block for output in _join_streams(outputs) for block in _read_output(output)]


def _join_streams(outputs: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Join what was printed to the same stream without anything in between, as JupyterLab shows it."""
    for name, run in groupby(outputs, key=lambda one: one.get("name") if one["output_type"] == "stream" else None):
        if name is None:
            yield from run
        else:
            yield {"output_type": "stream", "name": name, "text": "".join(_text(one["text"]) for one in run)}


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
    return [{"block": "stderr" if output.get("name") == "stderr" else "pre", "text": cut_text(text)}]


def _read_error(output: Mapping[str, Any]) -> Block:
    message = f"{output.get('ename', '')}：{_text(output.get('evalue', ''))}"
    return {
        "block": "notice",
        "level": "failure",
        "title": "此处运行出错",
        "sentences": [{"text": cut_text(_ANSI.sub("", message)), "lines": []}],
        "traceback": cut_text(_ANSI.sub("", "\n".join(output.get("traceback", [])))),
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
    if len(_text(bundle.get("text/html", ""))) > KEPT_HTML and "text/plain" in bundle:
        bundle = {kind: value for kind, value in bundle.items() if kind != "text/html"}
    if "text/html" in bundle:
        grids = read_html_tables(_text(bundle["text/html"]))
        if grids:
            return grids
    if "text/markdown" in bundle:
        return parse_markdown(_text(bundle["text/markdown"]))
    text = _ANSI.sub("", _text(bundle.get("text/plain", ""))).rstrip()
    return [{"block": "pre", "text": cut_text(text)}] if text else []


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)


def read_html_tables(html: str) -> list[Block]:
    """Read the tables of foreign HTML (a DataFrame's) to blocks: their texts, first rows of `th` alone as header.

    A table of which not all is there, or not all printed, has a note that says how much is, and the kit's own note on
    what a clean table lacks stays with it.
    """
    reader = _TableReader()
    reader.feed(html)
    reader.close()
    tables = [table for table in reader.tables if any(table)]
    shapes = _SHAPE.findall(html) if len(tables) == 1 else []
    grids = [block for table in tables for block in _grid(table, shapes)]
    return [*grids, *(_note(unescape(text)) for text in _NOTE.findall(html))] if grids else []


def _note(text: str) -> Block:
    return {"block": "paragraph", "inlines": [{"t": "text", "text": text}]}


def _grid(rows: list[list[tuple[str, str]]], shapes: list[tuple[str, str]]) -> list[Block]:
    """Give a table's block and, where something of it is left out, the note."""
    width = max(len(row) for row in rows)
    header = rows[0] if all(tag == "th" for tag, _ in rows[0]) else [("th", "")] * width
    body = rows[1:] if header is rows[0] else rows
    note = _say_left_out(header, body, shapes)
    body = body[:PRINTED_LINES]
    numeric = [bool(body) and all(_is_number(row[at][1]) for row in body if at < len(row)) for at in range(width)]
    grid = {
        "block": "grid",
        "align": ["right" if number else "left" for number in numeric],
        "header": _pad(header, width),
        "rows": [_pad(row, width) for row in body],
    }
    return [grid, _note(note)] if note else [grid]


def _say_left_out(header: _Cells, body: list[_Cells], shapes: list[tuple[str, str]]) -> str:
    """Say in Chinese which rows and columns of a table are there, when pandas or the page left some out."""
    if not shapes:
        whole = len(body)
        return f"前 {PRINTED_LINES:,} 行，共 {whole:,} 行。" if whole > PRINTED_LINES else ""
    rows, columns = map(int, shapes[0])
    said = [_say_part("行", [bool(row) and all(text == "..." for _, text in row[1:]) for row in body], rows)]
    said.append(_say_part("列", [text == "..." for _, text in header[1:]], columns))
    return "；".join(filter(None, said)) + "。" if any(said) else ""


def _say_part(unit: str, gaps: list[bool], whole: int) -> str:
    """Say how many of the rows or columns stand before and behind the gap; `gaps` says of each whether it is one."""
    if True not in gaps:
        return ""
    before = gaps.index(True)
    behind = len(gaps) - before - 1
    return f"前 {before} {unit}" + (f"和后 {behind} {unit}" if behind else "") + f"，共 {whole:,} {unit}"


def _pad(row: list[tuple[str, str]], width: int) -> list[list[Inline]]:
    texts = [text for _, text in row] + [""] * (width - len(row))
    return [[{"t": "text", "text": text}] for text in texts]


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-+]?[\d,]*\.?\d+%?|NaN|None|", text) is not None


def _span(text: str | None) -> int:
    """Give the number of columns that a cell spans; what is no number, or one beyond all reason, is one column."""
    return (
        int(text)
        if text and text.isascii() and text.isdigit() and 1 <= int(text[:5]) <= _WIDEST and len(text) < 5
        else 1
    )


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
            self._cell, self._texts = (tag, _span(dict(attrs).get("colspan"))), []

    def handle_data(self, data: str) -> None:
        if self._cell:
            self._texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._cell and tag == self._cell[0] and self.tables and self.tables[-1]:
            name, span = self._cell
            text = " ".join("".join(self._texts).split())
            self.tables[-1][-1] += [(name, text)] + [(name, "")] * (span - 1)
            self._cell = None
