"""The parameters of a notebook, and the refusal of those that it does not have."""

from __future__ import annotations

import ast
import io
import json
import tokenize
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from budgetkit.errors import ParameterError


@dataclass(frozen=True)
class Parameter:
    """A parameter of a notebook: its name, default value, and the comment beside it."""

    name: str
    default: Any
    help: str


@dataclass(frozen=True)
class Notebook:
    """What the batch knows of a notebook: its parameters, the name of its reports, how much of the dataset it reads."""

    path: Path
    title: str
    reads: str
    parameters: dict[str, Parameter]


def read_notebook(path: Path) -> Notebook:
    """Read a notebook's parameters from its one cell tagged `parameters`, and its metadata `budgetkit`.

    Raises ParameterError when the notebook is missing or not valid, has no such cell or several, or the cell holds
    anything but assignments of literals.
    """
    content = _read_json(path)
    try:
        cells = [cell for cell in content["cells"] if "parameters" in cell["metadata"].get("tags", ())]
        metadata = content["metadata"].get("budgetkit", {})
    except (KeyError, TypeError, AttributeError) as error:
        raise ParameterError(str(path), "第 4 版格式的笔记本", repr(error), "请在 JupyterLab 中打开并另存。") from error
    if len(cells) != 1:
        raise ParameterError(
            str(path),
            "恰有一个标记为 parameters 的单元格",
            f"{len(cells)} 个",
            "请在 JupyterLab 中给参数单元格加上标签 parameters。",
        )
    source = cells[0]["source"]
    parameters = _parse_cell(path, source if isinstance(source, str) else "".join(source))
    return Notebook(path, metadata.get("report") or path.stem, metadata.get("reads") or "", parameters)


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ParameterError(str(path), "一个笔记本", "没有该文件", "请检查笔记本名称。") from error
    except ValueError as error:
        raise ParameterError(str(path), "有效的笔记本", str(error), "请在 JupyterLab 中打开并修复。") from error


def _parse_cell(path: Path, source: str) -> dict[str, Parameter]:
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise ParameterError(f"{path} 的参数单元格", "有效的 Python", str(error), "请改正该单元格。") from error
    comments = _comments(source)
    return {parameter.name: parameter for parameter in (_parse(path, node, comments) for node in statements)}


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}


def _parse(path: Path, node: ast.stmt, comments: Mapping[int, str]) -> Parameter:
    try:
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
        return Parameter(target.id, ast.literal_eval(node.value), comments.get(node.end_lineno, ""))
    except (AttributeError, ValueError, TypeError) as error:
        raise ParameterError(
            f"{path} 的参数单元格", "形如 名称 = 字面值 的赋值", ast.unparse(node), "请把其他代码移到别的单元格。"
        ) from error


def parse_assignments(texts: Sequence[str]) -> dict[str, Any]:
    """Parse `name=value` as typed on the command line; a value that is no Python literal is text.

    Raises ParameterError when a text has no name or no equals sign, or a name comes twice.
    """
    given: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.isidentifier() or name in given:
            raise ParameterError("选项 --parameter", "形如 名称=值，每个名称一次", repr(text), "例如 base_year=2025。")
        if name in ("department", "year"):
            raise ParameterError("选项 --parameter", "笔记本的其他参数", name, f"请用选项 --{name}。")
        given[name] = _parse_value(value)
    return given


def _parse_value(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


def check_parameters(notebooks: Sequence[Notebook], given: Mapping[str, Any]) -> None:
    """Refuse parameters that none of the notebooks has, or whose values are of another type than the default.

    A notebook without a parameter that another one has is made without it; all must have department and year.
    Raises ParameterError, naming the nearest known parameter.
    """
    for notebook in notebooks:
        _check_known([notebook], "department")
        _check_known([notebook], "year")
    for name, value in given.items():
        _check_known(notebooks, name)
        for notebook in notebooks:
            _check_type(notebook, name, value)


def _check_known(notebooks: Sequence[Notebook], name: str) -> None:
    known = list(dict.fromkeys(name for notebook in notebooks for name in notebook.parameters))
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"是否想写 {near[0]}？" if near else "请检查拼写。"
        places = "、".join(notebook.path.name for notebook in notebooks)
        raise ParameterError(f"{places} 的参数", f"以下之一：{'、'.join(known)}", name, hint)


def _check_type(notebook: Notebook, name: str, value: Any) -> None:
    default = notebook.parameters[name].default if name in notebook.parameters else None
    if default is not None and value is not None and not _same_type(default, value):
        where = f"{notebook.path.name} 的参数 {name}"
        raise ParameterError(where, f"{type(default).__name__} 类型", repr(value), "请改正取值。")


def _same_type(default: Any, value: Any) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, float):
        return isinstance(value, int | float)
    return isinstance(value, type(default))
