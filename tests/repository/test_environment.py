"""pyproject.toml, environment.yml and the lock files name the same packages; the code imports no others."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from rattler import MatchSpec

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRAS = PYPROJECT["project"].get("optional-dependencies", {})
LOCKS = {"requirements.lock": [], "requirements-dev.lock": list(EXTRAS)}

IMPORTING_CALLS = ("import_extra", "import_module", "importorskip", "find_spec")

# What conda-forge calls a package differently.
PYPI_NAME = {"python-duckdb": "duckdb"}

# Packages that no module of ours imports, and what uses them.
USED_WITHOUT_IMPORT = {
    "jupyterlab": "opened by `make lab`",
    "ipykernel": "started by papermill and JupyterLab",
    "pytest-xdist": "a pytest plugin",
    "ruff": "a command",
    "mypy": "a command",
    "onnxruntime": "runs the models of rapidocr",
    "nbstripout": "a command, and a filter of git",
    "mkdocs-material": "the theme of `make docs`",
    "mkdocstrings": "a plugin of `make docs`",
    "mkdocs-jupyter": "a plugin of `make docs`",
}


def requirements(*extras: str) -> dict[str, Requirement]:
    lines = [*PYPROJECT["project"]["dependencies"], *(line for extra in extras for line in EXTRAS[extra])]
    return {canonicalize_name(requirement.name): requirement for requirement in map(Requirement, lines)}


def environment_lines() -> tuple[list[str], list[str]]:
    """Read environment.yml's lines for conda and its lines for pip."""
    dependencies = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    for_pip = [line for entry in dependencies if isinstance(entry, dict) for line in entry["pip"]]
    return [entry for entry in dependencies if isinstance(entry, str)], for_pip


def environment_bounds() -> dict[str, set[str]]:
    """Give each package's version bounds in environment.yml."""
    for_conda, for_pip = environment_lines()
    specs = [MatchSpec(line) for line in for_conda]
    bounds = {canonicalize_name(spec.name.normalized): spec.version for spec in specs}
    bounds |= {
        canonicalize_name(Requirement(line).name): str(Requirement(line).specifier)
        for line in for_pip
        if not line.startswith("-")
    }
    return {PYPI_NAME.get(name, name): split_bounds(version) for name, version in bounds.items()}


def split_bounds(version: object) -> set[str]:
    return set(str(version).split(",")) if version else set()


def test_environment_yml_names_what_pyproject_names_with_the_same_bounds():
    expected = {name: split_bounds(requirement.specifier) for name, requirement in requirements(*EXTRAS).items()}
    expected |= {"python": {PYPROJECT["project"]["requires-python"]}, "pip": set()}
    assert environment_bounds() == expected


def test_environment_yml_installs_budgetkit_itself():
    assert "-e ." in environment_lines()[1]


def test_every_dependency_has_a_reason():
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    named = [line for line in lines if re.match(r'    "[A-Za-z].*[<>=]=?\d', line)]
    assert len(named) == len(requirements(*EXTRAS))
    assert [line for line in named if "  # " not in line] == []


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_every_requirement_within_its_bounds(name: str):
    pins = dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))
    for package, requirement in requirements(*LOCKS[name]).items():
        assert package in pins, f"{name} lacks {package}: run `make lock`"
        assert requirement.specifier.contains(pins[package]), f"{name}: {package} {pins[package]}; run `make lock`"


@pytest.mark.parametrize("name", LOCKS)
def test_lock_has_a_hash_for_every_package_and_names_no_place(name: str):
    text = (ROOT / name).read_text("utf-8")
    blocks = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"://|--index|--find-links|file:|(?<=\s)/\S+", text) == []


def test_development_lock_holds_the_versions_of_the_run_lock():
    run, development = ((ROOT / name).read_text("utf-8") for name in LOCKS)
    pinned = re.compile(r"^[\w.-]+==[^\s\\]+", re.MULTILINE)  # an extra may want a package on more platforms
    assert set(pinned.findall(run)) <= set(pinned.findall(development))


@cache
def imported_packages(folder: str) -> set[str]:
    """Name the distributions that the modules of a folder import, standard library and our own left out."""
    names: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names |= imported_names(node)
    distributions = installed_modules()
    foreign = names - sys.stdlib_module_names - {"budgetkit", "tests"}
    return {canonicalize_name(distributions[name][0]) for name in foreign if name in distributions}


installed_modules = cache(packages_distributions)  # reads what every installed package consists of


def imported_names(node: ast.AST) -> set[str]:
    """Name the top modules that a statement imports, or a call by their name (`importorskip("duckdb")`)."""
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return set() if node.level else {node.module.partition(".")[0]}
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        function = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return {str(node.args[0].value)} if function in IMPORTING_CALLS else set()
    return set()


def test_the_package_imports_only_what_pyproject_requires():
    required = requirements(*(extra for extra in EXTRAS if extra != "test"))
    assert imported_packages("budgetkit") - set(required) == set()


def test_the_tests_import_only_what_pyproject_requires():
    assert imported_packages("tests") - set(requirements(*EXTRAS)) == set()


@pytest.mark.skipif(not find_spec("distributed"), reason="not every extra is installed")
def test_every_requirement_is_used():
    used = imported_packages("budgetkit") | imported_packages("tests") | set(USED_WITHOUT_IMPORT)
    assert set(requirements(*EXTRAS)) - used == set()
