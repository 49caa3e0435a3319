"""The clean dataset as analysts meet it: `budgetkit.load()`."""

from __future__ import annotations

import os
from collections.abc import Callable
from inspect import currentframe
from pathlib import Path
from types import FrameType

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from budgetkit.dataset.overview import format_overview, list_tables
from budgetkit.dataset.store import find_generation, load_table
from budgetkit.dataset.wholeness import Gaps, find_gaps, gaps_within
from budgetkit.errors import ParameterError, UnknownNameError
from budgetkit.injected import check_injected
from budgetkit.nearest import say_nearest
from budgetkit.project import default_folders
from budgetkit.schema import TableSchema, load_schemas

GAPS_KEY = "budgetkit"
"""Where a DataFrame's `attrs` hold what its rows lack."""

READS_ONLY = "BUDGETKIT_READS_ONLY"
"""The environment variable that names the departments that a notebook declares to read, where it doesn't read all."""

_MOST_GAPS = 5  # that a sentence names
_OWN_STRINGS = pd.StringDtype("python", na_value=float("nan"))
_FEW_ROWS = 20_000
"""Up to so many rows, Python's own strings are taken, compared and counted in half the time of Arrow's."""

_read_already: dict[Path, Dataset] = {}


class Dataset:
    """Every clean table as an attribute: `data.expenditure` is a pandas DataFrame, money as float64 万元.

    Shown by itself, a dataset lists its tables. Tables are read when first asked for. Where the rows of a table are
    known not to be all, the DataFrame says so when it is shown, and what is filtered or summed from it says so too.

    >>> data = budgetkit.load()
    >>> str(data.expenditure["total"].dtype)
    'float64'
    >>> data.label("expenditure", "total")
    '合计'
    """

    def __init__(self, read: Callable[[str], pa.Table]) -> None:
        self._read = read
        self._frames: dict[str, pd.DataFrame] = {}
        self._shown: dict[str, pd.DataFrame] = {}
        self._found: Gaps | None = None

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._shown:
            self._shown[name] = self._mark(name)
        if not _is_own_code(currentframe()):
            self._note(name)
        return self._shown[name]

    def __dir__(self) -> list[str]:
        return sorted({*load_schemas(), *(name for name in vars(Dataset) if not name.startswith("_"))})

    def __repr__(self) -> str:
        return format_overview(self.frame("documents"), self.tables())

    def tables(self) -> pd.DataFrame:
        """List the tables that have rows: name, label (Chinese), rows, departments, gaps (what the rows lack).

        >>> tables = budgetkit.load().tables()
        >>> tables.loc[tables["name"] == "expenditure", "label"].item()
        '支出总表'
        """
        return list_tables(self.frame, self._gaps())

    def frame(self, name: str) -> pd.DataFrame:
        """Give a table by its name: `data.frame("expenditure")` is `data.expenditure` without the note on its gaps.

        Raises UnknownNameError when there is no such table.
        """
        if name not in self._frames:
            self._frames[name] = _to_pandas(self._read(_schema(name).name))
        return self._frames[name]

    def exact(self, name: str) -> pa.Table:
        """Give a table as stored: money and numbers as decimals with six places.

        >>> budgetkit.load().exact("expenditure").schema.field("total").type
        Decimal128Type(decimal128(18, 6))
        """
        return self._read(_schema(name).name)

    def label(self, table: str, column: str | None = None) -> str:
        """Give the Chinese label of a table, or of one of its columns.

        Raises UnknownNameError when there is no such table or column.
        """
        schema = _schema(table)
        if column is None:
            return schema.label
        labels = {one.name: one.label for one in schema.columns}
        if column not in labels:
            where = f"表 {table}（{schema.label}）的列"
            raise UnknownNameError(where, "数据字典中的列名", repr(column), say_nearest(column, labels))
        return labels[column]

    def coverage(self) -> pd.DataFrame:
        """Say of every document and table how complete it is: rows, printed total, sum, difference, rows missing.

        Money is in 万元. `missing_rows` counts the rows that the document is known to lack, at least.

        >>> coverage = budgetkit.load().coverage()
        >>> incomplete = coverage[coverage["completeness"].isin(["rows_missing", "short", "over"])]
        >>> incomplete[["document_id", "table", "difference", "missing_rows"]].shape[1]
        4
        """
        return self.frame("coverage")

    def gaps(self, document_id: str) -> dict[str, str]:
        """Say in Chinese, table by table, what the rows of a document lack; empty where nothing is known to be missing.

        >>> budgetkit.load().gaps("chaoyang-emergency-2024-budget").keys() <= set(dir(budgetkit.load()))
        True
        """
        return {table: found[document_id] for table, found in self._gaps().items() if document_id in found}

    def for_department(self, department_id: str, year: int | None = None) -> Dataset:
        """Give the same dataset with the rows of one department (and year) only.

        Raises ParameterError when there is no document of that department, or none of that year.

        >>> own = budgetkit.load().for_department("beijing-emergency", 2026)
        >>> own.projects["year"].unique().tolist()
        [2026]
        >>> budgetkit.load().for_department("beijing-emergncy")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        budgetkit.errors.ParameterError: ...最接近的是 beijing-emergency（北京市应急管理局）。
        """
        documents = self.frame("documents")
        years = sorted(set(documents.loc[documents["department_id"] == department_id, "year"].tolist()))
        if not years:
            known = dict(zip(documents["department_id"], documents["department"], strict=True))
            near = say_nearest(department_id, known) + say_declared()
            raise ParameterError("部门参数 department", "部门编号", repr(department_id), near)
        if year is not None and year not in years:
            found = "、".join(map(str, years))
            raise ParameterError("年度参数 year", f"{department_id} 已有的年度 {found}", repr(year), "请改正年度。")
        return Dataset(lambda name: _filter(self._read(name), department_id, year))

    def _mark(self, name: str) -> pd.DataFrame:
        """Give a table that carries what its rows lack, so that its display can say so."""
        frame, label = self.frame(name), load_schemas()[name].label
        if gaps := self._gaps().get(name):
            frame = frame.copy(deep=False)
            frame.attrs[GAPS_KEY] = {"label": label, "gaps": gaps}
        return frame

    def _note(self, name: str) -> None:
        """Note what the rows lack that a notebook asked for: sums of them no longer tell."""
        if gaps := self._gaps().get(name):
            _lacking[load_schemas()[name].label] = gaps_within(self._shown[name], gaps)
        if declared := say_declared():
            _lacking.setdefault("", [declared])

    def _gaps(self) -> Gaps:
        if self._found is None:
            self._found = find_gaps(self.frame("coverage"), self.frame("documents"))
        return self._found


