"""`budgetkit clean`: raw documents to clean tables."""

from __future__ import annotations

import time
from collections import Counter

import typer

from budgetkit.cli.console import complain, print_table, say
from budgetkit.dataset.states import STATES
from budgetkit.pipeline import CleanDocument, clean_folder
from budgetkit.project import Folders

HEADERS = ("文件", "表", "行", *STATES.values(), "发现")
_NOT_DATA = ("documents", "checks", "findings", "printed_totals", "coverage")


def run(folders: Folders) -> None:
    """Clean the raw folder and print what came of it; exit 1 when a document could not be used."""
    start = time.perf_counter()
    result = clean_folder(folders.raw, folders.clean, folders.corrections)
    print_table("整理结果", HEADERS, map(summarise, result.documents), right=range(1, len(HEADERS)))
    for document in result.documents:
        for table in document.recognised:
            if table.kind and table.kind.tidy is None:
                say(f"{document.source.document_id}：已识别“{table.kind.label}”，尚不整理。")
    seconds = time.perf_counter() - start
    say(f"{len(result.documents)} 份文件整理完毕，用时 {seconds:.1f} 秒，写入 {folders.clean}")
    for error in result.errors:
        complain(f"错误：{error}")
    if result.errors:
        raise typer.Exit(1)


def summarise(document: CleanDocument) -> list[object]:
    """Give a document's line below HEADERS: its tables and rows of data, checks by state, findings."""
    data = {name: rows for name, rows in document.tables.items() if rows and name not in _NOT_DATA}
    statuses = Counter(check["status"] for check in document.tables["checks"])
    findings = len(document.tables["findings"])
    rows = sum(map(len, data.values()))
    return [document.source.document_id, len(data), rows, *(statuses[status] for status in STATES), findings]
