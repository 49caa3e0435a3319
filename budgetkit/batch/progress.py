"""How a batch is told: a bar in a terminal, plain lines without one, events as JSON for programs, or nothing."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from budgetkit.batch.decisions import Decision
from budgetkit.batch.failure_page import STEPS
from budgetkit.batch.state import BatchSummary, Listener
from budgetkit.batch.task import AnyTask, Event, Outcome, ReportTask
from budgetkit.plain_text import escape_controls


class Progressing(Listener):
    """A listener that is also told when the batch begins and ends."""

    def __enter__(self) -> Progressing:
        return self

    def __exit__(self, *_: object) -> None:
        """End what is shown."""

    def done(self, summary: BatchSummary, seconds: float) -> None:
        """Hear that the batch is over, after so many seconds."""


class Quiet(Progressing):
    """Says nothing while a batch goes well."""

    def noticed(self, words: str) -> None:
        """Say what is amiss."""
        print(escape_controls(words), file=sys.stderr)


class Lines(Quiet):
    """A line a report that is finished: its number, name and time."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._total = self._count = 0

    def planned(self, decisions: Sequence[Decision]) -> None:
        """Say how many reports are to be made and how many are kept."""
        self._total = count_states(decisions)["make"]
        self._write(describe_plan(decisions))

    def finished(self, decision: Decision, outcome: Outcome) -> None:
        """Say that a report is made or failed."""
        self._count += 1
        self._write(f"[{self._count}/{self._total}] {describe_outcome(decision, outcome)}")


class Bar(Progressing):
    """A bar with done, total and time left, the reports that are being made, and a line for each failure."""

    def __init__(self, console: Console) -> None:
        columns = (TextColumn("生成报告"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[failed]}"))
        times = (TextColumn("已用"), TimeElapsedColumn(), TextColumn("剩余"), TimeRemainingColumn())
        self._progress = Progress(*columns, *times, TextColumn("{task.fields[now]}"), console=console)
        self._bar: TaskID | None = None
        self._running: dict[str, str] = {}
        self._failed = 0

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the bar as it is and give the cursor back."""
        self._progress.stop()

    def planned(self, decisions: Sequence[Decision]) -> None:
        """Show the bar with the number of reports to be made."""
        self._print(describe_plan(decisions))
        if (total := count_states(decisions)["make"]) and self._bar is None:
            self._bar = self._progress.add_task("", total=total, failed="", now="")

    def heard(self, task: AnyTask, event: Event) -> None:
        """Show which reports are being made."""
        if isinstance(task, ReportTask):
            self._running[task.key] = f"{task.job.name}（{STEPS[event.step]}）"
            self._show()

    def finished(self, decision: Decision, outcome: Outcome) -> None:
        """Move the bar on; a failure gets a line above it."""
        self._running.pop(decision.job.key, None)
        if outcome.failure:
            self._failed += 1
            self._print(describe_outcome(decision, outcome), "red")
        if self._bar is not None:
            self._progress.advance(self._bar)
        self._show()

    def noticed(self, words: str) -> None:
        """Say what is amiss, above the bar."""
        self._print(words, "yellow")

    def _print(self, words: str, style: str | None = None) -> None:
        """Print a line above the bar as it is: no name in it is markup, or a command to the terminal."""
        self._progress.console.print(escape_controls(words), style=style, highlight=False, markup=False)

    def _show(self) -> None:
        now = "、".join(self._running.values())
        failed = f"[red]失败 {self._failed}[/red]" if self._failed else ""
        if self._bar is not None:
            self._progress.update(self._bar, failed=failed, now=escape(escape_controls(now)))


class Events(Progressing):
    """A line of JSON for everything that happens: `event` names it, `report` the report's key."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write

    def _tell(self, event: str, **values: Any) -> None:
        self._write(json.dumps({"event": event, "time": round(time.time(), 3), **values}, ensure_ascii=False))

    def planned(self, decisions: Sequence[Decision]) -> None:
        """Tell what will be done about each report, and why."""
        for one in decisions:
            self._tell("planned", report=one.job.key, state=one.state, reasons=list(one.reasons))

    def heard(self, task: AnyTask, event: Event) -> None:
        """Tell the step or cell that begins."""
        self._tell("step", report=task.key, step=event.step, cell=event.cell)

    def finished(self, decision: Decision, outcome: Outcome) -> None:
        """Tell what came of a report."""
        failure = vars(outcome.failure) if outcome.failure else None
        values = {"seconds": outcome.seconds, "memory": round(outcome.memory, 1), "failure": failure}
        self._tell("finished", report=decision.job.key, **values)

    def noticed(self, words: str) -> None:
        """Tell what is amiss."""
        self._tell("noticed", words=words)

    def done(self, summary: BatchSummary, seconds: float) -> None:
        """Tell the numbers."""
        states = count_states(summary.decisions)
        numbers = {"made": len(summary.made), "failed": len(summary.failed), "kept": states["keep"]}
        self._tell("done", **numbers, edited=states["edited"], seconds=round(seconds, 3))


def count_states(decisions: Sequence[Decision]) -> Counter:
    """Count the decisions by state."""
    return Counter(decision.state for decision in decisions)


def describe_plan(decisions: Sequence[Decision]) -> str:
    """Describe how many reports are made, kept, and left alone."""
    states = count_states(decisions)
    edited = f"，{states['edited']} 份手工修改过的不覆盖" if states["edited"] else ""
    return f"共 {len(decisions)} 份报告：生成 {states['make']} 份，{states['keep']} 份没有变化{edited}。"


def describe_outcome(decision: Decision, outcome: Outcome) -> str:
    """Describe what came of a report in a line."""
    if outcome.failure:
        return f"失败　{decision.job.name}：{outcome.failure.summary}"
    return f"完成　{decision.job.name}（{sum(outcome.seconds.values()):.1f} 秒）"
