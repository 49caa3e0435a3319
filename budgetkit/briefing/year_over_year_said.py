"""What the document itself says of another year (比2024年预算减少…): quoted as the department's statement."""

from __future__ import annotations

from budgetkit.briefing.cite import CitedStatement, cite
from budgetkit.briefing.year_over_year import Years
from budgetkit.compare.measure import source_lines
from budgetkit.statements import Statement

_MOST = 3  # sentences: those on the largest changes
_WIDEST = 140  # characters of a sentence; the whole stands on its line of the document


def state_said(years: Years) -> list[CitedStatement]:
    """Quote the document's own sentences on the largest changes against another year, each with its line.

    They are a base of their own: the department's statement, not held against that year's document here. Nothing where
    the document has no explanatory text, or none that states a change.
    """
    rows = years.later.table("statements")
    rows = rows[rows["change"].notna() & (rows["change"] != 0) & rows["text"].notna() & rows["base_year"].notna()]
    order = rows["change"].abs().sort_values(ascending=False, kind="stable").index
    rows = rows.loc[order].drop_duplicates("text").head(_MOST)
    return [
        cite(Statement(f"部门文字说明所述：“{_shorten(row['text'])}”"), source_lines(rows.loc[[at]]))
        for at, row in rows.iterrows()
    ]


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _WIDEST else f"{text[:_WIDEST]}……"
