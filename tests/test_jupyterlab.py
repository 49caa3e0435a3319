"""The notebooks in JupyterLab, as an analyst meets them: opened, run from top to bottom, exported."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from finished_pages import FLAGS, ROOT, find_browser
from playwright.sync_api import Page, sync_playwright

from budgetkit.pipeline import clean_folder

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_browser() is None, reason="neither Chromium nor Chrome is installed"),
]

TOKEN = "tests"
NOTEBOOK = "1_city_district.ipynb"
START, RUN = 60, 120  # seconds
QUIET = ["--ServerApp.open_browser=False", "--LabApp.news_url=None", "--LabApp.check_for_updates_class=None"]
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},  # cells out of view stay in the page
}


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab on a copy of the notebooks."""

    address: str

    def get(self, path: str) -> object:
        """Ask the server's interface for something."""
        request = urllib.request.Request(f"{self.address}/{path}", headers={"Authorization": f"token {TOKEN}"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the project that a user has: raw documents, clean tables, notebooks."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    clean_folder(folder / "data" / "raw", folder / "data" / "clean")
    return folder


@pytest.fixture(scope="module")
def lab(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    own = tmp_path_factory.mktemp("jupyter")
    places = {f"JUPYTER_{name}_DIR": str(own / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    places["JUPYTERLAB_SETTINGS_DIR"] = str(save_settings(own / "settings"))
    places["JUPYTERLAB_WORKSPACES_DIR"] = str(own / "workspaces")
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("BUDGETKIT_", "JUPYTER"))}
    port = free_port()
    options = [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1", "--allow-root"]
    options += [f"--ServerApp.root_dir={project}", f"--IdentityProvider.token={TOKEN}", *QUIET]
    with (own / "log.txt").open("w") as log:
        command = [sys.executable, "-m", "jupyterlab", *options]
        process = subprocess.Popen(command, cwd=project, env=outside | places, stdout=log, stderr=log)
        try:
            running = Lab(f"http://127.0.0.1:{port}")
            wait_until_up(running, process, own / "log.txt")
            yield running
        finally:
            process.terminate()
            process.wait(timeout=30)


def save_settings(folder: Path) -> Path:
    """Save the settings that keep JupyterLab from looking for news and from taking cells out of the page."""
    for name, settings in SETTINGS.items():
        package, _, plugin = name.partition(":")
        target = folder / package / f"{plugin}.jupyterlab-settings"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(settings), "utf-8")
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_up(lab: Lab, process: subprocess.Popen, log: Path) -> None:
    limit = time.monotonic() + START
    while time.monotonic() < limit:
        assert process.poll() is None, log.read_text("utf-8")
        try:
            lab.get("api/status")
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.3)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text('utf-8')}")


@pytest.fixture(scope="module")
def page(lab: Lab) -> Iterator[Page]:
    """Open the notebook and run all its cells."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.goto(f"{lab.address}/lab/tree/notebooks/{NOTEBOOK}?token={TOKEN}&reset")
        page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=START * 1000)
        page.locator("#jp-main-statusbar", has_text="| Idle").wait_for(timeout=START * 1000)
        page.locator("#jp-MainMenu .lm-MenuBar-itemLabel", has_text=re.compile("^Run$")).click()
        page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Run All Cells$")).click()
        yield page
        browser.close()


def test_key_points_are_shown_as_html_and_nothing_fails(page: Page):
    points = page.locator(".jp-RenderedHTMLCommon .key-points")
    points.first.wait_for(timeout=RUN * 1000)
    assert points.locator("li").count() >= 5
    assert "北京市应急管理局" in points.first.inner_text()
    table = page.locator(".jp-RenderedHTMLCommon .table table")
    table.first.wait_for(timeout=RUN * 1000)
    assert page.locator("[data-mime-type='application/vnd.jupyter.error'], [data-mime-type*=stderr]").count() == 0


def test_every_cell_runs_and_is_saved_with_its_output(page: Page, lab: Lab):
    prompts = "[...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')].map(prompt => prompt.innerText)"
    page.wait_for_function(f"{prompts}.every(prompt => /\\[\\d+\\]/.test(prompt))", timeout=RUN * 1000)
    cells = wait_until_saved(page, lab)
    assert [output for cell in cells for output in cell["outputs"] if output["output_type"] == "error"] == []
    assert sum(len(cell["outputs"]) for cell in cells) > 20


def wait_until_saved(page: Page, lab: Lab) -> list[dict]:
    """Save as a person does, again where the page was too busy to hear it; give the saved code cells."""
    limit, cells = time.monotonic() + 90, []
    while not cells or not all(cell["execution_count"] for cell in cells):
        assert time.monotonic() < limit, "the notebook was not saved"
        page.locator(".jp-Notebook").press("Control+s")
        content = lab.get(f"api/contents/notebooks/{NOTEBOOK}")["content"]
        cells = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
        time.sleep(1)
    return cells


def test_export_menu_has_the_briefings(page: Page):
    page.locator("#jp-MainMenu .lm-MenuBar-itemLabel", has_text=re.compile("^File$")).click()
    page.locator(".lm-Menu-itemLabel", has_text="Save and Export Notebook As").click()
    for label in ("Briefing_html", "Briefing_pdf"):  # JupyterLab shows the names of exporters that it doesn't know
        page.locator(".lm-Menu-itemLabel", has_text=label).wait_for(timeout=10_000)
    page.keyboard.press("Escape")


def test_server_exports_a_briefing_as_pdf(lab: Lab):
    exporters = lab.get("api/nbconvert")
    assert exporters["briefing_html"]["output_mimetype"] == "text/html"
    assert exporters["briefing_pdf"]["output_mimetype"] == "application/pdf"
    address = f"{lab.address}/nbconvert/briefing_pdf/notebooks/{NOTEBOOK}?token={TOKEN}"
    with urllib.request.urlopen(address, timeout=60) as answer:
        assert answer.read(5) == b"%PDF-"
