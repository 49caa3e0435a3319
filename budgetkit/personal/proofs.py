"""What proves a number: the check digit and the date of an identity number, the check digit of a card, its grouping."""

from __future__ import annotations

import re
from datetime import date

_REGIONS = frozenset(
    map(
        str,
        [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82],
    )
)
_GROUPINGS = frozenset(
    (
        "3-4-4",
        "3-3-5",
        "4-3-4",
        "4-4-3",
        "3-8",
        "7-4",
        "3-5-3",
        "5-6",
        "6-5",
        "3-2-2-2-2",
        "3-2-3-3",
        "3-4-2-2",
        "2-3-3-3",
    )
)
_ID_GROUPINGS = frozenset(
    ("6-8-4", "6-4-4-4", "3-3-4-4-4", "6-4-2-2-4", "4-4-4-4-2", "3-3-8-4", "6-6-6", "14-4", "17-1")
)


def groups(text: str) -> str:
    """Give the lengths of a number's groups of digits (`138 0000 0000` is 3-4-4)."""
    return "-".join(str(len(part)) for part in re.findall(r"[\dXx]+", text))


def is_grouped_as_mobile(text: str) -> bool:
    """Say whether eleven digits stand as mobile numbers are written: at once, digit by digit, or in usual groups."""
    written = groups(text)
    if re.search("[./_]", text):  # 138.0000.0000, and never an amount with decimals or a number of a document
        return written == "3-4-4"
    return written in _GROUPINGS or written == "11" or set(written.split("-")) == {"1"}


def is_identity_number(text: str) -> bool:
    """Say whether 18 or 15 characters can be an identity number: region and date of birth exist.

    Of 18, a wrong check digit may be a slip of the print or of its reading; the date alone leaves one of 6,000 others.
    """
    written = groups(text)
    digits = re.sub(r"[ -]", "", text)
    if not (written in ("18", "15") or written in _ID_GROUPINGS or set(written.split("-")) == {"1"}):
        return False
    birth = digits[6:14] if len(digits) == 18 else f"19{digits[6:12]}"
    return digits[:2] in _REGIONS and _is_date(birth)


def _is_date(text: str) -> bool:
    try:
        return 1880 <= date(int(text[:4]), int(text[4:6]), int(text[6:8])).year <= date.today().year
    except ValueError:
        return False


def passes_luhn(digits: str) -> bool:
    """Say whether a card number passes Luhn's check (ISO/IEC 7812)."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
