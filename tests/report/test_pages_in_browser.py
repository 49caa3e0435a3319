"""Finished pages in headless Chromium: what a reader with a mouse, a keyboard, a phone or a screen reader meets."""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from urllib.parse import unquote, urlsplit

import openpyxl
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from finished_pages import FLAGS, FinishedPages, find_browser
from playwright.sync_api import Browser, Page, sync_playwright

from budgetkit import load

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_browser() is None, reason="neither Chromium nor Chrome is installed"),
]

PAGES = ("report", "briefing", "index", "source", "items")
REPORTS = ("report", "briefing")
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SIZES = {"desktop": DESKTOP, "phone": PHONE}
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
    with contextlib.ExitStack() as opened:
        yield lambda name, size=DESKTOP: opened.enter_context(visit(browser, finished, name, size))


@pytest.fixture(scope="module")
def seen(browser: Browser, finished: FinishedPages) -> Iterator[Callable[..., Page]]:
    """Give a function like `open_page` for tests that only look: they share a page in a window of a size."""
    with contextlib.ExitStack() as opened:
        yield cache(lambda name, size="desktop": opened.enter_context(visit(browser, finished, name, SIZES[size])))


@contextlib.contextmanager
def visit(browser: Browser, finished: FinishedPages, name: str, size: dict[str, int]) -> Iterator[Page]:
    """Open a page in a window of its own, and note what it asks for and what goes wrong in it."""
    with contextlib.closing(browser.new_context(viewport=size)) as context:
        page = context.new_page()
        page.requests = []
        page.on("request", lambda request: page.requests.append(request.url))
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(address_of(finished, name))
        page.wait_for_load_state("load")
        yield page


def address_of(finished: FinishedPages, name: str) -> str:
    files = {
        "report": finished.report("1_city_district.html"),
        "briefing": finished.report("5_briefing.html"),
        "index": finished.index,
        "source": finished.source,
        "items": finished.folder / "items.html",
    }
    return files[name].as_uri()


def column_of(page: Page, table: str, at: int) -> list[str]:
    return page.eval_on_selector(table, "(table, at) => [...table.tBodies[0].rows].map(r => r.cells[at].innerText)", at)


def numbers(texts: list[str]) -> list[float]:
    return [float(text.replace(",", "").rstrip("%")) for text in texts if text.strip("—") != ""]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_serious_fault(open_page, name: str):
    page = open_page(name)
    assert serious_faults(page) == []


THIN_OUT = """kept => {
    for (const link of document.querySelectorAll(":is(td, details) a:nth-of-type(n + 4)")) link.remove();
    const seen = {};
    for (const row of document.querySelectorAll("tbody tr, .line")) {
        const kind = [row, ...row.querySelectorAll("*")].map(one => one.tagName + "." + one.className).join();
        seen[kind] = (seen[kind] || 0) + 1;
        if (seen[kind] > kept) row.remove();
    }
}"""
KEPT = 3


def serious_faults(page: Page) -> list[str]:
    """Give what axe finds, of many rows with the same elements in the first, of many links in a cell likewise.

    Its time grows with the number of elements.
    """
    page.evaluate(THIN_OUT, KEPT)
    return [
        f"{violation['id']}: {violation['help']}: {[node['html'][:120] for node in violation['nodes'][:3]]}"
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in NOT_TOLERATED
    ]


def test_axe_finds_no_serious_fault_in_an_item_that_is_shown_nor_in_the_index_on_a_phone(open_page):
    page = open_page("items", PHONE)
    open_item(page, "30216 培训费")
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert serious_faults(open_page("index", PHONE)) == []


@pytest.mark.parametrize("name", PAGES)
def test_page_asks_for_nothing_but_itself(seen, name: str):
    page = seen(name)
    own = page.url.partition("#")[0]
    assert [url for url in page.requests if not url.startswith("data:") and url != own] == []
    assert page.faults == []


