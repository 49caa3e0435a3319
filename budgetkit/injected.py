"""What papermill injected into the notebook that runs here, held against the parameters that the notebook has."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from itertools import chain, pairwise
from math import inf
from typing import Any

from budgetkit.errors import ParameterError

_COUNT = (int, 1, inf, "不小于 1 的整数")
_PART = ((int, float), 0, 100, "0 至 100 的数（百分之几）")
_BOUNDS: dict[str, tuple[Any, float, float, str]] = {
    **dict.fromkeys(("top", "most", "detailed"), _COUNT),
    **dict.fromkeys(("dominant", "close", "low_execution"), _PART),
    "low_score": ((int, float), 0, 100, "0 至 100 的数（分）"),
    "least": ((int, float), 0, inf, "不小于 0 的数（万元）"),
}
"""Of the parameters that the kit's reports have: types, least and largest value, and these in words."""

_MARK = "# Parameters"  # the first line of the cell that papermill puts behind the parameters cell


def check_injected() -> None:
    """Raise ParameterError when a parameter was injected that the notebook doesn't have: papermill merely warns.

    So it does when one has a value that it can't have. Outside a notebook, and where its parameters cell isn't plain
    assignments, nothing is known and nothing raised.
    """
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is not None:
        cells = shell.user_ns.get("In", ())
        check_cells(cells)
        for name in chain.from_iterable(names for cell in cells if "year" in (names := _assigned(cell))):
            check_bounds(name, shell.user_ns.get(name))


def check_bounds(name: str, value: Any) -> None:
    """Raise ParameterError unless the value of a parameter that the kit's reports have lies within its bounds."""
    if name not in _BOUNDS:
        return
    kinds, least, most, expected = _BOUNDS[name]
    if not isinstance(value, kinds) or isinstance(value, bool) or not least <= value <= most:
        raise ParameterError(f"参数 {name}", expected, repr(value), "请改正取值。")


def check_cells(cells: Sequence[str]) -> None:
    """Check the sources of the cells that ran, in order; see `check_injected`."""
    for before, cell in pairwise(cells):
        known = _assigned(before)
        if cell.partition("\n")[0].strip() != _MARK or not known:
            continue
        for name in _assigned(cell):
            if name not in known:
                near = get_close_matches(name, known, n=1)
                hint = f"是否想写 {near[0]}？" if near else "请检查拼写。"
                raise ParameterError("笔记本的参数", f"以下之一：{'、'.join(known)}", name, hint)


def _assigned(source: str) -> list[str]:
    """List the names that a cell of plain assignments sets; empty for any other cell."""
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError):
        return []
    targets = [_target(statement) for statement in statements]
    named = [target for target in targets if target is not None]
    return named if len(named) == len(targets) else []


def _target(statement: ast.stmt) -> str | None:
    target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
    return target.id if isinstance(target, ast.Name) else None
