"""Fresh processes: forked from a parent that has imported the libraries, else started anew."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from budgetkit.upstream import ensure_parent, skip_grammar, without_main_and_daemon

SETTING = "BUDGETKIT_START"
_THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "RAYON_NUM_THREADS",
)
_PRELOAD = "budgetkit.batch.preload"
_starting = threading.Lock()  # what a process begins with is set for the whole of this one meanwhile
_worker = False


def is_worker() -> bool:
    """Say whether this process was started for one report."""
    return _worker


def start_method() -> str:
    """Give how processes are started: `forkserver` where forking is safe (Linux), else `spawn`.

    The environment variable BUDGETKIT_START chooses one.
    """
    wanted = os.environ.get(SETTING) or ("forkserver" if sys.platform == "linux" else "spawn")
    return wanted if wanted in multiprocessing.get_all_start_methods() else "spawn"


def warm_up() -> None:
    """Let the parent that workers are forked from begin its imports, without waiting for it."""
    if start_method() == "forkserver":
        with _starting, _surroundings():
            _context()
            ensure_parent()


def start_process(work: str, *arguments: Any, name: str) -> tuple[BaseProcess, Connection]:
    """Start a fresh process that calls `work(*arguments, connection)`; give it and the other end of the connection.

    `work` names a function as `module:function`, imported in the process. It has the starter's environment and working
    directory, one thread for numeric libraries, and does not import the starter's main script.
    """
    context = _context()
    ours, theirs = context.Pipe()
    with _starting, _surroundings():
        if start_method() == "forkserver":
            ensure_parent()
        process = context.Process(target=_begin, args=(work, arguments, dict(os.environ), theirs), name=name)
        process.start()
    theirs.close()
    return process, ours


def _begin(work: str, arguments: tuple[Any, ...], environment: dict[str, str], connection: Connection) -> None:
    global _worker
    _worker = True
    os.environ.clear()  # a forked process has the environment that its parent began with
    os.environ.update(environment)
    skip_grammar()
    module, _, function = work.partition(":")
    getattr(import_module(module), function)(*arguments, connection)


def _context() -> Any:
    context: Any = multiprocessing.get_context(start_method())
    if start_method() == "forkserver":
        context.set_forkserver_preload([_PRELOAD])
    return context


@contextmanager
def _surroundings() -> Iterator[None]:
    """Let a process that starts now see one thread for numeric libraries, no main script, and no daemon above it."""
    missing = [name for name in _THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(missing, "1"))
    try:
        with without_main_and_daemon():
            yield
    finally:
        for name in missing:
            os.environ.pop(name, None)
