"""The notebooks in JupyterLab as a person meets them: opened, run, changed, picked from, followed, exported."""

from __future__ import annotations

import contextlib
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
from urllib.parse import quote

import pytest
from finished_pages import FLAGS, ROOT, find_browser
from playwright.sync_api import Download, Page, TimeoutError, sync_playwright

import budgetkit
from budgetkit.batch.run import run_batch
from budgetkit.batch.state import Listener, Options
from budgetkit.dataset.load import Dataset
from budgetkit.project import Folders

pytest.importorskip("ipywidgets", reason="the explorer's pickers are not installed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_browser() is None, reason="neither Chromium nor Chrome is installed"),
]

TOKEN = "tests"
NOTEBOOK = "1_city_district.ipynb"
START, RUN = 90, 120  # seconds
DISTRICT = ("chaoyang-emergency", 2024)
EXPORTS = ("导出预算简报（网页）", "导出预算简报（PDF）", "导出预算简报（Word）")
NO_WINDOW = {"windowingMode": "none"}  # cells out of view stay in the page


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab on a copy of the project, as `make lab` sets it up."""

    address: str

    def get(self, path: str) -> bytes:
        """Ask the server for something."""
        request = urllib.request.Request(f"{self.address}/{path}", headers={"Authorization": f"token {TOKEN}"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()


@pytest.fixture(scope="module")
def project(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the project that a user has when JupyterLab opens: documents, tables, notebooks, source pages."""
    top = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data" / "raw", top / "data" / "raw")
    shutil.copytree(ROOT / "notebooks", top / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    folders = Folders(top / "data" / "raw", top / "data" / "clean", top / "notebooks", top / "reports")
    shutil.copytree(published, folders.clean)
    assert run_batch([], folders, Options(every_source=True), Listener()).is_success
    return top


@pytest.fixture(scope="module")
def data(project: Path) -> Dataset:
    """Give the dataset that the notebooks read."""
    return budgetkit.load(project / "data" / "clean")


@pytest.fixture(scope="module")
def lab(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    own = tmp_path_factory.mktemp("jupyter")
    port = free_port()
    options = [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1", "--allow-root"]
    options += [
        f"--ServerApp.root_dir={project}",
        f"--IdentityProvider.token={TOKEN}",
        "--ServerApp.open_browser=False",
    ]
    options += [f"--LabApp.app_settings_dir={own / 'share' / 'jupyter' / 'lab' / 'settings'}"]
    with (own / "log.txt").open("w") as log:
        environment = set_up_lab(own)
        trust = (
            "from budgetkit.notebook.trust import trust_without_outputs as trust; import pathlib; trust(pathlib.Path())"
        )
        subprocess.run([sys.executable, "-c", trust], cwd=project / "notebooks", env=environment, check=True)
        command = [sys.executable, "-m", "jupyterlab", *options]
        process = subprocess.Popen(command, cwd=project, env=environment, stdout=log, stderr=log)
        try:
            running = Lab(f"http://127.0.0.1:{port}")
            wait_until_up(running, process, own / "log.txt")
            yield running
        finally:
            process.terminate()
            process.wait(timeout=30)
    warnings = re.findall(r"^\[[WE] .*", (own / "log.txt").read_text("utf-8"), re.M)
    assert [words for words in warnings if "未运行完毕" not in words] == []


def set_up_lab(own: Path) -> dict[str, str]:
    """Write the settings of `make lab` into a folder that stands for `.venv`; give the environment that has them."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        from lab import prepare_lab
    finally:
        sys.path.pop(0)
    prepare_lab(own)
    profile = own / "ipython" / "profile_default"
    profile.mkdir(parents=True)
    shutil.copy(own / "etc" / "ipython" / "ipython_kernel_config.py", profile)
    tracker = own / "settings" / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    tracker.parent.mkdir(parents=True)
    tracker.write_text(json.dumps(NO_WINDOW), "utf-8")
    places = {f"JUPYTER_{name}_DIR": str(own / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    places |= {"JUPYTER_PATH": str(own / "share" / "jupyter")}
    places |= {"JUPYTERLAB_SETTINGS_DIR": str(own / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(own / "workspaces")}
    places |= {"JUPYTER_CONFIG_PATH": str(own / "etc" / "jupyter"), "IPYTHONDIR": str(own / "ipython")}
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("BUDGETKIT_", "JUPYTER"))}
    return {**outside, **places, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}


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
    """Open JupyterLab in a browser; what it asks another address for, or warns of in its console, fails the tests."""
    outside, warned = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=[*FLAGS, "--disable-popup-blocking"])
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.context.on("request", lambda request: outside.append(request.url))
        page.on("console", lambda said: warned.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: warned.append(str(error)))
        page.goto(f"{lab.address}/lab/tree/notebooks/{quote('00_开始.ipynb')}?token={TOKEN}&reset")
        yield page
        browser.close()
    assert warned == []
    assert [url for url in outside if not url.startswith((lab.address, "data:", "blob:", "about:"))] == []


def open_notebook(page: Page, name: str) -> None:
    """Open a notebook by its link in the list of files, wait for its kernel, run all its cells, wait for the last."""
    if not page.url.endswith(quote(name)):
        page.locator(".jp-DirListing-item", has_text=name).dblclick()
    page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell").first.wait_for(timeout=START * 1000)
    page.locator("#jp-main-statusbar", has_text="| Idle").wait_for(timeout=START * 1000)
    run_all(page)


def run_all(page: Page) -> None:
    """Run all cells by the menu and wait until each has its number; none may have failed or warned."""
    before = page.evaluate(f"Math.max(0, ...{_PROMPTS}.map(Number))")
    choose(page, "Run", re.compile("^Run All Cells$"))
    page.wait_for_function(f"{_PROMPTS}.every(number => Number(number) > {before})", timeout=RUN * 1000)
    shown = page.locator(_SHOWN)
    assert shown.locator("[data-mime-type='application/vnd.jupyter.error'], [data-mime-type*=stderr]").count() == 0


_SHOWN = ".jp-NotebookPanel:not(.lm-mod-hidden)"
_PROMPTS = (
    f"[...document.querySelectorAll('{_SHOWN} .jp-CodeCell .jp-InputArea-prompt')]"
    ".map(prompt => (prompt.innerText.match(/\\d+/) || [0])[0])"
)


def choose(page: Page, menu: str, item: str | re.Pattern) -> None:
    """Choose an item of a menu; a page that is busy or has just come to the front may miss a click."""
    found = page.locator(".lm-Menu-itemLabel", has_text=item)
    for _ in range(5):
        page.bring_to_front()
        page.keyboard.press("Escape")
        page.locator("#jp-MainMenu .lm-MenuBar-itemLabel", has_text=re.compile(f"^{menu}$")).click()
        with contextlib.suppress(TimeoutError):
            found.wait_for(timeout=8_000)
            break
    found.click()


def save(page: Page) -> None:
    """Save the notebook and wait for it: an export saves first, and a browser opens no page long after a click."""
    choose(page, "File", re.compile("^Save Notebook$"))
    page.wait_for_function("!document.querySelector('.lm-TabBar-tab.lm-mod-current.jp-mod-dirty')", timeout=60_000)


def text_of(page: Page, selector: str) -> str:
    return page.locator(_SHOWN).locator(selector).first.inner_text()


def test_the_first_page_says_what_is_here_and_leads_to_every_notebook(page: Page, project: Path, data: Dataset):
    open_notebook(page, "00_开始.ipynb")
    text = page.locator(_SHOWN).inner_text()
    for row in data.documents.itertuples():
        assert row.department in text
    for path in (project / "notebooks").glob("*.ipynb"):
        if path.stem != "00_开始":
            assert page.locator(_SHOWN).locator(f".jp-OutputArea a[href*='{quote(path.name)}']").count() == 1
    assert "22,510.22" in text  # what the rows of a table lack, beside its name


def test_the_explorer_follows_what_is_picked_and_leads_to_the_line(page: Page, data: Dataset):
    open_notebook(page, "探索.ipynb")
    frame = data.expenditure
    own, other = (
        frame[frame["document_id"] == f"{name}-budget"]
        for name in ("beijing-emergency-2026", "chaoyang-emergency-2024")
    )
    assert f"支出总表：{len(own)} 行" in text_of(page, ".jp-OutputArea p b")
    pickers = page.locator(_SHOWN).locator(".widget-dropdown select")
    whole = page.locator(f"{_SHOWN} .jp-Notebook").bounding_box()
    boxes = [one.bounding_box() for one in pickers.all()]
    assert len(boxes) == 4
    assert all(box["x"] + box["width"] <= whole["x"] + whole["width"] for box in boxes)
    aligned = "cells => cells.map(cell => getComputedStyle(cell).textAlign)"
    row = page.locator(_SHOWN).locator("table.dataTable tbody tr").first.locator("td").evaluate_all(aligned)
    assert (row[1], row[7]) == ("left", "right")  # a name, an amount
    pickers.first.select_option(label="北京市朝阳区应急管理局")
    title = page.locator(_SHOWN).locator(".jp-OutputArea p b", has_text=f"2024年）支出总表：{len(other)} 行")
    title.wait_for(timeout=30_000)
    page.locator(_SHOWN).locator(".dt-search input").fill("培训费")
    found = other[other.apply(lambda row: "培训费" in row.astype(str).str.cat(), axis=1)]
    cells = page.locator(_SHOWN).locator("table.dataTable tbody tr")
    page.wait_for_function(f"document.querySelectorAll('{_SHOWN} table.dataTable tbody tr').length == {len(found)}")
    page.locator(_SHOWN).locator(".dt-search input").fill("")
    page.locator(_SHOWN).locator("th input[aria-label='筛选：部门经济分类科目名称']").fill("培训费")
    page.wait_for_function(f"document.querySelectorAll('{_SHOWN} table.dataTable tbody tr').length == {len(found)}")
    amounts = {float(text.replace(",", "")) for text in cells.locator("td:nth-child(8)").all_inner_texts()}
    assert amounts == set(found["total"].round(6))
    figure = page.locator(_SHOWN).locator("figure [role=img]").first.get_attribute("aria-label")
    largest = other.groupby("dept_econ_name")["total"].sum().max()
    assert f"{largest:,.2f} 万元" in figure
    with page.context.expect_page() as opened:
        cells.first.locator("a").click()
    check_line(opened.value, int(found["source_line"].iloc[0]), found["dept_econ_name"].iloc[0])


def check_line(source: Page, line: int, words: str) -> None:
    """Check that a source page stands at a line, which holds some words and is in view; close it."""
    source.wait_for_url("**/files/**", timeout=30_000)
    source.wait_for_load_state()
    at = source.locator(":target")
    assert at.get_attribute("id") == f"L{line}"
    assert words in at.inner_text()
    box = at.bounding_box()
    assert 0 <= box["y"] < source.viewport_size["height"]
    source.close()


def test_a_report_runs_for_another_department_when_its_parameters_are_changed(page: Page, data: Dataset):
    open_notebook(page, NOTEBOOK)
    assert "北京市应急管理局" in text_of(page, ".key-points li")
    assert page.locator(_SHOWN).locator(".jp-RenderedHTMLCommon .table table").count() > 10
    cell = page.locator(_SHOWN).locator(".jp-CodeCell", has_text="department = ").first
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(
        f'department = "{DISTRICT[0]}"\nyear = {DISTRICT[1]}\ncounterpart = ""\ntop = 5\ndominant = 30'
    )
    run_all(page)
    own = data.for_department(*DISTRICT)
    total = own.printed_totals.set_index(["table", "column"])["amount"][("expenditure", "total")]
    assert f"北京市朝阳区应急管理局（2024年）本年支出 {total:,.2f} 万元" in text_of(page, ".key-points li")
    tabs = page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab").count()
    with page.context.expect_page() as opened:
        page.locator(_SHOWN).locator(".key-points li").first.locator("a").first.click()
    opened.value.wait_for_url("**/files/**#L*", timeout=30_000)
    assert opened.value.locator(":target").count() == 1
    opened.value.close()
    assert page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab").count() == tabs  # and not in JupyterLab, at its top


def test_the_menu_exports_the_briefing_with_the_lines_that_it_cites(page: Page, tmp_path: Path):
    save(page)
    downloads: list[Download] = []
    page.on("download", lambda one: downloads.append(one))
    page.context.on("page", lambda opened: opened.on("download", lambda one: downloads.append(one)))
    for count, label in enumerate(EXPORTS, start=1):
        choose(page, "File", label)
        limit = time.monotonic() + 60
        while len(downloads) < count and time.monotonic() < limit:
            page.wait_for_timeout(200)
    files = {Path(one.suggested_filename).suffix: Path(one.path()).read_bytes() for one in downloads}
    assert files[".pdf"].startswith(b"%PDF-")
    assert files[".docx"].startswith(b"PK")
    html = files[".html"].decode()
    assert "北京市朝阳区应急管理局2024年" in html
    links = [link for link in re.findall(r'href="([^"]*)"', html) if not link.startswith("data:")]
    ids = set(re.findall(r'id="([^"]*)"', html))
    assert len(links) > 100
    assert [link for link in links if not link.startswith("#") or link[1:] not in ids] == []
    assert "未运行完毕" not in html


def test_the_menu_offers_only_what_works(page: Page, lab: Lab):
    page.locator("#jp-MainMenu .lm-MenuBar-itemLabel", has_text=re.compile("^File$")).click()
    labels = page.locator(".lm-Menu-itemLabel").all_inner_texts()
    page.keyboard.press("Escape")
    assert set(EXPORTS) <= set(labels)
    assert "Save and Export Notebook As" not in labels
    assert not {"pdf", "webpdf", "qtpdf", "qtpng"} & json.loads(lab.get("api/nbconvert")).keys()


def test_a_notebook_that_was_not_run_says_so_in_its_export(lab: Lab):
    for name in ("briefing_html", "markdown"):
        assert "未运行完毕" in lab.get(f"nbconvert/{name}/notebooks/4_performance.ipynb").decode()
