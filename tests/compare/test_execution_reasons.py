"""What a form says of its own low execution: instalments, money added in the year, the reason in its own words."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace

import pandas as pd
import pytest

from budgetkit.compare.execution_reasons import find_reasons


def form(executed: float, initial: float = 100.0, full_year: float = 100.0) -> pd.DataFrame:
    """One evaluated project."""
    keys = {"document_id": "made", "evaluation_seq": 1}
    return pd.DataFrame([{**keys, "initial": initial, "full_year": full_year, "executed": executed}])


def indicator(level1: str, level2: str, actual: str, reason: str | None = None, line: int = 9) -> dict:
    """One indicator of that project's form."""
    keys = {"document_id": "made", "evaluation_seq": 1, "source_line": line}
    return {**keys, "level1": level1, "level2": level2, "actual": actual, "deviation_reason": reason}


def reasons(project: pd.DataFrame, *indicators: dict) -> tuple[str, tuple]:
    """Give the reasons of the one project."""
    rows = pd.DataFrame([*indicators, {**indicator("产出指标", "数量指标", "1"), "evaluation_seq": 2}])
    return find_reasons(SimpleNamespace(evaluation_indicators=rows), project)[0]


@pytest.mark.parametrize("seed", range(20))
def test_an_instalment_is_a_whole_per_cent_of_the_reported_cost(seed: int) -> None:
    random = Random(seed)
    cost, percent = random.randint(200_000, 9_000_000) / 10_000, random.randint(10, 95)
    text, lines = reasons(
        form(round(cost * percent / 100, 2)), indicator("成本指标", "经济成本指标", f"{cost:.4f}万元", line=31)
    )
    assert text == f"执行数为所报实际成本（原文印作 {cost:.4f}万元）的 {percent}%"
    assert lines == (("made", 31),)


@pytest.mark.parametrize(
    ("executed", "actual"),
    [
        (60.37, "100.0000万元"),  # no whole per cent
        (100.0, "100.0000万元"),  # all of it
        (120.0, "100.0000万元"),  # more than all
        (60.0, "100元/人"),  # a rate, not a cost
        (60.0, "不超预算"),
        (float("nan"), "100万元"),
    ],
)
def test_what_is_no_instalment_is_not_called_one(executed: float, actual: str) -> None:
    assert reasons(form(executed), indicator("成本指标", "经济成本指标", actual)) == ("", ())


def test_money_added_in_the_year_and_the_forms_own_words() -> None:
    text, lines = reasons(
        form(40.0, initial=0.0),
        indicator("产出指标", "时效指标", "12月", "年末签订合同。", 5),
        indicator("满意度指标", "服务对象满意度指标", "90%", "未开展问卷调查。", 6),
    )
    assert text == "年初未安排，年中追加；自评表所述：年末签订合同"
    assert lines == (("made", 5),)


def test_a_form_that_says_nothing_gets_no_reason() -> None:
    assert reasons(form(40.0)) == ("", ())
