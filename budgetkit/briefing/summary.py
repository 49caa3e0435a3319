"""The terms that the joint briefing does not use."""

from __future__ import annotations

from budgetkit.briefing.year_over_year import Years


def unused_terms(years: Years) -> tuple[str, ...]:
    """Give the terms of the definitions that the briefing does not use: contributions need an earlier budget."""
    return ("HHI",) if years.earlier else ("HHI", "贡献（百分点）")
