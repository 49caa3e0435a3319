"""What is handed to a worker, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from budgetkit.batch.job import Job

ENGINES = ("budgetkit", "kernel")


@dataclass(frozen=True)
class Task:
    """A report to make now: its job, the clean tables that it reads, and a folder of its own to make the files in."""

    job: Job
    clean: Path
    making: Path
    engine: str = ENGINES[0]

    def made(self, ending: str) -> Path:
        """Where the worker puts the file of a format, before it is moved to its place."""
        return self.making / self.job.output(ending).name


@dataclass(frozen=True)
class Failure:
    """Why a report could not be made: what happened, as Python names it, where, and what to do next, in Chinese."""

    step: str
    error: str
    message: str
    next_step: str
    cell: int | None = None
    traceback: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of a task: its files by ending, seconds by step, and the failure if it failed."""

    task: Task
    files: dict[str, Path] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    failure: Failure | None = None
