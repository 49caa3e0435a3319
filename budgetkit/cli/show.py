"""`budgetkit show`: a raw line, and the clean rows that came from it."""

from __future__ import annotations

from collections.abc import Callable

from budgetkit.cli.console import print_table, say
from budgetkit.dataset.store import load_table
from budgetkit.errors import ParameterError
from budgetkit.export.people import say_value
from budgetkit.finding import Row
from budgetkit.mask.rows import mask_rows
from budgetkit.project import Folders
from budgetkit.read.place import Place
from budgetkit.read.registry import read_document
from budgetkit.schema import TableSchema, load_schemas
from budgetkit.source_entry import Source
from budgetkit.sources import load_sources
from budgetkit.tidy.registry import kind_labels

_KEYS = ("document_id", "department_id", "year", *Place(1).columns())


def run(folders: Folders, document: str, line: int, around: int, check_tables: Callable[[], object]) -> None:
    """Print a raw line with its neighbours, then every clean row whose source_line it is.

    `check_tables` is called before the clean tables are read. Raises ParameterError when there is no such document or
    line.
    """
    source = _find_source(folders, document)
    lines = [read for read in read_document(source.path, source.encoding) if not read.from_markup]
    printed = {read.number: read.text for read in mask_rows(lines).rows}
    if line not in printed:
        raise ParameterError("行号", f"1 至 {max(printed)}", str(line), "请改正行号。")
    for number in range(max(1, line - around), min(max(printed), line + around) + 1):
        say(f"{'>' if number == line else ' '} {number:>5}  {printed[number]}")
    place = next(read.place for read in lines if read.number == line)
    if place.page or place.sheet:
        say(f"\n该行在{source.path.name}的{place}。")
    check_tables()
    for name, schema in load_schemas().items():
        for row in load_table(name, folders.clean).to_pylist():
            if row["document_id"] == document and row["source_line"] == line and name != "documents":
                say(f"\n{schema.label}（{name}）：{_describe(schema, row)}")


def _describe(schema: TableSchema, row: Row) -> str:
    shown = [column for column in schema.columns if column.name not in _KEYS and row[column.name] is not None]
    return "，".join(f"{column.label}={_say(column.name, row[column.name])}" for column in shown)


def _say(column: str, value: object) -> object:
    return say_value(column, value) if isinstance(value, str) else value


def run_map(folders: Folders, document: str, check_tables: Callable[[], object], width: int = 60) -> None:
    """Draw which lines of a document were recognised as which published table, a bar of the whole document each.

    `check_tables` is called before the clean tables are read. Raises ParameterError when there is no such document.
    """
    source = _find_source(folders, document)
    last = read_document(source.path, source.encoding)[-1].number
    check_tables()
    labels = kind_labels()
    states = {"read": "已整理", "recognised": "未整理", "unrecognised": "未识别"}
    rows = []
    for run in load_table("published_tables", folders.clean).to_pylist():
        if run["document_id"] == document:
            start, stop = (round(run[key] / last * width) for key in ("first_line", "last_line"))
            bar = "·" * start + "█" * max(1, stop - start) + "·" * (width - max(stop, start + 1))
            label = labels.get(run["table"], run["title"])
            rows.append((label, run["first_line"], run["last_line"], states[run["read"]], bar))
    print_table(
        f"{document}：识别结果（共 {last} 行）", ("公开表", "起始行", "末行", "状态", "位置"), rows, right=(1, 2)
    )


def _find_source(folders: Folders, document: str) -> Source:
    source = next((s for s in load_sources(folders.raw) if s.document_id == document), None)
    if source is None:
        raise ParameterError("文件编号", "sources.toml 中的 id", document, "用 budgetkit list 查看文件编号。")
    return source
