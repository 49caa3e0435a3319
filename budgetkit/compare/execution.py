"""From a year's self-evaluations to a later budget: what was planned, spent, and is planned now."""

from __future__ import annotations

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.comparable import NO_BILL, bills_of, evaluated_bill, grow_comparable, say_untold
from budgetkit.compare.execution_reasons import find_instalments_paid, find_reasons
from budgetkit.compare.match import match_projects
from budgetkit.compare.measure import share_of
from budgetkit.compare.memory import remembered
from budgetkit.compare.result import Result, missing_result
from budgetkit.dataset.load import Dataset

LOW_EXECUTION = 90.0  # percent of the full-year budget
_BASE = "项目支出绩效自评表（执行数）与部门预算（预算数）"


def find_evaluation_year(data: Dataset, department: str, before: int) -> int | None:
    """Find the nearest year before a budget's for which a department published self-evaluations."""
    forms = data.evaluations[(data.evaluations["department_id"] == department) & (data.evaluations["year"] < before)]
    return int(forms["year"].max()) if len(forms) else None


def evaluation_documents(budget: Budget, year: int | None) -> list[str]:
    """Give the documents that hold a department's self-evaluations of a year; none without a year."""
    forms = budget.data.evaluations
    own = forms[(forms["department_id"] == budget.department_id) & (forms["year"] == year)]
    return list(dict.fromkeys(own["document_id"]))


def list_evaluated(data: Dataset, department: str, year: int) -> pd.DataFrame:
    """List a year's evaluated projects: evaluation_seq, project_name, unit_name, score, initial, full_year, executed
    (万元), rate (percent, as printed), document_id, sources."""
    forms = data.evaluations[(data.evaluations["department_id"] == department) & (data.evaluations["year"] == year)]
    funds = data.evaluation_funds[data.evaluation_funds["fund"] == "total"]
    merged = forms.merge(funds, on=["document_id", "evaluation_seq"], suffixes=("", "_funds"), validate="one_to_one")
    table = merged.rename(
        columns={
            "initial_budget": "initial",
            "full_year_budget": "full_year",
            "execution_rate": "rate",
            "total_score": "score_total",
        }
    )
    lines = zip(merged["document_id"], merged["source_line"], merged["source_line_funds"], strict=True)
    table["sources"] = [((document, int(form)), (document, int(fund))) for document, form, fund in lines]
    keep = ["evaluation_seq", "project_name", "unit_name", "score_total", "initial", "full_year", "executed", "rate"]
    return table[[*keep, "document_id", "sources"]].reset_index(drop=True)


@remembered
def compare_execution(budget: Budget, year: int | None = None) -> Result:
    """Compare self-evaluated projects of an earlier year with a budget: one row an evaluated project.

    Gives status (`continued`, `similar`, `ended`), similarity, name, name_2 (in the budget), initial, full_year,
    executed, rate, budget (万元), change (percent of the executed amount), bill_1 and bill_2 (what of the executed
    and of the budgeted money pays earlier years' contracts, 万元), comparable (the change without these), untold (why
    there is none), reason (what the form says of a low execution rate) and sources. 执行数 is not 预算数: the change is
    no growth of the budget, but worth a look.

    Missing result where the department has no self-evaluation before the budget's year.
    """
    year = year or find_evaluation_year(budget.data, budget.department_id, budget.year)
    evaluated = list_evaluated(budget.data, budget.department_id, year) if year else pd.DataFrame()
    if not year or evaluated.empty:
        return missing_result(f"未收集到{budget.department}{budget.year}年以前的绩效自评表。", _BASE)
    table = _take_bills_apart(_join_budget(evaluated, budget), budget, year)
    table["reason"] = _reasons_of_slow(budget.data, table)
    order = {"continued": 0, "similar": 1, "ended": 2}
    table = table.sort_values("status", key=lambda status: status.map(order), kind="stable", ignore_index=True)
    counts = {status: float((table["status"] == status).sum()) for status in order}
    return Result(table, _BASE, years=(year, budget.year), facts={**counts, "count": float(len(table))})


def _join_budget(evaluated: pd.DataFrame, budget: Budget) -> pd.DataFrame:
    projects = budget.table("projects").rename(columns={"total": "amount"})
    projects["sources"] = [((row.document_id, int(row.source_line)),) for row in projects.itertuples()]
    matched = match_projects(evaluated.assign(project_id=None, amount=evaluated["executed"]), projects)
    matched = matched[matched["name_1"].notna()]
    table = evaluated.drop(columns="sources").merge(matched, left_on="project_name", right_on="name_1")
    table = table.rename(columns={"project_name": "name", "amount_2": "budget"})
    pairs = zip(table["budget"], table["executed"], strict=True)
    table["change"] = [share_of(b - e, e) if pd.notna(b) and pd.notna(e) else None for b, e in pairs]
    keep = ["document_id", "evaluation_seq", "status", "similarity", "name", "name_2", "seq_2"]
    keep += ["initial", "full_year", "executed", "rate", "score_total"]
    return table[[*keep, "budget", "change", "sources"]]


def _take_bills_apart(table: pd.DataFrame, budget: Budget, year: int) -> pd.DataFrame:
    """Add what of the executed and of the budgeted money pays earlier years' contracts, and the change without it."""
    forms = table.rename(columns={"name": "project_name"}).to_dict("records")
    pairs = zip(forms, find_instalments_paid(budget.data, table), strict=True)
    first = [evaluated_bill(budget.data, form, year, first=paid) for form, paid in pairs]
    known = bills_of(budget)
    second = [known.get(seq, NO_BILL) for seq in table["seq_2"]]
    money = [(form["executed"], form["budget"], a, b) for form, a, b in zip(forms, first, second, strict=True)]
    sources = zip(table["sources"], first, second, strict=True)
    return table.assign(
        bill_1=pd.array([bill.amount or None for bill in first], dtype="float64"),
        bill_2=pd.array([bill.amount or None for bill in second], dtype="float64"),
        comparable=pd.array([grow_comparable(*of_project) for of_project in money], dtype="float64"),
        untold=[say_untold(*of_project, (f"{year}年", f"{budget.year}年")) for of_project in money],
        sources=[tuple(dict.fromkeys((*own, *a.sources, *b.sources))) for own, a, b in sources],
    )


def _reasons_of_slow(data: Dataset, table: pd.DataFrame) -> list[str]:
    """Give what the forms say where the execution rate is low, and add the lines that say so to the sources."""
    slow = table["rate"] < LOW_EXECUTION
    reasons = iter(find_reasons(data, table[slow]))
    found = [next(reasons) if low else ("", ()) for low in slow]
    table["sources"] = [(*own, *lines) for own, (_, lines) in zip(table["sources"], found, strict=True)]
    return [text for text, _ in found]
