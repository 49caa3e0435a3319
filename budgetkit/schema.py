"""The schema of the clean tables, read from schema.toml: the one dictionary of every table and column."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import pyarrow as pa

MONEY = pa.decimal128(18, 6)
_ARROW_TYPES = {"text": pa.string(), "integer": pa.int32(), "money": MONEY, "number": MONEY}
_KEYS = ("document_id", "department_id", "year")
_PLACE = (
    "source_line", "source_page", "source_sheet", "source_row", "source_cell", "source_box", "certainty",
)  # fmt: skip
KEYS_AND_PLACE = frozenset((*_KEYS, *_PLACE))


@dataclass(frozen=True)
class ColumnSchema:
    """A column: its type (text, integer, money in 万元, number), Chinese label, meaning, and allowed values."""

    name: str
    type: str
    label: str
    meaning: str
    allowed: tuple[str, ...] = ()

    @property
    def arrow_type(self) -> pa.DataType:
        """The Arrow type that the column is stored as."""
        return _ARROW_TYPES[self.type]


@dataclass(frozen=True)
class TableSchema:
    """A clean table: its Chinese label, what one row is, and its columns in order, keys and place included."""

    name: str
    label: str
    row: str
    columns: tuple[ColumnSchema, ...]

    def arrow_schema(self) -> pa.Schema:
        """Give the schema that the table's Parquet file has."""
        return pa.schema([pa.field(column.name, column.arrow_type) for column in self.columns])

    def column(self, name: str) -> ColumnSchema:
        """Give one column's schema; raises KeyError when the table has no such column."""
        return next(column for column in self.columns if column.name == name)


@cache
def load_schemas() -> dict[str, TableSchema]:
    """Load the schema of every clean table, by name, in the dictionary's order."""
    raw = tomllib.loads(resources.files(__package__).joinpath("schema.toml").read_text("utf-8"))
    columns = {
        name: ColumnSchema(name, entry["type"], entry["label"], entry["meaning"], tuple(entry.get("allowed", ())))
        for name, entry in raw["column"].items()
    }
    return {
        name: TableSchema(
            name,
            entry["label"],
            entry["row"],
            tuple(columns[column] for column in (*_KEYS, *entry["columns"], *_PLACE)),
        )
        for name, entry in raw["table"].items()
    }
