"""数据质量: for each document, table by table: rows, checks by status, repairs, joins, and the open differences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from budgetkit.briefing.citations import CitedStatement, cite
from budgetkit.briefing.differences import (
    describe_difference,
    in_order,
    open_checks,
    say_located,
    shorten_amounts,
    unit_of,
)
from budgetkit.briefing.exhibits import amount, count, show_table, text
from budgetkit.briefing.provenance import table_labels
from budgetkit.briefing.sums import find_sums
from budgetkit.check.rule_names import rule_names
from budgetkit.compare.budget import Budget, find_budgets
from budgetkit.compare.measure import DECIMALS
from budgetkit.compare.own_units import compare_own_units
from budgetkit.compare.result import Result, missing_result
from budgetkit.dataset.load import Dataset
from budgetkit.dataset.states import COMPARED, DIFFERENCES, DOUBTED, OPEN, STATES
from budgetkit.line_runs import format_lines, parse_lines
from budgetkit.numbers import format_amount
from budgetkit.report.parts import Part
from budgetkit.statements import Statement, compose, state_amount, state_exceptions
from budgetkit.statements.statement import amount as money
from budgetkit.statements.statement import count as count_of

_INNER = str.maketrans("“”", "‘’")  # of what is quoted in quotes
_CAUSES = 3  # named of those that most checks have
ACTIONS = {"repaired": "已修复", "joined": "已拼接", "kept": "照原文保留", "dropped": "未采用", "flagged": "提示核对"}
KINDS = {
    "ocr_amount": "金额受损",
    "ocr_code": "名称编号受损",
    "code_mismatch": "编码与名称不符",
    "missing_cell": "单元格有误",
    "missing_rows": "缺行",
    "split_table": "表被分页切开",
    "rounded": "四舍五入",
    "inconsistent_total": "合计不符",
    "unit_error": "单位存疑",
    "odd_amount": "金额存疑",
    "repeated": "重复列入",
    "html_fragment": "残留标记",
    "ghost_row": "空行或残行",
    "personal_data": "个人信息",
    "unrecognised": "未能识别",
    "reading": "读取方式",
    "wording": "文字表述",
}


def documents_of(data: Dataset, department: str, year: int) -> pd.DataFrame:
    """Give the documents that a department's report of a year rests on: that year's, and its earlier ones."""
    documents = data.documents
    return documents[(documents["department_id"] == department) & (documents["year"] <= year)]


def key_points(data: Dataset, documents: pd.DataFrame) -> list[Statement]:
    """State how the documents fared: checks by status, repairs, what is open."""
    points = []
    for row in documents.itertuples():
        checks = data.checks[data.checks["document_id"] == row.document_id]
        points.append(state_checks(f"《{row.title}》", checks))
        repaired = data.findings[
            (data.findings["document_id"] == row.document_id) & data.findings["action"].isin(("repaired", "joined"))
        ]
        points.append(state_amount(f"《{row.title}》修复或拼接", len(repaired), unit="处"))
    return points + [said for budget in _budgets_of(data, documents) for said in state_own_units(budget)]


def _budgets_of(data: Dataset, documents: pd.DataFrame) -> list[Budget]:
    return [one for one in find_budgets(data) if one.document_id in set(documents["document_id"])]


def state_own_units(budget: Budget) -> list[CitedStatement]:
    """State whether a department's budget is that of its own body and its units together; nothing without these."""
    result = compare_own_units(budget)
    if result.is_missing or result.table.empty:
        return []
    units = count_of(int(result.facts["count"]), "份")
    known = f"{budget.kind_label}与已有的{{units}}单位预算之和"
    over = result.table[result.table["state"] == "more"]
    if len(over):
        names = "、".join(over["label"])
        return [cite(compose(f"{known}相比，{names}小于各单位之和，两者不能都对。", units=units), *over["sources"])]
    part = result.table[result.table["state"] == "part"]
    if part.empty:
        return [cite(compose(f"{known}在所核对的 {len(result.table)} 项上都相等。", units=units), result)]
    row = part.iloc[0]
    rest = f"{row['label']}还差{{rest}}：其余单位的预算没有收录，不能判定是否一致"
    return [cite(compose(f"{known}相比，{rest}。", units=units, rest=money(row["difference"])), row["sources"])]


