"""The same tasks on an existing Dask cluster: what a report reads is shipped, its files come back.

A worker of the cluster gives each notebook a fresh process too. Dask runs a task again elsewhere when a worker is
lost; files are put in place by the driver alone, hence once.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from budgetkit.batch.inputs import surroundings
from budgetkit.batch.manifest import hash_file
from budgetkit.batch.pages import PageTask
from budgetkit.batch.pool import Core, Done, OnEvent, run_tasks
from budgetkit.batch.task import AnyTask, Event, Failure, Outcome, ReportTask
from budgetkit.cluster import SEE_CLUSTER, Cluster, Packed, connect, pack, send_ahead, unpack

if TYPE_CHECKING:
    from distributed import Future

_TABLES = (".arrow", ".parquet", ".json")
_kept = threading.local()


@dataclass(frozen=True)
class ReportShipment:
    """A task with the files that it reads, and the program that it is to be done by."""

    task: ReportTask | PageTask
    files: Packed
    program: dict[str, str]


@dataclass(frozen=True)
class Returned:
    """What came of a shipped task: its outcome, the files it made, its log."""

    outcome: Outcome
    files: Packed
    log: str


def run_on_cluster(cluster: Cluster, tasks: Iterable[AnyTask], workers: int, on_event: OnEvent) -> Iterator[Done]:
    """Run tasks on a cluster; the indices, which take no time, are made here.

    Raises SchedulerError when Dask is not installed, or the cluster does not answer or has no workers.
    """
    here: list[AnyTask] = []
    with connect(cluster) as client:

        def submit(task: ReportTask | PageTask) -> Future:
            shipment = ReportShipment(task, pack(list_files(task)), surroundings()["program"])
            future = client.submit(work, shipment, key=f"{task.key}-{uuid4().hex}", pure=False)
            on_event(task, Event("start"))
            return future

        for task, future in send_ahead(client, _shippable(tasks, here), submit):
            yield task, _receive(task, future)
    yield from run_tasks(here, 1, on_event)


def _shippable(tasks: Iterable[AnyTask], others: list[AnyTask]) -> Iterator[ReportTask | PageTask]:
    """Give the tasks that a cluster may do; put the others into a list."""
    for task in tasks:
        if isinstance(task, ReportTask | PageTask):
            yield task
        else:
            others.append(task)


def _receive(task: ReportTask | PageTask, future: Future) -> Outcome:
    """Take what came back: files into the task's folder, the log to its place."""
    try:
        returned = future.result()
        unpack(returned.files, task.making)
    except Exception as error:  # whatever a cluster may fail with, one report is missing and the others go on
        return Outcome(failure=Failure("start", type(error).__name__, f"集群未能完成：{error}", SEE_CLUSTER))
    task.log.parent.mkdir(parents=True, exist_ok=True)
    task.log.write_text(returned.log, "utf-8")
    return returned.outcome


def work(shipment: ReportShipment) -> Returned:
    """Do a shipped task in a worker of the cluster."""
    if shipment.program != surroundings()["program"]:
        failure = Failure("start", "OtherProgram", "集群上的 budgetkit 与本机的不同", "请在集群上安装同一版本。")
        return Returned(Outcome(failure=failure), {}, "")
    cores = _kept.__dict__.setdefault("cores", [Core()])
    with tempfile.TemporaryDirectory(prefix="budgetkit-") as name:
        folder = Path(name)
        unpack(shipment.files, folder)
        task = move(shipment.task, folder)
        [(_, outcome)] = run_tasks([task], 1, kept=cores)
        made = {path.name: path for path in task.making.iterdir() if path.is_file()}
        log = task.log.read_text("utf-8", "replace") if task.log.is_file() else ""
        return Returned(outcome, pack(made), log)


def list_files(task: ReportTask | PageTask) -> dict[str, Path]:
    """List the files that a task reads, by the names that they are shipped under."""
    tables = {f"tables/{path.name}": path for path in sorted(task.clean.iterdir()) if path.suffix in _TABLES}
    if isinstance(task, PageTask):
        return {**tables, f"source/{task.raw.name}": task.raw}
    reference = sorted(path for path in task.reference.glob("*.*") if path.is_file()) if task.reference else []
    tables |= {f"reference/{path.name}": path for path in reference}
    return {**tables, f"source/{task.job.notebook.name}": task.job.notebook}


def move(task: ReportTask | PageTask, folder: Path) -> ReportTask | PageTask:
    """Give the task as a worker of the cluster does it, with its files in a folder there.

    A notebook that lies at the same path there, on a shared disk, is run in its place, beside whatever it imports.
    """
    making = folder / "making"
    making.mkdir()
    places: dict[str, Any] = {"clean": folder / "tables", "making": making, "log": folder / "log"}
    if isinstance(task, PageTask):
        return replace(task, raw=folder / "source" / task.raw.name, **places)
    shipped, shared = folder / "source" / task.job.notebook.name, task.job.notebook
    is_shared = shared.is_file() and hash_file(shared) == hash_file(shipped)
    job = replace(task.job, notebook=shared if is_shared else shipped)
    return replace(task, job=job, reference=folder / "reference", shared=None, **places)
