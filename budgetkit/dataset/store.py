"""The clean tables as Parquet files of one generation, checked against the schema both ways."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from budgetkit.dataset.arrays import build_array
from budgetkit.dataset.generation import NAME as GENERATION
from budgetkit.dataset.generation import (
    Generation,
    ReplacedError,
    check_generation,
    read_file,
    read_generation,
    save_generation,
)
from budgetkit.errors import DatasetError
from budgetkit.finding import Row
from budgetkit.schema import ColumnSchema, TableSchema, load_schemas

FOR_REPORT = "report-tables.json"
"""Lists the tables (sha256 by name) that a batch saved for a report."""

_ALONE = pa.ipc.IpcReadOptions(use_threads=False)  # threads would take longer to start than these files to read


def empty_table(name: str) -> pa.Table:
    """Give a clean table without rows."""
    return build_table(load_schemas()[name], [])


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
        return build_array([row.get(column.name) for row in rows], column.arrow_type)
    except (TypeError, ValueError, OverflowError) as error:
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
        strangers = sorted(set(table[column.name].to_pylist()) - {None, *column.allowed})
        if strangers:
            raise DatasetError(
                f"表 {schema.name} 列 {column.name}",
                "、".join(column.allowed),
                "、".join(strangers),
                "请检查整理规则。",
            )


def save_tables(
    tables: Mapping[str, pa.Table] | Iterable[tuple[str, pa.Table]],
    folder: Path,
    made_from: Mapping[str, Any] | None = None,
    left_out: Sequence[str] = (),
) -> None:
    """Save tables as Parquet, one file each, as one generation: all of them or none.

    `made_from` says what they were made from, `left_out` which documents could not be used. The same tables give the
    same bytes: no clock, fixed compression and row groups. Pairs of name and table are taken one after another, so that
    one table is held at a time. Raises DatasetError when they can't be written.
    """
    pairs = tables.items() if isinstance(tables, Mapping) else tables
    contents = {f"{name}.parquet": _format_parquet(table) for name, table in pairs}
    save_generation(folder, contents, made_from or {}, list(left_out))


def _format_parquet(table: pa.Table) -> bytes:
    written = pa.BufferOutputStream()
    pq.write_table(table, written, compression="zstd", version="2.6")
    return written.getvalue().to_pybytes()


def load_table(name: str, folder: Path, generation: Generation | None = None) -> pa.Table:
    """Load one clean table with its exact types, from Parquet or, where a batch saved it for a report, from Arrow.

    It is of the generation given, by default of the folder's current one. Raises DatasetError when it is not there,
    was changed by hand or by half a run, or does not obey the schema.
    """
    if generation is None and (table := _load_for_report(name, folder)) is not None:
        return table
    content = read_file(folder, generation or read_generation(folder), f"{name}.parquet")
    try:
        with pq.ParquetFile(pa.BufferReader(content)) as file:  # read_table would import pandas, which takes longer
            table = file.read(use_threads=False)  # a thread that lets go of `content` while Python ends would abort it
    except (pa.ArrowInvalid, OSError) as error:
        path = folder / f"{name}.parquet"
        raise DatasetError(str(path), "完整的 Parquet 文件", str(error), "请重新运行 budgetkit clean。") from error
    check_values(load_schemas()[name], table)
    return table


def load_tables(folder: Path) -> dict[str, pa.Table]:
    """Load every clean table of a folder, all of one generation.

    Raises DatasetError when one is missing, was changed by hand, or does not obey its schema.
    """
    while True:
        generation = find_generation(folder)
        try:
            return {name: load_table(name, folder, generation) for name in load_schemas()}
        except ReplacedError:
            continue  # another run finished meanwhile: all of them again


def find_generation(folder: Path) -> Generation | None:
    """Find the current generation of a folder, whole; None for the tables that a batch saved for a report.

    Raises DatasetError when the folder holds no clean tables, or one of them was changed by hand or by half a run.
    """
    while not _is_for_report(folder):
        generation = read_generation(folder)
        with suppress(ReplacedError):
            check_generation(folder, generation)
            return generation
    return None


def _is_for_report(folder: Path) -> bool:
    """Say whether a batch saved tables for a report here: by its own list, as Arrow files alone prove nothing."""
    return not (folder / GENERATION).exists() and (folder / FOR_REPORT).is_file()


def _load_for_report(name: str, folder: Path) -> pa.Table | None:
    """Load a table that a batch saved for a report; None where none did.

    Raises DatasetError when it isn't as it was saved: a notebook may have changed what others read.
    """
    if not _is_for_report(folder):
        return None
    path = folder / f"{name}.arrow"
    try:
        content, listed = path.read_bytes(), json.loads((folder / FOR_REPORT).read_bytes())
        if hashlib.sha256(content).hexdigest() == listed[name]:
            return pa.ipc.open_file(content, options=_ALONE).read_all()  # written by us from a checked table
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise DatasetError(str(path), "为本报告保存的数据表", "无法读取", "请重新生成报告。") from error
    raise DatasetError(str(path), "为本报告保存的数据表", "被修改过", "请重新生成报告。")


def save_for_report(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Save checked tables as Arrow files, which are read without decoding: for the short life of a batch."""
    folder.mkdir(parents=True)
    listed: dict[str, str] = {}
    for name, table in tables.items():
        written = pa.BufferOutputStream()  # Arrow writes a table in many small pieces
        with pa.ipc.new_file(written, table.schema) as file:
            file.write_table(table)
        content = written.getvalue()
        (folder / f"{name}.arrow").write_bytes(content)
        listed[name] = hashlib.sha256(content).hexdigest()
    (folder / FOR_REPORT).write_text(json.dumps(listed), "utf-8")
