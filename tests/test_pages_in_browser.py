"""Finished pages in headless Chromium: what a reader with a mouse, a keyboard, a phone or a screen reader meets."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from finished_pages import FLAGS, FinishedPages, find_browser
from playwright.sync_api import Browser, Page, sync_playwright

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_browser() is None, reason="neither Chromium nor Chrome is installed"),
]

PAGES = ("report", "briefing", "index", "source")
REPORTS = ("report", "briefing")
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
NOT_TOLERATED = ("serious", "critical")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, finished: FinishedPages):
    """Give a function that opens one of the pages in a window of a given size."""
    contexts = []

    def _open(name: str, size: dict[str, int] = DESKTOP) -> Page:
        contexts.append(browser.new_context(viewport=size))
        page = contexts[-1].new_page()
        page.requests = []
        page.on("request", lambda request: page.requests.append(request.url))
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(address_of(finished, name))
        page.wait_for_load_state("load")
        return page

    yield _open
    for context in contexts:
        context.close()


def address_of(finished: FinishedPages, name: str) -> str:
    files = {
        "report": finished.report("1_city_district.html"),
        "briefing": finished.report("5_briefing.html"),
        "index": finished.index,
        "source": finished.source,
    }
    return files[name].as_uri()


def column_of(page: Page, table: str, at: int) -> list[str]:
    return page.eval_on_selector(table, "(table, at) => [...table.tBodies[0].rows].map(r => r.cells[at].innerText)", at)


def numbers(texts: list[str]) -> list[float]:
    return [float(text.replace(",", "").rstrip("%")) for text in texts if text.strip("—") != ""]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_serious_fault(open_page, name: str):
    page = open_page(name)
    found = Axe().run(page).response["violations"]
    serious = [
        f"{violation['id']}: {violation['help']}: {[node['html'][:120] for node in violation['nodes'][:3]]}"
        for violation in found
        if violation["impact"] in NOT_TOLERATED
    ]
    assert serious == []


@pytest.mark.parametrize("name", PAGES)
def test_page_asks_for_nothing_but_itself(open_page, name: str):
    page = open_page(name)
    own = page.url.partition("#")[0]
    assert [url for url in page.requests if not url.startswith("data:") and url != own] == []
    assert page.faults == []


@pytest.mark.parametrize("name", PAGES)
def test_page_does_not_scroll_sideways_on_a_phone(open_page, name: str):
    page = open_page(name, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("name", REPORTS)
def test_page_does_not_scroll_sideways_on_a_desktop(open_page, name: str):
    page = open_page(name)
    assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]


def test_lines_beyond_the_first_are_folded_until_asked_for(open_page):
    folded = open_page("briefing").locator(".refs details.more").first
    assert not folded.locator("a").first.is_visible()
    folded.locator("summary").click()
    assert folded.locator("a").first.is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_page_has_its_language_title_and_one_main_heading(open_page, name: str):
    page = open_page(name)
    assert page.get_attribute("html", "lang") == "zh-CN"
    assert page.title()
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_page_brings_its_own_chinese_font(open_page, name: str):
    page = open_page(name)
    assert page.evaluate("document.fonts.ready.then(fonts => [...fonts].some(face => face.status === 'loaded'))")


def test_table_is_sorted_by_click_and_by_keyboard(open_page):
    page = open_page("report")
    table = page.locator("table[data-sortable]:has(td[data-sort])").first
    table.evaluate("table => table.id = 'sorted'")
    at = table.evaluate("table => [...table.tBodies[0].rows[0].cells].findIndex(cell => cell.dataset.sort)")
    rows = "#sorted tbody tr:not(.total)"
    given = page.locator(rows).all_inner_texts()
    head = table.locator("thead th[scope=col].number").first
    head.locator("button").click()
    falling = values(page, rows, at)
    assert falling == sorted(falling, reverse=True)
    head.locator("button").focus()
    page.keyboard.press("Enter")
    rising = values(page, rows, at)
    assert rising == sorted(rising)
    assert rising != falling
    assert head.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Space")
    assert page.locator(rows).all_inner_texts() == given


def values(page: Page, rows: str, at: int) -> list[float]:
    script = (
        "(rows, at) => rows.map(row => row.cells[at].dataset.sort).filter(value => value !== undefined).map(Number)"
    )
    return page.eval_on_selector_all(rows, script, at)


@pytest.mark.parametrize("name", REPORTS)
def test_links_of_the_contents_lead_to_headings_and_work(open_page, name: str):
    page = open_page(name)
    targets = page.eval_on_selector_all(".contents a", "links => links.map(link => link.hash.slice(1))")
    assert len(targets) > 5
    missing = "(ids) => ids.filter(id => !/^H[2-6]$/.test(document.getElementById(id)?.tagName))"
    assert page.evaluate(missing, targets) == []
    page.locator(".contents a").nth(4).click()
    page.wait_for_function(
        "id => { const top = document.getElementById(id).getBoundingClientRect().top; return top >= 0 && top < 200 }",
        arg=targets[4],
    )


def test_code_is_folded_until_the_button_shows_it(open_page):
    page = open_page("report")
    code = page.locator("main details.code pre").first
    assert not code.is_visible()
    page.get_by_role("button", name="显示代码").click()
    assert code.is_visible()
    assert "import budgetkit" in page.locator("main").inner_text()
    page.get_by_role("button", name="收起代码").click()
    assert not code.is_visible()


@pytest.mark.parametrize("name", REPORTS)
def test_every_link_of_a_row_leads_to_a_line_that_exists(open_page, finished: FinishedPages, name: str):
    page = open_page(name)
    links = set(page.eval_on_selector_all("td.lines a, .refs a, .below a", "links => links.map(link => link.href)"))
    assert len(links) > 50
    anchors = {path.name: path.read_text("utf-8") for path in (finished.folder / "sources").glob("*.html")}
    lost = [link for link in links if f'id="{urlsplit(link).fragment}"' not in anchors[unquote(link_file(link))]]
    assert lost == []


def link_file(link: str) -> str:
    return urlsplit(link).path.rpartition("/")[2]


def test_a_row_opens_the_line_it_was_read_from(open_page):
    page = open_page("report")
    link = page.locator("td.lines a").first
    line = link.inner_text().split("–")[0]
    link.click()
    page.wait_for_url("**/sources/*.html#L*")
    target = page.locator(".line:target")
    assert target.get_attribute("id") == f"L{line}"
    assert target.evaluate("line => getComputedStyle(line).backgroundColor") != "rgba(0, 0, 0, 0)"
    box = target.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < DESKTOP["height"]


@pytest.mark.parametrize("name", REPORTS)
def test_print_leaves_out_what_only_a_screen_can_use(open_page, name: str):
    page = open_page(name)
    assert page.locator("nav.contents").is_visible()
    page.emulate_media(media="print")
    assert not page.locator("nav.contents").is_visible()
    assert page.locator("main details.code:visible").count() == 0
    assert page.locator("h1").is_visible()


def test_index_search_shows_only_what_is_looked_for(open_page):
    page = open_page("index")
    rows = page.locator("#t tbody tr")
    everything = rows.count()
    assert everything > 1
    page.get_by_role("searchbox").fill("朝阳 2024")
    assert page.locator("#t tbody tr:visible").count() == 1
    assert "朝阳" in page.locator("#t tbody tr:visible").inner_text()
    assert page.get_by_role("status").inner_text() != ""
    page.get_by_role("searchbox").fill("没有这个部门")
    assert page.locator("#t tbody tr:visible").count() == 0
    page.get_by_role("searchbox").fill("")
    assert page.locator("#t tbody tr:visible").count() == everything


def test_index_is_sorted_by_click_and_by_keyboard(open_page):
    page = open_page("index")
    button = page.get_by_role("button", name="支出总计")
    button.click()
    rising = numbers(column_of(page, "#t", 3))
    assert rising == sorted(rising)
    button.focus()
    page.keyboard.press("Enter")
    assert numbers(column_of(page, "#t", 3)) == rising[::-1]


def test_links_of_the_index_lead_to_files(open_page, finished: FinishedPages):
    page = open_page("index")
    links = page.eval_on_selector_all("main a", "links => links.map(link => link.getAttribute('href'))")
    assert len(links) >= 4
    assert [link for link in links if not (finished.folder / unquote(link)).is_file()] == []
