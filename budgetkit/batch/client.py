"""papermill's notebook client on a kernel inside a process of its own, without a wire between them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from nbclient.exceptions import CellExecutionError
from nbclient.util import run_hook, run_sync
from nbformat import NotebookNode, from_dict
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NotebookExecutionManager
from papermill.log import logger

from budgetkit.batch.bounded import show_error
from budgetkit.batch.kernel import InProcessKernel, Message, enter_kernel
from budgetkit.batch.processes import start_process
from budgetkit.dataset.load import say_lacking
from budgetkit.upstream import make_outputs_by, raise_if_failed

_NOT_FOR_THE_CLIENT = ("input_path", "start_timeout", "startup_timeout", "execution_timeout", "timeout", "kernel_name")
_PASSED_ON = ("allow_errors", "force_raise_errors", "skip_cells_with_tag", "store_widget_state")

_TURN = 0.01  # seconds
_OUTPUT_FIELDS = {
    "execute_result": ("metadata", "data", "execution_count"),
    "display_data": ("metadata", "data"),
    "stream": ("name", "text"),
    "error": ("ename", "evalue", "traceback"),
}


class InProcessNotebookClient(PapermillNotebookClient):
    """Runs a notebook's cells in this process, which must be a fresh one.

    What a cell shows, and how it fails, is recorded by nbclient's own rules; only the waiting for messages is left
    out, since all are there when the cell has run.
    """

    def execute(self, **_: Any) -> NotebookNode:
        """Run the cells, up to the first that fails, and note the kernel's language."""
        self.reset_execution_trackers()
        self._process = os.getpid()
        kernel = enter_kernel()
        run_sync(self._execute_cells)(kernel)
        self.nb.metadata["language_info"] = kernel.language_info
        self.set_widgets_metadata()
        if lacking := say_lacking():
            self.nb.metadata.setdefault("budgetkit", NotebookNode())["lacking"] = lacking
        return self.nb

    async def _execute_cells(self, kernel: InProcessKernel) -> None:
        for index, cell in enumerate(self.nb.cells):
            self.nb_man.cell_start(cell, index)
            try:
                await self._execute_cell(kernel, cell, index)
                if len(asyncio.all_tasks()) > 1:
                    await asyncio.sleep(_TURN)  # tasks that cells began go on between cells, too
            except CellExecutionError as error:
                show_error(cell, error)
                self.nb_man.cell_exception(cell, cell_index=index, exception=error)
                break
            finally:
                self.nb_man.cell_complete(cell, cell_index=index)

    async def _execute_cell(self, kernel: InProcessKernel, cell: NotebookNode, index: int) -> None:
        where = {"cell": cell, "cell_index": index}
        await run_hook(self.on_cell_start, **where)
        if cell.cell_type != "code" or not cell.source.strip():
            return
        if self.skip_cells_with_tag in cell.metadata.get("tags", ()):
            return
        await run_hook(self.on_cell_execute, **where)
        cell.outputs, self.clear_before_next_output = [], False
        content, published = await kernel.run(cell.source)
        if os.getpid() != self._process:  # a copy that the cell forked: the notebook goes on, and is saved, without it
            os._exit(0)
        await run_hook(self.on_cell_complete, **where)
        self.code_cells_executed += 1
        for message in published:
            self.process_message(message, cell, index)
        cell.execution_count, reply = content["execution_count"], {"content": content}
        await run_hook(self.on_cell_executed, **where, execute_reply=reply)
        await raise_if_failed(self, cell, index, reply)


def _output_from_message(message: Message) -> NotebookNode:
    """Make the output that a message stands for, without checking it: the notebook is checked as a whole when saved.

    Raises ValueError for a message that stands for none.
    """
    kind, content = message["header"]["msg_type"], message["content"]
    if kind not in _OUTPUT_FIELDS:
        raise ValueError(f"Unrecognized output msg type: {kind!r}")
    return from_dict({"output_type": kind, **{name: content[name] for name in _OUTPUT_FIELDS[kind]}})


