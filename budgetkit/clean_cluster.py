"""Documents read on an existing Dask cluster: their files are shipped, their clean tables come back.

Nothing on the cluster writes to the project; the tables are put together and saved by this machine alone.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from budgetkit.clean_folder import CleaningTask, Done, clean_task
from budgetkit.cluster import SEE_CLUSTER, Cluster, Packed, connect, pack, send_ahead, unpack
from budgetkit.dataset.freshness import hash_program
from budgetkit.dataset.rests import hash_forms
from budgetkit.errors import BudgetkitError, SourceError

if TYPE_CHECKING:
    from distributed import Future


@dataclass(frozen=True)
class CleaningShipment:
    """A department's task with its raw files and corrections, and a hash of the forms that they are to be read by."""

    task: CleaningTask
    files: Packed
    forms: str


def read_on_cluster(cluster: Cluster, tasks: Sequence[CleaningTask]) -> Iterator[Done]:
    """Have departments' documents read on a cluster; one that it fails on is an error of its documents.

    Raises SchedulerError when Dask is not installed, or the cluster does not answer or has no workers.
    """
    if tasks:
        with connect(cluster) as client:
            sent = send_ahead(client, iter(tasks), lambda task: client.submit(read_shipped, ship(task), pure=False))
            yield from (_receive(*pair) for pair in sent)


def ship(task: CleaningTask) -> CleaningShipment:
    """Pack a department's raw files and corrections."""
    own = [task.corrections / f"{source.document_id}.toml" for source in task.sources]
    files = {f"raw/{number}/{source.path.name}": source.path for number, source in enumerate(task.sources)}
    packed = pack(files | {f"corrections/{path.name}": path for path in own if path.is_file()})
    return CleaningShipment(task, packed, hash_forms())


def read_shipped(shipment: CleaningShipment) -> Done:
    """Read a department's documents in a worker of the cluster."""
    task = shipment.task
    if (task.inputs["program"], shipment.forms) != (hash_program(), hash_forms()):
        return _fail(task, "集群上的 budgetkit 与本机的不同", "请在集群上安装同一版本。")
    with tempfile.TemporaryDirectory(prefix="budgetkit-") as name:
        folder = Path(name)
        unpack(shipment.files, folder)
        there = tuple(
            replace(one, path=folder / f"raw/{number}/{one.path.name}") for number, one in enumerate(task.sources)
        )
        done = clean_task(replace(task, sources=there, corrections=folder / "corrections"))
        places = {str(one.path): str(own.path) for one, own in zip(there, task.sources, strict=True)}
        return replace(done, errors=[_say_here(error, places) for error in done.errors])


def _say_here(error: BudgetkitError, places: dict[str, str]) -> BudgetkitError:
    """Give an error with the paths of this machine for those of the worker's folder."""
    parts = [error.where, error.expected, error.found, error.next_step]
    for there, here in places.items():
        parts = [part.replace(there, here) for part in parts]
    return type(error)(*parts, document_id=error.document_id)


def _receive(task: CleaningTask, future: Future) -> Done:
    try:
        return future.result()
    except Exception as error:  # whatever a cluster may fail with, the other departments go on
        return _fail(task, f"集群未能完成（{type(error).__name__}：{error}）", SEE_CLUSTER)


def _fail(task: CleaningTask, found: str, next_step: str) -> Done:
    errors = [
        SourceError(str(one.path), "在集群上读取", found, next_step, document_id=one.document_id)
        for one in task.sources
    ]  # fmt: skip
    return Done(errors=list(errors))
