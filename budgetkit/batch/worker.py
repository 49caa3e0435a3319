"""The process of a worker: it does task after task until the driver takes leave, fresh ones in children of its own."""

from __future__ import annotations

import contextlib
import gc
import mmap
import os
import select
import signal
import sys
import threading
import time
import traceback
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

from budgetkit.batch.processes import can_fork

_FAREWELL = 0.5  # seconds that a worker has to end by itself
_RARELY = (50_000, 20, 20)
"""When garbage is looked for: a report is over before much has gathered, and looking took up to 7 % of its time."""


def work(is_fresh: bool, tables: Path | None, subject: tuple[str, int] | None, connection: Connection) -> None:
    """Do what the driver asks for until the connection closes, then end this process and what it started.

    Where tasks need a fresh process, each is done in a child of this one; where none can be forked, the driver asks
    for one task only. Children share the clean tables that are read before (a folder), and the measures that reports
    on `subject` (department and year) share. What a task prints goes to its log.
    """
    _leave_terminal()
    gc.set_threshold(*_RARELY)
    if tables:
        _read_ahead(tables, subject)
    forks = is_fresh and can_fork()
    if not forks:
        _prepare(connection)
        threading.Thread(target=_end_when_left, args=(connection, is_fresh), daemon=True).start()
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            if forks:
                _do_in_child(connection)
            else:
                _do(connection, is_fresh)
    _end_group()


def _leave_terminal() -> None:
    """Leave the terminal's process group: Ctrl-C is for the driver, which then ends its workers."""
    if hasattr(os, "setsid"):
        with contextlib.suppress(PermissionError):
            os.setsid()


def _read_ahead(tables: Path, subject: tuple[str, int] | None) -> None:
    """Read clean tables and measure a department for the children to come; their notebooks report what fails.

    What was measured holds for the tables in folders within, too, which have what some reports see besides.
    """
    from budgetkit.briefing.ahead import measure_ahead
    from budgetkit.compare.budget import share_measures
    from budgetkit.dataset.load import read_ahead

    with contextlib.suppress(Exception):
        data = read_ahead(tables)
        if subject:
            measure_ahead(data, *subject)
        for folder in sorted(path for path in tables.iterdir() if path.is_dir()):
            share_measures(data, read_ahead(folder))
    gc.freeze()


def _prepare(connection: Connection) -> None:
    """Keep the connection from what a notebook starts: the driver would not notice when this process dies."""
    if os.name == "posix":
        os.set_inheritable(connection.fileno(), False)
        os.register_at_fork(after_in_child=connection.close)


def _do(connection: Connection, is_fresh: bool) -> None:
    """Wait for a task, do it in this process, and answer the driver."""
    place, task = connection.recv()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _log_to(task.log, is_fresh)
    module, _, function = place.partition(":")
    outcome = getattr(import_module(module), function)(task, connection.send)
    sys.stdout.flush()
    sys.stderr.flush()
    connection.send(outcome)


def _log_to(path: Path, is_new: bool) -> None:
    """Let this process, whatever it runs, print to a log: a new one for a new report, else the one that there is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if is_new else os.O_APPEND), 0o644)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)


def _do_in_child(connection: Connection) -> None:
    """Have a child do a task, ready before it comes; one that ends without an answer ends this process in the same way.

    Interrupts and requests to end go to the whole group and are for the child and what it starts.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    answered = mmap.mmap(-1, 1)
    if not (child := os.fork()):
        _answer_and_end(connection, answered)
    status = _wait(child, connection)
    if not answered[0]:
        _end_like(status)
    _signal_group(signal.SIGTERM)  # what it started and left, as the end of a kernel does


def _answer_and_end(connection: Connection, answered: mmap.mmap) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _prepare(connection)
    if "numpy.random" in sys.modules:  # a seed of its own, as in a new process; `random` draws one by itself
        sys.modules["numpy.random"].seed()
    try:
        _do(connection, is_fresh=True)
        answered[0] = 1
    except (EOFError, ConnectionError):  # the driver has taken leave
        pass
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1 - answered[0])


def _wait(child: int, connection: Connection) -> int:
    """Wait for a child and give its status; end it and the whole group if the driver goes before."""
    descriptor, events = os.pidfd_open(child), _hangup_of(connection)
    events.register(descriptor, select.POLLIN)
    if descriptor not in dict(events.poll()):
        _end_group()
    os.close(descriptor)
    return os.waitpid(child, 0)[1]


def _hangup_of(connection: Connection) -> select.poll:
    """Give what waits for nothing but the closing of the driver's end of a connection, however the driver ends."""
    events = select.poll()
    events.register(connection, 0)
    return events


def _end_when_left(connection: Connection, is_fresh: bool) -> None:
    """End this process and what it started soon after the driver takes leave, whatever it is at."""
    if hasattr(select, "poll"):
        _hangup_of(connection).poll()
    elif is_fresh:
        connection.poll(None)  # nothing more will be said to it
    else:
        return
    time.sleep(_FAREWELL)
    _end_group()


def _signal_group(number: int) -> None:
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), number)


def _end_group() -> NoReturn:
    """End this process and what it started: children, a kernel."""
    _signal_group(signal.SIGKILL)
    os._exit(1)


def _end_like(status: int) -> NoReturn:
    """End this process as a child ended: by the same signal, else with the same code."""
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        with contextlib.suppress(OSError):  # SIGKILL takes no handler
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)
