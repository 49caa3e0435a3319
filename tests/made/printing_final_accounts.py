"""A made ledger in the forms of final accounts, as the ministry prints them or without line numbers."""

from __future__ import annotations

from decimal import Decimal

from made.form_ledger import FormLedger, Item, add
from made.form_pages import NUMERALS, Cells, FormPages

_SOURCES = (
    "一、一般公共预算财政拨款收入", "二、政府性基金预算财政拨款收入", "三、国有资本经营预算财政拨款收入",
    "四、上级补助收入", "五、事业收入", "六、经营收入", "七、附属单位上缴收入", "八、其他收入",
)  # fmt: skip
_KINDS = ("合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费")
_VEHICLES = ("", "", "小计", "公务用车购置费", "公务用车运行费", "")
_FUND = (("229", "其他支出"), ("22960", "彩票公益金安排的支出"), ("2296002", "用于社会福利的彩票公益金支出"))
_INCOME = ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
_SPENT = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]


def print_final_accounts(ledger: FormLedger, seed: int) -> str:
    """Print a ledger as a text cut at tabs.

    Random: 公开01表 above the titles with 行次 and 栏次, or neither; the basic table in two or three blocks beside each
    other; 合计 first or last.
    """
    return _FinalAccounts(ledger, seed).print()


def three_public_of(ledger: FormLedger) -> tuple[tuple[Decimal | None, ...], tuple[Decimal | None, ...]]:
    """Give “三公” as budgeted and as spent: total, trips abroad, vehicles, bought, run, receptions."""
    step = ledger.step
    final = (step * 9, step * 2, step * 4, None, step * 4, step * 3)
    return tuple(None if value is None else value * 2 for value in final), final


def fund_of(ledger: FormLedger) -> tuple[Decimal, ...]:
    """Give what a government fund had, got, spent and kept."""
    return ledger.step * 5, ledger.step * 11, ledger.step * 9, ledger.step * 7


