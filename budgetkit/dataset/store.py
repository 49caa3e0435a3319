"""The clean tables as Parquet files: written whole or not at all, checked against the schema both ways."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from budgetkit.dataset.schema import ColumnSchema, TableSchema, load_schemas
from budgetkit.errors import DatasetError
from budgetkit.finding import Row

_ALONE = pa.ipc.IpcReadOptions(use_threads=False)  # threads would take longer to start than these files to read


def build_table(schema: TableSchema, rows: Sequence[Row]) -> pa.Table:
    """Build an Arrow table from clean rows; a column that no row has is null.

    Raises DatasetError when a value does not fit its column or a row has a column that the schema does not know.
    """
    known = {column.name for column in schema.columns}
    strangers = sorted({key for row in rows for key in row} - known)
    if strangers:
        raise DatasetError(f"表 {schema.name}", "数据字典中的列", "、".join(strangers), "请在 schema.toml 中登记该列。")
    arrays = [_build_column(schema, column, rows) for column in schema.columns]
    table = pa.Table.from_arrays(arrays, schema=schema.arrow_schema())
    check_values(schema, table)
    return table


def _build_column(schema: TableSchema, column: ColumnSchema, rows: Sequence[Row]) -> pa.Array:
    try:
        return pa.array([row.get(column.name) for row in rows], type=column.arrow_type)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        where = f"表 {schema.name} 列 {column.name}"
        raise DatasetError(where, f"{column.type} 类型的值", str(error), "请检查整理该表的规则。") from error


def check_values(schema: TableSchema, table: pa.Table) -> None:
    """Check a table's types and allowed values; raises DatasetError naming table and column."""
    if table.schema.remove_metadata() != schema.arrow_schema():
        raise DatasetError(
            f"表 {schema.name}", "与数据字典一致的列", "、".join(table.schema.names), "请重新运行 budgetkit clean。"
        )
    for column in schema.columns:
        if not column.allowed:
            continue
        values = pc.unique(table[column.name].drop_null()).to_pylist()
        strangers = sorted(set(values) - set(column.allowed))
        if strangers:
            raise DatasetError(
                f"表 {schema.name} 列 {column.name}",
                "、".join(column.allowed),
                "、".join(strangers),
                "请检查整理规则。",
            )


def save_tables(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Save tables as Parquet, one file each; a file is replaced only by a whole new one.

    The same tables give the same bytes: no clock, fixed compression and row groups.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}-", suffix=".tmp")
        os.close(descriptor)
        try:
            pq.write_table(table, temporary, compression="zstd", version="2.6")
            os.chmod(temporary, 0o644)
            os.replace(temporary, folder / f"{name}.parquet")
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def load_table(name: str, folder: Path) -> pa.Table:
    """Load one clean table with its exact types, from Parquet or, where there is one, an Arrow file of the same name.

    Raises DatasetError when it is not there, cannot be read, or does not obey the schema.
    """
    arrow, path = folder / f"{name}.arrow", folder / f"{name}.parquet"
    if arrow.is_file():
        return pa.ipc.open_file(arrow.read_bytes(), options=_ALONE).read_all()  # written by us from a checked table
    if not path.is_file():
        raise DatasetError(str(path), "整理好的数据表", "没有该文件", "请先运行 budgetkit clean。")
    try:
        with pq.ParquetFile(path) as file:  # read_table would import pandas, which takes longer than reading
            table = file.read()
    except (pa.ArrowInvalid, OSError) as error:
        raise DatasetError(str(path), "完整的 Parquet 文件", str(error), "请重新运行 budgetkit clean。") from error
    check_values(load_schemas()[name], table)
    return table


def save_for_report(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Save checked tables as Arrow files, which are read without decoding: for the short life of a batch."""
    folder.mkdir(parents=True)
    for name, table in tables.items():
        written = pa.BufferOutputStream()  # Arrow writes a table in many small pieces
        with pa.ipc.new_file(written, table.schema) as file:
            file.write_table(table)
        (folder / f"{name}.arrow").write_bytes(written.getvalue())