@pytest.mark.parametrize("name", PAGES)
def test_page_does_not_scroll_sideways_on_a_phone(seen, name: str):
    page = seen(name, "phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("name", REPORTS)
def test_page_does_not_scroll_sideways_on_a_desktop(seen, name: str):
    page = seen(name)
    assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]


def test_lines_beyond_the_first_are_folded_until_asked_for(open_page):
    folded = open_page("briefing").locator(".refs details.more").first
    assert not folded.locator("a").first.is_visible()
    folded.locator("summary").click()
    assert folded.locator("a").first.is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_page_has_its_language_title_and_one_main_heading(seen, name: str):
    page = seen(name)
    assert page.get_attribute("html", "lang") == "zh-CN"
    assert page.title()
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_page_brings_its_own_chinese_font(seen, name: str):
    page = seen(name)
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
    assert "from budgetkit.notebook import" in page.locator("main").inner_text()
    page.get_by_role("button", name="收起代码").click()
    assert not code.is_visible()


@pytest.mark.parametrize("name", REPORTS)
def test_every_link_of_a_row_leads_to_a_line_that_exists(seen, finished: FinishedPages, name: str):
    page = seen(name)
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


def test_index_on_a_phone_shows_reports_on_the_first_screen_and_every_state_in_words(seen):
    page = seen("index", "phone")
    box = page.locator(".reports a").first.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert box["y"] + box["height"] <= PHONE["height"]
    said = page.locator(".card").first.inner_text()
    assert "通过" in said
    assert "支出总计" in said
    assert " / " not in said


def test_sizes_of_the_index_are_drawn_to_one_scale(seen):
    page = seen("index")
    cards = page.eval_on_selector_all(
        ".card[data-total]:has(.bar)",
        "cards => cards.map(card => [Number(card.dataset.total), [...card.querySelectorAll('.bar i')]"
        ".reduce((sum, bar) => sum + bar.getBoundingClientRect().width, 0)])",
    )
    assert len(cards) > 1
    largest = max(cards)
    assert all(abs(width / largest[1] - total / largest[0]) < 0.01 for total, width in cards)


def visible_cards(page: Page) -> list[str]:
    return page.locator(".card:visible").evaluate_all("cards => cards.map(card => card.id)")


@pytest.mark.parametrize("name", ["index", "items"])
def test_print_of_the_site_leaves_out_what_only_a_screen_can_use(open_page, name: str):
    page = open_page(name)
    if name == "items":
        open_item(page, "30216 培训费")
    page.emulate_media(media="print")
    assert page.locator("input:visible, select:visible, button.more-button:visible").count() == 0
    assert page.locator(".card:visible, #t tbody tr:visible").count() > 1


def test_index_search_and_filters_show_only_what_is_looked_for(open_page):
    page = open_page("index")
    everything = visible_cards(page)
    page.get_by_role("searchbox").fill("朝阳区应急管理局２０２４年")
    assert len(visible_cards(page)) == 1
    page.get_by_role("searchbox").fill("朝阳　２０２４")
    assert [name for name in visible_cards(page) if "chaoyang" in name] == visible_cards(page)
    assert visible_cards(page)
    assert f"共 {len(everything)} 个" in page.get_by_role("status").inner_text()
    page.get_by_role("searchbox").fill("没有这个部门")
    assert visible_cards(page) == []
    page.get_by_role("searchbox").fill("")
    assert visible_cards(page) == everything
    for name, wanted in (("层级", "区级"), ("年度", "2026"), ("核对与生成情况", "差异原因未证明（未定位）")):
        choice = page.get_by_label(name, exact=True)
        choice.select_option(wanted)
        shown = visible_cards(page)
        assert shown, name
        assert set(shown) < set(everything), name
        choice.select_option("")


