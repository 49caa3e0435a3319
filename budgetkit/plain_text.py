"""Text of documents and manifests as a terminal may show it: nothing in it is a command to the terminal."""

from __future__ import annotations

import re
import unicodedata

_COMMANDS = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # everything unprintable except blanks
_LAYOUT = "\n\t"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # a page may not hold them


def escape_controls(text: str) -> str:
    """Write control characters of a text as their escapes (`\\x1b`), except line ends and tabs."""
    if text.isprintable():
        return text
    return "".join(character if _is_shown(character) else repr(character)[1:-1] for character in text)


def escape_in_page(page: str) -> str:
    """Write the control characters of a page as their escapes: it may be looked at in a terminal, too."""
    return _CONTROLS.sub(lambda match: repr(match[0])[1:-1], page)


def is_one_line(text: str) -> bool:
    """Say whether a text is one line without control characters."""
    return not set(text) & set(_LAYOUT) and escape_controls(text) == text


def _is_shown(character: str) -> bool:
    return character in _LAYOUT or unicodedata.category(character) not in _COMMANDS
