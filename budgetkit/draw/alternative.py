"""Alternative text: what a figure shows, in words made from its values."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.draw.values import NO_VALUE, Entry, format_with_unit

LISTED = 8


def list_entries(entries: Sequence[Entry], unit: str, column: int = 0) -> str:
    """List entries with a value each; of more than eight the first seven and the last."""
    texts = [f"{entry.name} {format_with_unit(entry.values[column], unit)}" for entry in entries]
    if len(texts) > LISTED:
        texts = [*texts[: LISTED - 1], "……", texts[-1]]
    return "；".join(texts)


def list_pairs(entries: Sequence[Entry], labels: Sequence[str], unit: str, missing: str = NO_VALUE) -> str:
    """List entries with all their values; of more than eight the first seven and the last."""
    texts = [f"{entry.name}：{_labelled(entry, labels, unit, missing)}" for entry in entries]
    if len(texts) > LISTED:
        texts = [*texts[: LISTED - 1], "……", texts[-1]]
    return "；".join(texts)


def _labelled(entry: Entry, labels: Sequence[str], unit: str, missing: str) -> str:
    return "，".join(
        f"{label} {format_with_unit(value, unit, missing)}" for label, value in zip(labels, entry.values, strict=True)
    )
