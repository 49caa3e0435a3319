"""What is made once a run, whichever of its processes asks first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where the tests run in one process
    fcntl = None


def make_once(folder: Path, make: Callable[[Path], object]) -> Path:
    """Make a folder unless another process of the run has made it; wait for one that is at it. Give it whole."""
    made = folder.with_suffix(".made")
    with hold(folder.with_suffix(".lock")):
        if not made.exists():
            make(folder)
            made.touch()
    return folder


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Wait until no other process holds a lock, then hold it."""
    with path.open("w") as file:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
