"""A batch from decisions to site: read `run_batch` first."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count, groupby
from pathlib import Path

from budgetkit.batch.decide import SPOILED, Decision, decide
from budgetkit.batch.guard import Damage, Guard, Mark, mark_files
from budgetkit.batch.job import Job
from budgetkit.batch.links import link_report, link_source
from budgetkit.batch.manifest import NAME, Manifest
from budgetkit.batch.pages import (
    AnyPage,
    IndexTask,
    ItemsTask,
    PageTask,
    decide_page,
    find_index,
    find_items,
    find_sources,
    place_page,
)
from budgetkit.batch.place import TamperedError, disk_full, place_report, say_disk_full
from budgetkit.batch.pool import run_tasks
from budgetkit.batch.processes import warm_up
from budgetkit.batch.prune import Pruned, prune
from budgetkit.batch.slices import Departments, Slices
from budgetkit.batch.task import ENGINES, AnyTask, Event, Failure, Limits, Outcome, ReportTask
from budgetkit.finding import Row
from budgetkit.inside import PlaceError, make_folder, prove_inside, remove_tree
from budgetkit.lock import lock_folder
from budgetkit.project import Folders

_READ_AT_ONCE = 50_000_000  # bytes of a dataset beyond which each report reads the tables that it asks for
_MAKING = ".making-"
_MARK = "made-by-budgetkit"  # stands in the folders of half-made files: no other folder is ever removed


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


def run_batch(jobs: Sequence[Job], folders: Folders, options: Options, listener: Listener) -> BatchSummary:
    """Make the reports whose inputs changed, then the pages around them.

    Raises LockedError when another batch is at it, DatasetError when the clean tables cannot be used, DiskFullError
    when there is no room; what was finished before stays.
    """
    with lock_folder(folders.reports), _say_taken(folders.reports), say_disk_full(folders.reports):
        _clear_leftovers(folders.reports)
        manifest, slices = Manifest(folders.reports), Slices(folders.clean)
        if manifest.words:
            listener.noticed(manifest.words)
        manifest.mend()
        pruned = prune(manifest, slices)
        for words in pruned.describe():
            listener.noticed(words)
        reference = folders.reference.resolve()
        summary = BatchSummary(
            decide(jobs, manifest, slices, date=options.date, force=options.force, reference=reference)
        )
        summary.pruned = pruned
        listener.planned(summary.decisions)
        if any(decision.state == "make" for decision in summary.decisions):
            warm_up()
        try:
            with _working_folders(folders.reports) as (making, kept):
                guard = Guard(folders, manifest, kept)
                batch = _Batch(folders, options, listener, manifest, slices, making, summary, guard)
                _make_reports(batch, summary.decisions)
                if _mend(batch):
                    again = decide(jobs, manifest, slices, date=options.date, reference=reference)
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


def _taken(reports: Path) -> PlaceError:
    return PlaceError(str(reports), "文件夹", "同名的文件", "请移走它，检查笔记本后重新运行。")


@contextmanager
def _say_taken(reports: Path) -> Iterator[None]:
    """Turn the system's error about a file that somebody put in the reports folder's place into one that says so."""
    try:
        yield
    except OSError as error:
        if reports.is_file():
            raise _taken(reports) from error
        raise


@contextmanager
def _working_folders(reports: Path) -> Iterator[tuple[Path, Path]]:
    """Give a folder for half-made files, on the disk of the reports, and one out of the way of notebooks."""
    with (
        tempfile.TemporaryDirectory(prefix="budgetkit-", ignore_cleanup_errors=True) as kept,
        tempfile.TemporaryDirectory(dir=reports, prefix=_MAKING, ignore_cleanup_errors=True) as making,
    ):
        Path(making, _MARK).touch()
        yield Path(making).resolve(), Path(kept)


def _clear_leftovers(reports: Path) -> None:
    """Remove what a batch that was killed left half-made, known by the mark in it."""
    for path in reports.glob(f"{_MAKING}*"):
        if (path / _MARK).is_file() and not path.is_symlink():
            remove_tree(path, reports)


@dataclass
class _Batch:
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


def _make_reports(batch: _Batch, decisions: Sequence[Decision]) -> None:
    """Make the reports that were decided on, and the source pages of the documents that reports read."""
    chosen = {decision.job.key: decision for decision in decisions if decision.state == "make"}
    left = Counter(decision.job.sees for decision in chosen.values())
    for task, outcome in _run(batch, _tasks(batch, chosen.values())):
        if isinstance(task, AnyPage):
            _take_page(batch, task, outcome)
        elif isinstance(task, ReportTask):
            _take_report(batch, chosen[task.key], task, outcome)
            left[task.job.sees] -= 1
            if not left[task.job.sees]:
                remove_tree(task.clean, batch.making)


def _make_pages_of_all(batch: _Batch) -> None:
    """Make the index and the view of items, when something that they show has changed."""
    tasks = []
    for kind, found in (
        (IndexTask, find_index(batch.slices, batch.folders.reports, batch.manifest)),
        (ItemsTask, find_items(batch.slices, batch.manifest)),
    ):
        if _is_to_make(batch, kind.key, found["inputs"]):
            making, log = batch.making / kind.key, batch.folders.reports.resolve() / "logs" / f"{kind.key}.log"
            making.mkdir(parents=True)
            tasks.append(kind(**found, making=making, log=log, watched=batch.options.limits))
    for task, outcome in _run(batch, tasks) if tasks else ():
        assert isinstance(task, AnyPage)
        _take_page(batch, task, outcome)


def _run(batch: _Batch, tasks: Iterable[AnyTask]) -> Iterator[tuple[AnyTask, Outcome]]:
    """Run tasks; each outcome's files are there until the next one is asked for. A full disk ends the batch."""
    for task, outcome in batch.options.run(tasks, batch.options.workers, batch.heard):
        _notice(batch, batch.guard.look(task.key))
        if batch.folders.reports.is_file():
            raise _taken(batch.folders.reports)
        if outcome.failure and outcome.failure.is_disk_full:
            raise disk_full(batch.folders.reports)
        yield task, outcome
        remove_tree(task.making, batch.making)


