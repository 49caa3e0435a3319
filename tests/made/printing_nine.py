"""A made ledger in the nine tables as most of the country prints them, income by function, two years beside."""

from __future__ import annotations

from decimal import Decimal

from made.form_ledger import FormLedger, Item
from made.form_pages import Cells, FormPages, beside

_SOURCES = ["合计", "上年结转", "一般公共预算拨款收入", "政府性基金预算拨款收入", "事业收入", "其他收入"]
_SPENT = ["合计", "基本支出", "项目支出", "上缴上级支出", "事业单位经营支出", "对附属单位补助支出"]
_KINDS = ("合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费")


def print_nine(ledger: FormLedger, seed: int) -> str:
    """Print a ledger as a text cut at tabs. Random: last year's executed amounts beside the budget, or none."""
    return _Nine(ledger, seed).print()


class _Nine(FormPages):
    def print(self) -> str:
        total = self.amount(self.ledger.total)
        self._summary("部门收支总表", "预算数", total, lambda name, amount: [name, amount])
        self._list(
            "部门收入总表", _SOURCES, lambda item: [self.amount(item.total), "", self.amount(item.total), "", "", ""]
        )
        self._list("部门支出总表", _SPENT, lambda item: [*self.amounts(item), "", "", ""])
        self._grant(total)
        self._general(beside_last_year=self.random.random() < 0.5)
        self._basic()
        self._three_public()
        for fund in ("政府性基金预算", "国有资本经营预算"):
            header = [["科目编码", "科目名称", f"本年{fund}支出", "", ""], ["", "", "合计", "基本支出", "项目支出"]]
            self.page(self._top(f"{fund}支出表"), header, [["合计", "", "", "", ""]], [f"注：我部门无{fund}支出。"])
        return self.text()

    def _top(self, title: str) -> list[Cells]:
        return [[title], [f"部门：{self.ledger.body}", "单位：万元"]]

    def _summary(self, title: str, word: str, total: str, right) -> None:
        income = [["一、一般公共预算拨款收入", total], ["二、事业收入", ""], ["三、其他收入", ""]]
        ends = [["本年收入合计", total, "本年支出合计", total], ["上年结转", "", "结转下年", ""]]
        header = [["收入", "", "支出", ""], ["项目", word, "项目", word]]
        rows = beside(income, [right(name, amount) for name, amount in self.numbered])
        self.page(self._top(title), header, [*rows, *ends, ["收入总计", total, "支出总计", total]])

    def _grant(self, total: str) -> None:
        left = [["一、本年收入", total], ["（一）一般公共预算拨款", total], ["二、上年结转", ""]]
        right = [["一、本年支出", total, total, ""]]
        right += [[f"（{name[0]}）{name[2:]}", amount, amount, ""] for name, amount in self.numbered]
        header = [
            ["收入", "", "支出", "", "", ""],
            ["项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算"],
        ]
        ends = ["收入总计", total, "支出总计", total, total, ""]
        self.page(self._top("财政拨款收支总表"), header, [*beside(left, right), ends])

    def _list(self, title: str, words: Cells, amounts) -> None:
        rows = [[item.code, item.name, *amounts(item)] for item in self.functions]
        rows.append(["合计", "", *amounts(self.whole(self.ledger.functions))])
        self.page(self._top(title), [["科目编码", "科目名称", *words]], rows)

    def _general(self, *, beside_last_year: bool) -> None:
        year = self.ledger.year
        group = [f"{year}年预算数", "", ""]
        header = [["功能分类科目", "", *group], ["科目编码", "科目名称", "小计", "基本支出", "项目支出"]]
        if beside_last_year:
            compared = f"{year}年预算数比{year - 1}年执行数"
            header = [
                ["功能分类科目", "", f"{year - 1}年执行数", *group, compared, ""],
                ["科目编码", "科目名称", "", "小计", "基本支出", "项目支出", "增减额", "增减%"],
            ]
        rows = [self._general_row(item, beside_last_year) for item in self.functions]
        total = self._general_row(self.whole(self.ledger.functions), beside_last_year)
        self.page(self._top("一般公共预算支出表"), header, [*rows, ["合计", "", *total[2:]]])

    def _general_row(self, item: Item, beside_last_year: bool) -> Cells:
        if not beside_last_year:
            return [item.code, item.name, *self.amounts(item)]
        last_year, change = self.amount(item.total * 2), self.amount(-item.total)
        return [item.code, item.name, last_year, *self.amounts(item), change, "-50.00%"]

    def _basic(self) -> None:
        rows = [[item.code, item.name, *self.amounts(item)] for item in self.economy]
        rows.append(["合计", "", *self.amounts(self.whole(self.ledger.economy))])
        header = [
            ["部门预算支出经济分类科目", "", "本年一般公共预算基本支出", "", ""],
            ["科目编码", "科目名称", "合计", "人员经费", "公用经费"],
        ]
        self.page(self._top("一般公共预算基本支出表"), header, rows)

    def _three_public(self) -> None:
        """Print two years beside each other: of trips abroad one and two per mille of all money, nothing else."""
        amounts = [self.amount(value) for value in three_public_of(self.ledger)]
        rest = ["", "", "", ""]
        header = [
            [f"{self.ledger.year - 1}年预算数", *[""] * 5, f"{self.ledger.year}年预算数", *[""] * 5],
            [*_KINDS, *_KINDS],
            [*(["", "", "小计", "公务用车购置费", "公务用车运行费", ""] * 2)],
        ]
        self.page(
            self._top("一般公共预算“三公”经费支出表"), header, [[amounts[0]] * 2 + rest + [amounts[1]] * 2 + rest]
        )


def three_public_of(ledger: FormLedger) -> tuple[Decimal, Decimal]:
    """Give “三公” of the year before and of the year, all of it trips abroad, as printed for a ledger."""
    more = sum(
        (item.total for item in ledger.economy if item.code in ("30212", "30217", "30231", "31013", "30913")),
        Decimal(0),
    )
    small = max((ledger.total / 1000).quantize(ledger.step), ledger.step)
    return more + small, more + small * 2
