"""The data dictionary, generated from the schema so that it cannot drift."""

from __future__ import annotations

from budgetkit.schema import ColumnSchema, TableSchema, load_schemas

_TYPES = {
    "text": "text",
    "integer": "integer",
    "money": "decimal(18, 6), 万元",
    "number": "decimal(18, 6)",
}
_HEAD = """# Data dictionary / 数据字典

Generated from `budgetkit/schema.toml` by `budgetkit dictionary`; do not edit by hand.

Every table is one Parquet file in `data/clean/`. Money is in 万元 exactly as published (six decimals are 0.01 元). An
empty cell is null, never zero. Codes are text.
"""


def format_dictionary() -> str:
    """Format the dictionary of all clean tables as Markdown."""
    parts = [_HEAD, *(_format_table(schema) for schema in load_schemas().values())]
    return "\n".join(parts)


def _format_table(schema: TableSchema) -> str:
    head = f"## {schema.name} {schema.label}\n\nOne row is {schema.row}.\n\n"
    return (
        head + "| column | 中文 | type | meaning |\n|---|---|---|---|\n" + "".join(map(_format_column, schema.columns))
    )


def _format_column(column: ColumnSchema) -> str:
    allowed = f" One of {', '.join(f'`{value}`' for value in column.allowed)}." if column.allowed else ""
    return f"| `{column.name}` | {column.label} | {_TYPES[column.type]} | {column.meaning}.{allowed} |\n"
