"""Two years of which one published an explanatory text alone: what it states beside what the other prints."""

from __future__ import annotations

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.figures import MEASURES, NOTHING, Found, find_printed, find_stated
from budgetkit.compare.measure import DECIMALS, share_of
from budgetkit.compare.result import Result, missing_result


def compare_stated(earlier: Budget, later: Budget) -> Result:
    """Compare the main amounts of two budgets, those of a text without tables as it states them.

    Gives key, label, base, earlier, later, change (万元), growth (percent; from zero missing) and sources; a row that
    one side neither prints nor states is left out. What a text states is the department's own statement, no table was
    held against it. Facts: earlier and later of 支出合计. Missing result where nothing is in both.
    """
    rows = [_row(earlier, later, *measure) for measure in MEASURES]
    table = pd.DataFrame([row for row in rows if row is not None])
    texts = "、".join(one.kind_label for one in (earlier, later) if one.is_text)
    base = f"{texts}为文件自己的文字所述，没有表可以核对；各行所注口径"
    if table.empty:
        return missing_result(f"{earlier.kind_label}与{later.kind_label}没有两年都写明的同一金额，无法同比。", base)
    whole = table[table["key"] == "expenditure"].to_dict("records")
    facts = {name: row[name] for row in whole for name in ("earlier", "later")}
    return Result(table, base, years=(earlier.year, later.year), facts=facts)


def _row(earlier: Budget, later: Budget, key: str, label: str, base: str, *where: str) -> dict | None:
    first, second = (_find(one, *where) for one in (earlier, later))
    if first[0] is None or second[0] is None:
        return None
    change = round(second[0] - first[0], DECIMALS)
    return {
        "key": key, "label": label, "base": base, "earlier": first[0], "later": second[0], "change": change,
        "growth": share_of(change, first[0]) if first[0] > 0 else None, "sources": (*first[1], *second[1]),
    }  # fmt: skip


def _find(document: Budget, table: str, column: str, concept: str) -> Found:
    if not document.is_text:
        return find_printed(document, table, column)
    stated = (find_stated(document, stage, concept) for stage in (None, "initial"))
    return next((found for found in stated if found[0] is not None), NOTHING)
