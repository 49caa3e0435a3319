"""A notebook as a document: title, headings, numbered tables and figures, sources.

Both exporters write from this, so that HTML and paper say the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from budgetkit.fonts import check_warnings, make_printable
from budgetkit.report.bounds import cut_text
from budgetkit.report.markdown import Block, inline_text, parse_markdown
from budgetkit.report.outputs import read_outputs
from budgetkit.report.parts import Notice
from budgetkit.report.sources import SourceBook, make_annex_entries

SOURCES_FOLDER = "sources/"
_HIDDEN_TAGS = {"remove-cell", "remove_cell", "hidden"}
_HIDDEN_OUTPUT_TAGS = {"remove-output", "remove_output"}
_REFERRED = {"table": "表", "figure": "图"}
_REFERENCE = re.compile("见(表|图)“(.+?)”(?=$|[）)。，；、中])")
_TITLE_ENDS = ("", "：", "（", "，")  # what may follow the name in a title
_TITLED = ("key_points", "documents", "annex")  # parts that are sections of their own


@dataclass(frozen=True)
class CarriedLine:
    """A raw line that a report brings with it: its number in the document and its text."""

    number: int
    text: str


@dataclass(frozen=True)
class ReportDocument:
    """What the exporters write: the head, the blocks in order, and the documents that the figures come from."""

    report: str
    department: str = ""
    year: str = ""
    version: str = ""
    date: str = ""
    facts: list[list[str]] = field(default_factory=list)
    full_page_cover: bool = False
    sources_folder: str = SOURCES_FOLDER
    links: Mapping[str, Any] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    sources: SourceBook = field(default_factory=SourceBook)
    carried: dict[str, list[CarriedLine]] = field(default_factory=dict)
    is_alone: bool = False  # no other report and no index beside it

    @property
    def scope(self) -> str:
        """Whose budget and which year: `北京市应急管理局2026年`."""
        return self.department + (f"{self.year}年" if self.year else "")

    @property
    def title(self) -> str:
        """The full title, for the window and the PDF's properties."""
        return " ".join(part for part in (self.scope, self.report) if part)

    @property
    def description(self) -> str:
        """What the report rests on, for the properties of a PDF or Word file: the titles of its documents."""
        titles = [f"《{self.sources.title(document_id)}》" for document_id in self.sources.numbers]
        return f"据公开文件整理：{'、'.join(titles)}" if titles else "据公开文件整理"

    @property
    def headings(self) -> list[Block]:
        """The headings for a table of contents, in order."""
        return [block for block in self.blocks if block["block"] == "heading"]


def build_document(notebook: Mapping[str, Any], name: str = "") -> ReportDocument:
    """Build the document of an executed notebook (nbformat 4).

    Department, year, report, version, date, `sources` (folder of the source pages), `documents` (titles by id) and
    `links` (index, items, and lists of years and departments, each with title and href) come from the
    notebook's metadata `budgetkit`, else from a Cover part, else from the first heading, else from `name`.
    """
    metadata = dict(notebook.get("metadata", {}).get("budgetkit") or {})
    blocks = list(_read_cells(notebook["cells"]))
    cover = next((block for block in blocks if block["block"] == "cover"), {})
    blocks = [block for block in blocks if block["block"] != "cover"]
    first = _take_title(blocks)
    blocks = [*_say_lacking(metadata.get("lacking")), *blocks]
    head: dict[str, Any] = {
        key: str(metadata.get(key) or cover.get(key) or "") for key in ("department", "year", "report", "version")
    }
    book = SourceBook.of(blocks, metadata.get("documents") or {})
    return ReportDocument(
        **{**head, "report": _name(head["report"], str(cover.get("report") or "")) or first or name or "报告"},
        date=str(metadata.get("date") or ""),
        facts=cover.get("facts", []),
        full_page_cover=bool(cover.get("full_page")),
        sources_folder=metadata.get("sources") or SOURCES_FOLDER,
        links=_keep_ways(metadata.get("links")),
        blocks=_arrange(blocks, book),
        sources=book,
    )


def _say_lacking(said: object) -> Iterator[Block]:
    """Say before anything else what the tables lack that the notebook read by name, as the batch noted it."""
    sentences = [text for text in said if isinstance(text, str)] if isinstance(said, list) else []
    if sentences:
        yield {"block": "notice", **Notice("caveat", sentences, "读入的数据").data()}


def _name(report: str, cover: str) -> str:
    """Give the report's name; as its cover writes it where that says more (which kinds of budget are compared)."""
    return cover if cover.startswith(report) else report


def count_unrun(notebook: Mapping[str, Any]) -> int:
    """Count the cells with code that were not run since the notebook was opened or its outputs were cleared."""
    codes = [cell for cell in notebook["cells"] if cell["cell_type"] == "code" and "".join(cell["source"]).strip()]
    return sum(cell.get("execution_count") is None and not cell.get("outputs") for cell in codes)


def _keep_ways(links: Any) -> Mapping[str, Any]:
    """Keep links that lead to pages beside the report, as a batch gives them; a notebook's own could lead anywhere.

    What another page is called must not stop this one: a character that the fonts lack is marked in its title.
    """
    given = links if isinstance(links, dict) else {}
    addresses = [value for value in given.values() if isinstance(value, str)]
    listed = [link for value in given.values() if isinstance(value, list) for link in value]
    addresses += [str(link.get("href")) if isinstance(link, dict) else "" for link in listed]
    if not all(address.startswith("../") for address in addresses):
        return {}
    return {
        key: [{**link, "title": make_printable(str(link.get("title", "")))} for link in value]
        if isinstance(value, list)
        else value
        for key, value in given.items()
    }


