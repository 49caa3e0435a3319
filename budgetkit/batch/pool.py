"""Tasks on the cores of this machine: a fresh process for every notebook, a lasting one a core for our own writers.

A notebook may do anything to the process that runs it, hence it gets one of its own. Writing HTML, PDF and pages is the
kit's own code: processes that last keep their page layout, templates and fonts warm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection, wait

from budgetkit.batch.limits import Running, explain_death, patience, watch
from budgetkit.batch.task import AnyTask, Event, Outcome
from budgetkit.batch.workers import Worker, start_worker

Hear = Callable[[AnyTask, Event], None]
Done = tuple[AnyTask, Outcome]

_TRIES = 2
_LIFETIME = 1000  # tasks after which a lasting process makes room for a new one; its memory is flat long before


def run_tasks(
    tasks: Iterable[AnyTask],
    workers: int,
    hear: Hear = lambda task, event: None,
    *,
    lasting: list[Worker] | None = None,
) -> Iterator[Done]:
    """Run tasks, `workers` at a time; give each with its outcome as they come.

    `hear` hears each step and cell that begins. A task whose process dies without a word is tried once more. Closing
    the iterator ends what runs. Lasting workers are ended too, unless a list to keep them in is given.
    """
    pool = _Pool(tasks, workers, hear, [] if lasting is None else lasting)
    try:
        yield from pool.run()
    finally:
        pool.end(keep_idle=lasting is not None)


class _Pool:
    """Tasks in hand: the next one is ready, with a fresh process for it, before there is room."""

    def __init__(self, tasks: Iterable[AnyTask], workers: int, hear: Hear, idle: list[Worker]) -> None:
        self._tasks = iter(tasks)
        self._again: list[tuple[AnyTask, int]] = []
        self._next: Running | None = None
        self._spare: Worker | None = None
        self._workers = workers
        self._hear = hear
        self._running: dict[Connection, Running] = {}
        self._idle = idle
        self._ending: list[Worker] = []

    def run(self) -> Iterator[Done]:
        self._prepare()
        while self._next or self._running:
            while self._next and len(self._running) < self._workers:
                one, self._next = self._next, None
                self._begin(one)
                self._prepare()
            for connection in wait(list(self._running), patience(self._running.values())):
                done = self._listen(self._running[connection])
                if done:
                    yield done
            for one in self._running.values():
                watch(one)
            self._ending = [worker for worker in self._ending if not worker.has_ended()]

    def _prepare(self) -> None:
        """Take the next task, and start the process that it will need."""
        if self._next is None:
            task, tries = self._again.pop() if self._again else (next(self._tasks, None), 1)
            self._next = None if task is None else Running(task, tries)
        if self._next and self._next.task.stages[0].is_fresh and self._spare is None:
            self._spare = start_worker(is_fresh=True)

    def _begin(self, one: Running) -> None:
        """Hand the next stage of a task to a worker."""
        stage = one.task.stages[one.stage]
        if stage.is_fresh:
            one.worker, self._spare = self._spare or start_worker(is_fresh=True), None
        else:
            one.worker = self._idle.pop() if self._idle else start_worker(is_fresh=False)
        self._running[one.worker.connection] = one
        one.worker.ask(stage.work, one.task)
        if one.stage == 0:
            one.begin()
            self._hear(one.task, one.event)

    def _listen(self, one: Running) -> Done | None:
        """Take what a worker says; give the task with its outcome when it is finished."""
        try:
            said = one.worker.connection.recv()
        except (EOFError, ConnectionResetError):
            return self._bury(one)
        if isinstance(said, Event):
            one.hear(said)
            self._hear(one.task, said)
            return None
        one.outcome = one.outcome.add(replace(said, failure=one.late) if one.late and said.failure else said)
        self._release(one)
        one.stage += 1
        if one.outcome.failure or one.stage == len(one.task.stages):
            return one.task, one.outcome
        self._begin(one)
        return None

    def _bury(self, one: Running) -> Done | None:
        """Take leave of a worker that died: its task is tried again, unless it was late or has been tried already."""
        del self._running[one.worker.connection]
        code = one.worker.end()
        if one.late is None and one.tries < _TRIES:
            self._again.append((one.task, one.tries + 1))
            self._prepare()
            return None
        return one.task, one.outcome.add(Outcome(failure=one.late or explain_death(one, code)))

    def _release(self, one: Running) -> None:
        """Let a worker go: a lasting one waits for its next task."""
        worker = one.worker
        del self._running[worker.connection]
        if worker.is_fresh or worker.asked >= _LIFETIME:
            worker.connection.close()
            self._ending.append(worker)
        else:
            self._idle.append(worker)

    def end(self, *, keep_idle: bool) -> None:
        """End all workers, whatever they are at."""
        at_work = [*(one.worker for one in self._running.values()), *filter(None, [self._spare])]
        for worker in (*at_work, *(() if keep_idle else self._idle)):
            worker.kill()
            worker.end()
        for worker in self._ending:
            worker.end()