def _notice(batch: _Batch, damage: Damage | None) -> None:
    """Say what was changed and who may have done it; note what is to be made again."""
    if damage is None:
        return
    for key in damage.keys:
        batch.manifest.spoil(key)
    if damage.data or damage.keys or damage.strangers:
        batch.summary.damage.append(damage)
    suspects = _name_suspects(batch, damage)
    others = [path for path in damage.data if not batch.guard.is_clean(path)]
    kept = batch.guard.keep(others, batch.folders.reports.resolve() / "logs" / "originals")
    restore = f"原件另存于 {_name(kept)}，请核对后放回" if kept else "请检查并从备份恢复"
    for what, found, then in (
        ("整理结果", [path for path in damage.data if batch.guard.is_clean(path)], "已恢复"),
        ("原始资料、记录、笔记本或程序", others, f"如不是您自己所改，{restore}"),
        ("报告或页面", damage.keys, "将重新生成，改动后的内容另存为 .last 文件"),
        ("文件夹，其中有不明来源的文件", damage.strangers, "未删除，请检查"),
    ):
        if found:
            batch.listener.noticed(f"有笔记本改动了{what} {_name(found)}；当时运行的报告：{suspects}。{then}。")
    if damage.neighbours:
        outside = _name(damage.neighbours)
        then = "如不是您自己或别的程序所为，请检查这些笔记本，并从备份恢复。"
        batch.listener.noticed(f"运行期间，项目之外的 {outside} 被改动或删除；当时运行的报告：{suspects}。{then}")
    if any(map(batch.guard.is_clean, damage.data)):
        batch.guard.restore()


