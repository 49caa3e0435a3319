"""From raw documents to the clean dataset: read this module first.

read (rows of cells) → find (blocks) → recognise (published tables) → tidy (clean rows) → check → save.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from budgetkit.check.document import CheckedDocument
from budgetkit.check.recognised import find_unproved, mark_recognised
from budgetkit.check.registry import check_document, cover_document, find_in_checks
from budgetkit.check.units import infer_units, is_far, judge_units, settle_units, whole_budget
from budgetkit.corrections import apply_corrections, find_unused, load_corrections
from budgetkit.dataset.rests import name_rests
from budgetkit.dataset.store import build_table
from budgetkit.document_rows import find_corrections, set_places, with_keys
from budgetkit.errors import BudgetkitError, say_unexpected
from budgetkit.find.blocks import find_blocks
from budgetkit.find.furniture import clear_furniture
from budgetkit.finding import Finding, Row, Tidied
from budgetkit.forms.families import tell_form
from budgetkit.mask.findings import find_personal_data
from budgetkit.mask.rows import mask_rows
from budgetkit.narrative.rows import read_narrative
from budgetkit.narrative.running_text import find_running_text
from budgetkit.read.place_starts import store_starts
from budgetkit.read.registry import read_noted
from budgetkit.read.row import RawRow, leave_out
from budgetkit.recognise.above_title import move_statements
from budgetkit.recognise.broken_title import join_titles
from budgetkit.recognise.contents import find_contents
from budgetkit.recognise.tables import RecognisedTable, recognise_tables
from budgetkit.schema import load_schemas
from budgetkit.self_description import check_self_description
from budgetkit.source_entry import TEXT, Source
from budgetkit.sources import SourceManifest, check_sources, load_manifest
from budgetkit.text_alone import is_text_alone, no_table, not_text_alone
from budgetkit.tidy.completion import complete_tables
from budgetkit.tidy.registry import TABLE_KINDS, kinds_for, kinds_of_any_form
from budgetkit.tidy.unit_codes import settle_unit_codes


@dataclass
class CleanDocument:
    """One document's clean rows by table, its recognised tables, and what its rows rest on (`dataset/rests.py`)."""

    source: Source
    tables: dict[str, list[Row]]
    recognised: list[RecognisedTable]
    rests: Sequence[str] = ()

    @cached_property
    def built(self) -> dict[str, pa.Table]:
        """The rows in the types of the schema; raises DatasetError when a row does not obey it."""
        return {name: build_table(schema, self.tables.get(name, ())) for name, schema in load_schemas().items()}

    @property
    def whole(self) -> Decimal | None:
        """The whole budget (万元) that the document states, as evidence on others of its department."""
        return whole_budget(CheckedDocument(self.tables, self.recognised, self.source))


@dataclass
class CleanResult:
    """All documents that could be cleaned, and the errors of those that could not."""

    documents: list[CleanDocument] = field(default_factory=list)
    errors: list[BudgetkitError] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def tables(self) -> dict[str, pa.Table]:
        """Put the documents' rows together into the clean tables, in document order."""
        return {
            name: pa.concat_tables([document.built[name] for document in self.documents]).combine_chunks()
            for name in load_schemas()
        }


def clean_documents(raw_folder: Path, corrections_folder: Path | None = None) -> CleanResult:
    """Clean every document of a raw folder, in the manifest's order, without saving anything."""
    manifest = load_manifest(raw_folder)
    corrections_folder = corrections_folder or raw_folder.parent / "corrections"
    result = CleanResult(errors=find_amiss(raw_folder, corrections_folder, manifest))
    for group in group_sources(manifest, result.errors):
        for outcome in clean_group(group, corrections_folder):
            if isinstance(outcome, BudgetkitError):
                result.errors.append(outcome)
            else:
                result.documents.append(outcome)
    order = [source.document_id for source in manifest.sources]
    result.documents.sort(key=lambda document: order.index(document.source.document_id))
    cleaned = {document.source.document_id for document in result.documents}
    result.left_out = [*(one for one in order if one not in cleaned), *manifest.refused]
    return result


