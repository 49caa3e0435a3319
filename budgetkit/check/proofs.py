"""What no sum can prove: rows joined from two blocks, and totals of projects that stand in one table only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import ZERO, is_telling
from budgetkit.check.purchases import ProjectIndex
from budgetkit.check.result import absent_row, make_row
from budgetkit.check.words import column_label, money, name_some, table_label
from budgetkit.cost_ceilings import is_cost, parse_ceiling
from budgetkit.finding import Row
from budgetkit.tidy.project_names import name_key

_SECOND_PLACES = (("project_list", "total"), ("project_expenditure", "total"), ("purchased_services", "amount"))
_TELLING_DIGITS = 3  # fewer digits may meet by chance
_POWERS = tuple(Decimal(10) ** power for power in (1, 2, 3, 4))


def check_proofs(document: CheckedDocument) -> Iterator[Row]:
    """Check how far joined rows and project totals are proved by a second table, and how plausible they are."""
    yield check_joined_rows(document)
    yield from check_project_totals(document)
    yield from check_years(document)


def check_joined_rows(document: CheckedDocument) -> Row:
    """Check that no two joined rows of 项目支出表 could change places without any sum noticing.

    Rows of one function code can, unless another table prints their project's total; of several such rows the last is
    settled by the others.
    """
    rule, table = "joined_rows_proved", "project_expenditure"
    what = f"{table_label(table)}：左右两块连接的行，互换即会被其他表发现"
    absent = document.absent(table)
    joined = [row for row in document.rows(table) if row["certainty"] == "joined"]
    if absent or not joined:
        reason = absent.reason if absent else "该表没有由两块连接的行"
        return make_row(rule, table, what, "not_applicable", reason)
    known = _known_totals(document)
    own: dict[tuple, Decimal] = defaultdict(Decimal)
    for row in joined:
        own[_project(row)] += row["total"] or ZERO
    loose: dict[str | None, list[Row]] = defaultdict(list)
    for row in joined:
        if own[_project(row)] not in known.get(name_key(row["project_name"]), ()):
            loose[row["function_code"]].append(row)
    ambiguous = [row for rows in loose.values() if _can_swap(rows) for row in rows]
    numbers = {"left": Decimal(len(joined) - len(ambiguous)), "right": Decimal(len(joined))}
    if not ambiguous:
        return make_row(rule, table, what, "pass", lines=([row["source_line"] for row in joined],), **numbers)
    names = name_some(list(dict.fromkeys(f"“{row['project_name']}”" for row in ambiguous)))
    text = f"{len(ambiguous)} 行（{names}）同属一个功能科目，互换后各项合计不变，其他表也未印其总额，读法不唯一。"
    return make_row(rule, table, what, "insufficient", text, lines=([r["source_line"] for r in ambiguous],), **numbers)


def _project(row: Row) -> tuple:
    return row["project_seq"], name_key(row["project_name"])


def _can_swap(rows: Sequence[Row]) -> bool:
    """Two rows of different projects can change places if what they would change is not the same."""
    halves = {(row["gov_econ_code"], row["dept_econ_code"], row["total"]) for row in rows}
    return len({_project(row) for row in rows}) > 1 and len(halves) > 1


def _known_totals(document: CheckedDocument) -> dict[str, set[Decimal]]:
    """Gather totals of projects that the project list prints, by name."""
    known: dict[str, set[Decimal]] = defaultdict(set)
    for row in document.rows("project_list"):
        known[name_key(row["project_name"])].add(row["total"])
    bought: dict[str, Decimal] = defaultdict(Decimal)
    for row in document.rows("purchased_services"):
        if row["project_name"] and row["amount"] is not None:
            bought[name_key(row["project_name"])] += row["amount"]
    for key, amount in bought.items():
        known[key].add(amount)
    return known


def check_project_totals(document: CheckedDocument) -> Iterator[Row]:
    """Check project totals against a second place that prints them; an unproved one may stand at the wrong project.

    Second places are the project list, 项目支出表, purchases that make up the whole project, and cost indicators that
    equal the total or add up to it. A total that is a power of ten times another place's is doubted.
    """
    rule, what = "project_total_proved", "项目总额另有一处印出的金额可以印证"
    absent = document.absent("projects")
    if absent:
        yield absent_row(rule, "projects", what, absent)
        return
    projects = [project for project in document.rows("projects") if project["total"]]
    named, costs, bought = _named_amounts(document), _cost_amounts(document), _lone_purchases(document, projects)
    rest = []
    for project in projects:
        seq, total = project["project_seq"], project["total"]
        if total in named[seq] or total in costs[seq] or total in bought:
            continue
        rest.append(project)
        yield from _doubt(project, [*named[seq], *costs[seq]])
    numbers = {"left": Decimal(len(projects) - len(rest)), "right": Decimal(len(projects))}
    text = f"{len(rest)} 个项目的总额只见于本行：个别数字有误会与财政资金、其他资金不符，整行错位则无从发现。"
    status = "insufficient" if rest else "pass"
    lines = ([project["source_line"] for project in rest or projects],)
    yield make_row(rule, "projects", what, status, text if rest else None, lines=lines, **numbers)


def _named_amounts(document: CheckedDocument) -> dict[int | None, set[Decimal]]:
    """Gather what other tables print for a project, by project_seq."""
    projects = ProjectIndex(document.rows("projects"))
    amounts: dict[int | None, set[Decimal]] = defaultdict(set)
    for table, column in _SECOND_PLACES:
        sums: dict[int | None, Decimal] = defaultdict(Decimal)
        for row in document.rows(table):
            project = projects.find(row)
            if project and row[column] is not None:
                sums[project["project_seq"]] += row[column]
        for seq, amount in sums.items():
            amounts[seq].add(amount)
    return amounts


def _cost_amounts(document: CheckedDocument) -> dict[int | None, set[Decimal]]:
    """Gather the costs of a project's indicators and their sum (万元), by project_seq."""
    costs: dict[int | None, list[Decimal]] = defaultdict(list)
    for row in document.rows("project_indicators"):
        ceiling = parse_ceiling(row["value"], row["unit"]) if is_cost(row["level1"], row["level2"]) else None
        if ceiling:
            costs[row["project_seq"]].append(ceiling.amount)
    return defaultdict(set, {seq: {*amounts, sum(amounts, ZERO)} for seq, amounts in costs.items()})


