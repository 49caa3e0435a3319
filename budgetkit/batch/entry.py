"""The engine as papermill finds it by its entry point.

papermill loads entry points while it is still being imported itself, hence nothing of it may be needed yet.
"""

from __future__ import annotations

from typing import Any


class BudgetkitEngine:
    """Hands everything that papermill asks to the engine."""

    @classmethod
    def execute_notebook(cls, *arguments: Any, **options: Any) -> Any:
        """Execute a notebook in a fresh process that has imported the libraries already."""
        return _engine().execute_notebook(*arguments, **options)

    @classmethod
    def nb_kernel_name(cls, *arguments: Any, **options: Any) -> str:
        """Give the name of a notebook's kernel."""
        return _engine().nb_kernel_name(*arguments, **options)

    @classmethod
    def nb_language(cls, *arguments: Any, **options: Any) -> str:
        """Give the language of a notebook."""
        return _engine().nb_language(*arguments, **options)


def _engine() -> Any:
    from budgetkit.batch import engine

    return engine.FreshProcessEngine
