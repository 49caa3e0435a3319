"""Why a self-evaluated project was executed as it was: what its form itself says, nothing concluded beyond it."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from budgetkit.compare.result import SourceLine
from budgetkit.cost_ceilings import parse_ceiling
from budgetkit.dataset.load import Dataset

_DELIVERY = ("数量指标", "质量指标", "时效指标")  # a reason given there is about the work; elsewhere about its effect
_HALF_FEN = Decimal("0.005")  # half a unit of the last digit that forms print of what was spent, in 万元


def find_reasons(data: Dataset, forms: pd.DataFrame) -> list[tuple[str, tuple[SourceLine, ...]]]:
    """Give, for each evaluated project, what its form says of its execution, in Chinese, and the lines that say so.

    `forms` has document_id, evaluation_seq, initial, full_year and executed (万元). Empty where the form says nothing.
    """
    indicators = data.evaluation_indicators
    return [_reasons(form, indicators[_of_form(indicators, form)]) for form in forms.to_dict("records")]


def find_instalments_paid(data: Dataset, forms: pd.DataFrame) -> list[bool]:
    """Say for each evaluated project whether what was spent is an instalment of the cost that its form reports."""
    indicators = data.evaluation_indicators
    own = [(form, indicators[_of_form(indicators, form)].to_dict("records")) for form in forms.to_dict("records")]
    return [any(_instalment(form, row)[0] for row in rows) for form, rows in own]


def _of_form(indicators: pd.DataFrame, form: dict) -> pd.Series:
    return (indicators["document_id"] == form["document_id"]) & (indicators["evaluation_seq"] == form["evaluation_seq"])


def _reasons(form: dict, indicators: pd.DataFrame) -> tuple[str, tuple[SourceLine, ...]]:
    found: list[tuple[str, tuple[SourceLine, ...]]] = []
    if form["initial"] == 0 and form["full_year"]:
        found.append(("年初未安排，年中追加", ()))
    found += [_instalment(form, row) for row in indicators.to_dict("records")]
    stated = indicators[indicators["level2"].isin(_DELIVERY)].dropna(subset=["deviation_reason"])
    found += [(f"自评表所述：{row.deviation_reason.rstrip('。')}", _line(row)) for row in stated.itertuples()]
    kept = [(text, lines) for text, lines in found if text]
    return "；".join(text for text, _ in kept), tuple(line for _, lines in kept for line in lines)


def _instalment(form: dict, indicator: dict) -> tuple[str, tuple[SourceLine, ...]]:
    """Say so where the money spent is a whole per cent, below 100, of the cost that the form reports as reached."""
    nothing = ("", ())
    if indicator["level1"] != "成本指标" or pd.isna(form["executed"]):
        return nothing
    cost = parse_ceiling(indicator["actual"])
    spent = Decimal(str(form["executed"]))
    if cost is None or cost.amount is None or not 0 < spent < cost.amount:
        return nothing
    share = round(spent / cost.amount * 100)  # an instalment is a whole per cent of its contract
    if share == 100 or abs(spent - cost.amount * share / 100) > _HALF_FEN:
        return nothing
    text = f"执行数为所报实际成本（原文印作 {indicator['actual']}）的 {share}%"
    return text, ((indicator["document_id"], int(indicator["source_line"])),)


def _line(row) -> tuple[SourceLine, ...]:
    return ((row.document_id, int(row.source_line)),)
