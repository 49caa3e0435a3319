"""The insides of libraries that the kit touches, all of them: what, why, and with which versions it was tried.

Nothing outside of this module may use a private name of a library, rebind one of its functions or put something in
place of one of its modules; a test holds that. `make versions` runs the fast tests on the oldest versions allowed.

| library | touched | tried with |
|---|---|---|
| nbclient | `client.output_from_msg`, `NotebookClient._check_raise_for_error` | 0.10.0, 0.11.0 |
| ipykernel | `shell_channel_thread`, `io_loop`, how often it asks the shell | 6.29.0, 7.4.0 |
| IPython | `InteractiveShell._showtraceback` | 8.20.0, 9.18.1 |
| nbformat | `rfc3987_syntax`, which its schema checker imports | 5.10.0, 5.11.1 |
| multiprocessing | `forkserver`, its `_forkserver_pid`, `resource_tracker`, `current_process()._config` | 3.11 |
| re | `_compiler._optimize_charset` | 3.11 |
| matplotlib | `MixedModeRenderer._renderer`, `FontManager._find_fonts_by_props` | 3.9.0, 3.11.2 |
"""

from __future__ import annotations

import asyncio
import inspect
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache, partial, update_wrapper
from types import ModuleType, SimpleNamespace
from typing import Any


@lru_cache(maxsize=1)
def share_character_sets() -> None:
    """Have re work out a set of characters once, however many patterns hold it.

    It takes 2 ms for the Chinese characters, anew each time, and some hundred patterns hold them.
    """
    import re._compiler as compiler  # type: ignore[import-not-found]

    optimise = getattr(compiler, "_optimize_charset", None)
    if optimise is None:
        return
    made: dict[Any, Any] = {}

    def _optimise_once(charset: Any, iscased: Any = None, fixup: Any = None, fixes: Any = None) -> Any:
        key = (tuple(charset), iscased, fixup, fixes is None)
        if key not in made:
            made[key] = optimise(charset, iscased, fixup, fixes)
        return made[key]

    compiler._optimize_charset = _optimise_once


def make_outputs_by(make: Callable[[Any], Any]) -> None:
    """Have nbclient make outputs of messages by another function.

    Its own checks each output against the schema of notebooks, which takes time for every one; a notebook is checked
    as a whole when it is saved.
    """
    import nbclient.client

    nbclient.client.output_from_msg = make


async def raise_if_failed(client: Any, cell: Any, index: int, reply: dict[str, Any]) -> None:
    """Raise nbclient's error for a cell that failed, where the client and the cell's tags don't allow it to.

    The rules (`allow_errors`, `raises-exception`) are nbclient's; it has no public function for them.
    """
    await client._check_raise_for_error(cell, index, reply)


def adapt_to_one_thread(kernel: Any) -> None:
    """Let ipykernel's kernel run in this process's main thread, without sockets, and ask the shell once a cell.

    It reads the thread above its shell's, which it would have started itself. It transforms each cell twice and looks
    for the signature of `run_cell_async` before each.
    """
    shell = kernel.shell
    shell.transform_cell = lru_cache(maxsize=1)(shell.transform_cell)
    run = shell.run_cell_async
    shell.run_cell_async = update_wrapper(partial(run), run)
    shell.run_cell_async.__signature__ = inspect.signature(run)
    kernel.shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread())


def interrupt_in(kernel: Any, loop: asyncio.AbstractEventLoop) -> None:
    """Have ipykernel take an interrupt to what a cell awaits in a loop of asyncio; its own loop is tornado's."""
    kernel.io_loop = SimpleNamespace(add_callback=loop.call_soon_threadsafe)


@contextmanager
def without_debugger() -> Iterator[None]:
    """Keep ipykernel from importing debugpy, which nobody could attach to: half a second and a warning."""
    found = sys.modules.get("debugpy")
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if found is None:
            del sys.modules["debugpy"]
        else:
            sys.modules["debugpy"] = found


def skip_grammar() -> None:
    """Keep this process from building a grammar of web addresses, which takes most of the import of nbformat.

    Only a process of our own may do so: checking notebooks doesn't need the grammar, somebody else's program might.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def show_lines_of_error(shell: Any, kind: type, error: BaseException, lines: list[str]) -> None:
    """Show lines in place of a traceback; IPython has no public way from a handler of errors to its own display."""
    shell._showtraceback(kind, error, lines)


def ensure_parent() -> None:
    """Start the parent that workers are forked from, if it doesn't run; Ctrl-C is for the driver, not for it.

    The parent begins with SIGINT blocked and ignores it once it is ready; one that comes meanwhile is heard here
    afterwards. multiprocessing would start it with the first process, unblocked.
    """
    from multiprocessing import forkserver, resource_tracker

    resource_tracker.ensure_running()  # starting it unblocks SIGINT
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_parent() -> None:
    """End the parent that workers are forked from at once: left alone, it finishes its imports before it looks up."""
    module = sys.modules.get("multiprocessing.forkserver")
    pid = getattr(getattr(module, "_forkserver", None), "_forkserver_pid", None)
    if pid:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@contextmanager
def without_main_and_daemon() -> Iterator[None]:
    """Let a process that starts now see no main script, and no daemon above it.

    multiprocessing imports the starter's main script again in each process, and workers of a Dask cluster are daemons,
    which may not start processes otherwise.
    """
    from multiprocessing.process import current_process

    current: Any = current_process()
    main, config = sys.modules["__main__"], current._config
    daemon = config.get("daemon")
    sys.modules["__main__"] = ModuleType("__main__")
    config["daemon"] = False
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        config["daemon"] = daemon


def fall_back_to(family: str) -> None:
    """Have matplotlib draw the glyphs that the fonts of a text lack with a family, whichever fonts the text names.

    A style or setting of one's own names others, of which few have Chinese glyphs.
    """
    from matplotlib.font_manager import FontProperties, fontManager

    find = getattr(fontManager, "_find_fonts_by_props", None)
    if find is None or hasattr(find, "falls_back"):
        return

    def find_and_fall_back(prop: Any, *args: Any, **kwargs: Any) -> list[Any]:
        found = find(prop, *args, **kwargs)
        if not isinstance(prop, FontProperties) or family in prop.get_family():
            return found
        last = FontProperties(family=[family], weight=prop.get_weight())
        return [*found, *(path for path in find(last, *args, **kwargs) if path not in found)]

    find_and_fall_back.falls_back = True  # type: ignore[attr-defined]
    fontManager._find_fonts_by_props = find_and_fall_back  # type: ignore[method-assign]


def unwrap_renderer(renderer: Any) -> Any:
    """Give the renderer that matplotlib's mixed one writes with, which alone tells whether it writes SVG."""
    return getattr(renderer, "_renderer", renderer)
