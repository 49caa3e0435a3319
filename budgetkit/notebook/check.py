"""What would break a batch: looked for in a notebook's cells before anything runs."""

from __future__ import annotations

import ast
import builtins
import re
import symtable
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat

from budgetkit.batch.parameters import check_is_report, read_notebook
from budgetkit.errors import ParameterError

_MAGIC = re.compile(r"^\s*[%!].*$", re.MULTILINE)
_SHELL = re.compile(r"^\s*(?:!|%pip\b|%conda\b|%%bash)", re.MULTILINE)
_PLACE = re.compile(r"""["'](?:/(?:home|root|Users|tmp|work|mnt|opt)/|[A-Za-z]:\\\\?)[^"']*["']""")
_GIVEN = {*dir(builtins), "display", "get_ipython", "In", "Out", "_", "__", "exit", "quit"}
_WAITS = {"input": "等待键盘输入", "exit": "中途退出", "quit": "中途退出"}


def check_notebook(path: Path) -> list[str]:
    """Check a notebook without running it; give in Chinese what would break a batch, by cell, or be lost in it."""
    try:
        notebook = read_notebook(path)
        if notebook.is_report:
            check_is_report(notebook)
        cells = nbformat.read(path, as_version=4).cells
    except ParameterError as error:
        return [str(error)]
    codes = [(number, cell) for number, cell in enumerate(cells, start=1) if cell.cell_type == "code"]
    return [*_find_in_cells(codes), *_find_undefined(codes), *_find_order(codes)]


def _find_in_cells(codes: Sequence[tuple[int, Any]]) -> Iterator[str]:
    for number, cell in codes:
        if cell.source.lstrip().startswith("%%"):
            continue
        try:
            tree = ast.parse(_plain(cell.source))
        except SyntaxError as error:
            yield f"第 {number} 个单元格：不是有效的 Python（第 {error.lineno} 行：{error.msg}）。"
            continue
        if _SHELL.search(cell.source):
            yield f"第 {number} 个单元格：运行外部命令或安装软件包，成批生成时每份报告都会运行一次；请移出笔记本。"
        for place in dict.fromkeys(_PLACE.findall(cell.source)):
            yield f"第 {number} 个单元格：写了本机路径 {place}，换一台机器就没有；请改用项目内的相对路径。"
        called = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        for name in sorted(called & set(_WAITS)):
            yield f"第 {number} 个单元格：{name}() 会{_WAITS[name]}，报告不能完成；请删去。"


def _find_undefined(codes: Sequence[tuple[int, Any]]) -> Iterator[str]:
    """Find names that no cell above defines: in Lab the kernel may remember them, in a batch it can't."""
    known, everywhere = set(_GIVEN), set(_GIVEN)
    tables = [(number, table) for number, cell in codes if (table := _symbols(cell.source)) is not None]
    for _, table in tables:
        everywhere |= _defined(table)
    for number, table in tables:
        own = _defined(table)
        for name in sorted(_used(table) - known - own):
            later = "在后面的单元格才定义" if name in everywhere else "没有任何单元格定义"
            yield f"第 {number} 个单元格：用到的名称 {name} {later}。"
        known |= own


def _find_order(codes: Sequence[tuple[int, Any]]) -> Iterator[str]:
    counts = [cell.execution_count for _, cell in codes if cell.execution_count]
    if counts != sorted(counts):
        yield "单元格上次不是从上到下运行的；请用 Run → Restart Kernel and Run All Cells 确认能从头运行。"


def _plain(source: str) -> str:
    """Take IPython's own lines out of a cell, so that the rest is Python."""
    return _MAGIC.sub("pass", source.replace("\n?", "\n# ?"))


def _symbols(source: str) -> symtable.SymbolTable | None:
    try:
        return symtable.symtable(_plain(source), "<cell>", "exec")
    except SyntaxError:
        return None


def _defined(table: symtable.SymbolTable) -> set[str]:
    return {one.get_name() for one in table.get_symbols() if one.is_assigned() or one.is_imported()} | {
        child.get_name() for child in table.get_children()
    }


def _used(table: symtable.SymbolTable) -> set[str]:
    """Give the names that a cell takes from outside itself, those of its functions and comprehensions included."""
    own = {one.get_name() for one in table.get_symbols() if one.is_referenced() and (one.is_global() or _is_top(table))}
    return own.union(*(_used(child) for child in table.get_children()))


def _is_top(table: symtable.SymbolTable) -> bool:
    return table.get_type() == "module"
