"""How much a text speaks of the same thing as a project: shared pairs of characters, rare ones counting more."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

Pairs = frozenset[str]
_FULL_STRENGTH = 1.85  # the root of three to four pairs that only one project has: a name of its own
_SUBJECT = 3.0  # set by hand; a quarter less moves one row of the published documents, more moves none
_NO_WORD = re.compile(r"[^\w]|_")


def character_pairs(text: str) -> Pairs:
    """Give the pairs of neighbouring characters of a text, blanks and punctuation left out."""
    return frozenset(_list_pairs(text))


def _list_pairs(text: str) -> list[str]:
    plain = _NO_WORD.sub("", text)
    return [first + second for first, second in pairwise(plain)]


class Affinity:
    """Compare texts with projects by the character pairs that they share, weighted by rarity among the projects.

    A pair that only one project has weighs 1, one that all have next to nothing, however many projects there are.
    """

    def __init__(self, projects: Sequence[str]) -> None:
        self._often = [Counter(_list_pairs(text)) for text in projects]
        self.pairs = [frozenset(often) for often in self._often]
        counts = Counter(pair for pairs in self.pairs for pair in pairs)
        self._counts = counts
        self._common = max(1, len(projects) // 20)
        most = math.log(len(projects) + 1)
        self._weights = {pair: 1 - math.log(count) / most for pair, count in counts.items()}

    def between(self, text: str, project: int) -> float:
        """Give the share (0 to 1) of a text's weighted pairs that a project's text has as well."""
        pairs = character_pairs(text)
        return self._share(pairs, pairs & self.pairs[project])

    def with_rows(self, pairs: Pairs, project: int, rows: Iterable[Pairs]) -> float:
        """Say how strongly pairs speak of a project, by its text and other rows of it.

        A share that rests on many pairs says more than the same share of a few words: it grows with their root. What a
        project's text says again and again is its subject, and counts more than what it says in passing.
        """
        total = self._weigh(pairs)
        often = self._often[project]
        shared = self._weigh(pairs & self.pairs[project].union(*rows))
        repeated = _SUBJECT * sum(self._weights[pair] * math.log(often[pair]) for pair in pairs if often[pair] > 1)
        return (shared + repeated) / math.sqrt(total) / _FULL_STRENGTH if total else 0.0

    def is_foreign(self, text: str, project: int) -> bool:
        """Say whether a text shares nothing with a project but pairs that are common among all projects."""
        shared = character_pairs(text) & self.pairs[project]
        return self.between(text, project) < 0.02 and all(self._counts[pair] > self._common for pair in shared)

    def shared_words(self, text: str, project: int, other: int) -> str:
        """Quote the longest piece of a text that a project has and another has not; empty where there is none."""
        pairs = self.pairs[project] - self.pairs[other]
        plain = _NO_WORD.sub("", text)
        best, start = "", 0
        for index in range(len(plain)):
            if plain[index : index + 2] not in pairs:
                best, start = max(best, plain[start : index + 1], key=len), index + 1
        return best if len(best) > 1 else ""

    def is_telling(self, text: str) -> bool:
        """Say whether a text has a pair of characters that few of the projects have."""
        return any(self._counts[pair] <= self._common for pair in character_pairs(text))

    def _share(self, pairs: Iterable[str], shared: Iterable[str]) -> float:
        total = self._weigh(pairs)
        return self._weigh(shared) / total if total else 0.0

    def _weigh(self, pairs: Iterable[str]) -> float:
        return sum(self._weights.get(pair, 1.0) for pair in pairs)
