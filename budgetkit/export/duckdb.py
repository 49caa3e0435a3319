"""DuckDB: one database file with a table each, decimals exact, labels as comments."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from budgetkit.export.extra import import_extra
from budgetkit.inside import make_folder
from budgetkit.schema import load_schemas


def save_duckdb(tables: Mapping[str, pa.Table], folder: Path) -> Path:
    """Save the tables as budgetkit.duckdb in a folder, and give the file.

    Raises ParameterError when the package duckdb is not installed.
    """
    duckdb = import_extra("duckdb")
    make_folder(folder)
    target = folder / "budgetkit.duckdb"
    with tempfile.TemporaryDirectory(dir=folder, prefix=".duckdb-") as temporary:
        path = Path(temporary) / target.name
        with duckdb.connect(str(path)) as connection:
            for name, table in tables.items():
                _create(connection, name, table)
        os.replace(path, target)
    return target


def _create(connection: Any, name: str, table: pa.Table) -> None:
    connection.register("incoming", table)
    connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')
    connection.unregister("incoming")
    schema = load_schemas()[name]
    connection.execute(f"COMMENT ON TABLE \"{name}\" IS '{schema.label}'")
    for column in schema.columns:
        connection.execute(f'COMMENT ON COLUMN "{name}"."{column.name}" IS \'{column.label}\'')
