"""购买服务明细表 against the projects that it names, and against the services among the procurement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import Figure, is_telling, read_figure, sum_column
from budgetkit.check.result import absent_row, compare, make_row
from budgetkit.check.unit_evidence import magnitudes
from budgetkit.check.units import whole_budget
from budgetkit.check.words import money, table_label
from budgetkit.finding import Row
from budgetkit.tidy.project_names import name_key

RULE, COVERED, WITHIN = "services_within_project", "procured_services", "procurement_in_whole"
PURCHASE = "purchase_in_procurement"
TABLE = "purchased_services"
_SERVICES = "C"  # the category of services in 政府采购品目分类目录


def check_purchases(document: CheckedDocument) -> Iterator[Row]:
    """Check that what a project buys as services is no more than the project's total (万元)."""
    what = f"{table_label(TABLE)}：每个项目购买服务之和≤项目总额"
    absent = document.absent(TABLE)
    named = [row for row in document.rows(TABLE) if row["project_id"] or row["project_name"]]
    if not absent and not named:
        absent = Figure(None, reason="该表不列项目", due=False)
    absent = absent or document.absent("projects")
    if absent:
        yield absent_row(RULE, TABLE, what, absent)
        return
    within, beyond, unlisted = [], [], []
    projects = ProjectIndex(document.rows("projects"))
    for rows in _group(named):
        project = projects.find(rows[0])
        if project is None or project["total"] is None:
            unlisted.extend(rows)
        elif sum_column(rows, "amount").or_zero().value <= project["total"]:
            within.extend(rows)
        else:
            beyond.append((rows, project))
    if within:
        left = sum_column(within, "amount").or_zero()
        yield make_row(RULE, TABLE, f"{what}（{len(within)} 行均不超出）", "pass", lines=(left.lines,), left=left.value)
    for rows, project in beyond:
        name = project["project_name"] or project["project_id"]
        hint = "购买服务超出项目总额"
        left, right = sum_column(rows, "amount"), read_figure(project, "total")
        yield compare(RULE, TABLE, f"{what}：{name}", left, right, hint=hint)
    for row in unlisted:
        yield _check_unlisted(document, row)


def check_procurement_in_whole(document: CheckedDocument) -> Iterator[Row]:
    """Doubt procurement that is more than all that the document's budget spends: no part is more than its whole."""
    bought, whole = sum_column(document.rows("procurement"), "amount"), whole_budget(document)
    if bought.value is None or whole is None or bought.value <= whole:
        return
    text = f"政府采购 {money(bought.value)} 万元大于支出总计 {money(whole)} 万元"
    text += "：金额或单位可能有误，也可能含以后年度的合同金额"
    yield make_row(
        WITHIN,
        "procurement",
        "政府采购预算之和≤支出总计",
        "insufficient",
        text,
        lines=(bought.lines,),
        left=bought.value,
        right=whole,
    )


def check_purchase_in_procurement(document: CheckedDocument) -> Iterator[Row]:
    """Doubt procurement that is less, all together, than a single purchase that is large enough to be procured."""
    procured = sum_column(document.rows("procurement"), "amount")
    rows = [row for row in document.rows(TABLE) if row["amount"]]
    if procured.value is None or not rows:
        return
    largest = read_figure(max(rows, key=lambda row: row["amount"]), "amount")
    if largest.value <= procured.value or largest.value < magnitudes()["least"]["purchase"]:
        return
    text = f"政府采购合计 {money(procured.value)} 万元少于购买服务的一项 {money(largest.value)} 万元"
    text += "：金额或单位可能有误，也可能该项以前年度已采购或不经政府采购，宜复核"
    description = f"{table_label('procurement')}：合计不少于{table_label(TABLE)}的任何一项"
    lines, numbers = (procured.lines, largest.lines), {"left": procured.value, "right": largest.value}
    yield make_row(PURCHASE, "procurement", description, "insufficient", text, lines=lines, **numbers)


def check_procured_services(document: CheckedDocument) -> Iterator[Row]:
    """Doubt the categories of procurement where its services are less than the services bought and another is not.

    Small purchases need no procurement, so that less alone proves nothing; that exchanging the two would mend it does.
    """
    bought = sum_column(document.rows(TABLE), "amount").or_zero()
    rows = [row for row in document.rows("procurement") if row["amount"] is not None]
    services = next((row for row in rows if row["category_code"] == _SERVICES), None)
    larger = [row for row in rows if row["amount"] >= bought.value]
    if services and services["amount"] < bought.value and larger:
        left = read_figure(services, "amount")
        description = f"{table_label('procurement')}：服务类采购不少于{table_label(TABLE)}合计"
        text = f"服务类采购少于购买服务，而“{larger[0]['category']}”不少，两者的金额可能互换了位置，宜复核"
        lines, numbers = (left.lines, bought.lines), {"left": left.value, "right": bought.value}
        yield make_row(COVERED, "procurement", description, "insufficient", text, lines=lines, **numbers)


def _check_unlisted(document: CheckedDocument, row: Row) -> Row:
    """Look for a purchase of no listed project in basic expenditure, where running costs stand."""
    name = row["project_name"] or row["project_id"]
    description = f"{table_label(TABLE)}：“{name}”属于已列项目"
    amount = read_figure(row, "amount")
    equal = [basic for basic in document.rows("basic_expenditure") if basic["total"] and basic["total"] == amount.value]
    found = [read_figure(basic, "total") for basic in equal]
    lines = (amount.lines, *(figure.lines for figure in found))
    if len(equal) == 1 and is_telling(amount.value):
        where = f"{equal[0]['dept_econ_code']}-{equal[0]['dept_econ_name']}"
        text = f"该项不在所列项目中，金额 {money(amount.value)} 万元与基本支出表 {where} 相等，属基本支出。"
        numbers = {"left": amount.value, "right": amount.value, "difference": amount.value - amount.value}
        return make_row("services_of_listed_project", TABLE, description, "explained", text, lines=lines, **numbers)
    text = "该项目不在所列项目中，或其总额未能读出"
    if equal:
        text += f"；基本支出表有 {len(equal)} 行与之相等，无法判定是否即该项"
    return make_row(
        "services_of_listed_project", TABLE, description, "insufficient", text, lines=lines, left=amount.value
    )


def _group(rows: Sequence[Row]) -> list[list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["project_id"] or name_key(row["project_name"]), []).append(row)
    return list(groups.values())


class ProjectIndex:
    """The projects of a document, to be found by the ids and names that other tables print."""

    def __init__(self, projects: Sequence[Row]) -> None:
        self._by_id: dict[str, list[Row]] = {}
        self._by_name: dict[str, list[Row]] = {}
        for project in projects:
            if project["project_id"]:
                self._by_id.setdefault(project["project_id"], []).append(project)
            if project["project_name"]:
                self._by_name.setdefault(name_key(project["project_name"]), []).append(project)

    def find(self, row: Row) -> Row | None:
        """Find the project that a row means: by its id, or else by its name; None where that is not one project."""
        found = self._by_id.get(row["project_id"]) or self._by_name.get(name_key(row["project_name"])) or []
        return found[0] if len(found) == 1 else None
