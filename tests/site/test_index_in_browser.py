"""An index of many cards: the first are there at once, the others before anybody can miss them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest
from finished_pages import FLAGS, find_browser
from playwright.sync_api import Browser, Page, sync_playwright

from budgetkit.site import index as module
from budgetkit.site.index import make_cards, save_index

pytestmark = pytest.mark.skipif(find_browser() is None, reason="neither Chromium nor Chrome is installed")

COUNT = 7 * module._SHOWN_AT_ONCE + 3
# what is idle time for a reader is none here: the cards beyond the first come only when they are asked for
NEVER_IDLE = "window.requestIdleCallback = () => {}"


def document(at: int) -> dict:
    row = {
        "document_id": f"d{at}",
        "department_id": f"d{at}",
        "department": f"第{at}局",
        "year": 2026,
        "title": f"题{at}",
    }
    return {**row, "level": "city", "region": "某市", "field": "民政", "kind": "budget", "counterpart": None}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, tmp_path) -> Iterator[Callable[..., Page]]:
    path = tmp_path / "index.html"
    save_index(make_cards([document(at) for at in range(COUNT)], {}, {}), path)
    with contextlib.ExitStack() as opened:

        def open_page(anchor: str = "", script: str = "", **context) -> Page:
            page = opened.enter_context(contextlib.closing(browser.new_context(**context))).new_page()
            page.add_init_script(script)
            page.goto(path.as_uri() + anchor)
            return page

        yield open_page


def cards(page: Page) -> int:
    return page.locator(".card").count()


def test_the_first_cards_are_there_at_once_and_the_others_when_the_browser_is_idle(visit):
    assert cards(visit(script=NEVER_IDLE)) == module._SHOWN_AT_ONCE
    page = visit()
    page.wait_for_function(f"document.querySelectorAll('.card').length === {COUNT}")
    ids = page.locator(".card").evaluate_all("all => all.map(one => one.id)")
    assert ids == [f"d{at}-2026" for at in range(COUNT)]


def test_all_cards_are_there_without_scripts(visit):
    page = visit(java_script_enabled=False)
    assert cards(page) == COUNT
    assert page.locator(f"#d{COUNT - 1}-2026").is_visible()


def test_whoever_searches_sorts_or_prints_has_all_cards(visit):
    page = visit(script=NEVER_IDLE)
    page.get_by_role("searchbox").fill(f"第{COUNT - 1}局")
    assert page.locator(".card:visible").evaluate_all("all => all.map(one => one.id)") == [f"d{COUNT - 1}-2026"]
    page = visit(script=NEVER_IDLE)
    page.get_by_label("排列").select_option("name")
    assert cards(page) == COUNT
    page = visit(script=NEVER_IDLE)
    page.pdf()
    assert cards(page) == COUNT
    page = visit(script=NEVER_IDLE)
    page.keyboard.press("Control+f")
    assert cards(page) == COUNT


def test_what_was_searched_for_stands_in_print(visit):
    page = visit()
    page.get_by_role("searchbox").fill("第7局")
    page.emulate_media(media="print")
    before = "getComputedStyle(document.getElementById('count'), '::before').content"
    assert "第7局" in page.evaluate(before)
    page.emulate_media(media="screen")
    page.get_by_role("searchbox").fill("")
    page.emulate_media(media="print")
    assert page.evaluate(before) == "none"


@pytest.mark.parametrize("later", [False, True])
def test_a_link_to_a_card_lands_on_it_wherever_it_stands(visit, later: bool):
    anchor = f"#d{COUNT - 5}-2026"
    page = visit("" if later else anchor, NEVER_IDLE)
    if later:
        page.evaluate("anchor => { location.hash = anchor }", anchor)
    page.wait_for_selector(".card:target")
    page.wait_for_timeout(200)
    assert page.locator(".card:target").get_attribute("id") == anchor[1:]
    assert 0 <= page.locator(".card:target").bounding_box()["y"] < page.viewport_size["height"]
