"""How whole the clean tables are: what a sum over their rows would lack, in words for whoever is about to sum."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

GAPS = ("rows_missing", "short", "over")
"""States of coverage in which a table's rows are not what the document says that they are."""

Gaps = dict[str, dict[str, str]]
"""By table and document id, what the rows lack, in Chinese."""


def find_gaps(coverage: pd.DataFrame, documents: pd.DataFrame) -> Gaps:
    """Find the tables whose rows are known not to be all, or don't meet the printed total (万元), by document."""
    names = {row.document_id: f"{row.department}{row.year}年" for row in documents.itertuples()}
    gaps: Gaps = {}
    for row in coverage[coverage["completeness"].isin(GAPS)].itertuples():
        gaps.setdefault(row.table, {})[row.document_id] = f"{names.get(row.document_id, '')}：{_describe(row)}"
    return gaps


def _describe(row) -> str:
    said = []
    if pd.notna(row.difference):
        direction = "少" if row.difference < 0 else "多"
        said.append(
            f"各行之和 {row.item_sum:,.2f} 万元，比所印合计 {row.printed_total:,.2f} 万元"
            f"{direction} {abs(row.difference):,.2f} 万元"
        )
    if pd.notna(row.missing_rows) and row.missing_rows:
        said.append(f"至少缺 {int(row.missing_rows)} 行")
    return "，".join(said) or "行不完整"


def gaps_within(frame: pd.DataFrame | pd.Series, gaps: Mapping[str, str]) -> list[str]:
    """Choose the gaps of the documents that a frame has rows of; all where it no longer tells documents apart."""
    columns = frame.columns if isinstance(frame, pd.DataFrame) else ()
    if "document_id" in columns:
        return [gaps[document] for document in dict.fromkeys(frame["document_id"]) if document in gaps]
    return list(gaps.values())
