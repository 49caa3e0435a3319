"""Tasks on the cores of this machine: a fresh process for every notebook, a lasting one a core for our own writers.

A notebook may do anything to the process that runs it, hence it gets one of its own. Writing HTML, PDF and pages is the
kit's own code: processes that last keep their page layout, templates and fonts warm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from budgetkit.batch.fork import can_fork
from budgetkit.batch.limits import Running, enforce_limits, explain_death, next_timeout
from budgetkit.batch.task import AnyTask, Event, Outcome
from budgetkit.batch.workers import Worker, start_worker

OnEvent = Callable[[AnyTask, Event], None]
Done = tuple[AnyTask, Outcome]

_TRIES = 2
_AHEAD = 20  # tasks known for each worker before there is room for them, at most
_LIFETIME = 1000  # tasks after which a lasting process makes room for a new one; its memory is flat long before


def run_tasks(
    tasks: Iterable[AnyTask],
    workers: int,
    on_event: OnEvent = lambda task, event: None,
    *,
    lasting: list[Worker] | None = None,
) -> Iterator[Done]:
    """Run tasks, `workers` at a time; give each with its outcome as they come.

    `on_event` is called with each step and cell that begins. A task whose process dies is tried once more. Closing
    the iterator ends what runs. Lasting workers are ended too, unless a list to keep them in is given.
    """
    pool = _Pool(tasks, workers, on_event, [] if lasting is None else lasting)
    try:
        yield from pool.run()
    finally:
        pool.end(keep_idle=lasting is not None)


class _Pool:
    """Tasks in hand: a few are known before there is room, and the process that the next will need is ready.

    A department's reports go to the process that has read its tables, while there are other departments for others.
    """

    def __init__(self, tasks: Iterable[AnyTask], workers: int, on_event: OnEvent, idle: list[Worker]) -> None:
        self._tasks = iter(tasks)
        self._waiting: list[Running] = []
        self._ready: list[Worker] = []
        self._workers = workers
        self._on_event = on_event
        self._running: dict[Connection, Running] = {}
        self._idle = idle
        self._ending: list[Worker] = []

    def run(self) -> Iterator[Done]:
        self._look_ahead()
        while self._waiting or self._running:
            while self._waiting and len(self._running) < self._workers:
                self._submit(self._take())
                self._look_ahead()
            yield from self._receive()
            for one in self._running.values():
                enforce_limits(one)
            self._ending = [worker for worker in self._ending if not worker.close_if_ended()]

    def _receive(self) -> Iterator[Done]:
        """Take what workers say, and notice those that died: a process that they started may keep their connection."""
        ends = {one.worker.process.sentinel: connection for connection, one in self._running.items()}
        heard: list[Any] = wait([*self._running, *ends], next_timeout(self._running.values()))
        for connection in dict.fromkeys(ends.get(found, found) for found in heard):
            one = self._running[connection]
            done = self._receive_from(one) if connection in heard or connection.poll() else self._retry_or_fail(one)
            if done:
                yield done

    def _look_ahead(self) -> None:
        """Know tasks of more departments than there are workers, and start the process that one will need."""
        while len(self._waiting) < _AHEAD * self._workers and len(self._wanted()) <= self._workers:
            task = next(self._tasks, None)
            if task is None:
                break
            self._waiting.append(Running(task, 1))
        wanted = self._wanted()
        for worker in [worker for worker in self._ready if worker.tables and worker.tables not in wanted]:
            self._ready.remove(worker)
            self._let_go(worker)
        read = self._read() & wanted
        if len(read) < self._workers and all(worker.submitted for worker in self._ready):
            unread = (one for one in self._waiting if one.now.is_fresh and one.now.tables not in read)
            self._ready += [self._start(one) for one in islice(unread, 1)]

    def _wanted(self) -> set[Path]:
        """Give the tables that waiting tasks want to have read."""
        return {one.now.tables for one in self._waiting if one.now.tables}

    def _read(self) -> set[Path]:
        """Give the tables that a worker has read."""
        workers = [*self._ready, *(one.worker for one in self._running.values())]
        return {worker.tables for worker in workers if worker.tables}

    def _take(self) -> Running:
        """Take the first task whose tables a process at hand has read, else that no process has, else the first."""
        at_hand, read = {worker.tables for worker in self._ready}, self._read()
        one = min(self._waiting, key=lambda one: (one.now.tables not in at_hand, one.now.tables in read))
        self._waiting.remove(one)
        return one

    def _start(self, one: Running) -> Worker:
        """Start a process for a task; if others will read the same tables, one that reads them for all."""
        is_shared = can_fork() and any(
            other.now.tables == one.now.tables for other in self._waiting if other is not one
        )
        now = one.now
        return start_worker(is_fresh=now.is_fresh, tables=now.tables if is_shared else None, subject=now.subject)

    def _submit(self, one: Running) -> None:
        """Hand the next stage of a task to a worker."""
        idle = self._ready if one.now.is_fresh else self._idle
        fitting = [worker for worker in idle if worker.tables in (one.now.tables, None)]
        if fitting:
            one.worker = max(fitting, key=lambda worker: worker.tables is not None)
            idle.remove(one.worker)
        else:
            one.worker = self._start(one)
        self._running[one.worker.connection] = one
        one.worker.submit(one.now.work, one.task, is_last=one.now.tables not in self._wanted())
        if one.stage == 0:
            one.begin()
            self._on_event(one.task, one.event)

    def _receive_from(self, one: Running) -> Done | None:
        """Take what a worker says; give the task with its outcome when it is finished."""
        try:
            said = one.worker.connection.recv()
        except (EOFError, OSError):
            return self._retry_or_fail(one)
        if isinstance(said, Event):
            one.note(said)
            self._on_event(one.task, said)
            return None
        one.outcome = one.outcome.add(replace(said, failure=one.late) if one.late and said.failure else said)
        self._release(one)
        one.stage += 1
        if one.outcome.failure or one.stage == len(one.task.stages):
            return one.task, one.outcome
        self._submit(one)
        return None

    def _retry_or_fail(self, one: Running) -> Done | None:
        """Take leave of a worker that died: its task is tried again, unless it was late or has been tried already."""
        del self._running[one.worker.connection]
        code = one.worker.end()
        if one.late is None and one.tries < _TRIES:
            self._waiting.insert(0, Running(one.task, one.tries + 1))
            return None
        return one.task, one.outcome.add(Outcome(failure=one.late or explain_death(one, code)))

    def _release(self, one: Running) -> None:
        """Let a worker wait for its next task, or go if there will be none."""
        worker = one.worker
        del self._running[worker.connection]
        if worker.tables in self._wanted() and not worker.is_spent:
            self._ready.append(worker)
        elif not worker.is_fresh and worker.submitted < _LIFETIME:
            self._idle.append(worker)
        else:
            self._let_go(worker)

    def _let_go(self, worker: Worker) -> None:
        """Take leave of a worker, which then ends by itself."""
        worker.connection.close()
        self._ending.append(worker)

    def end(self, *, keep_idle: bool) -> None:
        """End all workers, whatever they are at."""
        ended = [*(one.worker for one in self._running.values()), *self._ready, *(() if keep_idle else self._idle)]
        for worker in ended:
            worker.kill()
        for worker in (*ended, *self._ending):
            worker.end()
