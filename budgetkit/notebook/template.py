"""A working notebook of one's own: title, parameters, one table, one figure, sources; what `notebook new` lays out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

from budgetkit.classes import load_classes
from budgetkit.errors import ParameterError
from budgetkit.inside import is_file_stem

_ITEM = "培训费"  # an item that every department has, for a name that names none


def lay_out(name: str, folder: Path, department: str, year: int) -> Path:
    """Lay out a notebook that runs as it is and makes a report a department; give its path.

    The item that it compares is the longest class of the national classification that its name contains. Raises
    ParameterError when the name cannot be a file's or is taken.
    """
    stem = name.removesuffix(".ipynb")
    path = folder / f"{stem}.ipynb"
    if not is_file_stem(stem) or stem.startswith(".") or Path(stem).name != stem or "\\" in stem:
        raise ParameterError("笔记本名称", "可以作文件名的名称", repr(name), "请改用文字、数字和下划线。")
    if path.exists():
        raise ParameterError("笔记本名称", "尚未使用的名称", str(path), "请换一个名称，或先移走该文件。")
    item = find_item_in(stem)
    words = {"NAME": stem, "TITLE": _write_title(stem, item), "ITEM": item, "DEPARTMENT": department, "YEAR": str(year)}
    cells = [_cell(number, cell, words) for number, cell in enumerate(_read_cells())]
    path.write_text(json.dumps(_notebook(cells, stem), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def find_item_in(name: str) -> str:
    """Find the longest class name of the classification in a notebook's name; 培训费 where there is none."""
    names = {known for kind in load_classes().values() for known in kind.values() if known in name}
    return max(names, key=len, default=_ITEM)


def _write_title(name: str, item: str) -> str:
    """Write the title as code that follows the parameter: the name, with whatever item is asked for in its place."""
    words = name.replace("{", "{{").replace("}", "}}")
    words = words.replace(item, "{item}") if item in words else f"{words}：{{item}}"
    return f"f{json.dumps(words, ensure_ascii=False)}"


def _read_cells() -> list[str]:
    """Read the template: cells divided by lines of `---`, words first marked by `markdown`, code by `code`."""
    return resources.files(__package__).joinpath("template.txt").read_text("utf-8").split("\n---\n")


def _cell(number: int, text: str, words: dict[str, str]) -> dict[str, Any]:
    head, _, source = text.strip("\n").partition("\n")
    kind, *tags = head.split()
    for word, value in words.items():
        source = source.replace(f"<{word}>", value)
    cell: dict[str, Any] = {"cell_type": kind, "id": sha256(f"{words['NAME']} {number}".encode()).hexdigest()[:8]}
    cell |= {"metadata": {"tags": tags} if tags else {}, "source": source.splitlines(keepends=True)}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def _notebook(cells: Sequence[dict[str, Any]], title: str) -> dict[str, Any]:
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"budgetkit": {"report": title, "sources": "../sources/"}, "kernelspec": kernel}
    metadata["language_info"] = {"name": "python", "file_extension": ".py"}
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
