"""Sentences written out, with the exact values put in at their places."""

from __future__ import annotations

import re

from budgetkit.statements.statement import Quantity, Statement

_PLACE = re.compile(r"\{(\w+)\}")


def compose(template: str, **figures: Quantity) -> Statement:
    """Make a sentence of a text with places: `compose("合计{sum}，占{share}。", sum=…, share=…)`.

    A blank stands between a word and the digits of a figure, as in every other sentence. Figures without a place are
    left out; braces around anything else are a document's own words and stay.
    """
    used: dict[str, Quantity] = {}

    def put(match: re.Match[str]) -> str:
        quantity = figures.get(match[1])
        if quantity is None:
            return match[0]
        used[match[1]] = quantity
        text = quantity.printed
        left = _blank(match.string[match.start() - 1 : match.start()], text[:1])
        return f"{left}{text}{_blank(match.string[match.end() : match.end() + 1], text[-1:])}"

    return Statement(_PLACE.sub(put, template), used)


def _blank(beside: str, edge: str) -> str:
    """Give the blank between a figure's edge and what stands beside it; punctuation keeps no distance."""
    return " " if beside.isalnum() and edge.isascii() else ""
