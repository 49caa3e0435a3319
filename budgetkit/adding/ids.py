"""Ids that are proposed for a department and a document: ASCII, from the name's first letters and known fields' words.

The characters of GB 2312 level 1 stand in the order of their sounds, so the code of one tells its first letter.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_FIRST = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
_LAST = 0xD7F9
_STARTS = [code for code, _ in _FIRST]
_WORDS = {
    "财政": "finance", "应急管理": "emergency", "教育": "education", "商务": "commerce", "民政": "civil-affairs",
    "司法": "justice", "公安": "police", "审计": "audit", "统计": "statistics", "科学技术": "science",
    "交通": "transport", "交通运输": "transport", "水务": "water", "水利": "water", "卫生健康": "health",
    "医疗保障": "medical-insurance",
    "农业农村": "agriculture", "生态环境": "environment", "文化和旅游": "culture-tourism", "体育": "sports",
    "市场": "market", "发展和改革": "development", "经济和信息化": "industry", "人力资源和社会保障": "labour",
    "住房和城乡建设": "housing", "规划和自然资源": "planning", "自然资源": "resources", "园林绿化": "parks",
    "政务服务和数据": "data", "退役军人事务": "veterans", "信访": "petitions", "城市": "city-management",
    "税务": "tax", "气象": "weather", "档案": "archives", "广播电视": "broadcasting",
}  # fmt: skip
_KIND = {
    "budget": "budget", "unit_budget": "unit-budget", "final_accounts": "accounts",
    "unit_final_accounts": "unit-accounts", "self_evaluation": "selfeval",
}  # fmt: skip
_DIVISION = re.compile(r"(?:特别行政区|自治区|自治州|[省市区县旗州盟])$")


def propose_department_id(department: str, region: str | None, field: str | None) -> str | None:
    """Propose an id for a department: its place's first letters, then its field (`ptq-finance`).

    None where a character's first letter isn't known.
    """
    place = department[: department.find(region) + len(region)] if region and region in department else region or ""
    parts = re.findall(r".+?(?:特别行政区|自治区|自治州|[省市区县旗盟])", re.sub("^(?:中国共产党|中共)", "", place))
    letters = [first_letters(_DIVISION.sub("", part) or part) for part in parts]
    name = _WORDS.get(field or "") or first_letters(field or department)
    return None if None in letters or not name else "-".join([*map(str, letters), name])


def propose_document_id(department_id: str, year: int, kind: str, taken: set[str]) -> str:
    """Propose an id for a document; one of several self-evaluations of a year gets a number."""
    proposed = f"{department_id}-{year}-{_KIND[kind]}"
    number = 2
    found = proposed
    while found.casefold() in taken:
        found, number = f"{proposed}-{number}", number + 1
    return found


def first_letters(text: str) -> str | None:
    """Give the first letters of the sounds of Chinese characters; None where one isn't in the order of sounds."""
    letters = [_first_letter(character) for character in text if character.isalnum()]
    return None if None in letters or not letters else "".join(map(str, letters))


def _first_letter(character: str) -> str | None:
    if character.isascii():
        return character.lower()
    try:
        code = int.from_bytes(character.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return None
    return _FIRST[bisect_right(_STARTS, code) - 1][1] if _STARTS[0] <= code <= _LAST else None
