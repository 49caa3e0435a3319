"""What a document says of last year's budget, against last year's own document."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from budgetkit.codes.class_names import find_class
from budgetkit.compare.budget import Budget
from budgetkit.compare.figures import MEASURES, NOTHING, Found, find_printed
from budgetkit.compare.measure import DECIMALS, source_lines, total_of
from budgetkit.compare.result import Result, missing_result
from budgetkit.compare.three_public import PARTS

CONCEPTS = ("three_public", "overseas", "reception", "vehicle_subtotal", "vehicle_purchase", "vehicle_operation")
"""The concepts of the text that the parts of “三公” are, in the order of PARTS."""
_ITEM_TABLES = ("general_public_expenditure", "fiscal_expenditure", "expenditure", "gov_fund", "state_capital")
_FLAT_ROUGHLY = "基本"


def compare_last_year(earlier: Budget, later: Budget) -> Result:
    """Hold last year's amounts, as the later document's text states or implies them, against the earlier document.

    Implied is the amount less its change, or the amount itself where the text says that nothing changed. Gives subject,
    stated, printed (万元), difference, agrees (within the rounding of what is printed) and sources; only what the text
    compares with that year's budget, not with what was spent, and what the earlier document prints. Facts: agree,
    differ. Missing result where nothing can be held against it.
    """
    rows = list(_rows(earlier, later))
    if not rows:
        return missing_result(f"{later.kind_label}没有说到{earlier.year}年预算的、可与{earlier.kind_label}核对的金额。")
    table = pd.DataFrame(rows)
    agree = int(table["agrees"].sum())
    base = f"{later.kind_label}文字所述的上年预算数与{earlier.kind_label}所列"
    facts = {"agree": float(agree), "differ": float(len(table) - agree)}
    return Result(table, base, years=(earlier.year, later.year), facts=facts)


def _rows(earlier: Budget, later: Budget) -> Iterator[dict]:
    statements = later.table("statements")
    own = statements[(statements["base_year"] == earlier.year) & (statements["budget_year"] == later.year)]
    for _, row in own[own["base_kind"] != "final"].drop_duplicates(["concept", "function_code", "amount"]).iterrows():
        stated, slack = _stated(row)
        printed = _printed(earlier, row, stated) if stated is not None else NOTHING
        if printed[0] is not None and stated is not None:
            difference = round(stated - printed[0], DECIMALS)
            lines = (*source_lines(row.to_frame().T), *printed[1])
            subject = row["context"] if isinstance(row["context"], str) else row["subject"]
            yield {
                "subject": subject, "stated": stated, "printed": printed[0],
                "difference": difference, "agrees": abs(difference) <= slack + _half_unit(printed[0]),
                "sources": lines,
            }  # fmt: skip


def _stated(row: pd.Series) -> tuple[float | None, float]:
    """Give last year's amount that a statement states or implies, and how far its print may be rounded."""
    if pd.notna(row["base_amount"]):
        return row["base_amount"], _half_unit(row["base_amount"])
    if pd.isna(row["amount"]):
        return None, 0.0
    if row["direction"] == "flat" and pd.isna(row["change"]):
        return (None, 0.0) if _FLAT_ROUGHLY in row["text"] else (row["amount"], _half_unit(row["amount"]))
    if pd.isna(row["change"]) or row["direction"] not in ("increase", "decrease"):
        return None, 0.0
    sign = 1 if row["direction"] == "increase" else -1
    return round(row["amount"] - sign * row["change"], DECIMALS), _half_unit(row["amount"]) + _half_unit(row["change"])


def _half_unit(value: float) -> float:
    """Give half a unit of the last digit that an amount shows: a whole one may have been rounded to it."""
    return next(0.5 / 10**digits for digits in range(7) if round(value, digits) == round(value, 6))


def _printed(earlier: Budget, row: pd.Series, stated: float) -> Found:
    """Give what the earlier document prints of a statement's concept or item; of an item the scope that is nearest."""
    if row["concept"] == "function" and isinstance(row["function_code"], str):
        return _nearest(_of_item(earlier, row["function_code"]), stated)
    if row["concept"] in CONCEPTS:
        return _of_three_public(earlier, PARTS[CONCEPTS.index(row["concept"])])
    where = next(((table, column) for *_, table, column, concept in MEASURES if concept == row["concept"]), None)
    return find_printed(earlier, *where) if where else NOTHING


def _nearest(found: Iterator[Found], stated: float) -> Found:
    there = [(abs(one[0] - stated), one) for one in found if one[0] is not None]
    return min(there, key=lambda pair: pair[0], default=(0.0, NOTHING))[1]


def _of_item(earlier: Budget, code: str) -> Iterator[Found]:
    """Give what each table prints of an item or class: of all money, of 财政拨款, of a fund."""
    for table in _ITEM_TABLES:
        rows = earlier.table(table)
        rows = rows[rows["function_code"].str.startswith(code, na=False)]
        yield (total_of(rows["total"]), source_lines(rows)) if len(rows) else NOTHING
    summary = earlier.table("income_expenditure")
    rows = summary[(summary["side"] == "expenditure") & (summary["role"] == "line")].dropna(subset=["amount"])
    rows = rows[[find_class(name) == code for name in rows["item_name"]]]
    yield (total_of(rows["amount"]), source_lines(rows)) if len(rows) else NOTHING


def _of_three_public(earlier: Budget, part: str) -> Found:
    rows = earlier.table("three_public")
    rows = rows[(rows["budget_year"] == earlier.year) & (rows["base_kind"] != "final")].dropna(subset=[part]).head(1)
    return (float(rows[part].iloc[0]), source_lines(rows)) if len(rows) else NOTHING
