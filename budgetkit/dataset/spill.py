"""Tables of documents on the disk until all are read, so that a thousand documents need the memory of a few."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import pyarrow as pa

from budgetkit.dataset.store import empty_table
from budgetkit.schema import load_schemas


class Spill:
    """Documents' clean tables in a folder of their own, one file a table, for as long as it is open."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="budgetkit-")))
        self._writers: dict[str, pa.ipc.RecordBatchStreamWriter] = {}
        self._places: dict[str, dict[str, tuple[int, int]]] = {}
        self._rows = dict.fromkeys(load_schemas(), 0)

    def __enter__(self) -> Spill:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self._writers.values():
            writer.close()
        self._stack.close()

    def __contains__(self, document_id: str) -> bool:
        return document_id in self._places

    def put(self, document_id: str, tables: Mapping[str, pa.Table]) -> None:
        """Put a document's tables away."""
        places = self._places[document_id] = {}
        for name, table in tables.items():
            places[name] = (self._rows[name], table.num_rows)
            if table.num_rows:
                self._writer(name, table.schema).write_table(table)
                self._rows[name] += table.num_rows

    def _writer(self, name: str, schema: pa.Schema) -> pa.ipc.RecordBatchStreamWriter:
        if name not in self._writers:
            self._writers[name] = pa.ipc.new_stream(str(self._folder / name), schema)
        return self._writers[name]

    def take(self, name: str) -> dict[str, pa.Table]:
        """Take one clean table of all documents that were put away, by document; nothing more can be put into it."""
        empty = empty_table(name)
        table = empty
        if name in self._writers:
            self._writers[name].close()
            with pa.OSFile(str(self._folder / name)) as file:
                table = pa.ipc.open_stream(file).read_all()
        return {document: table.slice(*places[name]) for document, places in self._places.items()}
