"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.execution import find_evaluation_year
from budgetkit.compare.measure import source_lines
from budgetkit.compare.project_changes import NAMELESS
from budgetkit.compare.result import SourceLine
from budgetkit.statements import Statement


class Certainty(Enum):
    """How sure it is that the money at stake is rightly asked about; its weight orders the observations.

    PRINTED: the figures are the document's own, nothing is concluded. WORDED: a name or an indicator says so in words.
    CONCLUDED: computed, or rests on rows whose owner was concluded. FORMAL: the money itself is in no doubt, only how
    its use is to be measured: such a finding stands behind all that touch money, the larger ones first.
    """

    PRINTED = ("原文所列", 1.0)
    WORDED = ("据文字", 0.8)
    CONCLUDED = ("推算", 0.5)
    FORMAL = ("绩效管理", 1.0)

    def __init__(self, label: str, weight: float) -> None:
        self.label = label
        self.weight = weight


class Topic(Enum):
    """Where in the reports an observation belongs."""

    MONEY = "资金"
    PROJECTS = "项目"
    PERFORMANCE = "绩效"


@dataclass(frozen=True)
class Case:
    """What the rules look at: a budget, the department's earlier one, and the year of its latest self-evaluations."""

    budget: Budget
    earlier: Budget | None = None
    evaluation_year: int | None = None

    @classmethod
    def of(cls, budget: Budget, earlier: Budget | None = None) -> Case:
        """Make the case of a budget, with the self-evaluations that precede it."""
        return cls(budget, earlier, find_evaluation_year(budget.data, budget.department_id, budget.year))

    @cached_property
    def projects(self) -> pd.DataFrame:
        """The budget's projects, each with a name to print."""
        projects = self.budget.table("projects")
        return projects.assign(project_name=projects["project_name"].fillna(NAMELESS))

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """The budget's project indicators, with empty words instead of missing ones."""
        indicators = self.budget.table("project_indicators")
        words = ["level1", "level2", "name", "operator", "value", "unit"]
        return indicators.assign(**{word: indicators[word].fillna("") for word in words})

    @property
    def project_total(self) -> float | None:
        """The printed total of project expenditure in 支出总表 (万元)."""
        return self.budget.printed_totals.get(("expenditure", "project"))

    @property
    def project_lines(self) -> tuple[SourceLine, ...]:
        """The line of that total."""
        totals = self.budget.table("printed_totals")
        return source_lines(totals[(totals["table"] == "expenditure") & (totals["column"] == "project")])

    def money_of(self, sequences: Iterable[int]) -> float:
        """Add up the totals of projects by their numbers in the document (万元); unread amounts count nothing."""
        own = self.projects[self.projects["project_seq"].isin(list(sequences))]
        return round(float(own["total"].sum()), 6)


@dataclass(frozen=True)
class Observation:
    """What a rule found: the sentence, the question, the money at stake (万元), how certain, and the raw lines.

    `is_named` says that the sentence names all that the money consists of, `doubtful` how much of the money (万元) may
    be something else. `name` is its own where a rule finds things of several kinds, else the rule's.
    """

    statement: Statement
    question: str
    money: float
    certainty: Certainty
    sources: tuple[SourceLine, ...]
    is_named: bool = False
    doubtful: float = 0.0
    name: str = ""

    @property
    def weight(self) -> float:
        """Money times certainty, doubtful money counted by half: what observations of one kind are ranked by."""
        return (self.money - self.doubtful / 2) * self.certainty.weight


@dataclass(frozen=True)
class Rule:
    """A rule: its key, its name in Chinese, what it looks for from which threshold on, and where that comes from."""

    key: str
    name: str
    looks_for: str
    basis: str
    topic: Topic
    find: Callable[[Case], Iterator[Observation]]
