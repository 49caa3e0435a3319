"""Promises about the package's own code: one name for one class, imports along the arrow."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import budgetkit

PACKAGE = Path(budgetkit.__file__).parent


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Give each module of the package by its path, parsed."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_bytes())


def test_no_two_classes_share_a_name():
    homes = defaultdict(list)
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(f"{path}:{node.lineno}")
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}


def test_rooms_import_along_the_arrow_that_the_architecture_draws(monkeypatch):
    monkeypatch.syspath_prepend(str(PACKAGE.parent / "tools"))
    import rooms

    page = rooms.PAGE.read_text("utf-8")
    order = rooms.read_order(page)
    assert rooms.find_against(order) == []
    assert rooms.read_picture(page) == rooms.draw(order), "run python3 tools/rooms.py"
