"""What a document says of itself, held against its entry in the manifest: department, year and level.

Only a contradiction counts. A document that doesn't name its year or department, or names the manifest's among others,
is taken as the manifest says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from budgetkit.errors import SourceError
from budgetkit.finding import Row
from budgetkit.parse import body_key, squeeze
from budgetkit.read.row import RawRow
from budgetkit.source_entry import Source

_BODY = r"[\u4e00-\u9fff（）()、]{2,40}(?:局|委|会|办|室|厅|院|署|处|部|队|校|所|站|馆|团|中心|政府|法院|检察院)"
_TITLE = re.compile(
    rf"(?P<body>{_BODY})?(?P<year>20\d\d)年度?(?:部门|单位)(?:预算|决算)(?:信息|公开|说明|情况|报告|及|表|草案|目录)*"
)
_YEAR_OF_FORM = re.compile(r"[（(](?P<year>20\d\d)年度?[）)]")
_BODY_LABELS = {"budget": ("部门名称", "预算部门"), "self_evaluation": ("主管部门", "实施单位")}
_LEVEL_LABEL = re.compile(r"(?P<level>[市区县])级(?:主管|预算)部门")
_DISTRICT = re.compile(
    r"(?:^|[省市州])[^省市州区县旗]{1,6}(?<!开发)(?<!景)(?<!园)(?<!社)(?<!校)(?<!新)(?<!地)(?:区|县|旗)"
)
_MUNICIPALITY = re.compile(
    r"(?:北京|上海|天津|重庆)市"
)  # under the State: their bodies without 区 or 县 are the city's
_DEADLINE = re.compile(r"(20\d\d)年\d{1,2}月(?:\d{1,2}日|底)?(?:之|以)?前")
_ENOUGH = 3  # of a kind that a slip of the extraction, or one odd project, could bring about alone
_LEVELS = {"city": "市级", "district": "区级"}


@dataclass(frozen=True)
class SelfStatement:
    """Something that a document says of itself, and the line that says so."""

    value: str
    line: int


def check_self_description(source: Source, rows: Sequence[RawRow], tables: Mapping[str, Sequence[Row]]) -> None:
    """Hold a document against its entry; raises SourceError where it names another department, year or level."""
    names = list(_departments(source, rows, tables))
    own = [one for one in names if _agree(one.value, source.department)]
    if names and not own:
        raise _contradiction(source, "department", source.department, names[0])
    if year := _other_year(source, rows, tables):
        raise _contradiction(source, "year", str(source.year), year)
    for level in _levels(source, rows, own):
        if level.value != source.level:
            raise _contradiction(
                source, "level", _LEVELS[source.level], SelfStatement(_LEVELS[level.value], level.line)
            )


def _contradiction(source: Source, name: str, listed: str, stated: SelfStatement) -> SourceError:
    return SourceError(
        f"sources.toml 的 {source.document_id}",
        f"{name} 与文件所写一致",
        f"清单为“{listed}”，而 {source.file} 第 {stated.line} 行表明是“{stated.value}”",
        "请核对这一条登记的是不是这份文件。",
        document_id=source.document_id,
    )


def _departments(
    source: Source, rows: Sequence[RawRow], tables: Mapping[str, Sequence[Row]]
) -> Iterator[SelfStatement]:
    """Give the departments that labels, titles and the table of units name as the document's own."""
    for row in rows:
        yield from _labelled(row, _BODY_LABELS.get(source.read_as, ()))
        if (title := _title(row)) and title["body"]:
            yield SelfStatement(title["body"], row.number)
    for unit in tables.get("income", ()):
        if re.fullmatch(r"\d{3}", unit.get("unit_code") or "") and _is_body(unit.get("unit_name") or ""):
            yield SelfStatement(unit["unit_name"], unit["source_line"])


