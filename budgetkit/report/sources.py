"""The documents behind a report's figures: their numbers and titles, and the annex of lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from budgetkit.line_runs import format_runs, join_lines
from budgetkit.numbers import UNKNOWN
from budgetkit.read.place import Place
from budgetkit.read.place_starts import parse_starts, place_at
from budgetkit.report.markdown import Block
from budgetkit.report.parts.column import label_column

_RANGES_IN_PRINT = 4
_RUNS_IN_ANNEX = 3
_LONG_LINES = 12  # characters of line numbers
_LONG_LABEL = 16  # characters by which a sentence or title is found again
_SHORT_CODE = 7  # characters: a classification code helps to find a row, a project's id is too long for that
_CUT_FIGURE = re.compile(r"[\s（(《“、，：；]*(?:[-+−]?\d[\d,.]*\s*[万亿]?)?[\s（(《“、，：；]*$")
_FIRST_FIGURE = re.compile(r"[\s（(《“、，：；]*[-+−]?[\d,.]*[\s万亿元%]*")

LineRefs = Sequence[Sequence[Any]]
"""Pairs of document id and line, as JSON values."""


@dataclass(frozen=True)
class SourceBook:
    """The raw documents that a report refers to, with their titles, numbered as it lists them, others behind these."""

    titles: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    starts: dict[str, list[Place]] = field(default_factory=dict)  # of documents whose rows stand in pages or sheets

    @classmethod
    def of(cls, blocks: Iterable[Block], titles: Mapping[str, str]) -> SourceBook:
        """Collect the documents of a report's blocks; `titles` by id go before those of a DocumentList, which go
        before those that source lines give."""
        blocks = list(blocks)
        listed = [d for block in blocks if block["block"] == "documents" for d in block["documents"]]
        named = {document["document_id"]: document["title"] for document in listed if document["title"]}
        met = dict.fromkeys(document_id for block in blocks for document_id in _documents_of(block))
        order = dict.fromkeys([*(one["document_id"] for one in listed if one["document_id"] in met), *met])
        numbers = {document_id: number for number, document_id in enumerate(order, start=1)}
        starts = {document["document_id"]: parse_starts(document.get("places")) for document in listed}
        cited = {one["document_id"]: one["title"] for block in blocks for one in _sources(block) if one.get("title")}
        return cls({**cited, **named, **titles}, numbers, {key: places for key, places in starts.items() if places})

    def title(self, document_id: str) -> str:
        """Give a document's title, or its id where no title is known."""
        return self.titles.get(document_id, document_id)

    def format_run(self, document_id: str, first: int, last: int) -> str:
        """Format a run of lines: `704–712` of a text, `第 12 页第 5–9 行` of a document with pages."""
        starts = self.starts.get(document_id)
        return str(place_at(starts, first).to(place_at(starts, last))) if starts else format_runs([(first, last)])

    def name_runs(self, document_id: str, runs: Iterable[Sequence[int]]) -> str:
        """Name runs of lines in a sentence: `第 704–712、715 行`, `第 12 页第 5–9 行、第 13 页第 1 行`."""
        words = "、".join(self.format_run(document_id, first, last) for first, last in runs)
        return words if document_id in self.starts else f"第 {words} 行"

    def describe(self, source: Mapping[str, Any] | str) -> dict[str, Any]:
        """Give a source line as a text of its document and table, its ranges of lines, and a remark on these.

        Many ranges become one from the first to the last line: the rows themselves say which lines are theirs.
        """
        if isinstance(source, str):
            return {"text": source, "document_id": "", "ranges": [], "remark": ""}
        ranges, remark = source["ranges"], ""
        if len(ranges) > _RANGES_IN_PRINT:
            count = sum(last - first + 1 for first, last in ranges)
            ranges, remark = [[ranges[0][0], ranges[-1][1]]], f"中的 {count} 行"
        title = f"《{self.title(source['document_id'])}》{source['table']}"
        return {"text": title, "document_id": source["document_id"], "ranges": ranges, "remark": remark}

    def describe_all(self, sources: Iterable[Mapping[str, Any] | str]) -> list[dict[str, Any]]:
        """Give source lines together by document; after a document's first, its table alone says enough."""
        described: list[dict[str, Any]] = []
        for document_id, group in _by_document(sources).items():
            for at, source in enumerate(group):
                entry = self.describe(source)
                named = at and document_id and source["table"]
                described.append({**entry, "text": source["table"]} if named else entry)
        return described

    def sources_of(self, block: Block) -> list[dict[str, Any]]:
        """Give the source lines of a table or figure; a table that names none gets those of its rows."""
        given = block.get("sources") or [
            {"document_id": document_id, "table": "", "ranges": ranges}
            for document_id, ranges in group_lines(all_lines(block))
        ]
        return self.describe_all(given)

    def format_lines(self, lines: LineRefs) -> str:
        """Format lines for the annex: `文件 1：704–712、715`; of a single document just `704–712、715`.

        Of many runs the first few and the number of lines are enough: `439、444、449 等 104 行`.
        """
        grouped = group_lines(lines)
        if len(self.numbers) == 1:
            return self._format_few(*grouped[0])
        return "；".join(
            f"文件 {self.numbers[document]}：{self._format_few(document, runs)}" for document, runs in grouped
        )

    def _format_few(self, document_id: str, runs: list[list[int]]) -> str:
        if len(runs) <= _RANGES_IN_PRINT:
            return self._join(document_id, runs)
        count = sum(last - first + 1 for first, last in runs)
        return f"{self._join(document_id, runs[:_RUNS_IN_ANNEX])} 等 {count} 行"

    def _join(self, document_id: str, runs: list[list[int]]) -> str:
        return "、".join(self.format_run(document_id, first, last) for first, last in runs)