def find_amiss(raw_folder: Path, corrections_folder: Path, manifest: SourceManifest) -> list[BudgetkitError]:
    """Find what is amiss before a document is read: entries, files, and corrections that belong to no document."""
    known = {source.document_id for source in manifest.sources}
    return [*check_sources(raw_folder, manifest), *find_unused(corrections_folder, {*known, *manifest.refused})]


def group_sources(manifest: SourceManifest, errors: Sequence[BudgetkitError]) -> list[list[Source]]:
    """Group the sources without an error by department: the documents of one are evidence on each other's units."""
    broken = {error.document_id for error in errors}
    groups: dict[str, list[Source]] = defaultdict(list)
    for source in manifest.sources:
        if source.document_id not in broken:
            groups[source.department_id].append(source)
    return list(groups.values())


def clean_group(sources: Sequence[Source], corrections_folder: Path) -> Iterator[CleanDocument | BudgetkitError]:
    """Clean a department's documents one after another; an error stops one of them, not the others.

    One whose whole budget is of another order than the others' is judged again with all of them as evidence: those that
    come later in the manifest were none the first time.
    """
    outcomes: list[CleanDocument | BudgetkitError] = []
    for source in sources:
        outcomes.append(clean_safely(source, corrections_folder, _wholes(outcomes), find_sister(source, sources)))
    for number, (source, outcome) in enumerate(zip(sources, outcomes, strict=True)):
        others = _wholes([*outcomes[:number], *outcomes[number + 1 :]])
        is_odd = any(is_far(whole, others) for whole in _wholes([outcome]))
        yield clean_safely(source, corrections_folder, others, find_sister(source, sources)) if is_odd else outcome


def find_sister(source: Source, sources: Iterable[Source]) -> Source | None:
    """Find the document with the tables of a text published apart: the same body's of that year and kind."""
    if source.part != TEXT:
        return None
    own = (source.department_id, source.part_of, source.year, source.kind)
    same = (one for one in sources if (one.department_id, one.part_of, one.year, one.kind) == own)
    return next((one for one in same if one.part != TEXT), None)


def _wholes(outcomes: Iterable[CleanDocument | BudgetkitError]) -> list[Decimal]:
    """Give the whole budgets (万元) that documents state."""
    return [outcome.whole for outcome in outcomes if isinstance(outcome, CleanDocument) and outcome.whole]


def clean_safely(
    source: Source, corrections_folder: Path, budgets: Sequence[Decimal], sister: Source | None = None
) -> CleanDocument | BudgetkitError:
    """Clean a document, or give the error that stopped it, whatever the document holds."""
    try:
        document = clean_document(source, corrections_folder, budgets, sister)
        document.built  # noqa: B018 (a row that does not obey the schema stops this document, not the others)
        return document
    except BudgetkitError as error:
        return error
    except Exception as error:
        return say_unexpected(str(source.path), error, document_id=source.document_id)


