"""Work on several processes: tasks that depend on nothing but their arguments, results as they come."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
WORTH = 12  # tasks below which starting processes anew, each with its imports, takes longer than it saves


def run_tasks(
    function: Callable[[Task], Result],
    tasks: Sequence[Task],
    jobs: int | None,
    lost: Callable[[Task], Result],
    prepare: Callable[[], object] = lambda: None,
) -> Iterator[Result]:
    """Give the results of a function on tasks, in any order; `jobs` processes at once, by default one a processor.

    In this process where one is asked for, or there is too little to do. `lost` gives the result of a task whose
    process ended on it, which is tried once more by itself first. Tasks start in their order. `prepare` loads what
    every task needs: here, where processes are copies of this one, so that none of them does it again.
    """
    is_worth_it = len(tasks) >= (2 if _can_fork() else WORTH)
    count = min(jobs or (_processors() if is_worth_it else 1), max(len(tasks), 1))
    if count == 1:
        yield from map(function, tasks)
        return
    if _can_fork():
        prepare()
    unfinished = list(range(len(tasks)))
    pool = _start_pool(count)
    try:
        futures = {pool.submit(function, task): place for place, task in enumerate(tasks)}
        for future in as_completed(futures):
            try:
                result = future.result()
            except BrokenProcessPool:
                break
            unfinished.remove(futures.pop(future))
            del future  # it holds the result as long as it lives
            yield result
    finally:
        pool.shutdown(cancel_futures=True)
    for place in unfinished:
        yield _try_alone(function, tasks[place], lost)


def _try_alone(function: Callable[[Task], Result], task: Task, lost: Callable[[Task], Result]) -> Result:
    with _start_pool(1) as pool:
        try:
            return pool.submit(function, task).result()
        except BrokenProcessPool:
            return lost(task)


def _start_pool(count: int) -> ProcessPoolExecutor:
    """Start processes that a Ctrl-C ends at once and without a word: it is this process that tells of it."""
    context = get_context("fork" if _can_fork() else "spawn")
    return ProcessPoolExecutor(count, context, signal.signal, (signal.SIGINT, signal.SIG_DFL))


def _can_fork() -> bool:
    """Whether a copy of this process costs nothing and is safe: no other thread may hold a lock in it."""
    return sys.platform == "linux" and threading.active_count() == 1


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
