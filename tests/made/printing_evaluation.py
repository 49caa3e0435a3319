"""项目支出绩效自评表 as text without tabs: narrow columns wrap, and their pieces stand above each other."""

from __future__ import annotations

from made.evaluation import MadeEvaluation
from made.page import Paper


def print_evaluations(paper: Paper, document: MadeEvaluation) -> None:
    """Print the forms of a self-evaluation document one after another."""
