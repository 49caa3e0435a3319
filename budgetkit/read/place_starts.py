"""The places of a document's rows in few words: where pages and sheets start among its lines."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from budgetkit.read.place import Place


def store_starts(places: Iterable[Place]) -> str | None:
    """Write the lines from which rows count on in a page or sheet (`[[1,1,null,1],…]`): line, page, sheet, row.

    None where the document is a text whose lines say it all.
    """
    starts: list[tuple] = []
    last = None
    for place in places:
        here = (place.page, place.sheet, (place.row or 0) - place.line)
        if here != last and (place.page or place.sheet):
            starts.append((place.line, place.page, place.sheet, place.row))
        last = here
    return json.dumps(starts, ensure_ascii=False, separators=(",", ":")) if starts else None


def parse_starts(text: object) -> list[Place]:
    """Read stored starts back; anything but a text is none."""
    if not isinstance(text, str) or not text:
        return []
    return [Place(line, page, sheet, row) for line, page, sheet, row in json.loads(text)]


def place_at(starts: Sequence[Place], line: int) -> Place:
    """Give the place of a line among the starts of its document."""
    number = bisect_right(starts, line, key=lambda place: place.line)
    if not number:
        return Place(line)
    start = starts[number - 1]
    return replace(start, line=line, row=start.row + line - start.line if start.row else None)
