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
from IPython.core.inputtransformer2 import TransformerManager

from budgetkit.batch.parameters import Notebook, check_is_report, read_notebook
from budgetkit.errors import ParameterError

_MEASURES = re.compile(r"^%%?time[ \t]*|^%%capture.*$", re.MULTILINE)  # what follows runs as it would without them
_SHELL = re.compile(r"^\s*(?:!|%pip\b|%conda\b|%%bash)", re.MULTILINE)
_PLACE = re.compile(r"""["'](?:/(?:home|root|Users|tmp|work|mnt|opt)/|~[/\\\\]|[A-Za-z]:[/\\\\])[^"']*["']""")
_GIVEN = {*dir(builtins), "display", "get_ipython", "In", "Out", "_", "__", "exit", "quit"}
_WAITS = {
    "input": "等待键盘输入",
    "getpass.getpass": "等待键盘输入",
    "exit": "中途退出",
    "quit": "中途退出",
    "sys.exit": "中途退出",
    "os._exit": "中途退出",
}
_OUTSIDE = ("os.system", "os.popen", "subprocess.")
_HOME = ("Path.home", "pathlib.Path.home", "os.path.expanduser", "expanduser")


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
    found = [*_find_in_cells(codes), *_find_undefined(codes), *_find_order(codes)]
    return [*found, *_find_overwritten(codes, notebook)] if notebook.is_report else found


def _find_in_cells(codes: Sequence[tuple[int, Any]]) -> Iterator[str]:
    for number, cell in codes:
        if cell.source.lstrip().startswith("%%"):
            continue
        try:
            tree = ast.parse(_plain(cell.source))
        except SyntaxError as error:
            yield f"第 {number} 个单元格：不是有效的 Python（第 {error.lineno} 行：{error.msg}）。"
            continue
        called = {name for node in ast.walk(tree) if isinstance(node, ast.Call) and (name := _dotted(node.func))}
        if _SHELL.search(cell.source) or any(name.startswith(_OUTSIDE) for name in called):
            yield f"第 {number} 个单元格：运行外部命令或安装软件包，成批生成时每份报告都会运行一次；请移出笔记本。"
        for place in dict.fromkeys(_PLACE.findall(cell.source)):
            yield f"第 {number} 个单元格：写了本机路径 {place}，换一台机器就没有；请改用项目内的相对路径。"
        for name in sorted(called & set(_HOME)):
            yield f"第 {number} 个单元格：{name}() 是本机的个人文件夹，换一台机器就没有；请改用项目内的相对路径。"
        for name in sorted(called & set(_WAITS)):
            yield f"第 {number} 个单元格：{name}() 会{_WAITS[name]}，报告不能完成；请删去。"


def _find_undefined(codes: Sequence[tuple[int, Any]]) -> Iterator[str]:
    """Find names that no cell above defines: in Lab the kernel may remember them, in a batch it can't."""
    if any("*" in names for _, cell in codes for names in _imported(cell.source)):
        return  # what such an import defines is not known before it runs
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


def _find_overwritten(codes: Sequence[tuple[int, Any]], notebook: Notebook) -> Iterator[str]:
    """Find parameters that a later cell sets anew: every report would then be of the same department or year."""
    for number, cell in codes:
        if "parameters" not in cell.metadata.get("tags", ()) and (table := _symbols(cell.source)) is not None:
            for name in ("department", "year", "level"):
                if name in notebook.parameters and name in _defined(table):
                    yield f"第 {number} 个单元格：改写了参数 {name}，每份报告都会用这里的值；请换一个名称。"


def _dotted(node: ast.expr) -> str:
    """Give the name that a call is of (`os.path.expanduser`); empty where it is of something else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (holder := _dotted(node.value)):
        return f"{holder}.{node.attr}"
    return ""


def _imported(source: str) -> Iterator[list[str]]:
    try:
        tree = ast.parse(_plain(source))
    except SyntaxError:
        return
    yield from ([one.name for one in node.names] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))


def _plain(source: str) -> str:
    """Turn IPython's own lines (`%magic`, `!command`, `name?`) into Python, as IPython does."""
    return TransformerManager().transform_cell(_MEASURES.sub("", source))


def _symbols(source: str) -> symtable.SymbolTable | None:
    try:
        return symtable.symtable(_plain(source), "<cell>", "exec")
    except SyntaxError:
        return None


def _defined(table: symtable.SymbolTable) -> set[str]:
    own = {one.get_name() for one in table.get_symbols() if one.is_assigned() or one.is_imported()}
    return own.union(*({child.get_name()} | _made_global(child) for child in table.get_children()))


def _made_global(table: symtable.SymbolTable) -> set[str]:
    """Give the names of the notebook that a function sets (`global`)."""
    own = {one.get_name() for one in table.get_symbols() if one.is_declared_global() and one.is_assigned()}
    return own.union(*map(_made_global, table.get_children()))


def _used(table: symtable.SymbolTable) -> set[str]:
    """Give the names that a cell takes from outside itself, those of its functions and comprehensions included."""
    own = {one.get_name() for one in table.get_symbols() if one.is_referenced() and (one.is_global() or _is_top(table))}
    return own.union(*(_used(child) for child in table.get_children()))


def _is_top(table: symtable.SymbolTable) -> bool:
    return table.get_type() == "module"
