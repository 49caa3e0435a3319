"""The explorer's table in a browser: it sorts by size, searches and offers to copy; no number is an empty cell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from finished_pages import FLAGS, find_browser
from playwright.sync_api import Page, sync_playwright

from budgetkit.notebook.grid import make_grid, start_grids

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_browser() is None, reason="neither Chromium nor Chrome is installed"),
]
ROWS = pd.DataFrame(
    {
        "code": ["0101", "0102", "0203", "0204"],
        "name": ["培训费", "会议费", "培训支出", "印刷费"],
        "total": [9.5, 100.25, 20.0, None],
    }
)
LABELS = {"code": "编码", "name": "名称", "total": "金额"}


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    """Give a page with the table on it."""
    file = tmp_path / "grid.html"
    body = start_grids().data + make_grid(ROWS, LABELS, [("document", line) for line in (4, 5, 6, 7)])
    file.write_text(f"<!doctype html><html lang=zh-CN><meta charset=utf-8><body>{body}", "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        page = browser.new_page()
        page.goto(file.as_uri())
        page.locator("table.dataTable tbody tr").first.wait_for()
        yield page
        browser.close()


def column(page: Page, number: int) -> list[str]:
    return page.locator(f"table.dataTable tbody tr td:nth-child({number})").all_inner_texts()


def test_the_table_sorts_by_size_searches_and_offers_to_copy(page: Page):
    assert column(page, 1) == ["0101", "0102", "0203", "0204"]
    assert column(page, 3)[3] == ""
    order = page.locator("thead .dt-column-order").nth(2)
    order.click()
    assert [text for text in column(page, 3) if text] == ["9.50", "20.00", "100.25"]
    order.click()
    assert [text for text in column(page, 3) if text] == ["100.25", "20.00", "9.50"]
    page.locator(".dt-search input").fill("0203")
    assert column(page, 2) == ["培训支出"]
    assert page.locator(".dt-button").all_inner_texts() == ["复制", "另存为 CSV"]
