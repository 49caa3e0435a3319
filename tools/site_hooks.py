"""What mkdocs is told beyond mkdocs.yml: the notebooks' pages and their links, Chinese words to search for."""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from nbclient import NotebookClient

from budgetkit.clean_folder import clean_folder

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ("教程", "示例")
RUN = "BUDGETKIT_SITE_RUN"
"""The environment variable that has the notebooks run for the site; tests of the site do without."""
_CHINESE_FIRST = 4
_CHARACTER = re.compile(r"[\u4e00-\u9fff]")
_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
_HEADING = re.compile(r'(<h[1-6] id=)"[^"]*"')
_LINK = re.compile(r'<a href="(?P<address>[^"]+)"(?P<rest>[^>]*)>(?P<words>.*?)</a>', re.DOTALL)


@event_priority(100)  # before the plugin that makes pages of notebooks
def on_files(files: Files, config: Any) -> Files:
    """Add the notebooks that teach, which lie outside docs/: with what they show when they are run now, where asked."""
    folder = _run_notebooks() if os.environ.get(RUN) else ROOT
    for name in NOTEBOOKS:
        place = {"src_dir": str(folder), "dest_dir": config["site_dir"], "use_directory_urls": False}
        files.append(File(f"notebooks/{name}.ipynb", **place))
    return files


def _run_notebooks() -> Path:
    """Run the notebooks that teach, whatever they showed in their last run, and give the folder of the copies."""
    folder = Path(tempfile.mkdtemp(prefix="budgetkit-site-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "notebooks").mkdir()
    clean_folder(ROOT / "data" / "raw", folder / "clean")
    os.environ["BUDGETKIT_CLEAN"] = str(folder / "clean")
    for name in NOTEBOOKS:
        notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
        place = {"metadata": {"path": ROOT / "notebooks"}}
        quietly = ["--log-level=ERROR"]
        NotebookClient(notebook, kernel_name="python3", resources=place, extra_arguments=quietly).execute()
        nbformat.write(notebook, folder / "notebooks" / f"{name}.ipynb")
    return folder


def on_page_content(html: str, page: Any, config: Any, files: Files) -> str:
    """Lead a notebook's links to the pages here, name its headings as the contents do; what has no page is words."""
    if not page.file.src_uri.endswith(".ipynb"):
        return html
    names = _names(page.toc)
    return _HEADING.sub(lambda found: f'{found[1]}"{next(names, "")}"', _LINK.sub(_lead, html))


def _names(items: Any) -> Iterator[str]:
    """Give the names of the headings in the order of the text."""
    for item in items:
        yield item.id
        yield from _names(item.children)


def _lead(link: re.Match[str]) -> str:
    address = link["address"]
    if address.startswith("../docs/"):
        address = f"../{address.removeprefix('../docs/').removesuffix('.md')}.html"
    elif address.removesuffix(".ipynb") in NOTEBOOKS:
        address = address.removesuffix(".ipynb") + ".html"
    elif not address.startswith("#"):
        return link["words"]
    return f'<a href="{address}"{link["rest"]}>{link["words"]}</a>'


def on_post_build(config: Any) -> None:
    """Divide Chinese into its characters in the index of the search: it knows no words, but finds them in a row.

    Pages that are mostly Chinese come before those that only have a Chinese word.
    The page of a server for addresses that don't exist goes: these pages are read from a folder.
    """
    site = Path(config["site_dir"])
    (site / "404.html").unlink(missing_ok=True)
    path = site / "search" / "search_index.json"
    index = json.loads(path.read_text("utf-8"))
    for entry in index["docs"]:
        if 3 * len(_CHARACTER.findall(entry["text"])) > len(entry["text"]):
            entry["boost"] = _CHINESE_FIRST
        for part in ("title", "text"):
            entry[part] = _CHINESE.sub("\u200b", entry[part])
    path.write_text(json.dumps(index, ensure_ascii=False), "utf-8")
