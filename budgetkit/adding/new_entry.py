"""The entry of a document to be added: from what the user names, what the document proves, and known entries."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from budgetkit.adding.description import Description, Evidence, describe_body, describe_file
from budgetkit.adding.ids import propose_department_id, propose_document_id
from budgetkit.errors import ParameterError, SourceError
from budgetkit.parse import body_key
from budgetkit.source_entry import KIND_LABELS, KINDS, LEVELS, Source

LABELS = {
    "department": "部门（单位）名称", "level": "层级", "region": "地区", "field": "领域",
    "year": "年度", "kind": "类别",
    "department_id": "部门编号", "id": "文件编号", "title": "标题", "counterpart": "对应部门",
    "url": "发布网址", "encoding": "文本编码",
}  # fmt: skip
_ALLOWED = {"level": LEVELS, "kind": KINDS}
Ask = Callable[[str, Sequence[Evidence]], str]


@dataclass(frozen=True)
class Named:
    """What the user names of an entry, by option; None where left to the document."""

    department: str | None = None
    level: str | None = None
    region: str | None = None
    field: str | None = None
    year: int | None = None
    kind: str | None = None
    department_id: str | None = None
    id: str | None = None
    title: str | None = None
    counterpart: str | None = None
    url: str | None = None
    encoding: str | None = None

    def get(self, name: str) -> str | None:
        """Give an option's value as text."""
        value = getattr(self, name)
        return None if value is None else str(value)


@dataclass
class Decided:
    """An entry's values by field, and on what each rests."""

    values: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def set(self, name: str, evidence: Evidence) -> None:
        """Settle a field."""
        self.values[name], self.reasons[name] = evidence.value, evidence.where


def decide(path: Path, named: Named, sources: Sequence[Source], ask: Ask | None) -> Decided:
    """Decide the entry of a file among the known sources; `ask` puts a question to the user, None without a terminal.

    Raises SourceError where an option contradicts the document, or options are needed that nobody gave; ParameterError
    where an option has no such value.
    """
    for name, allowed in _ALLOWED.items():
        if named.get(name) not in (None, *allowed):
            raise ParameterError(f"选项 --{name}", f"取 {'、'.join(allowed)}", str(named.get(name)), "请改正该选项。")
    found = describe_file(path, named.encoding, named.kind)
    decided = Decided()
    for name in ("department", "year", "kind"):
        _settle(decided, path, name, named, getattr(found, name), ask)
    if "department" in decided.values:
        _settle_body(decided, path, named, found, sources, ask)
    if decided.missing:
        raise _needs(path, decided.missing)
    _settle_ids(decided, path, named, sources, ask)
    _settle_title(decided, named)
    for name in ("url", "encoding"):
        if named.get(name):
            decided.set(name, Evidence(str(named.get(name)), "选项"))
    _settle_counterpart(decided, named, sources)
    return decided


def _settle(decided: Decided, path: Path, name: str, named: Named, found: Sequence[Evidence], ask: Ask | None) -> None:
    """Settle a field by the option, by what the document proves, or by asking."""
    proofs = [one for one in found if one.is_proof]
    option = named.get(name)
    if option is not None:
        if proofs and not any(_agree(name, option, one.value) for one in proofs):
            stated = f"选项为“{option}”，而{proofs[0].where}表明是“{proofs[0].value}”"
            raise SourceError(str(path), f"--{name} 与文件所写一致", stated, "请改正选项，或核对是不是这份文件。")
        decided.set(name, Evidence(option, "选项"))
    elif proofs and len({one.value for one in proofs}) == 1:
        decided.set(name, proofs[0])
    elif ask is not None:
        decided.set(name, Evidence(ask(name, found), "填写"))
    else:
        likely = "；".join(f"{one.where}写作“{one.value}”" for one in found)
        decided.missing[name] = likely or "文件中没有写明"


def _agree(name: str, option: str, stated: str) -> bool:
    if name != "department":
        return option == stated
    option, stated = body_key(option), body_key(stated)
    return option in stated or stated in option


def _needs(path: Path, missing: Mapping[str, str]) -> SourceError:
    found = "；".join(f"{LABELS[name]}不能确定（{why}）" for name, why in missing.items())
    options = " ".join(f"--{name.replace('_', '-')} …" for name in missing)
    return SourceError(str(path), "能由文件确定的登记内容", found, f"请用选项写明：{options}")


