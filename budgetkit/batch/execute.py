"""One report: execute its notebook by papermill, export it, put the files in place whole."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import papermill

from budgetkit.batch.export import export_notebook
from budgetkit.batch.job import Job


def run_job(job: Job, clean_folder: Path) -> dict[str, Path]:
    """Execute and export one report; give its files by ending (ipynb, html, pdf).

    Raises papermill's error when a cell fails; the executed notebook with the error stays in the report's folder.
    """
    job.folder.mkdir(parents=True, exist_ok=True)
    parameters = {"department": job.department_id, "year": job.year, **job.parameters}
    os.environ["BUDGETKIT_CLEAN"] = str(clean_folder.resolve())
    with tempfile.TemporaryDirectory(dir=job.folder, prefix=".making-") as temporary:
        executed = Path(temporary) / job.output("ipynb").name
        try:
            papermill.execute_notebook(
                job.notebook, executed, parameters, progress_bar=False, cwd=job.notebook.parent, kernel_name="python3"
            )
        finally:
            if executed.is_file():
                os.replace(executed, job.output("ipynb"))
        return {"ipynb": job.output("ipynb")} | export_notebook(job, Path(temporary))
