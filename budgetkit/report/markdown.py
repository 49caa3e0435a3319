"""Markdown of a notebook's cells to blocks of JSON values, from which HTML and PDF are written.

A block has a `block` (heading, paragraph, list, quote, grid, pre, rule), an inline a `t` (text, strong, em, code, link,
br). Raw HTML is not passed on: it is shown as the text that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import mistune

Block = dict[str, Any]
Inline = dict[str, Any]
Token = dict[str, Any]

_BREAK_TAG = re.compile(r"<br\s*/?>", re.I)
_SAFE_ADDRESS = re.compile(r"(https?:|mailto:|#|[^:]*$)", re.I)
_ASCII_END = re.compile(r"[\x21-\x7e]$")
_ASCII_START = re.compile(r"^[\x21-\x7e]")


def parse_markdown(source: str) -> list[Block]:
    """Parse the source of a markdown cell to blocks, in order."""
    return _blocks(_parser()(source))


@cache
def _parser() -> Any:
    return mistune.create_markdown(renderer=None, plugins=["table"])


def inline_text(inlines: Iterable[Inline]) -> str:
    """Give the plain text of inlines."""
    return "".join(
        inline_text(inline["children"]) if "children" in inline else inline.get("text", " ") for inline in inlines
    )


def _blocks(tokens: Iterable[Token]) -> list[Block]:
    return [block for token in tokens if (block := _block(token)) is not None]


def _block(token: Token) -> Block | None:
    match token["type"]:
        case "blank_line":
            return None
        case "heading":
            return {"block": "heading", "level": token["attrs"]["level"], "inlines": _inlines(token["children"])}
        case "paragraph" | "block_text":
            return {"block": "paragraph", "inlines": _inlines(token["children"])}
        case "list":
            return _list(token)
        case "block_quote":
            return {"block": "quote", "blocks": _blocks(token["children"])}
        case "table":
            return _grid(token)
        case "thematic_break":
            return {"block": "rule"}
        case _:
            return {"block": "pre", "text": token.get("raw", "").rstrip("\n")}


def _list(token: Token) -> Block:
    attributes = token["attrs"]
    return {
        "block": "list",
        "ordered": attributes["ordered"],
        "start": attributes.get("start", 1),
        "items": [_blocks(item["children"]) for item in token["children"]],
    }


def _grid(token: Token) -> Block:
    head, *bodies = token["children"]
    rows = [row for body in bodies for row in body["children"]]
    return {
        "block": "grid",
        "align": [cell["attrs"].get("align") or "left" for cell in head["children"]],
        "header": [_inlines(cell["children"]) for cell in head["children"]],
        "rows": [[_inlines(cell["children"]) for cell in row["children"]] for row in rows],
    }


def _inlines(tokens: Iterable[Token]) -> list[Inline]:
    inlines: list[Inline] = []
    soft = False
    for token in tokens:
        if token["type"] == "softbreak":
            soft = True
            continue
        inline = _inline(token)
        if soft and inlines and _needs_blank(inlines[-1], inline):
            inlines.append({"t": "text", "text": " "})
        soft = False
        inlines.append(inline)
    return inlines


def _needs_blank(before: Inline, after: Inline) -> bool:
    """Say whether a line break in the source stands for a blank: between Latin words, not between Chinese ones."""
    return bool(_ASCII_END.search(inline_text([before])) and _ASCII_START.search(inline_text([after])))


def _inline(token: Token) -> Inline:
    match token["type"]:
        case "strong":
            return {"t": "strong", "children": _inlines(token["children"])}
        case "emphasis":
            return {"t": "em", "children": _inlines(token["children"])}
        case "codespan":
            return {"t": "code", "text": token["raw"]}
        case "linebreak":
            return {"t": "br"}
        case "link":
            return _link(token)
        case "image":
            return {"t": "text", "text": f"〔图：{inline_text(_inlines(token['children']))}〕"}
        case "inline_html" if _BREAK_TAG.fullmatch(token["raw"]):
            return {"t": "br"}
        case _:
            return {"t": "text", "text": token.get("raw", "")}


def _link(token: Token) -> Inline:
    address, children = token["attrs"]["url"], _inlines(token["children"])
    if not _SAFE_ADDRESS.match(address):
        return {"t": "strong", "children": children}
    return {"t": "link", "href": address, "children": children}
