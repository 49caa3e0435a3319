"""A made ledger in the twelve tables of Jiangsu: expenditure by function and by use, with what the unit keeps back."""

from __future__ import annotations

from decimal import Decimal

from made.form_ledger import FormLedger, Item
from made.form_pages import NUMERALS, Cells, FormPages, beside

_ORDINALS = ("表一", "表二", "表三", "表四", "表五", "表六", "表七", "表八", "表九", "表十", "表十一", "表十二")


def print_jiangsu(ledger: FormLedger, seed: int) -> str:
    """Print a ledger as a text cut at tabs. Random: 公开01表, 表一 or no number above the titles."""
    return _Jiangsu(ledger, seed).print()


def reserve_of(ledger: FormLedger) -> Decimal:
    """Give the part of project money that is printed as 单位预留机动经费."""
    return (ledger.project / 3).quantize(ledger.step)


class _Jiangsu(FormPages):
    def print(self) -> str:
        self.style = self.random.choice(("公开", "表", ""))
        self.number = 0
        total, basic = self.amount(self.ledger.total), self.amount(self.ledger.basic)
        reserve = reserve_of(self.ledger)
        project, kept = self.amount(self.ledger.project - reserve), self.amount(reserve)
        uses = [["一、基本支出", basic], ["二、项目支出", project], ["三、单位预留机动经费", kept]]
        self._summary(total, uses)
        self._income(total)
        self._table("支出预算总表", [["合计", "基本支出", "项目支出", "单位预留机动经费", "结转下年资金"]],
                    [[total, basic, project, kept, ""]])  # fmt: skip
        self._grant(total, uses)
        functions = [["", "合计", total], *map(self._row, self.functions)]
        economy = [["", "合计", basic], *map(self._row, self.economy)]
        self._table("财政拨款支出预算表（功能科目）", [["功能科目编码", "功能科目名称", "金额"]], functions)
        self._table("财政拨款基本支出预算表（经济科目）", [["科目编码", "科目名称", "金额"]], economy)
        self._table("一般公共预算支出预算表（功能科目）", [["功能科目编码", "功能科目名称", "金额"]], functions)
        self._table("一般公共预算基本支出预算表（经济科目）", [["科目编码", "科目名称", "金额"]], economy)
        self._table("财政拨款政府性基金支出预算表", [["功能科目编码", "功能科目名称", "金额"]], [["", "合计", ""]],
                    "注：本部门无该项目")  # fmt: skip
        return self.text()

    def _row(self, item: Item) -> Cells:
        return [item.code, item.name, self.amount(item.total)]

    def _table(self, title: str, header: list[Cells], rows: list[Cells], *notes: str) -> None:
        above = {"公开": f"公开{self.number + 1:02d}表", "表": _ORDINALS[self.number], "": ""}[self.style]
        self.number += 1
        top = [*([[above]] if above else []), [title], [f"部门：{self.ledger.body}", "单位：万元"]]
        self.page(top, header, rows, notes)

    def _summary(self, total: str, uses: list[Cells]) -> None:
        left = [["一、财政拨款", total], ["1.一般公共预算", total], ["2.政府性基金预算", ""],
                ["二、财政专户管理资金", ""], ["三、其他资金", ""]]  # fmt: skip
        right = [[f"{NUMERALS[n]}、{item.name}", self.amount(item.total)] for n, item in enumerate(self.classes)]
        header = [["收入", "", "支出", "", "", ""], ["项目名称", "金额", "功能分类", "", "支出用途", ""],
                  ["", "", "功能科目名称", "金额", "项目名称", "金额"]]  # fmt: skip
        ends = [
            ["当年收入小计", total, "当年支出小计", "", "", total],
            ["上年结转资金", "", "结转下年资金", "", "", ""],
            ["收入合计", total, "支出合计", "", "", total],
        ]
        self._table("收支预算总表", header, [*beside(beside(left, right), uses), *ends])

    def _income(self, total: str) -> None:
        rows = [
            ["收入总计", "", total],
            ["一般公共预算资金", "小计", total],
            ["", "公共财政拨款(补助)资金", total],
            ["", "专项收入", ""],
            ["政府性基金", "小计", ""],
            ["其他资金", "小计", ""],
            ["", "事业收入", ""],
        ]
        self._table("收入预算总表", [["项目名称", "", "金额"]], rows)

    def _grant(self, total: str, uses: list[Cells]) -> None:
        header = [["收入", "", "支出", ""], ["项目名称", "金额", "支出用途", ""], ["", "", "项目名称", "金额"]]
        left = [["一、一般公共预算", total], ["二、政府性基金预算", ""]]
        self._table("财政拨款收支预算总表", header, [*beside(left, uses), ["收入合计", total, "支出合计", total]])
