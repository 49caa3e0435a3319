"""What is handed to a worker, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from budgetkit.batch.job import Job

ENGINES = ("budgetkit", "kernel")


@dataclass(frozen=True)
class Limits:
    """How many seconds the start of a process or kernel, one cell, and one report may take; None is no limit."""

    start: float | None = 60
    cell: float | None = 300
    report: float | None = 1800


@dataclass(frozen=True)
class Task:
    """A report to make now.

    `clean` holds the clean tables that it reads, `making` is a folder of its own to make the files in, `log` takes
    what happens meanwhile. `date` (YYYY-MM-DD) is printed on the report, where one is wanted.
    """

    job: Job
    clean: Path
    making: Path
    log: Path
    engine: str = ENGINES[0]
    limits: Limits = field(default_factory=Limits)
    date: str = ""

    work = "budgetkit.batch.worker:work"

    @property
    def key(self) -> str:
        """The job's key."""
        return self.job.key

    @property
    def watched(self) -> Limits:
        """The limits that the driver holds a report to; an ordinary kernel's cells are held to theirs by its client."""
        return replace(self.limits, cell=None) if self.engine == "kernel" else self.limits

    def made(self, ending: str) -> Path:
        """Where the worker puts the file of a format, before it is moved to its place."""
        return self.making / self.job.output(ending).name


@dataclass(frozen=True)
class Failure:
    """Why a report could not be made: step, the error's name, what it says, and what to do next, in Chinese."""

    step: str
    error: str
    message: str
    next_step: str
    cell: int | None = None
    traceback: str = ""
    is_disk_full: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of a task: its files' sha256 by ending, seconds by step, peak memory (MB), the failure if it failed."""

    files: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    memory: float = 0.0
    failure: Failure | None = None


@dataclass(frozen=True)
class Event:
    """What a worker says meanwhile: the step it is at and, while the notebook runs, the cell."""

    step: str
    cell: int | None = None
    cells: int | None = None
