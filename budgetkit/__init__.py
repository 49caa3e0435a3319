"""budgetkit: Chinese government departments' published budgets, cleaned, checked, compared and reported."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budgetkit.dataset.load import Dataset as Dataset
    from budgetkit.dataset.load import load as load

__version__ = "0.2.0"
__all__ = ["Dataset", "__version__", "load"]


if "ipykernel" in sys.modules:  # a notebook's figures have Chinese glyphs as soon as it imports the kit
    from budgetkit.fonts import use_fonts_when_drawing

    use_fonts_when_drawing()


def __getattr__(name: str) -> object:
    """Import the dataset when it is first asked for, so that the command line starts at once."""
    if name in ("load", "Dataset"):
        from budgetkit.dataset import load as module

        return getattr(module, name)
    raise AttributeError(f"module 'budgetkit' has no attribute {name!r}")
