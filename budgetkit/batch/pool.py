"""Tasks on the cores of this machine: a thread a core sees to one task at a time, by the two processes of that core.

A notebook may do anything to the process that runs it, hence it gets one of its own, a child of a process that has read
its department's tables. Writing HTML, PDF and pages is the kit's own code: a process that lasts keeps its page layout,
templates and fonts warm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

from budgetkit.batch.limits import Watch
from budgetkit.batch.task import AnyTask, Event, Outcome, Stage
from budgetkit.batch.workers import Worker, WorkerDied, start_worker

OnEvent = Callable[[AnyTask, Event], object]
Done = tuple[AnyTask, Outcome]

_TRIES = 2
_AHEAD = 20  # tasks known for each core before there is room for them, at most


class Core:
    """A core's two workers: one that has read `tables` and whose children run notebooks, one that exports."""

    def __init__(self) -> None:
        self.tables: Path | None = None
        self._workers: dict[bool, Worker] = {}
        self._is_ended = False

    def make(self, task: AnyTask, on_event: OnEvent) -> Outcome:
        """Do a task stage by stage; one whose process dies is tried once more."""
        for tries in range(1, _TRIES + 1):
            outcome, watch = Outcome(), Watch(task.watched)
            on_event(task, watch.event)
            try:
                for stage in task.stages:
                    outcome = outcome.add(self._do(stage, task, watch, on_event))
                    if outcome.failure:
                        break
                return outcome
            except WorkerDied as death:
                outcome = outcome.add(Outcome(failure=watch.late or watch.explain_death(death.code, tries)))
            if watch.late or self._is_ended:
                break
        return outcome

    def _do(self, stage: Stage, task: AnyTask, watch: Watch, on_event: OnEvent) -> Outcome:
        worker = self._ready_worker(stage if stage.tables == self.tables else replace(stage, tables=None))
        try:
            worker.submit(stage.work, task)
            while not isinstance(said := worker.receive(watch.seconds_left()), Outcome):
                if said:
                    watch.note(said)
                    on_event(task, said)
                watch.enforce(worker)
        except WorkerDied:
            del self._workers[stage.is_fresh]
            raise
        return replace(said, failure=watch.late) if watch.late and said.failure else said

    def _ready_worker(self, stage: Stage) -> Worker:
        worker = self._workers.get(stage.is_fresh)
        if worker is None or not worker.fits(stage):
            if worker:
                worker.connection.close()  # it ends by itself, and all that it started
            self._workers[stage.is_fresh] = worker = start_worker(stage)
        if self._is_ended:
            worker.kill()
        return worker

    def kill(self) -> None:
        """End both workers, whatever they are at; a task in hand comes back as failed."""
        self._is_ended = True
        for worker in list(self._workers.values()):
            worker.kill()


def run_tasks(
    tasks: Iterable[AnyTask],
    workers: int,
    on_event: OnEvent = lambda task, event: None,
    *,
    kept: list[Core] | None = None,
) -> Iterator[Done]:
    """Run tasks, `workers` at a time; give each with its outcome as they come.

    `on_event` is called with each step and cell that begins. A task whose process dies is tried once more. Closing
    the iterator ends what runs, and all workers, unless cores to keep are given.
    """
    cores = [Core() for _ in range(workers)] if kept is None else kept
    with ThreadPoolExecutor(len(cores)) as threads:
        try:
            yield from _run(iter(tasks), cores, threads, on_event)
        finally:
            for core in cores if kept is None else ():
                core.kill()


def _run(tasks: Iterator[AnyTask], cores: list[Core], threads: ThreadPoolExecutor, on_event: OnEvent) -> Iterator[Done]:
    said: SimpleQueue[tuple[AnyTask, Event] | Future[Outcome]] = SimpleQueue()
    waiting: list[AnyTask] = []
    free, running = list(cores), dict[Future[Outcome], tuple[Core, AnyTask]]()
    while True:
        _look_ahead(tasks, waiting, len(cores))
        while waiting and free:
            core = free.pop()
            task = _take(waiting, core, cores)
            future = threads.submit(core.make, task, lambda *words: said.put(words))
            running[future] = core, task
            future.add_done_callback(said.put)
        if not running:
            return
        heard = said.get()
        if isinstance(heard, Future):
            core, task = running.pop(heard)
            free.append(core)
            yield task, heard.result()
        else:
            on_event(*heard)


def _look_ahead(tasks: Iterator[AnyTask], waiting: list[AnyTask], cores: int) -> None:
    """Know tasks of more departments than there are cores, so that each finds one whose tables nobody has read."""
    while len(waiting) < _AHEAD * cores and len(set(map(_tables, waiting))) <= cores:
        if not (following := next(tasks, None)):
            break
        waiting.append(following)


def _take(waiting: list[AnyTask], core: Core, cores: list[Core]) -> AnyTask:
    """Take the first task whose tables the core has read, else that no core has, else the first.

    The core reads tables only if another task wants them, too; a single notebook reads what it needs itself.
    """
    read = {one.tables for one in cores}
    task = min(waiting, key=lambda task: (_tables(task) != core.tables or not core.tables, _tables(task) in read))
    waiting.remove(task)
    tables = _tables(task)
    if tables and tables in map(_tables, waiting):
        core.tables = tables
    return task


def _tables(task: AnyTask) -> Path | None:
    return task.stages[0].tables
