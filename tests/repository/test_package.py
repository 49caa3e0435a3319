"""Promises about the package's own code: one name for one class, imports along the arrow, no insides of libraries."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

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


LONGEST_FIXTURE = 60
QUESTION = re.compile(r"_*(?:is|has|are|was|can|may|holds?|fits|knows|find|list|count)(?:_\w+)?")
CHANGES = {"add", "append", "clear", "discard", "extend", "insert", "mkdir", "pop", "remove", "rename", "rmtree"}
CHANGES |= {"touch", "unlink", "update", "write_bytes", "write_text"}
KEPT = {"worked_out", "found"}  # what was found is kept there for whoever asks again


def changed_by_questions(tree: ast.Module) -> list[str]:
    """List what functions whose name asks change of what they were given, with its line."""
    found = []
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        if QUESTION.fullmatch(function.name):
            given = {argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)}
            places = (place for node in ast.walk(function) if (place := changed_place(node)))
            found += [f"{place.lineno}: {ast.unparse(place)}" for place in places if given.intersection(root_of(place))]
    return found


def changed_place(node: ast.AST) -> ast.expr | None:
    """Give the attribute, element or object that an assignment or a call changes."""
    if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
        return node
    is_change = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES
    return node.func.value if is_change else None


def root_of(place: ast.expr) -> set[str]:
    """Give the name that attributes and elements hang from; none for what is kept."""
    while isinstance(place, ast.Attribute | ast.Subscript):
        if isinstance(place, ast.Attribute) and place.attr in KEPT:
            return set()
        place = place.value
    return {place.id} if isinstance(place, ast.Name) else set()


def test_a_function_whose_name_asks_changes_nothing():
    found = {path: changed_by_questions(tree) for path, tree in modules()}
    assert {path: places for path, places in found.items() if places} == {}


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("def is_new(self, key):\n    self.seen.add(key)", ["2: self.seen"]),
        ("def _find(rows, log):\n    log[-1].text = ''", ["2: log[-1].text"]),
        ("def has_name(row):\n    del row['name']", ["2: row['name']"]),
        ("def find(row):\n    own = set(row)\n    own.add(1)\n    return own", []),
        ("def find(self, key):\n    self.found[key] = 1", []),
        ("def take(rows):\n    rows.pop()", []),
    ],
)
def test_a_question_that_changes_something_is_found(source, changed):
    assert changed_by_questions(ast.parse(source)) == changed


def columns_set_on_slices(tree: ast.Module) -> list[str]:
    """List where a column is set on rows just chosen from a table: pandas 2 warns of it, and may not set it."""
    found = []
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        slices: dict[str, bool] = {}
        for node in sorted(ast.walk(function), key=lambda node: getattr(node, "lineno", 0)):
            if not isinstance(node, ast.Assign):
                continue
            for target in node.targets:
                if isinstance(target, ast.Name):
                    slices[target.id] = is_slice(node.value)
                elif isinstance(target, ast.Subscript) and slices.get(ast.unparse(target.value)):
                    found.append(f"{target.lineno}: {ast.unparse(target)}")
    return found


def is_slice(value: ast.expr) -> bool:
    """Say whether an expression chooses rows of a table: by a condition, or those without missing values."""
    if isinstance(value, ast.Subscript):
        return any(isinstance(node, ast.Compare | ast.Invert | ast.BitAnd) for node in ast.walk(value.slice))
    is_method = isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)
    return is_method and value.func.attr in {"dropna", "head", "tail", "drop_duplicates", "query"}


def test_no_column_is_set_on_rows_chosen_from_a_table():
    found = {path: columns_set_on_slices(tree) for path, tree in modules()}
    assert {path: places for path, places in found.items() if places} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("own = rows.dropna()\n    own['key'] = 1", True),
        ("own = rows[rows['total'] > 0]\n    own['key'] = 1", True),
        ("own = rows.dropna()\n    own = own.assign(key=1)\n    own['key'] = 2", False),
        ("own = rows['total']\n    own['key'] = 1", False),
    ],
)
def test_a_column_set_on_chosen_rows_is_found(source, found):
    assert bool(columns_set_on_slices(ast.parse(f"def f(rows):\n    {source}"))) == found


def test_no_fixture_is_longer_than_a_page():
    folder = Path(__file__).parents[1]
    members = folder / "fixtures" / "personal"  # lists with a case a line
    texts = (path for path in (folder / "fixtures").rglob("*.txt") if not path.is_relative_to(members))
    long = [path.name for path in texts if len(path.read_text("utf-8").splitlines()) > LONGEST_FIXTURE]
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            marks = node.decorator_list if isinstance(node, ast.FunctionDef) else []
            if (
                any("fixture" in ast.unparse(mark) for mark in marks)
                and node.end_lineno - node.lineno >= LONGEST_FIXTURE
            ):
                long.append(f"{path.name}: {node.name}")
    assert long == []


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
