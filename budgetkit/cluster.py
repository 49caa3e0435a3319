"""An existing Dask cluster: how it is reached, and files packed for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from budgetkit.errors import BudgetkitError
from budgetkit.inside import prove_inside

if TYPE_CHECKING:
    from distributed import Client, Future, Security

WAIT = 30  # seconds for the scheduler to answer, and for a worker to be there
_AHEAD = 2  # tasks that are shipped for each thread of the cluster, so that none waits
Packed = dict[str, bytes]
T = TypeVar("T")
SEE_CLUSTER = "请查看集群的日志；再次运行会接着做完。"


class SchedulerError(BudgetkitError):
    """The Dask cluster cannot be used."""


@dataclass(frozen=True)
class Cluster:
    """Where a Dask scheduler is and, where it speaks TLS, the PEM files that prove who is who."""

    address: str
    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None


def pack(files: Mapping[str, Path]) -> Packed:
    """Take files' bytes by the names that they go under."""
    return {name: path.read_bytes() for name, path in files.items()}


def unpack(packed: Packed, folder: Path) -> None:
    """Put packed files into a folder; raises PlaceError for a name that leads out of it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in packed.items():
        path = prove_inside(folder / name, folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def send_ahead(client: Client, tasks: Iterator[T], submit: Callable[[T], Future]) -> Iterator[tuple[T, Future]]:
    """Send tasks to a cluster, a few for each of its threads, more as they come back; give each with its future.

    Closing the iterator cancels what is with the cluster.
    """
    from distributed import as_completed

    sent: dict[Future, T] = {}
    arriving = as_completed(loop=client.loop)
    try:
        while True:
            room = max(1, _AHEAD * sum(client.nthreads().values())) - len(sent)
            for task in islice(tasks, max(0, room)):
                future = submit(task)
                sent[future] = task
                arriving.add(future)
            if not sent:
                return
            future = next(arriving)
            yield sent.pop(future), future
            future.release()
    finally:
        client.cancel(list(sent))


def _security(cluster: Cluster) -> Security | None:
    """Give what the connection is secured by; None leaves it to Dask's own configuration.

    Raises SchedulerError when a file is missing.
    """
    from distributed import Security

    files = {"tls_ca_file": cluster.ca, "tls_client_cert": cluster.certificate, "tls_client_key": cluster.key}
    for path in filter(None, files.values()):
        if not path.is_file():
            raise SchedulerError(str(path), "PEM 文件", "没有该文件", "请检查选项 --scheduler-ca、-cert、-key。")
    named = {name: str(path) for name, path in files.items() if path}
    return Security(require_encryption=True, **named) if named else None


def connect(cluster: Cluster) -> Client:
    """Connect to a cluster.

    Raises SchedulerError when Dask is not installed, or the cluster does not answer or has no workers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        where = "选项 --scheduler"
        raise SchedulerError(
            where, "已安装 dask.distributed", "没有安装", "请运行 pip install 'budgetkit[dask]'。"
        ) from error
    try:
        client = Client(cluster.address, timeout=WAIT, set_as_default=False, security=_security(cluster))
        client.wait_for_workers(1, timeout=WAIT)
    except (OSError, TimeoutError, ValueError, TypeError, RuntimeError) as error:  # Dask's for what isn't configured
        found = str(error) or type(error).__name__
        raise SchedulerError(
            f"集群 {cluster.address}", "有工作进程的 Dask 调度器", found, "请检查地址和集群。"
        ) from error
    return client
