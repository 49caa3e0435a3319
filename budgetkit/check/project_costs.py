"""A project's costs against its total: what they add up to, and what price times quantity gives. Amounts in 万元.

`cost_ceiling` (indicators.py) judges each cost by itself; here they are taken together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import ZERO
from budgetkit.check.prices import Price, Product, find_products, read_price
from budgetkit.check.result import absent_row, count_row, make_row
from budgetkit.check.words import money, name_some, table_label
from budgetkit.cost_ceilings import Ceiling, is_cost, is_near_miss, judge_ceiling, judge_sum, parse_ceiling
from budgetkit.finding import Row
from budgetkit.parse import half_unit

TABLE, VALUE, SUM, PRODUCT = "project_indicators", "indicator_value", "cost_sum", "price_times_quantity"
_SUM_IS_TOTAL = "列有成本金额（含单价、按月和“不低于”）的项目，各项成本之和等于项目总额"
_ROUNDING = Decimal("0.0001")  # costs that are rounded may miss their sum by this much
_TELLING = 4  # digits of a cost and a total that are the same but for the decimal point
_TOLD = ("equal", "rounded", "other_unit", "absurd")  # by the check of cost ceilings
_FIXED, _LEAST = ("=",), ("=", "≥", ">")


@dataclass(frozen=True)
class ProjectCosts:
    """A project with its indicators: the costs that are money, prices of one thing among them, and the quantities."""

    project: Row
    rows: Sequence[Row] = field(repr=False)

    @property
    def name(self) -> str:
        """What the project is called in a sentence."""
        return f"“{self.project['project_name'] or self.project['project_id'] or self.project['project_seq']}”"

    @property
    def total(self) -> Decimal:
        """The project's total."""
        return self.project["total"]

    @property
    def costs(self) -> list[tuple[Row, Ceiling]]:
        """The costs that state an amount of money, those for one piece too."""
        read = ((row, parse_ceiling(row["value"], row["unit"])) for row in self._cost_rows)
        return [(row, ceiling) for row, ceiling in read if ceiling]

    @property
    def prices(self) -> list[Price]:
        """The costs that state what one thing costs."""
        return [price for row in self._cost_rows if (price := read_price(row))]

    @property
    def wholes(self) -> list[Decimal]:
        """The costs that are no prices."""
        priced = {id(price.row) for price in self.prices}
        return [ceiling.amount for row, ceiling in self.costs if id(row) not in priced]

    @property
    def products(self) -> list[Product]:
        """Prices times the quantities that count what they are for."""
        return find_products(self.prices, self.rows)

    def makes_up(self, product: Product) -> bool:
        """Say whether a product is the project's total, what other costs leave of it, or a cost that is stated too."""
        wholes = self.wholes
        targets = (self.total, self.total - sum(wholes, ZERO), *wholes)
        return any(abs(product.amount - one) <= product.slack + half_unit(self.total) for one in targets if one)

    @property
    def _cost_rows(self) -> list[Row]:
        return [row for row in self.rows if is_cost(row["level1"], row["level2"])]


def check_project_costs(document: CheckedDocument) -> Iterator[Row]:
    """Check each project's costs together against its total."""
    if absent := document.absent(TABLE) or document.absent("projects"):
        yield absent_row(SUM, TABLE, _SUM_IS_TOTAL, absent)
        return
    owned: dict[int | None, list[Row]] = {}
    for row in document.rows(TABLE):
        owned.setdefault(row["project_seq"], []).append(row)
    with_total = [project for project in document.rows("projects") if project["total"]]
    projects = [ProjectCosts(project, owned.get(project["project_seq"], ())) for project in with_total]
    for project in projects:
        yield from _check_shifted(project)
        yield from _check_near_sum(project)
        yield from _check_products(project)
    yield from _count_sums([project for project in projects if project.costs])


def _check_shifted(project: ProjectCosts) -> Iterator[Row]:
    """Doubt costs with the digits of their project's total and the decimal point elsewhere."""
    for row, ceiling in project.costs:
        digits = [value.normalize().as_tuple().digits for value in (ceiling.amount, project.total)]
        is_told = judge_ceiling(ceiling, project.total) in _TOLD[:3]
        if digits[0] == digits[1] and len(digits[0]) >= _TELLING and not is_told:
            what = f"{table_label(TABLE)}：指标“{row['name']}”的值可信"
            text = f"与项目总额 {money(project.total)} 万元数字相同，小数点位置不同，按原文保留，宜复核"
            yield make_row(VALUE, TABLE, what, "insufficient", text, lines=((row["source_line"],),))


