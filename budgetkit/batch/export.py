"""Executed notebooks to HTML and PDF, by the exporters registered with nbconvert."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import nbformat
from nbconvert.exporters import Exporter, get_exporter

from budgetkit.batch.job import Job


def export_notebook(job: Job, temporary: Path) -> dict[str, Path]:
    """Export a job's executed notebook in the job's formats; give the files by ending."""
    notebook = nbformat.read(job.output("ipynb"), as_version=4)
    files = {}
    for ending in job.formats:
        content, _ = exporter_for(ending).from_notebook_node(notebook)
        path = temporary / job.output(ending).name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        os.replace(path, job.output(ending))
        files[ending] = job.output(ending)
    return files


@cache
def exporter_for(ending: str) -> Exporter:
    """Give the briefing exporter of a format, made once a process."""
    return get_exporter(f"briefing_{ending}")()
