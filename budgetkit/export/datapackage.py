"""A Frictionless data package with the column types of a Fiscal Data Package: CSV files and datapackage.json."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from budgetkit.export.csv import format_csv
from budgetkit.schema import ColumnSchema, TableSchema, load_schemas
from budgetkit.version import __version__
from budgetkit.whole_files import write_whole

_TYPES = {"text": "string", "integer": "integer", "money": "number", "number": "number"}
# Semantic types of budget columns (Fiscal Data Package, column types): what a column means to budget software.
_COLUMN_TYPES = {
    "year": "date:fiscal-year",
    "budget_year": "date:fiscal-year",
    "department_id": "administrative-classification:generic:level1:code",
    "department": "administrative-classification:generic:level1:label",
    "unit_code": "administrative-classification:generic:level2:code",
    "unit_name": "administrative-classification:generic:level2:label",
    "function_code": "functional-classification:generic:level3:code",
    "function_name": "functional-classification:generic:level3:label",
    "gov_econ_code": "economic-classification:generic:level2:code",
    "gov_econ_name": "economic-classification:generic:level2:label",
    "project_id": "activity:generic:project:code",
    "project_name": "activity:generic:project:label",
}


def save_datapackage(tables: Mapping[str, pa.Table], folder: Path) -> Path:
    """Save the tables as a data package in a folder, and give its datapackage.json."""
    resources = []
    for name, table in tables.items():
        content = format_csv(table)
        write_whole(folder / "data" / f"{name}.csv", content)
        resources.append(_resource(load_schemas()[name], content))
    package = {
        "profile": "tabular-data-package",
        "name": "budgetkit",
        "title": "公开部门预算整理数据集",
        "description": "Text that begins with = + - @ has an apostrophe in front, so that no spreadsheet runs it.",
        "version": __version__,
        "countryCode": "CN",
        "currency": "CNY",
        "factor": 10000,
        "sources": _sources(tables["documents"]),
        "resources": resources,
    }
    target = folder / "datapackage.json"
    write_whole(target, json.dumps(package, ensure_ascii=False, indent=2) + "\n")
    return target


def _sources(documents: pa.Table) -> list[dict]:
    rows = documents.to_pylist()
    return [{"title": row["title"], **({"path": row["url"]} if row["url"] else {})} for row in rows]


def _resource(schema: TableSchema, content: bytes) -> dict:
    return {
        "name": schema.name.replace("_", "-"),
        "title": schema.label,
        "description": f"One row is {schema.row}.",
        "path": f"data/{schema.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {"fields": [_field(column) for column in schema.columns], "missingValues": [""]},
    }


def _field(column: ColumnSchema) -> dict:
    field: dict = {
        "name": column.name,
        "type": _TYPES[column.type],
        "title": column.label,
        "description": f"{column.meaning}." + (" Unit: 10,000 CNY." if column.type == "money" else ""),
    }
    if column.allowed:
        field["constraints"] = {"enum": list(column.allowed)}
    if column.name in _COLUMN_TYPES:
        field["columnType"] = _COLUMN_TYPES[column.name]
    return field
