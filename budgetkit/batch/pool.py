"""A process of its own for every report, some at a time."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from budgetkit.batch.task import Failure, Outcome, Task

_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "RAYON_NUM_THREADS")
_DIED = "请查看日志；如内存不足，请用 --jobs 减少同时生成的报告数。"


@dataclass
class _Running:
    task: Task
    process: BaseProcess
    connection: Connection
    step: str = "start"


def run_tasks(tasks: Iterable[Task], workers: int) -> Iterator[Outcome]:
    """Run tasks, each in a fresh process, `workers` at a time; give outcomes as they come."""
    waiting = deque(tasks)
    running: dict[Connection, _Running] = {}
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                started = _start(waiting.popleft())
                running[started.connection] = started
            for connection in wait(list(running)):
                outcome = _hear(running[connection])
                if outcome:
                    running.pop(connection).process.join()
                    yield outcome
    finally:
        for one in running.values():
            one.process.terminate()


def _start(task: Task) -> _Running:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(task, theirs), name=task.job.name)
    process.start()
    theirs.close()
    return _Running(task, process, ours)


def _hear(one: _Running) -> Outcome | None:
    """Hear what a worker says; give the outcome when it is the last word, or when the worker died without one."""
    try:
        said = one.connection.recv()
    except EOFError:
        one.process.join()
        found = f"进程意外结束（代码 {one.process.exitcode}）"
        return Outcome(one.task, failure=Failure(one.step, "WorkerDied", found, _DIED))
    if isinstance(said, Outcome):
        return said
    one.step = said
    return None


def _work(task: Task, connection: Connection) -> None:
    from budgetkit.batch.worker import make_report

    tell: Callable[[str], None] = connection.send
    connection.send(make_report(task, tell))
    connection.close()
