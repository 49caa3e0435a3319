"""A raw folder to saved clean tables: only what changed is read, on several processes, and all is saved or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from budgetkit.dataset.freshness import Inputs, find_inputs
from budgetkit.dataset.generation import read_generation
from budgetkit.dataset.kept import Record, cut_documents, join_tables, load_records, make_key, register
from budgetkit.dataset.rests import fingerprint_rests, name_all_rests
from budgetkit.dataset.spill import Spill
from budgetkit.dataset.states import STATES
from budgetkit.dataset.store import empty_table, load_table, save_tables
from budgetkit.errors import BudgetkitError, SourceError
from budgetkit.finding import Row
from budgetkit.jobs import run_tasks
from budgetkit.late_pattern import compile_late_patterns
from budgetkit.pipeline import CleanDocument, clean_safely, find_amiss, find_sister, group_sources
from budgetkit.schema import load_schemas
from budgetkit.source_entry import Source
from budgetkit.sources import SourceManifest, load_manifest

Tell = Callable[[int, int, str], object]
"""Told of each document that was dealt with: how many are done, of how many, and which."""
_NOT_DATA = ("documents", "checks", "findings", "printed_totals", "coverage")


@dataclass
class StoredDocument:
    """A document of the saved tables: its source, what is registered of it, and whether it was read in this run."""

    source: Source
    record: Record
    folder: Path
    is_read: bool

    @cached_property
    def built(self) -> dict[str, pa.Table]:
        """Its rows of every clean table, from the saved ones."""
        generation = read_generation(self.folder)
        empty = {name: empty_table(name) for name in load_schemas()}
        return {
            name: cut_documents(load_table(name, self.folder, generation)).get(self.source.document_id, empty[name])
            for name in empty
        }

    @cached_property
    def tables(self) -> dict[str, list[Row]]:
        """Its clean rows by table."""
        return {name: table.to_pylist() for name, table in self.built.items()}


@dataclass
class FolderResult:
    """The documents of the saved tables in the manifest's order, and what was left out and why."""

    documents: list[StoredDocument] = field(default_factory=list)
    errors: list[BudgetkitError] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class CleaningTask:
    """A department's documents, and what is known of them from the last run."""

    sources: tuple[Source, ...]
    corrections: Path
    inputs: Inputs
    records: Mapping[str, Record]


@dataclass
class _Sum:
    """What came of all departments, the tables apart."""

    records: dict[str, Record] = field(default_factory=dict)
    errors: list[BudgetkitError] = field(default_factory=list)


@dataclass
class Done:
    """What came of a department's documents: records, tables of those that were read, errors."""

    records: dict[str, Record] = field(default_factory=dict)
    built: dict[str, dict[str, pa.Table]] = field(default_factory=dict)
    errors: list[BudgetkitError] = field(default_factory=list)


Run = Callable[[Sequence[CleaningTask]], Iterator[Done]]
"""What has departments' documents read, and gives what came of each, in any order."""


def clean_folder(
    raw_folder: Path,
    clean_folder: Path,
    corrections_folder: Path | None = None,
    *,
    jobs: int | None = 1,
    run: Run | None = None,
    again: bool = False,
    tell: Tell | None = None,
) -> FolderResult:
    """Clean a raw folder and save the tables; a document is read only when something changed that its rows rest on.

    `jobs` processes read at once (None: as many as there are processors), or `run` has the departments read elsewhere;
    `again` reads every document. What was read waits on the disk, not in memory. A document that
    cannot be read is left out and its error kept; the others are cleaned all the same. When none can be, the tables of
    the last run stay as they are. The tables are saved as one generation, with what they were made from: all of them or
    none, the same bytes whatever was read. Raises SourceError when the manifest itself cannot be used, DatasetError
    when the tables cannot be written.
    """
    manifest = load_manifest(raw_folder)
    corrections = corrections_folder or raw_folder.parent / "corrections"
    inputs = find_inputs(corrections, manifest)  # first: what changes from now on is stale
    result = FolderResult(errors=find_amiss(raw_folder, corrections, manifest))
    records = {} if again else load_records(clean_folder)
    tasks = [_task(group, corrections, inputs, records) for group in group_sources(manifest, result.errors)]
    with Spill() as spill:
        done = _run(tasks, run or partial(_run_here, jobs), spill, tell)
        return _save(result, done, spill, manifest, inputs, clean_folder)


def _save(
    result: FolderResult, done: _Sum, spill: Spill, manifest: SourceManifest, inputs: Inputs, clean_folder: Path
) -> FolderResult:
    """Save what was read with what was kept, and say of each document what became of it."""
    result.errors.extend(_in_order(done.errors, manifest.sources))
    result.documents = [
        StoredDocument(source, done.records[source.document_id], clean_folder, source.document_id in spill)
        for source in manifest.sources
        if source.document_id in done.records
    ]
    order = [document.source.document_id for document in result.documents]
    result.left_out = [one.document_id for one in manifest.sources if one.document_id not in done.records]
    result.left_out += manifest.refused
    if order:
        made_from = register(inputs, {one: done.records[one] for one in order}, _untold(manifest, result.left_out))
        save_tables(join_tables(clean_folder, order, spill), clean_folder, made_from, result.left_out)
    return result