def _labelled(row: RawRow, labels: Iterable[str]) -> Iterator[SelfStatement]:
    """Give the body that stands behind a label, in the next cell or behind a blank."""
    words = re.findall(r"[^\s：:]+", "\t".join(row.filled))
    for label, word in pairwise(words):
        if label in labels and _is_body(word):
            yield SelfStatement(word, row.number)


def _is_body(text: str) -> bool:
    return re.fullmatch(_BODY, text) is not None


def _title(row: RawRow) -> re.Match[str] | None:
    return _TITLE.fullmatch(squeeze(row.filled[0])) if len(row.filled) == 1 else None


def _other_year(source: Source, rows: Sequence[RawRow], tables: Mapping[str, Sequence[Row]]) -> SelfStatement | None:
    """Give a proof that the document is of another year; each kind of proof counts by itself."""
    written = [list(_titled_years(rows)), _deadlines(rows, source.year) if source.is_budget else []]
    for years in written:
        if years and str(source.year) not in {one.value for one in years}:
            return years[0]
    last = max(_compared_years(tables), key=lambda one: one.value, default=None)
    if last and last.value != str(source.year):
        return last
    late = [one for one in _set_up_years(tables) if source.year < int(one.value) <= source.year + 10]
    return late[0] if len(late) >= _ENOUGH else None


def _titled_years(rows: Sequence[RawRow]) -> Iterator[SelfStatement]:
    for row in rows:
        text = squeeze(row.filled[0]) if len(row.filled) == 1 else ""
        if found := _title(row) or _YEAR_OF_FORM.fullmatch(text):
            yield SelfStatement(found["year"], row.number)


def _deadlines(rows: Sequence[RawRow], year_of_budget: int) -> list[SelfStatement]:
    """Give the years of deadlines (`2026年11月底前`) where all are past and there are enough.

    A budget has deadlines in its own year; of several years a plan may name nothing but later ones.
    """
    found = [SelfStatement(year, row.number) for row in rows for year in _DEADLINE.findall(row.text)]
    past = [one for one in found if int(one.value) < year_of_budget]
    return past if len(past) == len(found) >= _ENOUGH else []


def _compared_years(tables: Mapping[str, Sequence[Row]]) -> Iterator[SelfStatement]:
    """Give the years that the table of “三公” expenditure sets beside each other; the last is the document's."""
    for row in tables.get("three_public", ()):
        if row.get("budget_year"):
            yield SelfStatement(str(row["budget_year"]), row["source_line"])


def _set_up_years(tables: Mapping[str, Sequence[Row]]) -> Iterable[SelfStatement]:
    """Give the year in which each project was set up, which its id holds: none is later than the budget."""
    rows = filter(_has_id, [*tables.get("projects", ()), *tables.get("project_expenditure", ())])
    return {
        row["project_id"]: SelfStatement(f"20{row['project_id'][6:8]}", row["source_line"]) for row in rows
    }.values()


def _has_id(row: Row) -> bool:
    return re.fullmatch(r"\d{8}[TY]\d{12}", row.get("project_id") or "") is not None


def _levels(source: Source, rows: Sequence[RawRow], own: Sequence[SelfStatement]) -> Iterator[SelfStatement]:
    """Give the levels that the department's name, or a label before it, proves."""
    for name in own or [SelfStatement(source.department, 1)]:
        if _DISTRICT.search(name.value):
            yield SelfStatement("district", name.line)
        elif _MUNICIPALITY.match(name.value) and not re.search("[区县]", name.value):
            yield SelfStatement("city", name.line)
    for row in rows:
        for label, value in pairwise(row.filled):
            found = _LEVEL_LABEL.fullmatch(squeeze(label))
            if found and squeeze(value) == squeeze(source.department):
                yield SelfStatement("city" if found["level"] == "市" else "district", row.number)


def _agree(stated: str, listed: str) -> bool:
    """Say whether two names can be one body's: a short form is a part of the whole one."""
    stated, listed = body_key(stated), body_key(listed)
    return stated in listed or listed in stated
