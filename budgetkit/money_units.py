"""Units of money and their statements in print (`金额单位：万元`): the one home of what a unit is worth.

A statement is understood, or it is kept as printed and its table's amounts are refused. Units of other things
(`单位：个`) and bodies (`单位：某局`) are no statements.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

_POWERS = {
    "十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3, "万": 4, "萬": 4, "亿": 8, "億": 8,
}  # fmt: skip
_SIMPLE = str.maketrans("拾佰仟萬億圆圓單幣額：︰∶﹕／（）【】［］￥＄　", "十百千万亿元元单币额::::/()()()¥$ ")
_RENMINBI = r"(?:人\s*民\s*币|RMB|CNY|¥)"
_AMOUNT_WORDS = r"(?P<power>(?:[十百千万亿]\s*){0,3})(?P<base>元)?"
_UNIT = re.compile(
    rf"(?P<before>{_RENMINBI})?\s*(?:(?<=币)\(\s*)?{_AMOUNT_WORDS}\s*(?:\(\s*(?P<inside>{_RENMINBI})\s*\)|(?P<behind>{_RENMINBI}))?",
    re.IGNORECASE,
)
_MONEY_KEY = r"金\s*额\s*单\s*位|货\s*币\s*单\s*位|计\s*价\s*单\s*位|资\s*金\s*单\s*位"
_KEY = re.compile(rf"(?P<money>{_MONEY_KEY})|(?<!度量)(?<!绩效)(?<!指标)(?:计\s*量\s*)?单\s*位")
_SEPARATOR = re.compile(r"\s*(?P<mark>[:/=\-—－]|为|是)?\s*(?P<bracket>\()?\s*(?:[:]\s*)?")
_CURRENCY = re.compile(r"(?:币\s*种|币\s*别|货\s*币\s*(?:种类|名称)?)\s*:\s*(?P<value>[^\s,，;；()]{1,10})")
_MONEY_NAMED = re.compile(r"(?:金\s*额|人\s*民\s*币)\s*:\s*")
_BY_UNIT = re.compile(r"以\s*(?P<value>[^\s,，。;；()]{1,8}?)\s*(?:为|作为|做)\s*(?:金额|计量|货币)?单位")
_ALONE = re.compile(
    rf"\W*(?:{_MONEY_KEY}|(?:计\s*量\s*)?单\s*位)[\W_]{{1,9}}(?P<times>1[0,]*)?(?P<value>[^\W\d]+(?:\([^\W\d]+\))?)[\W_]*"
)
_LAST_BRACKET = re.compile(r"[^(]*?\((?:\s*(?:金额|计量)?单位\s*:?)?\s*(?P<value>[^()]{1,12}(?:\([^()]*\))?)\s*\)")
_LABELS_BEHIND = re.compile(r"部门|编制|填报|编报|公开|单位|金额|币种|年度|日期|预算|附表|表")
_FOREIGN_WORD = r"(?:[港美欧日澳]元|[港澳外]币|新?台币|美金|英镑|澳门[元币]|HKD|USD|EUR|JPY|GBP|MOP|TWD)"
_FOREIGN = re.compile(
    rf"[\s,，、/]*(?P<open>\()?\s*(?:币[种别]\s*:\s*)?{_FOREIGN_WORD}(?(open)\)?)(?![一-鿿])", re.IGNORECASE
)
_IN_FOREIGN = re.compile(rf"(?:{_FOREIGN_WORD}|[十百千万亿元]|(?:金额|货币|计量)?单位|[\s:,，、/])+", re.IGNORECASE)
_END = re.compile(r"\s|$|[,，。;；)|\d]")
_LIKE_MONEY = re.compile(
    r".{0,8}(?:[元币万亿千百¥$€£镑]|美金|角|法郎|卢布|卢比|铢|USD|HKD|EUR|JPY|GBP|MOP|TWD|yuan|dollars?|thousand|[mb]illion)",
    re.IGNORECASE,
)
_MAY_STATE = re.compile(r"[位币金(（【［]")  # one of these stands in every statement
_LONGEST_VALUE = 80  # what follows a label is read so far: no unit is longer
_SHORT = 3  # characters of a unit; longer words are bodies or sentences
_COUNTED = re.compile(
    r"(?:[个人次家份套台辆件项条篇场期天日月年时分秒只张块片本册幅支名位户间座栋栏批组类种处点路门部盘根棵株头匹尾枚颗粒袋箱盒瓶桶罐包卷"
    r"捆筐吨克升米亩顷里度名字词段页号层级班届轮车艘架所比率倍百千万亿平方立公斤小%‰·、和/]|MB|GB|TB|km|kg|[kmgt]?[btgwmlh])+",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"[局委办部处队院所会社厅署馆站校园区县市镇乡街级关团组室司科股庭台网]$|中心|本级|机关|同上|见|略|无|详|某|\*|[XxＸ×_]"
)
_ENGLISH = re.compile(r"[A-Z¥$. ]*(?:thousand|million|billion)s?\b[A-Za-z ]*", re.IGNORECASE)
_ALSO = re.compile(r"\s*[、，,和及]\s*")


class UnitStatement(NamedTuple):
    """A printed statement of a unit of money, and its factor to 万元; None where it is not understood or no 人民币."""

    text: str
    factor: Decimal | None


@lru_cache(1 << 12)
def money_factor(unit: str) -> Decimal | None:
    """Give the factor from a unit of 人民币 (`元`, `百万元`, `亿`, `RMB`) to 万元; None for anything else.

    It is a power of ten, so that an amount keeps the place of its last printed digit (1.2 亿元 is not 12,000.0 万元).
    """
    match = _UNIT.fullmatch(unit.translate(_SIMPLE).strip())
    return _factor(match) if match else None


def find_statements(cells: Sequence[str]) -> list[UnitStatement]:
    """Find the statements of a unit of money in the cells of one line; a statement may be cut into two cells."""
    if not _MAY_STATE.search("".join(cells)):
        return []
    joined = [*cells]
    for position, cell in enumerate(cells[:-1]):
        if _is_bare_key(cell):  # a heading 单位 has no colon, and what stands beside it is another heading
            mark = "：" if cell.rstrip().endswith((":", "：")) or _is_money(cells[position + 1]) else " "
            joined[position : position + 2] = [f"{cell.rstrip(':：')}{mark}{cells[position + 1]}", ""]
    return [statement for cell in joined if cell for statement in _in_text(cell)]


def bracketed_statement(text: str) -> UnitStatement | None:
    """Give the unit that stands in brackets behind a heading (`资金情况（万元）`), None where there is none."""
    match = _LAST_BRACKET.fullmatch(text.translate(_SIMPLE).strip())
    return _as_statement(match["value"]) if match else None


def without_unit(text: str) -> str:
    """Take the unit in brackets off a heading."""
    if not text.rstrip().endswith((")", "）")) or not bracketed_statement(text):
        return text
    return re.split("[（(]", text, maxsplit=1)[0]


def _is_bare_key(cell: str) -> bool:
    text = cell.translate(_SIMPLE).strip().rstrip(":")
    return bool(_KEY.fullmatch(text)) or text in ("币种", "币别")


def _is_money(text: str) -> bool:
    return money_factor(text) is not None or _LIKE_MONEY.fullmatch(text.strip()) is not None


def _in_text(text: str) -> list[UnitStatement]:
    """Find the statements in one text, quoted as printed."""
    printed, text = text, text.translate(_SIMPLE)
    if not _MAY_STATE.search(printed):
        return []
    found = [_behind_key(text, match) for match in _KEY.finditer(text)]
    found += [_named(text, match) for match in _MONEY_NAMED.finditer(text)]
    found += [_currency(match["value"]) for match in _CURRENCY.finditer(text)]
    found += [_as_statement(match["value"]) for match in _BY_UNIT.finditer(text)]
    if re.fullmatch(r"\s*\([^()]*\)\s*", text) and not any(found):
        found.append(_known(text.strip()[1:-1]))
    if not any(statement and statement.factor for statement in found):
        alone = _ALONE.fullmatch(text)
        found = [statement] if alone and (statement := _with_any_mark(alone)) else found
    return [_as_printed(printed, text, statement) for statement in found if statement]


def _as_printed(printed: str, text: str, statement: UnitStatement) -> UnitStatement:
    """Quote a statement as printed; simplifying a text keeps the places of its characters."""
    start = text.find(statement.text)
    return statement._replace(text=printed[start : start + len(statement.text)] if start >= 0 else statement.text)


def _behind_key(text: str, key: re.Match) -> UnitStatement | None:
    separator = _SEPARATOR.match(text, key.end())
    assert separator  # it may be empty
    marked = bool(separator["mark"] or separator["bracket"])
    unit = _UNIT.match(text, separator.end())
    run = _value(text, separator.end())
    if english := _ENGLISH.match(text, separator.end()):
        return UnitStatement(english[0], None)
    if unit and unit[0].strip() and (foreign := _FOREIGN.match(text, unit.end())):  # 万元（港币）
        return UnitStatement(text[unit.start() : foreign.end()].strip(), None)
    if len({factor for part in _ALSO.split(run) if (factor := money_factor(part)) is not None}) > 1:  # 万元、元
        return UnitStatement(run, None)
    if unit and _factor(unit) is not None and _ends(text, unit.end()) and "/" not in run:
        return UnitStatement(unit[0].strip(), _factor(unit)) if marked or unit["base"] else None
    if not marked or not run:
        return None
    if key["money"]:
        return _as_statement(run) or UnitStatement(run, None)
    is_own_key = not re.search(r"[\u4e00-\u9fff]", text[max(0, key.start() - 1) : key.start()])
    return (_as_statement(run) or _unknown(text, key, run)) if is_own_key else None


def _with_any_mark(match: re.Match) -> UnitStatement | None:
    """Read `单位；万元`, `《单位：万元》` and `单位：1万元`, which stand alone: whatever signs are between."""
    factor = money_factor(match["value"]) or money_factor(match["value"].rstrip(")"))
    if factor is None:
        return UnitStatement(match["value"], None) if _LIKE_MONEY.fullmatch(match["value"]) else None
    times = match["times"] or ""
    return UnitStatement(times + match["value"], factor.scaleb(times.count("0")))


def _unknown(text: str, key: re.Match, run: str) -> UnitStatement | None:
    """Take a short word that alone follows 单位 (`单位：两`) as a unit that is not understood.

    What is counted and bodies are none; nor is a word among other labels, which may be anything.
    """
    if len(run) > _SHORT or _COUNTED.fullmatch(run) or _BODY.search(run):
        return None
    is_alone = not re.search(r"[^\s(]", text[: key.start()]) and not re.search(
        r"[^\s)]", text[text.find(run) + len(run) :]
    )
    return UnitStatement(run, None) if is_alone else None


def _named(text: str, key: re.Match) -> UnitStatement | None:
    """`金额：万元` and `人民币：元` are statements; either word anything else is not."""
    return _known(text[key.end() :].strip(" ()"))


def _currency(value: str) -> UnitStatement | None:
    """A currency is only told of where it is none of ours: it says nothing about the unit."""
    ours = re.fullmatch(rf"{_RENMINBI}(?:元|\({_RENMINBI}\))?", value.strip(), re.IGNORECASE)
    return None if ours else UnitStatement(value, None)


def _value(text: str, start: int) -> str:
    return re.split(r"[\s,，。;；()|]", text[start : start + _LONGEST_VALUE], maxsplit=1)[0]


def _ends(text: str, position: int) -> bool:
    return bool(_END.match(text, position) or _LABELS_BEHIND.match(text, position) or text[position] in "、和及")


def _as_statement(value: str) -> UnitStatement | None:
    """Read what may be a unit of money; several units of which one is money (`人、万元`) are that one."""
    value = value.strip()
    money = [part for part in _ALSO.split(value) if money_factor(part) is not None or _LIKE_MONEY.fullmatch(part)]
    if not money:
        return UnitStatement(value, None) if re.search(r"元\s*/|/\s*[万千百亿]*元", value) else None
    return UnitStatement(money[0], money_factor(money[0])) if len(money) == 1 else UnitStatement(value, None)


def _known(value: str) -> UnitStatement | None:
    factor = money_factor(value)
    if _IN_FOREIGN.fullmatch(value) and re.search(_FOREIGN_WORD, value, re.IGNORECASE):
        return UnitStatement(value.strip(), None)
    return None if factor is None else UnitStatement(value.strip(), factor)


def _factor(unit: re.Match) -> Decimal | None:
    """Multiply the powers of a unit; a currency without them is 元, 人民币 alone names no unit."""
    power = sum(_POWERS[word] for word in re.sub(r"\s", "", unit["power"] or ""))
    sign = next((unit[name] for name in ("before", "inside", "behind") if unit[name]), "")
    if not (power or unit["base"] or (sign and not sign.startswith("人"))):
        return None
    return Decimal((0, (1,), power - 4))
