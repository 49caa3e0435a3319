"""Words: the key points, a paragraph, a notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from budgetkit.report.parts.part import Data, Part
from budgetkit.report.parts.source import line_data

NoticeLevel = Literal["caveat", "missing", "failure"]
NOTICE_TITLES: dict[str, str] = {"caveat": "注意", "missing": "缺少资料", "failure": "未通过核对"}


@dataclass(frozen=True)
class KeyPoints(Part):
    """The sentences that open a report, most important first.

    A sentence is a text, or an object whose `str` is the text; where it has `sources` (pairs of document id and line),
    these are linked behind it. Where it has a `lead` (its subject in a few words), this stands before it in bold; where
    it has a `question`, this stands below it.
    """

    sentences: Sequence[object]
    title: str = "要点"
    kind: ClassVar[str] = "key_points"

    def data(self) -> Data:
        """Give title and sentences."""
        return {"title": self.title, "sentences": [_sentence(sentence) for sentence in self.sentences]}

    def plain_text(self) -> str:
        """Give the sentences numbered."""
        lines = [f"{number}. {sentence}" for number, sentence in enumerate(self.sentences, start=1)]
        return "\n".join([self.title, *lines])


@dataclass(frozen=True)
class Paragraph(Part):
    """One or more sentences in running text; `small` ones are for the technical page, not for the reader in a hurry."""

    sentences: object
    small: bool = False
    kind: ClassVar[str] = "paragraph"

    def data(self) -> Data:
        """Give the sentences, which are printed one after another."""
        small = {"small": True} if self.small else {}
        return {"sentences": [_sentence(sentence) for sentence in _listed(self.sentences)], **small}

    def plain_text(self) -> str:
        """Give the sentences as one line."""
        return "".join(str(sentence) for sentence in _listed(self.sentences))


@dataclass(frozen=True)
class Notice(Part):
    """What a reader must know before using the figures: a caveat, missing material, a failed check."""

    level: NoticeLevel
    sentences: object
    title: str = ""
    kind: ClassVar[str] = "notice"

    def __post_init__(self) -> None:
        if self.level not in NOTICE_TITLES:
            raise ValueError(f"unknown level of a notice: {self.level!r}, expected one of {list(NOTICE_TITLES)}")

    def data(self) -> Data:
        """Give level, title and sentences, which are printed as a list when there are several."""
        return {
            "level": self.level,
            "title": self.title or NOTICE_TITLES[self.level],
            "sentences": [self._below_title(_sentence(sentence)) for sentence in _listed(self.sentences)],
        }

    def _below_title(self, sentence: Data) -> Data:
        """Leave out of a sentence what the title says already: 市区对比：未作市区对比：缺…."""
        return {
            **sentence,
            "text": sentence["text"].removeprefix(f"未作{self.title}：") if self.title else sentence["text"],
        }

    def plain_text(self) -> str:
        """Give the title and a line a sentence."""
        title = self.title or NOTICE_TITLES[self.level]
        return "\n".join([f"【{title}】", *map(str, _listed(self.sentences))])


def _listed(sentences: object) -> list[object]:
    return list(sentences) if isinstance(sentences, list | tuple) else [sentences]


def _sentence(sentence: object) -> Data:
    lines = line_data(getattr(sentence, "sources", ()))
    words = {key: word for key in ("lead", "question") if (word := getattr(sentence, key, ""))}
    return {"text": str(sentence), "lines": lines, **words}
