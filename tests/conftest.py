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

from budgetkit.pipeline import CleanDocument

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.load_profile("untimed")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out further random members of a kind unless they are asked for."""
    if not os.environ.get("BUDGETKIT_EXHAUSTIVE"):
        left_out = [item for item in items if item.get_closest_marker("exhaustive")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


CleanMade = Callable[..., CleanDocument]


@pytest.fixture
def clean_made(tmp_path: Path) -> CleanMade:
    """Give a function that prints a made document in a style and cleans it."""

    def _clean(document: MadeDepartment | MadeEvaluation, style: Style = PLAIN) -> CleanDocument:
        return clean(tmp_path, document, style)

    return _clean


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> FinishedPages:
    """Give the finished pages of a department; they are made once."""
    return make_finished_pages(tmp_path_factory.mktemp("finished"))
