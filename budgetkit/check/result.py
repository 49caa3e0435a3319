"""A check's result as a row: both sides, the difference, the tolerance, and a status that can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgetkit.check.figure import ZERO, Figure
from budgetkit.check.words import money
from budgetkit.finding import Row
from budgetkit.line_runs import store_lines
from budgetkit.parse import half_unit


@dataclass(frozen=True)
class Cause:
    """A reason why left − right is what it is: the exact amount (万元) that it accounts for, in Chinese words.

    `proved` says whether the document proves it, or only where the difference lies.
    """

    amount: Decimal | None
    text: str
    proved: bool = True


def compare(
    rule: str,
    table: str,
    description: str,
    left: Figure,
    right: Figure,
    causes: Sequence[Cause] = (),
    hint: str | None = None,
) -> Row:
    """Compare two figures that should be equal.

    Pass: no difference. Explained: it lies within the rounding of what is printed, or one proved cause accounts for
    it exactly. Located: where it lies is known, its cause is not proved, or several fit and nothing tells which.
    Insufficient or not_applicable: a side is missing. Fail: all else; `hint` then says what is known.
    """
    sides = _Sides(rule, table, description, left, right)
    absent = [figure for figure in (left, right) if figure.value is None]
    if absent:
        status = "insufficient" if all(figure.due for figure in absent) else "not_applicable"
        return sides.row(status, "；".join(dict.fromkeys(figure.reason or "缺少一方" for figure in absent)))
    if not sides.difference:
        return sides.row("pass")
    if abs(sides.difference) <= sides.tolerance:
        return sides.row("explained", f"差额在原文四舍五入的误差范围（±{money(sides.tolerance)}）之内。")
    return _judge(sides, causes, hint)


def _judge(sides: _Sides, causes: Sequence[Cause], hint: str | None) -> Row:
    fitting = [c for c in causes if c.amount and abs(c.amount - sides.difference) <= sides.tolerance]
    texts = list(dict.fromkeys(cause.text for cause in fitting))
    if len(texts) == 1:
        return sides.row("explained" if fitting[0].proved else "located", texts[0])
    if texts:
        return sides.row("located", f"差额与 {len(texts)} 种原因都相符，无法判定是哪一种：{'／'.join(texts)}")
    return sides.row("fail", hint)


@dataclass(frozen=True)
class _Sides:
    rule: str
    table: str
    description: str
    left: Figure
    right: Figure

    @property
    def difference(self) -> Decimal:
        return self.left.value - self.right.value

    @property
    def tolerance(self) -> Decimal:
        """What rounding may make of equal numbers; nothing where one number is printed twice with the same decimals."""
        slacks = {self.left.slack, self.right.slack, half_unit(self.left.value), half_unit(self.right.value)}
        return self.left.slack + self.right.slack if len(slacks) > 1 else ZERO

    def row(self, status: str, explanation: str | None = None) -> Row:
        both = self.left.value is not None and self.right.value is not None
        return make_row(
            self.rule,
            self.table,
            self.description,
            status,
            explanation,
            lines=(self.left.lines, self.right.lines),
            left=self.left.value,
            right=self.right.value,
            difference=self.difference if both else None,
            tolerance=self.tolerance if both else None,
        )


def make_row(
    rule: str,
    table: str,
    description: str,
    status: str,
    explanation: str | None = None,
    *,
    lines: Sequence[Iterable[int]] = (),
    **numbers: Decimal | None,
) -> Row:
    """Make the row of a check; `numbers` are left, right, difference and tolerance where there are any."""
    numbers = {name: numbers.get(name) for name in ("left", "right", "difference", "tolerance")}
    stated = [line for side in lines for line in side]
    return {
        "rule": rule,
        "table": table,
        "description": description,
        **{name: None if value is None else round(value, 6) for name, value in numbers.items()},
        "status": status,
        "explanation": explanation,
        "lines": store_lines(*lines),
        "source_line": stated[0] if stated else None,
        "certainty": "printed",
    }


def absent_row(rule: str, table: str, description: str, absent: Figure) -> Row:
    """Make the row of a check that could not be made, from the figure that is missing."""
    status = "insufficient" if absent.due else "not_applicable"
    return make_row(rule, table, description, status, absent.reason, lines=(absent.lines,))


def count_row(
    rule: str,
    table: str,
    description: str,
    good: int,
    total: int,
    *,
    bad: str,
    status: str = "fail",
    lines: Iterable[int] = (),
    short: str = "不符",
) -> Row:
    """Make the row of a check that counts: pass where all are good, otherwise `status` with `bad` as explanation.

    How many are not stands in the description, called `short`, so that one more is another row.
    """
    passed = good == total
    description = description if passed else f"{description}（共 {total}，{short} {total - good}）"
    return make_row(
        rule,
        table,
        description,
        "pass" if passed else status,
        None if passed else bad,
        lines=(lines,),
        left=Decimal(good),
        right=Decimal(total),
        difference=Decimal(good - total),
        tolerance=ZERO,
    )