class Timeless:
    """Stands for papermill's manager and notes how each cell goes, but not when: no record keeps its times."""

    def __init__(self, nb_man: NotebookExecutionManager) -> None:
        self.nb = nb_man.nb
        self.cell_exception = nb_man.cell_exception

    def autosave_cell(self) -> None:
        """Save nothing before the end."""

    def cell_start(self, cell: NotebookNode, index: int) -> None:
        """Note that a cell begins."""
        cell.metadata.papermill.update(status="running", exception=False)

    def cell_complete(self, cell: NotebookNode, cell_index: int) -> None:
        """Note that a cell has ended, well unless it has been said to have failed."""
        noted = cell.metadata.papermill
        if noted["status"] != "failed":
            noted["status"] = "completed"


def run_here(nb_man: NotebookExecutionManager, **options: Any) -> None:
    """Run a managed notebook's cells in this process; a cell's error is recorded in the notebook."""
    make_outputs_by(_output_from_message)
    chosen = {name: value for name, value in options.items() if name not in _NOT_FOR_THE_CLIENT}
    InProcessNotebookClient(nb_man, log=logger, record_timing=False, **chosen).execute()


def run_in_fresh_process(nb_man: NotebookExecutionManager, **options: Any) -> None:
    """Run a managed notebook's cells in a process of its own and bring back what they showed, cell by cell.

    Raises RuntimeError when the process dies.
    """
    options = {name: options[name] for name in _PASSED_ON if name in options}
    process, connection = start_process(f"{__name__}:work", nb_man.nb, options, name="papermill")
    try:
        while (said := connection.recv()) is not None:
            _REPLIES[said[0]](nb_man, *said[1:])
    except EOFError as error:
        process.join()
        raise RuntimeError(f"the notebook's process ended with code {process.exitcode}") from error
    finally:
        connection.close()
        process.join()


class _Reporter:
    """Stands for papermill's manager in the other process and tells it what happens."""

    def __init__(self, nb: NotebookNode, connection: Connection) -> None:
        self.nb = nb
        self._connection = connection

    def autosave_cell(self) -> None:
        """Save nothing here."""

    def cell_start(self, cell: NotebookNode, index: int) -> None:
        """Tell that a cell begins."""
        self._connection.send(("start", index))

    def cell_exception(self, cell: NotebookNode, cell_index: int, **_: Any) -> None:
        """Tell that a cell failed."""
        self._connection.send(("exception", cell_index))

    def cell_complete(self, cell: NotebookNode, cell_index: int) -> None:
        """Tell what a cell showed."""
        shown = {name: cell[name] for name in ("outputs", "execution_count") if name in cell}
        self._connection.send(("complete", cell_index, shown))


def work(nb: NotebookNode, options: dict[str, Any], connection: Connection) -> None:
    """Run a notebook's cells in this process and tell through the connection what they show."""
    run_here(_Reporter(nb, connection), **options)
    connection.send(("outputs", [cell.get("outputs") for cell in nb.cells]))
    connection.send(("metadata", dict(nb.metadata)))
    connection.send(None)


def _complete(nb_man: NotebookExecutionManager, index: int, shown: dict[str, Any]) -> None:
    nb_man.nb.cells[index].update(shown)
    nb_man.cell_complete(nb_man.nb.cells[index], cell_index=index)


def _replace_outputs(nb_man: NotebookExecutionManager, outputs: list[list | None]) -> None:
    """Take all outputs as they were at last: a later cell may have updated what an earlier one showed."""
    for cell, shown in zip(nb_man.nb.cells, outputs, strict=True):
        if shown is not None:
            cell["outputs"] = shown


_REPLIES: dict[str, Callable[..., None]] = {
    "start": lambda nb_man, index: nb_man.cell_start(nb_man.nb.cells[index], index),
    "exception": lambda nb_man, index: nb_man.cell_exception(nb_man.nb.cells[index], cell_index=index),
    "complete": _complete,
    "outputs": _replace_outputs,
    "metadata": lambda nb_man, metadata: nb_man.nb.metadata.update(
        {name: metadata[name] for name in ("language_info", "widgets") if name in metadata}
    ),
}
