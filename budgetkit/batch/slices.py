"""The clean tables cut by department: what a report declares to read is what it can see.

A report whose notebook declares that it reads related departments is given a folder with their rows, no others. So its
inputs are known exactly, and its cost doesn't grow with the number of departments. Every other report sees all.
"""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.csv import WriteOptions, write_csv

from budgetkit.dataset.store import load_tables, save_for_report
from budgetkit.finding import Row

_AS_TEXT = WriteOptions(quoting_style="all_valid")  # so that an empty text is not a null

TOTALS = (
    "documents",
    "printed_totals",
    "income_expenditure",
    "income",
    "three_public",
    "procurement",
    "coverage",
)
"""The small tables from which the ratios of a department are made: what a report sees of its peers."""

Departments = tuple[str, ...] | None
"""The ids of departments whose rows are meant; None stands for the whole dataset."""


class Slices:
    """The clean tables of a folder, with each document's rows at hand.

    Raises DatasetError when a table is missing or does not obey its schema.
    """

    def __init__(self, clean: Path) -> None:
        self.clean = clean.resolve()
        self.tables = load_tables(clean)
        self.documents: list[Row] = self.tables["documents"].to_pylist()

    @cached_property
    def _pieces(self) -> dict[str, dict[str, list[pa.Table]]]:
        return {name: _cut(table) for name, table in self.tables.items()}

    def document_ids(self, departments: Departments) -> list[str]:
        """List the documents of departments, in the dataset's order."""
        return [
            row["document_id"] for row in self.documents if departments is None or row["department_id"] in departments
        ]

    def table(self, name: str, documents: Iterable[str]) -> pa.Table:
        """Give the rows of one table that belong to documents."""
        pieces = [piece for document in documents for piece in self._pieces[name].get(document, ())]
        return pa.concat_tables(pieces) if pieces else self.tables[name].slice(0, 0)

    def fingerprint(self, document: str, tables: tuple[str, ...] = ()) -> str:
        """Give the fingerprint of a document's rows in some tables, by default in all: the same for the same rows."""
        if (document, tables) not in self._fingerprints:
            self._fingerprints[document, tables] = self._hash(document, tables or tuple(self._pieces))
        return self._fingerprints[document, tables]

    @cached_property
    def _fingerprints(self) -> dict[tuple[str, tuple[str, ...]], str]:
        return {}

    def _hash(self, document: str, tables: tuple[str, ...]) -> str:
        """Hash a document's rows as text, since the same rows can lie in memory in many ways."""
        text = io.BytesIO()
        for name in tables:
            for piece in self._pieces[name].get(document, ()):
                text.write(name.encode())
                write_csv(piece, text, _AS_TEXT)
        return hashlib.sha256(text.getbuffer()).hexdigest()[:32]

    @property
    def size(self) -> int:
        """The bytes that the whole dataset takes in memory."""
        return sum(table.nbytes for table in self.tables.values())

    def save(self, departments: Departments, folder: Path, peers: tuple[str, ...] = ()) -> Path:
        """Save the rows of departments as a folder of clean tables and give it; of `peers`, their totals besides.

        What reports read is never the dataset itself, so that none of them can spoil it.
        """
        if departments is None:
            save_for_report(self.tables, folder)
            return folder
        documents = self.document_ids(departments)
        both = self.document_ids(tuple({*departments, *peers}))
        read = {name: both if name in TOTALS else documents for name in self.tables}
        save_for_report({name: self.table(name, own) for name, own in read.items()}, folder)
        return folder


def _cut(table: pa.Table) -> dict[str, list[pa.Table]]:
    """Cut a table into runs of rows of one document."""
    runs = pc.run_end_encode(table["document_id"].combine_chunks())
    pieces: dict[str, list[pa.Table]] = defaultdict(list)
    start = 0
    for document, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
        pieces[document].append(table.slice(start, end - start))
        start = end
    return pieces
