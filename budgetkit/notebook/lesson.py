"""The tutorial's own small project in a folder of its own, so that a lesson changes nothing of the real one."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import pypdfium2 as pdfium
from IPython.display import display
from PIL.Image import Image

from budgetkit.errors import ParameterError
from budgetkit.notebook.lesson_pdf import print_pdf
from budgetkit.project import default_folders
from budgetkit.read.text import read_text
from budgetkit.source_entry import Source
from budgetkit.sources import load_manifest

__all__ = ["Lesson", "begin"]

_UNBROKEN = "2000"  # characters in a line of a table: each row on one
_NOT_PASSED_ON = ("BUDGETKIT_", "FORCE_COLOR", "CLICOLOR")  # a kernel asks for colours and moving bars, for a terminal
_EDGES, _BARS = "┏┡└├", "┃│"
_FIGURE = re.compile(r"[-+]?[\d,.]+%?")
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
        variables = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_PASSED_ON)}
        variables |= {"PYTHONUTF8": "1", "COLUMNS": _UNBROKEN, "BUDGETKIT_PROJECT": str(self.folder)}
        command = [sys.executable, "-m", "budgetkit", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=variables, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8"
        )
        show_output((done.stdout + done.stderr).replace(str(self.folder), "…").rstrip())

    def files(self) -> None:
        """Print the finished reports with their sizes."""
        for path in sorted(self.reports.rglob("*")):
            if path.suffix in (".html", ".pdf") and path.parent.name not in ("sources", "logs"):
                print(f"{path.relative_to(self.folder).as_posix()}　{path.stat().st_size / 1024:,.0f} kB")


def show_output(text: str) -> None:
    """Show what a command says; its tables as tables, for the lines of a drawn one don't meet in every browser."""
    for is_table, lines in groupby(text.splitlines(), lambda line: line[:1] in (*_EDGES, *_BARS)):
        if is_table:
            _show_table(list(lines))
        else:
            print("\n".join(line.rstrip() for line in lines))


def _show_table(lines: Sequence[str]) -> None:
    rows = [[cell.strip() for cell in re.split(f"[{_BARS}]", line)[1:-1]] for line in lines if line[0] in _BARS]
    made = "".join(f"<tr>{''.join(_cells('td' if at else 'th', row))}</tr>" for at, row in enumerate(rows))
    display({"text/html": f"<table>{made}</table>", "text/plain": "\n".join(map("\t".join, rows))}, raw=True)


def _cells(tag: str, row: Sequence[str]) -> Iterator[str]:
    for cell in row:
        side = "right" if _FIGURE.fullmatch(cell) else "left"
        yield f'<{tag} style="text-align: {side}">{html.escape(cell)}</{tag}>'


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
