"""The terms that the joint briefing does not use."""

from __future__ import annotations

from budgetkit.briefing.year_over_year import Years


def unused_terms(years: Years) -> tuple[str, ...]:
    """Give the terms of the definitions that the briefing does not use, as it has no part that they are for.

    Concentration and coverage are told by the report on projects alone; contributions need an earlier budget, what was
    executed a self-evaluation, measurable targets the targets of projects.
    """
    needs = {
        "贡献（百分点）": years.earlier is not None,
        "执行数": years.evaluation_year is not None,
        "可量化指标": not years.later.table("project_indicators").empty,
    }
    return ("HHI", "覆盖率", *(term for term, is_met in needs.items() if not is_met))
