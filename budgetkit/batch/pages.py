"""The pages around a batch's reports: a page a raw document, and the index."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from budgetkit.batch.decisions import State
from budgetkit.batch.inputs import surroundings
from budgetkit.batch.job import FORMATS
from budgetkit.batch.manifest import Manifest, hash_file
from budgetkit.batch.placement import check_place, check_untouched, remove_unchanged, set_aside
from budgetkit.batch.slices import Slices
from budgetkit.batch.task import Event, Limits, Outcome, Stage
from budgetkit.dataset.generation import read_generation
from budgetkit.errors import SourceError
from budgetkit.finding import Row
from budgetkit.inside import make_folder, prove_inside
from budgetkit.site.index import card_anchor
from budgetkit.sources import load_manifest

_ORDER = FORMATS


@dataclass(frozen=True)
class PageTask:
    """A source page to make: a row of the documents table, its raw file, clean tables that have its rows, its links."""

    document: Row
    raw: Path
    clean: Path
    making: Path
    log: Path
    inputs: Row
    watched: Limits
    encoding: str | None = None
    links: Row | None = None

    stages = (Stage("budgetkit.batch.pages:make"),)

    @property
    def key(self) -> str:
        """The page's place below the reports folder, without ending."""
        return f"sources/{self.document['document_id']}"

    @property
    def page(self) -> Path:
        """Where the worker puts the page, before it is moved to its place."""
        return self.making / "page.html"

    @property
    def facts(self) -> Path:
        """Where the worker puts what the index says of the document."""
        return self.making / "facts.json"

    def make(self) -> None:
        """Make the page and the facts."""
        from budgetkit.dataset.load import Dataset
        from budgetkit.dataset.store import load_table
        from budgetkit.schema import load_schemas
        from budgetkit.site.index import index_facts
        from budgetkit.site.source_page import save_source_page

        tables = {name: load_table(name, self.clean) for name in load_schemas()}
        save_source_page(self.document, self.raw, tables, self.page, self.encoding, self.links)
        facts = index_facts(Dataset(tables.__getitem__), self.document)
        self.facts.write_text(json.dumps(facts, ensure_ascii=False), "utf-8")


@dataclass(frozen=True)
class IndexTask:
    """The index to make: rows of the documents table, what it says of each by id, and links by department and year.

    `unlisted` is the number of documents that have no page yet.
    """

    documents: list[Row]
    known: dict[str, Row]
    links: dict[tuple[str, int], list[tuple]]
    orphans: list[tuple]
    unlisted: int
    making: Path
    log: Path
    inputs: Row
    watched: Limits

    stages = (Stage("budgetkit.batch.pages:make"),)
    key = "index"
    facts = None

    @property
    def page(self) -> Path:
        """Where the worker puts the index, before it is moved to its place."""
        return self.making / "index.html"

    def make(self) -> None:
        """Make the index."""
        from budgetkit.site.index import ReportLink, make_cards, save_index

        links = {key: [ReportLink(*link) for link in found] for key, found in self.links.items()}
        cards = make_cards(self.documents, self.known, links)
        across = {key: found for key, found in links.items() if key[0].startswith("level:")}
        orphans = [ReportLink(*link) for link in self.orphans]
        save_index(cards, self.page, orphans, has_items=True, across=across, unlisted=self.unlisted)


@dataclass(frozen=True)
class ItemsTask:
    """The view of items over all departments to make, from the clean tables; `with_pages` have a source page."""

    clean: Path
    with_pages: list[str]
    making: Path
    log: Path
    inputs: Row
    watched: Limits

    stages = (Stage("budgetkit.batch.pages:make"),)
    key = "items"
    facts = None

    @property
    def page(self) -> Path:
        """Where the worker puts the page, with the parts of its data beside it."""
        return self.making / "items.html"

    def make(self) -> None:
        """Make the page."""
        from budgetkit.dataset.store import load_tables
        from budgetkit.site.items import build_items, save_items

        save_items(build_items(load_tables(self.clean), self.with_pages), self.page)


AnyPage = PageTask | IndexTask | ItemsTask


def find_sources(slices: Slices, documents: Collection[str], raw: Path) -> Iterator[Row]:
    """Find what the pages of documents are made from: the row and declared encoding of each, as `inputs` fingerprints.

    `is_other` says that the raw file is not the one that the clean tables come from: a page would show other lines.
    Raises PlaceError when a document's file lies outside the raw folder.
    """
    encodings = _declared_encodings(raw)
    for row in slices.documents:
        if row["document_id"] not in documents or not prove_inside(raw / row["file"], raw).is_file():
            continue
        data = slices.fingerprint(row["document_id"])
        inputs = {"data": data, "raw": hash_file(raw / row["file"]), "program": surroundings()["program"]}
        declared = encodings.get(row["document_id"])
        yield {"row": row, "encoding": declared, "inputs": inputs, "is_other": inputs["raw"] != row["sha256"]}


def _declared_encodings(raw: Path) -> dict[str, str | None]:
    """Give the encodings that the manifest declares; none where it can't be used, which others report."""
    try:
        return {source.document_id: source.encoding for source in load_manifest(raw).sources}
    except SourceError:
        return {}


