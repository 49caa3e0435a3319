"""What is handed to workers, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from budgetkit.batch.job import Job
from budgetkit.errors import BudgetkitError

ENGINES = ("budgetkit", "kernel")


_LONGEST = 400  # characters of a message


@dataclass(frozen=True)
class Limits:
    """How many seconds the start of a process or kernel, one cell, and one report may take; None is no limit."""

    start: float | None = 60
    cell: float | None = 300
    report: float | None = 1800


@dataclass(frozen=True)
class Stage:
    """A part of a task: the function that does it (`module:function`), and whether it needs a fresh process.

    `tables` is a folder of clean tables that a fresh process may have read before; `subject` is the department and year
    whose shared measures it may have taken then.
    """

    work: str
    is_fresh: bool = False
    tables: Path | None = None
    subject: tuple[str, int] | None = None


class AnyTask(Protocol):
    """What every task has: its stages in order, a key, a folder of its own to make files in, a log, its limits."""

    @property
    def stages(self) -> tuple[Stage, ...]: ...

    @property
    def key(self) -> str: ...

    @property
    def making(self) -> Path: ...

    @property
    def log(self) -> Path: ...

    @property
    def watched(self) -> Limits: ...


@dataclass(frozen=True)
class ReportTask:
    """A report to make now.

    `clean` holds the clean tables that it reads, in the folder `shared` of the tables that its department's reports
    read, where others read some too. `making` is a folder of its own to make the files in, `log` takes
    what happens meanwhile. `date` (YYYY-MM-DD) is printed on the report, where one is wanted. `reference` holds the
    reference tables; `reads_ahead` says that the clean tables are small enough to be read at once for many reports.
    `links` lead to the pages around the report.
    """

    job: Job
    clean: Path
    making: Path
    log: Path
    engine: str = ENGINES[0]
    limits: Limits = field(default_factory=Limits)
    date: str = ""
    reference: Path | None = None
    reads_ahead: bool = True
    links: dict[str, Any] | None = None
    shared: Path | None = None

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """Execute in a process that may have read the report's tables, and export in another."""
        reads_ahead = self.engine != "kernel" and self.reads_ahead
        subject = (self.job.department_id, self.job.year) if self.job.reads and not self.job.level else None
        tables = (self.shared or self.clean) if reads_ahead else None
        execute = Stage("budgetkit.batch.stages:execute", is_fresh=True, tables=tables, subject=subject)
        return execute, Stage("budgetkit.batch.stages:export")

    @property
    def key(self) -> str:
        """The job's key."""
        return self.job.key

    @property
    def watched(self) -> Limits:
        """The limits that the driver holds a report to; an ordinary kernel's cells are held to theirs by its client."""
        return replace(self.limits, cell=None) if self.engine == "kernel" else self.limits

    def made(self, ending: str) -> Path:
        """Where a worker puts the file of a format, before it is moved to its place."""
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

    @property
    def short(self) -> str:
        """What was said, in a line that can be read at once; the whole stands with the details."""
        said = " ".join(self.message.split())
        return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}……（全文见错误详情）"

    @property
    def summary(self) -> str:
        """The failure in a line: the cell, if it was one, what was said, and the error's name where it says more."""
        place = f"第 {self.cell} 个单元格：" if self.cell else ""
        said = self.short
        if said:
            return f"{place}{said}" if self.is_plain else f"{place}{said}（{self.error}）"
        return f"{place}{self.error}，没有说明"

    @property
    def is_plain(self) -> bool:
        """Say whether it is an error of the kit's own: its sentence says all, its name tells a reader nothing."""
        return self.error in _names_of(BudgetkitError)


def _names_of(kind: type[Exception]) -> set[str]:
    return {kind.__name__}.union(*map(_names_of, kind.__subclasses__()))


@dataclass(frozen=True)
class Outcome:
    """What came of a task: its files' sha256 by ending, what it took, the failure if it failed.

    It took `seconds` by step, `processor` seconds in all, and its processes held at most `memory` MB.
    """

    files: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    processor: float = 0.0
    memory: float = 0.0
    failure: Failure | None = None

    @property
    def summary(self) -> str:
        """What failed, in a sentence; empty where nothing did."""
        return self.failure.summary if self.failure else ""

    def add(self, later: Outcome) -> Outcome:
        """Add what came of a later stage."""
        return Outcome(
            {**self.files, **later.files},
            {**self.seconds, **later.seconds},
            self.processor + later.processor,
            max(self.memory, later.memory),
            later.failure,
        )


@dataclass(frozen=True)
class Event:
    """What a worker says meanwhile: the step it is at and, while the notebook runs, the cell."""

    step: str
    cell: int | None = None
