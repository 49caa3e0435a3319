"""A classification code and its name in one cell, however they are set: `2240101 行政运行`, `行政运行（2240101）`."""

from __future__ import annotations

from functools import cache

from budgetkit.codes.reference import KINDS, load_reference, name_key
from budgetkit.late_pattern import late_pattern

_OPEN, _CLOSE = r"[\[【［(（〔<《｛{]", r"[\]】］)）〕>》｝}]"
_BETWEEN = r"(?:[^\w“”()（）]|_){0,4}"  # whatever sign is no part of a name
_CODE = r"(?P<code>\d(?: ?\d){2}|\d(?: ?\d){4}|\d(?: ?\d){6})"
_NAME = r"(?P<name>[\u4e00-\u9fff“][\u4e00-\u9fff“”（）()、，—\-\s]*[\u4e00-\u9fff”）)])"
_GLUED = (
    late_pattern(rf"{_BETWEEN}{_OPEN}?{_BETWEEN}{_CODE}{_BETWEEN}{_CLOSE}?{_BETWEEN}{_NAME}{_BETWEEN}"),
    late_pattern(rf"{_NAME}{_BETWEEN}(?:{_OPEN}{_BETWEEN}{_CODE}{_BETWEEN}{_CLOSE})"),
)
_BEHIND = late_pattern(rf"{_NAME}{_BETWEEN}{_CODE}")
_MEASURE = late_pattern(
    r"[万亿千百]*(?:元|[人户个名家次场份件台套辆吨公年月日天分米条种项批期]|平方米?|立方米?|小时)[次里整左右]{0,2}"
)


def split_code_and_name(text: str) -> tuple[str, str] | None:
    """Split a cell into the code of a class and its name; None where it holds no such pair.

    A code has 7 or 5 digits and begins with a class of one of the classifications; one of 3 digits is told from other
    numbers by its own name beside it. A name is words, and no measure that a number may have (`20100万元`).
    """
    for pattern in _GLUED:
        match = pattern.fullmatch(text.strip())
        if match and _belong_together(code := match["code"].replace(" ", ""), match["name"]):
            return code, match["name"]
    match = _BEHIND.fullmatch(text.strip())
    if match and name_key(match["name"]) in _class_names().get(code := match["code"].replace(" ", ""), ()):
        return code, match["name"]  # behind a name, a number may be anything: it has to be that name's code
    return None


def _belong_together(code: str, name: str) -> bool:
    names = _class_names().get(code[:3])
    if names is None or _MEASURE.fullmatch(name):
        return False
    return len(code) > 3 or name_key(name) in names


@cache
def _class_names() -> dict[str, set[str]]:
    """Give the names that each code has or had in any of the classifications."""
    names: dict[str, set[str]] = {}
    for kind in KINDS:
        for code, entries in load_reference(kind).items():
            names.setdefault(code, set()).update(name_key(entry.name) for entry in entries)
    return names
