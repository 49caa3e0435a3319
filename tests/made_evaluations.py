"""Made self-evaluation forms: an invented unit's projects, printed as text extractions leave them, and their truth.

A style decides how the forms print: cells apart by blanks or tabs, how wide columns wrap, where pages break and what
is printed again after a break, whether first-level labels stand above, amid or below their rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

LEVELS = {
    "产出指标": ("数量指标", "质量指标", "时效指标"),
    "成本指标": ("经济成本指标", "社会成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
HEADER = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
_WORDS = (
    "完成", "档案", "数字化", "道路", "巡查", "绿化", "养护", "设备", "采购", "培训", "课程", "图书", "借阅", "水质",
    "监测", "站点", "改造", "社区", "活动", "群众", "演出", "保障", "系统", "运行", "稳定", "覆盖", "范围", "公众",
)  # fmt: skip
_DETAILS = ("99%以上", "2023年11月前", "每年4次", "，", "、", "（含备份）", "12类", "KB卡", "第2期")
_VALUES = (
    ("=100%", "100%"), ("≥95%", "98.5%"), ("≥3次", "6次"), ("是", "2023年8月"), ("定性-好", "好"), ("好坏", "好"),
    ("=7个（套）", "7个（套）"), ("≤10秒", "≤10秒"), ("100.00%", "100%"), ("≥95%", "-"), ("是", "12月24日"),
    ("=12月", "12月"), ("≤100%", "100%"), ("100", "98"),
)  # fmt: skip


@dataclass
class MadeIndicator:
    """One indicator's truth."""

    level1: str
    level2: str | None
    name: str
    target: str
    actual: str
    weight: Decimal
    score: Decimal
    reason: str | None
    merged: bool = False


@dataclass
class MadeForm:
    """One form's truth; funds are (initial, full year, executed) in 万元, None for a line of empty marks."""

    project: str
    unit: str
    expected: str
    actual: str
    funds: dict[str, tuple[Decimal, Decimal, Decimal] | None]
    rate: Decimal
    funds_score: Decimal
    indicators: list[MadeIndicator]

    @property
    def score(self) -> Decimal:
        """The form's printed total score."""
        return self.funds_score + sum(indicator.score for indicator in self.indicators)


@dataclass(frozen=True)
class FormStyle:
    """How forms print."""

    separator: str = " "
    name_width: int = 14
    reason_width: int = 8
    lone_last_line: bool = True
    page_breaks: float = 0.0
    side_label_again: bool = True
    header_again: bool = False
    labels_again: str = "both"  # none, level1, both
    level1_place: str = "above"  # above, amid, below
    merged: float = 0.0
    glued: float = 0.0
    points: bool = False
    empty: str = "-"
    goals_cut: bool = False
    blank_lines: bool = True


@dataclass
class _Row:
    """A printed row: its lines, of which the first `head` are labels; `reason` lines come after the data."""

    labels: list[str]
    body: list[str]
    reason: list[str] = field(default_factory=list)
    indicator: MadeIndicator | None = None


def draw_style(random: Random) -> FormStyle:
    """Draw a style in which every cell's place can be known."""
    return FormStyle(
        separator=random.choice((" ", "\t")),
        name_width=random.randint(9, 16),
        reason_width=random.randint(6, 8),
        lone_last_line=random.random() < 0.7,
        page_breaks=random.choice((0, 0.02, 0.08)),
        side_label_again=random.random() < 0.6,
        header_again=random.random() < 0.5,
        labels_again=random.choice(("none", "level1", "both")),
        level1_place=random.choice(("above", "above", "amid", "below")),
        merged=random.choice((0, 0.3)),
        glued=random.choice((0, 0.5)),
        points=random.random() < 0.2,
        empty=random.choice("-_"),
        blank_lines=random.random() < 0.8,
    )


def make_forms(random: Random, count: int, style: FormStyle) -> list[MadeForm]:
    """Invent forms; what a style cannot show (merged cells beside other labels) is not drawn."""
    return [_make_form(random, style) for _ in range(count)]


def _make_form(random: Random, style: FormStyle) -> MadeForm:
    full_year = Decimal(random.randint(1000, 90000)) / 100
    executed = (full_year * Decimal(random.randint(60, 100)) / 100).quantize(Decimal("0.01"))
    rate = (executed / full_year * 100).quantize(Decimal("0.01"))
    money = (full_year, full_year, executed)
    carried = random.random() < 0.3
    funds = {
        "total": money,
        "current_grant": None if carried else money,
        "carryover": money if carried else None,
        "other": None,
    }
    return MadeForm(
        project=make_phrase(random, 4, 16) + "项目",
        unit=make_phrase(random, 2, 4) + "中心",
        expected=make_sentence(random, 50, 160),
        actual=make_sentence(random, 40, 130),
        funds=funds,
        rate=rate,
        funds_score=(rate / 10).quantize(Decimal("0.01")),
        indicators=_make_indicators(random, style, money),
    )


