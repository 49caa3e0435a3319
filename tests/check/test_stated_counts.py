"""Groups, persons and vehicles beside “三公”经费: read from the text, held against each other and the money."""

from decimal import Decimal
from random import Random

import pytest
from made.narrative import set_lines

from budgetkit.check.document import CheckedDocument
from budgetkit.check.stated_counts import check_stated_counts
from budgetkit.narrative.counts import read_counted_cells
from budgetkit.narrative.rows import read_narrative
from budgetkit.read.text import split_lines

MONEY = {"overseas": "3.00", "reception": "5.27", "vehicle_purchase": "0"}


def read(*paragraphs, year=2025):
    return read_narrative(set_lines(list(paragraphs)), year, {}).tables["stated_counts"]


def check(*paragraphs, amounts=MONEY, rows=None):
    class Source:
        read_as, kind, year, document_id = "final_accounts", "final_accounts", 2025, "made"

    row = {"budget_year": 2025, "base_kind": "final", "source_line": 100}
    row |= {name: None if amount is None else Decimal(amount) for name, amount in amounts.items()}
    tables = {"three_public": [row], "stated_counts": rows or read(*paragraphs)}
    return [(row["rule"], row["status"]) for row in check_stated_counts(CheckedDocument(tables, [], Source()))]


@pytest.mark.parametrize("seed", range(20))
def test_what_is_counted_is_read_whatever_the_words(seed):
    random = Random(seed)
    groups, persons, batches, guests, bought, kept = (random.randint(0, 1200) for _ in range(6))
    sentences = [
        random.choice(
            [
                f"2025年因公出国（境）团组{groups}个，累计{persons:,}人次。",
                f"全年安排出国（境）团组{groups}批、{persons}人次。",
            ]
        ),
        random.choice(
            [f"国内公务接待{batches}批次，{guests:,}人次。", f"公务接待批次{batches}个，公务接待人次{guests}人。"]
        ),
        f"公务用车购置数{bought}辆，年末公务用车保有量为{kept}辆。",
    ]
    random.shuffle(sentences)
    found = {row["concept"]: row["count"] for row in read("".join(sentences))}
    assert found == {
        "overseas_groups": groups, "overseas_persons": persons, "reception_groups": batches,
        "reception_persons": guests, "vehicles_bought": bought, "vehicles_kept": kept,
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "全年接待来访群众120批次、350人次，办结率98%。",
        "组织培训6批次，参训300人次，人均150元/人。",
        "本部门在职人员53人，单价100万元（含）以上设备2台（套）。",
        "公务接待费3.20万元，因公出国（境）费0万元。",
    ],
)
def test_what_is_no_count_of_three_public_is_left(text):
    assert read(text) == []


VEHICLES = "截至2025年12月31日，某局共有车辆{}辆，其中：机要通信用车1辆、应急保障用车{}辆、其他用车1辆。"


@pytest.mark.parametrize(("whole", "part", "status"), [(7, 5, "pass"), (7, 4, "fail"), (7, 6, "fail"), (2, 0, "pass")])
def test_parts_make_up_their_whole(whole, part, status):
    assert check(VEHICLES.format(whole, part)) == [("count_parts", status)]


def test_parts_that_leave_something_out_only_stay_within_their_whole():
    text = "国内公务接待8批次，65人次，其中：外事接待{}批次，10人次。"
    assert ("count_parts", "fail") not in check(text.format(2))
    assert ("count_parts", "fail") in check(text.format(9))


def test_the_same_count_twice_is_the_same_and_counts_of_other_things_may_differ():
    first = "2025年因公出国（境）团组3个，12人次。"
    assert ("count_repeated", "pass") in check(first, "全年因公出国（境）团组3个。")
    assert ("count_repeated", "fail") in check(first, "全年因公出国（境）团组2个。")
    others = ("某局共有车辆7辆。", "公务用车保有量5辆。", "国内公务接待8批次。", "国（境）外公务接待0批次。")
    assert ("count_repeated", "fail") not in check(first, "2024年因公出国（境）团组1个。", *others)


@pytest.mark.parametrize(("persons", "status"), [(12, "pass"), (3, "pass"), (2, "fail")])
def test_a_group_has_one_person_at_least(persons, status):
    assert ("count_of_persons", status) in check(f"2025年因公出国（境）团组3个，{persons}人次。")


@pytest.mark.parametrize(
    ("text", "column", "amount", "status"),
    [
        ("因公出国（境）团组3个。", "overseas", "3.00", "pass"),
        ("因公出国（境）团组0个。", "overseas", "3.00", "fail"),
        ("因公出国（境）团组3个。", "overseas", "0.00", "insufficient"),
        ("因公出国（境）团组0个。", "overseas", "0.00", "pass"),
        ("国内公务接待0批次，国（境）外公务接待2批次。", "reception", "5.00", "pass"),
        ("公务用车购置0辆。", "vehicle_purchase", "18.00", "fail"),
    ],
)
def test_what_is_counted_and_what_is_paid_go_together(text, column, amount, status):
    assert [found for rule, found in check(text, amounts={column: amount}) if rule == "count_to_money"] == [status]
    assert "count_to_money" not in [rule for rule, _ in check(text, amounts={column: None})]


def test_a_table_that_prints_counts_beside_their_names_is_held_against_the_text():
    words = ("“三公”经费支出表", "（一）因公出国（境）团组数（个）\t{}", "2.公务用车保有量（辆）\t5",
             "国内公务接待批次（个）\t8", "三、其他（万元）\t7")  # fmt: skip
    lines = "\n".join(words)
    for count, status in ((3, "pass"), (4, "fail")):
        cells = list(read_counted_cells(split_lines(lines.format(count)), 2025))
        assert [(row["concept"], row["count"]) for row in cells] == [
            ("overseas_groups", count), ("vehicles_kept", 5), ("reception_groups", 8),
        ]  # fmt: skip
        assert ("count_repeated", status) in check(rows=[*read("因公出国（境）团组3个。"), *cells])
