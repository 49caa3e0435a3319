"""The clean dataset as analysts meet it: `budgetkit.load()`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from budgetkit.dataset.schema import load_schemas
from budgetkit.dataset.store import find_generation, load_table
from budgetkit.errors import ParameterError
from budgetkit.injected import check_injected
from budgetkit.project import default_folders

_read_already: dict[Path, Dataset] = {}


class Dataset:
    """Every clean table as an attribute: `data.expenditure` is a pandas DataFrame, money as float64 万元.

    Tables are read when first asked for. `exact(name)` gives the Arrow table with exact decimals.
    """

    def __init__(self, read: Callable[[str], pa.Table]) -> None:
        self._read = read
        self._frames: dict[str, pd.DataFrame] = {}

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in load_schemas():
            raise AttributeError(f"no clean table named {name!r}; there are {', '.join(load_schemas())}")
        return self.frame(name)

    def frame(self, name: str) -> pd.DataFrame:
        """Give a table by its name: `data.frame("expenditure")` is `data.expenditure`."""
        if name not in self._frames:
            self._frames[name] = _to_pandas(self._read(name))
        return self._frames[name]

    def exact(self, name: str) -> pa.Table:
        """Give a table as stored: money and numbers as decimals with six places."""
        return self._read(name)

    def label(self, table: str, column: str | None = None) -> str:
        """Give the Chinese label of a table, or of one of its columns."""
        schema = load_schemas()[table]
        return schema.column(column).label if column else schema.label

    def coverage(self) -> pd.DataFrame:
        """Say of every document and table how complete it is: rows, printed total, sum, difference, rows missing.

        Money is in 万元. `missing_rows` counts the rows that the document is known to lack, at least.
        """
        return self.frame("coverage")

    def for_department(self, department_id: str, year: int | None = None) -> Dataset:
        """Give the same dataset with the rows of one department (and year) only.

        Raises ParameterError when there is no document of that department, or none of that year.
        """
        documents = self._read("documents").select(["department_id", "year"]).to_pylist()
        years = sorted({row["year"] for row in documents if row["department_id"] == department_id})
        if not years:
            known = "、".join(sorted({row["department_id"] for row in documents}))
            raise ParameterError("部门参数 department", f"以下之一：{known}", repr(department_id), "请改正部门编号。")
        if year is not None and year not in years:
            found = "、".join(map(str, years))
            raise ParameterError("年度参数 year", f"{department_id} 已有的年度 {found}", repr(year), "请改正年度。")
        return Dataset(lambda name: _filter(self._read(name), department_id, year))


def load(clean_folder: Path | str | None = None) -> Dataset:
    """Load the clean dataset from a folder, by default the project's data/clean.

    Its tables belong together: all are of the generation that is current now. Raises DatasetError when there is none
    and, when a table is first asked for, if that is missing, was changed by hand, or does not obey the schema.
    """
    check_injected()
    folder = Path(clean_folder) if clean_folder else default_folders().clean
    if folder in _read_already:
        return _read_already.pop(folder)
    cache: dict[str, pa.Table] = {}
    generation = find_generation(folder)

    def read(name: str) -> pa.Table:
        if name not in cache:
            cache[name] = load_table(name, folder, generation)
        return cache[name]

    return Dataset(read)


def read_ahead(clean_folder: Path) -> None:
    """Read every table of a folder now, for the first `load` of it in this process, or in each that it forks.

    Raises DatasetError when a table is missing or does not obey the schema.
    """
    data = load(clean_folder)
    for name in load_schemas():
        data.frame(name).columns.get_loc("document_id")  # pandas makes its index of the columns when first asked
    _read_already[clean_folder] = data


def _filter(table: pa.Table, department_id: str, year: int | None) -> pa.Table:
    mask = pc.equal(table["department_id"], department_id)
    if year is not None:
        mask = pc.and_(mask, pc.equal(table["year"], year))
    return table.filter(mask)


def _to_pandas(table: pa.Table) -> pd.DataFrame:
    return pa.table({field.name: _to_float(table[field.name]) for field in table.schema}).to_pandas(use_threads=False)


def _to_float(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Give decimals as the nearest float64, through their digits (Arrow's own cast can be one bit off)."""
    return column.cast(pa.string()).cast(pa.float64()) if pa.types.is_decimal(column.type) else column
