"""Sentences to statements: an amount with its subject, and the change, base and reason that go with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from budgetkit.narrative.bases import Base, find_base, without_base
from budgetkit.narrative.concepts import find_concept
from budgetkit.narrative.items import read_item
from budgetkit.narrative.mentions import Direction, Mention, find_mentions, says_flat
from budgetkit.narrative.sentences import Sentence

_NUMBERING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,2}(?:[）)、]|[.．](?!\d)))+|^其中[:：]?|^包括[:：]?|^此外|^具体(?:情况)?如下[:：]?"
)
_COPULA = re.compile(r"(?:为|是|达到?|安排|有|共|约|仅|：|:)+$")
_YEAR_BEFORE = re.compile(r"^(?:19|20)\d\d年(?:度)?")
_REASON = re.compile(
    r"(?:主要)?原因(?:是|为|：|:)(?:是|由于)?|主要(?:是)?由于|主要是(?!用于)|系因|是因为|因为?(?=[^公])"
)
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_STAGES = {
    "adjusted": re.compile(r"(?:全年|调整后?)预算数?$"),
    "initial": re.compile(r"年初预算数?$"),
    "final": re.compile(r"(?:支出|收入)?(?:决算|执行数)数?$"),
}
_ITEM = re.compile(r"（[类款项科][目]?[）)]")
_GROUP = re.compile(r"([^，。；：]{2,40}?)（类）(?:支出)?(?=$|\d{1,2}[.．、]|（[一二三四五六七八九十\d]）)")
_NAMES = re.compile(r"[“\"]?(?:[^，。；：“”（）]+(?:（[^类款项）]*）[^，。；：“”（）]*)?（[类款项][）)])+")
_BEHIND_COLON = re.compile(
    r"(?P<item>[^，。；：“”]*（[类款项]）)[：:](?:(?:19|20)\d\d年(?:度)?)?(?:年?初)?(?:预算|决算|支出)?(?:数|安排)?(?:为|是)?$"
)
_UNCLOSED = re.compile(r"（(?:其中|包括|含)[^）]*$")
_PLANNED = re.compile(r"(?:支出)?预算(?:数|安排)?$")
_ACCOUNT = re.compile(r"(?P<name>[^，。；：]{0,60}?)(?:项目)?(?:支出)?经费(?:使用)?情况(?:的)?说明")
_SECTION = re.compile(r"^[一二三四五六七八九十]{1,3}、[^，。；：]{0,40}(?:情况|说明|解释|[总明]表|附件)$")
_FILLER = re.compile(r"(?:各|共|同比|合计|净|分别|相应|总体|金额|略|预计)*")
_SUBJECT_MOST = 80  # characters: a longer one is a sentence, not the name of an amount


@dataclass
class StatedAmount:
    """What one amount of a text says; amounts and changes in 万元 with the decimals of their print.

    `subject` are the words that name it; `context` those of the item or class that the paragraph is about, where the
    subject only says 支出决算; `project` the project whose account (某项目经费情况说明) it stands in. `share` is the
    per cent of a total that is printed beside it. `lines` are those of the sentence, `line` the one of the amount.
    """

    subject: str
    amount: Decimal | None
    unit: str
    year: int
    text: str
    lines: tuple[int, ...]
    line: int
    paragraph: int
    context: str = ""
    project: str = ""
    stage: str | None = None
    base: Base | None = None
    base_amount: Decimal | None = None
    change: Decimal | None = None
    change_unit: str = ""
    change_percent: Decimal | None = None
    direction: Direction | None = None
    share: Decimal | None = None
    reason: str | None = None


def find_statements(sentences: Sequence[Sentence], year: int) -> list[StatedAmount]:
    """Find what the sentences of a document of a year state; one statement for each amount that is no change."""
    found: list[StatedAmount] = []
    memory = _Memory(year)
    for sentence in sentences:
        found.extend(memory.read(sentence))
    return found


@dataclass
class _Memory:
    """What the sentences before one leave open: the class and item that are spoken of, the statement to add to."""

    year: int
    last: StatedAmount | None = None
    item: str = ""
    group: str = ""
    project: str = ""
    named: tuple[Sentence, str] | None = None
    outer: StatedAmount | None = None
    dated: tuple[Sentence | None, int, int] = (None, 0, 0)  # the year said so far, and up to where it was looked for

    def read(self, sentence: Sentence) -> Iterator[StatedAmount]:
        self._note_project(sentence)
        self._note_item(sentence)
        mentions = find_mentions(sentence.text)
        if self.last and self.last.paragraph < sentence.paragraph - 1:
            self.last = None
        made: list[StatedAmount] = []
        for mention in mentions:
            statement = self._take(sentence, mention)
            if statement:
                made.append(statement)
        self._close(sentence, mentions)
        yield from made

    def _take(self, sentence: Sentence, mention: Mention) -> StatedAmount | None:
        """Add a mention to the statement it belongs to, or begin a new one with it."""
        if self.outer and mention.left.startswith("）"):
            self.last, self.outer = self.outer, None
        last = self.last
        if mention.is_percent:
            if last:
                self._add_percent(last, mention)
            return None
        if mention.direction and (of := self._changed(sentence, mention)):
            of.base = of.base or find_base(mention.left, self.year)
            of.change, of.change_unit, of.direction = mention.value, mention.unit, mention.direction
            return None if of is last else of
        if last and (base := find_base(mention.left, self.year)) and _ends_with(mention.left, base):
            last.base, last.base_amount = base, mention.value
            if says_flat(mention.left):
                last.direction = "flat"
            return None
        if last and says_flat(_before_next(mention.left)):
            self._set_flat(last, mention.left)
        if _UNCLOSED.search(mention.left):
            self.outer = last
        self.last = self._begin(sentence, mention)
        return self.last

    def _changed(self, sentence: Sentence, mention: Mention) -> StatedAmount | None:
        """Give the statement that a change belongs to: the last one, or one of the change's own subject without amount.

        A name that only ends in such a word (`支持外贸稳增长30.00万元`) has an amount, and no change.
        """
        words = find_subject(mention.left)
        subject = words[: -len(mention.changed)] if words.endswith(mention.changed) else words
        is_bare = _FILLER.fullmatch(subject) is not None
        if self.last and (is_bare or find_base(mention.left, self.year)):
            return self.last
        if is_bare or not (find_concept(subject) or read_item(subject)):
            return None
        begun = self._begin(sentence, mention)
        assert begun is not None  # what has a subject begins a statement
        self.last = replace(begun, subject=subject, amount=None)
        return self.last

    def _begin(self, sentence: Sentence, mention: Mention) -> StatedAmount | None:
        subject = find_subject(mention.left)
        own = subject if _ITEM.search(subject) else ""
        if own:
            self.item = self._in_group(own)
        elif behind := _BEHIND_COLON.search(mention.left):
            own = behind["item"]
            self.item = self._in_group(own)
        elif (stage := _stage_of(subject)) and len(stage[0]) < len(subject):
            self.item = subject[: -len(stage[0])]
        elif stage and self.named and self.named[0] is sentence:
            self.item = self.named[1]
        if not _stage_of(subject):
            self.named = sentence, _PLANNED.sub("", subject) or subject
        stage = _stage_of(subject)
        context = self.item if own or (stage and len(stage[0]) == len(subject)) else ""
        return StatedAmount(
            subject=subject[-_SUBJECT_MOST:],
            amount=mention.value,
            unit=mention.unit,
            year=self._year_before(sentence, mention.start),
            text=sentence.text,
            lines=sentence.lines,
            line=sentence.line_of(mention.start),
            paragraph=sentence.paragraph,
            context=context,
            project=self.project,
            stage=stage[1] if stage else None,
        )

    def _year_before(self, sentence: Sentence, end: int) -> int:
        """Give the last year that a sentence names before a place, no base's; else the document's own."""
        of, start, year = self.dated
        if of is not sentence:
            start, year = 0, self.year
        if years := _YEAR.findall(without_base(sentence.text[start:end])):
            year = int(years[-1])
        self.dated = sentence, end, year
        return year

    def _add_percent(self, last: StatedAmount, mention: Mention) -> None:
        if mention.direction:
            last.change_percent = mention.value
            last.direction = last.direction or mention.direction
            last.base = last.base or find_base(mention.left, self.year)
        elif "占" in mention.left and "完成" not in mention.left:
            last.share = last.share or mention.value

    def _set_flat(self, last: StatedAmount, words: str) -> None:
        last.direction = last.direction or "flat"
        last.base = last.base or find_base(words, self.year)

    def _close(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        """Read what stands behind the last amount of a sentence: that nothing changed, and the reason."""
        last = self.last
        tail = sentence.text[mentions[-1].end :] if mentions else sentence.text
        if last and last.paragraph >= sentence.paragraph - 1:
            if find_base(tail, self.year) and says_flat(tail) and not last.change:
                self._set_flat(last, tail)
            if match := _REASON.search(tail):
                reason = tail[match.end() :].strip("：:，。")
                last.reason = last.reason or (reason[:200] or None)

    def _note_project(self, sentence: Sentence) -> None:
        """Remember the project whose account a heading opens; the heading of another section ends it."""
        if account := _ACCOUNT.fullmatch(_strip_numbering(sentence.text)):
            self.project = account["name"].strip('“”"《》')
        elif _SECTION.match(sentence.text):
            self.project = ""

    def _note_item(self, sentence: Sentence) -> None:
        """Remember a class that stands as a heading, and an item that opens a paragraph."""
        text = _strip_numbering(sentence.text)
        if match := re.match(
            r"([^，。；：]{2,40}?)（类）(?:支出)?(?=$|\d{1,2}[.．、]|（[一二三四五六七八九十\d]）)", text
        ):
            self.group = f"{match[1]}（类）"
        if not find_mentions(sentence.text) or "主要用于" in text:
            names = re.match(
                r"[“\"]?(?:[^，。；：“”（）]+(?:（[^类款项）]*）[^，。；：“”（）]*)?（[类款项][）)])+", text
            )
            if names:
                self.item = self._in_group(names[0])

    def _in_group(self, item: str) -> str:
        return item if "（类" in item or not self.group else self.group + item


def _stage_of(subject: str) -> tuple[str, str] | None:
    """Give the words at the end of a subject that say how far its money has come (`全年预算`), and their stage."""
    for stage, pattern in _STAGES.items():
        if match := pattern.search(subject):
            return match[0], stage
    return None


def without_stage(subject: str) -> str:
    """Take the words that say how far the money has come off a subject: `基本支出年初预算` is about 基本支出."""
    stage = _stage_of(subject)
    return subject[: -len(stage[0])] if stage and stage[1] != "final" else subject


def find_subject(left: str) -> str:
    """Give the words that name an amount, from those between the amount before it and itself."""
    words = re.sub(r"^(?:[%％]|（[^）]*）)?[，。；、：]*", "", without_base(left))
    if quoted := re.search(r"[“\"]([^“”\"]*)[”\"](?:科目|支出|预算|安排)*$", words):
        return quoted[1] + ("" if _ITEM.search(quoted[1]) else "（科目）")
    words = _strip_numbering(re.split("[，；。：]", _COPULA.sub("", words))[-1])
    words = _YEAR_BEFORE.sub("", words)
    words = re.sub(r"^.*?(?:年度?|中)(?=(?:本|我|财政|一般|政府|收入|支出|部门|单位))", "", words)
    return _COPULA.sub("", words).strip("，：、")


def _strip_numbering(words: str) -> str:
    while (match := _NUMBERING.match(words)) and match.end():
        words = words[match.end() :].lstrip("，、：:")
    return words


def _ends_with(left: str, base: Base) -> bool:
    """Say whether an amount is that of the base itself (`比2024年预算数100万元`)."""
    return re.search(re.escape(base.text) + r"(?:数|的|为|相比|一致|持平)*$", left) is not None


def _before_next(left: str) -> str:
    """Give the words that still belong to the amount before: those up to the first mark that ends a thought."""
    return re.split("[；。]", left)[0]
