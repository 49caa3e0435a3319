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

_NOT_ANSWERED, _ANSWERED, _LAST_ANSWERED = range(3)


def can_fork() -> bool:
    """Say whether a process may fork children here and wait for them and for its driver at once (Linux)."""
    if start_method() != "forkserver":
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True


def fork_for_each(answer: Callable[[Connection], bool], connection: Connection) -> None:
    """Fork children one after another, each ready before its task comes by the connection; does not return.

    `answer` does one task in the child; it returns once that has been answered, and says whether it was the last. A
    child that ends otherwise ends this process in the same way. When the driver's end of the connection closes, all
    ends, whatever the child is at.
    """
    child, state = 0, mmap.mmap(-1, 1)

    def pass_on(number: int, _frame: Any) -> None:
        if child:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, number)

    signal.signal(signal.SIGINT, pass_on)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while state[0] != _LAST_ANSWERED:
        state[0] = _NOT_ANSWERED
        child = os.fork()
        if not child:
            _answer_and_end(answer, connection, state)
        status, child = _wait(child, connection), 0
        if state[0] == _NOT_ANSWERED:
            _end_like(status)
        _end_what_it_left()
    os._exit(0)


def _answer_and_end(answer: Callable[[Connection], bool], connection: Connection, state: mmap.mmap) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # one that comes now is for the child before
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        state[0] = _LAST_ANSWERED if answer(connection) else _ANSWERED
    except (EOFError, ConnectionError):  # the driver has taken leave
        pass
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(int(state[0] == _NOT_ANSWERED))


def _wait(child: int, connection: Connection) -> int:
    """Wait for a child and give its status; end it and the whole group if the driver goes before."""
    descriptor, events = os.pidfd_open(child), select.poll()
    events.register(descriptor, select.POLLIN)
    events.register(connection, 0)  # tells of nothing but the other end's closing
    has_ended = descriptor in dict(events.poll())
    os.close(descriptor)
    if not has_ended:
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    if not has_ended:
        end_group()
    return status


def _end_what_it_left() -> None:
    """Ask processes that a child started to end, as the end of a kernel does."""
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGTERM)


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