def clean_document(
    source: Source, corrections_folder: Path, budgets: Sequence[Decimal] = (), sister: Source | None = None
) -> CleanDocument:
    """Clean one document: read it, recognise its tables, tidy and check them.

    `budgets` are the whole budgets (万元) that other documents of the department state, as evidence on the unit;
    `sister` is the document that prints the tables of a text published apart, which is read for that text.

    Raises SourceError when the file cannot be read, holds no published table or contradicts its entry in the manifest,
    CorrectionError when a correction no longer meets its line.
    """
    reading = read_noted(source.path, source.encoding)
    corrections = load_corrections(corrections_folder, source.document_id)
    masked = mask_rows(apply_corrections(source.document_id, reading.rows, corrections))
    lines = masked.rows
    content, furniture = clear_furniture(lines, source)
    content = join_titles(content, kinds_of_any_form(source.kind))
    form = tell_form(content, source.kind)
    rests = name_rests(source.kind, form.name if form else None, is_scanned=reading.is_scanned)
    kinds = kinds_for(source.kind, form)
    content = move_statements(leave_out(content, find_contents(content, kinds)))
    recognised = recognise_tables(find_blocks(content), kinds)
    if not any(table.kind for table in recognised):
        if not is_text_alone(source, content):
            raise no_table(source, content, kinds)
        recognised, form = [], None
    elif source.part == TEXT:
        raise not_text_alone(source, recognised)
    places = {line.number: line.place for line in lines}
    tables_beside, rests = _read_sister(sister, corrections_folder, budgets, rests)
    beside = None
    if tables_beside and sister:
        beside = CheckedDocument(tables_beside.tables, tables_beside.recognised, sister)
    tidied = _tidy(recognised, source, lines, beside)
    check_self_description(source, lines, tidied.tables)
    checked = CheckedDocument(tidied.tables, recognised, source)
    judged = judge_units(checked, budgets)
    inferred = infer_units(recognised, judged)
    if inferred != recognised:
        recognised, tidied = inferred, _tidy(inferred, source, lines, beside)
        checked = CheckedDocument(tidied.tables, recognised, source)
        judged = judge_units(checked, budgets)
    tidied.findings.extend([*reading.notes, *furniture, *find_corrections(lines, recognised)])
    named = [(table.kind.name if table.kind else "documents", table.lines) for table in recognised]
    tidied.findings.extend(find_personal_data(masked.kinds, named))
    units = settle_units(tidied, checked, judged)
    checks = check_document(tidied.tables, recognised, source, units, tidied.findings, beside)
    tidied.findings.extend(find_in_checks(tidied.tables, recognised, source))
    read_off = {line.number for line in lines if line.is_recognised}
    tidied.findings.extend(find_unproved(tidied.tables, checks, read_off))
    mark_recognised(tidied.tables, read_off)
    coverage = cover_document(tidied.tables, recognised, source)
    tables = with_keys(source, form, recognised, tidied, checks, coverage)
    tables["documents"][0]["places"] = store_starts(places.values())
    set_places(tables.values(), places)
    return CleanDocument(source, tables, recognised, rests)


def _read_sister(
    sister: Source | None, corrections_folder: Path, budgets: Sequence[Decimal], rests: list[str]
) -> tuple[CleanDocument | None, list[str]]:
    """Read the document with the tables of a text, with what both rest on; none where it can't be read."""
    read = clean_safely(sister, corrections_folder, budgets) if sister else None
    return (read, sorted({*rests, *read.rests})) if isinstance(read, CleanDocument) else (None, rests)


def _tidy(
    recognised: Sequence[RecognisedTable],
    source: Source,
    lines: Sequence[RawRow],
    beside: CheckedDocument | None = None,
) -> Tidied:
    tidied = tidy_tables(recognised)
    set_places(tidied.tables.values(), {line.number: line.place for line in lines})
    complete_tables(tidied, source)
    tables = beside.tables if beside else tidied.tables
    printed = [line for table in recognised for line in table.lines]
    tidied.extend(read_narrative(find_running_text(lines, recognised), source.year, tables, printed, source.kind))
    return tidied


def tidy_tables(recognised: Sequence[RecognisedTable]) -> Tidied:
    """Tidy a document's tables, each after those that it needs as evidence.

    A table that no kind claims, or that cannot be read yet, is a finding.
    """
    order = {kind.name: position for position, kind in enumerate(TABLE_KINDS)}
    tidied = Tidied()
    for table in sorted(recognised, key=lambda table: order.get(table.kind.name if table.kind else "", len(order))):
        if table.kind and table.kind.tidy:
            known = {name: tidied.tables[name] for name in table.kind.needs}
            tidied.extend(table.kind.tidy(table.lines, known))
        else:
            tidied.findings.append(_unread(table))
    settle_unit_codes(tidied)
    return tidied


def _unread(table: RecognisedTable) -> Finding:
    name = table.kind.name if table.kind else "documents"
    note = f"已识别为“{table.kind.label}”，尚未整理。" if table.kind else "未能识别这是哪张公开表，内容未采用。"
    return Finding(name, "unrecognised", (table.title or "")[:60], note, "flagged", table.lines[0].number)
