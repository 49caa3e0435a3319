"""A process that forks a child for each task: what it has read they all find, what a child does stays in that child."""

from __future__ import annotations

import contextlib
import mmap
import os
import select
import signal
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from budgetkit.batch.processes import start_method


def can_fork() -> bool:
    """Say whether a process may fork children here and wait for them and for its driver at once (Linux)."""
    if start_method() != "forkserver":
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True


def fork_for_each(answer: Callable[[Connection], None], connection: Connection) -> None:
    """Fork children one after another, each ready before its task comes by the connection; does not return.

    `answer` does one task in the child and returns once it has been answered. A child that ends otherwise ends this
    process in the same way. When the driver's end of the connection closes, all ends, whatever the child is at.
    """
    is_answered = mmap.mmap(-1, 1)
    while True:
        is_answered[0] = 0
        child = os.fork()
        if not child:
            _answer_and_end(answer, connection, is_answered)
        status = _wait(child, connection)
        if not is_answered[0]:
            _end_like(status)


def _answer_and_end(answer: Callable[[Connection], None], connection: Connection, is_answered: mmap.mmap) -> None:
    try:
        answer(connection)
        is_answered[0] = 1
    except (EOFError, ConnectionError):  # the driver has taken leave
        pass
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1 - is_answered[0])


def _wait(child: int, connection: Connection) -> int:
    """Wait for a child, pass an interrupt on to it, and give its status; end the whole group if the driver goes."""

    def pass_on(number: int, _frame: Any) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)

    before = signal.signal(signal.SIGINT, pass_on)
    descriptor, events = os.pidfd_open(child), select.poll()
    events.register(descriptor, select.POLLIN)
    events.register(connection, 0)  # tells of nothing but the other end's closing
    try:
        if descriptor not in dict(events.poll()):
            end_group()
        return os.waitpid(child, 0)[1]
    finally:
        os.close(descriptor)
        signal.signal(signal.SIGINT, before)


def end_group() -> None:
    """End this process and what it started: children, a kernel."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


def _end_like(status: int) -> None:
    """End this process as a child ended: by the same signal, else with the same code."""
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        with contextlib.suppress(OSError):  # SIGKILL takes no handler
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)
