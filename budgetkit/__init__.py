"""budgetkit: Chinese government departments' published budgets, cleaned, checked, compared and reported.

>>> import budgetkit
>>> data = budgetkit.load()
>>> own = data.for_department("beijing-emergency", 2026)
>>> own.expenditure["dept_econ_code5"].str.len().max().item()
5
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from budgetkit.version import __version__

if TYPE_CHECKING:
    from budgetkit.dataset.load import Dataset as Dataset
    from budgetkit.dataset.load import load as load

__all__ = ["Dataset", "__version__", "load", "notebook"]


if "ipykernel" in sys.modules:  # a notebook's figures have Chinese glyphs as soon as it imports the kit
    from budgetkit.fonts import use_fonts_when_drawing

    use_fonts_when_drawing()


def __getattr__(name: str) -> object:
    """Import what analysts use when it is first asked for, so that the command line starts at once."""
    if name in ("load", "Dataset"):
        import_module("budgetkit.interactive").enter()
        return getattr(import_module("budgetkit.dataset.load"), name)
    if name == "notebook":
        return import_module("budgetkit.notebook")
    raise AttributeError(f"module 'budgetkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