def _name_suspects(batch: _Batch, damage: Damage) -> str:
    names = {decision.job.key: decision.job.name for decision in batch.summary.decisions}
    return "、".join(names.get(key, key) for key in damage.suspects[:5]) or "未知"


def _name(found: Sequence[object]) -> str:
    return "、".join(map(str, found[:5])) + ("等" if len(found) > 5 else "")


def _mend(batch: _Batch) -> bool:
    """Look after everything once more; say whether reports or pages are to be made again."""
    batch.is_again = True
    _notice(batch, batch.guard.look())
    victims = [*(victim.job.key for victim in batch.victims), *batch.lost_pages]
    if victims:
        damage = Damage(keys=victims, suspects=batch.guard.suspects)
        batch.summary.damage.append(damage)
        who = _name_suspects(batch, damage)
        batch.listener.noticed(
            f"有笔记本删改了别的报告正在使用的数据或半成品：{_name(victims)}；当时运行的报告：{who}。本次将逐份重新生成。"
        )
    make_folder(batch.making)
    return bool(batch.lost_pages) or any(record.get("spoiled") for record in batch.manifest.records.values())


def _lost_files(batch: _Batch, task: AnyTask) -> bool:
    """Say whether somebody else took away or changed what a task reads, or where it writes."""
    if isinstance(task, ReportTask) and (kept := batch.tables.get(task.clean)) and mark_files(task.clean) != kept:
        return True
    return not task.making.is_dir()


def _is_to_make(batch: _Batch, key: str, inputs: Row) -> bool:
    """Say whether a page is to be made; note one that is left alone because somebody edited it."""
    state = decide_page(batch.manifest, key, inputs, force=batch.options.force)
    if state == "edited" and key not in batch.summary.edited_pages:
        batch.summary.edited_pages.append(key)
    return state == "make"


def _take_report(batch: _Batch, decision: Decision, task: ReportTask, outcome: Outcome) -> None:
    try:
        if not batch.is_again and _lost_files(batch, task):
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


def _take_page(batch: _Batch, task: AnyPage, outcome: Outcome) -> None:
    if outcome.failure and not batch.is_again and _lost_files(batch, task):
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


def _tasks(batch: _Batch, decisions: Iterable[Decision]) -> Iterator[AnyTask]:
    """Give a department's reports with a folder of the rows that they read, then the pages of all documents."""
    saved: dict[tuple[Departments, tuple[str, ...]], Path] = {}
    for sees, group in groupby(decisions, key=lambda decision: decision.job.sees):
        if sees not in saved:
            saved[sees] = batch.slices.save(sees[0], batch.making / f"tables-{next(batch.numbers)}", sees[1])
            batch.tables[saved[sees]] = mark_files(saved[sees])
        for decision in group:
            yield _report_task(batch, decision.job, saved[sees])
    yield from _page_tasks(batch)


def _report_task(batch: _Batch, job: Job, clean: Path) -> ReportTask:
    options = batch.options
    log = batch.folders.reports.resolve() / "logs" / f"{job.key}.log"
    making = make_folder(prove_inside(batch.making / job.key, batch.making))
    reference = batch.folders.reference.resolve()
    reads_ahead = job.reads is not None or batch.slices.size <= _READ_AT_ONCE
    links = link_report(job, batch.slices.documents, batch.titles[job.folder.name])
    return ReportTask(
        job, clean, making, log, options.engine, options.limits, options.date, reference, reads_ahead, links
    )


def _page_tasks(batch: _Batch) -> Iterator[PageTask]:
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
        if not _is_to_make(batch, f"sources/{row['document_id']}", inputs):
            continue
        making = prove_inside(batch.making / "sources" / row["document_id"], batch.making / "sources")
        clean = slices.save((row["department_id"],), making / "tables")
        log = folders.reports.resolve() / "logs" / "sources" / f"{row['document_id']}.log"
        raw = folders.raw.resolve() / row["file"]
        yield PageTask(row, raw, clean, making, log, inputs, batch.options.limits, found["encoding"], links)