def _is_own_code(frame: FrameType | None) -> bool:
    """Say whether the caller of a frame is code of this package, which says itself what its tables lack."""
    caller = frame.f_back if frame else None
    return caller is not None and str(caller.f_globals.get("__name__", "")).startswith("budgetkit.")


def _schema(name: str) -> TableSchema:
    schemas = load_schemas()
    if name not in schemas:
        labels = {table: schema.label for table, schema in schemas.items()}
        raise UnknownNameError("表名", "整理结果中的表", repr(name), say_nearest(name, labels))
    return schemas[name]


_lacking: dict[str, list[str]] = {}  # by table's label, what the rows lack that this process asked datasets for


def say_lacking() -> list[str]:
    """Say in Chinese what lacks in the tables that a notebook asked for by name (`data.expenditure`) in this process.

    Sums and groups of their rows no longer tell; whoever makes a report of them can.
    """
    said = [f"{label}的行不完整：{_some(gaps)}。" for label, gaps in _lacking.items() if label and gaps]
    return [*said, *_lacking.get("", [])]


def _some(gaps: list[str]) -> str:
    return "；".join(gaps[:_MOST_GAPS]) + (f"；等 {len(gaps)} 份文件" if len(gaps) > _MOST_GAPS else "")


def say_declared() -> str:
    """Say that a notebook reads some departments only, by its own declaration; empty where it reads all."""
    read = os.environ.get(READS_ONLY)
    return f"本笔记本按元数据中的声明（budgetkit.reads）只读入 {read}；要读其他部门，请删去该声明。" if read else ""


def load(clean_folder: Path | str | None = None) -> Dataset:
    """Load the clean dataset from a folder, by default the project's data/clean.

    Its tables belong together: all are of the generation that is current now. Raises DatasetError when there is none
    and, when a table is first asked for, if that is missing, was changed by hand, or does not obey the schema.

    >>> data = budgetkit.load()
    >>> {"department_id", "department", "level", "region"} <= set(data.documents.columns)
    True
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


def read_ahead(clean_folder: Path) -> Dataset:
    """Read every table of a folder now, for the first `load` of it in this process, or in each that it forks.

    Raises DatasetError when a table is missing or does not obey the schema.
    """
    data = load(clean_folder)
    for name in load_schemas():
        data.frame(name).columns.get_loc("document_id")  # pandas makes its index of the columns when first asked
    data._gaps()
    _read_already[clean_folder] = data
    return data


def _filter(table: pa.Table, department_id: str, year: int | None) -> pa.Table:
    mask = pc.equal(table["department_id"], department_id)
    if year is not None:
        mask = pc.and_(mask, pc.equal(table["year"], year))
    return table.filter(mask)


def _to_pandas(table: pa.Table) -> pd.DataFrame:
    """Give a table as pandas holds it; text (`str`) in Arrow's arrays only where there are rows enough to need them."""
    columns = {field.name: _to_float(table[field.name]) for field in table.schema}
    own_strings = {pa.string(): _OWN_STRINGS}.get if table.num_rows <= _FEW_ROWS else None
    return pa.table(columns).to_pandas(use_threads=False, types_mapper=own_strings)


def _to_float(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Give decimals as the nearest float64, through their digits (Arrow's own cast can be one bit off)."""
    return column.cast(pa.string()).cast(pa.float64()) if pa.types.is_decimal(column.type) else column
