"""Rows of cells: what stands below a contact header, beside one, or in the place of a contact is masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from budgetkit.personal.answers import answered_cells, answers_alone, find_answers, unnamed_columns
from budgetkit.personal.broken import cut_pieces, find_broken
from budgetkit.personal.contacts import (
    MONEY,
    WITHHELD_CELL,
    find_headers,
    is_other_header,
    is_project,
    is_project_list,
    looks_like,
    marks_below,
    marks_by_content,
    title_of,
)
from budgetkit.personal.headers import is_label
from budgetkit.personal.joined import mark_joined, split_joined
from budgetkit.personal.names import KIND as NAME
from budgetkit.personal.names import is_person, looks_named
from budgetkit.personal.numbers import is_phone
from budgetkit.personal.packed import is_packed, mask_packed
from budgetkit.personal.persons import may_be_whole_name, may_head_persons
from budgetkit.personal.search import MASK, find_personal, mask_spans
from budgetkit.personal.visible import make_visible

_PLAIN = re.compile(r"[\d,]*\.\d{1,6}%?|\d{1,6}%?|\d{1,3}(?:,\d{3})+|.{0,2}")  # an amount, or too short to be anything
_PATIENCE = 8  # rows for which a header that stands alone may still be answered
WITHHELD = "发布时已略去"


@dataclass
class RowMasker:
    """Masks rows one after another, and remembers which columns hold contacts until another header or title.

    A contact column reaches over page breaks, blank rows, shorter rows and headers that are printed again. What
    stands in it is masked whatever it looks like, save what can be nothing personal: amounts with decimals, codes
    with names, headers. Where a list of projects has contacts without a header, `listed` keeps their columns.
    """

    columns: dict[int, str] = field(default_factory=dict)
    pending: dict[str, int] = field(default_factory=dict)
    was_header: bool = False
    width: int = 0
    listed: dict[int, str] = field(default_factory=dict)
    title: str = ""
    by_title: dict[str, dict[int, str]] = field(default_factory=dict)
    soft: set[int] = field(default_factory=set)
    is_soft_pending: bool = False
    widths: Mapping[int, int] = field(default_factory=dict)
    answered: dict[int, str] = field(default_factory=dict)

    def mask(self, cells: Sequence[str], widths: Mapping[int, int] | None = None) -> tuple[list[str], list[str]]:
        """Mask a row; gives its cells, and a kind for each thing that was masked in it.

        `widths` says of cells that span several columns how many; those behind them are empty.
        """
        self.widths = widths or {}
        seen = [make_visible(cell).text.strip() for cell in cells]
        if not any(seen):
            return list(cells), []
        if len(seen) == 1 and " " in seen[0] and not (is_person(seen[0]) or is_phone(seen[0])):
            return self._mask_joined(cells[0])
        shown, kinds = _apply(cells, self._mark(seen))
        shown, others = _mask_joined_cells(shown)
        kinds += others
        left_out = sum(1 for cell in seen if WITHHELD_CELL.fullmatch(cell)) if any(map(is_project, seen)) else 0
        return shown, kinds + [WITHHELD] * left_out

    def _mask_joined(self, cell: str) -> tuple[list[str], list[str]]:
        """Mask a row whose cells are joined by blanks: by what its words are beside each other, then by its text."""
        words = re.split(r"(\s+)", cell)
        seen = [make_visible(word).text for word in words[::2]]
        headers = find_headers(seen)
        if headers and all(place in headers or is_label(word) for place, word in enumerate(seen)):
            self.columns, self.width = headers, len(seen)
            return [cell], []
        self._follow([" ".join(seen)])
        below = marks_below(seen, self.columns) if len(seen) == self.width else {}
        words[::2], kinds = _apply(words[::2], below | marks_by_content(seen, bool(below), sure=False), with_text=False)
        shown, others = _apply(["".join(words)], {})
        return shown, kinds + others

    def _mark(self, seen: Sequence[str]) -> dict[int, str]:
        """Say which cells are masked whole, and as what."""
        headers = find_headers(seen)
        marks = self._marks_pending(seen) | self._marks_soft(seen) | self._marks_answered(seen)
        if headers:
            return marks | self._read_headers(seen, headers)
        self.was_header = False
        self._follow(seen)
        if len(seen) == 1 and (self.columns or self.listed) and is_person(seen[0]):
            return {0: NAME}  # a row that broke off may have lost the cells before its contact
        marks |= marks_below(seen, self.columns) | marks_by_content(seen, bool(self.columns))
        return marks | self._marks_listed(seen, marks)

    def _follow(self, seen: Sequence[str]) -> None:
        """Leave the columns where another table begins; a title that is printed again brings its own."""
        title = title_of(seen)
        if title:
            self.title, self.columns, self.listed, self.soft = title, self.by_title.get(title, {}), {}, set()
        elif self.columns and is_other_header(seen, self.columns):
            self.columns = {}

    def _marks_pending(self, seen: Sequence[str]) -> dict[int, str]:
        """Mark what answers a header that stood alone in a row before: at once what can be an answer, and for a few
        rows what surely is one, as other headers and cells may stand between.
        """
        filled = [place for place, cell in enumerate(seen) if cell]
        if len(filled) != 1 or filled[0] in find_headers(seen):
            return {}
        cell = seen[filled[0]]
        kind = next((kind for kind, left in self.pending.items() if answers_alone(cell, kind, left == _PATIENCE)), None)
        self.pending = {other: left - 1 for other, left in self.pending.items() if left > 1}
        if kind is None:
            return {}
        self.pending[kind] = _PATIENCE - 1
        return {filled[0]: kind}

    def _marks_answered(self, seen: Sequence[str]) -> dict[int, str]:
        """Mark further answers below the last one, where the contact header beside reaches down over its rows."""
        filled = {place for place, cell in enumerate(seen) if cell}
        is_more = filled <= set(self.answered) and all(
            is_person(seen[place]) or bool(find_personal(seen[place])) for place in filled
        )
        self.answered = self.answered if is_more else {}
        return {place: self.answered[place] for place in filled} if is_more else {}

    def _marks_soft(self, seen: Sequence[str]) -> dict[int, str]:
        """Mark the names below, beside or in the row behind a word for persons that no contact header is."""
        filled = [place for place, cell in enumerate(seen) if cell]
        heads = [place for place in filled if may_head_persons(seen[place])]
        beside = {right for left, right in pairwise(filled) if left in heads}
        places = {*self.soft, *beside, *(filled if self.is_soft_pending and len(filled) == 1 else ())}
        self.is_soft_pending = heads == filled and len(filled) == 1
        self.soft |= {place + step for place in heads for step in range(self.widths.get(place, 1))}
        return {place: NAME for place in places if place < len(seen) and _may_be_below(seen[place])}

    def _marks_listed(self, seen: Sequence[str], marks: dict[int, str]) -> dict[int, str]:
        """Mark what stands where a list of projects without a header has its contacts, also where a row broke off."""
        alone = sum(1 for cell in seen if cell) == 1
        if not alone and not any(map(is_project, seen)):
            return {}
        self.listed |= {} if alone else marks
        return {
            place: kind
            for place, kind in self.listed.items()
            if place < len(seen) and looks_like(seen[place], kind) and (not alone or is_person(seen[place]))
        }

    def _read_headers(self, seen: Sequence[str], headers: dict[int, str]) -> dict[int, str]:
        filled = [place for place, cell in enumerate(seen) if cell]
        if len(filled) == 1:
            self.pending[headers[filled[0]]] = _PATIENCE
            return {}
        answers = find_answers(seen, headers)
        if any(MONEY.fullmatch(cell) or re.fullmatch(r"\d+", cell) for cell in seen) or any(answers.values()):
            self.columns, self.was_header = {}, False
            self.answered = answered_cells(seen, headers)
            return self.answered | marks_by_content(seen, False)
        self.columns = self._widen(headers) | (self.columns if self.was_header else {})
        self.soft |= unnamed_columns(seen, headers)
        self.was_header = True
        self.by_title[self.title] = self.columns
        return {}

    def _widen(self, headers: dict[int, str]) -> dict[int, str]:
        """Give the columns of contact headers, all that each of them spans."""
        return {
            place + step: kind for place, kind in headers.items() for step in range(self.widths.get(place, 1))
        } | headers


def mask_lines(texts: Iterable[str]) -> list[str]:
    """Mask printed lines, cells apart by tabs, or packed in HTML; everything else stays as printed."""
    masker = RowMasker()
    return [mask_line(masker, text)[0] for text in mask_broken(list(texts))]


def mask_broken(texts: Sequence[str]) -> list[str]:
    """Mask in printed lines what is broken over two of them."""
    rows = [text.split("\t") for text in texts]
    for position, pieces in find_broken(rows).items():
        rows[position] = cut_pieces(rows[position], pieces)
    return ["\t".join(cells) for cells in rows]


def mask_line(masker: RowMasker, text: str) -> tuple[str, list[str]]:
    """Mask one printed line; gives it with the kinds of what was masked."""
    if is_packed(text):
        return mask_packed(masker, text)
    cells, kinds = masker.mask(text.split("\t"))
    return "\t".join(cells), kinds


def _may_be_below(cell: str) -> bool:
    """Say whether a cell below a word for persons is a name, though it may begin like a word (田野萍)."""
    return may_be_whole_name(cell) or looks_named(cell)


def _apply(cells: Sequence[str], marks: dict[int, str], with_text: bool = True) -> tuple[list[str], list[str]]:
    shown = list(cells)
    kinds = list(marks.values())
    for place, cell in enumerate(cells):
        if place in marks:
            shown[place] = _replace_words(cell)
        elif cell and with_text and not _PLAIN.fullmatch(cell):
            spans = find_personal(cell)
            shown[place] = mask_spans(cell, spans)
            kinds += [span.kind for span in spans]
    return shown, kinds


def _mask_joined_cells(cells: list[str]) -> tuple[list[str], list[str]]:
    """Mask the contacts in cells of a project list that hold several cells joined by blanks."""
    split = split_joined(cells)
    if split is None:
        return cells, []

    def marks_of(words: Sequence[str]) -> dict[int, str]:
        seen = [make_visible(word).text for word in words]
        return marks_by_content(seen, False, sure=False) if is_project_list(seen) else {}

    marks = mark_joined(split, marks_of)
    shown = [
        "".join(MASK if (cell, place) in marks else word for place, word in enumerate(words))
        for cell, words in enumerate(split)
    ]
    return shown, list(marks.values())


def _replace_words(cell: str) -> str:
    """Put the mask in place of a cell's words; the blanks and tags around them stay."""
    edges = re.fullmatch(r"((?:\s|<[^<>]*>)*)(?:.*?)((?:\s|</?[^<>]*>)*)", cell, re.DOTALL)
    return f"{edges[1]}{MASK}{edges[2]}" if edges else MASK
