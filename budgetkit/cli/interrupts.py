"""Ctrl-C is heard whenever it comes, also while libraries are being imported; imports nothing slow itself."""

from __future__ import annotations

import os
import signal
from typing import Any, NoReturn


class Interrupts:
    """The Ctrl-Cs of this process.

    One that falls into a destructor or a callback ends no more than that: Python says “exception ignored” and goes on.
    So each is remembered, and asked for once the imports are done and at the end.
    """

    def __init__(self) -> None:
        self._owner, self._is_heard = os.getpid(), False

    def hear(self) -> None:
        """Have SIGINT raise KeyboardInterrupt, as it does, and remember it; one that is ignored stays ignored."""
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._remember)

    def _remember(self, _number: int, _frame: Any) -> NoReturn:
        self._is_heard = os.getpid() == self._owner
        raise KeyboardInterrupt

    def raise_lost(self) -> None:
        """Raise KeyboardInterrupt if one was asked for and came to nothing."""
        if self._is_heard:
            raise KeyboardInterrupt


interrupts = Interrupts()
