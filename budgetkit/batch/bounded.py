"""papermill's client of an ordinary kernel that keeps no more of what a cell shows than a notebook keeps."""

from __future__ import annotations

import os
import sys
from ast import literal_eval
from contextlib import suppress
from queue import Empty
from tempfile import TemporaryDirectory
from typing import Any

from nbclient.exceptions import CellExecutionError
from nbclient.util import run_sync
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient

from budgetkit.batch.kernel_output import LEFT_OUT
from budgetkit.report.bounds import KEPT_HTML, KEPT_OUTPUTS, Allowance, keep_text

_LONGEST_ADDRESS = 100  # bytes; a socket's name has at most 103 on macOS, 107 on Linux, its number included
_LACKING = "getattr(__import__('sys').modules.get('budgetkit.dataset.load'), 'say_lacking', list)()"
_ANSWER = 10  # seconds that a kernel may take for an answer when its cells are done


class BoundedNotebookClient(PapermillNotebookClient):
    """Cuts what the kernel sends as it arrives, so that no flood of it is ever held; a note says how much is left out.

    What a cell clears or updates counts as shown. A Python kernel is spoken to over sockets of a folder of its own,
    since a port that was free when it was looked for may be another's when the kernel opens it, and the kernel dies.
    """

    def create_kernel_manager(self) -> Any:
        """Make the manager of the kernel."""
        manager = super().create_kernel_manager()
        address = os.path.join(self._sockets, "k")
        is_python = manager.kernel_spec is not None and manager.kernel_spec.language == "python"
        if is_python and sys.platform != "win32" and len(os.fsencode(address)) <= _LONGEST_ADDRESS:
            manager.transport, manager.ip = "ipc", address
        return manager

    def execute(self, **options: Any) -> NotebookNode:
        """Run the notebook; nothing of its kernel stays."""
        with TemporaryDirectory(prefix="bk-") as self._sockets:
            return super().execute(**options)

    def papermill_execute_cells(self) -> None:
        """Run the cells; the notebook keeps what the rows lack that it asked for (see `say_lacking`)."""
        super().papermill_execute_cells()
        if self.km.kernel_spec.language == "python" and (lacking := run_sync(self._ask)(_LACKING)):
            self.nb.metadata.setdefault("budgetkit", NotebookNode())["lacking"] = lacking

    async def _ask(self, expression: str) -> Any:
        """Ask the kernel for the value of an expression, one that literals can write; None without an answer."""
        asked = self.kc.execute("", silent=True, store_history=False, user_expressions={"asked": expression})
        with suppress(Empty):
            while (reply := await self.kc.get_shell_msg(timeout=_ANSWER))["parent_header"].get("msg_id") != asked:
                pass
            answer = reply["content"].get("user_expressions", {}).get("asked", {})
            return literal_eval(answer["data"]["text/plain"]) if answer.get("status") == "ok" else None

    def execute_cell(self, cell: NotebookNode, cell_index: int, **options: Any) -> NotebookNode:
        """Run a cell; what was left out of its outputs is said behind them, whether or not it fails."""
        self._allowances: dict[str, Allowance] = {}
        self._displayed = 0
        try:
            return super().execute_cell(cell, cell_index, **options)
        except CellExecutionError as error:
            show_error(cell, error)
            raise
        finally:
            if cell.cell_type == "code":
                cell.setdefault("outputs", []).extend(self._notes())

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Take what the kernel sends: streams as far as they are kept, displays up to their number."""
        kind = msg["msg_type"]
        if kind == "stream":
            content = msg["content"]
            allowance = self._allowances.setdefault(content["name"], Allowance())
            kept = allowance.take(content["text"])
            if not kept:
                return None
            msg = {**msg, "content": {**content, "text": kept}}
        elif kind == "display_data" and LEFT_OUT in msg["content"]["data"]:
            self._count(msg["content"]["data"][LEFT_OUT])
            return None
        elif kind in ("display_data", "execute_result"):
            self._displayed += 1
            if self._displayed > KEPT_OUTPUTS and kind == "display_data":
                return None
            bound_bundle(msg["content"]["data"])
        return super().process_message(msg, cell, cell_index)

    def _count(self, left_out: dict[str, tuple[int, int]]) -> None:
        """Count what the kernel did not send of the streams."""
        for name, (lines, characters) in left_out.items():
            allowance = self._allowances.setdefault(name, Allowance())
            allowance.lines_left_out += lines
            allowance.characters_left_out += characters

    def _notes(self) -> list[NotebookNode]:
        notes = [(name, allowance.note) for name, allowance in self._allowances.items() if allowance.note]
        if self._displayed > KEPT_OUTPUTS:
            notes.append(("stdout", f"……（此后省略 {self._displayed - KEPT_OUTPUTS:,} 项显示）"))
        return [new_output("stream", name=name, text=f"\n{words}\n") for name, words in notes]


def show_error(cell: NotebookNode, error: CellExecutionError) -> None:
    """Show what stopped a cell where IPython only printed it (of groups of errors, of its own commands)."""
    if not any(output["output_type"] == "error" for output in cell.get("outputs", ())):
        lines = error.traceback.splitlines()
        cell.setdefault("outputs", []).append(
            new_output("error", ename=error.ename, evalue=error.evalue, traceback=lines)
        )


def bound_bundle(data: dict[str, Any]) -> None:
    """Cut an output's texts; HTML that is too long gives way to the plain text."""
    if len(data.get("text/html", "")) > KEPT_HTML:
        words = f"（HTML 共 {len(data.pop('text/html')):,} 个字符，未保留）\n"
        data["text/plain"] = words + data.get("text/plain", "")
    for kind in ("text/plain", "text/markdown", "text/latex"):
        if kind in data:
            data[kind] = keep_text(data[kind])
