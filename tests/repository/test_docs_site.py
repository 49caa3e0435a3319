"""The guides as pages: every link leads somewhere, nothing is asked elsewhere, Chinese is found in a file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from finished_pages import FLAGS, ROOT, find_browser

pytest.importorskip("material", reason="the makers of the guides' pages are not installed")
pytest.importorskip("mkdocs_jupyter", reason="the makers of the guides' pages are not installed")
pytestmark = pytest.mark.slow


class Address(HTMLParser):
    """Collects what a page names, links to and loads."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element's name, link and source."""
        found = dict(attrs)
        self.names |= {found[key] for key in ("id", "name") if found.get(key)}
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        if tag in ("script", "img", "iframe", "source") and found.get("src"):
            self.loads.append(found["src"])
        if tag == "link" and found.get("href"):
            self.loads.append(found["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the pages as `make docs` makes them."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr.strip() == ""
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Address]:
    found = {}
    for path in site.rglob("*.html"):
        found[path.resolve()] = Address()
        found[path.resolve()].feed(path.read_text("utf-8"))
    return found


def test_every_guide_and_both_notebooks_have_a_page(site: Path, pages: dict[Path, Address]):
    expected = {path.stem for path in (ROOT / "docs").glob("*.md")} | {"教程", "示例"}
    assert {path.stem for path in pages} == expected
    contents = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:")[2]
    assert [path.name for path in (ROOT / "docs").glob("*.md") if f" {path.name}\n" not in contents] == []


def test_every_link_leads_to_a_page_and_a_place_in_it(pages: dict[Path, Address]):
    broken = []
    for path, page in pages.items():
        for link in page.links:
            file, _, place = link.partition("#")
            if re.match(r"[a-z]+:", link):
                continue
            target = (path.parent / unquote(file)).resolve() if file else path
            if not target.exists() or (place and target in pages and unquote(place) not in pages[target].names):
                broken.append((path.name, link))
    assert broken == []


def test_nothing_is_loaded_from_another_address(site: Path, pages: dict[Path, Address]):
    assert [
        (path.name, one) for path, page in pages.items() for one in page.loads if re.match(r"https?:|//", one)
    ] == []
    styles = "".join(path.read_text("utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"url\(\s*[\"']?(?:https?:)?//[^)]*\)|@import\s+[\"'](?:https?:)?//", styles) == []


@pytest.mark.skipif(find_browser() is None, reason="neither Chromium nor Chrome is installed")
def test_chinese_and_english_are_found_in_pages_opened_as_files(site: Path):
    from playwright.sync_api import sync_playwright

    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto((site / "index.html").as_uri())
        field = page.locator("input.md-search__input")
        field.click()
        for words, expected in (("支出总表", "data-dictionary"), ("人均", "own-notebook"), ("compare_item", "api")):
            field.fill(words)
            page.keyboard.press("End")  # the search listens to keys
            page.locator(f".md-search-result__item a[href*='{expected}.html']").first.wait_for(timeout=30_000)
        browser.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:", "blob:"))] == []
