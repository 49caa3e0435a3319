"""Rows of cells: what stands below a contact header, beside one, or in the place of a contact is masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from budgetkit.personal.find import MASK, find_personal, mask_spans
from budgetkit.personal.headers import contact_kind, is_label
from budgetkit.personal.joined import mark_joined, split_joined
from budgetkit.personal.names import KIND as NAME
from budgetkit.personal.names import is_person, may_be_person
from budgetkit.personal.numbers import is_phone
from budgetkit.personal.visible import make_visible

_MONEY = re.compile(r"-?\d[\d,]*\.\d+|-?\d{1,3}(?:,\d{3})+|-?[\d.]+%")
_PLAIN = re.compile(r"[\d,]*\.\d{1,6}%?|\d{1,6}%?|\d{1,3}(?:,\d{3})+|.{0,2}")  # an amount, or too short to be anything
_PROJECT = re.compile(r"\d{6}\d{2}[TY]\d")
_CODE_NAME = re.compile(r"[A-Z\d][\d ]*-\D.*")
_BARE_NUMBER = re.compile(r"\+?\d{7,15}(?:-\d{1,6})?|\d{3,4} \d{4}|\d{3,4}-\d{7,9}")
_PATIENCE = 8  # rows for which a header that stands alone may still be answered
_WITHHELD = re.compile(r"\(?略\)?|\*{2,}|X{2,}")
_TITLE = re.compile(
    r"(?:预算|附|公开)(?:表?\d+表?|表[一二三四五六七八九十]+)[^,;。]{0,40}|附件\d*|第[一二三四五六七八九十]+[部章节].*|"
    r"[^,;。]{0,40}(?:总|明细|绩效.{0,8}|支出|收入|预算|决算|自评|情况|统计|目标)表"
)
_AGAIN = re.compile(r"\((?:续.{0,3}|第?\d+/?\d*页?)\)|续表?\d*$")
WITHHELD = "发布时已略去"
_SENTENCE = re.compile(r"[。;!]|.{25}")


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

    def mask(self, cells: Sequence[str]) -> tuple[list[str], list[str]]:
        """Mask a row; gives its cells, and a kind for each thing that was masked in it."""
        seen = [make_visible(cell).text.strip() for cell in cells]
        if not any(seen):
            return list(cells), []
        if len(seen) == 1 and " " in seen[0] and not (is_person(seen[0]) or is_phone(seen[0])):
            return self._mask_joined(cells[0])
        shown, kinds = _apply(cells, self._mark(seen))
        shown, others = _mask_joined_cells(shown)
        kinds += others
        left_out = sum(1 for cell in seen if _WITHHELD.fullmatch(cell)) if any(map(_is_project, seen)) else 0
        return shown, kinds + [WITHHELD] * left_out

    def _mask_joined(self, cell: str) -> tuple[list[str], list[str]]:
        """Mask a row whose cells are joined by blanks: by what its words are beside each other, then by its text."""
        words = re.split(r"(\s+)", cell)
        seen = [make_visible(word).text for word in words[::2]]
        headers = _headers(seen)
        if headers and all(place in headers or is_label(word) for place, word in enumerate(seen)):
            self.columns, self.width = headers, len(seen)
            return [cell], []
        self._follow([" ".join(seen)])
        below = _marks_below(seen, self.columns) if len(seen) == self.width else {}
        words[::2], kinds = _apply(
            words[::2], below | _marks_by_content(seen, bool(below), sure=False), with_text=False
        )
        shown, others = _apply(["".join(words)], {})
        return shown, kinds + others

    def _mark(self, seen: Sequence[str]) -> dict[int, str]:
        """Say which cells are masked whole, and as what."""
        headers = _headers(seen)
        marks = self._marks_pending(seen)
        if headers:
            return marks | self._read_headers(seen, headers)
        self.was_header = False
        self._follow(seen)
        if len(seen) == 1 and (self.columns or self.listed) and is_person(seen[0]):
            return {0: NAME}  # a row that broke off may have lost the cells before its contact
        marks |= _marks_below(seen, self.columns) | _marks_by_content(seen, bool(self.columns))
        return marks | self._marks_listed(seen, marks)

    def _follow(self, seen: Sequence[str]) -> None:
        """Leave the columns where another table begins; a title that is printed again brings its own."""
        title = _title(seen)
        if title:
            self.title, self.columns, self.listed = title, self.by_title.get(title, {}), {}
        elif self.columns and _is_other_header(seen, self.columns):
            self.columns = {}

    def _marks_pending(self, seen: Sequence[str]) -> dict[int, str]:
        """Mark what answers a header that stood alone in a row before: at once what can be an answer, and for a few
        rows what surely is one, as other headers and cells may stand between.
        """
        filled = [place for place, cell in enumerate(seen) if cell]
        if len(filled) != 1 or filled[0] in _headers(seen):
            return {}
        cell = seen[filled[0]]
        kind = next((kind for kind, left in self.pending.items() if _answers(cell, kind, left == _PATIENCE)), None)
        self.pending = {other: left - 1 for other, left in self.pending.items() if left > 1}
        if kind is None:
            return {}
        self.pending[kind] = _PATIENCE - 1
        return {filled[0]: kind}

    def _marks_listed(self, seen: Sequence[str], marks: dict[int, str]) -> dict[int, str]:
        """Mark what stands where a list of projects without a header has its contacts, also where a row broke off."""
        alone = sum(1 for cell in seen if cell) == 1
        if not alone and not any(map(_is_project, seen)):
            return {}
        self.listed |= {} if alone else marks
        return {
            place: kind
            for place, kind in self.listed.items()
            if place < len(seen) and _looks_like(seen[place], kind) and (not alone or is_person(seen[place]))
        }

    def _read_headers(self, seen: Sequence[str], headers: dict[int, str]) -> dict[int, str]:
        filled = [place for place, cell in enumerate(seen) if cell]
        if len(filled) == 1:
            self.pending[headers[filled[0]]] = _PATIENCE
            return {}
        answers = _find_answers(seen, headers)
        if any(_MONEY.fullmatch(cell) or re.fullmatch(r"\d+", cell) for cell in seen) or any(answers.values()):
            self.columns, self.was_header = {}, False
            return _answered(seen, headers) | _marks_by_content(seen, False)
        self.columns = headers | (self.columns if self.was_header else {})
        self.was_header = True
        self.by_title[self.title] = self.columns
        return {}


def mask_lines(texts: Iterable[str]) -> list[str]:
    """Mask printed lines, cells apart by tabs, or packed in HTML; everything else stays as printed."""
    masker = RowMasker()
    return [mask_line(masker, text)[0] for text in texts]


def mask_line(masker: RowMasker, text: str) -> tuple[str, list[str]]:
    """Mask one printed line; gives it with the kinds of what was masked."""
    if re.search(r"<t[dh]\b", text, re.IGNORECASE):
        return _mask_packed(masker, text)
    cells, kinds = masker.mask(text.split("\t"))
    return "\t".join(cells), kinds


def _mask_packed(masker: RowMasker, text: str) -> tuple[str, list[str]]:
    """Mask a line that packs tables in HTML, row by row."""
    shown: list[str] = []
    kinds: list[str] = []
    for row in re.split(r"(?i)(?=<tr\b|</table)", text):
        pieces = re.split(r"(?i)(<t[dh]\b[^<>]*>)", row)
        before, opening, cells = pieces[0], pieces[1::2], pieces[2::2]
        masked, found = masker.mask(cells) if cells else ([], [])
        outside, others = masker.mask(before.split("\t"))
        shown += ["\t".join(outside), *(part for pair in zip(opening, masked, strict=True) for part in pair)]
        kinds += others + found
    return "".join(shown), kinds


def _headers(seen: Sequence[str]) -> dict[int, str]:
    """Give the contact headers of a row, each with the kind that it asks for."""
    return {place: kind for place, cell in enumerate(seen) if cell and (kind := contact_kind(cell))}


def _apply(cells: Sequence[str], marks: dict[int, str], with_text: bool = True) -> tuple[list[str], list[str]]:
    shown = list(cells)
    kinds = list(marks.values())
    for place, cell in enumerate(cells):
        if place in marks:
            shown[place] = _replace_words(cell)
        elif with_text and not _PLAIN.fullmatch(cell):
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
        return _marks_by_content(seen, False, sure=False) if _is_project_list(seen) else {}

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


def _is_other(cell: str) -> bool:
    """Say whether a cell can be nothing personal: an amount with decimals, a project, a code with a name, a header."""
    compact = re.sub(r"\s+", "", cell)
    return bool(
        not compact
        or _MONEY.fullmatch(compact)
        or _PROJECT.match(compact)
        or _CODE_NAME.fullmatch(cell)
        or _WITHHELD.fullmatch(compact)
        or compact in "-/、:—"
        or is_label(cell)
    )


def _title(seen: Sequence[str]) -> str | None:
    """Give the title of a table that a row prints; the mark of its going on is no part of it."""
    filled = [cell for cell in seen if cell]
    text = _AGAIN.sub("", re.sub(r"\s+", "", filled[0])) if len(filled) == 1 and len(filled[0]) < 80 else ""
    return text if text and _TITLE.fullmatch(text) else None


def _is_other_header(seen: Sequence[str], columns: dict[int, str]) -> bool:
    """Say whether a row is a header that has something else where the contacts stood."""
    filled = [cell for cell in seen if cell]
    is_header = sum(map(is_label, filled)) >= max(2, (len(filled) + 1) // 2)
    return is_header and any(place < len(seen) and seen[place] and is_label(seen[place]) for place in columns)


def _marks_below(seen: Sequence[str], columns: dict[int, str]) -> dict[int, str]:
    """Mark what stands in contact columns; in a row with nothing else only what looks like a contact."""
    alone = sum(1 for cell in seen if cell) == 1
    marks = {
        place: kind
        for place, kind in columns.items()
        if place < len(seen) and not _is_other(seen[place]) and (not alone or _looks_like(seen[place], kind))
    }
    return marks | _marks_shifted(seen, columns, marks)


def _marks_shifted(seen: Sequence[str], columns: dict[int, str], marks: dict[int, str]) -> dict[int, str]:
    """Mark names beside a name column that holds none: the row may have lost or won a cell before it."""
    missed = [place for place, kind in columns.items() if kind == NAME and place not in marks]
    beside = {place + step for place in missed for step in (-1, 1)}
    return {place: NAME for place in beside if 0 <= place < len(seen) and is_person(seen[place])}


def _marks_by_content(seen: Sequence[str], has_columns: bool, sure: bool = True) -> dict[int, str]:
    """Mark telephone numbers known by their form (unless not `sure`), or by standing in a row of a project list, and
    the names beside them.
    """
    is_listed = any(map(_is_project, seen)) and any(map(_MONEY.fullmatch, seen))
    expected = is_listed or has_columns
    marks = {
        place: "电话"
        for place, cell in enumerate(seen)
        if (expected and _BARE_NUMBER.fullmatch(cell))
        or (sure and len(seen) > 1 and is_phone(cell) and (_is_long(cell) or _has_person_beside(seen, place)))
    }
    for place in list(marks):
        for beside in _neighbours(seen, place):
            if is_person(seen[beside]) or (is_listed and may_be_person(seen[beside]) and not _is_other(seen[beside])):
                marks[beside] = NAME
    if is_listed and _is_project_list(seen):
        marks |= {place: NAME for place, cell in enumerate(seen) if is_person(cell)}
    return marks


def _is_project(cell: str) -> bool:
    return ("T" in cell or "Y" in cell) and bool(_PROJECT.match(re.sub(r"\s+", "", cell)))


def _is_project_list(seen: Sequence[str]) -> bool:
    """Say whether a row has the shape of a list of projects: project, kind and amounts, and no classification."""
    codes = [cell for cell in seen if _CODE_NAME.fullmatch(cell) and not _is_project(cell)]
    is_kind = any(re.match(r"\d{2}-", code) for code in codes)
    return is_kind and len(codes) <= 2 and sum(1 for cell in seen if _MONEY.fullmatch(cell)) >= 2


def _is_long(cell: str) -> bool:
    """Say whether a telephone number is more than seven or eight digits, which might be anything."""
    return re.fullmatch(r"\d{7,8}", cell) is None


def _has_person_beside(seen: Sequence[str], place: int) -> bool:
    return any(is_person(seen[beside]) for beside in _neighbours(seen, place))


def _neighbours(seen: Sequence[str], place: int) -> list[int]:
    """Give the filled cells on both sides, over empty ones."""
    left = next((p for p in range(place - 1, -1, -1) if seen[p]), None)
    right = next((p for p in range(place + 1, len(seen)) if seen[p]), None)
    return [place for place in (left, right) if place is not None]


def _looks_like(cell: str, kind: str) -> bool:
    """Say whether a cell can answer a contact header of a kind."""
    if _is_other(cell) or (_SENTENCE.search(cell) and kind != "住址"):
        return False
    if kind == NAME:
        return may_be_person(cell)
    return kind == "住址" or "@" in cell or sum(map(str.isdigit, cell)) >= 5 or bool(find_personal(cell))


def _answers(cell: str, kind: str, at_once: bool) -> bool:
    """Say whether a row's only cell answers a header that stood alone before it."""
    if at_once:
        return _looks_like(cell, kind)
    if kind == NAME:
        return is_person(cell)
    return is_phone(cell) or [span[:2] for span in find_personal(cell)] == [(0, len(cell))]


def _find_answers(seen: Sequence[str], headers: dict[int, str]) -> dict[int, bool]:
    """Say for each contact header whether what stands right of it is surely its answer, not the next header."""
    return {place: _is_answer(seen, place + 1, headers) for place in headers}


def _is_answer(seen: Sequence[str], place: int, headers: dict[int, str]) -> bool:
    if place >= len(seen) or not seen[place] or place in headers or _is_other(seen[place]):
        return False
    cell = seen[place]
    is_pair = all(p in headers or p - 1 in headers for p, filled in enumerate(seen) if filled)
    return is_person(cell) or is_phone(cell) or bool(find_personal(cell)) or is_pair


def _answered(seen: Sequence[str], headers: dict[int, str]) -> dict[int, str]:
    """Mark the cells that answer contact headers in their own row (联系人 ⇥ … ⇥ 联系电话 ⇥ …), one or several each."""
    marks: dict[int, str] = {}
    kind: str | None = None
    for place, cell in enumerate(seen):
        if place in headers:
            kind = headers[place]
        elif cell and kind:
            is_answer = _looks_like(cell, kind) or is_person(cell) or is_phone(cell)
            kind = kind if is_answer and not _is_other(cell) else None
            marks |= {place: kind} if kind else {}
    return marks
