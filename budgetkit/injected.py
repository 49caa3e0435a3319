"""What papermill injected into the notebook that runs here, held against the parameters that the notebook has."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from itertools import pairwise

from budgetkit.errors import ParameterError

_MARK = "# Parameters"  # the first line of the cell that papermill puts behind the parameters cell


def check_injected() -> None:
    """Raise ParameterError when a parameter was injected that the notebook doesn't have: papermill merely warns.

    Outside a notebook, and where its parameters cell isn't plain assignments, nothing is known and nothing raised.
    """
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is not None:
        check_cells(shell.user_ns.get("In", ()))


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
