"""Projects, indicators, the department's targets and transfers of a made department."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random

from budgetkit.finding import Row
from made import words
from made.amounts import draw_amount, plain_number
from made.ledger import Ledger, Project, total

_LEVELS = {
    "产出指标": ("数量指标", "质量指标", "时效指标"),
    "效益指标": ("社会效益指标", "经济效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
    "成本指标": ("经济成本指标",),
}
_DISTRICT_KINDS = ("数量指标", "质量指标", "时效指标", "社会效益指标", "服务对象满意度指标", "经济成本指标")


def project_truth(
    random: Random, layout: str, field_name: str, projects: Sequence[Project], ledger: Ledger, truth: dict
) -> dict[str, list[Row]]:
    """Work out projects and indicators; in a city also the department's targets and a transfer to districts."""
    rows = [_project_row(seq, project, ledger) for seq, project in enumerate(projects, start=1)]
    tables = {"projects": rows, "project_indicators": list(_indicator_rows(random, layout, rows))}
    if layout == "city":
        tables["department_funds"] = [_funds_row(ledger, truth)]
        tables["department_indicators"] = list(_department_rows(random))
        tables["transfer_indicators"] = list(_transfer_rows(random, field_name))
    return tables


def _project_row(seq: int, project: Project, ledger: Ledger) -> Row:
    own = [entry for entry in ledger if entry.project_id == project.project_id]
    return {
        "project_seq": seq,
        "project_id": project.project_id,
        "project_name": project.name,
        "setup_year": 2000 + int(project.project_id[6:8]),
        "project_kind": project.project_id[8],
        "total": total(own),
        "fiscal_funds": total(own, lambda entry: entry.is_fiscal),
        "other_funds": total(own, lambda entry: not entry.is_fiscal),
        "goal": project.goal,
    }


def _indicator_rows(random: Random, layout: str, projects: Sequence[Row]) -> Iterator[Row]:
    for project in projects:
        kinds = _city_kinds(random) if layout == "city" else random.sample(_DISTRICT_KINDS, len(_DISTRICT_KINDS))
        for level2, count in _together(kinds, random, layout):
            for number in range(count):
                cells = words.indicator(random, level2, number, project["project_name"])
                if level2 == "经济成本指标" and number == 0:
                    cells = ("项目预算控制数", *_ceiling(random, layout, project["total"]))
                yield {
                    "project_seq": project["project_seq"],
                    "project_id": project["project_id"],
                    **indicator_row(level2, cells),
                }


def _city_kinds(random: Random) -> list[str]:
    """Draw the kinds of a city's project: the four first levels in any order, the second levels of each together."""
    kinds = []
    for level1 in random.sample(sorted(_LEVELS), len(_LEVELS)):
        own = _LEVELS[level1]
        kinds.extend(random.sample(own, random.randint(min(2, len(own)), len(own))))
    return kinds


def _together(kinds: Sequence[str], random: Random, layout: str) -> list[tuple[str, int]]:
    """Bring the second levels of each first level together, and draw how many indicators each has."""
    first = list(dict.fromkeys(level1_of(kind) for kind in kinds))
    ordered = sorted(kinds, key=lambda kind: first.index(level1_of(kind)))
    counts = (1, 1, 2, 3) if layout == "city" else (1, 1, 1, 2)
    return [(kind, 1 if kind == "经济成本指标" else random.choice(counts)) for kind in ordered]


def level1_of(level2: str) -> str:
    """Give the first level to which a second level belongs."""
    return next(level1 for level1, levels in _LEVELS.items() if level2 in levels)


def _ceiling(random: Random, layout: str, whole: Decimal) -> tuple[str, str, str]:
    """Write a project's total as its cost ceiling, in 万元 or 元: what districts' cost indicators say."""
    if layout == "city" or random.random() < 0.4:
        return "≤", plain_number(whole), "万元"
    return "≤", plain_number(whole * 10000), "元"


def indicator_row(level2: str, cells: tuple[str, str, str, str]) -> Row:
    """Write an indicator's clean columns from its kind and its name, operator, value and unit."""
    name, operator, value, unit = cells
    return {
        "level1": level1_of(level2),
        "level2": level2,
        "name": name,
        "operator": operator,
        "value": value,
        "value_number": Decimal(value) if value[0].isdigit() else None,
        "unit": unit or None,
    }


def _funds_row(ledger: Ledger, truth: dict[str, list[Row]]) -> Row:
    """Work out 总体资金情况; what is left at the year's end counts with the projects of other funds."""
    whole = next(row["amount"] for row in truth["income_expenditure"] if row["item"] == "支出总计")
    fiscal = total(ledger, lambda entry: entry.is_fiscal)
    basic = total(ledger, lambda entry: not entry.is_fiscal and entry.is_basic)
    rest = whole - fiscal
    project = rest - (basic or 0)
    return {
        "total": whole,
        "fiscal_total": fiscal,
        "fiscal_basic": total(ledger, lambda entry: entry.is_fiscal and entry.is_basic),
        "fiscal_project": total(ledger, lambda entry: entry.is_fiscal and not entry.is_basic),
        "other_total": rest or None,
        "other_basic": basic,
        "other_project": project or None,
    }


def _department_rows(random: Random) -> Iterator[Row]:
    activities = words.project_names(random, random.randint(3, 7))
    kinds = [kind for levels in _LEVELS.values() for kind in levels]
    for activity in activities:
        own = random.sample(kinds, random.randint(1, 4))
        for kind in sorted(own, key=kinds.index):
            for number in range(random.choice((1, 1, 2))):
                yield {"activity": activity, **indicator_row(kind, words.indicator(random, kind, number))}


def _transfer_rows(random: Random, field_name: str) -> Iterator[Row]:
    name = f"{field_name}专项转移支付"
    amount = draw_amount(random, 200, 20000)
    for level1, levels in _LEVELS.items():
        for level2 in levels[: random.randint(1, len(levels))]:
            for number in range(random.choice((1, 2))):
                text, operator, value, unit = words.indicator(random, level2, number)
                yield {
                    "transfer_name": name,
                    "annual_amount": amount,
                    "level1": level1,
                    "level2": level2,
                    "name": text,
                    "value": value if operator == "定性" else f"{operator if operator != '=' else ''}{value}{unit}",
                }
