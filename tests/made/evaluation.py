"""Self-evaluations of an earlier year: invented forms whose weights and scores add up."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from budgetkit.finding import Row
from made import words
from made.project_tables import level1_of

CENT = Decimal("0.01")
_KINDS = ("数量指标", "质量指标", "时效指标", "经济成本指标", "社会效益指标", "可持续影响指标", "服务对象满意度指标")
_REASONS = ("样本偏少，下一年扩大调查范围。", "材料收集不全，今后按月归档。", "暂未收到反馈，后续改进调查方式。")


@dataclass(frozen=True)
class MadeEvaluation:
    """An invented department's self-evaluation document, and its exact clean tables; amounts in 万元."""

    document_id: str
    department_id: str
    department: str
    level: str
    region: str
    field: str
    year: int
    title: str
    truth: dict[str, list[Row]] = field(repr=False)
    kind: str = "self_evaluation"


def make_evaluation(
    random: Random, department_id: str, department: str, level: str, region: str, field_name: str, year: int
) -> MadeEvaluation:
    """Make a self-evaluation document of three to eight forms."""
    truth: dict[str, list[Row]] = {"evaluations": [], "evaluation_funds": [], "evaluation_indicators": []}
    unit = f"{department}{random.choice(words.OFFICES)}"
    for seq, name in enumerate(words.project_names(random, random.randint(3, 8)), start=1):
        _add_form(random, truth, seq, name, unit, year)
    return MadeEvaluation(
        document_id=f"{department_id}-{year}-selfeval",
        department_id=department_id,
        department=department,
        level=level,
        region=region,
        field=field_name,
        year=year,
        title=f"{department}{year}年度项目支出绩效自评表",
        truth=truth,
    )


def _add_form(random: Random, truth: dict[str, list[Row]], seq: int, name: str, unit: str, year: int) -> None:
    funds = _fund_rows(random, seq)
    indicators = _indicator_rows(random, seq, funds[0])
    total = funds[0]["score"] + sum(row["score"] for row in indicators)
    truth["evaluations"].append(
        {
            "evaluation_seq": seq,
            "project_name": name,
            "unit_name": unit,
            "expected_goal": words.project_goal(random, name),
            "actual_result": f"{year}年，" + words.project_goal(random, name),
            "total_score": total,
        }
    )
    truth["evaluation_funds"].extend(funds)
    truth["evaluation_indicators"].extend(indicators)


def _fund_rows(random: Random, seq: int) -> list[Row]:
    budget = Decimal(random.randint(1000, 90000)) * CENT
    executed = (budget * random.randint(600, 1000) / 1000).quantize(CENT)
    initial = budget if random.random() < 0.7 else Decimal("0.00")
    rate = (executed / budget * 100).quantize(CENT)
    paid = {"initial_budget": initial, "full_year_budget": budget, "executed": executed, "execution_rate": rate}
    empty = dict.fromkeys(("initial_budget", "full_year_budget", "executed", "execution_rate"))
    payer = random.choice(("current_grant", "current_grant", "carryover"))
    rows = []
    for fund in ("total", "current_grant", "carryover", "other"):
        is_total = fund == "total"
        rows.append(
            {
                "evaluation_seq": seq,
                "fund": fund,
                **(paid if is_total or fund == payer else empty),
                "weight": Decimal(10) if is_total else None,
                "score": (rate / 10).quantize(CENT) if is_total else None,
            }
        )
    return rows


def _indicator_rows(random: Random, seq: int, fund: Row) -> list[Row]:
    """Draw indicators whose weights add to 90; the other 10 are for the execution rate."""
    left_out = random.choice(_KINDS[4:6])
    kinds = [kind for kind in _KINDS if kind != left_out]
    weights = {"数量指标": 20, "质量指标": 15, "时效指标": 15, "经济成本指标": 20}
    rest = 90 - sum(weights.values())
    rows = []
    for kind in kinds:
        weight = weights.get(kind, rest // 2)
        parts = [weight] if weight % 2 or random.random() < 0.6 else [weight // 2, weight // 2]
        rows.extend(_indicator_row(random, seq, kind, number, part, fund) for number, part in enumerate(parts))
    return rows


def _indicator_row(random: Random, seq: int, kind: str, number: int, weight: int, fund: Row) -> Row:
    name, operator, value, unit = words.indicator(random, kind, number)
    target, actual = (f"定性-{value}", value) if operator == "定性" else (f"{operator}{value}{unit}", f"{value}{unit}")
    if kind == "经济成本指标":
        name = "项目支出控制在预算以内" if number == 0 else "分项支出控制在预算以内"
        target, actual = f"≤{fund['full_year_budget']}万元", f"{fund['executed']}万元"
    lost = random.choice((0, 0, 0, 0, 0, 1, 2))
    return {
        "evaluation_seq": seq,
        "level1": level1_of(kind),
        "level2": kind,
        "name": name,
        "target": target,
        "actual": actual,
        "weight": Decimal(weight),
        "score": Decimal(weight - lost),
        "deviation_reason": random.choice(_REASONS) if lost else None,
    }