def state_checks(subject: str, checks: pd.DataFrame) -> Statement:
    """State which checks of a document found a difference whose cause is not proved, and what they found."""
    names = [describe_difference(check) for check in open_checks(checks).itertuples()]
    checked = int(checks["status"].isin(COMPARED).sum())
    unproved = checks[checks["status"] == "insufficient"]
    doubted = int(unproved["explanation"].str.contains(DOUBTED, regex=False).sum())
    unchecked = len(unproved) - doubted
    said = state_exceptions(f"{subject}勾稽核对", "差异原因未证明", names, checked=checked, unchecked=unchecked)
    if not doubted:
        return said
    doubts = count_of(doubted)
    text = f"{said.text}另有{doubts.spaced}原文所印有疑、不能断定，{DOUBTED}。"
    return Statement(text, {**said.figures, "doubted": doubts})


def differences(data: Dataset, document_id: str) -> Result:
    """Find every difference of a document, the open ones first: description, state, left, right, difference (万元),
    explanation, sources."""
    checks = data.checks[(data.checks["document_id"] == document_id) & data.checks["status"].isin(DIFFERENCES)]
    title = "差异：核对的两个数字、原因与原文行"
    if checks.empty:
        return replace(missing_result("各项勾稽核对没有差异。"), title=title)
    table = in_order(checks)
    table["state"] = table["status"].map(DIFFERENCES)
    told = pd.Series(_tell_once(table, table["explanation"].map(shorten_amounts)), table.index, dtype=object)
    table["explanation"] = told.mask(told.notna() & (told == told.shift()), "同上一行。")
    units = [unit_of(check) for check in table.itertuples()]
    table["description"] += [unit and f"（单位：{unit}）" for unit in units]
    money = "万元（注明的行除外）" if any(units) else "万元"
    return replace(_with_lines(table, document_id, f"{title}（{len(table)} 项）"), unit=money if not all(units) else "")


def _tell_once(table: pd.DataFrame, told: pd.Series) -> list[str | None]:
    """Leave out of what is said of a located amount the clauses that an earlier row of the same amount has told."""
    first: dict[str, tuple[str, set[str]]] = {}
    found: list[str | None] = []
    for key, name, words in zip(_same_difference(table), table["description"], told, strict=True):
        if not isinstance(words, str):
            found.append(None)
            continue
        clauses = words.rstrip("。").split("；")
        named, seen = first.setdefault(key, (name.translate(_INNER), set()))
        new = [clause for clause in clauses if clause not in seen]
        rest = f"{'其余' if new else '原因'}见上文“{named}”一行，差额相同"
        found.append(words if not seen or len(new) == len(clauses) else f"{'；'.join([*new, rest])}。")
        seen.update(clauses)
    return found


