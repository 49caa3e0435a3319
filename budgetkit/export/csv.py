"""CSV: a file a table for programs, exactly as stored; and the same for people, to be opened by a double click.

A spreadsheet makes numbers and dates of whatever looks like one, and nothing in a CSV file forbids it but a formula
that gives a text (="0101"), which no program wants to read. So there are two sets of files, and notes that say which is
for whom.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa

from budgetkit.export.people import department_names, is_changed_by_spreadsheets, people_columns
from budgetkit.schema import load_schemas
from budgetkit.whole_files import write_whole

FOR_PEOPLE = "双击打开"
_UNSEEN = " \u00a0\u3000\u200b\u200c\u200d\u2060\ufeff\u202a\u202d\u200e"  # blanks, and signs without width
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?", re.ASCII)
_TYPES = {"text": "str", "integer": "Int64", "money": "float64", "number": "float64"}
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""What a text begins with that a spreadsheet would run when it opens a CSV file."""
_NOTES = f"""两套文件，内容相同：

1. {FOR_PEOPLE}/ 里的文件供人阅读，双击即可在 Excel 或 WPS 中打开：表头和取值是中文，部门名称在部门编号旁；
   编码、编号等看似数字或日期的文字写成 ="0101"，打开后仍是文字，不会丢掉前面的零，也不会变成日期或 1.1E+20。
   LibreOffice 打开时请在导入窗口勾选“公式求值”。要筛选、透视，用 budgetkit export --format xlsx 更方便。

2. 本文件夹中的 *.csv 供程序读取，列名和取值与数据字典一致，金额（万元）保留六位小数，空白表示原文没有数字，不是 0。
   程序会把编码读成数字，请按 types.json 读取。pandas：

       import json, pandas
       types = json.load(open("types.json", encoding="utf-8"))
       table = pandas.read_csv("expenditure.csv", dtype=types["expenditure"])

   需要精确的小数时，把 types 中的 float64 换成 str，再用 decimal.Decimal 转换；Frictionless 用户可用
   budgetkit export --format datapackage。

相加之前请看 {FOR_PEOPLE}/覆盖情况.csv（程序用 coverage.csv）：原文缺行的表，各行之和小于原文合计。
"""


def save_csv(tables: Mapping[str, pa.Table], folder: Path) -> Path:
    """Save each table as NAME.csv and, for people, under its Chinese name; give the folder. A null is an empty cell."""
    departments = department_names(tables)
    for name, table in tables.items():
        write_whole(folder / f"{name}.csv", format_csv(table, mark=True))
        columns = people_columns(load_schemas()[name], table, departments)
        rows = zip(*([_keep_text(value) for value in column.values] for column in columns), strict=True)
        content = _format([column.header for column in columns], rows)
        write_whole(folder / FOR_PEOPLE / f"{load_schemas()[name].label}.csv", content.encode("utf-8-sig"))
    types = {name: {c.name: _TYPES[c.type] for c in load_schemas()[name].columns} for name in tables}
    write_whole(folder / "types.json", json.dumps(types, ensure_ascii=False, indent=1) + "\n")
    write_whole(folder / "说明.txt", _NOTES.encode("utf-8-sig"))
    return folder


def format_csv(table: pa.Table, *, mark: bool = False) -> bytes:
    """Format a table as CSV bytes; `mark` puts the byte order mark in front.

    A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay as they are.
    """
    content = _format(table.column_names, zip(*map(_values, table.columns), strict=True))
    return content.encode("utf-8-sig" if mark else "utf-8")


def _format(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _values(column: pa.ChunkedArray) -> list[object]:
    values = column.to_pylist()
    return list(map(_defuse, values)) if pa.types.is_string(column.type) else values


def _keep_text(value: object) -> object:
    """Write a text so that a spreadsheet keeps it one: as a formula that gives it, where it would be changed."""
    if not isinstance(value, str):
        return value
    return f'="{value}"' if is_changed_by_spreadsheets(value) and '"' not in value else _defuse(value)


def starts_formula(text: str) -> bool:
    """Say whether a spreadsheet may take a text for a formula, also behind blanks and signs that nobody sees."""
    return text.startswith(FORMULA_STARTS) or text.lstrip(_UNSEEN).startswith(FORMULA_STARTS)


def _defuse(text: str | None) -> str | None:
    if text is None:
        return None
    is_formula = starts_formula(text) and not _NUMBER.fullmatch(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # a lone \r would end the row for many readers
    return f"'{text}" if is_formula else text
