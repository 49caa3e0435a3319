"""`budgetkit report`: the briefings."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

import typer

from budgetkit.batch.freshness import find_stale
from budgetkit.batch.job import FORMATS
from budgetkit.batch.parameters import parse_assignments
from budgetkit.batch.plan import find_notebooks, plan_jobs
from budgetkit.batch.processes import warm_up
from budgetkit.batch.run import Summary, run_batch
from budgetkit.batch.task import Outcome, Task
from budgetkit.dataset.store import load_table
from budgetkit.project import Folders


def run(
    folders: Folders,
    departments: Sequence[str],
    years: Sequence[int],
    notebooks: Sequence[str],
    formats: Sequence[str],
    parameters: Sequence[str],
    workers: int | None,
    engine: str,
) -> None:
    """Make the reports asked for and say what came of them; exit 1 when one could not be made.

    Raises ParameterError before anything runs, for whatever is asked for and not there.
    """
    start = time.perf_counter()
    warm_up()
    stale = find_stale(folders)
    if stale:
        typer.echo(f"{stale}，先整理原始文件。")
        from budgetkit.cli.clean import run as clean

        clean(folders)
    chosen = [name for text in formats for name in text.split(",") if name] or FORMATS
    jobs = plan_jobs(
        load_table("documents", folders.clean),
        find_notebooks(folders.notebooks, notebooks),
        folders.reports,
        departments,
        years,
        chosen,
        parse_assignments(parameters),
    )
    summary = run_batch(jobs, folders, workers or os.cpu_count() or 1, engine=engine, hear=_tell)
    _summarise(summary, folders, time.perf_counter() - start)
    if summary.failed:
        raise typer.Exit(1)


def _tell(task: Task, outcome: Outcome) -> None:
    seconds = sum(outcome.seconds.values())
    typer.echo(f"{'失败' if outcome.failure else '完成'}　{task.job.name}（{seconds:.1f} 秒）")


def _summarise(summary: Summary, folders: Folders, seconds: float) -> None:
    for task, outcome in summary.failed:
        typer.secho(f"未能生成 {task.job.name}：{outcome.failure.message}", fg=typer.colors.RED, err=True)
        typer.echo(f"　　原因与下一步见 {task.job.output('html')}", err=True)
    made, failed = len(summary.made), len(summary.failed)
    typer.echo(f"生成 {made} 份报告，失败 {failed} 份，用时 {seconds:.1f} 秒；目录 {folders.reports / 'index.html'}")
