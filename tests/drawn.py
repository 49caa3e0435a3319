"""How many random members of a kind a test draws: a few in every run, many where BUDGETKIT_EXHAUSTIVE is set."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any

import pytest


def tries(few: int, many: int) -> int:
    """Give how many members to draw in this run."""
    return many if os.environ.get("BUDGETKIT_EXHAUSTIVE") else few


def some_of(members: Iterable[Any], few: int) -> list[Any]:
    """Give parameters of a test: `few` members, spread over all of them; the others only where all are asked for."""
    listed: Sequence[Any] = list(members)
    chosen = {number * len(listed) // few for number in range(min(few, len(listed)))}
    return [
        one if number in chosen else pytest.param(*_parts(one), marks=pytest.mark.exhaustive)
        for number, one in enumerate(listed)
    ]


def _parts(member: Any) -> tuple[Any, ...]:
    return member if isinstance(member, tuple) else (member,)
