"""What an amount of a text is about: a concept of the closed list, or an item of the classification."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

ITEM = "function"
PROJECT = "project_account"
_AMOUNT_WORDS = re.compile(r"(?:预算|决算|支出|收入|金额|资金|数|总额|合计|总计|共计)+$")
# What may stand before a concept's words: nothing, the end of a body's name, a year, or words that introduce it.
_LEAD = re.compile(
    r"(?:^|[局委会厅办部院室心校处所站队馆社团段位门级关度年园场台厂]|安排的?|包括|其中|使用|拟|的|和|及|、|）|面向|给|由|"
    r"一般公共预算(?:财政)?(?:拨款)?|财政拨款|本年|当年|今年)$"
)


class Concept(NamedTuple):
    """A concept: its name, Chinese label, the words that name it, and the figures that print the same money."""

    name: str
    label: str
    pattern: re.Pattern
    figures: Sequence[str]


@cache
def load_concepts() -> tuple[Concept, ...]:
    """Load the closed list of concepts, in the order in which they are tried."""
    text = resources.files("budgetkit.narrative").joinpath("concepts.toml").read_text("utf-8")
    return tuple(
        Concept(entry["name"], entry["label"], re.compile(f"(?:{entry['pattern']})数?$"), entry["figures"])
        for entry in tomllib.loads(text)["concept"]
    )


def find_concept(subject: str) -> Concept | None:
    """Find the concept that a subject names; None where none fits.

    Of several, the one with the longest words decides: `政府采购货物预算` is no `预算`.
    """
    subject = subject.translate(str.maketrans("()", "（）"))
    best: tuple[int, Concept] | None = None
    for concept in load_concepts():
        match = concept.pattern.search(subject)
        if match and _LEAD.search(subject[: match.start()]) and (best is None or len(match[0]) > best[0]):
            best = len(match[0]), concept
    return best[1] if best else None


def concept_label(name: str) -> str:
    """Name a concept in Chinese."""
    if name == ITEM:
        return "功能分类科目"
    return next(concept.label for concept in load_concepts() if concept.name == name)
