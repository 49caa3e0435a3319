"""A batch from plan to site: make the reports, put them in place, then the pages around them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from budgetkit.batch.failure_page import render_failure
from budgetkit.batch.job import Job
from budgetkit.batch.pages import save_reports_index, save_source_pages
from budgetkit.batch.pool import run_tasks
from budgetkit.batch.task import Outcome, Task
from budgetkit.dataset.load import load
from budgetkit.project import Folders
from budgetkit.site.files import write_whole


@dataclass
class Summary:
    """What a batch came to."""

    made: list[Task] = field(default_factory=list)
    failed: list[tuple[Task, Outcome]] = field(default_factory=list)


def run_batch(
    jobs: Sequence[Job],
    folders: Folders,
    workers: int,
    *,
    engine: str = "budgetkit",
    hear: Callable[[Task, Outcome], None] = lambda task, outcome: None,
) -> Summary:
    """Make the reports of the jobs, `workers` at a time, then the pages around them; `hear` hears each outcome."""
    summary = Summary()
    folders.reports.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folders.reports, prefix=".making-") as making:
        tasks = [
            Task(
                job,
                folders.clean.resolve(),
                Path(making).resolve() / job.key.replace("/", "-"),
                folders.reports.resolve() / "logs" / f"{job.key}.log",
                engine,
            )
            for job in jobs
        ]
        for task in tasks:
            task.making.mkdir()
        for task, outcome in run_tasks(tasks, workers):
            place_files(task, outcome)
            if outcome.failure:
                summary.failed.append((task, outcome))
            else:
                summary.made.append(task)
            hear(task, outcome)
    data = load(folders.clean)
    save_source_pages(data, folders.raw, folders.reports)
    save_reports_index(data, folders.reports, jobs, {task.job.key for task, _ in summary.failed})
    return summary


def place_files(task: Task, outcome: Outcome) -> None:
    """Move a report's files to their place; of a failed one the executed notebook and a page that says why."""
    job, endings = task.job, list(outcome.files)
    job.folder.mkdir(parents=True, exist_ok=True)
    if outcome.failure:
        endings = [ending for ending in endings if ending == "ipynb"]
        write_whole(job.output("html"), render_failure(job, outcome.failure, has_notebook=bool(endings)))
        job.output("pdf").unlink(missing_ok=True)
    for ending in endings:
        os.replace(task.made(ending), job.output(ending))