class _FinalAccounts(FormPages):
    def print(self) -> str:
        self.of_ministry = self.random.random() < 0.5
        self.word = "金额" if self.of_ministry else "决算数"
        self._summary()
        self._list(2, "收入决算表", _INCOME, lambda item: [*[self.amount(item.total)] * 2, *[""] * 5])
        self._list(3, "支出决算表", _SPENT, lambda item: [*self.amounts(item), "", "", ""])
        self._grant()
        self._list(5, "一般公共预算财政拨款支出决算表", ["合计", "基本支出", "项目支出"], self.amounts)
        self._basic(self.random.choice((2, 3)))
        self._three_public()
        self._fund()
        return self.text()

    def _three_public(self) -> None:
        """Print budget and final amounts beside each other, by group or in pairs."""
        budget, final = ([self.amount(value) for value in side] for side in three_public_of(self.ledger))
        if self.of_ministry:
            header = [["预算数", *[""] * 5, "决算数", *[""] * 5], [*_KINDS, *_KINDS], [*_VEHICLES, *_VEHICLES],
                      [str(n) for n in range(1, 13)]]  # fmt: skip
            row = [*budget, *final]
        else:
            paired = [[cell for word in words for cell in (word, "")] for words in (_KINDS, _VEHICLES)]
            header = [*paired, ["预算数", "决算数"] * 6]
            row = [amount for pair in zip(budget, final, strict=True) for amount in pair]
        self.page(self._top(7, "财政拨款“三公”经费支出决算表"), header, [row])

    def _fund(self) -> None:
        """Print a government fund with what it had, got, spent and kept."""
        opening, income, spent, kept = (self.amount(value) for value in fund_of(self.ledger))
        header = [
            ["项目", "", "年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"],
            ["功能分类科目编码", "科目名称", "", "", "小计", "基本支出", "项目支出", ""],
            *self._numbers(6),
        ]
        total = ["", "合计", opening, income, spent, "", spent, kept]
        rows = [[code, name, *total[2:]] for code, name in _FUND]
        self.page(self._top(8, "政府性基金预算财政拨款收入支出决算表"), header, [total, *rows])

    def _grant(self) -> None:
        """Print what each fund got and spent: the ledger's money is 一般公共预算, beside it a government fund."""
        opening, income, spent, kept = fund_of(self.ledger)
        total, write = self.ledger.total, self.amount
        names = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
        got = (write(total), write(income), "")
        left = [(f"{NUMERALS[n]}、{name}", got[n]) for n, name in enumerate(names)]
        right = [self._class(item, spent if item.code == "229" else None) for item in self.classes]
        if not any(item.code == "229" for item in self.classes):
            right.append(("九十、其他支出", write(spent), "", write(spent), ""))
        rows = max(len(left), len(right))
        left += [("", "")] * (rows - len(left))
        right += [("",) * 5] * (rows - len(right))
        left += [("本年收入合计", write(total + income)), ("年初财政拨款结转和结余", write(opening))]
        left += zip(names, ["", write(opening), ""], strict=True)
        right += [("本年支出合计", write(total + spent), write(total), write(spent), "")]
        right += [("年末财政拨款结转和结余", write(kept), "", write(kept), ""), *[("",) * 5] * len(names)]
        left.append(("总计", write(total + income + opening)))
        right.append(("总计", write(total + spent + kept), write(total), write(spent + kept), ""))
        header = [["收入", "", "支出", *[""] * 4], ["项目", self.word, "项目", "合计", *names]]
        body = [[*one, *other] for one, other in zip(left, right, strict=True)]
        self.page(self._top(4, "财政拨款收入支出决算总表"), header, body)

    def _class(self, item: Item, of_fund: Decimal | None) -> tuple[str, ...]:
        whole = item.total + (of_fund or 0)
        return f"十、{item.name}", *map(self.amount, (whole, item.total, of_fund)), ""

    def _top(self, number: int, title: str) -> list[Cells]:
        above = [[f"公开{number:02d}表"]] if self.of_ministry else []
        return [*above, [title], [f"部门：{self.ledger.body}", "金额单位：万元"]]

    def _numbers(self, count: int) -> list[Cells]:
        return [["", "栏次", *map(str, range(1, count + 1))]] if self.of_ministry else []

    def _summary(self) -> None:
        total = self.amount(self.ledger.total)
        rows = max(len(_SOURCES), len(self.numbered))
        left = [[name, total if place == 0 else ""] for place, name in enumerate(_SOURCES)]
        pairs = [*zip([*left, *[["", ""]] * rows], [*self.numbered, *[("", "")] * rows], strict=False)][:rows]
        pairs += [
            (["本年收入合计", total], ["本年支出合计", total]), (["使用非财政拨款结余", ""], ["结余分配", ""]),
            (["年初结转和结余", ""], ["年末结转和结余", ""]), (["总计", total], ["总计", total]),
        ]  # fmt: skip
        body = [[*self._with_line(n, one), *self._with_line(n + 40, other)] for n, (one, other) in enumerate(pairs, 1)]
        words = self._with_line("行次", ["项目", self.word])
        header = [["收入", *[""] * (len(words) - 1), "支出", *[""] * (len(words) - 1)], [*words, *words]]
        self.page(
            self._top(1, "收入支出决算总表"), header, body, ["注：本表反映部门本年度的总收支和年末结转结余情况。"]
        )

    def _with_line(self, number: object, cells: Cells) -> Cells:
        return [cells[0], str(number), cells[1]] if self.of_ministry else list(cells)

    def _list(self, number: int, title: str, words: Cells, amounts) -> None:
        merged = [""] * self.random.choice((0, 2)) if self.of_ministry else []  # a code in the first of three columns
        rows = [[item.code, *merged, item.name, *amounts(item)] for item in self.functions]
        total = ["", *merged, "合计", *amounts(self.whole(self.ledger.functions))]
        rows = self.random.choice(([total, *rows], [*rows, total]))
        rest = [""] * len(words)
        header = [["项目", *merged, "", *words], ["功能分类科目编码", *merged, "科目名称", *rest]]
        header += [["类", "款", "项", "", *rest]] if merged else []
        header += [["", *merged, *numbers[1:]] for numbers in self._numbers(len(words))]
        self.page(self._top(number, title), header, rows, ["注：本表反映部门本年度取得的各项情况。"])

    def _basic(self, blocks: int) -> None:
        """Print the economic classes beside each other: personnel in the first block, public funds in the others."""
        of_personnel = [item for item in self.economy if item.parts[0] is not None]
        others = [item for item in self.economy if item.parts[0] is None]
        size = -(-len(others) // (blocks - 1))
        parts = [of_personnel, *(others[n * size : (n + 1) * size] for n in range(blocks - 1))]
        body = [self._row(parts, place) for place in range(max(map(len, parts)))]
        personnel, public = (self.amount(add(item.parts[side] for item in self.ledger.economy)) for side in (0, 1))
        body.append(["人员经费合计", "", personnel, "公用经费合计", *[""] * (3 * (blocks - 1) - 2), public])
        header = [["经济分类科目编码", "科目名称", self.word] * blocks]
        self.page(self._top(6, "一般公共预算财政拨款基本支出决算表"), header, body)

    def _row(self, parts: list[list[Item]], place: int) -> Cells:
        cells: Cells = []
        for part in parts:
            item = part[place] if place < len(part) else None
            cells += [item.code, item.name, self.amount(item.total)] if item else ["", "", ""]
        return cells