def _settle_body(
    decided: Decided, path: Path, named: Named, found: Description, sources: Sequence[Source], ask: Ask | None
) -> None:
    """Settle level, region and field: as the department is known already, else by its name."""
    department = decided.values["department"]
    known = next((one for one in sources if body_key(one.department) == body_key(department)), None)
    if known and named.department is None and known.department != department:
        where = f"与已登记的 {known.document_id} 是同一机构，文件写作“{department}”"
        decided.set("department", Evidence(known.department, where))
    told = describe_body(department)
    for name in ("level", "region", "field"):
        evidence = [told[name]] if name in told else []
        if name == "level":
            evidence = [*found.level, *evidence]
        if known and named.get(name) is None:
            evidence = [Evidence(getattr(known, name), f"与已登记的 {known.document_id} 相同")]
        stated = evidence if name == "level" else []  # a word for field or region may be another than the name's
        if named.get(name) is not None:
            evidence = stated
        _settle(decided, path, name, named, evidence, ask)


def _settle_ids(decided: Decided, path: Path, named: Named, sources: Sequence[Source], ask: Ask | None) -> None:
    values = decided.values
    same = [one for one in sources if body_key(one.department) == body_key(values["department"])]
    known = next((one.department_id for one in same if one.region == values["region"]), None)
    if named.department_id:
        evidence = Evidence(named.department_id, "选项")
    elif known:
        evidence = Evidence(known, "该部门已登记的编号")
    else:
        proposed = propose_department_id(values["department"], values["region"], values["field"])
        taken = proposed and any(one.department_id.casefold() == proposed for one in sources)
        if not proposed or taken:
            why = f"“{proposed}”已用于别的部门" if taken else "名称中有字不能按规则取字母"
            if ask is None:
                raise _needs(path, {"department_id": why})
            proposed = ask("department_id", [])
        evidence = Evidence(proposed, "按名称首字母和领域拟定")
    decided.set("department_id", evidence)
    taken_ids = {one.document_id.casefold() for one in sources}
    proposed = propose_document_id(evidence.value, int(values["year"]), values["kind"], taken_ids)
    if (
        any(
            (one.department_id, one.year, one.kind) == (evidence.value, int(values["year"]), values["kind"])
            for one in sources
        )
        and values["kind"] != "self_evaluation"
    ):
        proposed = proposed.removesuffix("-2")  # a newer version bears the same id
    decided.set("id", Evidence(named.id or proposed, "选项" if named.id else "由部门编号、年度和类别组成"))


def _settle_title(decided: Decided, named: Named) -> None:
    values = decided.values
    proposed = f"{values['department']}{values['year']}年{KIND_LABELS[values['kind']]}"
    decided.set("title", Evidence(named.title or proposed, "选项" if named.title else "由名称、年度和类别组成"))


def _settle_counterpart(decided: Decided, named: Named, sources: Sequence[Source]) -> None:
    """Settle the counterpart: the one named, as it is known, or the only one of the field on the other level."""
    departments = {one.department_id: one.department for one in sources}
    if named.counterpart is not None:
        if named.counterpart not in departments:
            nearest = difflib.get_close_matches(named.counterpart, departments, 1, 0)
            found = f"没有 {named.counterpart}" + (
                f"，最相近的是 {nearest[0]}（{departments[nearest[0]]}）" if nearest else ""
            )
            raise ParameterError(
                "选项 --counterpart", "清单中某个部门的编号", found, "请改正该选项，或先登记那个部门。"
            )
        decided.set("counterpart", Evidence(named.counterpart, f"选项（{departments[named.counterpart]}）"))
        return
    values = decided.values
    of_own = {one.counterpart for one in sources if one.department_id == values["department_id"] and one.counterpart}
    of_field = {
        one.department_id for one in sources if one.field == values["field"] and one.level != values["level"]
    }  # fmt: skip
    for alone, why in ((of_own, "该部门已登记的对应部门"), (of_field, "领域相同、层级不同的唯一部门")):
        if len(alone) == 1:
            (only,) = alone
            decided.set("counterpart", Evidence(only, f"{why}（{departments.get(only, only)}）"))
            return
