"""Explanatory texts of made departments: what each sentence states is known before it is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from budgetkit.read.place import Place
from budgetkit.read.row import RawRow

WIDTH = 38  # characters of a justified line
FACTORS = {"万元": Decimal(1), "元": Decimal(10000), "亿元": Decimal("0.0001")}
DECIMALS = {"万元": 2, "元": 2, "亿元": 4}
NAMES = {
    "income_total": ("本年收入预算", "某局收入预算总计", "收入预算合计"),
    "fiscal_income": ("财政拨款收入", "财政拨款收入预算总计"),
    "business_income": ("事业收入",),
    "operating_income": ("事业单位经营收入",),
    "other_income": ("其他收入", "其他资金收入预算总计"),
    "expenditure_total": ("支出预算", "本年支出预算合计", "支出预算总计"),
    "fiscal_expenditure": ("财政拨款支出预算", "财政拨款预算支出"),
    "general_public_expenditure": ("一般公共预算拨款支出预算", "一般公共预算财政拨款支出预算"),
    "gov_fund_expenditure": ("政府性基金拨款支出预算", "政府性基金预算支出"),
    "basic": ("基本支出", "基本支出预算数"),
    "project": ("项目支出", "项目支出预算数"),
    "personnel": ("人员经费",),
    "public_funds": ("公用经费", "日常公用经费"),
    "three_public": ("2026年“三公”经费预算数", "“三公”经费预算"),
    "overseas": ("因公出国（境）费", "因公出国（境）费用预算"),
    "reception": ("公务接待费", "公务接待费支出"),
    "vehicle_operation": ("公务用车运行维护费", "公务用车运行费"),
    "agency_running": ("某局财政拨款的机关运行经费预算", "机关运行经费支出"),
    "procurement": ("本部门政府采购预算", "政府采购支出预算总额"),
    "procurement_goods": ("政府采购货物预算", "拟采购货物支出"),
}
BASES = (("比{y}年预算", "budget"), ("与{y}年预算数相比", "budget"), ("比{y}年执行数", "final"), ("与上年相比", None),
         ("比上年预算", "budget"), ("较{y}年预算执行数", "final"), ("比{y}年度决算数", "final"))  # fmt: skip
DIRECTIONS = (("增加", "increase"), ("减少", "decrease"), ("下降", "decrease"), ("增长", "increase"))
FLAT = (("与{y}年预算持平", "budget"), ("与上年数一致", None), ("与{y}年预算数一致", "budget"))
REASONS = ("人员调整", "新增信息系统运维项目", "压缩一般性支出", "机构职能划转")
NEAR_MISSES = (
    "本部门共有车辆3辆，单价100万元（含）以上设备2台（套）",
    "评审费标准为每人每天300元/人，其中专家12人",
    "依托“两聚一高”工作大局，全年召开会议4次，完成率达到95%",
    "本表单位：万元",
    "截至2025年8月31日，共有一般公务用车2辆",
    "项目编号11000026T000000000001，实施周期为2026年1月1日至12月31日",
)


@dataclass(frozen=True)
class Said:
    """What a made sentence states; money in 万元 with the decimals of its print."""

    concept: str | None
    amount: Decimal
    unit: str
    direction: str | None = None
    change: Decimal | None = None
    base_kind: str | None = None
    reason: str | None = None


def draw_text(random: Random, year: int, count: int = 12) -> tuple[list[str], list[Said]]:
    """Draw paragraphs of sentences about different concepts, with near misses between them, and what they state."""
    paragraphs, truth = [], []
    for number, concept in enumerate(random.sample(sorted(NAMES), count), start=1):
        sentence, said = _draw_sentence(random, concept, year)
        lead = random.choice(("", "", f"{number}.", f"（{'一二三四五六七八九十'[number % 10]}）", "2026年，", "其中："))
        paragraphs.append(lead + sentence)
        truth.append(said)
        if random.random() < 0.4:
            paragraphs.append(f"{random.choice(NEAR_MISSES)}。")
    return paragraphs, truth


def _draw_sentence(random: Random, concept: str, year: int) -> tuple[str, Said]:
    unit = random.choice(("万元", "万元", "万元", "元", "亿元"))
    amount = _draw_amount(random, unit)
    copula = random.choice(("", "为", "")) if unit else ""
    text = f"{random.choice(NAMES[concept])}{copula}{write(amount, unit, random)}"
    kind = random.choice(("none", "change", "change", "flat"))
    reason = random.choice(REASONS) if kind != "none" and random.random() < 0.6 else None
    said = Said(concept, amount, unit)
    if kind == "flat":
        words, base_kind = random.choice(FLAT)
        text, said = f"{text}，{words.format(y=year - 1)}", Said(concept, amount, unit, "flat", None, base_kind)
    if kind == "change":
        words, base_kind = random.choice(BASES)
        word, direction = random.choice(
            (("增加", "increase"), ("减少", "decrease"), ("下降", "decrease"), ("增长", "increase"))
        )
        change = _draw_amount(random, unit)
        text = f"{text}，{words.format(y=year - 1)}{word}{write(change, unit, random)}"
        said = Said(concept, amount, unit, direction, change, base_kind)
    if reason:
        text = f"{text}，{random.choice(('主要原因是', '主要原因：', '原因是'))}{reason}"
        said = replace(said, reason=reason)
    return f"{text}。", said


def _draw_amount(random: Random, unit: str) -> Decimal:
    """Draw an amount in 万元 that its unit prints exactly."""
    step = Decimal(1).scaleb(-DECIMALS[unit]) / FACTORS[unit]
    return (Decimal(random.randint(1, 9_999_999)) / 100).quantize(step if step < 1 else Decimal(1), ROUND_HALF_UP)


def write(amount: Decimal, unit: str, random: Random) -> str:
    """Write an amount of 万元 in a unit, with or without separators and blanks."""
    number = amount * FACTORS[unit]
    text = f"{number:,.{DECIMALS[unit]}f}" if random.random() < 0.7 else f"{number:.{DECIMALS[unit]}f}"
    return f"{random.choice(('', '', ' '))}{text}{random.choice(('', '', ' '))}{unit}"


def set_lines(paragraphs: list[str], width: int = WIDTH) -> list[RawRow]:
    """Set paragraphs as justified lines of a width, two full-width blanks before each."""
    lines: list[str] = []
    for paragraph in paragraphs:
        rest = f"　　{paragraph}"
        while rest:
            cut = _fit(rest, width)
            lines.append(rest[:cut])
            rest = rest[cut:]
    return [RawRow(Place(number), (line.strip(),), printed=line) for number, line in enumerate(lines, start=1)]


def _fit(text: str, width: int) -> int:
    """Give how many characters fit into a line of so many full-width ones; a number may be cut as print cuts it."""
    room = 2 * width
    for position, letter in enumerate(text):
        room -= 1 if letter.isascii() else 2
        if room < 0:
            return position
    return len(text)
