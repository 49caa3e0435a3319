"""One entry of the sources manifest: each field has its type and form, so that none can reach outside its folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from budgetkit.errors import SourceError, write_value
from budgetkit.inside import PlaceError, is_plain_name, prove_inside
from budgetkit.plain_text import is_one_line
from budgetkit.read.encoding import ENCODINGS, encodings_of

LEVELS = ("city", "district")
KIND_LABELS = {
    "budget": "部门预算", "unit_budget": "单位预算", "final_accounts": "部门决算", "unit_final_accounts": "单位决算",
    "self_evaluation": "绩效自评",
}  # fmt: skip
KINDS = tuple(KIND_LABELS)
BUDGETS = ("budget", "unit_budget")
ACCOUNTS = {"budget": "final_accounts", "unit_budget": "unit_final_accounts"}
"""The final accounts that a budget may be held against: of a department or of a single unit, as the budget is."""
_OF_UNITS = {"unit_budget": "budget", "unit_final_accounts": "final_accounts"}
REQUIRED = ("id", "department_id", "department", "level", "region", "field", "year", "kind", "title", "file", "sha256")
OPTIONAL = ("url", "counterpart", "encoding", "part_of", "part")
TEXT = "text"
"""The part of a publication that is its explanatory text alone, without the tables."""
LONGEST_ID = 80
_ID = re.compile(r"[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*")
_TAKEN_BY_WINDOWS = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)
_LONGEST_WORDS, _LONGEST_URL = 200, 2000
_FIRST_YEAR = 1949


@dataclass(frozen=True)
class Source:
    """A raw document's entry in the manifest.

    `counterpart` is a department id, `encoding` what a text declares, `part_of` the id of the department that a single
    unit belongs to, `part` is `text` for a publication's explanatory text without its tables; None where the manifest
    names none.
    """

    document_id: str
    department_id: str
    department: str
    level: str
    region: str
    field: str
    year: int
    kind: str
    title: str
    file: str
    sha256: str
    url: str | None
    counterpart: str | None
    path: Path
    encoding: str | None = None
    part_of: str | None = None
    part: str | None = None

    @property
    def is_budget(self) -> bool:
        """Say whether the document is a budget, of a department or of a single unit."""
        return self.kind in BUDGETS

    @property
    def kind_label(self) -> str:
        """Its kind in Chinese, and that it is an explanatory text alone where it is."""
        return KIND_LABELS[self.kind] + ("（只有文字说明）" if self.part == TEXT else "")

    @property
    def read_as(self) -> str:
        """The kind by whose forms and rules it is read: a single unit's document as a department's."""
        return read_as(self.kind)


def read_as(kind: str) -> str:
    """Give the kind by whose forms and rules a kind of document is read: a single unit's as a department's."""
    return _OF_UNITS.get(kind, kind)


def read_entry(manifest: Path, position: int, entry: Any) -> Source:
    """Read an entry of the manifest, the `position`-th of it, into a source.

    Raises SourceError, with the document's id where it has one, for the first field that is missing, unknown, of
    another type, or not of its form.
    """
    if not isinstance(entry, dict):
        raise SourceError(f"{manifest} 第 {position} 条", "一条 [[document]]", _quote(entry), "请改正清单的写法。")
    named: Any = entry.get("id")
    where = f"{manifest} 第 {position} 条（{_quote(named) if named else '无 id'}）"
    try:
        _check_fields(where, entry)
        path = _find_file(where, manifest.parent, entry["file"])
    except SourceError as error:
        error.document_id = named if is_id(named) else None
        raise
    fields: dict[str, Any] = {key: entry[key] for key in REQUIRED if key != "id"}
    fields |= {key: entry.get(key) or None for key in OPTIONAL}
    return Source(
        document_id=named,
        path=path,
        **fields,
    )


def is_id(value: object) -> bool:
    """Say whether a value is an id: ASCII letters, digits and hyphens, that can be the name of a file everywhere."""
    return (
        isinstance(value, str)
        and len(value) <= LONGEST_ID
        and _ID.fullmatch(value) is not None
        and not _TAKEN_BY_WINDOWS.fullmatch(value)
    )


def is_web_address(value: object) -> bool:
    """Say whether a value is a whole http or https address, without a user's name in it."""
    if not isinstance(value, str) or len(value) > _LONGEST_URL or not value.isprintable():
        return False
    if re.search(r"""[\s<>"'`{}|\\^]""", value):
        return False
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 (raises ValueError where it is no number)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def is_year(value: object) -> bool:
    """Say whether a value is a year that a budget can be of: a whole number, up to a few years from now."""
    return type(value) is int and _FIRST_YEAR <= value <= date.today().year + 10


