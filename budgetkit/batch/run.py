"""A batch from decisions to site: read `run_batch` first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from budgetkit.batch.damage import has_lost_files, mend_damage, notice_damage
from budgetkit.batch.decisions import SPOILED, Decision, decide
from budgetkit.batch.guard import Damage, Guard
from budgetkit.batch.job import Job
from budgetkit.batch.leftovers import prune
from budgetkit.batch.manifest import NAME, Manifest
from budgetkit.batch.own_files import OwnFiles
from budgetkit.batch.pages import (
    AnyPage,
    place_page,
)
from budgetkit.batch.placement import TamperedError, disk_full, place_report, say_disk_full
from budgetkit.batch.processes import warm_up
from budgetkit.batch.slices import Slices
from budgetkit.batch.state import Batch, BatchSummary, Listener, Options
from budgetkit.batch.task import AnyTask, Failure, Outcome, ReportTask
from budgetkit.batch.task_list import give_tasks, give_tasks_of_all
from budgetkit.batch.working_folders import clear_leftovers, say_taken, taken, working_folders
from budgetkit.inside import PlaceError, remove_tree
from budgetkit.lock import lock_folder
from budgetkit.project import Folders


def run_batch(jobs: Sequence[Job], folders: Folders, options: Options, listener: Listener) -> BatchSummary:
    """Make the reports whose inputs changed, then the pages around them.

    Raises LockedError when another batch is at it, DatasetError when the clean tables cannot be used, DiskFullError
    when there is no room; what was finished before stays.
    """
    with lock_folder(folders.reports), say_taken(folders.reports), say_disk_full(folders.reports):
        clear_leftovers(folders.reports)
        manifest, slices = Manifest(folders.reports), Slices(folders.clean)
        if manifest.words:
            listener.noticed(manifest.words)
        manifest.mend()
        pruned = prune(manifest, slices, folders.notebooks)
        for words in pruned.describe():
            listener.noticed(words)
        summary = BatchSummary(
            decide(jobs, manifest, slices, date=options.date, force=options.force, files=OwnFiles(folders))
        )
        summary.pruned = pruned
        listener.planned(summary.decisions)
        if any(decision.state == "make" for decision in summary.decisions):
            warm_up()
        try:
            with working_folders(folders.reports) as (making, kept):
                guard = Guard(folders, manifest, kept)
                batch = Batch(folders, options, listener, manifest, slices, making, summary, guard)
                _make_reports(batch, summary.decisions)
                if mend_damage(batch):
                    again = decide(jobs, manifest, slices, date=options.date, files=OwnFiles(folders))
                    _make_reports(batch, [one for one in again if one.reasons[0] == SPOILED])
                for victim in batch.victims:  # each for itself: one of them may be the culprit
                    _make_reports(batch, [victim])
                _make_pages_of_all(batch)
        finally:
            if folders.reports.is_dir():
                manifest.compact()
        if manifest.was_touched:
            summary.damage.append(Damage(data=[folders.reports / NAME]))
            listener.noticed(f"有笔记本改动了报告清单 {folders.reports / NAME}；已按本次所知重写。")
    return summary


def _make_reports(batch: Batch, decisions: Sequence[Decision]) -> None:
    """Make the reports that were decided on, and the source pages of the documents that reports read."""
    chosen = {decision.job.key: decision for decision in decisions if decision.state == "make"}
    left = Counter(decision.job.reads for decision in chosen.values())
    for task, outcome in _run(batch, give_tasks(batch, chosen.values())):
        if isinstance(task, AnyPage):
            _take_page(batch, task, outcome)
        elif isinstance(task, ReportTask):
            _take_report(batch, chosen[task.key], task, outcome)
            left[task.job.reads] -= 1
            if task.shared and not left[task.job.reads]:
                remove_tree(task.shared, batch.making)


def _make_pages_of_all(batch: Batch) -> None:
    """Make the index and the view of items, when something that they show has changed."""
    tasks = give_tasks_of_all(batch)
    for task, outcome in _run(batch, tasks) if tasks else ():
        assert isinstance(task, AnyPage)
        _take_page(batch, task, outcome)


def _run(batch: Batch, tasks: Iterable[AnyTask]) -> Iterator[tuple[AnyTask, Outcome]]:
    """Run tasks; each outcome's files are there until the next one is asked for. A full disk ends the batch."""
    for task, outcome in batch.options.run(tasks, batch.options.workers, batch.heard):
        notice_damage(batch, batch.guard.look(task.key))
        if batch.folders.reports.is_file():
            raise taken(batch.folders.reports)
        if outcome.failure and outcome.failure.is_disk_full:
            raise disk_full(batch.folders.reports)
        yield task, outcome
        remove_tree(task.making, batch.making)


def _take_report(batch: Batch, decision: Decision, task: ReportTask, outcome: Outcome) -> None:
    try:
        if not batch.is_again and has_lost_files(batch, task):
            batch.victims.append(decision)
            return
        place_report(batch.manifest, decision, task, outcome)
        batch.guard.note(task.key)
    except PlaceError as error:
        if isinstance(error, TamperedError) and not batch.is_again:
            batch.victims.append(decision)
            return
        outcome = replace(outcome, failure=_explain_place(error))
    (batch.summary.failed if outcome.failure else batch.summary.made).append((decision, outcome))
    batch.listener.finished(decision, outcome)


def _take_page(batch: Batch, task: AnyPage, outcome: Outcome) -> None:
    if outcome.failure and not batch.is_again and has_lost_files(batch, task):
        batch.lost_pages.append(task.key)
        return
    try:
        place_page(batch.manifest, task, outcome)
        if not outcome.failure:
            batch.guard.note(task.key)
    except PlaceError as error:
        if isinstance(error, TamperedError) and not batch.is_again:
            batch.lost_pages.append(task.key)
            return
        outcome = replace(outcome, failure=_explain_place(error))
    if outcome.failure:
        batch.summary.failed_pages.append((task, outcome))


def _explain_place(error: PlaceError) -> Failure:
    return Failure("place", "PlaceError", str(error), error.next_step)
