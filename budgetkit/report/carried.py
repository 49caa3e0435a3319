"""The raw lines that a report cites, carried in its own file: a link works wherever the file is put."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from budgetkit.errors import SourceError
from budgetkit.fonts import make_printable
from budgetkit.mask.rows import mask_rows
from budgetkit.read.registry import read_document
from budgetkit.report.document import CarriedLine, ReportDocument
from budgetkit.report.markdown import Block
from budgetkit.report.sources import all_lines
from budgetkit.sources import load_manifest

_ANYWHERE = re.compile(r"#|[A-Za-z][A-Za-z0-9+.-]*:")  # a link within the file, or one that names its whole address


def carry_lines(document: ReportDocument, raw: Path) -> ReportDocument:
    """Give a document with the raw lines that its tables, figures and sentences cite, personal data masked.

    Links that lead beside the file are no links in it: nothing may be there. So are those to lines where the raw
    documents aren't at hand, or not as registered, and nothing can be carried.
    """
    cited = find_cited(document.blocks)
    document = replace(document, blocks=_unlink(document.blocks))
    try:
        sources = {source.document_id: source for source in load_manifest(raw).sources}
    except SourceError:
        return document
    carried = {
        one: _read(sources[one].path, sources[one].encoding, lines)
        for one, lines in cited.items()
        if one in sources and sources[one].path.is_file()
    }
    return replace(document, carried={one: lines for one, lines in carried.items() if lines})


def _unlink(value: Any) -> Any:
    """Put the words of links that lead beside the file in their place, however deep they stand."""
    if isinstance(value, dict):
        return {key: _unlink(own) for key, own in value.items()}
    if not isinstance(value, list):
        return value
    found: list[Any] = []
    for own in value:
        is_beside = isinstance(own, dict) and own.get("t") == "link" and not _ANYWHERE.match(own["href"])
        found += _unlink(own["children"]) if is_beside else [_unlink(own)]
    return found


def find_cited(blocks: Iterable[Block]) -> dict[str, set[int]]:
    """Find the lines that blocks cite, by document: those of rows and sentences, and those below tables and figures."""
    cited: dict[str, set[int]] = {}
    for block in blocks:
        for document, line in all_lines(block):
            cited.setdefault(document, set()).add(line)
        for source in block.get("sources", []):
            if not isinstance(source, str):
                for first, last in source["ranges"]:
                    cited.setdefault(source["document_id"], set()).update(range(first, last + 1))
    return cited


def _read(path: Path, encoding: str | None, lines: set[int]) -> list[CarriedLine]:
    rows = [row for row in read_document(path, encoding) if not row.from_markup]
    return [CarriedLine(row.number, make_printable(row.text)) for row in mask_rows(rows).rows if row.number in lines]
