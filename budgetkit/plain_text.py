"""Text of documents and manifests as a terminal may show it: nothing in it is a command to the terminal."""

from __future__ import annotations

import unicodedata

_COMMANDS = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # everything unprintable except blanks
_LAYOUT = "\n\t"


def escape_controls(text: str) -> str:
    """Write control characters of a text as their escapes (`\\x1b`), except line ends and tabs."""
    if text.isprintable():
        return text
    return "".join(character if _is_shown(character) else repr(character)[1:-1] for character in text)


def is_one_line(text: str) -> bool:
    """Say whether a text is one line without control characters."""
    return not set(text) & set(_LAYOUT) and escape_controls(text) == text


def _is_shown(character: str) -> bool:
    return character in _LAYOUT or unicodedata.category(character) not in _COMMANDS