def decide_page(manifest: Manifest, key: str, inputs: Row, *, force: bool) -> State:
    """Decide whether a page is made: not when nothing changed, nor, without `force`, over somebody's edits."""
    known = manifest.records.get(key)
    endings = dict.fromkeys(("html", *(known["files"] if known else ())))
    paths = {ending: manifest.reports / f"{key}.{ending}" for ending in endings}
    is_edited = bool(manifest.find_edited(key, paths))
    is_whole = all(path.is_file() for path in paths.values())
    is_spoiled = known is not None and known.get("spoiled", False)
    if is_edited and not force and not is_spoiled and not (known is None and manifest.is_lacking):
        return "edited"
    return "make" if is_edited or known is None or known["inputs"] != inputs or not is_whole else "keep"


def make(task: AnyPage, tell: Callable[[Event], None]) -> Outcome:
    """Make a page; called in a worker."""
    from budgetkit.batch.stages import make_safely

    name = "source" if isinstance(task, PageTask) else task.key
    outcome = make_safely({name: task.make}, tell, {})
    return replace(outcome, files={ending: hash_file(path) for ending, path in _made(task).items()})


def _made(task: AnyPage) -> dict[str, Path]:
    """Find what was made of a page, by ending: `html`, and the parts beside it (`1.js`, …)."""
    stem = task.page.stem
    parts = sorted(task.making.glob(f"{stem}.*.js"))
    found = {path.name.removeprefix(f"{stem}."): path for path in (task.page, *parts)}
    return {ending: path for ending, path in found.items() if path.is_file()}


def place_page(manifest: Manifest, task: AnyPage, outcome: Outcome) -> None:
    """Move a page and its parts to their places and record them; one that failed leaves what was there.

    Raises PlaceError when its place leads out of the reports folder, or is taken by something that is no file;
    TamperedError when somebody else changed or removed what was made.
    """
    if outcome.failure:
        return
    made = {"html": task.page, **_made(task)}
    check_untouched({path: outcome.files.get(ending, "") for ending, path in made.items()})
    targets = {ending: manifest.reports / f"{task.key}.{ending}" for ending in outcome.files}
    for target in targets.values():
        check_place(target, manifest.reports)
    make_folder(targets["html"].parent)
    known = manifest.records.get(task.key, {"spoiled": manifest.is_lacking})
    if known.get("spoiled"):
        set_aside(targets["html"], targets["html"].with_suffix(".last.html"))
    manifest.announce(task.key, outcome.files)
    for ending, path in _made(task).items():
        os.replace(path, targets[ending])
    old = {manifest.reports / f"{task.key}.{name}": digest for name, digest in known.get("files", {}).items()}
    remove_unchanged({path: digest for path, digest in old.items() if path not in targets.values()})
    facts = {"facts": json.loads(task.facts.read_bytes())} if task.facts else {}
    manifest.add({"key": task.key, "files": outcome.files, "inputs": task.inputs, **facts})


def find_index(slices: Slices, reports: Path, manifest: Manifest) -> Row:
    """Find what the index of all reports in the manifest is made from."""
    pages = {row["document_id"]: manifest.records.get(f"sources/{row['document_id']}") for row in slices.documents}
    known = {document: page["facts"] for document, page in pages.items() if page and "facts" in page}
    documents = [row for row in slices.documents if row["document_id"] in known]
    links, orphans = _find_links(reports, manifest)
    unlisted = len(slices.documents) - len(documents)
    content = _hash([documents, known, sorted(links.items()), orphans, unlisted])
    inputs = {"content": content, "program": surroundings()["program"]}
    found = {"documents": documents, "known": known, "links": links, "orphans": orphans, "unlisted": unlisted}
    return {**found, "inputs": inputs}


def find_items(slices: Slices, manifest: Manifest) -> Row:
    """Find what the view of items is made from: the dataset as a whole, and which documents have a source page."""
    with_pages = [row["document_id"] for row in slices.documents if f"sources/{row['document_id']}" in manifest.records]
    data = read_generation(slices.clean).files
    inputs = {"data": data, "pages": with_pages, "program": surroundings()["program"]}
    return {"clean": slices.clean, "with_pages": with_pages, "inputs": inputs}


def _hash(values: object) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:32]


def _find_links(reports: Path, manifest: Manifest) -> tuple[dict[tuple[str, int], list[tuple]], list[tuple]]:
    """Find the files of each report, by department and year, and those of reports whose documents are gone.

    The first of these of each department and year stands where their pages' ways back lead.
    """
    links: dict[tuple[str, int], list[tuple]] = {}
    orphans: list[tuple] = []
    anchors: set[str] = set()
    for key, record in sorted(manifest.records.items()):
        files = {ending: f"{key}.{ending}" for ending in _ORDER if (reports / f"{key}.{ending}").is_file()}
        if record.get("orphan"):
            anchor = _anchor_of(record)
            orphans.append((record["orphan"], files, None, "" if anchor in anchors else anchor))
            anchors.add(anchor)
        elif "title" in record:
            failed = files.pop("html", None) if record["failed"] else None
            title = record["title"] + ("（笔记本已不在，不再更新）" if record.get("unkept") else "")
            links.setdefault((record["department_id"], record["year"]), []).append((title, files, failed))
    return links, orphans


def _anchor_of(record: Row) -> str:
    """Give where in the index the ways back of a report or source page lead."""
    if "title" in record:
        return card_anchor(record["department_id"], record["year"])
    return unquote(record["inputs"].get("links", {}).get("index", "").partition("#")[2])
