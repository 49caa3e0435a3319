"""`budgetkit clean`: raw documents to clean tables."""

from __future__ import annotations

import sys
import time
from functools import partial

import typer

from budgetkit.clean_folder import Run, StoredDocument, clean_folder
from budgetkit.cli.console import complain, print_table, say
from budgetkit.cli.signals import end_in_order
from budgetkit.cluster import Cluster
from budgetkit.dataset.states import STATES
from budgetkit.project import Folders

HEADERS = ("文件", "表", "行", *STATES.values(), "发现")
_MOST_LINES = 40  # documents of a run that are listed one by one; of more, only those that were read


def run(folders: Folders, jobs: int | None = None, *, again: bool = False, cluster: Cluster | None = None) -> None:
    """Clean the raw folder and print what came of it; exit 1 when a document could not be used.

    A document in which nothing changed is not read again, unless `again`. With a cluster documents are read there.
    """
    start = time.perf_counter()
    with end_in_order():
        result = clean_folder(
            folders.raw, folders.clean, folders.corrections,
            jobs=jobs, run=_choose_run(cluster), again=again, tell=_tell_progress,
        )  # fmt: skip
    read = [document for document in result.documents if document.is_read]
    shown = result.documents if len(result.documents) <= _MOST_LINES else read[:_MOST_LINES]
    print_table("整理结果", HEADERS, map(summarise, shown), right=range(1, len(HEADERS)))
    for document in read:
        for label in document.record.untidied:
            say(f"{document.source.document_id}：已识别“{label}”，尚不整理。")
    seconds = time.perf_counter() - start
    kept = len(result.documents) - len(read)
    counts = f"读取 {len(read)} 份，沿用未变的 {kept} 份，未采用 {len(result.left_out)} 份"
    say(f"{len(result.documents)} 份文件整理完毕（{counts}），用时 {seconds:.1f} 秒，写入 {folders.clean}")
    for error in result.errors:
        complain(f"错误：{error}")
    if result.errors:
        raise typer.Exit(1)


def _choose_run(cluster: Cluster | None) -> Run | None:
    """Choose where documents are read: on a cluster, or here."""
    if cluster is None:
        return None
    from budgetkit.clean_cluster import read_on_cluster

    return partial(read_on_cluster, cluster)


def summarise(document: StoredDocument) -> list[object]:
    """Give a document's line below HEADERS: its tables and rows of data, checks by state, findings."""
    return [document.source.document_id, *document.record.summary]


def _tell_progress(done: int, total: int, names: str) -> None:
    """Show on a terminal how far reading is; a file gets only the result."""
    if sys.stderr.isatty() and total > 1:
        print(f"\r\x1b[K{done}/{total} {names[:60]}", end="\n" if done == total else "", file=sys.stderr, flush=True)
