"""What somebody may have meant by a name that isn't there: the nearest known ones, by id or by Chinese label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

_MOST = 3  # what a sentence can offer and still be read
_ALL = 8  # up to here, all that there is fits into a sentence
_BESIDE_BEST = 0.8  # of the best one's likeness: what is much less alike is no help beside it
_ALIKE = 0.5  # below half of the characters in common, a name is a guess


def find_nearest(found: object, known: Mapping[str, str] | Iterable[str], most: int = _MOST) -> list[str]:
    """Find the known names nearest to one that isn't there, the best first; none where nothing is alike.

    `known` may be a mapping of names to labels: then a label, or a part of one, leads to its name.
    """
    labels = dict(known) if isinstance(known, Mapping) else dict.fromkeys(known, "")
    asked = str(found).casefold()
    likeness = {name: max(_alike(asked, text.casefold()) for text in (name, label)) for name, label in labels.items()}
    least = max(_ALIKE, _BESIDE_BEST * max(likeness.values(), default=0.0))
    near = sorted((name for name in labels if likeness[name] >= least), key=lambda name: -likeness[name])
    return near[:most]


def _alike(asked: str, text: str) -> float:
    if not text or not asked:
        return 0.0
    if len(asked) > 1 and (asked in text or text in asked):
        return 1.0 + min(len(asked), len(text)) / max(len(asked), len(text))
    return SequenceMatcher(None, asked, text).ratio()


def say_nearest(found: object, known: Mapping[str, str] | Iterable[str]) -> str:
    """Say in Chinese what may have been meant, with labels; of a few known names all, of many how many there are."""
    labels = dict(known) if isinstance(known, Mapping) else dict.fromkeys(known, "")
    if near := find_nearest(found, labels):
        return f"最接近的是 {'、'.join(_say(name, labels[name]) for name in near)}。"
    if not labels:
        return "现有数据中没有可用的值。"
    named = "、".join(_say(name, label) for name, label in list(labels.items())[:_ALL])
    return f"可用的有 {named}{f' 等 {len(labels)} 个' if len(labels) > _ALL else ''}。"


def _say(name: str, label: str) -> str:
    return f"{name}（{label}）" if label and label != name else str(name)
