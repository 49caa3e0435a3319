"""What this year's first instalments leave for later years to pay."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.compare.instalments import find_instalments
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.order import join_names
from budgetkit.statements.statement import amount, count


def _find(case: Case) -> Iterator[Observation]:
    found = find_instalments(case.budget)
    if found.is_missing:
        return
    firsts = found.table[found.table["first"].notna()]
    known = firsts[firsts["left"] > 0].sort_values("left", ascending=False, kind="stable")
    if known.empty:
        return
    unknown = firsts[firsts["contract"].isna()].sort_values("first", ascending=False, kind="stable")
    largest = f"（最大的是{unknown['base_name'].iloc[0]}）" if len(unknown) > 1 else ""
    beside = unknown[unknown["last"].notna()]
    halves = "（其中{beside}同时列有同名的尾款，是否同一合同文件未说明）" if len(beside) else ""
    rest = f"；其他{{unknown}}首款共{{open}}{largest}未印比例，尾款无从推算{halves}" if len(unknown) else ""
    at_least = "至少" if len(unknown) else ""
    money = round(float(known["left"].sum()), 6)
    statement = compose(
        f"{{count}}首款印有支付比例（{join_names(list(known['base_name']), most=2)}），本年支付{{paid}}，"
        "按比例推算合同总额{contract}，留待以后年度支付" + at_least + "{left}" + rest + "。",
        count=count(len(known), "笔"),
        paid=amount(round(float(known["contract"].sum()) - money, 6)),
        contract=amount(round(float(known["contract"].sum()), 6)),
        left=amount(money),
        unknown=count(len(unknown), "笔"),
        beside=count(len(beside), "笔"),
        open=amount(round(float(unknown["first"].sum()), 6)),
    )
    question = "以后年度须支付的尾款是否已列入中期财政规划？本年首款之外，还有哪些已签合同留有待付款？"
    sources = tuple(dict.fromkeys(line for lines in (*known["sources"], *firsts["sources"]) for line in lines))
    yield Observation(statement, question, money, Certainty.CONCLUDED, sources)


RULE = Rule(
    key="later_payments",
    name="留待以后年度支付的尾款",
    looks_for="项目名称为首款且印有支付比例；比例不足 100% 的部分即以后年度应付，出现即列示",
    basis="人大预算审查：跨年度支出须与以后年度预算衔接（中期财政规划要求）",
    topic=Topic.PROJECTS,
    find=_find,
)
