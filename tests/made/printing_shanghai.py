"""A made ledger in the nine tables of Shanghai: codes in three columns, classes and sections above their items."""

from __future__ import annotations

from decimal import Decimal

from made.form_ledger import FormLedger, add
from made.form_pages import Cells, FormPages, beside

_INCOME = (
    "一、财政拨款收入", "1. 一般公共预算资金", "2. 政府性基金", "3. 国有资本经营预算", "二、事业收入",
    "三、事业单位经营收入", "四、其他收入",
)  # fmt: skip
_CODE = (["功能分类科目编码", "", "", "功能分类科目名称"], ["类", "款", "项", ""])
_SOURCES = ["合计", "财政拨款收入", "事业收入", "事业单位经营收入", "其他收入"]
_SPENT = ["合计", "基本支出", "项目支出"]


def print_shanghai(ledger: FormLedger, seed: int) -> str:
    """Print a ledger as a text cut at tabs.

    Random: 部门 or 预算单位, the summary's expenditure split into columns, headers repeated behind page breaks.
    """
    return _Shanghai(ledger, seed).print()


def three_public_of(ledger: FormLedger) -> tuple[Decimal | None, ...]:
    """Give the row of “三公” and 机关运行经费 that is printed for a ledger, in 万元 with two decimals.

    Each kind is what its economic class has, and some more that projects pay.
    """
    share = _in_ten_thousands(ledger.total / 500) + Decimal("0.01")
    classes = ((2, "30212"), (1, "30217"), (3, "30231"))
    overseas, reception, operation = (share * times + _of_classes(ledger, code) for times, code in classes)
    bought = any(item.code in ("30913", "31013") for item in ledger.economy)
    purchase = _of_classes(ledger, "30913", "31013") if bought else None
    vehicles = operation + (purchase or 0)
    running = _in_ten_thousands(add(item.parts[1] for item in ledger.economy))
    return overseas + reception + vehicles, overseas, reception, vehicles, purchase, operation, running


def _of_classes(ledger: FormLedger, *codes: str) -> Decimal:
    return _in_ten_thousands(add(item.total for item in ledger.economy if item.code in codes))


def _in_ten_thousands(yuan: Decimal) -> Decimal:
    return (yuan / 10000).quantize(Decimal("0.01"))


class _Shanghai(FormPages):
    def print(self) -> str:
        self.who = self.random.choice(("部门", "预算单位", "单位"))
        self.summary = self.random.choice(("财务收支预算总表", "收支预算总表"))
        self.merged = self.random.random() < 0.3
        self._summary(split=self.random.random() < 0.5)
        cuts = [
            [*self._cut(item.code), item.name, *[self.amount(item.total)] * 2, "", "", ""] for item in self.functions
        ]
        total = self.amount(self.ledger.total)
        self._list("收入预算总表", "收入预算", _SOURCES, [*cuts, ["合计", "", "", "", total, total, "", "", ""]])
        rows = [[*self._cut(item.code), item.name, *self.amounts(item)] for item in self.functions]
        rows.append(["合计", "", "", "", *self.amounts(self.whole(self.ledger.functions))])
        self._list("支出预算总表", "支出预算", _SPENT, rows)
        self._grant(total)
        self._list("一般公共预算支出功能分类预算表", "一般公共预算支出", _SPENT, rows)
        for fund in ("政府性基金预算", "国有资本经营预算"):
            note = f"注：本{self.who}{self.ledger.year}年无{fund}财政拨款安排的预算，故本表为空表。"
            self._list(f"{fund}支出功能分类预算表", f"{fund}支出", _SPENT, [["合计", *[""] * 6]], note)
        self._basic()
        self._three_public()
        return self.text()

    def _cut(self, code: str) -> Cells:
        """Cut a code into its columns; where they are merged, what stands above in the same class is left out."""
        parts = _cut(code)
        return ["" if self.merged and parts[place + 1] else part for place, part in enumerate(parts[:2])] + parts[2:]

    def _top(self, title: str, unit: str = "元") -> list[Cells]:
        maker = "单位" if "单位" in self.who else "部门"
        return [[f"{self.ledger.year}年{self.who}{title}"], [f"编制{maker}：{self.ledger.body}", f"单位：{unit}"]]

    def _list(self, title: str, group: str, words: Cells, rows: list[Cells], *notes: str) -> None:
        rest = [""] * (len(words) - 1)
        header = [["项目", "", "", "", group, *rest], [*_CODE[0], *words], [*_CODE[1], "", *rest]]
        self.page(self._top(title), header, rows, notes)

    def _summary(self, *, split: bool) -> None:
        """Print 收支总表; split, all of a class is project money: enough to hold the columns apart."""
        more = ["", "", ""] if split else []
        total = self.amount(self.ledger.total)
        left = [[item, total if place < 2 else ""] for place, item in enumerate(_INCOME)]
        right = [[name, amount, *(["", "", amount] if split else [])] for name, amount in self.numbered]
        header = [["本年收入", "", "本年支出", "", *more], ["项目", "预算数", "项目", "预算数", *more]]
        if split:
            header += [["", "", "", "合计", "基本支出", "", "项目支出"], ["", "", "", "", "人员经费", "公用经费", ""]]
        ends = ["收入总计", total, "支出总计", total, *(["", "", total] if split else [])]
        self.page(self._top(self.summary), header, [*beside(left, right), ends])

    def _grant(self, total: str) -> None:
        left = [["一、一般公共预算资金", total], ["二、政府性基金", ""], ["三、国有资本经营预算", ""]]
        right = [[name, amount, amount, "", ""] for name, amount in self.numbered]
        header = [
            ["财政拨款收入", "", "财政拨款支出", "", "", "", ""],
            ["项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"],
        ]
        ends = ["收入总计", total, "支出总计", total, total, "", ""]
        self.page(self._top("财政拨款收支预算总表"), header, [*beside(left, right), ends])

    def _basic(self) -> None:
        rows = [[*_cut(item.code)[:2], item.name, *self.amounts(item)] for item in self.economy]
        rows.append(["合计", "", "", *self.amounts(self.whole(self.ledger.economy))])
        header = [
            ["项目", "", "", "一般公共预算基本支出", "", ""],
            ["经济分类科目编码", "", "部门经济分类科目名称", "合计", "人员经费", "公用经费"],
            ["类", "款", "", "", "", ""],
        ]
        self.page(self._top("一般公共预算基本支出部门预算经济分类预算表"), header, rows)

    def _three_public(self) -> None:
        header = [
            ["“三公”经费预算数", "", "", "", "", "", "机关运行经费预算数"],
            ["合计", "因公出国(境)费", "公务接待费", "公务用车购置及运行费", "", "", ""],
            ["", "", "", "小计", "购置费", "运行费", ""],
        ]
        row = ["" if value is None else f"{value:,.2f}" for value in three_public_of(self.ledger)]
        self.page(self._top("“三公”经费和机关运行经费预算表", "万元"), header, [row])


def _cut(code: str) -> Cells:
    """Cut a code into its three columns."""
    return [code[:3], code[3:5], code[5:7]]
