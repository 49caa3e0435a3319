"""Values of indicators that can't be, or that another print in the document contradicts. Most values stand alone.

What can be told: rates above 100 % or too low to be meant, dates that don't exist, months beyond 12, a number that the
indicator's own name, the project's goal or the department's targets give otherwise, and one indicator printed twice.
Costs are held against the project's money (project_costs.py), targets of self-evaluations against result and score
(evaluation_values.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from budgetkit.check.dates_in_words import describe_far_year, describe_no_day, describe_other_year
from budgetkit.check.department_targets import find_otherwise
from budgetkit.check.document import CheckedDocument
from budgetkit.check.numbers_in_words import describe_in_text, describe_own_number
from budgetkit.check.result import make_row
from budgetkit.check.words import money, table_label
from budgetkit.cost_ceilings import is_cost
from budgetkit.finding import Row
from budgetkit.tidy.project_names import name_key

RULE = "indicator_value"
_GROWS = re.compile("增长|增幅|同比|超额|倍|(?:增加|提升|提高)(?:率|比例|幅度|$)")
_TO_BE_HIGH = re.compile(
    "满意[度率]|(?:合格|通过|及时|完成|准确|到位|出勤|正常|可用|达标|响应|解决|符合|办结|整改|完好|回复|反馈|处置|入库|归档|知晓)率"
)
_RATE = re.compile(f"(?:{_TO_BE_HIGH.pattern})$")
_OF_RATES = ("%", "％", "‰", "分", "分值", "百分比", "级", "档", "等级", "其他", "无")
_COUNTED = re.compile("(?:人次|人数|次数|个数|份数|场次|件数|套数|台数)$")
_COMPARING = ("≥", ">", "≤", "<", "=")
_CONTENT = re.compile("(?<!不)满意[度率]")
_COMPLAINTS = re.compile("投诉|举报|差评|不满意")
_LOWEST = 50  # percent; a target below it for what should be near 100 is worth a look
_MOST = {"月": 12, "个月": 60, "天": 366, "日": 366, "工作日": 366}
_UNTIL = re.compile(r"(20\d\d)年(\d{1,2})月(?:(\d{1,2})日)?")


def check_indicator_values(document: CheckedDocument) -> Iterator[Row]:
    """Check indicators' values; one row for those that nothing speaks against, one for each that is odd."""
    for table in ("project_indicators", "department_indicators"):
        year = document.source.year
        texts = [(row, _describe_odd(row, year) or _describe_due(row, year)) for row in document.rows(table)]
        yield from _report(table, texts)
    yield from _report("project_indicators", _find_in_goals(document), passes=False)
    yield from _report("department_indicators", find_otherwise(document), passes=False)
    yield from _report("project_indicators", _find_twice(document.rows("project_indicators")), passes=False)


def _report(table: str, texts: Sequence[tuple[Row, str | None]], *, passes: bool = True) -> Iterator[Row]:
    fine = [row["source_line"] for row, text in texts if not text]
    if fine and passes:
        what = f"{table_label(table)}：{len(fine)} 项指标的值没有可见的矛盾"
        yield make_row(RULE, table, what, "pass", lines=(fine,))
    for row, text in texts:
        if text:
            what = f"{table_label(table)}：指标“{row['name']}”的值可信"
            yield make_row(
                RULE, table, what, "insufficient", f"{text}，按原文保留，宜复核", lines=((row["source_line"],),)
            )


def _describe_odd(row: Row, year: int) -> str | None:
    """Say what is odd about an indicator's value; None where nothing is."""
    value, unit, name = row["value_number"], row["unit"] or "", row["name"] or ""
    if value is None:
        text = row["value"] or ""
        return describe_no_day(text) or describe_far_year(text, year) or _describe_no_number(text, row["operator"])
    odd = describe_impossible(name, row["operator"], value, unit, f"{row['level1']}{row['level2']}")
    if odd is None and len(row["value"] or "") == 8 and "日" in unit:
        odd = _describe_date(row["value"], name, year)
    return odd or describe_own_number(name, value, unit, row["operator"])