def _untold(manifest: SourceManifest, left_out: Sequence[str]) -> list[str]:
    """Name what documents that were left out may rest on: another form or another program may read them."""
    kinds = sorted({source.kind for source in manifest.sources if source.document_id in left_out})
    return name_all_rests(kinds) if kinds else []


def _task(sources: Sequence[Source], corrections: Path, inputs: Inputs, records: Mapping[str, Record]) -> CleaningTask:
    """Make a department's task: what another process gets is only what it needs."""
    own = {one.document_id for one in sources}
    needed = {
        "sources": {name: value for name, value in inputs["sources"].items() if name in own},
        "corrections": {name: value for name, value in inputs["corrections"].items() if Path(name).stem in own},
        "program": inputs["program"],
    }
    return CleaningTask(tuple(sources), corrections, needed, {one: records[one] for one in own if one in records})


def _run_here(jobs: int | None, tasks: Sequence[CleaningTask]) -> Iterator[Done]:
    return run_tasks(clean_task, sorted(tasks, key=_size, reverse=True), jobs, lose_task, compile_late_patterns)


def _size(task: CleaningTask) -> int:
    """Give the bytes of a department's files, by which the longest task starts first; of a file that is gone none."""
    return sum(one.path.stat().st_size for one in task.sources if one.path.exists())


def _run(tasks: Sequence[CleaningTask], run: Run, spill: Spill, tell: Tell | None) -> _Sum:
    """Deal with all departments: those whose documents are all unchanged at once, the others by reading."""
    total = sum(len(task.sources) for task in tasks)
    done, changed = _Sum(), []
    for task in tasks:
        if _is_unchanged(task):
            done.records.update({one.document_id: task.records[one.document_id] for one in task.sources})
        else:
            changed.append(task)
    for part in run(changed):
        done.records.update(part.records)
        done.errors.extend(part.errors)
        for document_id, tables in part.built.items():
            spill.put(document_id, tables)
        if tell:
            names = [*part.built, *(str(error.document_id) for error in part.errors)]
            tell(len(done.records) + len(done.errors), total, "、".join(names))
    return done


def _is_unchanged(task: CleaningTask) -> bool:
    budgets: list[Any] = []
    for source in task.sources:
        record = task.records.get(source.document_id)
        if record is None or not record.stands_for(_key(source, task, budgets)):
            return False
        budgets += [record.whole] if record.whole else []
    return True


def _key(source: Source, task: CleaningTask, budgets: Sequence[Decimal]) -> str:
    sister = find_sister(source, task.sources)
    return make_key(source.document_id, task.inputs, budgets, sister.document_id if sister else None)


def clean_task(task: CleaningTask) -> Done:
    """Clean a department's documents one after another, each with the budgets of those before it as evidence."""
    done = Done()
    budgets: list[Any] = []
    for source in task.sources:
        key = _key(source, task, budgets)
        record = task.records.get(source.document_id)
        if record is None or not record.stands_for(key):
            outcome = clean_safely(source, task.corrections, budgets, find_sister(source, task.sources))
            if isinstance(outcome, BudgetkitError):
                done.errors.append(outcome)
                continue
            record = _register(key, outcome)
            done.built[source.document_id] = outcome.built
        done.records[source.document_id] = record
        budgets += [record.whole] if record.whole else []
    return done


def _register(key: str, document: CleanDocument) -> Record:
    whole = document.whole
    untidied = [table.kind.label for table in document.recognised if table.kind and table.kind.tidy is None]
    rests = fingerprint_rests(document.rests)
    return Record(key, str(whole) if whole else None, summarise(document.built), untidied, rests)


def summarise(tables: Mapping[str, pa.Table]) -> list[int]:
    """Count a document's tables and rows of data, its checks by state, and its findings."""
    data = [table.num_rows for name, table in tables.items() if table.num_rows and name not in _NOT_DATA]
    statuses = Counter(tables["checks"]["status"].to_pylist())
    return [len(data), sum(data), *(statuses[status] for status in STATES), tables["findings"].num_rows]


def lose_task(task: CleaningTask) -> Done:
    """Give the errors of documents on which a process ended without a word."""
    step = "请检查该文件；可用 --jobs 1 单独重试。"
    errors = [
        SourceError(str(one.path), "可以读完的文件", "读取进程意外终止", step, document_id=one.document_id)
        for one in task.sources
    ]
    return Done(errors=list(errors))


def _in_order(errors: Sequence[BudgetkitError], sources: Sequence[Source]) -> list[BudgetkitError]:
    order = {source.document_id: place for place, source in enumerate(sources)}
    return sorted(errors, key=lambda error: order.get(error.document_id or "", len(order)))
