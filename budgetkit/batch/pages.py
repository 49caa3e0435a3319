"""The pages around a batch's reports: a page a raw document, and the index."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from budgetkit.batch.decide import State
from budgetkit.batch.inputs import surroundings
from budgetkit.batch.job import FORMATS
from budgetkit.batch.manifest import Manifest, hash_file
from budgetkit.batch.place import check_place, set_aside
from budgetkit.batch.slices import Slices
from budgetkit.batch.task import Event, Limits, Outcome, Stage
from budgetkit.errors import SourceError
from budgetkit.finding import Row
from budgetkit.inside import make_folder, prove_inside
from budgetkit.sources import load_manifest

_ORDER = (*FORMATS, "ipynb")


@dataclass(frozen=True)
class PageTask:
    """A source page to make: a row of the documents table, its raw file, clean tables that have its rows."""

    document: Row
    raw: Path
    clean: Path
    making: Path
    log: Path
    inputs: Row
    watched: Limits
    encoding: str | None = None

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
    path = manifest.reports / f"{key}.html"
    known = manifest.records.get(key)
    is_edited = bool(manifest.find_edited(key, {"html": path}))
    is_spoiled = known is not None and known.get("spoiled", False)
    if is_edited and not force and not is_spoiled and not (known is None and manifest.problem):
        return "edited"
    return "make" if is_edited or known is None or known["inputs"] != inputs or not path.is_file() else "keep"


def make(task: PageTask | IndexTask, tell: Callable[[Event], None]) -> Outcome:
    """Make a page; called in a worker."""
    from budgetkit.batch.make import make_safely

    name, step = ("index", _make_index) if isinstance(task, IndexTask) else ("source", _make_source)
    return make_safely({name: lambda: step(task)}, tell, {"html": task.page})


def _make_source(task: PageTask) -> None:
    from budgetkit.dataset.load import Dataset
    from budgetkit.dataset.schema import load_schemas
    from budgetkit.dataset.store import load_table
    from budgetkit.site.index import index_facts
    from budgetkit.site.source_page import save_source_page

    tables = {name: load_table(name, task.clean) for name in load_schemas()}
    save_source_page(task.document, task.raw, tables, task.page, task.encoding)
    facts = index_facts(Dataset(tables.__getitem__), task.document)
    task.facts.write_text(json.dumps(facts, ensure_ascii=False), "utf-8")


def _make_index(task: IndexTask) -> None:
    from budgetkit.site.index import ReportLink, save_index

    links = {key: [ReportLink(*link) for link in found] for key, found in task.links.items()}
    save_index(task.documents, links, task.page)


def place_page(manifest: Manifest, task: PageTask | IndexTask, outcome: Outcome) -> None:
    """Move a page to its place and record it; one that failed leaves what was there.

    Raises PlaceError when its place leads out of the reports folder, or is taken by something that is no file.
    """
    if outcome.failure:
        return
    target = manifest.reports / f"{task.key}.html"
    check_place(target, manifest.reports)
    make_folder(target.parent)
    known = manifest.records.get(task.key, {"spoiled": manifest.problem})
    if known.get("spoiled"):
        set_aside(target, target.with_suffix(".last.html"))
    manifest.announce(task.key, outcome.files)
    os.replace(task.page, target)
    facts = {} if isinstance(task, IndexTask) else {"facts": json.loads(task.facts.read_bytes())}
    manifest.add({"key": task.key, "files": outcome.files, "inputs": task.inputs, **facts})


@dataclass(frozen=True)
class IndexTask:
    """The index to make: what it says of each document, and its links by department and year."""

    documents: list[Row]
    links: dict[tuple[str, int], list[tuple]]
    making: Path
    log: Path
    inputs: Row
    watched: Limits

    stages = (Stage("budgetkit.batch.pages:make"),)
    key = "index"

    @property
    def page(self) -> Path:
        """Where the worker puts the index, before it is moved to its place."""
        return self.making / "index.html"


def find_index(slices: Slices, reports: Path, manifest: Manifest) -> Row:
    """Find what the index of all reports in the manifest is made from."""
    pages = [manifest.records.get(f"sources/{row['document_id']}") for row in slices.documents]
    documents = [page["facts"] for page in pages if page and "facts" in page]
    links = _find_links(reports, manifest)
    inputs = {"content": _hash([documents, sorted(links.items())]), "program": surroundings()["program"]}
    return {"documents": documents, "links": links, "inputs": inputs}


def _hash(values: object) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:32]


def _find_links(reports: Path, manifest: Manifest) -> dict[tuple[str, int], list[tuple]]:
    links: dict[tuple[str, int], list[tuple]] = {}
    for key, record in sorted(manifest.records.items()):
        if "title" not in record:
            continue
        files = {ending: f"{key}.{ending}" for ending in _ORDER if (reports / f"{key}.{ending}").is_file()}
        failed = files.pop("html", None) if record["failed"] else None
        links.setdefault((record["department_id"], record["year"]), []).append((record["title"], files, failed))
    return links
