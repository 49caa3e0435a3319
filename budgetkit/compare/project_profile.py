"""The largest projects in full: money, goal, indicators, last year's execution, and what each pays."""

from __future__ import annotations

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.comparable import NO_BILL, Bill, bills_of
from budgetkit.compare.doubtful import find_doubtful_lines
from budgetkit.compare.execution import compare_execution
from budgetkit.compare.projects import list_projects
from budgetkit.compare.purposes import find_purpose, load_purposes
from budgetkit.compare.result import Result, missing_result

KINDS = {"数量": 2, "成本": 1, "效益": 1}  # what is done, for how much, what it is good for: the first ones of each


def profile_projects(budget: Budget, top: int = 5) -> Result:
    """Profile the largest projects: money, goal, indicators, last year's execution, and what each pays.

    Gives a row each with project_name, amount (万元), share of the listed projects, purpose, goal, indicators (a tuple
    of their texts), doubtful (a tuple: whether what each prints is doubted), left_out (how many more there are),
    execution (a row of compare_execution, or None), bill (what of it pays earlier years' contracts) and sources.
    Missing result where the document lists no project with an amount.
    """
    listed = list_projects(budget)
    if listed.is_missing:
        return listed
    table = listed.table.dropna(subset=["amount"]).head(top)
    if table.empty:
        return missing_result("所列项目的金额均未能读出。", listed.base)
    projects, bills = budget.table("projects").set_index("project_seq"), bills_of(budget)
    doubtful = find_doubtful_lines(budget)
    execution, purposes, indicators = _execution(budget), load_purposes(), _indicators(budget)
    rows = []
    for row in table.itertuples():
        texts, left_out, lines = _choose(indicators.get(row.project_seq, []))
        spent, bill = execution.get(row.project_seq), bills.get(row.project_seq, NO_BILL)
        rows.append(
            {
                "project_name": row.project_name,
                "amount": row.amount,
                "share": row.share,
                "purpose": find_purpose(row.project_name, purposes)[0],
                "goal": projects.loc[row.project_seq, "goal"],
                "indicators": texts,
                "doubtful": tuple(line in doubtful for _, line in lines),
                "left_out": left_out,
                "execution": spent,
                "bill": bill,
                "sources": _lines(row.sources, lines, spent, bill),
            }
        )
    return Result(pd.DataFrame(rows), listed.base, years=(budget.year,))


def _execution(budget: Budget) -> dict[int, dict]:
    """Give the latest self-evaluation of each project that goes on, by its number in this budget."""
    result = compare_execution(budget)
    if result.is_missing:
        return {}
    rows = result.table[result.table["status"] == "continued"].to_dict("records")
    return {int(row["seq_2"]): {**row, "year": result.years[0]} for row in rows}


def _indicators(budget: Budget) -> dict[int, list[dict]]:
    """Give each project's indicators, an empty word where one has none."""
    words = ["level1", "level2", "name", "operator", "value", "unit"]
    own = budget.table("project_indicators")[["project_seq", *words, "document_id", "source_line"]]
    by_project: dict[int, list[dict]] = {}
    for row in own.assign(**{word: own[word].fillna("") for word in words}).to_dict("records"):
        by_project.setdefault(row["project_seq"], []).append(row)
    return by_project


def _choose(own: list[dict]) -> tuple[tuple[str, ...], int, tuple]:
    """Give the first indicators of each kind as printed, how many more the project has, and their lines."""
    chosen: dict[int, dict] = {}
    for kind, most in KINDS.items():
        fitting = [at for at, row in enumerate(own) if kind in row["level1"] + row["level2"]]
        chosen |= {at: own[at] for at in fitting[:most]}
    texts = tuple(f"{row['name']}{_target(row)}" for row in chosen.values())
    lines = tuple((row["document_id"], int(row["source_line"])) for row in chosen.values())
    return texts, len(own) - len(chosen), lines


def _target(row: dict) -> str:
    """Give a target as printed; a grade in words (良好) has no unit, whatever the form's column of units says."""
    operator = "：" if row["operator"] == "定性" else row["operator"]
    unit = row["unit"] if any(character.isdigit() for character in row["value"]) else ""
    return f"{operator}{row['value']}{unit}"


def _lines(own: tuple, indicators: tuple, spent: dict | None, bill: Bill) -> tuple:
    return tuple(dict.fromkeys((*own, *indicators, *(spent["sources"] if spent else ()), *bill.sources)))
