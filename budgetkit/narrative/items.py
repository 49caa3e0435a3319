"""Items of the functional classification as texts name them (`教育支出（类）普通教育（款）`), and their codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from budgetkit.codes.reference import load_codes_by_name, name_key
from budgetkit.finding import Row

_LEVEL_DIGITS = {"类": 3, "款": 5, "项": 7}
_PART = re.compile(r"(?P<name>.+?)[（(](?P<level>[类款项])[)）](?P<tail>支出)?")
_SAID = re.compile(r"(?:(?:19|20)\d\d年(?:度)?)?(?:年初)?(?:预算|决算|支出预算|支出决算)?(?:数|安排|支出)?$")
_CODED = (
    re.compile(r"(?P<code>\d{7}|\d{5}|\d{3})[-—_－]?(?P<name>[\u4e00-\u9fff（）()、]{2,40})"),
    re.compile(r"(?P<name>[\u4e00-\u9fff、]{2,40})[（(](?P<code>\d{7}|\d{5}|\d{3})(?:类|款|项)?[)）](?:支出)?"),
)
_QUOTED = re.compile(r"(?P<names>.+)（科目）")


class ItemName(NamedTuple):
    """The names of a class, section and item, None for a level that the text doesn't name."""

    names: tuple[str | None, str | None, str | None]

    @property
    def digits(self) -> int:
        """The length of its code: 3, 5 or 7."""
        return 7 if self.names[2] else 5 if self.names[1] else 3


def read_item(subject: str) -> ItemName | None:
    """Read the names of an item; None for words that name none.

    Levels are marked (`（类）`), or joined by dashes in quotation marks (`“类-款-项”`).
    """
    subject = subject.translate(str.maketrans("()－—–", "（）---"))
    names: dict[str, str] = {}
    for part in _PART.finditer(subject):
        names[part["level"]] = part["name"].strip("“”、") + (part["tail"] or "")
    if names:
        return ItemName((names.get("类"), names.get("款"), names.get("项")))
    if match := _QUOTED.fullmatch(subject):
        parts = [*filter(None, re.split("-+", match["names"]))]
        if 1 <= len(parts) <= 3:
            return ItemName((*parts, *[None] * (3 - len(parts))))
    return None


def find_class(subject: str, printed: Mapping[str, set[str]]) -> str | None:
    """Find the code of a class that a subject names without saying that it is one (`教育支出2025年预算安排`)."""
    name = _SAID.sub("", subject)
    if name.removesuffix("支出") in ("其他", "其它"):  # the name of a class, and of much else
        return None
    candidates = dict.fromkeys([name, f"{name}支出", subject] if name else [])
    found = {code for one in candidates if one.endswith("支出") for code in _codes(one, printed) if len(code) == 3}
    return _only(found)


def find_coded(subject: str, printed: Mapping[str, set[str]]) -> str | None:
    """Find the code that a subject gives with its name (`行政运行（2010601）`); None where the name is another's."""
    for pattern in _CODED:
        if match := pattern.fullmatch(subject):
            names = dict.fromkeys([match["name"], _SAID.sub("", match["name"])])
            return match["code"] if any(match["code"] in _codes(name, printed) for name in names) else None
    return None


def find_code(item: ItemName, printed: Mapping[str, set[str]]) -> str | None:
    """Find the code of an item: one that the document prints under these names, else the reference's; None if unsure.

    `printed` gives the codes of each name key that the document's own tables print.
    """
    codes = _codes(item.names[(item.digits - 3) // 2], printed)
    fitting = {code for code in codes if len(code) == item.digits and _is_under(code, item, printed)}
    own = {code for code in fitting if any(code in codes for codes in printed.values())}
    return _only(own) or _only(fitting)


def printed_codes(rows: Iterable[Row]) -> dict[str, set[str]]:
    """Collect the functional codes that clean rows print, by the key of their names."""
    codes: dict[str, set[str]] = {}
    for row in rows:
        if row.get("function_code") and row.get("function_name"):
            codes.setdefault(_key(row["function_name"]), set()).add(row["function_code"])
    return codes


def _is_under(code: str, item: ItemName, printed: Mapping[str, set[str]]) -> bool:
    """Say whether a code lies below the class and section that the text names."""
    for name, digits in zip(item.names[:2], (3, 5), strict=True):
        if name and digits < item.digits:
            above = {code[:digits] for code in _codes(name, printed) if len(code) == digits}
            if above and code[:digits] not in above:
                return False
    return True


def spellings(name: str) -> set[str]:
    """Give the keys of a name with and without the word 支出 at its end, which texts add and leave out."""
    return {_key(name), _key(name.removesuffix("支出")), _key(f"{name}支出")}


def _codes(name: str | None, printed: Mapping[str, set[str]]) -> set[str]:
    if not name:
        return set()
    names = spellings(name)
    reference = load_codes_by_name("function")
    return {code for key in names for code in (*printed.get(key, ()), *reference.get(key, ()))}


def _key(name: str) -> str:
    return name_key(name).replace("其它", "其他")


def _only(codes: set[str]) -> str | None:
    return next(iter(codes)) if len(codes) == 1 else None
