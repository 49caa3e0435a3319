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
from budgetkit.report.markdown import inline_text, parse_markdown


@dataclass(frozen=True)
class Parameter:
    """A parameter of a notebook: its name, default value, and the comment beside it."""

    name: str
    default: Any
    help: str


READS = ("all", "related", "peers")
"""What a notebook may declare to read: the whole dataset, as one that declares nothing does, or the rows of its own
department, its counterpart and the departments that its parameters name; `peers` adds the totals of all departments of
its level and year."""

_LONGEST_TITLE = 80
_TYPES = {
    bool: "True 或 False",
    int: "整数",
    float: "数",
    str: "文字（加引号）",
    list: "列表",
    tuple: "列表",
    dict: "字典",
}


class NotAReportError(ParameterError):
    """A notebook has no parameters cell, so that nobody can have meant it to be made for every department."""


@dataclass(frozen=True)
class Notebook:
    """What the batch knows of a notebook: its parameters, the name of its reports, how much of the dataset it reads."""

    path: Path
    title: str
    reads: str
    parameters: dict[str, Parameter]
    is_report: bool = True

    @property
    def is_across(self) -> bool:
        """Say whether its reports are of all departments of a level and year, not of one department."""
        return "level" in self.parameters and "department" not in self.parameters


def read_notebook(path: Path) -> Notebook:
    """Read a notebook's parameters from its one cell tagged `parameters`, and its metadata `budgetkit`.

    The metadata may name its reports (`report`; false says that it makes none) and what they read (`reads`, one of
    READS). Raises NotAReportError when there is no such cell, ParameterError when the notebook is missing or not
    valid, has several, or the cell holds anything but assignments of literals.
    """
    content = _read_json(path)
    try:
        cells = [cell for cell in content["cells"] if "parameters" in cell["metadata"].get("tags", ())]
        metadata = content["metadata"].get("budgetkit", {})
        sources = [_source(cell) for cell in cells]
        heading = _first_heading(content["cells"])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        given = content.get("nbformat") if isinstance(content, dict) else None
        found = f"第 {given} 版" if given not in (4, None) else "缺少其中的内容"
        raise ParameterError(str(path), "第 4 版格式的笔记本", found, "请在 JupyterLab 中打开并另存。") from error
    if not isinstance(metadata, dict):
        form = '形如 {"reads": "related"}'
        raise ParameterError(f"{path} 元数据的 budgetkit", form, repr(metadata), "请改正或删去该项。")
    if metadata.get("report") is False or str(metadata.get("report")).strip().lower() == "false":
        return Notebook(path, _tidy_title(heading) or path.stem, "", {}, is_report=False)
    if len(sources) != 1:
        kind = ParameterError if sources else NotAReportError
        raise kind(
            str(path),
            "恰有一个标记为 parameters 的单元格",
            f"{len(cells)} 个",
            "请在 JupyterLab 中给参数单元格加上标签 parameters。",
        )
    reads = metadata.get("reads") or READS[0]
    if reads not in READS:
        raise ParameterError(f"{path} 元数据的 budgetkit.reads", "、".join(READS), repr(reads), "请改正或删去该项。")
    title = _tidy_title(metadata.get("report")) or _tidy_title(heading) or path.stem
    return Notebook(path, title, reads, _parse_cell(path, sources[0]))


def _source(cell: Mapping[str, Any]) -> str:
    return cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])


def _first_heading(cells: Sequence[Mapping[str, Any]]) -> str:
    """Give the text of the first heading of a notebook's words, without its marks; empty without one."""
    for cell in cells:
        if cell["cell_type"] == "markdown":
            for block in parse_markdown(_source(cell)):
                if block["block"] == "heading":
                    return inline_text(block["inlines"])
    return ""


