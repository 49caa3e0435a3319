"""Workers as the driver sees them."""

from __future__ import annotations

import contextlib
import os
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from budgetkit.batch.processes import start_process
from budgetkit.batch.task import AnyTask

_WORK = "budgetkit.batch.worker:work"
_GRACE = 5.0  # seconds that a worker has to end by itself


@dataclass
class Worker:
    """A process that does what it is asked: again and again, or, if tasks need a fresh one, once.

    One that has read `tables` takes task after task, too, and forks a fresh process for each.
    """

    process: BaseProcess
    connection: Connection
    is_fresh: bool
    tables: Path | None = None
    submitted: int = 0
    is_spent: bool = False

    def submit(self, work: str, task: AnyTask, *, is_last: bool) -> None:
        """Ask for a task to be done by a function (`module:function`); what comes of it is heard by the connection.

        After its last task, a worker with tables ends by itself.
        """
        self.submitted += 1
        self.is_spent = is_last
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # a dead worker is noticed by listening to it
            self.connection.send((work, task, is_last))

    @property
    def _pid(self) -> int:
        assert self.process.pid is not None  # it was started
        return self.process.pid

    def interrupt(self) -> None:
        """Interrupt what runs, so that it can save what it has."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGINT)

    def kill(self) -> None:
        """Kill the process and what it started."""
        if not self._kill_group():
            self.process.kill()

    def _kill_group(self) -> bool:
        """Kill all that is left of the group that the process leads once it has begun; the group may outlive it."""
        try:
            os.killpg(self._pid, signal.SIGKILL)
        except (AttributeError, ProcessLookupError, PermissionError):
            return False
        return True

    def close_if_ended(self) -> bool:
        """Close the process if it has ended; say whether it had."""
        if self.process.exitcode is None:
            return False
        self._kill_group()
        self.process.close()
        return True

    def end(self) -> int | None:
        """Let the process end by itself, which it does when its connection closes, else kill it; give its exit code."""
        self.connection.close()
        self.process.join(_GRACE)
        if self.process.exitcode is None:
            self.kill()
            self.process.join()
        code = self.process.exitcode
        self._kill_group()
        self.process.close()
        return code


def start_worker(*, is_fresh: bool, tables: Path | None = None, subject: tuple[str, int] | None = None) -> Worker:
    """Start a worker; `tables` is a folder of clean tables that several fresh processes are to share.

    `subject` is the department and year whose measures they share, too.
    """
    name = "budgetkit report" if is_fresh else "budgetkit export"
    process, connection = start_process(_WORK, is_fresh, tables, subject, name=name)
    return Worker(process, connection, is_fresh, tables)
