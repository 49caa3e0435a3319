"""The parameters of a notebook, and the refusal of those that it does not have."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import nbformat

from budgetkit.errors import ParameterError


@dataclass(frozen=True)
class Parameter:
    """A parameter of a notebook: its name, default value, and the comment beside it."""

    name: str
    default: Any
    help: str


def read_parameters(notebook: Path) -> dict[str, Parameter]:
    """Read the parameters of a notebook from its one cell tagged `parameters`, by name.

    Raises ParameterError when the notebook is missing or not valid, has no such cell or several, or the cell holds
    anything but assignments of literals.
    """
    cells = [
        cell for cell in _read_notebook(notebook).cells if "parameters" in cell.get("metadata", {}).get("tags", [])
    ]
    if len(cells) != 1:
        raise ParameterError(
            str(notebook),
            "恰有一个标记为 parameters 的单元格",
            f"{len(cells)} 个",
            "请在 JupyterLab 中给参数单元格加上标签 parameters。",
        )
    source = cells[0].source
    comments = {number: line.partition("#")[2].strip() for number, line in enumerate(source.splitlines(), start=1)}
    return {p.name: p for p in (_parse(notebook, node, comments) for node in ast.parse(source).body)}


def read_title(notebook: Path) -> str:
    """Read the name that a notebook gives its reports, by default the notebook's own."""
    return _read_notebook(notebook).metadata.get("budgetkit", {}).get("report") or notebook.stem


def parse_assignments(texts: Sequence[str]) -> dict[str, Any]:
    """Parse `name=value` as typed on the command line; a value that is no Python literal is text.

    Raises ParameterError when a text has no name or no equals sign, or a name comes twice.
    """
    given: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.isidentifier() or name in given:
            raise ParameterError("选项 --parameter", "形如 名称=值，每个名称一次", repr(text), "例如 base_year=2025。")
        given[name] = _parse_value(value)
    return given


def _parse_value(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


def _read_notebook(notebook: Path) -> nbformat.NotebookNode:
    try:
        return nbformat.read(notebook, as_version=4)
    except FileNotFoundError as error:
        raise ParameterError(str(notebook), "一个笔记本", "没有该文件", "请检查笔记本名称。") from error
    except Exception as error:
        raise ParameterError(str(notebook), "有效的笔记本", str(error), "请在 JupyterLab 中打开并修复。") from error


def _parse(notebook: Path, node: ast.stmt, comments: Mapping[int, str]) -> Parameter:
    try:
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
        return Parameter(target.id, ast.literal_eval(node.value), comments.get(node.lineno, ""))
    except (AttributeError, ValueError, TypeError) as error:
        raise ParameterError(
            f"{notebook} 的参数单元格", "形如 名称 = 字面值 的赋值", ast.unparse(node), "请把其他代码移到别的单元格。"
        ) from error


def check_parameters(notebook: Path, known: Mapping[str, Parameter], given: Mapping[str, Any]) -> None:
    """Refuse parameters that a notebook does not have, or whose values are of another type than the default.

    Raises ParameterError, naming the nearest known parameter.
    """
    for name, value in given.items():
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"是否想写 {near[0]}？" if near else "请检查拼写。"
            raise ParameterError(f"{notebook.name} 的参数", f"以下之一：{'、'.join(known)}", name, hint)
        default = known[name].default
        if default is not None and value is not None and not _same_type(default, value):
            raise ParameterError(
                f"{notebook.name} 的参数 {name}", f"{type(default).__name__} 类型", repr(value), "请改正取值。"
            )


def _same_type(default: Any, value: Any) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, float):
        return isinstance(value, int | float)
    return isinstance(value, type(default))
