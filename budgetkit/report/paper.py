"""Blocks for paper: code left out, wide tables turned or split, every width and text ready for the page template."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from budgetkit.errors import BudgetkitError
from budgetkit.report.document import ReportDocument
from budgetkit.report.markdown import Block, inline_text
from budgetkit.report.parts.column import label_column
from budgetkit.report.parts.table import group_columns
from budgetkit.report.widths import break_head, estimate_height, lay_out_table, natural_widths, split_columns

_ROWS_KEPT_WHOLE = 8  # a table of so few rows moves to the next page rather than break
_HEIGHT_KEPT_WHOLE = 200.0  # points: a taller one breaks, or it would leave half a page blank
_HEIGHT_HELD = 360.0  # points: two taller rows and their notes might fit on no page together
_LEADS = 3  # paragraphs that lead to an exhibit; more are a text of their own
_LED_TO = ("table", "figure", "notice", "key_points", "image", "grid")


class PaperError(BudgetkitError):
    """A report could not be set on paper."""


def blocks_on_paper(document: ReportDocument) -> list[Block]:
    """Give a document's blocks as the page template prints them, in order."""
    blocks = [paper for block in document.blocks if block["block"] != "code" for paper in _on_paper(block, document)]
    return _turn_wide_tables(_mark_leads(_join_missing(blocks)))


def _join_missing(blocks: Iterable[Block]) -> list[Block]:
    """Join parts that are missing one after another for the same reason: the reason is said once, after their names."""
    joined: list[Block] = []
    for block in blocks:
        if joined and _is_missing(block) and _is_missing(joined[-1]) and _reason(block) == _reason(joined[-1]):
            titles = dict.fromkeys([*joined[-1]["title"].split("、"), block["title"]])
            joined[-1] = {**joined[-1], "title": "、".join(titles)}
        else:
            joined.append(block)
    return joined


def _is_missing(block: Block) -> bool:
    return block["block"] == "notice" and block["level"] == "missing"


def _reason(block: Block) -> list[str]:
    return [sentence["text"] for sentence in block["sentences"]]


def _mark_leads(blocks: Sequence[Block]) -> list[Block]:
    """Mark the words between a heading and what they lead to: they stay on its page, as the heading does."""
    marked = list(blocks)
    for kind, own in groupby(range(len(marked)), key=lambda at: marked[at]["block"]):
        places = list(own)
        before, after = places[0] - 1, places[-1] + 1
        is_between = places[0] > 0 and after < len(marked) and kind == "paragraph" and len(places) <= _LEADS
        if is_between and marked[before]["block"] == "heading" and marked[after]["block"] in _LED_TO:
            marked[places[0] : after] = [{**block, "lead": True} for block in marked[places[0] : after]]
    return marked


def _on_paper(block: Block, document: ReportDocument) -> list[Block]:
    match block["block"]:
        case "table":
            return _table(block, _sources(block, document))
        case "figure":
            return [{**block, "sources": _sources(block, document)}]
        case "grid":
            return _grid(block)
        case "image" if block["format"] != "svg":
            return [_raster(block)]
        case _:
            return [block]


def _turn_wide_tables(blocks: Iterable[Block]) -> list[Block]:
    """Put the tables that need a turned page on one, together with the headings before them."""
    turned: list[Block] = []
    for block in blocks:
        if not block.get("landscape"):
            turned.append(block)
            continue
        together = [block]
        while turned and turned[-1]["block"] == "heading":
            together.insert(0, turned.pop())
        if turned and turned[-1]["block"] == "turned":
            turned[-1]["blocks"] += together
        else:
            turned.append({"block": "turned", "blocks": together})
    return turned


def _sources(block: Block, document: ReportDocument) -> list[str]:
    """Name the documents and tables of an exhibit; lines only where the annex does not list them row by row."""
    sources = document.sources.sources_of(block)
    if any(row.get("lines") for row in block.get("rows", [])):
        return _name_tables(sources, document)
    return [source["text"] + _lines(source, document) for source in sources]


