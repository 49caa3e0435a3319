"""项目支出绩效自评表: one form a project, with its funds, goals, indicators and score."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from budgetkit.finding import Finding, Row, Tidied
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import TableKind
from budgetkit.tidy.evaluation.events import is_points
from budgetkit.tidy.evaluation.forms import EvaluationForm, find_forms
from budgetkit.tidy.evaluation.funds import tidy_funds
from budgetkit.tidy.evaluation.goals import read_goals
from budgetkit.tidy.evaluation.heading import read_heading
from budgetkit.tidy.evaluation.indicators import IndicatorPart, proof_finding, read_parts, tidy_indicators
from budgetkit.tidy.evaluation.personal import drop_personal_lines
from budgetkit.tidy.evaluation.slips import find_slips
from budgetkit.tidy.evaluation.tokens import quote, split_tokens

TABLE = "evaluations"
INDICATORS = "evaluation_indicators"
_GOALS = ("expected_goal", "actual_result")
_FIELDS = {
    "project_name": "项目名称",
    "unit_name": "实施单位",
    "expected_goal": "预期目标",
    "actual_result": "实际完成情况",
    "total_score": "总分",
}
_UNFINISHED = re.compile(r"[^。；！.;!”’）)]$")
_RUNNING_TEXT = 30  # shorter goals are often phrases without a full stop


def tidy_evaluations(lines: Sequence[RawRow], known: Mapping[str, list[Row]]) -> Tidied:
    """Tidy the forms of 项目支出绩效自评表 into evaluations, evaluation_funds and evaluation_indicators.

    Amounts are in 万元, execution_rate in percent as printed; 总分 becomes two rows of printed_totals a form (weight
    and score, of funds and indicators together), in the forms' order. The forms prove themselves and each other, so
    `known` is not needed. No forms give no rows.
    """
    forms = find_forms(lines)
    tidied = Tidied()
    for form in forms:
        _drop_persons(form)
    funds = [tidy_funds(seq, form.lines("funds")) for seq, form in enumerate(forms, start=1)]
    totals = [read_total(form.lines("total")) for form in forms]
    wanted = [_without_funds(total, part) for total, part in zip(totals, funds, strict=True)]
    parts = read_parts([form.lines("indicators") for form in forms], wanted)
    labels_below = any(part.rows.first_stands_above_label for part in parts)
    for seq, (form, total) in enumerate(zip(forms, totals, strict=True), start=1):
        own = _tidy_heading(seq, form, total)
        own.extend(funds[seq - 1])
        own.extend(tidy_indicators(seq, parts[seq - 1], labels_below))
        own.extend(_check_form(form, parts[seq - 1], own, wanted[seq - 1]))
        tidied.extend(own)
    tidied.findings += _check_years(forms)
    tidied.findings.sort(key=lambda finding: finding.source_line)
    return tidied


def _drop_persons(form: EvaluationForm) -> None:
    for part in ("funds", "goals", "indicators", "total"):
        form.parts[part] = drop_personal_lines(form.lines(part))


def read_total(lines: Sequence[RawRow]) -> dict[str, tuple[Decimal, RawRow]]:
    """Read the weight and score of 总分 with their lines; what is not printed is left out.

    A single number is the score, as the weight is the same 100 for every form.
    """
    tokens = [token for token in split_tokens(lines) if is_points(token.text)][:2]
    columns = ("weight", "score") if len(tokens) == 2 else ("score",)
    return {column: (Decimal(token.text), token.source) for column, token in zip(columns, tokens, strict=False)}


def _without_funds(total: dict[str, tuple[Decimal, RawRow]], funds: Tidied) -> tuple[Decimal | None, Decimal | None]:
    """Give what the indicators must add up to: the printed total less what the funds carry."""
    own = next((row for row in funds.tables["evaluation_funds"] if row["fund"] == "total"), {})
    weight, score = (
        total[column][0] - (own.get(column) or 0) if column in total else None for column in ("weight", "score")
    )
    return weight, score


def _tidy_heading(seq: int, form: EvaluationForm, total: dict[str, tuple[Decimal, RawRow]]) -> Tidied:
    heading, goals = read_heading(form.lines("heading")), read_goals(form.lines("goals"))
    tidied = Tidied()
    row = {
        "evaluation_seq": seq,
        "project_name": heading.text("project_name"),
        "unit_name": heading.text("unit_name"),
        "expected_goal": goals.expected,
        "actual_result": goals.actual,
        "total_score": total["score"][0] if "score" in total else None,
        "source_line": form.start.number,
        "certainty": "inferred" if goals.doubt else "printed",
    }
    tidied.tables[TABLE].append(row)
    first = next((line for line in form.lines("goals")[1:] if not line.is_blank), form.start)
    if goals.doubt:
        text = quote(row["expected_goal"])
        tidied.findings.append(Finding(TABLE, "split_table", text, goals.doubt, "repaired", first.number))
    for column, (amount, line) in total.items():
        source = {"source_line": line.number, "certainty": "printed"}
        tidied.tables["printed_totals"].append({"table": INDICATORS, "column": column, "amount": amount, **source})
    return tidied


def _check_form(
    form: EvaluationForm, part: IndicatorPart, own: Tidied, wanted: tuple[Decimal | None, Decimal | None]
) -> Tidied:
    """Collect what is odd about a form as a whole: parts that are missing, sums that fail, slips of the publisher."""
    found = Tidied()
    row = own.tables[TABLE][0]
    found.findings += _missing_fields(row)
    if not part.rows.drafts:
        note = "该表未读到任何绩效指标。"
        found.findings.append(
            Finding(INDICATORS, "missing_rows", quote(row["project_name"]), note, "flagged", row["source_line"])
        )
    last = next((line for line in form.lines("total") if not line.is_blank), form.start)
    problem = proof_finding(part, *wanted, last)
    found.findings += [problem] if problem else []
    total = next((line for line in own.tables["evaluation_funds"] if line["fund"] == "total"), None)
    found.findings += find_slips(own.tables[INDICATORS], total)
    return found


def _check_years(forms: Sequence[EvaluationForm]) -> list[Finding]:
    """Find forms of another year than most: they may have come from another document."""
    years = [form.year for form in forms if form.year]
    usual = max(years, key=years.count, default=None)
    return [
        Finding(
            TABLE,
            "unrecognised",
            str(form.year),
            f"该表年度为 {form.year}，其他表为 {usual}。",
            "flagged",
            form.start.number,
        )
        for form in forms
        if form.year and form.year != usual
    ]


def _missing_fields(row: Row) -> list[Finding]:
    """Find what a form does not print, and running text that breaks off in a sentence."""
    found: list[Finding] = []
    for name, label in _FIELDS.items():
        if row[name] is None:
            note = f"该表未印出{label}，留空。"
            found.append(Finding(TABLE, "missing_cell", quote(row["project_name"]), note, "kept", row["source_line"]))
        elif name in _GOALS and len(row[name]) >= _RUNNING_TEXT and _UNFINISHED.search(row[name]):
            note = f"{label}在句中中断，原文如此。"
            found.append(Finding(TABLE, "missing_cell", row[name][-30:], note, "flagged", row["source_line"]))
    return found


KIND = TableKind(
    name="evaluations",
    label="项目支出绩效自评表",
    titles=("(?:部门|单位)?项目(?:支出)?绩效(?:目标)?自评(?:价)?表(?:（.*）)?",),
    tidy=tidy_evaluations,
    gives=("evaluations", "evaluation_funds", "evaluation_indicators"),
    document_kind="self_evaluation",
)
