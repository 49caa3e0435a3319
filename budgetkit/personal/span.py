"""A span of personal data in a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """Where in a text something personal stands, and of what kind (姓名, 电话 …)."""

    start: int
    end: int
    kind: str


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Put spans in order; those that overlap become one, of the kind of the first."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged
