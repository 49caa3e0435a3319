"""A process of its own for every report, some at a time, watched over."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from budgetkit.batch.processes import start_process
from budgetkit.batch.task import Event, Failure, Outcome, Task

Hear = Callable[[Task, Event], None]

_GRACE = 5.0  # seconds that an interrupted report has to save what it was at
_TRIES = 2
_TOO_SLOW = "请检查该处的代码，或用选项 --{option} 放宽时限。"
_DIED = "请查看日志；如内存不足，请用 --jobs 减少同时生成的份数。"


@dataclass
class _Running:
    task: Task
    process: BaseProcess
    connection: Connection
    tries: int
    event: Event = field(default_factory=lambda: Event("start"))
    since: float = field(default_factory=time.monotonic)
    began: float = field(default_factory=time.monotonic)
    late: Failure | None = None
    kill_at: float | None = None
    is_killed: bool = False


def run_tasks(
    tasks: Iterable[Task], workers: int, hear: Hear = lambda task, event: None
) -> Iterator[tuple[Task, Outcome]]:
    """Run tasks, each in a fresh process, `workers` at a time; give outcomes as they come.

    `hear` hears each step and cell that begins. A process that dies without a word is tried once more. Closing the
    iterator ends what runs.
    """
    waiting = _Waiting(tasks)
    running: dict[Connection, _Running] = {}
    try:
        while True:
            while len(running) < workers and (following := waiting.take()):
                started = _start(*following, hear)
                running[started.connection] = started
            if not running:
                return
            for connection in wait(list(running), _patience(running.values())):
                one = running[connection]
                outcome = _listen(one, hear)
                if outcome is not None:
                    _end(running.pop(connection))
                    yield one.task, outcome
                elif connection.closed:
                    _end(running.pop(connection))
                    waiting.again.append((one.task, one.tries + 1))
            for one in running.values():
                _watch(one)
    finally:
        for one in running.values():
            _kill(one)


class _Waiting:
    """The tasks that have not begun, taken one by one so that each is prepared when its turn comes."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self.again: list[tuple[Task, int]] = []
        self._tasks = iter(tasks)

    def take(self) -> tuple[Task, int] | None:
        """Take the next task with the number of its try; None when there is none."""
        if self.again:
            return self.again.pop()
        task = next(self._tasks, None)
        return None if task is None else (task, 1)


def _start(task: Task, tries: int, hear: Hear) -> _Running:
    process, connection = start_process(task.work, task, name=task.key)
    hear(task, Event("start"))
    return _Running(task, process, connection, tries)


def _listen(one: _Running, hear: Hear) -> Outcome | None:
    """Take what a worker says; give the outcome when it is the last word, or when there will be none.

    The connection is closed where the report is to be tried again.
    """
    try:
        said = one.connection.recv()
    except (EOFError, ConnectionResetError):
        one.process.join()
        if one.late is not None or one.tries >= _TRIES:
            return Outcome(failure=one.late or _died(one))
        one.connection.close()
        return None
    if isinstance(said, Outcome):
        return Outcome(said.files, said.seconds, said.memory, one.late) if one.late and said.failure else said
    one.event, one.since = said, time.monotonic()
    hear(one.task, said)
    return None


def _died(one: _Running) -> Failure:
    code = one.process.exitcode
    how = f"信号 {-code}" if code is not None and code < 0 else f"代码 {code}"
    return Failure(
        one.event.step, "WorkerDied", f"生成报告的进程意外结束（{how}），已试 {one.tries} 次", _DIED, one.event.cell
    )


def _patience(running: Iterable[_Running]) -> float | None:
    """Say how long to wait for a word before somebody is late; None for as long as it takes."""
    deadlines = [deadline for one in running for deadline, _ in _deadlines(one)]
    return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None


def _deadlines(one: _Running) -> Iterator[tuple[float, str]]:
    """Give the moments at which a report is late, each with the limit that it then exceeds."""
    limits = one.task.watched
    if one.is_killed:
        return
    if one.kill_at is not None:
        yield one.kill_at, "kill"
        return
    if limits.report is not None:
        yield one.began + limits.report, "report"
    if one.event.step == "start" and limits.start is not None:
        yield one.since + limits.start, "start"
    if one.event.cell is not None and limits.cell is not None:
        yield one.since + limits.cell, "cell"


def _watch(one: _Running) -> None:
    """Interrupt a report that is late, so that it can save what it has; kill it when it doesn't end."""
    passed = [limit for deadline, limit in sorted(_deadlines(one)) if time.monotonic() >= deadline]
    if not passed:
        return
    if passed[0] != "kill":
        one.late = _late(one, passed[0])
        one.kill_at = time.monotonic() + _GRACE
    if passed[0] in ("kill", "start") or os.name == "nt":
        one.is_killed = True
        _kill(one)
    else:
        os.kill(one.process.pid, signal.SIGINT)


def _late(one: _Running, limit: str) -> Failure:
    seconds = getattr(one.task.limits, limit)
    what = {"start": "进程启动", "cell": "单元格运行", "report": "生成报告"}[limit]
    next_step = _TOO_SLOW.format(option=f"{limit}-limit")
    return Failure(one.event.step, "TimeLimit", f"{what}超过 {seconds:g} 秒的时限", next_step, one.event.cell)


def _kill(one: _Running) -> None:
    """Kill a worker and what it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg") and os.getpgid(one.process.pid) == one.process.pid:
            os.killpg(one.process.pid, signal.SIGKILL)
        else:
            one.process.kill()


def _end(one: _Running) -> None:
    one.connection.close()
    one.process.join(_GRACE)
    if one.process.exitcode is None:
        _kill(one)
        one.process.join()
    one.process.close()