def find_fault(name: str, answer: str) -> str | None:
    """Say which form a field of an entry has where an answer, as it was typed, has another; None where it fits."""
    value = int(answer) if name == "year" and answer.isascii() and answer.isdigit() else answer
    fits, form = _FORMS[name]
    return None if fits(value) else form


def _is_words(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= len(value) <= _LONGEST_WORDS and is_one_line(value)


def _is_file_name(value: object) -> bool:
    return isinstance(value, str) and value != "" and all(map(is_plain_name, PurePosixPath(value).parts))


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None


_ID_FORM = (is_id, f"英文字母、数字和连字符，不超过 {LONGEST_ID} 个字符")
_WORDS_FORM = (_is_words, f"一行文字，不超过 {_LONGEST_WORDS} 字")
_FORMS: dict[str, tuple[Callable[[object], bool], str]] = {
    "id": _ID_FORM,
    "department_id": _ID_FORM,
    "department": _WORDS_FORM,
    "level": (lambda value: value in LEVELS, f" {' 或 '.join(LEVELS)}"),
    "region": _WORDS_FORM,
    "field": _WORDS_FORM,
    "year": (is_year, f"整数年份，{_FIRST_YEAR} 年以后"),
    "kind": (lambda value: value in KINDS, f" {' 或 '.join(KINDS)}"),
    "title": _WORDS_FORM,
    "file": (_is_file_name, "原始文件夹内的文件名"),
    "sha256": (_is_hash, "64 位小写十六进制数"),
    "url": (is_web_address, "http 或 https 网址"),
    "counterpart": _ID_FORM,
    "part_of": _ID_FORM,
    "part": (lambda value: value == TEXT, f" {TEXT}（只有文字说明）"),
    "encoding": (lambda value: encodings_of(value) is not None, f" {ENCODINGS}"),
}


def _check_fields(where: str, entry: dict[str, Any]) -> None:
    missing = [key for key in REQUIRED if entry.get(key) in ("", None)]
    if missing:
        raise SourceError(where, "字段齐全", f"缺少 {'、'.join(missing)}", "请补齐这些字段。")
    unknown = sorted(set(entry) - {*REQUIRED, *OPTIONAL})
    if unknown:
        raise SourceError(where, "已知的字段", f"未知字段 {'、'.join(map(_quote, unknown))}", "请检查拼写。")
    for key, value in entry.items():
        fits, form = _FORMS[key]
        if not fits(value) and not (key in OPTIONAL and value == ""):
            raise SourceError(where, f"{key} 为{form}", _quote(value), "请改正该字段。")
    if entry.get("counterpart") == entry["department_id"]:
        found = f"{_quote(entry['counterpart'])}，即本部门"
        raise SourceError(where, "counterpart 为另一层级的对应部门", found, "请改正或删去 counterpart。")


def _find_file(where: str, folder: Path, name: str) -> Path:
    """Give the path of an entry's file, proved to lie inside the raw folder, links followed."""
    path = folder / name
    try:
        prove_inside(path.resolve(), folder)
    except (PlaceError, OSError, RuntimeError) as error:  # Python 3.12 and older raise RuntimeError for a ring of links
        raise SourceError(
            where, f"位于 {folder} 之内的文件", f"{name} 指向它之外", "请把文件本身放入原始文件夹。"
        ) from error
    return path


def _quote(value: object) -> str:
    """Quote a value of the manifest in a message: on one line, and not for pages."""
    text = write_value(value)
    return text if len(text) <= 80 else f"{text[:80]}…（共 {len(text)} 个字符）"