def _tidy_title(title: object) -> str:
    """Make a title one line of printable characters, not too long for an index; empty of what is no text."""
    text = " ".join(title.split()) if isinstance(title, str) else ""
    text = "".join(filter(str.isprintable, text))
    return text if len(text) <= _LONGEST_TITLE else f"{text[: _LONGEST_TITLE - 1]}…"


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ParameterError(str(path), "一个笔记本", "没有该文件", "请检查笔记本名称。") from error
    except OSError as error:
        raise ParameterError(str(path), "可以读取的笔记本", str(error.strerror), "请检查该文件及其权限。") from error
    except (ValueError, RecursionError) as error:
        place = f"第 {error.lineno} 行第 {error.colno} 列" if isinstance(error, json.JSONDecodeError) else "某处"
        raise ParameterError(
            str(path), "有效的笔记本", f"{place}不是 JSON", "请在 JupyterLab 中打开并修复。"
        ) from error


def _parse_cell(path: Path, source: str) -> dict[str, Parameter]:
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        found = f"第 {error.lineno} 行：{error.msg}" if isinstance(error, SyntaxError) else str(error)
        raise ParameterError(f"{path} 的参数单元格", "有效的 Python", found, "请改正该单元格。") from error
    comments = _comments(source)
    return {parameter.name: parameter for parameter in (_parse(path, node, comments) for node in statements)}


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}


def _parse(path: Path, node: ast.stmt, comments: Mapping[int, str]) -> Parameter:
    try:
        assigned: Any = node  # what is no assignment, or to no name, lacks one of the attributes
        target = assigned.target if isinstance(node, ast.AnnAssign) else assigned.targets[0]
        return Parameter(target.id, ast.literal_eval(assigned.value), comments.get(assigned.end_lineno, ""))
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
        if name == "level":
            raise ParameterError("选项 --parameter", "笔记本的其他参数", name, "各层级的报告由程序逐一生成。")
        given[name] = _parse_value(value)
    return given


def _parse_value(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


def check_parameters(notebooks: Sequence[Notebook], given: Mapping[str, Any]) -> None:
    """Refuse parameters that none of the notebooks has, or whose values are of another type than the default.

    A notebook without a parameter that another one has is made without it.
    Raises ParameterError, naming the nearest known parameter.
    """
    for name, value in given.items():
        _check_known(notebooks, name)
        for notebook in notebooks:
            _check_type(notebook, name, value)


def check_is_report(notebook: Notebook) -> None:
    """Raise ParameterError unless a notebook has the parameters that every report has.

    These are department and year, or level and year of one that is made once for all departments of a level.
    """
    needed = ("level" if notebook.is_across else "department", "year")
    lacking = [name for name in needed if name not in notebook.parameters]
    if lacking:
        near = [(name, close) for name in lacking for close in get_close_matches(name, notebook.parameters, n=1)]
        slips = "".join(f"是否把 {name} 写成了 {close}？" for name, close in near)
        hint = slips or "请在标记为 parameters 的单元格里补上。"
        expected, found = f"有 {' 和 '.join(needed)}", f"没有 {' 和 '.join(lacking)}"
        raise ParameterError(f"{notebook.path.name} 的参数", expected, found, hint)


def _check_known(notebooks: Sequence[Notebook], name: str) -> None:
    known = list(dict.fromkeys(name for notebook in notebooks for name in notebook.parameters))
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"是否想写 {near[0]}？" if near else "请检查拼写。"
        places = "、".join(notebook.path.name for notebook in notebooks)
        raise ParameterError(f"{places} 的参数", f"以下之一：{'、'.join(known) or '（没有）'}", name, hint)


def _check_type(notebook: Notebook, name: str, value: Any) -> None:
    default = notebook.parameters[name].default if name in notebook.parameters else None
    if default is not None and value is not None and not _same_type(default, value):
        where = f"{notebook.path.name} 的参数 {name}"
        raise ParameterError(
            where, _TYPES.get(type(default), f"{type(default).__name__} 类型的值"), repr(value), "请改正取值。"
        )


def _same_type(default: Any, value: Any) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, float):
        return isinstance(value, int | float)
    return isinstance(value, type(default))
