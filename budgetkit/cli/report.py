"""`budgetkit report`: the briefings."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import typer
from rich.console import Console

from budgetkit.batch.decisions import STATES, Decision, decide
from budgetkit.batch.inputs import OTHER_PARAMETERS
from budgetkit.batch.job import MADE_BY_DEFAULT, Job
from budgetkit.batch.leftovers import Pruned, find_orphans, find_unkept
from budgetkit.batch.manifest import Manifest
from budgetkit.batch.own_files import OwnFiles
from budgetkit.batch.parameters import NotAReportError, parse_assignments
from budgetkit.batch.plan import find_notebooks, plan_jobs
from budgetkit.batch.processes import start_method
from budgetkit.batch.progress import Bar, Events, Lines, Progressing, Quiet
from budgetkit.batch.run import run_batch
from budgetkit.batch.slices import Slices
from budgetkit.batch.state import BatchSummary, Options
from budgetkit.batch.task import Outcome
from budgetkit.cli.console import complain, say
from budgetkit.cluster import Cluster
from budgetkit.dataset.freshness import find_stale
from budgetkit.dataset.generation import read_generation
from budgetkit.dataset.store import find_generation, load_table
from budgetkit.errors import BudgetkitError, ParameterError, SourceError
from budgetkit.project import Folders


@dataclass(frozen=True)
class Asked:
    """Which reports the user asked for, as typed."""

    departments: Sequence[str]
    years: Sequence[int]
    notebooks: Sequence[str]
    formats: Sequence[str]
    parameters: Sequence[str]


@dataclass(frozen=True)
class OutputOptions:
    """How the user wants to be told."""

    quiet: bool = False
    json: bool = False
    explain: bool = False


def run(
    folders: Folders,
    asked: Asked,
    options: Options,
    telling: OutputOptions,
    workers: int | None = None,
    cluster: Cluster | None = None,
) -> None:
    """Make the reports asked for whose inputs changed; exit 1 when one could not be made.

    Raises ParameterError before anything runs, for whatever is asked for and not there.
    """
    start = time.perf_counter()
    problems = clean_if_needed(folders, telling)
    skipped: list[ParameterError] = []
    jobs = plan(folders, asked, skipped)
    problems += _tell_skipped(skipped, asked)
    if telling.explain:
        manifest, slices = Manifest(folders.reports), Slices(folders.clean)
        _explain(
            replace(find_orphans(manifest, slices), unkept=find_unkept(manifest, folders.notebooks)),
            decide(jobs, manifest, slices, date=options.date, force=options.force, files=OwnFiles(folders)),
        )
        return
    options = replace(options, workers=workers or os.cpu_count() or 1)
    if cluster:
        from budgetkit.batch.scheduler import run_on_cluster

        options = replace(options, run=partial(run_on_cluster, cluster))
    with _listener(telling) as listener:
        summary = run_batch(jobs, folders, options, listener)
    seconds = time.perf_counter() - start
    listener.done(summary, seconds)
    _summarise(summary, folders, seconds, telling)
    if problems or not summary.is_success:
        raise typer.Exit(1)


def plan(folders: Folders, asked: Asked, skipped: list[ParameterError]) -> list[Job]:
    """Plan the jobs for what the user asked; raises ParameterError for what is not there.

    Notebooks that cannot be reports are left out, and why is added to `skipped`.
    """
    return plan_jobs(
        load_table("documents", folders.clean),
        find_notebooks(folders.notebooks, asked.notebooks),
        folders.reports,
        asked.departments,
        asked.years,
        [name for text in asked.formats for name in text.split(",") if name] or MADE_BY_DEFAULT,
        parse_assignments(asked.parameters),
        skipped.append,
    )


def _tell_skipped(skipped: Sequence[ParameterError], asked: Asked) -> list[BudgetkitError]:
    """Say which notebooks are left out; give those that were asked for or that somebody meant to be reports."""
    for error in skipped:
        complain(f"跳过笔记本：{error}", typer.colors.YELLOW)
    return [error for error in skipped if asked.notebooks or not isinstance(error, NotAReportError)]


def clean_if_needed(folders: Folders, telling: OutputOptions = OutputOptions()) -> list[BudgetkitError]:
    """Clean the raw documents when the tables don't stand for them; give the errors of documents left out.

    When none of them can be cleaned, the tables are of other documents: nothing is made, exit 1.
    """
    stale = find_stale(folders)
    if not stale:
        find_generation(folders.clean)  # one that was changed by hand is refused before anything runs
        return _tell_left_out(folders)
    if not telling.quiet:
        complain(f"{stale}，先整理原始文件。", None) if telling.json else say(f"{stale}，先整理原始文件。")
    from budgetkit.clean_folder import clean_folder

    result = clean_folder(folders.raw, folders.clean, folders.corrections, jobs=None)
    for error in result.errors:
        complain(f"错误：{error}")
    if not result.documents:
        raise typer.Exit(1)
    return result.errors


def _tell_left_out(folders: Folders) -> list[BudgetkitError]:
    """Say which documents the last cleaning could not use: no report knows of them."""
    names = read_generation(folders.clean).left_out
    if not names:
        return []
    error = SourceError(
        str(folders.raw), "全部采用的文件", f"未采用 {'、'.join(names)}", "用 budgetkit clean 查看原因。"
    )
    complain(f"错误：{error}")
    return [error]


def _listener(telling: OutputOptions) -> Progressing:
    if telling.json:
        return Events(typer.echo)
    if telling.quiet:
        return Quiet()
    if start_method() != "forkserver":
        say("此系统不宜派生进程，每份报告另起新进程，会慢一些。")
    console = Console()
    return Bar(console) if console.is_terminal else Lines(say)


def _explain(orphans: Pruned, decisions: Sequence[Decision]) -> None:
    for state, keys in (("删除", orphans.removed), ("标为已无来源", orphans.kept)):
        for key in keys:
            say(f"{state}　{key}：所依据的文件已不在数据中")
    for key in orphans.unkept:
        say(f"不再更新　{key}：笔记本已不在")
    for decision in decisions:
        say(f"{STATES[decision.state]}　{decision.job.name}：{decision.why}")


def _say_next(decision: Decision, outcome: Outcome) -> str:
    """Say where the page of a failure is, or what to do next where there was no place for one."""
    page = decision.job.output("html")
    return f"原因与下一步见 {page}" if page.is_file() or outcome.failure is None else outcome.failure.next_step


def _summarise(summary: BatchSummary, folders: Folders, seconds: float, telling: OutputOptions) -> None:
    for decision, outcome in summary.failed:
        complain(f"未能生成 {decision.job.name}：{outcome.summary}")
        complain(f"　　{_say_next(decision, outcome)}", None)
    for page, outcome in summary.failed_pages:
        complain(f"未能生成页面 {page.key}：{outcome.summary}")
    for decision in summary.decisions:
        if decision.state == "edited":
            complain(f"未覆盖 {decision.job.name}：{decision.why}；要覆盖请加 --force。", None)
    for key in summary.edited_pages:
        complain(f"未覆盖页面 {folders.reports / key}.html：在写入后被修改；要覆盖请加 --force。", None)
    if telling.quiet or telling.json:
        return
    made, failed = len(summary.made), len(summary.failed)
    say(f"生成 {made} 份报告，失败 {failed} 份，用时 {seconds:.1f} 秒；目录 {folders.reports / 'index.html'}")
    reasons = [why for decision, _ in summary.made for why in decision.reasons]
    _tell_replaced([why for why in reasons if why.startswith(OTHER_PARAMETERS)])


def _tell_replaced(reasons: Sequence[str]) -> None:
    """Say how many reports took the place of those that were made with other parameters, and how to keep both."""
    if reasons:
        what = reasons[0].removeprefix(OTHER_PARAMETERS)
        say(f"其中 {len(reasons)} 份替换了以别的参数生成的报告{what}；要都保留，请用选项 --reports 另指定文件夹。")
