"""What a batch is asked for, what it knows while it runs, and what it came to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path

from budgetkit.batch.decisions import Decision
from budgetkit.batch.guard import Damage, Guard, Mark
from budgetkit.batch.leftovers import Pruned
from budgetkit.batch.manifest import Manifest
from budgetkit.batch.pages import (
    AnyPage,
)
from budgetkit.batch.pool import run_tasks
from budgetkit.batch.slices import Slices
from budgetkit.batch.task import ENGINES, AnyTask, Event, Limits, Outcome, ReportTask
from budgetkit.project import Folders


@dataclass(frozen=True)
class Options:
    """How a batch is run; `run` gives the outcomes of tasks as they come.

    With `every_source`, each document gets its source page, whether a report reads it or not.
    """

    engine: str = ENGINES[0]
    limits: Limits = field(default_factory=Limits)
    date: str = ""
    force: bool = False
    workers: int = 1
    every_source: bool = False
    run: Callable[..., Iterator[tuple[AnyTask, Outcome]]] = run_tasks


class Listener:
    """Hears how a batch goes; each of these may be overridden."""

    def planned(self, decisions: Sequence[Decision]) -> None:
        """Hear what will be made and what not, and why."""

    def heard(self, task: AnyTask, event: Event) -> None:
        """Hear the step or cell that a report begins."""

    def finished(self, decision: Decision, outcome: Outcome) -> None:
        """Hear what came of a report."""

    def noticed(self, words: str) -> None:
        """Hear, in Chinese, of something amiss that the batch mended or goes on without."""


@dataclass
class BatchSummary:
    """What a batch came to."""

    decisions: list[Decision]
    made: list[tuple[Decision, Outcome]] = field(default_factory=list)
    failed: list[tuple[Decision, Outcome]] = field(default_factory=list)
    failed_pages: list[tuple[AnyPage, Outcome]] = field(default_factory=list)
    edited_pages: list[str] = field(default_factory=list)
    damage: list[Damage] = field(default_factory=list)
    pruned: Pruned = field(default_factory=Pruned)

    @property
    def is_success(self) -> bool:
        """Say whether everything was made that was to be made, and no notebook changed what isn't its own."""
        return not self.failed and not self.failed_pages and not self.damage


@dataclass
class Batch:
    """A batch while it runs: what it was asked for, what it keeps, and what it has found so far."""

    folders: Folders
    options: Options
    listener: Listener
    manifest: Manifest
    slices: Slices
    making: Path
    summary: BatchSummary
    guard: Guard
    tables: dict[Path, dict[Path, Mark]] = field(default_factory=dict)  # what reports read, as it was saved
    numbers: Iterator[int] = field(default_factory=count)
    victims: list[Decision] = field(default_factory=list)
    lost_pages: list[str] = field(default_factory=list)
    is_again: bool = False

    @cached_property
    def titles(self) -> dict[str, dict[str, str]]:
        """The titles by key of the reports that there are, or will be after this run, by folder."""
        known = {
            key: record["title"]
            for key, record in self.manifest.records.items()
            if "title" in record and not record.get("orphan") and (self.folders.reports / f"{key}.html").is_file()
        }
        planned = {one.job.key: one.job.title for one in self.summary.decisions if "html" in one.job.formats}
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for key, title in {**known, **planned}.items():
            found[key.partition("/")[0]][key] = title
        return found

    def heard(self, task: AnyTask, event: Event) -> None:
        """Pass on what is heard of a task, and note who runs."""
        if isinstance(task, ReportTask):
            self.guard.begins(task.key)
        self.listener.heard(task, event)
