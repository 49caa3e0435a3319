"""A Python kernel inside this process: ipykernel's own, with messages kept in lists in place of sockets."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import sys
from pathlib import Path
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from jupyter_client.session import Session
from traitlets.config import Config

from budgetkit.batch.kernel_output import leave_by_exit
from budgetkit.interactive import start_kernel
from budgetkit.report.bounds import KEPT_OUTPUTS, Allowance
from budgetkit.upstream import adapt_to_one_thread, interrupt_in, without_debugger

Message = dict[str, Any]

_INLINE_BACKEND = "module://matplotlib_inline.backend_inline"


class ListSession(Session):
    """Keeps the messages that a kernel publishes, packed and unpacked as sockets would have them.

    Of what is displayed, no more is kept than a notebook keeps of a cell.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._published: list[Message] = []
        self._displayed = 0

    def take(self) -> list[Message]:
        """Take the messages that were published since the last time."""
        published, self._published, self._displayed = self._published, [], 0
        return published

    @property
    def left_out(self) -> int:
        """How many things that were displayed since the last time are not kept."""
        return max(0, self._displayed - KEPT_OUTPUTS)

    def send(
        self,
        stream: object,
        msg_or_type: Message | str,
        content: Message | None = None,
        parent: Message | None = None,
        ident: object = None,
        buffers: list | None = None,
        track: bool = False,
        header: Message | None = None,
        metadata: Message | None = None,
    ) -> Message:
        """Keep a message for whoever takes it."""
        message = (
            msg_or_type if isinstance(msg_or_type, dict) else self.msg(msg_or_type, content, parent, metadata=metadata)
        )
        self._displayed += message["header"]["msg_type"] in ("display_data", "execute_result")
        if self.left_out and message["header"]["msg_type"] == "display_data":
            return message
        content = self.unpack(self.pack(message["content"]))
        self._published.append({**message, "content": content, "buffers": buffers or []})
        return message


class PublishedStream(io.TextIOBase):
    """What a cell prints, published as stream messages in order with everything else that it shows.

    No more of it is kept than a notebook keeps, however much a cell prints.
    """

    encoding = "utf-8"

    def __init__(self, kernel: InProcessKernel, name: str) -> None:
        super().__init__()
        self.name = name
        self._kernel = kernel
        self._texts: list[str] = []
        self._allowance = Allowance()

    def write(self, text: str) -> int:
        """Keep a text until the next message; returns its length."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if kept := self._allowance.take(text):
            self._texts.append(kept)
        return len(text)

    def end(self, note: str = "") -> None:
        """Publish what was written last, with notes of what a cell's end left out; begin anew."""
        for words in (self._allowance.note, note):
            if words:
                self._texts.append(f"\n{words}\n")
        self.flush()
        self._allowance = Allowance()

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def flush(self) -> None:
        """Publish what was written."""
        text, self._texts = "".join(self._texts), []
        if text:
            content = {"name": self.name, "text": text}
            self._kernel.session.send(None, "stream", content, parent=self._kernel.get_parent())


class InProcessKernel(IPythonKernel):
    """ipykernel's kernel without sockets and threads; one a process."""

    session: Any  # a ListSession

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        adapt_to_one_thread(self)
        leave_by_exit(self.shell)
        self.streams = PublishedStream(self, "stdout"), PublishedStream(self, "stderr")

    async def run(self, code: str) -> tuple[Message, list[Message]]:
        """Run a cell's code; gives how it went (an execute reply's content) and the messages that it published.

        What an earlier cell's task publishes meanwhile isn't among them: whoever waits for this cell doesn't hear it.
        """
        request = self.session.msg("execute_request", {"code": code})
        interrupt_in(self, asyncio.get_running_loop())
        kept = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self.streams
        try:
            self.set_parent([], request)
            reply = await self.do_execute(code, silent=False)
        finally:
            left_out = self.session.left_out
            self.streams[1].end()
            self.streams[0].end(f"……（此后省略 {left_out:,} 项显示）" if left_out else "")
            sys.stdout, sys.stderr = kept
        own = request["header"]["msg_id"]
        return reply, [one for one in self.session.take() if one["parent_header"].get("msg_id") == own]


def make_kernel() -> InProcessKernel:
    """Make this process's kernel as `python -m ipykernel` would, or give it: no history file, no user profile."""
    os.environ.setdefault("MPLBACKEND", _INLINE_BACKEND)  # matplotlib reads it when it is imported
    config = Config()
    config.HistoryManager.enabled = False
    config.IPKernelApp.capture_fd_output = False  # libraries tell a kernel by this section
    with without_debugger():
        session = ListSession(config=config, key=b"")
        return InProcessKernel.instance(config=config, session=session, log=logging.getLogger(__name__))


def enter_kernel() -> InProcessKernel:
    """Give this process's kernel with the environment and the path for modules that a kernel has."""
    kernel = make_kernel()
    shell: Any = kernel.shell
    shell.init_environment()
    shell.enable_gui = _open_no_window
    start_kernel()
    os.environ.setdefault("MPLBACKEND", _INLINE_BACKEND)
    sys.path[:] = ["", *(path for path in sys.path if path and Path(path) != Path(sys.executable).parent)]
    return kernel


def _open_no_window(gui: str | None = None) -> None:
    """Do as little as an ordinary kernel does for `%matplotlib inline`: there is no loop that windows could run in."""
