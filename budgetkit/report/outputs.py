"""Outputs of a notebook's code cells to blocks: our parts, and whatever else a cell shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from budgetkit.report.bounds import KEPT_HTML, cut_text
from budgetkit.report.foreign_html import only_in_notebook, read_html
from budgetkit.report.markdown import Block, parse_markdown
from budgetkit.report.parts.part import PART_TYPE

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_RASTERS = {"image/png": "png", "image/jpeg": "jpg"}
_OBJECT = re.compile(r"<[\w.]+( object)?( at 0x[0-9a-f]+)?>")
_NO_ALT = "笔记本输出的图形，未附文字说明"


def read_outputs(outputs: Iterable[Mapping[str, Any]]) -> list[Block]:
    """Read the outputs of a cell to blocks, in order.

    Of an output in several forms the richest is taken that both HTML and PDF can show. Foreign HTML is read for its
    words and tables, so that no script or outside address comes in with it.
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
    text = _ANSI.sub("", _text(output["text"])).rstrip()
    text = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))  # progress writes over itself
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
    html = _text(bundle.get("text/html", ""))
    blocks = read_html(html) if len(html) <= KEPT_HTML or "text/plain" not in bundle else []
    if blocks == [only_in_notebook()] and not bundle.get("text/plain", "-"):
        return []  # a script that by its plain text has nothing to show
    if any(block["block"] == "grid" for block in blocks) or (blocks and "text/markdown" not in bundle):
        return blocks
    if "text/markdown" in bundle:
        return parse_markdown(_text(bundle["text/markdown"]))
    return _read_plain(bundle)


def _read_plain(bundle: Mapping[str, Any]) -> list[Block]:
    """Read the plain text; where that only names the object, what it is made of, if words can give that."""
    text = _ANSI.sub("", _text(bundle.get("text/plain", ""))).rstrip()
    if _OBJECT.fullmatch(text) and len(bundle) > 1:
        if "text/latex" in bundle:
            text = _text(bundle["text/latex"])
        elif "application/json" in bundle:
            text = json.dumps(bundle["application/json"], ensure_ascii=False, indent=2)
        else:
            return [only_in_notebook()]
    return [{"block": "pre", "text": cut_text(text)}] if text else []


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)