def _describe_due(row: Row, year: int) -> str | None:
    return describe_other_year(row["name"] or "", year) if "时效" in (row["level2"] or "") else None


def _describe_no_number(text: str, operator: str | None) -> str | None:
    """Say that what is to be reached or kept below has digits, and is neither a number nor a date."""
    is_broken = (
        operator in _COMPARING and re.search(r"\d", text) and not re.search("[年月日号时点周/~～至到:：*×-]", text)
    )
    return f"指标值“{text}”印有数字，却不是一个数" if is_broken else None


def describe_impossible(name: str, operator: str | None, value: Decimal, unit: str, levels: str = "") -> str | None:
    """Say why a value with a unit can't be what is meant: beyond the whole or the year, the wrong way, far too low."""
    if unit == "%" and value > 100 and not _GROWS.search(name):
        return f"百分比 {money(value)}% 大于 100%"
    if unit in _MOST and value > _MOST[unit] and value < 10**7:
        return f"{value.normalize():f} {unit}超出一年的长度"
    if unit == "%" and operator in ("≤", "<") and _CONTENT.search(name) and not _COMPLAINTS.search(name):
        return f"“{name}”印作“{operator} {money(value)}%”，满意度越低越达标，方向疑为写反"
    if _is_of_other_kind(name, unit):
        return f"“{name}”以“{unit}”计，计量单位疑有误"
    is_high = _TO_BE_HIGH.search(name + levels) and operator in ("≥", ">", "=")
    if unit == "%" and is_high and value < _LOWEST and not _GROWS.search(name):
        return f"{money(value)}% 低得不像“{name}”的目标"
    return None


def _is_of_other_kind(name: str, unit: str) -> bool:
    """Say whether a unit can't be what is counted: a rate in days or people, a count in per cent."""
    if _COUNTED.search(name):
        return unit == "%"
    return bool(unit) and _RATE.search(name) is not None and unit not in _OF_RATES


def _describe_date(value: str, name: str, year: int) -> str | None:
    try:
        day = date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError:
        return f"{value} 不是一个日期"
    if abs(day.year - year) > 1:
        return f"日期 {value} 不在 {year} 年前后"
    named = [(int(y), int(m), int(d or 0)) for y, m, d in _UNTIL.findall(name)]
    if named and not any((y, m) == (day.year, day.month) and d in (0, day.day) for y, m, d in named):
        return f"日期 {value} 与指标名称中的日期不同"
    return None


def _find_in_goals(document: CheckedDocument) -> list[tuple[Row, str | None]]:
    """Find indicators whose project's goal gives another number for the same thing."""
    owned: dict[int | None, list[Row]] = {}
    for row in document.rows("project_indicators"):
        owned.setdefault(row["project_seq"], []).append(row)
    return [
        told
        for project in document.rows("projects")
        for told in describe_in_text(
            project["goal"] or "", owned.get(project["project_seq"], ()), "项目目标", project["project_name"] or ""
        )
    ]


def _find_twice(rows: Sequence[Row]) -> list[tuple[Row, str | None]]:
    """Find indicators that stand twice with one project, with different values."""
    found: dict[tuple, list[Row]] = {}
    for row in rows:
        if row["name"] and row["value_number"] is not None and not is_cost(row["level1"], row["level2"]):
            found.setdefault((row["project_seq"], row["level2"], name_key(row["name"]), row["unit"]), []).append(row)
    texts: list[tuple[Row, str | None]] = []
    for same in found.values():
        values = {row["value_number"] for row in same}
        if len(values) > 1:
            listed = "、".join(f"{value.normalize():f}" for value in sorted(values))
            texts.append((same[-1], f"同一项目的同一指标印有不同的值（{listed}）"))
    return texts
