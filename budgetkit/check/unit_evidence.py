"""What a document tells of the unit of its amounts, as a whole and table by table; amounts as read, in 万元."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from importlib import resources
from typing import Any

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import ZERO, is_telling
from budgetkit.check.two_sides import SIDES, total_figure
from budgetkit.check.two_sides import TABLES as TWO_SIDED
from budgetkit.check.unit_costs import POWERS, SWAPS, in_words, of_costs
from budgetkit.check.unit_text import of_text
from budgetkit.check.unit_verdict import AS_READ, DECISIVE, STATED, STRONG, SUPPORTING, FactorEvidence
from budgetkit.check.words import money, money_columns
from budgetkit.parse import printed_decimals
from budgetkit.recognise.tables import RecognisedTable
from budgetkit.recognise.unit import Unit, amount_cells, recognise_unit

_LONG = 6  # digits from which an amount can be met at any power of ten without chance
_VERY_LONG = 7  # digits from which one such meeting is enough
_MANY = 2
_SEVERAL = 3
_MANY_TIMES = 5
_NEAR = 2  # times: less than any power of ten
_FAR = 100  # times the whole budget: no part of it is that large, of however many years
_THOUSAND = Decimal(1000)
_STAFF = re.compile(r"(?:编制|在职|实有)[^，。；,;\d]{0,12}(\d{1,5})\s*[人名]")
_CENT = Decimal("0.01")
_FEN = Decimal("0.000001")
_LISTS = ("income", "expenditure", "general_public_expenditure")
_NOT_ITS_OWN = ("transfer_indicators", "evaluation_funds")  # money of others, or of other years
_NO_TABLES = ("printed_totals", "statements")  # totals are added to their tables; a text has units of its own
_BOUGHT = ("302", "309", "310")  # 商品和服务支出, 资本性支出（基本建设）, 资本性支出
_YEARLY = ("three_public", "procurement", "purchased_services", "basic_expenditure", "gov_fund", "state_capital")


@dataclass(frozen=True)
class UnitTable:
    """A published table that holds money: what it is called, the clean tables that it fills, and its stated unit."""

    found: RecognisedTable
    tables: tuple[str, ...]
    unit: Unit

    @property
    def stated(self) -> str | None:
        """The unit as printed; None where none is, or where each form of a table states its own."""
        return None if self.found.inferred_unit else self.unit.stated


class UnitEvidence:
    """The evidence of one document, gathered once."""

    def __init__(self, document: CheckedDocument, others: Sequence[Decimal] = ()) -> None:
        """Take a document, and the whole budgets (万元) that other documents of the department state."""
        self.document = document
        self._others = others

    @cached_property
    def tables(self) -> list[UnitTable]:
        """The published tables that can hold money."""
        return [
            UnitTable(found, tables, recognise_unit(found.lines))
            for found in self.document.recognised
            if found.kind and (tables := tuple(table for table in found.kind.gives if money_columns(table)))
        ]

    @cached_property
    def amounts(self) -> dict[str, list[Decimal]]:
        """Every amount but zero of each clean table and its printed totals."""
        names = [table for table in self.document.tables if money_columns(table) and table not in _NO_TABLES]
        amounts = {
            table: [row[c] for row in self.document.all_rows(table) for c in money_columns(table) if row.get(c)]
            for table in names
        }
        for row in self.document.rows("printed_totals"):
            if row["amount"] and row["table"] in amounts:
                amounts[row["table"]].append(row["amount"])
        return amounts

    @cached_property
    def whole(self) -> Decimal | None:
        """The department's whole budget: the total that most of its tables print."""
        sides = [{total_figure(self.document, table, side).value for side in SIDES} for table in TWO_SIDED]
        lists = [{self.document.printed(table, "total").value} for table in _LISTS]
        counts = Counter(total for totals in [*sides, *lists] for total in totals if total)
        return counts.most_common(1)[0][0] if counts else None

    def of_document(self) -> list[FactorEvidence]:
        """Gather what speaks for or against all amounts together: their size, and costs that print their own unit."""
        size = [*self._of_total(), *self._of_three_public(), *self._of_smallest()]
        costs, link = list(self._of_costs()), next(self._link_projects(), None)
        told = [piece for piece in costs if link or piece.factor != AS_READ]  # else they speak for the projects alone
        return [*size, *self._of_staff(), *self._of_others(), *told, *_of_projects(costs, link), *self._of_decimals()]

    def of_table(self, table: UnitTable) -> list[FactorEvidence]:
        """Gather what speaks for or against the amounts of one table: its print, and the document's other tables."""
        own = [amount for name in table.tables for amount in self.amounts.get(name, ())]
        evidence = [FactorEvidence(AS_READ, STATED, f"原文注明“{table.stated}”")] if table.stated else []
        evidence += _of_print(table, own)
        evidence += self._of_shared(table, own)
        evidence += self._of_part(table, own)
        evidence += self._of_too_little(table, own)
        evidence += of_text(self.document, table.tables)
        if set(table.tables) & {"projects", "evaluation_funds"}:
            evidence += self._of_costs()
        if "three_public" in table.tables:
            evidence += self._of_three_public()
        return [*evidence, *self._of_neighbours(table, own)]

    def _of_total(self) -> Iterator[FactorEvidence]:
        if self.whole is None or not self.document.source.is_budget:
            return
        yield from _beyond(f"总额 {money(self.whole)} 万元", self.whole, self._bounds, DECISIVE, SUPPORTING)
        least = magnitudes()["least"]
        if self.whole < least["total"]:
            text = f"总额 {money(self.whole)} 万元不足{least['source']}（约 {least['total']} 万元）"
            yield FactorEvidence(None, STRONG, text)

    def _of_three_public(self) -> Iterator[FactorEvidence]:
        largest = max(self.amounts.get("three_public", ()), default=ZERO)
        yield from _beyond(
            f"“三公”经费 {money(largest)} 万元", largest, magnitudes()["three_public"], STRONG, SUPPORTING
        )

    def _of_smallest(self) -> Iterator[FactorEvidence]:
        amounts = sorted(abs(amount) for values in self.amounts.values() for amount in values)
        bounds = magnitudes()["smallest"]
        if len(amounts) >= bounds["amounts"]:
            tenth = amounts[len(amounts) // 10]
            if tenth > bounds["tenth"]:
                yield FactorEvidence(
                    None, SUPPORTING, f"{len(amounts)} 个金额中九成在 {money(tenth)} 万元以上，没有小额支出"
                )
            if amounts[-len(amounts) // 10] < Decimal(bounds["ninth"]):
                yield FactorEvidence(None, SUPPORTING, f"{len(amounts)} 个金额中九成不足 {bounds['ninth']} 万元")

    def _of_staff(self) -> Iterator[FactorEvidence]:
        """Personnel funds a head, where the document states how many the staff are."""
        texts = (line.text for found in self.document.recognised for line in found.lines if "人" in line.text)
        staff = max((int(match[1]) for text in texts for match in _STAFF.finditer(text)), default=0)
        personnel = self.document.printed("basic_expenditure", "personnel").value
        if not staff or not personnel:
            return
        pay, bounds = personnel / staff, magnitudes()["pay"]
        text = f"人员经费按所述 {staff} 人计，人均 {money(round(pay, 2))} 万元"
        if not bounds["least"] <= pay <= bounds["most"]:
            yield FactorEvidence(None, STRONG, text)
        elif bounds["usual"][0] <= pay <= bounds["usual"][1]:
            yield FactorEvidence(AS_READ, SUPPORTING, text)

    def _of_others(self) -> Iterator[FactorEvidence]:
        """The whole budget beside those of the department's other documents: far apart only in another unit."""
        if not self.whole or not self._others:
            return
        ratio = _ratio(self.whole, self._others)
        if is_of_another_order(self.whole, self._others):
            factor = f"{ratio:,.0f} 倍" if ratio > 1 else f"1/{1 / ratio:,.0f}"
            yield FactorEvidence(None, STRONG, f"总额 {money(self.whole)} 万元是本部门其他文件总额的 {factor}")
        else:
            yield FactorEvidence(AS_READ, SUPPORTING, "总额与本部门其他文件相当")

    def _of_costs(self) -> Iterator[FactorEvidence]:
        """Compare costs that print a unit of their own with the money of their project or form."""
        return of_costs(self.document)

    def _link_projects(self) -> Iterator[str]:
        """Say what shows that the projects are printed in the unit of the other tables."""
        budget = self.document.printed("expenditure", "project").value
        projects = sum((row["total"] or ZERO for row in self.document.rows("projects")), ZERO)
        if budget and projects and max(budget / projects, projects / budget) < _NEAR:
            yield "各项目金额之和与支出总表的项目支出相当"
        for table in self.tables:
            if "projects" in table.tables and len(shared := self._shared(table)) >= _SEVERAL:
                yield f"{len(shared)} 个项目金额与其他表相同"

    def _shared(self, table: UnitTable) -> set[Decimal]:
        """Telling amounts of a table that another published table prints as they are."""
        others = self._others_than(table)
        own = (amount for name in table.tables for amount in self.amounts.get(name, ()))
        return {amount for amount in own if amount in others and is_telling(amount)}

    def _others_than(self, table: UnitTable) -> set[Decimal]:
        printed = {name for other in self.tables for name in other.tables} - set(table.tables)
        return {amount for name in printed for amount in self.amounts.get(name, ())}

    def _of_decimals(self) -> Iterator[FactorEvidence]:
        amounts = [amount for values in self.amounts.values() for amount in values]
        if any(table.unit.to_ten_thousand == 1 for table in self.tables) and any(amount % _CENT for amount in amounts):
            yield FactorEvidence(AS_READ, STRONG, "印有两位以上小数，不会是元")

    def _of_shared(self, table: UnitTable, own: Sequence[Decimal]) -> Iterator[FactorEvidence]:
        others, shared = self._others_than(table), self._shared(table)
        if shared:
            yield FactorEvidence(AS_READ, min(len(shared), DECISIVE), f"{len(shared)} 个金额与其他表相同")
        for factor in POWERS:
            digits = 4 if factor in SWAPS else _LONG
            met = {amount for amount in own if amount * factor in others and is_telling(amount, digits)}
            is_telling_set = len(met) >= _MANY or any(is_telling(amount, _VERY_LONG) for amount in met)
            if is_telling_set and len(met) > len(shared):
                seen = "" if shared else "没有一个金额与其他表相同，却有 "
                strength = min(1 + len(met), DECISIVE) + (len(met) > _MANY_TIMES * len(shared) > 0)
                yield FactorEvidence(factor, strength, f"{seen}{len(met)} 个金额乘以{in_words(factor)}才与其他表相同")

    def _of_part(self, table: UnitTable, own: Sequence[Decimal]) -> Iterator[FactorEvidence]:
        """A part is no more than the whole, nor a single amount more than governments of the level spend."""
        largest = max(own, default=ZERO)
        yield from _beyond(f"金额 {money(largest)} 万元", largest, self._bounds, DECISIVE, STRONG)
        if not self.whole or set(table.tables) & set(_NOT_ITS_OWN):
            return
        is_beyond = largest > _FAR * self.whole or (largest > 2 * self.whole and set(table.tables) & set(_YEARLY))
        if is_beyond:
            text = f"金额 {money(largest)} 万元是部门总额 {money(self.whole)} 万元的 {largest / self.whole:,.0f} 倍"
            yield FactorEvidence(None, DECISIVE, text)

    def _of_too_little(self, table: UnitTable, own: Sequence[Decimal]) -> Iterator[FactorEvidence]:
        """Doubt procurement that is next to nothing of what can be procured, and a transfer that is next to nothing."""
        if not own or not self.document.source.is_budget:
            return
        least, largest = magnitudes()["least"], max(own)
        if "procurement" in table.tables and (bought := self._bought()) > largest * least["procured"]:
            text = f"采购金额至多 {money(largest)} 万元，不足商品和服务、资本性等支出 {money(bought)} 万元的万分之一"
            yield FactorEvidence(None, DECISIVE, text)
        if "transfer_indicators" in table.tables and largest < least["transfer"]:
            text = f"转移支付 {money(largest)} 万元不足 {least['transfer']} 万元（少有的整数界限）"
            yield FactorEvidence(None, DECISIVE, text)

    def _bought(self) -> Decimal:
        """What is spent on goods, services and capital, or on purchased services where that is more.

        A table with more than the whole budget is the one in another unit, and tells nothing of others.
        """
        goods = (
            row["total"]
            for row in self.document.rows("expenditure")
            if row["total"] and (row["dept_econ_code5"] or "").startswith(_BOUGHT)
        )
        services = (row["amount"] or ZERO for row in self.document.rows("purchased_services"))
        sums = (sum(goods, ZERO), sum(services, ZERO))
        return max((one for one in sums if not self.whole or one <= self.whole), default=ZERO)

    @property
    def _bounds(self) -> dict[str, Any]:
        totals = magnitudes()["total"]
        return totals.get(self.document.source.level) or totals["city"]

    def _of_neighbours(self, table: UnitTable, own: Sequence[Decimal]) -> Iterator[FactorEvidence]:
        """A table without a statement, beside tables that all state one unit which is not 万元."""
        stated = {(other.unit.stated, other.unit.to_ten_thousand) for other in self.tables if other.stated}
        if table.stated or len(stated) != 1 or table.unit.to_ten_thousand != 1 or not own:
            return
        ((name, factor),) = stated
        if factor != 1 and not any(amount * factor % _FEN for amount in own):
            yield FactorEvidence(factor, STRONG, f"该表未注明单位，本文件其他表均注明“{name}”")


def is_of_another_order(whole: Decimal, others: Sequence[Decimal]) -> bool:
    """Say whether a budget is a thousand times the middle one of others, or a thousandth."""
    return not 1 / _THOUSAND < _ratio(whole, others) < _THOUSAND


def _ratio(whole: Decimal, others: Sequence[Decimal]) -> Decimal:
    return whole / sorted(others)[len(others) // 2]


def _of_projects(costs: Sequence[FactorEvidence], link: str | None) -> Iterator[FactorEvidence]:
    """What costs say against the projects holds for all amounts where the projects' unit is the other tables'."""
    for piece in costs:
        if link and piece.factor != AS_READ and piece.strength == DECISIVE:
            yield FactorEvidence(piece.factor, SUPPORTING, f"{link}，单位相同")


def _of_print(table: UnitTable, own: Sequence[Decimal]) -> Iterator[FactorEvidence]:
    """Decimals: a fen is the smallest amount, so that 元 has at most two."""
    decimals = max((printed_decimals(cell) for line in table.found.lines for cell in amount_cells(line)), default=0)
    if decimals > 2:
        is_telling_print = table.unit.to_ten_thousand == 1 and any(amount % _CENT for amount in own)
        yield FactorEvidence(AS_READ, STRONG if is_telling_print else SUPPORTING, "印有两位以上小数，不会是元")


def _beyond(what: str, amount: Decimal, bounds: dict[str, Any], most: int, less: int) -> Iterator[FactorEvidence]:
    """Hold an amount (万元) against an impossible and an implausible size, and the strength that each gives."""
    for name, strength in (("impossible", most), ("implausible", less)):
        if amount > bounds[name]["amount"]:
            yield FactorEvidence(None, strength, f"{what}超过{bounds[name]['text']}")
            return


@cache
def magnitudes() -> dict[str, Any]:
    """Load the bounds of what a local department's amounts can be (万元)."""
    return tomllib.loads(resources.files(__package__).joinpath("magnitudes.toml").read_text("utf-8"))
