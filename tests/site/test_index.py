"""The index's cards: sizes and states in words, one scale, years and counterparts, whatever names departments have."""

from __future__ import annotations

import re
from html import unescape

import pytest

from budgetkit.batch.job import Job
from budgetkit.batch.links import link_report, link_source
from budgetkit.dataset.states import STATES
from budgetkit.site.index import ReportLink, make_cards, save_index


def document(department: str = "a", year: int = 2026, **given) -> dict:
    row = {"document_id": f"{department}-{year}", "department_id": department, "department": f"{department}局"}
    named = {"level": "city", "region": "某市", "field": "民政", "kind": "budget", "counterpart": None}
    return {**row, **named, "year": year, "title": f"{department}局{year}年部门预算", **given}


def facts(total: float | None = 20_000.0, **checks: int) -> dict:
    amounts = {} if total is None else {"total": total, "basic": total * 0.25, "project": total * 0.6}
    return {"is_budget": total is not None, "amounts": amounts, "checks": checks}


def save(tmp_path, cards, **given) -> str:
    save_index(cards, tmp_path / "index.html", **given)
    return (tmp_path / "index.html").read_text("utf-8")


def card_texts(page: str) -> list[str]:
    return [unescape(re.sub(r"<[^>]*>", " ", part)) for part in page.split('<li class="card"')[1:]]


def test_states_and_sizes_are_said_in_words(tmp_path):
    checks = {state: number for number, state in enumerate(STATES, start=3)}
    cards = make_cards([document()], {"a-2026": facts(**checks)}, {})
    (said,) = card_texts(save(tmp_path, cards))
    assert "支出总计 2.00 亿元：基本支出 5,000.00 万元，项目支出 1.20 亿元（60.0%）" in said
    for state, word in STATES.items():
        assert f"{word} {checks[state]} 项" in said
    assert cards[0].open_checks == checks["fail"] + checks["located"]


def test_a_state_that_does_not_occur_is_not_said(tmp_path):
    (said,) = card_texts(save(tmp_path, make_cards([document()], {"a-2026": facts(**{"pass": 9})}, {})))
    assert "通过 9 项" in said
    assert "差异" not in said


def test_sizes_have_one_scale_and_parts_do_not_exceed_the_whole():
    rows = [document(name) for name in "abc"]
    known = {"a-2026": facts(100.0), "b-2026": facts(400.0), "c-2026": facts(None)}
    bars = [sum(width for _, width in card.bars) for card in make_cards(rows, known, {})]
    assert bars == [pytest.approx(25), pytest.approx(100), 0]


def test_departments_keep_their_order_and_the_latest_year_stands_first():
    rows = [
        document("b", 2024),
        document("a", 2025),
        document("b", 2026),
        document("b", 2026, document_id="x", kind="self_evaluation"),
    ]
    cards = make_cards(rows, {"b-2026": facts(), "x": facts(None, **{"pass": 1})}, {})
    assert [card.anchor for card in cards] == ["b-2026", "b-2024", "a-2025"]
    assert cards[0].years == [("2024年", "b-2024")]
    assert [row["document_id"] for row in cards[0].documents] == ["b-2026", "x"]
    assert cards[0].checks == {"pass": 1}


def test_the_counterpart_is_the_card_of_the_nearest_year():
    rows = [
        document("a", 2026, counterpart="b"),
        document("b", 2023),
        document("b", 2025),
        document("c", counterpart="gone"),
    ]
    cards = {card.anchor: card for card in make_cards(rows, {}, {})}
    assert cards["a-2026"].counterpart == ("b局 2025年", "b-2025")
    assert cards["c-2026"].counterpart is None


def test_only_what_tells_cards_apart_can_be_chosen(tmp_path):
    rows = [document("a", field="民政"), document("b", field="水务")]
    page = save(tmp_path, make_cards(rows, {"a-2026": facts(fail=1), "b-2026": facts(**{"pass": 1})}, {}))
    assert re.findall(r'<select id="(\w+)"', page) == ["field", "state", "order"]
    assert "<option>水务</option>" in page


def test_failed_reports_and_orphans_are_named(tmp_path):
    links = {("a", 2026): [ReportLink("同比", {"pdf": "a-2026/2.pdf"}, failed="a-2026/2.html")]}
    cards = make_cards([document()], {}, links)
    page = save(tmp_path, cards, orphans=[ReportLink("旧局 2020年 绩效", {"html": "old/4.html"})])
    assert 'href="a-2026/2.html"' in page
    assert "未能生成" in page
    assert "failed_report" in cards[0].states
    assert "已无来源" in page
    assert 'href="old/4.html"' in page


def test_names_cannot_become_markup(tmp_path):
    hostile = '"><script>alert(1)</script>'
    rows = [document(department=hostile, field=hostile, title=hostile, region=hostile)]
    page = save(
        tmp_path, make_cards(rows, {}, {(rows[0]["department_id"], 2026): [ReportLink(hostile, {"html": "x"})]})
    )
    assert "<script>alert" not in page


def test_the_links_of_pages_follow_from_the_documents_and_the_reports_beside(tmp_path):
    rows = [document("a", 2026, counterpart="b"), document("a", 2024), document("b", 2025)]
    job = Job(tmp_path / "1_x.ipynb", "x", "a", "a局", 2026, tmp_path / "a-2026")
    links = link_report(job, rows, {job.key: "甲", f"{job.folder.name}/2_y z": "乙"})
    assert [(one["title"], one["is_here"]) for one in links["reports"]] == [("甲", True), ("乙", False)]
    assert links["reports"][1]["href"] == "../a-2026/2_y%20z.html"
    assert links["index"] == "../index.html#a-2026"
    assert links["years"] == [{"title": "2024年", "href": "../index.html#a-2024"}]
    assert links["departments"] == [{"title": "b局 2025年", "href": "../index.html#b-2025"}]
    assert link_source(rows[0], rows)["documents"] == [{"title": "a局2024年部门预算", "href": "a-2024.html"}]


def test_documents_without_a_page_are_counted_and_none_is_said_where_all_have_one(tmp_path):
    cards = make_cards([document()], {}, {})
    assert "另有 55 份文件尚未生成" in save(tmp_path, cards, unlisted=55)
    assert "尚未生成报告和原文页" not in save(tmp_path, cards)
