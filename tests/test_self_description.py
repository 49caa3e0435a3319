"""A document that names another department, year or level than its entry is refused; a silent one is taken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from made import make_department, write_project

from budgetkit.errors import SourceError
from budgetkit.pipeline import clean_document, clean_documents
from budgetkit.read.text import split_lines
from budgetkit.self_description import check_self_description
from budgetkit.sources import load_sources

RAW = Path(__file__).parents[1] / "data" / "raw"
SOURCES = {source.document_id: source for source in load_sources(RAW)}
CITY, DISTRICT = SOURCES["beijing-emergency-2026-budget"], SOURCES["chaoyang-emergency-2024-budget"]


def others(source):
    """Give the entry with one field each that is another document's."""
    level = {"city": "district", "district": "city"}[source.level]
    return [
        replace(source, year=source.year - 1),
        replace(source, year=source.year + 1),
        replace(source, department="某市某某某局"),
        replace(source, level=level),
    ]


@pytest.mark.parametrize("document_id", SOURCES)
def test_each_published_document_is_refused_under_another_department_year_or_level(document_id):
    source = SOURCES[document_id]
    for other in others(source):
        with pytest.raises(SourceError, match=document_id) as error:
            clean_document(other, RAW.parent / "corrections")
        assert "清单为" in error.value.found
        assert error.value.document_id == document_id


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("layout", ["city", "district"])
def test_made_documents_under_another_departments_entry_are_refused_and_the_others_go_on(tmp_path, layout, seed):
    first, second = make_department(seed, layout), make_department(seed + 50, layout)
    raw = write_project(tmp_path, [first, second])
    manifest = raw / "sources.toml"
    head, body = manifest.read_text("utf-8").split("[[document]]", 2)[1:]
    manifest.write_text(f"[[document]]{head.replace(first.department, '某市某某某局')}[[document]]{body}", "utf-8")
    result = clean_documents(raw)
    assert [document.source.department for document in result.documents] == [second.department]
    assert first.department in str(result.errors[0])
    assert result.left_out == [first.document_id]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (CITY, ""),
        (CITY, "部门名称\t单位名称\n"),
        (CITY, "2025年部门预算项目尾款\t5.0\n"),
        (CITY, "（2025年度）\n（2026年度）\n"),
        (CITY, "2025年12月底前\n"),
        (CITY, "部门名称\t应急管理局\n主管部门\t某市某某局\n"),
        (CITY, "市级主管部门\t北京市财政局\n区级主管部门\t朝阳区财政局\n"),
        (CITY, "某某局2025年预算执行情况良好\n"),
        (replace(DISTRICT, department="某市经济技术开发区城市运行局", level="city"), ""),
        (replace(DISTRICT, department="某市教育局"), ""),
    ],
)
def test_what_proves_no_contradiction_is_taken(source, text):
    check_self_description(source, split_lines(text), {})


@pytest.mark.parametrize(
    ("source", "text", "said"),
    [
        (CITY, "北京市应急管理局2025年部门预算信息公开\n", "2025"),
        (CITY, "（2025年度）\n", "2025"),
        (CITY, "2025年12月底前\n" * 3, "2025"),
        (CITY, "部门名称：\t北京市水务局\n", "水务局"),
        (CITY, "部门名称：北京市水务局\n", "水务局"),
        (CITY, "北京市水务局2026年部门预算\n", "水务局"),
        (replace(CITY, department="某市水务局", level="district"), "市级主管部门\t某市水务局\n", "市级"),
        (replace(CITY, department="某市某某区水务局"), "", "区级"),
        (replace(CITY, department="某县水务局"), "", "区级"),
    ],
)
def test_each_kind_of_proof_refuses(source, text, said):
    with pytest.raises(SourceError, match=said):
        check_self_description(source, split_lines(text), {})


def test_projects_set_up_after_the_year_prove_a_later_one():
    rows = [{"project_id": f"11000027T00000000{number:04}", "source_line": number} for number in range(3)]
    with pytest.raises(SourceError, match="2027"):
        check_self_description(CITY, [], {"projects": rows})
    check_self_description(CITY, [], {"projects": rows[:2]})


def test_made_documents_in_their_own_entries_are_taken(tmp_path):
    documents = [make_department(seed, layout) for seed in range(4) for layout in ("city", "district")]
    raw = write_project(tmp_path, [one for document in documents for one in (document, document.evaluation)])
    for source in load_sources(raw):
        check_self_description(source, split_lines(source.path.read_text("utf-8")), {})
