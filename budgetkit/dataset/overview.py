"""What a dataset holds, at a glance: its documents, and its tables with their Chinese names, rows and gaps."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from budgetkit.dataset.wholeness import Gaps
from budgetkit.schema import load_schemas
from budgetkit.source_entry import KIND_LABELS

_NAMED = 4  # departments and gaps named before the rest is counted


def list_tables(frame: Callable[[str], pd.DataFrame], gaps: Gaps) -> pd.DataFrame:
    """List the tables: name, label (Chinese), rows, departments (number that have rows), gaps (Chinese; may be empty).

    Tables without a row are left out.
    """
    rows = []
    for name, schema in load_schemas().items():
        table = frame(name)
        if len(table):
            found = "；".join(_first_few(list(gaps.get(name, {}).values()), "份文件"))
            departments = int(table["department_id"].nunique())
            label = schema.label
            rows.append({"name": name, "label": label, "rows": len(table), "departments": departments, "gaps": found})
    return pd.DataFrame(rows, columns=["name", "label", "rows", "departments", "gaps"])


def say_documents(documents: pd.DataFrame) -> str:
    """Say in Chinese whose documents there are, of which years and kinds."""
    departments = [
        f"{name}（{own['department_id'].iloc[0]}：{'、'.join(_say_document(row) for row in own.itertuples())}）"
        for name, own in documents.groupby("department", sort=False)
    ]
    return f"{len(documents)} 份文件：{'；'.join(_first_few(departments, '个部门'))}"


def _say_document(row) -> str:
    return f"{row.year}年{KIND_LABELS.get(row.kind, row.kind)}"


def _first_few(texts: list[str], unit: str) -> list[str]:
    return texts if len(texts) <= _NAMED else [*texts[:_NAMED], f"等 {len(texts)} {unit}"]


def format_overview(documents: pd.DataFrame, tables: pd.DataFrame) -> str:
    """Format what there is as text for a terminal, a line a table."""
    lines = [
        f"data.{row.name:<28}{row.label}　{row.rows:,} 行、{row.departments} 个部门"
        + (f"　不完整：{row.gaps}" if row.gaps else "")
        for row in tables.itertuples(index=False)
    ]
    return "\n".join([say_documents(documents), *lines])