def _check_near_sum(project: ProjectCosts) -> Iterator[Row]:
    """Doubt costs of which one digit of one, if changed, would make them add up to the total."""
    costs = project.costs
    lack = project.total - sum((ceiling.amount for _, ceiling in costs), ZERO)
    is_open = abs(lack) <= _ROUNDING or any(ceiling.amount >= project.total for _, ceiling in costs)
    near = [(row, one) for row, one in costs if is_near_miss(one.amount, one.amount + lack)]
    if len(costs) > 1 and near and not is_open:
        names = "或".join(f"“{row['name']}”" for row, _ in near)
        what = f"{table_label(TABLE)}：各项成本之和与项目总额"
        text = f"各项成本之和比项目总额少 {money(lack)} 万元，{names}只改一位数字便恰好相等，宜复核"
        lines = ([row["source_line"] for row, _ in near], (project.project["source_line"],))
        yield make_row(VALUE, TABLE, what, "insufficient", text, lines=lines)


def _check_products(project: ProjectCosts) -> Iterator[Row]:
    """Check what price times quantity gives: pass where it makes up the total, else as far as it can be told."""
    products = project.products
    making = [product for product in products if project.makes_up(product)]
    if making:
        yield _row(project, making[0], "pass", None)
        return
    beyond = [product for product in products if product.is_bound_to(_LEAST) and product.amount > project.total]
    if beyond:
        text = "单价与数量均为定数或下限，乘积却高于项目总额：单价、数量、总额中有一处有误，按原文保留。"
        yield _row(project, beyond[0], "fail", text)
    elif len(products) == 1 and len(products[0].prices) == len(project.prices) and not project.wholes:
        yield _judge_sole(project, products[0])


def _judge_sole(project: ProjectCosts, product: Product) -> Row:
    """Judge the product of a project whose costs are this price only: what it doesn't give must come from elsewhere."""
    if product.is_bound_to(_FIXED):
        text = "成本指标只有这一单价，单价与数量均为定数，乘积却不等于项目总额：有一处有误，或另有未列的费用。"
        return _row(project, product, "fail" if product.amount > project.total else "insufficient", text)
    text = "单价为上限或数量为下限，也可能另有未列的费用，或有一处误印，无法判定，宜复核。"
    if is_near_miss(product.amount, project.total):
        text = f"乘积与项目总额只差一位数字，可能有一处误印；{text}"
    return _row(project, product, "insufficient", text)


def _row(project: ProjectCosts, product: Product, status: str, text: str | None) -> Row:
    what = f"{project.name}：{product.text}＝{money(product.amount)} 万元，与项目总额相符"
    numbers = {"left": product.amount, "right": project.total, "difference": product.amount - project.total}
    lines = (product.lines, (project.project["source_line"],))
    return make_row(PRODUCT, TABLE, what, status, text, lines=lines, **numbers)


def _count_sums(projects: Sequence[ProjectCosts]) -> Iterator[Row]:
    """Count the projects whose costs add up to their total; the others have costs unlisted, or a misprint."""
    judged = [(project, _judge_sum(project)) for project in projects]
    judged = [(project, verdict) for project, verdict in judged if verdict in ("equal", "rounded", "below")]
    short = [project for project, verdict in judged if verdict == "below"]
    lack = sum((project.total - sum(c.amount for _, c in project.costs) for project in short), ZERO)
    if judged:
        yield count_row(
            SUM,
            TABLE,
            _SUM_IS_TOTAL,
            len(judged) - len(short),
            len(judged),
            bad=f"{name_some([project.name for project in short])}的各项成本之和低于项目总额，"
            f"共少 {money(lack)} 万元：成本没有列全，或有一处误印，宜复核",
            status="insufficient",
            lines=[project.project["source_line"] for project in short or projects],
            short="低于",
        )


def _judge_sum(project: ProjectCosts) -> str | None:
    """Judge a project's costs together: all of them, or with its products for the prices."""
    if any(project.makes_up(product) for product in project.products):
        return "equal"
    return judge_sum([ceiling for _, ceiling in project.costs], project.total)