def _name_tables(sources: Sequence[Block], document: ReportDocument) -> list[str]:
    """Name the documents and their tables, each once; a document with the tables of the one before has 同名各表."""
    texts: dict[str, list[str]] = {}
    for source in sources:
        texts.setdefault(source["document_id"], []).append(source["text"])
    named: list[str] = []
    before: set[str] = set()
    for document_id, own in texts.items():
        title = f"《{document.sources.title(document_id)}》"
        tables = {text.removeprefix(title) for text in own}
        named += [f"{title}同名各表"] if len(tables) > 1 and tables == before else dict.fromkeys(own)
        before = tables
    return named


def _lines(source: Block, document: ReportDocument) -> str:
    if not source["ranges"]:
        return ""
    named = document.sources.name_runs(source["document_id"], source["ranges"])
    return f"（原文{named}{source['remark']}）"


def _table(block: Block, sources: list[str]) -> list[Block]:
    """Give a table, or the panels of one that is too wide for any page; notes and sources stand below the last."""
    label = label_column(block["columns"])
    panels = split_columns(block["columns"], block["rows"], label + 1)
    tables = [_panel(block, panel, label) for panel in panels]
    for table in tables[1:]:
        table["continued"] = "（续）"
    for table in tables[:-1]:
        table.update(notes=[], sources=[], **{"has-lines": False})
    tables[-1]["sources"] = sources
    return tables


def _panel(block: Block, panel: list[int], label: int) -> Block:
    columns = [block["columns"][at] for at in panel]
    cells = [[row["cells"][at] for at in panel] for row in block["rows"]]
    rows = [{"cells": row} for row in cells]
    layout = lay_out_table(columns, rows)
    return {
        **block,
        "columns": [_head(column, width, layout.size) for column, width in zip(columns, layout.widths, strict=True)],
        "groups": group_columns([column["group"] for column in columns]),
        "rows": [_row(row, texts) for row, texts in zip(block["rows"], cells, strict=True)],
        "label": label,
        "has-lines": any(row.get("lines") for row in block["rows"]),
        "widths": layout.widths,
        "size": layout.size,
        "landscape": layout.landscape,
        "whole": len(cells) <= _ROWS_KEPT_WHOLE and estimate_height(layout, rows) <= _HEIGHT_KEPT_WHOLE,
        "held": all(estimate_height(layout, own) <= _HEIGHT_HELD for own in (rows[:2], rows[-2:])),
    }


def _head(column: Block, width: float, size: float) -> Block:
    return {**column, "head": break_head(column["label"], width, size)}


def _row(row: Block, cells: list[dict[str, Any]]) -> Block:
    return {
        "cells": [cell["text"] for cell in cells],
        "emphasis": row.get("emphasis", ""),
        "indent": row.get("indent", 0),
    }


def _grid(block: Block) -> list[Block]:
    """Lay out a plain table like a report's, turned or in panels where it is wide; what stands right is a number."""
    columns = [
        {"label": inline_text(head), "kind": "amount" if align == "right" else "text"}
        for head, align in zip(block["header"], block["align"], strict=True)
    ]
    rows = [{"cells": [{"text": inline_text(cell)} for cell in row]} for row in block["rows"]]
    return [_grid_panel(block, columns, rows, panel) for panel in split_columns(columns, rows, 1)]


def _grid_panel(block: Block, columns: list[Block], rows: list[Block], panel: list[int]) -> Block:
    layout = natural_widths(
        [columns[at] for at in panel], [{"cells": [row["cells"][at] for at in panel]} for row in rows]
    )
    return {
        **block,
        "header": [block["header"][at] for at in panel],
        "align": [block["align"][at] for at in panel],
        "rows": [[{"items": row[at]} for at in panel] for row in block["rows"]],
        "widths": layout.widths,
        "size": layout.size,
        "landscape": layout.landscape,
    }


def _raster(block: Block) -> Block:
    try:
        content = base64.b64decode(block["content"], validate=False)
    except binascii.Error as error:
        raise PaperError("笔记本中的图像", "可以解码的图像", str(error), "请重新运行该单元格。") from error
    return {**block, "content": "", "bytes": list(content)}
