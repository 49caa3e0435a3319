"""What a notebook imports, in one line: `from budgetkit.notebook import compare, draw, load, show`.

`load()` gives the dataset, `find` the budgets in it, `compare` what can be said of them, `draw` figures, and `show`
sets a result as a table or figure with unit, notes and sources. In a notebook `compare.` and the tab key list what
there is.
"""

from budgetkit import interactive
from budgetkit.dataset.load import load
from budgetkit.notebook import compare, draw, find, show

interactive.enter()

__all__ = ["compare", "draw", "find", "load", "show"]


def __dir__() -> list[str]:
    return __all__
