"""A job: one notebook for one department and year, with where its report goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FORMATS = ("html", "pdf", "docx")
MADE_BY_DEFAULT = ("html", "pdf")


@dataclass(frozen=True)
class Job:
    """A report to make: notebook, department, year, further parameters, and the folder it goes to.

    `reads` are the departments whose rows the report can see; None stands for the whole dataset. `peers` are those of
    which it sees the totals besides. A report on all departments of a level has no department but the `level`, and
    `level:…` as `department_id`.
    """

    notebook: Path
    title: str
    department_id: str
    department: str
    year: int
    folder: Path
    formats: tuple[str, ...] = MADE_BY_DEFAULT
    parameters: Mapping[str, Any] = field(default_factory=dict)
    reads: tuple[str, ...] | None = ()
    peers: tuple[str, ...] = ()
    level: str = ""

    @property
    def key(self) -> str:
        """The report's place below the reports folder, without ending."""
        return f"{self.folder.name}/{self.notebook.stem}"

    @property
    def sees(self) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
        """The departments whose rows, and those whose totals, the report can see: jobs that see the same share it."""
        return self.reads, self.peers

    @property
    def values(self) -> dict[str, Any]:
        """The parameters that the notebook is given."""
        whose = {"level": self.level} if self.level else {"department": self.department_id}
        return {**whose, "year": self.year, **self.parameters}

    @property
    def name(self) -> str:
        """The job's name for people: department, year, notebook."""
        return f"{self.department}{self.year}年 {self.title}"

    def output(self, ending: str) -> Path:
        """Where the report of a format goes (`ipynb` for the executed notebook)."""
        return self.folder / f"{self.notebook.stem}.{ending}"

    def last(self, ending: str) -> Path:
        """Where the last report that could be made is kept while its place is taken by the page of a failure."""
        return self.output(f"last.{ending}")
