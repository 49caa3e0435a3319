"""Small made budgets for the rules of observation: rows by table, everything else filled in."""

from __future__ import annotations

from decimal import Decimal

from budgetkit.compare.budget import find_budget
from budgetkit.dataset.load import Dataset
from budgetkit.dataset.store import build_table
from budgetkit.observe.observation import Case
from budgetkit.schema import load_schemas

YEAR = 2031  # a year of no published document
DEPARTMENT = "made-bureau"


def money(value: float | str | None) -> Decimal | None:
    """Give a number as the decimal that a table stores."""
    return None if value is None else Decimal(str(value))


def project(seq: int, name: str | None, total: float | None, goal: str | None = "目标", **more) -> dict:
    """Make a project's row."""
    return {"project_seq": seq, "project_name": name, "total": money(total), "goal": goal, **more}


def indicator(
    seq: int, level1: str, name: str, operator: str, value: object, unit: str | None, level2: str = ""
) -> dict:
    """Make an indicator's row; level 2 is by default the usual one of level 1."""
    usual = {
        "成本指标": "经济成本指标",
        "产出指标": "数量指标",
        "效益指标": "社会效益指标",
        "满意度指标": "服务对象满意度指标",
    }
    number = money(value) if str(value).replace(".", "").isdigit() else None
    row = {"project_seq": seq, "level1": level1, "level2": level2 or usual[level1], "name": name, "operator": operator}
    return {**row, "value": str(value), "value_number": number, "unit": unit}


def spent(function: str, econ: str, basic: float | None, project_money: float | None, name: str = "某科目") -> dict:
    """Make a row of 支出总表."""
    parts = [money(value) for value in (basic, project_money)]
    return {
        "function_code": function,
        "function_name": name,
        "dept_econ_code5": econ,
        "dept_econ_name": "某款",
        "basic": parts[0],
        "project": parts[1],
        "total": sum(part for part in parts if part is not None),
    }


def printed(column: str, amount: float, table: str = "expenditure") -> dict:
    """Make a row of printed totals."""
    return {"table": table, "column": column, "amount": money(amount)}


def make_case(
    tables: dict[str, list[dict]], *, earlier: dict[str, list[dict]] | None = None, evaluated: dict | None = None
) -> Case:
    """Make the case of a budget of YEAR, with the budget before it and the self-evaluations of the year before."""
    documents = {f"made-{YEAR}": (YEAR, "budget", tables)}
    if earlier is not None:
        documents[f"made-{YEAR - 1}"] = (YEAR - 1, "budget", earlier)
    if evaluated is not None:
        documents["made-evaluation"] = (YEAR - 1, "self_evaluation", evaluated)
    data = make_dataset(documents)
    before = find_budget(data, DEPARTMENT, YEAR - 1) if earlier is not None else None
    return Case.of(find_budget(data, DEPARTMENT, YEAR), before)


def make_dataset(documents: dict[str, tuple[int, str, dict[str, list[dict]]]]) -> Dataset:
    """Make a dataset of documents: year, kind, and rows by table, numbered as lines from 1 in each table."""
    rows: dict[str, list[dict]] = {name: [] for name in load_schemas()}
    for document, (year, kind, tables) in documents.items():
        keys = {"document_id": document, "department_id": DEPARTMENT, "year": year, "certainty": "printed"}
        head = {"department": "某局", "level": "city", "region": "某地", "field": "某", "kind": kind, "title": document}
        rows["documents"].append({**keys, "source_line": 1, "file": "a.txt", "sha256": "0" * 64, **head})
        for table, own in tables.items():
            rows[table] += [{**keys, "source_line": line, **row} for line, row in enumerate(own, start=1)]
    built = {name: build_table(load_schemas()[name], own) for name, own in rows.items()}
    return Dataset(built.__getitem__)


def evaluation(
    seq: int, name: str, score: float, budget: float, executed: float, rate: float, initial: float = 1
) -> dict:
    """Make a self-evaluation: rows of the form and of its total funds, by table."""
    funds = {"initial_budget": money(initial), "full_year_budget": money(budget), "executed": money(executed)}
    return {
        "evaluations": [{"evaluation_seq": seq, "project_name": name, "total_score": money(score)}],
        "evaluation_funds": [{"evaluation_seq": seq, "fund": "total", **funds, "execution_rate": money(rate)}],
    }


def judged(
    seq: int, level1: str, name: str, target: str, actual: str, weight: float, score: float, reason: str | None = None
) -> dict:
    """Make an indicator of a self-evaluation."""
    row = {
        "evaluation_seq": seq,
        "level1": level1,
        "level2": "时效指标",
        "name": name,
        "target": target,
        "actual": actual,
    }
    return {**row, "weight": money(weight), "score": money(score), "deviation_reason": reason}


def together(*forms: dict[str, list[dict]], indicators: list[dict] = ()) -> dict[str, list[dict]]:
    """Put self-evaluations together into the rows of one document."""
    tables = {table: [row for form in forms for row in form[table]] for table in ("evaluations", "evaluation_funds")}
    return {**tables, "evaluation_indicators": list(indicators)}
