"""The tasks of a batch: reports with the tables that they read, and the pages around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from budgetkit.batch.decisions import Decision
from budgetkit.batch.guard import mark_files
from budgetkit.batch.job import Job
from budgetkit.batch.links import link_report, link_source
from budgetkit.batch.pages import (
    IndexTask,
    ItemsTask,
    PageTask,
    decide_page,
    find_index,
    find_items,
    find_sources,
)
from budgetkit.batch.slices import Departments
from budgetkit.batch.state import Batch
from budgetkit.batch.task import AnyTask, ReportTask
from budgetkit.finding import Row
from budgetkit.inside import make_folder, prove_inside

_READ_AT_ONCE = 50_000_000  # bytes of a dataset beyond which each report reads the tables that it asks for


def give_tasks(batch: Batch, decisions: Iterable[Decision]) -> Iterator[AnyTask]:
    """Give a department's reports with a folder of the rows that they read, then the pages of all documents."""
    saved: dict[tuple[Departments, tuple[str, ...]], Path] = {}
    for reads, group in groupby(decisions, key=lambda decision: decision.job.reads):
        jobs = [decision.job for decision in group]
        _save_tables(batch, reads, {job.peers: None for job in jobs}, saved)
        for job in jobs:
            yield _report_task(batch, job, saved[job.sees], saved[reads, ()])
    yield from _page_tasks(batch)


def _save_tables(
    batch: Batch,
    reads: Departments,
    peers: Iterable[tuple[str, ...]],
    saved: dict[tuple[Departments, tuple[str, ...]], Path],
) -> None:
    """Save what reports of departments read, and in the same folder what some of them see of peers besides."""
    if (reads, ()) not in saved:
        saved[reads, ()] = batch.slices.save(reads, batch.making / f"tables-{next(batch.numbers)}")
    shared = saved[reads, ()]
    for others in peers:
        if (reads, others) not in saved:
            saved[reads, others] = batch.slices.save(reads, shared / f"peers-{next(batch.numbers)}", others)
    batch.tables[shared] = mark_files(shared)


def _report_task(batch: Batch, job: Job, clean: Path, shared: Path) -> ReportTask:
    options = batch.options
    log = _log_of(batch, job.key)
    making = make_folder(prove_inside(batch.making / job.key, batch.making))
    reference = batch.folders.reference.resolve()
    reads_ahead = job.reads is not None or batch.slices.size <= _READ_AT_ONCE
    links = link_report(job, batch.slices.documents, batch.titles[job.folder.name])
    return ReportTask(
        job, clean, making, log, options.engine, options.limits, options.date, reference, reads_ahead, links, shared
    )


def _log_of(batch: Batch, key: str) -> Path:
    """Give the place of a log, proved to lie inside the reports folder, links followed."""
    reports = batch.folders.reports.resolve()
    return prove_inside(reports / "logs" / f"{key}.log", reports)


def _page_tasks(batch: Batch) -> Iterator[PageTask]:
    folders, slices = batch.folders, batch.slices
    read = {document for one in batch.summary.decisions for document in slices.document_ids(one.job.reads)}
    if batch.options.every_source:
        read = {row["document_id"] for row in slices.documents}
    for found in find_sources(slices, read, folders.raw):
        row = found["row"]
        if found["is_other"]:
            batch.listener.noticed(f"{folders.raw / row['file']} 与整理时不同，未生成其原文页；请核对后重新整理。")
            continue
        links = link_source(row, slices.documents)
        inputs = {**found["inputs"], "links": links}
        if not _decide_page(batch, f"sources/{row['document_id']}", inputs):
            continue
        making = prove_inside(batch.making / "sources" / row["document_id"], batch.making / "sources")
        clean = slices.save((row["department_id"],), making / "tables")
        log = _log_of(batch, f"sources/{row['document_id']}")
        raw = folders.raw.resolve() / row["file"]
        yield PageTask(row, raw, clean, making, log, inputs, batch.options.limits, found["encoding"], links)


def give_tasks_of_all(batch: Batch) -> list[AnyTask]:
    """Give the tasks of the pages about all documents whose inputs changed."""
    tasks: list[AnyTask] = []
    for kind, found in (
        (IndexTask, find_index(batch.slices, batch.folders.reports, batch.manifest)),
        (ItemsTask, find_items(batch.slices, batch.manifest)),
    ):
        if _decide_page(batch, kind.key, found["inputs"]):
            making, log = batch.making / kind.key, _log_of(batch, kind.key)
            making.mkdir(parents=True)
            tasks.append(kind(**found, making=making, log=log, watched=batch.options.limits))
    return tasks


def _decide_page(batch: Batch, key: str, inputs: Row) -> bool:
    """Decide on a page; one that is left alone because somebody edited it is noted in the summary."""
    state = decide_page(batch.manifest, key, inputs, force=batch.options.force)
    if state == "edited" and key not in batch.summary.edited_pages:
        batch.summary.edited_pages.append(key)
    return state == "make"
