"""How much of what a cell shows is kept and printed: beyond that it is cut, with a note of how much is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

KEPT_LINES, KEPT_CHARACTERS = 2000, 200_000
"""What a notebook keeps of what a cell prints to one stream."""

PRINTED_LINES, PRINTED_CHARACTERS, PRINTED_IN_LINE = 400, 60_000, 2000
"""What a page prints of one text."""

KEPT_OUTPUTS = 500
"""How many things that a cell displays are kept."""

KEPT_HTML = 2_000_000
"""Characters of an output's HTML beyond which its plain text takes its place."""

NOTE_CLASS = "budgetkit-note"
"""The class of what stands below a table in HTML that is known not to have all of its rows."""

_NOTE = re.compile(r"……（此后省略(?: ([\d,]+) 行，)?共 ([\d,]+) 个字符）\s*$")
_LONGEST_NOTE = 100


@dataclass
class Allowance:
    """What may still be kept of a stream, and what was left out of it."""

    lines: int = KEPT_LINES
    characters: int = KEPT_CHARACTERS
    lines_left_out: int = 0
    characters_left_out: int = 0

    def take(self, text: str) -> str:
        """Give as much of a text as may be kept, and count the rest."""
        kept = "" if self.is_spent else text[: self.characters]
        if kept.count("\n") > self.lines:
            kept = "".join(kept.splitlines(keepends=True)[: self.lines])
        self.lines -= kept.count("\n")
        self.characters -= len(kept)
        if len(kept) < len(text):
            self.lines_left_out += text.count("\n") - kept.count("\n")
            self.characters_left_out += len(text) - len(kept)
        return kept

    @property
    def is_spent(self) -> bool:
        """Say whether something was left out already: what comes after it is, too."""
        return self.characters_left_out > 0 or self.lines <= 0 or self.characters <= 0

    @property
    def note(self) -> str:
        """Say in Chinese how much is left out; nothing when nothing is."""
        if not self.characters_left_out:
            return ""
        lines = f" {self.lines_left_out:,} 行，" if self.lines_left_out else ""
        return f"……（此后省略{lines}共 {self.characters_left_out:,} 个字符）"


@lru_cache(maxsize=64)
def cut_text(text: str) -> str:
    """Cut a text to what a page prints, long lines first; notes say how much is left out.

    What a notebook left out already, by the note at its end, is counted in.
    """
    if len(text) <= PRINTED_IN_LINE and text.count("\n") <= PRINTED_LINES:
        return text
    text, left_out = _take_note(text)
    lines = text.split("\n")
    kept, room = [], PRINTED_CHARACTERS
    for line in lines[:PRINTED_LINES]:
        room -= min(len(line), PRINTED_IN_LINE)
        if room < 0:
            break
        kept.append(_cut_line(line))
    rest = lines[len(kept) :]
    left_out.lines_left_out += len(rest)
    left_out.characters_left_out += sum(map(len, rest)) + len(rest)
    return "\n".join([*kept, left_out.note] if left_out.note else kept)


def _take_note(text: str) -> tuple[str, Allowance]:
    """Take the note of what was left out off a text's end; give both."""
    match = _NOTE.search(text[-_LONGEST_NOTE:])
    if not match:
        return text, Allowance()
    lines, characters = (int((number or "0").replace(",", "")) for number in match.groups())
    kept = text[: len(text) - len(match[0])].rstrip("\n")
    return kept, Allowance(lines_left_out=lines, characters_left_out=characters)


def _cut_line(line: str) -> str:
    left_out = len(line) - PRINTED_IN_LINE
    return line if left_out <= 0 else f"{line[:PRINTED_IN_LINE]}……（此行另有 {left_out:,} 个字符）"


def keep_text(text: str) -> str:
    """Cut a text to what a notebook keeps, with a note of how much is left out."""
    allowance = Allowance()
    kept = allowance.take(text)
    return f"{kept}\n{allowance.note}\n" if allowance.note else kept
