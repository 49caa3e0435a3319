"""What a notebook imports, in one line: `from budgetkit.notebook import compare, draw, find, load, show`.

`load()` gives the dataset, `find` the budgets in it, `compare` what can be said of them, `say` a report's sentences,
`draw` figures, and `show` sets a result as a table or figure with unit, notes and sources; `explore` lets one pick by
mouse, `start` says what the project holds, `lesson` is the tutorial's. In a notebook `compare.` and the tab key list
what there is.
"""

from importlib import import_module

from budgetkit import interactive

interactive.enter()

__all__ = ["compare", "draw", "explore", "find", "lesson", "load", "say", "show", "start"]


def __getattr__(name: str) -> object:
    """Import what is asked for when it is: each takes a while, and a command may need just the template."""
    if name == "load":
        return import_module("budgetkit").load
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
