"""What forms print about persons, masked already: keys that ask for it, and lines that say nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from budgetkit.personal import MASK, is_contact_header
from budgetkit.read.row import RawRow, leave_out

_KEY_AND_MASK = re.compile(rf"([^:：]{{1,24}}?)\s*(?:[:：]\s*(?:{MASK}|$)|{MASK})")


def starts_personal(text: str) -> str | None:
    """Give the personal key that what it asked for is glued to (联系电话（略）), None where there is none."""
    match = _KEY_AND_MASK.match(text)
    return match[1].strip() if match and is_contact_header(match[1]) else None


def drop_personal_lines(lines: Sequence[RawRow]) -> list[RawRow]:
    """Take lines that begin with a personal key and what it asked for out of a form's body."""
    return leave_out(lines, {line.number for line in lines if starts_personal(" ".join(line.filled))})
