"""What the parent of all workers has done before it forks: imports, and caches that change nothing a notebook sees.

matplotlib knows the reports' fonts from the start, but draws with its own until it is told otherwise. Nothing here may
start a thread, draw (fonts would be set in matplotlib's settings), or call Typst.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pkgutil
import signal

from budgetkit.batch.processes import ONE_THREAD
from budgetkit.errors import BudgetkitError
from budgetkit.project import PACKAGE
from budgetkit.upstream import skip_grammar

_LIBRARIES = (
    "bdb",
    "encodings.utf_16_be",
    "IPython.core.logger",
    "matplotlib.pyplot",
    "nbclient",
    "nbformat",
    "pandas",
    "papermill",
    "pyarrow.compute",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "typst",
    "uharfbuzz",
)
_NOT_FOR_REPORTS = (
    "budgetkit.__main__",
    "budgetkit.batch.preload",
    "budgetkit.batch.progress",
    "budgetkit.batch.scheduler",
    "budgetkit.check",
    "budgetkit.cli",
    "budgetkit.export",
    "budgetkit.pipeline",
    "budgetkit.report.exporters",  # imports nbconvert, which the exporters' writers do without
)


def preload() -> None:
    """Make a kernel, import what notebooks and exporters use, and keep all of it from being looked at as garbage."""
    gc.disable()  # next to nothing of this is ever let go of
    skip_grammar()
    from budgetkit.batch.engine import register_engines
    from budgetkit.batch.kernel import make_kernel

    make_kernel()
    for name in _LIBRARIES:
        importlib.import_module(name)
    for module in pkgutil.walk_packages([str(PACKAGE)], "budgetkit."):
        if not module.name.startswith(_NOT_FOR_REPORTS):
            importlib.import_module(module.name)
    register_engines()
    with contextlib.suppress(BudgetkitError):  # a missing font is said by the report that misses it
        _fill_caches()
    gc.freeze()
    gc.enable()


def _fill_caches() -> None:
    import nbformat

    from budgetkit.briefing import frame
    from budgetkit.classes import load_classes
    from budgetkit.compare.purposes import default_purposes
    from budgetkit.dataset.load import Dataset
    from budgetkit.dataset.store import build_table
    from budgetkit.fonts import character_advance, register_fonts
    from budgetkit.report.html import write_html
    from budgetkit.schema import load_schemas

    load_classes()
    default_purposes()
    frame.definitions()._repr_mimebundle_()
    schemas = load_schemas()
    empty = Dataset(lambda name: build_table(schemas[name], []))
    for name in schemas:  # pandas imports some of its methods when they are first used
        empty.frame(name).to_dict("records")
    empty.expenditure.pivot_table(index="function_code", columns="certainty", values="total")
    cell = nbformat.v4.new_markdown_cell("# 预热\n\n**一**")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    nbformat.validate(notebook)
    register_fonts()
    for is_bold in (False, True):
        character_advance("预", is_bold=is_bold)
    write_html(notebook)


os.environ.update({**ONE_THREAD, **os.environ})
signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the driver, which left it blocked until here
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
preload()
