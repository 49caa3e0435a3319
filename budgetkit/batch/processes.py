"""Fresh processes: forked from a parent that has imported the libraries, else started anew."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from budgetkit.upstream import ensure_parent, skip_grammar, without_main_and_daemon

SETTING = "BUDGETKIT_START"
ONE_THREAD = {  # for numeric libraries, as each core has a process; read when they are imported
    f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM", "RAYON")
}
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


def can_fork() -> bool:
    """Say whether a process may fork children here and wait for them and for its driver at once (Linux)."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return start_method() == "forkserver"


def warm_up() -> None:
    """Let the parent that workers are forked from begin its imports, without waiting for it."""
    if start_method() == "forkserver":
        with _starting, without_main_and_daemon():
            _context()
            ensure_parent()


def start_process(work: str, *arguments: Any, name: str) -> tuple[BaseProcess, Connection]:
    """Start a fresh process that calls `work(*arguments, connection)`; give it and the other end of the connection.

    `work` names a function as `module:function`, imported in the process. It has the starter's environment and working
    directory, one thread for numeric libraries, and does not import the starter's main script.
    """
    context = _context()
    ours, theirs = context.Pipe()
    with _starting, without_main_and_daemon():
        if start_method() == "forkserver":
            ensure_parent()
        environment = {**ONE_THREAD, **os.environ}
        process = context.Process(target=_begin, args=(work, arguments, environment, theirs), name=name)
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
