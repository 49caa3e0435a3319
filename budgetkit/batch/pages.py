"""The pages around a batch's reports: a page a raw document, and the index."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from budgetkit.batch.job import Job
from budgetkit.dataset.load import Dataset
from budgetkit.dataset.schema import load_schemas
from budgetkit.site.index import ReportLink, save_index
from budgetkit.site.source_page import save_source_page


def save_source_pages(data: Dataset, raw_folder: Path, reports: Path) -> None:
    """Save a page for each raw document that is there."""
    tables = {name: data.exact(name) for name in load_schemas()}
    for document in tables["documents"].to_pylist():
        path = raw_folder / document["file"]
        if path.is_file():
            save_source_page(document, path, tables, reports / "sources" / f"{document['document_id']}.html")


def save_reports_index(data: Dataset, reports: Path, jobs: Iterable[Job], failed: Collection[str]) -> Path:
    """Save the index with a link to every report of the jobs that is there; `failed` names those that were not made."""
    links: dict[tuple[str, int], list[ReportLink]] = {}
    for job in jobs:
        files = {ending: _link(job, ending) for ending in ("html", "pdf", "ipynb") if job.output(ending).is_file()}
        failure = files.pop("html", None) if job.key in failed else None
        links.setdefault((job.department_id, job.year), []).append(ReportLink(job.title, files, failure))
    return save_index(data, reports, links)


def _link(job: Job, ending: str) -> str:
    return f"{job.folder.name}/{job.output(ending).name}"