def test_index_is_sorted_by_what_is_chosen(open_page):
    page = open_page("index")
    given = visible_cards(page)
    page.get_by_label("排列").select_option("total")
    totals = page.locator(".card").evaluate_all("cards => cards.map(card => Number(card.dataset.total || -1))")
    assert totals == sorted(totals, reverse=True)
    page.get_by_label("排列").select_option("")
    assert visible_cards(page) == given


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_bar_switches_between_the_reports_of_a_department_and_says_which_one_is_open(open_page, size):
    page = open_page("report", size)
    page.mouse.wheel(0, 3000)
    page.locator(".bar .switch summary").click()
    assert page.locator(".bar [aria-current=page]").inner_text() == "市区对比"
    assert page.locator(".bar .switch div").bounding_box()["x"] >= 0
    page.locator(".bar").get_by_role("link", name="预算简报", exact=True).click()
    page.wait_for_url("**/5_briefing.html")
    assert page.locator(".bar [aria-current=page]").text_content() == "预算简报"


@pytest.mark.parametrize("name", ["report", "source"])
def test_page_leads_back_to_its_department_in_the_index_and_across(open_page, name: str):
    page = open_page(name)
    across = page.locator("nav a[href*='.html'], .bar a[href*='.html']").all_text_contents()
    assert any("2024" in text for text in across)
    page.get_by_role("link", name="返回目录").first.click()
    page.wait_for_url("**/index.html#*")
    box = page.locator(".card:target").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < DESKTOP["height"]
    assert page.locator(".card:target").get_by_text("其他年度").is_visible()
    page.locator(".card:target").get_by_role("link", name="预算简报", exact=True).click()
    page.wait_for_url("**/5_briefing.html")


def open_item(page: Page, words: str) -> None:
    page.get_by_label("查找科目").fill(words)
    page.locator("#found button").first.click()
    page.wait_for_selector("#t tbody tr")


def test_an_item_is_shown_over_departments_with_the_figures_of_the_dataset(open_page, finished: FinishedPages):
    rows = load(finished.folder.parent / "clean").exact("expenditure").to_pylist()
    expected: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row["dept_econ_code5"] == "30216":
            expected[row["document_id"]] += row["total"]
    page = open_page("items")
    hint = page.get_by_text("点选一项")
    assert hint.is_visible()
    open_item(page, "３０２１６培训费")
    assert not hint.is_visible()
    assert page.locator("#t tbody tr").count() == len(expected) == 3
    shown = numbers(column_of(page, "#t", 1))
    assert shown == sorted((float(f"{total:.2f}") for total in expected.values()), reverse=True)
    page.get_by_label("层级", exact=True).select_option("区级")
    assert page.locator("#t tbody tr").count() == 1
    assert "朝阳" in page.locator("#t tbody").inner_text()
    page.get_by_role("link", name="2024年").click()
    page.wait_for_url("**/sources/*#L*")


def test_what_is_shown_of_an_item_is_downloaded_exactly(open_page, finished: FinishedPages, tmp_path):
    page = open_page("items")
    open_item(page, "30216 培训费")
    page.get_by_label("层级", exact=True).select_option("市级")
    saved = {}
    for name, ending in (("Excel", "xlsx"), ("CSV", "csv")):
        with page.expect_download() as download:
            page.get_by_role("group", name="下载所示").get_by_role("button", name=name).click()
        saved[ending] = tmp_path / f"x.{ending}"
        download.value.save_as(saved[ending])
    table = pd.read_csv(saved["csv"], dtype=str, keep_default_na=False)
    assert len(table) == 2
    assert table["科目编码"].unique().tolist() == ['="30216"']
    exact = {
        row["document_id"]: Decimal(0) for row in load(finished.folder.parent / "clean").exact("documents").to_pylist()
    }
    for row in load(finished.folder.parent / "clean").exact("expenditure").to_pylist():
        if row["dept_econ_code5"] == "30216":
            exact[row["document_id"]] += row["total"]
    amounts = dict(zip(table["文件编号"], table["合计（万元）"], strict=True))
    assert {name: Decimal(text) for name, text in amounts.items()} == {name: exact[name] for name in amounts}
    shown = page.locator("#t thead th:visible").all_inner_texts()
    names = [re.sub(r"（.*）", "", name) for name in table.columns]
    assert {text.rstrip(" ↕↑↓") for text in shown} <= set(names)
    shares = [f"{float(text):.1f}%" for text in table["占本表合计（%）"] if text]
    assert sorted(shares) == sorted(text for text in column_of(page, "#t", shown.index("占本表合计")) if text != "—")
    book = pd.read_excel(saved["xlsx"], dtype=str, engine="openpyxl")
    assert book["科目编码"].tolist() == ["30216", "30216"]
    assert [Decimal(text) for text in book["合计（万元）"]] == [Decimal(text) for text in table["合计（万元）"]]
    sheet = openpyxl.load_workbook(saved["xlsx"]).active
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.freeze_panes == "A2"


