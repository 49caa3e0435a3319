"""Regular expressions that are compiled when first used: there are hundreds, and a command or a test needs few."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, cast

from budgetkit.upstream import share_character_sets

_WRITTEN: list[_LatePattern] = []


class _LatePattern:
    """Stands for a pattern; each of its methods is the compiled pattern's from the first call on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        share_character_sets()
        return re.compile(self.pattern, self.flags)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._compiled, name)
        setattr(self, name, value)
        return value


def late_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Write a pattern that is compiled when it is first used, and then like any other; also then raises re.error."""
    _WRITTEN.append(late := _LatePattern(pattern, flags))
    return cast("re.Pattern[str]", late)


def compile_late_patterns() -> None:
    """Compile all that are written: once, in the process that others are about to be forked from."""
    for late in _WRITTEN:
        late.search("")
