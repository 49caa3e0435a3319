"""What the clean tables of the last run hold of each document, so that an unchanged one need not be read again.

A document's rows depend on its bytes and entry in the manifest, its corrections, the program, and the whole budgets of
the department's documents before it: its key is a hash of all of them. What it rests on beside these (`rests.py`) is
known when it was read. The generation registers both with each document, and its rows are taken from the tables as they
are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from budgetkit.dataset.freshness import RESTS, Inputs
from budgetkit.dataset.generation import read_file, read_generation
from budgetkit.dataset.rests import fingerprint_rests
from budgetkit.dataset.spill import Spill
from budgetkit.dataset.store import empty_table, load_table
from budgetkit.errors import DatasetError
from budgetkit.schema import load_schemas

DOCUMENTS = "documents"
"""The name under which a generation registers the records of its documents."""


@dataclass(frozen=True)
class Record:
    """A cleaned document as a generation registers it: its key, its whole budget (万元) as evidence for others of the
    department, what a run tells of it, and the fingerprints of what it rests on.
    """

    key: str
    budget: str | None
    summary: list[int]
    untidied: list[str]
    rests: dict[str, str]

    @property
    def whole(self) -> Decimal | None:
        """The whole budget, None where the document states none."""
        return Decimal(self.budget) if self.budget else None

    def stands_for(self, key: str) -> bool:
        """Say whether a document of this key, as things are now, would be read as it was."""
        return self.key == key and self.rests == fingerprint_rests(self.rests)


def make_key(document_id: str, inputs: Inputs, budgets: Sequence[Decimal], sister: str | None = None) -> str:
    """Make a document's key from what its rows depend on; the entry holds the hash of its bytes.

    `sister` is the document that prints the tables of a text published apart.
    """
    own = [document_id, sister] if sister else [document_id]
    parts = [
        [inputs["sources"].get(one) for one in own],
        [inputs["corrections"].get(f"{one}.toml") for one in own],
        sorted(inputs["program"].items()),
        [str(budget) for budget in budgets],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def load_records(folder: Path) -> dict[str, Record]:
    """Load the records of the current generation; none where its tables are not all there, unchanged."""
    try:
        generation = read_generation(folder)
        for name in load_schemas():
            read_file(folder, generation, f"{name}.parquet")
        found = generation.made_from.get(DOCUMENTS, {})
        return {document_id: Record(**record) for document_id, record in found.items()}
    except (DatasetError, TypeError, AttributeError):
        return {}


def register(inputs: Inputs, records: Mapping[str, Record], untold: Sequence[str] = ()) -> dict[str, Any]:
    """Give what a generation is made from, with the records of its documents; `untold` is what others may rest on."""
    rests = {name: value for record in records.values() for name, value in record.rests.items()}
    rests |= fingerprint_rests(untold)
    return {**inputs, RESTS: rests, DOCUMENTS: {document_id: asdict(record) for document_id, record in records.items()}}


def join_tables(folder: Path, order: Sequence[str], cleaned: Spill) -> Iterator[tuple[str, pa.Table]]:
    """Join documents into the clean tables, in this order: those cleaned now, and the others' rows from the last run.

    One table is held at a time.
    """
    for name in load_schemas():
        yield name, _join_table(name, folder, order, cleaned)


def _join_table(name: str, folder: Path, order: Sequence[str], cleaned: Spill) -> pa.Table:
    kept: dict[str, pa.Table] = {}
    if any(document_id not in cleaned for document_id in order):
        kept = cut_documents(load_table(name, folder, read_generation(folder)))
    empty = empty_table(name)
    known = {**kept, **cleaned.take(name)}
    parts = [known.get(one, empty) for one in order]
    return pa.concat_tables(parts or [empty]).combine_chunks()


def cut_documents(table: pa.Table) -> dict[str, pa.Table]:
    """Cut a clean table into its documents' rows, which stand together."""
    counts = table["document_id"].value_counts().to_pylist()
    parts, start = {}, 0
    for count in counts:  # in the order of first appearance
        parts[count["values"]] = table.slice(start, count["counts"])
        start += count["counts"]
    return parts