def _make_indicators(random: Random, style: FormStyle, money: tuple[Decimal, ...]) -> list[MadeIndicator]:
    kinds = [
        (level1, level2)
        for level1, choices in LEVELS.items()
        # two rows at least where a label amid its rows must show that it is not above them
        for level2 in sorted(
            random.choices(choices, k=random.randint(1 + (level1 == "产出指标"), 4)), key=choices.index
        )
    ]
    weights = _split_weights(random, len(kinds))
    rows: list[MadeIndicator] = []
    for (level1, level2), weight in zip(kinds, weights, strict=True):
        target, actual = random.choice(_VALUES)
        if level1 == "成本指标":
            target, actual = f"≤{money[1]}万元", f"{money[2]}万元"
        lost = random.random() < 0.3 and weight > 2
        score = weight - (Decimal(random.randint(1, 8)) / 4 if lost else 0)
        reason = make_sentence(random, 8, 40) if lost else None
        same = bool(rows) and (rows[-1].level1, rows[-1].level2) == (level1, level2) and rows[-1].reason is None
        rows.append(
            MadeIndicator(
                level1,
                level2,
                make_name(random),
                target,
                actual,
                weight,
                score,
                reason,
                same and random.random() < style.merged,
            )
        )
    return rows


def _split_weights(random: Random, count: int) -> list[Decimal]:
    cuts = sorted(random.sample(range(1, 90), count - 1))
    return [Decimal(after - before) for before, after in zip([0, *cuts], [*cuts, 90], strict=True)]


def make_phrase(random: Random, least: int, most: int) -> str:
    """Make a phrase of about so many characters."""
    text = ""
    while len(text) < random.randint(least, most):
        text += random.choice(_WORDS)
    return text


def make_name(random: Random) -> str:
    """Make an indicator's name: a phrase, often with numbers, commas or brackets, perhaps with a full stop."""
    parts = [make_phrase(random, 3, 20)]
    for _ in range(random.randint(0, 2)):
        parts += [random.choice(_DETAILS), make_phrase(random, 2, 12)]
    return "".join(parts) + random.choice(("", "", "。"))


def make_sentence(random: Random, least: int, most: int) -> str:
    """Make running text that ends with a full stop."""
    text = make_phrase(random, 4, 10)
    while len(text) < random.randint(least, most):
        text += random.choice(("，", "、", "；")) + make_phrase(random, 3, 14)
    return text + "。"


def print_forms(forms: list[MadeForm], style: FormStyle, random: Random) -> str:
    """Print forms as a text extraction."""
    lines = [line for form in forms for line in _print_form(form, style, random)]
    return "\n".join(line for line in lines if line or style.blank_lines) + "\n"


def _print_form(form: MadeForm, style: FormStyle, random: Random) -> Iterator[str]:
    cells = style.separator.join
    yield from ("", " 项目支出绩效自评表 ", "", "（2023年度）", "", cells(("项目名称", form.project)), "")
    yield from (cells(("主管部门", "101-某市档案局", "实施单位", form.unit)), "", "项目资金（万元）", "")
    yield from (cells(("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")), "")
    names = {
        "total": "年度资金总额",
        "current_grant": "其中：当年财政拨款",
        "carryover": "上年结转资金",
        "other": "其他资金",
    }
    for fund, money in form.funds.items():
        yield from (cells((names[fund], *_fund_values(form, fund, money, style))), "")
    yield from ("年度总体", "目标", "", cells(("预期目标", "实际完成情况")), "")
    yield from (*_print_goals(form, style, random), "")
    yield from ("绩", "效", "指", "标", "", *_header(style), "")
    yield from _print_indicators(form, style, random)
    yield from ("", cells(("总分", "100", str(form.score))), "", "")


def _print_goals(form: MadeForm, style: FormStyle, random: Random) -> Iterator[str]:
    """Print the two texts one below the other, or the upper parts of both, a page break, and what is left of each."""
    texts = [_wrap(form.expected, 40), _wrap(form.actual, 26)]
    if not style.goals_cut:
        yield from (*texts[0], "", *texts[1])
        return
    cuts = [random.randint(1, len(lines)) for lines in texts]
    yield from (*texts[0][: cuts[0]], "", *texts[1][: cuts[1]], "", "- 2 -", "", "年度总体", "目标", "")
    yield from (*texts[0][cuts[0] :], "", *texts[1][cuts[1] :])