def _lone_purchases(document: CheckedDocument, projects: Sequence[Row]) -> set[Decimal]:
    """Gather purchases that name no project, whose amount is that of one project only and not a round one."""
    unnamed = [row for row in document.rows("purchased_services") if not row["project_name"] and row["amount"]]
    bought = Counter(row["amount"] for row in unnamed)
    totals = Counter(project["total"] for project in projects)
    return {
        amount
        for amount, count in bought.items()
        if count == totals[amount] == 1 and is_telling(amount, _TELLING_DIGITS)
    }


def _doubt(project: Row, amounts: Iterable[Decimal]) -> Iterator[Row]:
    """Doubt a total that is exactly ten, a hundred … times what another place says, or that part of it."""
    total = project["total"]
    shifted = sorted(a for a in amounts if any(total in (a * power, a / power) for power in _POWERS))
    if shifted and is_telling(total, _TELLING_DIGITS):
        what = f"“{project['project_name'] or project['project_id']}”总额的数量级与另一处一致"
        text = f"与另一处的 {money(shifted[0])} 万元恰差十的整数次幂，小数点或单位可能有误，未作改动。"
        numbers = {"left": total, "right": shifted[0], "difference": total - shifted[0]}
        lines = ([project["source_line"]],)
        yield make_row("magnitude", "projects", what, "insufficient", text, lines=lines, **numbers)


def check_years(document: CheckedDocument) -> Iterator[Row]:
    """Check that “三公” amounts of two printed years are of the same magnitude."""
    rows = sorted(document.rows("three_public"), key=lambda row: row["budget_year"])
    for before, after in pairwise(rows):
        pairs = [(c, before[c], after[c]) for c in ("total", "overseas", "reception", "vehicle_subtotal")]
        odd = [c for c, one, other in pairs if one and other and not 1 <= 10 * one / other <= 100]
        what = f"{table_label('three_public')}：{before['budget_year']} 与 {after['budget_year']} 两年的数量级一致"
        text = f"{'、'.join(column_label(column) for column in odd)}相差十倍以上，小数点或单位可能有误" if odd else None
        lines = ([before["source_line"], after["source_line"]],)
        numbers = {"left": after["total"], "right": before["total"]}
        status = "insufficient" if odd else "pass"
        yield make_row("magnitude", "three_public", what, status, text, lines=lines, **numbers)
