"""Reads a file in a process of its own, where the system can fork: what a broken file does ends that process only."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import pickle
import select
import signal
import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar

Result = TypeVar("Result")
_CHUNK = 1 << 20
_WHOLE = b"whole"  # ends what is sent: one that was killed while it sent has sent less


class EndedEarly(Exception):
    """The process ended before it was done: killed, out of memory, or out of time."""

    def __init__(self, was_slow: bool) -> None:
        super().__init__("out of time" if was_slow else "ended early")
        self.was_slow = was_slow


def read_apart(read: Callable[[], Result], seconds: float, memory: int) -> Result:
    """Call a function in a forked process and give its result; where none can be forked, call it here.

    The process may use `memory` bytes beside what this one has, and so many `seconds`. An error that it raises is
    raised here. Raises EndedEarly when it ends otherwise.
    """
    if not sys.platform.startswith("linux"):
        return read()
    receiver, sender = os.pipe()
    child = os.fork()
    if not child:
        os.close(receiver)
        _answer(read, sender, memory)
    os.close(sender)
    try:
        answer, is_late = _receive(receiver, time.monotonic() + seconds)
    finally:
        os.close(receiver)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if not answer.endswith(_WHOLE):
        raise EndedEarly(was_slow=is_late)
    is_error, result = pickle.loads(answer)
    if is_error:
        raise result
    return result


def _answer(read: Callable[[], Any], sender: int, memory: int) -> None:
    """Send what the function gives, or the error that it raises, and end this process."""
    try:
        faulthandler.disable()  # how this process ends is told by the one that waits for it
        _limit(memory)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            answer = pickle.dumps((False, read()))
        except Exception as error:
            answer = pickle.dumps((True, error))
        with os.fdopen(sender, "wb") as pipe:
            pipe.write(answer + _WHOLE)
    finally:
        os._exit(0)


def _limit(memory: int) -> None:
    import resource  # not on every system; here it is

    with open("/proc/self/statm", encoding="ascii") as file:
        pages = int(file.read().split()[0])
    bound = pages * os.sysconf("SC_PAGE_SIZE") + memory
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (bound if hard == resource.RLIM_INFINITY else min(bound, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _receive(receiver: int, deadline: float) -> tuple[bytes, bool]:
    """Receive all that is sent until the other end closes; say whether that came too late."""
    parts: list[bytes] = []
    while (left := deadline - time.monotonic()) > 0:
        if select.select([receiver], [], [], left)[0]:
            part = os.read(receiver, _CHUNK)
            if not part:
                return b"".join(parts), False
            parts.append(part)
    return b"", True
