"""What the document itself says of another year (比2024年预算减少…): quoted as the department's statement."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from budgetkit.briefing.citations import CitedStatement, cite
from budgetkit.briefing.year_over_year import Years
from budgetkit.compare.budget import Budget
from budgetkit.compare.last_year import compare_last_year
from budgetkit.compare.measure import source_lines
from budgetkit.compare.result import Result, missing_result
from budgetkit.compare.stated import compare_stated
from budgetkit.compare.three_public import compare_three_public_years
from budgetkit.statements import Statement, compose, state_change
from budgetkit.statements.statement import amount as money
from budgetkit.statements.statement import count

_BOTH = ("stated", "printed")
_MOST = 3  # sentences: those on the largest changes
_WIDEST = 140  # characters of a sentence; the whole stands on its line of the document


def state_said(years: Years) -> list[CitedStatement]:
    """Quote the document's own sentences on the largest changes against another year, each with its line.

    They are a base of their own: the department's statement, not held against that year's document here. Nothing where
    the document has no explanatory text, or none that states a change; of sentences on one change the first is enough.
    What it says of “三公” is quoted whatever it is where no table gives two years.
    """
    every = years.later.table("statements").dropna(subset=["text", "base_year"])
    rows = every[every["change"].notna() & (every["change"] != 0)]
    order = rows["change"].abs().sort_values(ascending=False, kind="stable").index
    rows = rows.loc[order].drop_duplicates("text").drop_duplicates(["base_year", "change"]).head(_MOST)
    if compare_three_public_years(years.later, years.earlier).is_missing:  # what the text says is all that there is
        said = every[(every["concept"] == "three_public") & every["direction"].notna()]
        rows = pd.concat([rows, said[~said["text"].isin(rows["text"])].head(1)])
    return [
        cite(Statement(f"部门文字说明所述：“{_shorten(row['text'])}”"), source_lines(rows.loc[[at]]))
        for at, row in rows.iterrows()
    ]


def stated(years: Years) -> Result:
    """Compare the main amounts of two years of which one published its text alone; missing where both have tables."""
    if years.earlier is None or not _has_text_alone(years.earlier, years.later):
        return missing_result("两年的文件都有表，不以文字说明为基数。")
    return replace(compare_stated(years.earlier, years.later), title="主要金额的增减（含文字说明所述）")


def state_text_alone(years: Years) -> list[CitedStatement]:
    """State the change of all expenditure on the base of what a text without tables states; nothing without one."""
    earlier, later = years.earlier, years.later
    if earlier is None or not _has_text_alone(earlier, later):
        return []
    result = compare_stated(earlier, later)
    if "later" not in result.facts:
        return []
    before, after = result.facts["earlier"], result.facts["later"]
    said = state_change("支出", before, after, before_name=earlier.kind_label, after_name=later.kind_label)
    rows = result.table[result.table["key"] == "expenditure"]
    return [cite(said, *rows["sources"])]


def state_last_year(years: Years) -> list[CitedStatement]:
    """State whether what the document says of last year's budget is what that year's document prints.

    Nothing where it says nothing of the kind; differences are named with both amounts, the largest first.
    """
    if years.earlier is None or (result := compare_last_year(years.earlier, years.later)).is_missing:
        return []
    counted = count(len(result.table), "处")
    known = f"{years.later.year}年文字所述的上年预算数，能与{years.earlier.kind_label}核对的有{{all}}"
    rows = result.table[~result.table["agrees"]]
    if rows.empty:
        return [cite(compose(f"{known}，都一致。", all=counted), result)]
    rows = rows.loc[rows["difference"].abs().sort_values(ascending=False, kind="stable").index].head(_MOST)
    figures = {f"{key}{n}": money(row[key]) for n, row in enumerate(rows.to_dict("records")) for key in _BOTH}
    named = "；".join(
        f"{name}为{{stated{n}}}，{years.earlier.year}年文件为{{printed{n}}}" for n, name in enumerate(rows["subject"])
    )
    differ = count(int(result.facts["differ"]), "处")
    text_ = f"{known}，不一致的有{{differ}}：{named}。"
    return [cite(compose(text_, all=counted, differ=differ, **figures), *rows["sources"])]


def _has_text_alone(earlier: Budget, later: Budget) -> bool:
    return earlier.is_text or later.is_text


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _WIDEST else f"{text[:_WIDEST]}……"
