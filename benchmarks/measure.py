"""Measuring a way of making reports: wall clock, processor time, and the memory of all its processes."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Measured:
    """What something took: seconds on the wall and of processors, most memory (MB) of all its processes at once."""

    seconds: float = 0.0
    processor: float = 0.0
    memory: float = 0.0


@contextmanager
def measured() -> Iterator[Measured]:
    """Measure a block, with the processes that it starts and waits for; memory shared by several counts once."""
    found = Measured()
    done = threading.Event()
    watch = threading.Thread(target=_watch_memory, args=(found, done), daemon=True)
    watch.start()
    wall, processor = time.perf_counter(), _processor_seconds()
    try:
        yield found
    finally:
        found.seconds, found.processor = time.perf_counter() - wall, _processor_seconds() - processor
        done.set()
        watch.join()


def _processor_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _watch_memory(found: Measured, done: threading.Event) -> None:
    while not done.wait(0.5):
        found.memory = max(found.memory, sum(map(_proportional_memory, _descendants(os.getpid()))))


def _descendants(pid: int) -> list[int]:
    """List the processes that one started, and those that they started; none where the system has no /proc."""
    found = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            numbers = [int(number) for number in children.read_text().split()]
        except (OSError, ValueError):
            continue
        for number in numbers:
            found += [number, *_descendants(number)]
    return found


def _proportional_memory(pid: int) -> float:
    """Give a process's memory in MB, pages shared by several processes divided among them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def run_quietly(command: list[str], **options: object) -> None:
    """Run a command whose output nobody needs; raises CalledProcessError, with what it said, when it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)
    if done.returncode:
        print(done.stdout[-4000:])
        done.check_returncode()
