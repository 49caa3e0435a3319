"""What an ordinary kernel sends of a cell's printing: as much as a notebook keeps, then how much it left out."""

from __future__ import annotations

import sys
from typing import Any

from budgetkit.report.bounds import Allowance

LEFT_OUT = "application/vnd.budgetkit.left-out+json"
"""Behind a cell: by stream, the lines and characters that were not sent."""

_STREAMS = ("stdout", "stderr")


def bound_streams() -> None:
    """Have the kernel in this process send no more of what a cell prints than is kept, and tell how much is missing.

    A flood is counted where it is printed: as a message it would be held whole, here and by who receives it.
    """
    from IPython import get_ipython

    shell = get_ipython()
    leave_by_exit(shell)
    streams = {name: BoundedStream(getattr(sys, name)) for name in _STREAMS}

    def begin(*_: Any) -> None:
        for stream in streams.values():
            stream.allowance = Allowance()

    def tell(*_: Any) -> None:
        counts = {name: stream.left_out for name, stream in streams.items() if any(stream.left_out)}
        if counts:
            shell.display_pub.publish({LEFT_OUT: counts})

    shell.events.register("pre_run_cell", begin)
    shell.events.register("post_run_cell", tell)


def leave_by_exit(shell: Any) -> None:
    """Let `exit` and `quit` end a cell as sys.exit does, where an ordinary kernel ends some time after it."""

    def leave() -> None:
        raise SystemExit

    shell.ask_exit = leave


class BoundedStream:
    """Stands before a stream's `write` and lets through what may be kept of a cell."""

    def __init__(self, stream: Any) -> None:
        self.allowance = Allowance()
        self._write = stream.write
        stream.write = self.write

    @property
    def left_out(self) -> tuple[int, int]:
        """The lines and characters of the cell that were not let through."""
        return self.allowance.lines_left_out, self.allowance.characters_left_out

    def write(self, text: str) -> int:
        """Write as much of a text as may be kept; give its length, as streams do."""
        if kept := self.allowance.take(text):
            self._write(kept)
        return len(text)
