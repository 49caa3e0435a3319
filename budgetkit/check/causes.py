"""Why two tables of a document may differ: money that is not fiscal, and rows that are not in print.

Both are used only where they account for a difference to the last fen; whether rows are missing is proved apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import ZERO
from budgetkit.check.gaps import Gap, find_gaps, missing_basic_rows, other_sources, sum_by_economic_class
from budgetkit.check.left_out import Shortage, explain_shortage
from budgetkit.check.result import Cause
from budgetkit.check.two_sides import carryover_figure
from budgetkit.check.words import column_label, money, name_some, table_label


@dataclass(frozen=True)
class Causes:
    """What is known about a document's missing rows and other money, by column of 支出总表.

    `shortages` are by column and function code; `is_basic_whole` says whether each economic class of 基本支出表 has no
    more than the basic expenditure of 支出总表.
    """

    gaps: Mapping[str, Gap] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    sources: str = ""
    basic_rows: Mapping[str, Decimal] = field(default_factory=dict)
    shortages: Mapping[tuple[str, str], Shortage] = field(default_factory=dict)
    is_basic_whole: bool = False

    def for_rows(self, table: str, column: str) -> list[Cause]:
        """Give the causes for rows that do not add up to their table's printed total."""
        if table == "expenditure":
            return self.missing_rows(column)
        if table == "basic_expenditure" and column in self.basic_rows:
            return [self._missing_basic_rows(self.basic_rows[column])]
        return []

    def _missing_basic_rows(self, lack: Decimal) -> Cause:
        proved, remark = self._explain("basic", self.gaps["basic"].short)
        text = (
            f"差额 {money(lack)} 万元与支出总表基本支出所缺相同，{self._lead_to(self.gaps['basic'].short)}；"
            f"{'按经济分类逐类比对，所列各类与支出总表并无短缺；' if self.is_basic_whole else ''}{remark}"
        )
        return Cause(-lack, text, proved)

    def missing_rows(self, column: str, codes: Iterable[str] | None = None) -> list[Cause]:
        """Give missing rows as cause why 支出总表 has less, in all function codes or in some."""
        gap = self.gaps.get(column)
        if not gap or not gap.located:
            return []
        within = _within(gap.short, codes)
        short = sum(within.values(), ZERO)
        if not short:
            return []
        proved, remark = self._explain(column, within)
        text = f"差额 {money(short)} 万元{self._lead_to(within)}（与一般公共预算支出表逐科目比对）；{remark}"
        return [Cause(-short, text, proved)]

    def _explain(self, column: str, codes: Iterable[str]) -> tuple[bool, str]:
        """Say whether rows of these codes can only have been left out, and what speaks for or against it."""
        shortages = {code: self.shortages[column, code] for code in codes}
        remarks = [f"{code}：{one.remark}" if len(shortages) > 1 else one.remark for code, one in shortages.items()]
        if all(one.proved for one in shortages.values()):
            return True, f"{name_some(remarks, 3)}：这些行未在公布文本中，未作补入。"
        return False, f"原因未证明，可能有行未公布，未作补入：{'；'.join(remarks[:3])}。"

    def shortage(self, column: str, code: str) -> Shortage:
        """Give what is known of a function code whose rows fall short in a column whose gap is located."""
        return self.shortages[column, code]

    def other_money(self, column: str, codes: Iterable[str] | None = None) -> list[Cause]:
        """Give other money as cause why 支出总表 has more than the fiscal tables, in all function codes or in some."""
        gap, whole = self.gaps.get(column), self.gaps.get("total")
        if not gap or not gap.paid_otherwise or not whole.paid_otherwise:
            return []
        over = sum(_within(gap.over, codes).values(), ZERO)
        if not over:
            return []
        part = "" if column == "total" else f"其中{column_label(column)} {money(gap.other)} 万元；"
        text = (
            f"支出总表含非财政拨款资金 {money(whole.other)} 万元，等于{self.sources}；"
            f"{part}落在功能科目 {self._name(gap.over)}。"
        )
        return [Cause(over, text)]

    def _lead_to(self, short: Mapping[str, Decimal]) -> str:
        """Name the function codes in which 支出总表 falls short, of several with how much each (万元)."""
        if len(short) == 1:
            return f"可全部归到功能科目 {self.name(next(iter(short)))}"
        return f"可归到功能科目 {self._name(short)}"

    def name(self, code: str | None) -> str:
        """Name a function code as printed."""
        return f"{code}-{self.names.get(code) or ''}" if code else "（科目编码缺失）"

    def _name(self, amounts: Mapping[str, Decimal]) -> str:
        return name_some([f"{self.name(code)} {money(amount)} 万元" for code, amount in amounts.items()], 8)


def find_causes(document: CheckedDocument) -> Causes:
    """Find a document's other money and missing rows, by comparing 支出总表 with the fiscal tables."""
    gaps = find_gaps(document)
    tables = ("general_public_expenditure", "expenditure")
    names = {row["function_code"]: row["function_name"] for table in tables for row in document.rows(table)}
    if not gaps:
        return Causes(names=names)
    shortages = {
        (column, code): explain_shortage(document, code, column, short)
        for column, gap in gaps.items()
        if gap.located
        for code, short in gap.short.items()
    }
    return Causes(
        gaps,
        names,
        _describe_sources(document),
        missing_basic_rows(document, gaps["basic"]),
        shortages,
        is_basic_whole=_is_basic_whole(document),
    )


def _is_basic_whole(document: CheckedDocument) -> bool:
    listed, basic = (
        sum_by_economic_class(document.rows(table), column)
        for table, column in (("expenditure", "basic"), ("basic_expenditure", "total"))
    )
    return all(amount <= listed.get(key, ZERO) for key, amount in basic.items())


def _describe_sources(document: CheckedDocument) -> str:
    listed = "、".join(
        f"{column_label(column)} {money(value)} 万元" for column, value in other_sources(document).items()
    )
    kept = carryover_figure(document, "income_expenditure", "expenditure").value
    rest = f"减去年终结转 {money(kept)} 万元" if kept else ""
    return f"{table_label('income')}的{listed}{rest and '，'}{rest}"


def _within(amounts: Mapping[str, Decimal], codes: Iterable[str] | None) -> dict[str, Decimal]:
    wanted = None if codes is None else set(codes)
    return {code: amount for code, amount in amounts.items() if wanted is None or code in wanted}
