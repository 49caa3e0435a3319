"""The papermill engines: `budgetkit` runs cells inside a fresh process, `budgetkit-kernel` in an ordinary kernel.

Both leave an executed notebook without clock, chance and process ids, so that the same inputs give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook, new_output
from papermill.engines import Engine, NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.log import logger

from budgetkit.batch.bounded import BoundedNotebookClient, bound_bundle
from budgetkit.report.bounds import KEPT_CHARACTERS, KEPT_LINES, KEPT_OUTPUTS, Allowance, keep_text

_NOTES, _NOTE = 8, 400  # lines and characters that notes of what was left out may have
_NOT_FOR_CLIENTS = ("input_path", "timeout", "startup_timeout")
_CLOCK = ("start_time", "end_time", "duration")
_INJECTED_ID = "given-parameters"
_CELL_FILE = re.compile(r"(?<![^\s\"'(])[^\s\"'(]*ipykernel_\d+[/\\](\d+\.py)")


def _keep_nothing(notebook: NotebookNode) -> None:
    """Do nothing: papermill saves the notebook."""


def _has_failed(notebook: NotebookNode) -> bool:
    return any(cell.metadata.get("papermill", {}).get("exception") for cell in notebook.cells)


class _TidyEngine(Engine):
    @classmethod
    def execute_notebook(
        cls,
        nb: NotebookNode,
        kernel_name: str,
        *args: Any,
        record: Mapping[str, str] | None = None,
        keep: Callable[[NotebookNode], None] = _keep_nothing,
        **kwargs: Any,
    ) -> NotebookNode:
        """Execute a notebook and tidy what was recorded about it.

        `record` is added to its metadata `budgetkit`. `keep` is given the notebook even if it fails, since papermill
        itself gives it back only when all went well; it then gets an empty one, which it would write out, even to
        nowhere, slowly.
        """
        try:
            executed = super().execute_notebook(nb, kernel_name, *args, **kwargs)
        finally:
            tidy_record(nb)
            keep(nb)
        if record:
            executed.metadata.setdefault("budgetkit", NotebookNode()).update(record)
        return executed if keep is _keep_nothing or _has_failed(executed) else new_notebook()


class KernelEngine(_TidyEngine, NBClientEngine):
    """papermill's own engine with an ordinary kernel, of whose outputs no more is held than is kept."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        start_timeout: float = 60,
        execution_timeout: float | None = None,
        **kwargs: Any,
    ) -> None:
        """Run the cells of a managed notebook in a kernel."""
        options = {name: value for name, value in kwargs.items() if name not in _NOT_FOR_CLIENTS}
        timeouts = {"timeout": execution_timeout or kwargs.get("timeout"), "startup_timeout": start_timeout}
        BoundedNotebookClient(nb_man, kernel_name=kernel_name, log=logger, **{**options, **timeouts}).execute()


class FreshProcessEngine(_TidyEngine):
    """Runs a notebook's cells in a fresh process that has imported the libraries already.

    What the cells show is what they show in an ordinary kernel. Notebooks in another language than Python get one, and
    so do those whose streams are to be coalesced, which is nbclient's to do.
    """

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **kwargs: Any) -> None:
        """Run the cells of a managed notebook, here when this is a worker's process, else in a process of its own."""
        from budgetkit.batch.client import Timeless, run_here, run_in_fresh_process
        from budgetkit.batch.processes import is_worker

        if cls.nb_language(nb_man.nb) != "python" or kwargs.get("coalesce_streams"):
            KernelEngine.execute_managed_notebook(nb_man, kernel_name, **kwargs)
        elif is_worker():
            run_here(Timeless(nb_man), **kwargs)
        else:
            run_in_fresh_process(nb_man, **kwargs)


def register_engines() -> None:
    """Make both engines known to papermill, whether or not the package is installed with its entry points."""
    papermill_engines.register("budgetkit", FreshProcessEngine)
    papermill_engines.register("budgetkit-kernel", KernelEngine)


def tidy_record(notebook: NotebookNode) -> NotebookNode:
    """Take times, random ids, places and process ids out of an executed notebook, in place; give it back."""
    _forget(notebook.metadata.get("papermill", {}), (*_CLOCK, "input_path", "output_path", "environment_variables"))
    for cell in notebook.cells:
        _forget(cell.metadata.get("papermill", {}), _CLOCK)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = _INJECTED_ID
        bound_outputs(cell)
        for output in cell.get("outputs", []):
            if output["output_type"] == "stream":
                output["text"] = _CELL_FILE.sub(r"\1", output["text"])
    return notebook


def bound_outputs(cell: NotebookNode) -> None:
    """Cut what a cell shows to what a notebook keeps, in place; what the kit's own kernel has cut stays as it is."""
    outputs = cell.get("outputs", [])
    for name in ("stdout", "stderr"):
        _bound_stream(outputs, name)
    shown = [output for output in outputs if output["output_type"] != "stream"]
    if len(shown) > KEPT_OUTPUTS:
        left_out = set(map(id, shown[KEPT_OUTPUTS:]))
        outputs[:] = [output for output in outputs if id(output) not in left_out]
        words = f"……（此后省略 {len(shown) - KEPT_OUTPUTS:,} 项显示）\n"
        outputs.append(new_output("stream", name="stdout", text=words))
    for output in shown[:KEPT_OUTPUTS]:
        if output["output_type"] == "error":
            output["evalue"] = keep_text(output["evalue"])
            output["traceback"] = [keep_text(text) for text in output["traceback"]]
        else:
            bound_bundle(output["data"])


def _bound_stream(outputs: list[NotebookNode], name: str) -> None:
    """Cut what was printed to a stream, all of its outputs together, in place."""
    own = [output for output in outputs if output["output_type"] == "stream" and output["name"] == name]
    lines = sum(output["text"].count("\n") for output in own)
    if lines <= KEPT_LINES + _NOTES and sum(len(output["text"]) for output in own) <= KEPT_CHARACTERS + _NOTE:
        return
    allowance = Allowance()
    for output in own:
        output["text"] = allowance.take(output["text"])
    outputs[:] = [output for output in outputs if output["output_type"] != "stream" or output["text"]]
    outputs.append(new_output("stream", name=name, text=f"{allowance.note}\n"))


def _forget(metadata: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        metadata.pop(name, None)