def _by_document(sources: Iterable[Mapping[str, Any] | str]) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = {}
    for source in sources:
        grouped.setdefault("" if isinstance(source, str) else source["document_id"], []).append(source)
    return grouped


def all_lines(block: Block) -> list[Sequence[Any]]:
    """List the source lines of a block's rows or sentences."""
    return [line for row in [*block.get("rows", []), *block.get("sentences", [])] for line in _lines(row)]


def _lines(row: object) -> LineRefs:
    return row.get("lines", []) if isinstance(row, Mapping) else []


def _documents_of(block: Block) -> Iterable[str]:
    yield from (document_id for document_id, _ in all_lines(block))
    yield from (source["document_id"] for source in _sources(block))


def _sources(block: Block) -> list[Mapping[str, Any]]:
    """List a block's source lines that name a document."""
    return [source for source in block.get("sources", []) if not isinstance(source, str)]


def group_lines(lines: LineRefs) -> list[tuple[str, list[list[int]]]]:
    """Group lines by document, in order of first appearance, as ranges."""
    grouped: dict[str, list[int]] = {}
    for document_id, line in lines:
        grouped.setdefault(document_id, []).append(line)
    return [(document_id, join_lines(numbers)) for document_id, numbers in grouped.items()]


def make_annex_entries(blocks: Iterable[Block], book: SourceBook) -> list[dict[str, Any]]:
    """Make the annex: an entry a table or group of sentences, a line a row that has sources."""
    entries = []
    for block in blocks:
        rows = [{"label": label, "lines": book.format_lines(lines)} for label, lines in _labelled_lines(block) if lines]
        rows = _fold_repeats(rows)
        if rows:
            entries.append({"title": _entry_title(block), "number": block.get("number"), "rows": rows})
    return entries


def _fold_repeats(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say long lists of lines once where one row after another has the same."""
    before = ["", *(row["lines"] for row in rows)]
    return [
        {**row, "lines": "同上"} if row["lines"] == last and len(last) > _LONG_LINES else row
        for row, last in zip(rows, before, strict=False)
    ]


def _entry_title(block: Block) -> str:
    """Name a part by the words of its title before what that says of it."""
    name = re.split("[：（]", block.get("title", "正文"))[0]
    return f"表 {block['number']}　{_shorten(name)}" if block["block"] == "table" else name


def _labelled_lines(block: Block) -> Iterable[tuple[str, LineRefs]]:
    if block["block"] == "table":
        found: dict[str, list[Any]] = {}
        for row, label in zip(block["rows"], _row_labels(block), strict=True):
            parts = [(part["label"], part["lines"]) for part in row.get("named_parts", ())]
            for name, lines in parts or [(label, row.get("lines", []))]:
                found.setdefault(name, []).extend(lines)
        yield from found.items()
    elif block["block"] in ("key_points", "paragraph", "notice", "tiles"):
        for number, sentence in enumerate(block.get("sentences", []), start=1):
            place = f"{number}. " if block["block"] == "key_points" else ""  # the others print no number
            yield place + _shorten(sentence.get("lead") or sentence["text"]), sentence["lines"]


def _shorten(sentence: str, length: int = _LONG_LABEL) -> str:
    """Shorten a sentence to where it can be recognised; it stands whole in the text. No figure is cut, it goes."""
    if len(sentence) <= length:
        return sentence
    kept = _CUT_FIGURE.sub("", sentence[:length])
    if not kept and (first := _FIRST_FIGURE.match(sentence)):
        kept = first[0]
    return f"{kept}…"


def _row_labels(block: Block) -> list[str]:
    """Name the rows of a table, those of one name by their next words as well where these tell them apart."""
    place = label_column(block["columns"])
    labels = [_row_label(row, place) for row in block["rows"]]
    further = [at for at, column in enumerate(block["columns"]) if at > place and column["kind"] == "text"]
    if len(set(labels)) == len(labels) or not further:
        return labels
    times = Counter(labels)
    words = [_shorten(row["cells"][further[0]]["text"]) for row in block["rows"]]
    told = [f"{label} {word}" if times[label] > 1 else label for label, word in zip(labels, words, strict=True)]
    return told if len(set(told)) == len(told) else labels


def _row_label(row: Mapping[str, Any], place: int) -> str:
    texts = [cell["text"] for cell in row["cells"][: place + 1]]
    before = [text for text in texts[:-1] if text != UNKNOWN and len(text) <= _SHORT_CODE]
    return " ".join([*before, texts[-1]]).strip() or UNKNOWN
