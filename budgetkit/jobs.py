"""Work on several processes: tasks that depend on nothing but their arguments, results as they come."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
WORTH = 12  # tasks below which starting processes takes longer than it saves


def run_tasks(
    function: Callable[[Task], Result], tasks: Sequence[Task], jobs: int | None, lost: Callable[[Task], Result]
) -> Iterator[Result]:
    """Give the results of a function on tasks, in any order; `jobs` processes at once, by default one a processor.

    In this process where one is asked for, or there is too little to do. `lost` gives the result of a task whose
    process ended on it, which is tried once more by itself first.
    """
    count = min(jobs or (_processors() if len(tasks) >= WORTH else 1), max(len(tasks), 1))
    if count == 1:
        yield from map(function, tasks)
        return
    unfinished = list(range(len(tasks)))
    pool = ProcessPoolExecutor(count, get_context("spawn"))
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
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        try:
            return pool.submit(function, task).result()
        except BrokenProcessPool:
            return lost(task)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
