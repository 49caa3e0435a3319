"""What several tests share: made documents, printed and cleaned."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from finished_pages import FinishedPages, make_finished_pages
from hypothesis import settings
from made import PLAIN, MadeDepartment, Style
from made.compare import clean
from made.evaluation import MadeEvaluation
from made_once import make_once

import budgetkit
from budgetkit.clean_folder import clean_folder
from budgetkit.pipeline import CleanDocument
from budgetkit.upstream import skip_grammar

skip_grammar()  # as every command of the kit does, before notebooks are imported

RAW = Path(__file__).parents[1] / "data" / "raw"

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.load_profile("untimed")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out further random members of a kind unless they are asked for."""
    if not os.environ.get("BUDGETKIT_EXHAUSTIVE"):
        left_out = [item for item in items if item.get_closest_marker("exhaustive")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("exhaustive")]


CleanMade = Callable[..., CleanDocument]


@pytest.fixture
def clean_made(tmp_path: Path) -> CleanMade:
    """Give a function that prints a made document in a style and cleans it."""

    def _clean(document: MadeDepartment | MadeEvaluation, style: Style = PLAIN) -> CleanDocument:
        return clean(tmp_path, document, style)

    return _clean


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Give the folder that all processes of the run share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def published(shared: Path) -> Path:
    """Give the clean tables of the project's own documents, made once a run; who changes them changes a copy."""
    return make_once(shared / "published", clean_published)


@pytest.fixture(scope="module")
def published_data(published: Path) -> budgetkit.Dataset:
    """Give the clean tables of the project's own documents as notebooks load them."""
    return budgetkit.load(published)


@pytest.fixture(scope="session")
def finished(shared: Path, published: Path) -> FinishedPages:
    """Give the finished pages of a department, made once a run."""
    made = make_once(shared / "finished", lambda folder: make_finished_pages(folder, published))
    return FinishedPages(made / "reports")


def clean_published(folder: Path) -> None:
    assert clean_folder(RAW, folder).errors == []
