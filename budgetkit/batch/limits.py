"""Watching over a task: how long it may take, and what is said when it took longer or its process died."""

from __future__ import annotations

import math
import os
import time

from budgetkit.batch.task import Event, Failure, Limits
from budgetkit.batch.workers import Worker

_GRACE = 5.0  # seconds that an interrupted report has to save what it was at
_TOO_SLOW = "请检查该处的代码，或用选项 --{limit}-limit 放宽时限。"
_DIED = "请查看日志；如内存不足，请用 --jobs 减少同时生成的份数。"
_WHAT = {"start": "进程启动", "cell": "单元格运行", "report": "生成报告"}


class Watch:
    """Since when a task is being done, the step or cell that it is at, and, once it took too long, `late`."""

    def __init__(self, limits: Limits) -> None:
        self.event = Event("start")
        self.late: Failure | None = None
        self._limits = limits
        self._began = self._since = time.monotonic()
        self._kill_at = math.inf

    def note(self, event: Event) -> None:
        """Note the step or cell that begins."""
        self.event, self._since = event, time.monotonic()

    def seconds_left(self) -> float | None:
        """Say how many seconds to wait for a word before the task is late; None for as long as it takes."""
        moment, _ = self._deadline()
        return None if moment == math.inf else max(0.0, moment - time.monotonic())

    def _deadline(self) -> tuple[float, str]:
        """Give the moment at which the task is late next, and the limit that it then exceeds."""
        if self.late:
            return self._kill_at, ""
        limits = [(self._began, self._limits.report, "report")]
        if self.event.step == "start":
            limits.append((self._since, self._limits.start, "start"))
        if self.event.cell is not None:
            limits.append((self._since, self._limits.cell, "cell"))
        moments = [(since + seconds, name) for since, seconds, name in limits if seconds is not None]
        return min(moments, default=(math.inf, ""))

    def enforce(self, worker: Worker) -> None:
        """Interrupt a task that is late, so that it can save what it has; kill its worker when that doesn't end."""
        moment, limit = self._deadline()
        if time.monotonic() < moment:
            return
        if self.late or self.event.step != "execute" or os.name == "nt":
            worker.kill()
            self._kill_at = math.inf
        else:
            worker.interrupt()
            self._kill_at = time.monotonic() + _GRACE
        self.late = self.late or self._explain_late(limit)

    def _explain_late(self, limit: str) -> Failure:
        message = f"{_WHAT[limit]}超过 {getattr(self._limits, limit):g} 秒的时限"
        return Failure(self.event.step, "TimeLimit", message, _TOO_SLOW.format(limit=limit), self.event.cell)

    def explain_death(self, code: int | None, tries: int) -> Failure:
        """Explain that a worker died, with the exit code or signal that it died by."""
        how = f"信号 {-code}" if code is not None and code < 0 else f"代码 {code}"
        message = f"生成报告的进程意外结束（{how}），已试 {tries} 次"
        return Failure(self.event.step, "WorkerDied", message, _DIED, self.event.cell)
