"""Promises about the package's own code: one name for one class, imports along the arrow, no insides of libraries."""

import ast
import re
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


LIBRARIES = (
    "IPython",
    "ipykernel",
    "jupyter_client",
    "matplotlib",
    "multiprocessing",
    "nbclient",
    "nbformat",
    "papermill",
)
REBOUND = re.compile(rf"(?:{'|'.join(LIBRARIES)})[\w.]*|sys\.modules\[.*")
INSIDES = {"multiprocessing.forkserver", "multiprocessing.resource_tracker"}
OWN_OF_PYTHON = {"_asdict", "_exit", "_fields", "_make", "_replace"}


def defined_names(tree: ast.Module) -> set[str]:
    """Give the names that a module defines: functions, classes, attributes, variables."""
    named = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            named.add(node.name)
        elif isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Store):
            named.add(node.attr if isinstance(node, ast.Attribute) else node.id)
    return named


def touched_insides(tree: ast.Module, own: set[str]) -> list[str]:
    """List what a module touches of libraries that they don't offer, with its line."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and re.match(r"_[a-z]", node.attr) and node.attr not in own:
            found.append(f"{node.lineno}: .{node.attr}")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(LIBRARIES):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [f"{node.lineno}: {name}" for name in names if name in INSIDES or "._" in name]
        elif isinstance(node, ast.Assign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            words = [ast.unparse(target) for target in targets]
            found += [f"{node.lineno}: {word}" for word in words if REBOUND.fullmatch(word)]
    return found


def test_only_upstream_touches_the_insides_of_libraries():
    trees = dict(modules())
    own = set().union(OWN_OF_PYTHON, *map(defined_names, trees.values()))
    own |= {"_repr_html_"}  # what any display asks for
    found = {path: touched_insides(tree, own) for path, tree in trees.items() if path != "upstream.py"}
    assert {path: places for path, places in found.items() if places} == {}


def test_each_kind_of_inside_would_be_found():
    source = "import nbclient.client\nfrom multiprocessing import forkserver\nshell._showtraceback()\n"
    source += "nbclient.client.output_from_msg = f\nsys.modules['debugpy'] = None\n"
    assert len(touched_insides(ast.parse(source), set())) == 4
