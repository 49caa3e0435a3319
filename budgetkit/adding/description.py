"""What a document says of itself before it is registered: whose it is, of which year, and of which kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from budgetkit.adding.body_name import read_body_name
from budgetkit.find.blocks import find_blocks
from budgetkit.find.furniture import clear_furniture
from budgetkit.finding import Row
from budgetkit.forms.families import tell_form
from budgetkit.mask.rows import mask_rows
from budgetkit.parse import squeeze
from budgetkit.pipeline import tidy_tables
from budgetkit.read.registry import read_noted
from budgetkit.read.row import RawRow, leave_out
from budgetkit.recognise.above_title import move_statements
from budgetkit.recognise.contents import find_contents
from budgetkit.recognise.tables import recognise_tables
from budgetkit.source_entry import Source
from budgetkit.tidy.registry import kinds_for

BODY = (
    r"[\u4e00-\u9fff（）()、]{2,40}"
    r"(?:局|委|会|办|室|厅|院|署|处|部|队|校|所|站|馆|团|社|中心|政府|法院|检察院|大学|学院|医院|街道|镇|乡)(?:（[^（）]{1,12}）)?"
)
_KIND_WORDS = {
    "部门预算": "budget",
    "单位预算": "unit_budget",
    "部门决算": "final_accounts",
    "单位决算": "unit_final_accounts",
}
_TITLE = re.compile(
    rf"(?P<body>{BODY})?(?P<place>[\u4e00-\u9fff]{{2,20}}?[省市区县旗州盟])??(?P<year>20\d\d)年度?(?:[省市区县]级|本级)?"
    r"(?P<kind>部门预算|单位预算|部门决算|单位决算)"
)
_YEAR_FIRST = re.compile(
    rf"(?P<year>20\d\d)年度?(?P<body>{BODY}?)(?:（本级）)?(?P<kind>部门预算|单位预算|部门决算|单位决算)"
)
_BEFORE_TITLE = re.compile(r"^(?:关于|附件?\d*[：:]?|第[一二三四五六七八九十]部分)+")
_CHINESE_YEAR = re.compile(r"[二2][〇○零0][一二三四五六七八九〇○零\d]{2}(?=年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_LABEL = re.compile(
    rf"(?P<label>预算主管部门|主管部门|预算部门|预算单位|编制部门|编制单位|填报部门|填报单位|部门名称|单位名称|部门|单位)"
    rf"[:：](?P<body>{BODY})(?:(?:金额)?单位[:：].*)?"
)
_HEADING = re.compile(
    r"(?:第[一二三四五六七八九十]+部分|[（(]?[一二三四五六七八九十\d]+[）)、.．])?(?P<word>部门|单位)"
    r"(?:概况|基本(?:情况|概况)|主要职[责能]|职[责能](?:及.*)?|机构设置(?:及.*)?|(?:预算|决算)(?:情况)?(?:表|说明))"
)
_EVALUATION = re.compile(r"(?:项目支出|部门整体)?(?:绩效)自评(?:价)?(?:表|报告)")
_YEAR_OF_FORM = re.compile(r"[（(](20\d\d)年度?[）)]")
_PLACE_OF_TITLE = re.compile(r"(?P<region>[\u4e00-\u9fff]{2,20}[省市区县旗])20\d\d年度?(?P<level>[省市区县])级")
_IN_NAME = re.compile(rf"(?P<body>{BODY})?[（(]?(?:部门|单位)?[）)]?(?P<year>(?<!\d)(?:20)?\d\d)(?:年|年?度)")
_NAME_KINDS = (
    ("单位预算", "unit_budget"),
    ("部门预算", "budget"),
    ("单位决算", "unit_final_accounts"),
    ("决算", "final_accounts"),
    ("自评", "self_evaluation"),
)
_COVER = 12  # rows among which a cover stands, several of them one title
_LONGEST = 60
_HEADINGS = 2  # different ones that prove a kind


@dataclass(frozen=True)
class Evidence:
    """A value that something shows, and where it stands, in words.

    `is_proof` is False for what only makes it likely: the file's name, the years of projects.
    """

    value: str
    where: str
    is_proof: bool = True


@dataclass
class Description:
    """What a file says of itself: for each field of its entry what shows it, the strongest first."""

    department: list[Evidence] = field(default_factory=list)
    year: list[Evidence] = field(default_factory=list)
    kind: list[Evidence] = field(default_factory=list)
    level: list[Evidence] = field(default_factory=list)
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    def only(self, name: str) -> Evidence | None:
        """Give what shows a field where all that does says the same."""
        proofs: list[Evidence] = getattr(self, name)
        return proofs[0] if len({proof.value for proof in proofs}) == 1 else None


def describe_file(path: Path, encoding: str | None = None, kind: str | None = None) -> Description:
    """Read what a file says of itself: its cover, titles and labels, the table of units, the years of “三公”.

    The file's name counts where the document itself says nothing. `kind` is the one that the user names.
    Raises SourceError where the file can't be read.
    """
    rows = [row for row in mask_rows(read_noted(path, encoding).rows).rows if not row.is_blank]
    found = Description()
    _read_titles(found, rows)
    if not found.kind and any(_EVALUATION.search(squeeze(row.text)) for row in rows[:_COVER]):
        found.kind.append(Evidence("self_evaluation", f"{rows[0].place}起的标题“绩效自评”"))
    if not found.kind:
        found.kind.extend(_kind_of_headings(rows))
    _read_labels(found, rows, kind or _value(found.only("kind")))
    likely = _read_name(path.stem)
    _read_tables(found, rows, path, kind or _value(found.only("kind")) or _value(likely.only("kind")) or "budget")
    for name in ("department", "year", "kind"):
        if not getattr(found, name):
            getattr(found, name).extend(getattr(likely, name))
    if not found.year:
        found.year.extend(_set_up_year(found.tables))
    found.department = _longest_of_one_body(found.department)
    return found


def _value(evidence: Evidence | None) -> str | None:
    return evidence.value if evidence else None


def _read_titles(found: Description, rows: Sequence[RawRow]) -> None:
    """Read the titles that name body, year and kind: the cover, whose lines may make one title, and those inside."""
    titles = [(row, title) for row, text in _title_lines(rows) if (title := _match_title(text))]
    years = Counter(title["year"] for _, title in titles)
    kinds = Counter(_KIND_WORDS[title["kind"]] for _, title in titles)
    for row, title in titles[:1]:
        where = f"{row.place}的标题“{title[0]}”"
        found.year.append(Evidence(title["year"], where))
        found.kind.append(Evidence(_KIND_WORDS[title["kind"]], where))
        found.year.extend(_rivals(years, title["year"]))
        found.kind.extend(_rivals(kinds, _KIND_WORDS[title["kind"]]))
    bodies = [Evidence(title["body"], f"{row.place}的标题") for row, title in titles if title["body"]]
    found.department.extend(bodies[:1])
    for row, text in _title_lines(rows[:_COVER]):
        if place := _PLACE_OF_TITLE.match(text):
            level = "district" if place["level"] in "区县" else "city"
            found.level.append(Evidence(level, f"{row.place}“{place[0]}”"))
    if not found.year:
        of_forms = (_YEAR_OF_FORM.fullmatch(squeeze(row.text)) for row in rows if len(row.filled) == 1)
        forms = Counter(year[1] for year in of_forms if year)
        found.year.extend(Evidence(year, f"表下的“（{year}年度）”，共 {count} 处") for year, count in forms.items())


def _kind_of_headings(rows: Sequence[RawRow]) -> Iterator[Evidence]:
    """Give the kind that headings of parts agree on: all say 部门 or all say 单位, two of them at least.

    Titles of tables are none: units print those of the department's form as well.
    """
    texts = [(row, squeeze(row.filled[0])) for row in rows if len(row.filled) == 1 and len(row.filled[0]) <= _LONGEST]
    found = [(row, heading) for row, text in texts if (heading := _HEADING.fullmatch(text))]
    words = {heading["word"] for _, heading in found}
    if len(words) == 1 and len({heading[0] for _, heading in found}) >= _HEADINGS:
        row, heading = found[0]
        about = "决算" if any(re.search("决算(?:总)?表$", text) for _, text in texts) else "预算"
        where = f"{row.place}的“{heading[0]}”等 {len(found)} 处标题"
        yield Evidence(_KIND_WORDS[f"{heading['word']}{about}"], where)


def _match_title(text: str) -> re.Match[str] | None:
    """Match a title that names year and kind, the body before the year or behind it, without words before a title."""
    text = re.sub("（(部门|单位)）(?=预算|决算)", r"\1", text)
    text = _CHINESE_YEAR.sub(lambda year: year[0].translate(_DIGITS), _BEFORE_TITLE.sub("", text))
    return _TITLE.match(text) or _YEAR_FIRST.match(text)


def _rivals(counts: Counter[str], first: str) -> list[Evidence]:
    """Give values that more titles name than the first one."""
    return [
        Evidence(value, f"其余 {count} 处标题")
        for value, count in counts.items()
        if value != first and count > counts[first]
    ]


def _title_lines(rows: Sequence[RawRow]) -> Iterator[tuple[RawRow, str]]:
    """Give the texts that may be titles: lone cells, and on the cover up to three of them joined."""
    for place, row in enumerate(rows):
        if len(row.filled) != 1 or len(row.filled[0]) > _LONGEST:
            continue
        text = squeeze(row.filled[0])
        if place < _COVER and not re.search(r"预算|决算", text):
            for more in (2, 3):
                joined = rows[place : place + more]
                if len(joined) == more and all(len(one.filled) == 1 for one in joined):
                    yield row, "".join(squeeze(one.filled[0]) for one in joined)
        yield row, text


def _read_labels(found: Description, rows: Sequence[RawRow], kind: str | None) -> None:
    """Read the bodies behind labels (`编制部门：某局`), and the one of a form (`主管部门 某局`)."""
    named: Counter[str] = Counter()
    first: dict[str, RawRow] = {}
    for row in rows:
        for body in _labelled(row, kind):
            named[body] += 1
            first.setdefault(body, row)
    for body, count in named.most_common(1 if not found.department else 3):
        if count > 1 or len(named) == 1:
            found.department.append(Evidence(body, f"{first[body].place}等 {count} 处的“部门（单位）”"))


def _labelled(row: RawRow, kind: str | None) -> Iterator[str]:
    for cell in row.filled:
        if label := _LABEL.match(squeeze(cell)):
            yield label["body"]
    words = re.findall(r"[^\s：:]+", "\t".join(row.filled))
    wanted = ("主管部门",) if kind == "self_evaluation" else ("部门名称", "预算部门")
    for label, word in pairwise(words):
        if label in wanted and re.fullmatch(BODY, word):
            yield word


def _read_tables(found: Description, rows: Sequence[RawRow], path: Path, kind: str) -> None:
    """Read what the tables say: the department above its units, and the last year of “三公”."""
    if found.department and found.year and found.kind:
        return
    found.tables = _tidy(rows, path, kind)
    places = {row.number: row.place for row in rows}
    of_department = [
        row for name in ("department_funds", "department_indicators") for row in found.tables.get(name, ())
    ]
    units = [unit for unit in found.tables.get("income", ()) if re.fullmatch(r"\d{3}", unit.get("unit_code") or "")]
    if not found.kind and (of_department or units):
        row = (of_department or units)[0]
        where = "部门整体支出绩效目标表" if of_department else "收入总表的部门编码"
        found.kind.append(Evidence("budget", f"{places[row['source_line']]}的{where}"))
    if not found.department:
        for unit in units:
            if re.fullmatch(BODY, unit.get("unit_name") or ""):
                where = f"{places[unit['source_line']]}收入总表的 {unit['unit_code']} {unit['unit_name']}"
                found.department.append(Evidence(unit["unit_name"], where))
    years = [row["budget_year"] for row in found.tables.get("three_public", ()) if row.get("budget_year")]
    if not found.year and years:
        found.year.append(Evidence(str(max(years)), "“三公”经费表的最后一个年度"))


def _set_up_year(tables: Mapping[str, Sequence[Row]]) -> Iterator[Evidence]:
    """Give the latest year of set-up that project ids hold, where several share it: the budget's own, as a rule."""
    ids = [row["project_id"] for name in ("projects", "project_expenditure") for row in tables.get(name, ())]
    years = Counter(f"20{one[6:8]}" for one in set(ids) if one and re.fullmatch(r"\d{8}[TY]\d{12}", one))
    latest = max(years, default=None)
    if latest and years[latest] >= 3:
        yield Evidence(latest, f"{years[latest]} 个项目编号中最晚的设立年度", is_proof=False)


