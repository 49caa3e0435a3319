"""Watching over what runs: how long it may take, and what is said when it took longer or died."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from budgetkit.batch.task import AnyTask, Event, Failure, Outcome, Stage
from budgetkit.batch.workers import Worker

_GRACE = 5.0  # seconds that an interrupted report has to save what it was at
_TOO_SLOW = "请检查该处的代码，或用选项 --{limit}-limit 放宽时限。"
_DIED = "请查看日志；如内存不足，请用 --jobs 减少同时生成的份数。"


@dataclass
class Running:
    """A task that is being done: by whom, which stage of it, what came of those before, and since when."""

    task: AnyTask
    tries: int
    stage: int = 0
    _worker: Worker | None = None
    outcome: Outcome = field(default_factory=Outcome)
    event: Event = field(default_factory=lambda: Event("start"))
    began: float = 0.0
    since: float = 0.0
    late: Failure | None = None
    kill_at: float | None = None
    is_killed: bool = False

    @property
    def worker(self) -> Worker:
        """Who does it; only asked for once it has been handed to somebody."""
        assert self._worker is not None
        return self._worker

    @worker.setter
    def worker(self, worker: Worker) -> None:
        self._worker = worker

    @property
    def now(self) -> Stage:
        """The stage that the task is at."""
        return self.task.stages[self.stage]

    def begin(self) -> None:
        """Note that the task begins now."""
        self.note(Event("start"))
        self.began = self.since

    def note(self, event: Event) -> None:
        """Note the step or cell that begins."""
        self.event, self.since = event, time.monotonic()


def next_timeout(running: Iterable[Running]) -> float | None:
    """Say how many seconds to wait for a word before somebody is late; None for as long as it takes."""
    deadlines = [deadline for one in running for deadline, _ in _deadlines(one)]
    return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None


def _deadlines(one: Running) -> Iterator[tuple[float, str]]:
    """Give the moments at which a task is late, each with the limit that it then exceeds."""
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


def enforce_limits(one: Running) -> None:
    """Interrupt a task that is late, so that it can save what it has; kill its worker when that doesn't end."""
    passed = [limit for deadline, limit in sorted(_deadlines(one)) if time.monotonic() >= deadline]
    if not passed:
        return
    if passed[0] != "kill":
        one.late = _explain_late(one, passed[0])
        one.kill_at = time.monotonic() + _GRACE
    if passed[0] == "kill" or one.event.step != "execute" or os.name == "nt":
        one.is_killed = True
        one.worker.kill()
    else:
        one.worker.interrupt()


def _explain_late(one: Running, limit: str) -> Failure:
    seconds = getattr(one.task.watched, limit)
    what = {"start": "进程启动", "cell": "单元格运行", "report": "生成报告"}[limit]
    message = f"{what}超过 {seconds:g} 秒的时限"
    return Failure(one.event.step, "TimeLimit", message, _TOO_SLOW.format(limit=limit), one.event.cell)


def explain_death(one: Running, code: int | None) -> Failure:
    """Explain that a worker died, with the exit code or signal that it died by."""
    how = f"信号 {-code}" if code is not None and code < 0 else f"代码 {code}"
    message = f"生成报告的进程意外结束（{how}），已试 {one.tries} 次"
    return Failure(one.event.step, "WorkerDied", message, _DIED, one.event.cell)