def _read_cells(cells: Iterable[Mapping[str, Any]]) -> Iterator[Block]:
    """Read cells to blocks; raises FontError where a cell's own figure has boxes for characters."""
    for number, cell in enumerate(cells, start=1):
        tags = set(cell.get("metadata", {}).get("tags", []))
        if tags & _HIDDEN_TAGS:
            continue
        source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield from parse_markdown(source)
        elif cell["cell_type"] == "code":
            outputs = [] if tags & _HIDDEN_OUTPUT_TAGS else read_outputs(cell.get("outputs", []))
            yield from (block for block in outputs if block["block"] != "stderr")
            messages = [block["text"] for block in outputs if block["block"] == "stderr"]
            check_warnings("\n".join(messages), f"第 {number} 个单元格")
            if source.strip():
                yield {"block": "code", "text": source.strip("\n"), "messages": cut_text("\n".join(messages))}


def _take_title(blocks: list[Block]) -> str:
    """Take the first heading of level 1 out of the text, since it stands at the head; give its text."""
    for position, block in enumerate(blocks):
        if block["block"] == "heading" and block["level"] == 1:
            return inline_text(blocks.pop(position)["inlines"])
    return ""


def _arrange(blocks: list[Block], book: SourceBook) -> list[Block]:
    blocks = _keep_used(list(_set_levels(_give_headings(blocks))))
    _number(blocks)
    return _fill_annex(_refer(blocks), book)


def _give_headings(blocks: Iterable[Block]) -> Iterator[Block]:
    """Put a heading above each titled part, unless the notebook's words already give it one."""
    before = ""
    for block in blocks:
        if block["block"] in _TITLED and block["title"] and block["title"] != before:
            yield {"block": "heading", "level": 2, "inlines": [{"t": "text", "text": block["title"]}]}
        yield block
        if block["block"] != "code":
            before = inline_text(block["inlines"]) if block["block"] == "heading" else ""


def _set_levels(blocks: Iterable[Block]) -> Iterator[Block]:
    """Let sections begin at level 2 below the title, and no level be left out."""
    blocks = list(blocks)
    shift = 1 if any(block["block"] == "heading" and block["level"] == 1 for block in blocks) else 0
    deepest = 1
    for block in blocks:
        if block["block"] == "heading":
            deepest = min(block["level"] + shift, deepest + 1)
            block = {**block, "level": deepest}
        yield block


def _keep_used(blocks: list[Block]) -> list[Block]:
    """Leave out the rows of tables of terms whose word no other part of the report has."""
    return [_keep_used_rows(block, blocks) if _lists_terms(block) else block for block in blocks]


def _lists_terms(block: Block) -> bool:
    return block["block"] == "table" and any("used_as" in row for row in block["rows"])


def _keep_used_rows(terms: Block, blocks: list[Block]) -> Block:
    others = [block for block in blocks if block is not terms and block["block"] != "code"]
    told = json.dumps(others, ensure_ascii=False)
    return {**terms, "rows": [row for row in terms["rows"] if row.get("used_as", "") in told]}


def _number(blocks: Iterable[Block]) -> None:
    """Number headings, tables and figures in order of appearance."""
    counts = {"heading": 0, "table": 0, "figure": 0}
    for block in blocks:
        if block["block"] in counts:
            counts[block["block"]] += 1
            block["number"] = counts[block["block"]]


def _refer(blocks: list[Block]) -> list[Block]:
    """Write the numbers of tables and figures where sentences, notes and cells name them by title: 见表“…”.

    A title is named by how it begins, up to the finding that follows it. What a report doesn't show stays named.
    """
    titled = [block for block in blocks if block["block"] in _REFERRED and block.get("number")]

    def number(match: re.Match[str]) -> str:
        kind, name = match.groups()
        own = (block for block in titled if _REFERRED[block["block"]] == kind and _is_called(block["title"], name))
        blank = " " if match.string.startswith("中", match.end()) else ""
        return next((f"见{kind} {block['number']}{blank}" for block in own), match[0])

    return [
        block if block["block"] == "code" else _map_texts(block, partial(_REFERENCE.sub, number)) for block in blocks
    ]


def _is_called(title: str, name: str) -> bool:
    return title.startswith(name) and title[len(name) :][:1] in _TITLE_ENDS


def _map_texts(value: Any, change: Callable[[str], str]) -> Any:
    """Change every text in a block's data."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _map_texts(one, change) for key, one in value.items()}
    return [_map_texts(one, change) for one in value] if isinstance(value, list) else value


def _fill_annex(blocks: list[Block], book: SourceBook) -> list[Block]:
    """Give the annex the entries of what stands before it; without one, paper gets it before the documents used."""
    place = next((at for at, block in enumerate(blocks) if block["block"] == "annex"), None)
    entries = make_annex_entries(blocks[:place], book)
    if place is not None:
        blocks[place] = {**blocks[place], "entries": entries}
    elif entries:
        number = 1 + sum(block["block"] == "heading" for block in blocks)
        heading = {"block": "heading", "level": 2, "inlines": [{"t": "text", "text": "附录　数字出处"}]}
        place = _technical_page(blocks)
        blocks[place:place] = [
            {**heading, "number": number, "paper_only": True},
            {"block": "annex", "title": "", "entries": entries, "paper_only": True},
        ]
    return blocks


def _technical_page(blocks: list[Block]) -> int:
    """Find where the documents used begin, which with the parameters end a report; else its end."""
    kinds = [block["block"] for block in blocks]
    if "documents" not in kinds:
        return len(blocks)
    place = kinds.index("documents")
    return place - 1 if place and kinds[place - 1] == "heading" else place