def _tidy(rows: Sequence[RawRow], path: Path, kind: str) -> Mapping[str, Sequence[Row]]:
    """Tidy the tables as those of a document of this kind."""
    draft = Source("draft", "draft", "", "city", "", "", 0, kind, "", path.name, "", None, None, path)
    content, _ = clear_furniture(rows, draft)
    kinds = kinds_for(kind, tell_form(content, kind))
    content = move_statements(leave_out(content, find_contents(content, kinds)))
    return tidy_tables(recognise_tables(find_blocks(content), kinds)).tables


def _read_name(stem: str) -> Description:
    """Read what the file's name makes likely."""
    name = squeeze(stem)
    likely = Description()
    if title := _IN_NAME.search(name):
        likely.year.append(Evidence(title["year"].rjust(4, "0").replace("00", "20", 1), "文件名", is_proof=False))
        if title["body"]:
            likely.department.append(Evidence(title["body"], "文件名", is_proof=False))
    likely.kind.extend([Evidence(kind, "文件名", is_proof=False) for word, kind in _NAME_KINDS if word in name][:1])
    return likely


def _longest_of_one_body(names: Iterable[Evidence]) -> list[Evidence]:
    """Take names that contain each other for one body's, and give the longest: a short form proves no other body."""
    names = list(names)
    if not names:
        return []
    longest = max(names, key=lambda one: len(one.value))
    return [longest] if all(one.value in longest.value for one in names) else names


def describe_body(department: str) -> dict[str, Evidence]:
    """Give what a department's name says of level, region and field."""
    name = read_body_name(department)
    why = name.why or f"名称“{department}”"
    values = {"level": name.level, "region": name.region, "field": name.field}
    return {
        key: Evidence(value, why if key != "field" else f"名称“{department}”") for key, value in values.items() if value
    }
