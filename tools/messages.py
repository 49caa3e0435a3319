"""What the set-up says: one line in Chinese and English, and errors that name the mending command."""

from __future__ import annotations


class SetupError(Exception):
    """Something the set-up can't do by itself: said in Chinese and English, with the command that mends it."""

    def __init__(self, chinese: str, english: str, command: str) -> None:
        super().__init__(f"{chinese}\n{english}\n    {command}")


def say(chinese: str, english: str) -> None:
    """Print one line of progress in both languages."""
    print(f"[budgetkit] {chinese} {english}", flush=True)