def _fund_values(form: MadeForm, fund: str, money: tuple[Decimal, ...] | None, style: FormStyle) -> list[str]:
    if money is None:
        return [style.empty] * 6
    points = ("10", str(form.funds_score)) if fund == "total" else (style.empty, style.empty)
    return [*(f"{amount:,.2f}" for amount in money), points[0], f"{form.rate}%", points[1]]


def _header(style: FormStyle) -> list[str]:
    return [style.separator.join(HEADER), "偏差原因分析及改", "", "进措施"]


def _wrap(text: str, size: int) -> list[str]:
    """Wrap a text anywhere but inside a Latin word, as layout does."""
    lines: list[str] = []
    while text:
        end = size
        while 1 < end < len(text) and text[end - 1 : end + 1].isascii() and text[end - 1 : end + 1].isalpha():
            end -= 1
        lines.append(text[:end])
        text = text[end:]
    return lines


def _set_apart(lines: list[str], style: FormStyle, random: Random) -> list[str]:
    """A centred cell of several lines comes out with its last line by itself."""
    if style.lone_last_line and len(lines) > 1 and random.random() < 0.7:
        return [*lines[:-1], "", lines[-1]]
    return lines


def _print_indicators(form: MadeForm, style: FormStyle, random: Random) -> Iterator[str]:
    groups = {level1: [row for row in form.indicators if row.level1 == level1] for level1 in LEVELS}
    for level1, indicators in groups.items():
        label = f"{level1}（{sum(row.weight for row in indicators)}分）" if style.points else level1
        place = {"above": 0, "amid": len(indicators) // 2, "below": len(indicators)}[style.level1_place]
        tail = ""
        for position, indicator in enumerate(indicators):
            if position == place:
                yield from (label, "")
            row = _print_row(indicator, style, random)
            first = row.labels or row.body
            first[0], tail = tail + first[0], ""
            next_row = indicators[position + 1 : position + 2]
            if (
                row.reason
                and next_row
                and not next_row[0].merged
                and random.random() < style.glued
                and position + 1 != place
            ):
                row.reason[-1], tail = row.reason[-1][:-1], row.reason[-1][-1]
            yield from _break_pages(row, level1, style, random)
        if place == len(indicators):
            yield from (label, "")


def _print_row(indicator: MadeIndicator, style: FormStyle, random: Random) -> _Row:
    name = _wrap(indicator.name, style.name_width)
    labels = [] if indicator.merged else _wrap(indicator.level2 or "", 6)
    values = [indicator.target, indicator.actual, str(indicator.weight), str(indicator.score)]
    values = [style.empty if value == "-" else value for value in values]
    if len(name) == 1 and random.random() < 0.6:
        one_line = style.separator.join([*name, *values])
        if len(labels) == 1 and random.random() < 0.5:
            labels, one_line = [], style.separator.join([indicator.level2 or "", one_line])
        body = [one_line]
    elif indicator.actual.endswith("万元") and random.random() < 0.4:
        first = style.separator.join([name[-1], values[0]])
        body = [*name[:-1], first, values[1][:-1], "", "元", style.separator.join(values[2:])]
    else:
        body = [*_set_apart(name, style, random), style.separator.join(values)]
    reason = _set_apart(_wrap(indicator.reason, style.reason_width), style, random) if indicator.reason else []
    return _Row(_set_apart(labels, style, random) if labels else [], body, reason, indicator)


def _break_pages(row: _Row, level1: str, style: FormStyle, random: Random) -> Iterator[str]:
    """Print a row's lines, with page breaks between them at random; a label is never cut."""
    yield from row.labels
    level2 = row.indicator.level2 if row.indicator else None
    for position, line in enumerate([*row.body, *row.reason]):
        inside = position > 0 or row.labels
        if inside and line and random.random() < style.page_breaks:
            yield from _page_break(level1, level2, style)
        yield line
    yield ""


def _page_break(level1: str, level2: str | None, style: FormStyle) -> Iterator[str]:
    yield from ("", "", "")
    if style.side_label_again:
        yield from ("绩", "效", "指", "标", "")
    if style.header_again:
        yield from (*_header(style), "")
    if style.level1_place != "above":
        return
    if style.labels_again != "none":
        yield from (level1, "")
    if style.labels_again == "both" and level2:
        yield from (level2, "")
