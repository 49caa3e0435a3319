"""The explorer's table as a person handles it in a browser: search, filter, sort, copy."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from finished_pages import FLAGS, find_browser
from playwright.sync_api import Page, expect, sync_playwright

from budgetkit.notebook.grid import make_grid, start_grids

pytestmark = pytest.mark.skipif(find_browser() is None, reason="neither Chromium nor Chrome is installed")

ROWS = pd.DataFrame(
    {
        "code": ["30216", "30217", "0101"] * 20,
        "name": [*(["培训费", "公务接待费", "<b>工资&津贴"] * 19), "=1+1", "@SUM(1)", "＋乙"],
        "total": [*([1.5, 200.0, 30.25] * 19), 0.5, 1200.0, None],
    }
)
LABELS = {"code": "编码", "name": "名称", "total": "合计"}
_COPIED = """document.addEventListener("copy", () => { window.copied = String(getSelection()); }, true)"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    path = tmp_path_factory.mktemp("grid") / "grid.html"
    grid = make_grid(ROWS, LABELS, [("document", line) for line in range(1, len(ROWS) + 1)], "支出", ["total"])
    path.write_text(f'<!doctype html><meta charset="utf-8">{start_grids().data}{grid}', "utf-8")
    errors: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        page = browser.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type in ("error", "warning") else None)
        page.goto(path.as_uri())
        page.evaluate(_COPIED)
        yield page
        browser.close()
    assert errors == []


def info(page: Page) -> str:
    return page.locator("div.dt-info").inner_text()


def first(page: Page) -> list[str]:
    return page.locator("table.dataTable tbody tr").first.locator("td").all_inner_texts()


def test_columns_keep_their_names_beside_their_filters(page: Page):
    page.locator("table.dataTable tbody tr").first.wait_for()
    assert page.locator("table.dataTable thead th").all_inner_texts() == [*LABELS.values(), "原文行"]


FILTERS = [("名称", "培训", 19), ("编码", "0101", 20), ("合计", "1,200.00", 1), ("合计", "1200", 1), ("名称", "没", 0)]


@pytest.mark.parametrize(("label", "words", "count"), FILTERS)
def test_a_column_is_filtered_by_what_is_put_into_its_box(page: Page, label: str, words: str, count: int):
    box = page.locator(f"th input[aria-label='筛选：{label}']")
    box.fill(words)  # as by pasting or an input method: no key goes up
    left = info(page)
    box.fill("")
    assert (f"共 {count} 行" if count else "没有行") in left
    assert info(page).endswith(f"共 {len(ROWS)} 行")


def test_filters_and_search_narrow_together_and_what_is_left_is_copied(page: Page):
    page.locator(".dt-search input").fill("200")
    page.locator("th input[aria-label='筛选：编码']").fill("30217")
    page.get_by_text("复制", exact=True).click()
    copied = pd.read_csv(io.StringIO(page.wait_for_function("window.copied").json_value()), sep="\t", dtype=str)
    page.locator("th input[aria-label='筛选：编码']").fill("")
    page.locator(".dt-search input").fill("")
    assert copied.columns.tolist() == [*LABELS.values(), "原文行"]
    assert copied["名称"].tolist() == [*["公务接待费"] * 19, "'@SUM(1)"]
    assert set(copied["编码"]) == {"30217"}


def test_a_head_sorts_by_size_and_its_filter_does_not(page: Page):
    head = page.locator("table.dataTable thead th").nth(2)
    largest = page.locator("table.dataTable tbody tr").first.locator("td").nth(2)
    for order in ("ascending", "descending"):
        head.locator(".dt-column-title").click()
        expect(head).to_have_attribute("aria-sort", order)
    expect(largest).to_have_text("1,200.00")
    head.locator("input").click()
    head.locator("input").press("Enter")
    expect(largest).to_have_text("1,200.00")


def test_a_table_is_saved_under_its_name(page: Page):
    with page.expect_download() as saved:
        page.get_by_text("另存为 CSV", exact=True).click()
    assert saved.value.suggested_filename == "支出.csv"
    assert Path(saved.value.path()).read_bytes().startswith(b"\xef\xbb\xbf")


def test_what_a_spreadsheet_would_run_or_change_is_saved_as_text(page: Page):
    with page.expect_download() as saved:
        page.get_by_text("另存为 CSV", exact=True).click()
    table = pd.read_csv(saved.value.path(), dtype=str)
    assert set(table["编码"]) == {'="30216"', '="30217"', '="0101"'}
    assert sorted(name for name in table["名称"] if name[0] in "'=+@＋") == ["'=1+1", "'@SUM(1)", "'＋乙"]
    assert {"1.5", "200", "1200"} <= set(table["合计"].dropna().astype(float).map("{:g}".format))
