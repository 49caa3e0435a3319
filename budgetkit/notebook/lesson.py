"""The tutorial's own small project in a folder of its own, so that a lesson changes nothing of the real one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2 as pdfium
from PIL.Image import Image

from budgetkit.errors import ParameterError
from budgetkit.notebook.lesson_pdf import print_pdf
from budgetkit.project import default_folders
from budgetkit.read.text import read_text
from budgetkit.source_entry import Source
from budgetkit.sources import load_manifest

__all__ = ["Lesson", "begin"]

_DOWNLOADED = "下载的文件.pdf"  # what a downloaded file is called tells nothing


def __dir__() -> list[str]:
    return __all__


class Lesson:
    """A project in a folder of its own; `run` runs a command of the kit in it and prints what the command says."""

    def __init__(self, folder: Path, document: Path) -> None:
        self.folder, self.document = folder, document
        self.reports = folder / "reports"

    def page(self, number: int) -> Image:
        """Give a page of the document as it was published, as a picture."""
        with pdfium.PdfDocument(self.document) as document:
            return document[number - 1].render(scale=0.9).to_pil()

    def run(self, *arguments: str) -> None:
        """Run `budgetkit` with some arguments in this project, as one would in a terminal; print what it says."""
        print("$ budgetkit", *arguments)
        variables = {name: value for name, value in os.environ.items() if not name.startswith("BUDGETKIT_")}
        variables |= {"PYTHONUTF8": "1", "COLUMNS": "130", "BUDGETKIT_PROJECT": str(self.folder)}
        command = [sys.executable, "-m", "budgetkit", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=variables, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8"
        )
        print((done.stdout + done.stderr).replace(str(self.folder), "…").rstrip())

    def files(self) -> None:
        """Print the finished reports with their sizes."""
        for path in sorted(self.reports.rglob("*")):
            if path.suffix in (".html", ".pdf") and path.parent.name not in ("sources", "logs"):
                print(f"{path.relative_to(self.folder).as_posix()}　{path.stat().st_size / 1024:,.0f} kB")


def begin() -> Lesson:
    """Begin the lesson: a new folder with one published document in it, printed as a PDF of a text that is known.

    Raises ParameterError when the project has no budget as a text.
    """
    found = [source for source in load_manifest(default_folders().raw).sources if _is_text_of_a_budget(source)]
    if not found:
        raise ParameterError(str(default_folders().raw), "一份文本格式的部门预算", "没有", "请先登记一份文件。")
    source = min(found, key=lambda one: one.path.stat().st_size)
    folder = Path(tempfile.mkdtemp(prefix="budgetkit-lesson-"))
    document = folder / _DOWNLOADED
    document.write_bytes(print_pdf(read_text(source.path, source.encoding).rows, document.name))
    print(f"教程用的文件夹已建立，其中有一份文件：{document.name}（{document.stat().st_size / 1024:,.0f} kB）")
    return Lesson(folder, document)


def _is_text_of_a_budget(source: Source) -> bool:
    return source.kind == "budget" and source.path.suffix == ".txt" and source.encoding in (None, "utf-8")
