"""The untitled project list: shifted cells, stubs, names cut over pages, and contacts that are never kept."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from made_split import read

from budgetkit.mask.rows import mask_rows
from budgetkit.tidy.project_list import is_project_list, tidy_project_list

TEXT = (Path(__file__).parents[1] / "fixtures" / "project_list_with_contacts.txt").read_text(encoding="utf-8")
CONTACTS = ("张某某", "李 某", "李某", "王某某", "赵某", "钱某某", "6500", "010-", "1300000")


def tidy(text: str = TEXT, **known):
    return tidy_project_list(mask_rows(read(text)).rows, known)


def rows(text: str = TEXT, **known) -> list[dict]:
    return tidy(text, **known).tables["project_list"]


def test_every_project_is_read_once_in_order():
    assert [row["project_name"] for row in rows()] == [
        "林场巡护（首款）", "河道清淤", "苗木采购", "防火", "防火培训与队伍建设服务", "古树名木",
    ]  # fmt: skip


def test_shifted_rows_keep_their_amounts():
    assert [(row["total"], row["fiscal_funds"], row["other_funds"]) for row in rows()[1:4]] == [
        (Decimal("345.25"), Decimal(300), Decimal("45.25")),
        (Decimal(80), Decimal(80), None),
        (Decimal("6.3"), Decimal("6.3"), None),
    ]


def test_a_row_that_lost_a_contact_cell_keeps_its_amounts():
    text = TEXT.replace("张某某\t65000001\t", "张某某\t")
    assert [rows(text)[0][key] for key in ("total", "fiscal_funds")] == [Decimal("1200.5")] * 2


def test_a_missing_total_is_null_and_its_parts_stay_parts():
    row = rows(TEXT.replace("6.300000\t6.300000", "\t6.300000"))[3]
    assert (row["total"], row["fiscal_funds"]) == (None, Decimal("6.3"))


def test_an_empty_cell_between_two_amounts_is_not_closed_up():
    assert (rows()[5]["total"], rows()[5]["fiscal_funds"], rows()[5]["other_funds"]) == (Decimal(20), None, Decimal(20))


def test_no_contact_is_kept_or_quoted():
    tidied = tidy()
    everything = json.dumps(
        [tidied.tables, [vars(finding) for finding in tidied.findings]], ensure_ascii=False, default=str
    )
    assert not [contact for contact in CONTACTS if contact in everything]


def test_a_stub_row_that_comes_again_whole_counts_once():
    text = TEXT.replace("11010524T00000000\t\t\t\t\t", "11010524T00000000 0055-防火\t\t\t\t\t")
    assert [row["project_name"] for row in rows(text)] == [row["project_name"] for row in rows()]
    assert [f.text for f in tidy(text).findings if f.kind == "ghost_row"] == ["11010524T000000000055-防火"]


def test_a_name_cut_by_a_page_break_is_joined():
    assert rows()[4]["certainty"] == "joined"
    assert "split_table" in {finding.kind for finding in tidy().findings}


def test_a_short_rest_of_a_name_needs_another_tables_word_because_it_might_be_a_person():
    text = TEXT.replace("队伍建设服务\t", "演练\t")
    assert rows(text)[4]["project_name"] == "防火培训与"
    bought = [{"project_name": "防火培训与演练", "project_id": None}]
    assert rows(text, purchased_services=bought)[4]["project_name"] == "防火培训与演练"


def test_a_person_cut_over_a_page_is_not_taken_for_the_rest_of_a_name():
    text = TEXT.replace("队伍建设服务\t\t", "\t\t欧阳某")
    tidied = tidy(text)
    assert tidied.tables["project_list"][4]["project_name"] == "防火培训与"
    assert "欧阳" not in str(tidied)


def test_a_damaged_id_is_null_and_reported():
    assert rows()[5]["project_id"] is None
    assert [finding.kind for finding in tidy().findings if "21 位" in finding.note] == ["ocr_code"]


def test_a_total_that_is_not_its_parts_is_reported():
    text = TEXT.replace("9.100000\t9.100000", "9.200000\t9.100000")
    assert [f.kind for f in tidy(text).findings if f.action == "kept"] == ["inconsistent_total"]


def test_a_printed_header_changes_nothing():
    header = "项目名称\t项目类别\t联系人\t联系电话\t预算金额\t财政资金\t其他资金\n"
    assert [row["total"] for row in rows(header + TEXT)] == [row["total"] for row in rows()]


def test_the_list_is_known_by_its_rows_and_purchases_are_not_taken_for_it():
    assert is_project_list(read(TEXT)[:2])
    bought = "11010524T000000000011-林场巡护\t02-政府履职\t0211-后勤服务\t物业\t213-农林水支出\t45.000000"
    target = "11010524T000000000011-林场巡护\t1,200.500000\t目标\t产出指标\t数量指标\t面积\t≥\t100\t亩"
    assert not is_project_list(read(bought))
    assert not is_project_list(read(target))