def open_table(data: Dataset, document_ids: Sequence[str]) -> Part:
    """Show the open differences of some documents, located ones of the same amount in one row; count the others."""
    found = data.checks[data.checks["document_id"].isin(document_ids) & data.checks["status"].isin(DIFFERENCES)]
    others = [*_say_proved(found[~found["status"].isin(OPEN)]), *_say_insufficient(data, document_ids)]
    title, found = "原因未证明的差异", open_checks(found)
    if found.empty:
        return show_table(data, missing_result("".join(["没有原因未证明的差异。", *others])), [], title)
    if (found["rule"] == "cost_ceiling").any():
        others.insert(0, "建议追问：成本指标与总额以哪个为准？超出的部分由什么资金、在哪一年承担？")
    titles = dict(zip(data.documents["document_id"], data.documents["title"], strict=True))
    rows = [_open_row(group) for _, group in found.groupby(_same_difference(found), sort=False)]
    table = _lead_sums_back(pd.DataFrame([{**row, "document": titles[row["document_id"]]} for row in rows]))
    if table["document"].nunique() == 1:
        others.insert(0, f"均为《{table['document'].iloc[0]}》。")
    named = ["同一差额的多项并为一行，逐项名称与出处见附录。"] if (table["number"] > 1).any() else []
    others = [*_say_overlap(table), *named, *others]
    varying = [text("document", "文件"), text("state", "差异"), count("number", "项数")]
    document, *states = [column if table[column.key].nunique() > 1 else None for column in varying]
    columns = [document, text("found", "发现"), *states, amount("difference", "差额"), text("explanation", "说明")]
    result = Result(table, "", "万元")
    finding = f"{title}：{len(found)} 项{say_located(found['status'].value_counts().to_dict())}"
    return show_table(data, result, [column for column in columns if column], finding, notes=others, sortable=False)


def _say_proved(explained: pd.DataFrame) -> list[str]:
    """Say how many differences have a proved cause, and the causes that most have."""
    if explained.empty:
        return []
    causes = _most_frequent(explained["explanation"].map(shorten_amounts).fillna("").map(_cause))
    return [f"另有 {len(explained)} 项差异的原因已由文件本身证明：{causes}，逐项见数据质量报告。"]


def _say_insufficient(data: Dataset, document_ids: Sequence[str]) -> list[str]:
    """Say which rules could not be judged most often for want of evidence."""
    own = data.checks[data.checks["document_id"].isin(document_ids) & (data.checks["status"] == "insufficient")]
    if own.empty:
        return []
    rules = _most_frequent(own["rule"].map(lambda rule: rule_names().get(rule, rule)))
    return [f"依据不足、未作判断的 {len(own)} 项：{rules}，逐项见数据质量报告。"]


def _most_frequent(words: pd.Series) -> str:
    """Name the words that stand most often in a column, each with how often it does."""
    counts = Counter(words).most_common()
    named = "、".join(f"{word}（{number} 项）" for word, number in counts[:_CAUSES])
    return named + ("等" if len(counts) > _CAUSES else "")


def _cause(explanation: str) -> str:
    """Give what an explanation begins with, or what its first sentence concludes."""
    said, _, concluded = re.split("[；。]", explanation, maxsplit=1)[0].partition("：")
    return (concluded or said).split("，")[0]


def _lead_sums_back(table: pd.DataFrame) -> pd.DataFrame:
    """Say of a located difference that it is the sum of others of its document, instead of their reasons again."""
    located = table[(table["state"] == DIFFERENCES["located"]) & table["difference"].notna()]
    explanation = table["explanation"].copy()
    for _, own in located.groupby([located["document_id"], located["difference"] < 0]):  # what lacks, what is too much
        amounts = own["difference"].astype(float).abs().round(DECIMALS)
        for row, parts in find_sums(list(amounts)).items():
            told = "、".join(format_amount(part) for part in parts)
            explanation[own.index[row]] = f"等于本表所列 {told} 万元之和，原因见各行。"
    return table.assign(explanation=explanation)


def _say_overlap(table: pd.DataFrame) -> list[str]:
    """Note that amounts of rows are not to be added, where rows rest on the same lines; nothing where none do."""
    uses = Counter(line for own in table["sources"] for line in dict.fromkeys(own))
    overlaps = [any(uses[line] > 1 for line in own) for own in table["sources"]]
    whose = "各行" if all(overlaps) else "部分行"
    return [f"{whose}的差额涉及相同的原文行，互有包含，不相加。"] if any(overlaps) else []


def _same_difference(found: pd.DataFrame) -> pd.Series:
    """Give each open difference a key: located ones of a document that lack the same amount are one, others alone."""
    amounts = found["document_id"] + " " + found["difference"].astype(float).abs().round(2).astype(str)
    return amounts.where((found["status"] == "located") & found["difference"].notna(), found.index.astype(str))


