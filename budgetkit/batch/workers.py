"""Workers as the driver sees them."""

from __future__ import annotations

import contextlib
import os
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from budgetkit.batch.processes import can_fork, start_process
from budgetkit.batch.task import AnyTask, Event, Outcome, Stage

_WORK = "budgetkit.batch.worker:work"
_GRACE = 5.0  # seconds that a worker has to end by itself


class WorkerDied(Exception):
    """A worker ended before it had answered, with `code`, which is negative for a signal."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"ended with code {code}")
        self.code = code


@dataclass
class Worker:
    """A process that does task after task, each itself or, if it `forks`, in a child of its own.

    What it has read of `tables`, a folder of clean tables, the children share.
    """

    process: BaseProcess
    connection: Connection
    tables: Path | None
    forks: bool

    def fits(self, stage: Stage) -> bool:
        """Say whether a stage may be done here: by the tables that were read, and fresh if it has to be."""
        return self.tables == stage.tables and (self.forks or not stage.is_fresh)

    def submit(self, work: str, task: AnyTask) -> None:
        """Ask for a task to be done by a function (`module:function`)."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # a dead worker is noticed by listening to it
            self.connection.send((work, task))

    def receive(self, timeout: float | None) -> Event | Outcome | None:
        """Give what the worker says next, None when it says nothing in time; raises WorkerDied when it ended instead.

        Processes that it started may outlive it and keep its connection open, so both are looked at.
        """
        wait([self.connection, self.process.sentinel], timeout)
        with contextlib.suppress(EOFError, OSError):
            if self.connection.poll():
                return self.connection.recv()
            if self.process.is_alive():
                return None
        raise WorkerDied(self.end())

    def interrupt(self) -> None:
        """Interrupt what runs, so that it can save what it has."""
        self._signal_group(signal.SIGINT)

    def kill(self) -> None:
        """Kill the process and what it started."""
        if not self._signal_group(signal.SIGKILL):
            self.process.kill()

    def end(self) -> int | None:
        """Let the process end by itself, which it does when its connection closes, else kill it; give its exit code."""
        self.connection.close()
        self.process.join(_GRACE)
        if self.process.exitcode is None:
            self.kill()
            self.process.join()
        self._signal_group(signal.SIGKILL)  # what is left of its group may outlive it
        return self.process.exitcode

    def _signal_group(self, number: int) -> bool:
        """Send a signal to the group that the process leads once it has begun; say whether there is one."""
        try:
            os.killpg(self.process.pid or 0, number)
        except (AttributeError, ProcessLookupError, PermissionError):
            return False
        return True


def start_worker(stage: Stage) -> Worker:
    """Start a worker for a stage, and for those to come that it fits."""
    name = "budgetkit report" if stage.is_fresh else "budgetkit export"
    forks = stage.is_fresh and can_fork()
    tables = stage.tables if forks else None
    process, connection = start_process(_WORK, stage.is_fresh, tables, stage.subject, name=name)
    return Worker(process, connection, tables, forks)
