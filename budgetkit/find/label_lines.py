"""The lines of labels above tables (`部门：某局  单位：万元`): of them only the statement of a unit counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from budgetkit.money_units import find_statements
from budgetkit.parse import is_amount, squeeze
from budgetkit.read.row import RawRow

_BODY = (
    r"(?:编制|填报|编报|报送|申报|公开|制表|填制|汇总)?(?:部门|单位|机构)(?:\((?:部门|单位)\))?"
    r"(?:名称|全称)?(?:[及和与、]?(?:代码|编码))?(?:\((?:公章|盖章|章)\))?"
)
_DATE = r"(?:编制|填报|填表|制表|打印|公开|报送|批复|编报)(?:日期|时间)|日期|(?:预算|公开|编制)?年度"
_CODE = r"(?:部门|单位|预算|机构)(?:代码|编码)"
_MONEY = r"(?:金额|货币|计价|计量)?单位|币种|币别"
_PERSON = r"(?:单位|部门|财务)?(?:负责人|填报人|填表人|制表人|审核人|复核人|经办人|联系人)|(?:联系)?电话"
_LABEL = re.compile(
    rf"(?:(?P<plain>{_MONEY}|{_BODY}|{_DATE}|{_CODE})|(?P<person>{_PERSON}))"
    rf"(?:\s*:|(?=\s*[(/为]\s*(?:单位\s*:)?\s*[人十百千万亿元]))"
)
_SPACED = re.compile(r"(?<=[单金额币部编填日位门制报])\s+(?=[位额种门制报期元:])")
_NUMERAL = r"[\d一二三四五六七八九十-]+"
_NUMBERED = rf"(?:(?:预算|部门|单位)*(?:公开|预算|附|附件)?(?:表{_NUMERAL}|[\d-]+表)|附件{_NUMERAL})"
_YEAR = r"\(?(?:19|20)\d{2}\s*年(?:度|\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?\)?"
_BESIDE = re.compile(rf"[\s(]*(?:(?:{_NUMBERED}|公开表|附表|{_YEAR}|第\d+页|共\d+页)[\s)]*)*")
_AROUND_UNIT = re.compile(r"[（(]?(?:以?(?:为|作为)?)?(?:金额|货币|计量)?(?:单位)?[:：/／为]?[（()）]*")
_LONGEST_VALUE = 40
_LONGEST = 150
_SENTENCE = re.compile(r"[。；;]")
_SIMPLE = str.maketrans("：（）／【】〔〕[]", ":()/()()()")


def is_label_line(row: RawRow) -> bool:
    """Say whether a row holds nothing but labels with their values, or a unit, a year or a form's number alone."""
    text = _simplify(row)
    if not text or len(text) > _LONGEST or _SENTENCE.search(text) or any(map(_is_sum, row.filled)):
        return False
    labels = _labels(text)
    if labels:
        is_alone = _BESIDE.fullmatch(text[: labels[0][0].start()]) is not None
        return is_alone and any(label["plain"] for label, _ in labels) and all(_is_value(value) for _, value in labels)
    return bool(re.fullmatch(_YEAR, text)) or _is_bare_statement(row.filled)


def label_cells(row: RawRow) -> tuple[str, ...]:
    """Write a row of labels as one cell a label: statements of a unit as `金额单位：…`; a form's number is left out."""
    statements = dict.fromkeys(f"金额单位：{statement.text}" for statement in find_statements(row.filled))
    text = _simplify(row)
    others = [
        f"{squeeze(label['plain'])}：{value}"
        for label, value in _labels(text)
        if label["plain"] and not (statements and re.fullmatch(_MONEY, squeeze(label["plain"])))
    ]
    return (*statements, *others) or (f"年度：{squeeze(text).strip('()年度')}",)


def _labels(text: str) -> list[tuple[re.Match, str]]:
    """Find the labels of a line, each with the value up to the next one."""
    found = list(_LABEL.finditer(text))
    ends = [*(label.start() for label in found), len(text)][1:]
    values = (text[label.end() : end].strip() for label, end in zip(found, ends, strict=True))
    return [(label, value if "(" in value else value.rstrip(") ")) for label, value in zip(found, values, strict=True)]


def _simplify(row: RawRow) -> str:
    return _SPACED.sub("", " ".join(row.filled).translate(_SIMPLE))


def _is_sum(cell: str) -> bool:
    return is_amount(cell) and bool(re.search(r"[.,]", cell))


def _is_value(value: str) -> bool:
    return len(value) <= _LONGEST_VALUE and ":" not in value


def _is_bare_statement(cells: Sequence[str]) -> bool:
    """Say whether a line is a unit without a label's colon: `（万元）`, `金额单位（元）`, `单位／元`, `单位万元`."""
    text = squeeze("".join(cells))
    statements = find_statements(cells)
    rest = text
    for statement in statements:
        rest = rest.replace(re.sub(r"\s", "", statement.text), "", 1)
    return (
        bool(statements)
        and re.fullmatch(r"[（(]?(?:以?(?:为|作为)?)?(?:金额|货币|计量)?(?:单位)?[:：/／为]?[（()）]*", rest)
        is not None
    )
