"""The vocabulary of personal data, from words.toml: which words stand for persons, titles, bodies, headers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _load() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))


@cache
def words(*path: str) -> tuple[str, ...]:
    """Give the words of an entry (`names`, `surnames`), longest first, so that alternations take the longest."""
    entry: Any = _load()
    for key in path:
        entry = entry[key]
    return tuple(sorted(dict.fromkeys(entry.split()), key=len, reverse=True))


def contact_kinds() -> tuple[str, ...]:
    """Give the kinds of personal data that headers may ask for."""
    return tuple(_load()["contacts"])


def any_of(entries: Iterable[str], blanks: bool = False) -> str:
    """Write an alternation of words; with `blanks`, each may be printed with blanks between its characters."""
    gap = "[ ]{0,3}" if blanks else ""
    return "(?:" + "|".join(gap.join(map(re.escape, entry)) for entry in entries) + ")"