def test_a_small_share_is_not_said_to_be_nothing(open_page):
    page = open_page("items")
    page.get_by_label("查找科目").fill("支出")
    small = 0
    for at in range(page.locator("#found button").count()):
        page.locator("#found button").nth(at).click()
        page.wait_for_selector("#t tbody tr")
        heads = page.locator("#t thead th").all_inner_texts()
        place = next((number for number, head in enumerate(heads) if "占本表合计" in head), None)
        for amount, text in zip(column_of(page, "#t", 1), column_of(page, "#t", place), strict=True) if place else ():
            assert text != "0.0%" or float(amount.split("\n")[0].replace(",", "")) == 0
            small += text == "<0.1%"
    assert small


def test_a_head_of_words_sorts_from_the_first_and_one_of_figures_from_the_largest(open_page):
    page = open_page("items")
    open_item(page, "30216 培训费")
    for name, first in (("部门", "ascending"), ("合计", "descending"), ("提示", "ascending"), ("年度", "descending")):
        page.locator("#t thead button", has_text=name).first.click()
        head = page.locator("#t thead th", has_text=name).first
        assert head.get_attribute("aria-sort") == first, name


def test_a_phone_shows_what_the_columns_say_that_it_has_no_room_for(open_page):
    page = open_page("items", PHONE)
    open_item(page, "30216 培训费")
    assert page.locator("#t tbody tr").first.get_by_text("占本表合计").is_visible()
    assert "基本支出" in page.locator("#t tbody tr").first.inner_text()


def test_the_view_of_items_opens_an_item_however_its_address_is_written(open_page):
    page = open_page("items")
    open_item(page, "30216 培训费")
    hash_of = page.evaluate("location.hash")
    for written in (unquote(hash_of), hash_of.lower()):
        page.goto(page.url.partition("#")[0] + "?" + written)
        page.wait_for_selector("#t tbody tr")
        assert "培训费" in page.locator("#name").inner_text()


def test_buttons_of_the_view_of_items_stand_on_one_line_each(open_page):
    page = open_page("items")
    open_item(page, "30216 培训费")
    tops = page.locator("#filters > div").evaluate_all("all => all.map(one => one.getBoundingClientRect().bottom)")
    assert max(tops) - min(tops) < 2


def test_links_of_the_index_lead_to_files(seen, finished: FinishedPages):
    page = seen("index")
    links = page.eval_on_selector_all("main a", "links => links.map(link => link.getAttribute('href'))")
    assert len(links) >= 4
    lost = [link for link in links if not link.startswith("#") and not (finished.folder / unquote(link)).is_file()]
    assert lost == []
    assert page.evaluate("links => links.filter(link => !document.getElementById(link))", anchors_of(links)) == []


def anchors_of(links: list[str]) -> list[str]:
    return [unquote(link[1:]) for link in links if link.startswith("#")]