def _open_row(group: pd.DataFrame) -> dict:
    """Set open differences of one amount as one row: what the first of them found, with both figures."""
    first = group.iloc[0]
    parts = [
        (describe_difference(check), [(first["document_id"], line) for line in _lines_of(check)])
        for check in group.itertuples()
    ]
    return {
        "document_id": first["document_id"],
        "found": describe_difference(first) + ("等" if len(group) > 1 else ""),
        "state": DIFFERENCES[first["status"]],
        "number": len(group),
        "difference": first["difference"],
        "explanation": shorten_amounts(first["explanation"]),
        "sources": tuple(line for _, lines in parts for line in lines),
        "named_parts": parts if len(parts) > 1 else [],
    }


def unchecked(data: Dataset, document_id: str) -> Result:
    """Find what could not be checked, and why: description, state, explanation, sources.

    “Not checked” is never shown as fine.
    """
    statuses = ("insufficient", "not_applicable")
    checks = data.checks[(data.checks["document_id"] == document_id) & data.checks["status"].isin(statuses)]
    title = "未能核对或不适用"
    if checks.empty:
        return replace(missing_result("各项勾稽核对均已进行。"), title=title)
    table = checks.sort_values("status", kind="stable").reset_index(drop=True)
    table["state"] = table["status"].map(STATES)
    table["explanation"] = table["explanation"].map(shorten_amounts)
    return _with_lines(table, document_id, f"{title}（{len(table)} 项）")


def findings(data: Dataset, document_id: str) -> Result:
    """Find what was odd in a document and what was done about it: lines, what, done, note, sources."""
    found = data.findings[data.findings["document_id"] == document_id]
    title = "发现：修复、拼接、照留与提示"
    if found.empty:
        return replace(missing_result("没有发现。"), title=title)
    rows = [_finding_row(document_id, group) for _, group in found.groupby(["kind", "action", "note"], sort=False)]
    table = pd.DataFrame(rows).sort_values("first", kind="stable", ignore_index=True)
    return Result(table, "本文件", "项", title=f"{title}（{len(found)} 处{_say_merged(len(found), len(rows))}）")


def _say_merged(number: int, rows: int) -> str:
    return f"，说明相同的并为一行，共 {rows} 行" if rows < number else ""


def _finding_row(document_id: str, group: pd.DataFrame) -> dict:
    """Set findings with one and the same evidence as one row: the rows of a block that was given to its project."""
    lines, first = group["source_line"].tolist(), group.iloc[0]
    return {
        "first": min(lines),
        "lines": format_lines(lines),
        "what": KINDS[first["kind"]],
        "done": ACTIONS[first["action"]],
        "note": shorten_amounts(first["note"]),
        "sources": ((document_id, int(min(lines))),),
    }


def recognised(data: Dataset, document_id: str) -> Result:
    """Find which lines of a document were recognised as which published table: label, first_line, last_line, state."""
    own = data.published_tables[data.published_tables["document_id"] == document_id].reset_index(drop=True)
    own["label"] = own["table"].map(table_labels()).fillna(own["title"]).fillna("未识别")
    own["state"] = own["read"].map({"read": "已整理", "recognised": "已识别、未整理", "unrecognised": "未识别"})
    own["sources"] = [((document_id, int(line)),) for line in own["first_line"]]
    return Result(own, "本文件", "行", title="识别出的公开表")


def _with_lines(checks: pd.DataFrame, document_id: str, title: str) -> Result:
    checks["sources"] = [tuple((document_id, line) for line in _lines_of(check)) for check in checks.itertuples()]
    return Result(checks, "本文件各表之间", "万元", title=title)


def _lines_of(check: Any) -> list[int]:
    lines = parse_lines(check.lines)
    return lines or ([int(check.source_line)] if pd.notna(check.source_line) else [])
