"""Entries of the sources manifest that contradict each other: one document twice, one department in two ways."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from budgetkit.errors import SourceError
from budgetkit.source_entry import Source

Group = list[Source]


@dataclass(frozen=True)
class _Rule:
    """Sources with the same `key` contradict each other, unless they agree in `same` (where there is one)."""

    key: Callable[[Source], Hashable]
    expected: str
    found: Callable[[Source], str]
    same: Callable[[Source], Hashable] | None = None


def _publication(source: Source) -> Hashable:
    """Tell publications apart: one budget a department and year, its text apart; self-evaluations by their title."""
    title = source.title if source.kind == "self_evaluation" else None
    return source.department_id, source.year, source.kind, source.part, title


_RULES = (
    _Rule(lambda one: one.document_id.casefold(), "id 不重复（不计大小写）", lambda one: one.document_id),
    _Rule(lambda one: str(one.path.resolve()).casefold(), "file 不重复（不计大小写）", lambda one: one.file),
    _Rule(lambda one: one.sha256, "一份文件只登记一次", lambda one: f"sha256 同为 {one.sha256[:12]}…"),
    _Rule(
        _publication, "一个部门同一年度、同一类别只登记一份", lambda one: f"{one.department_id} {one.year} {one.kind}"
    ),
    _Rule(
        lambda one: one.department_id.casefold(),
        "同一 department_id 写法、部门名称、层级、地区和领域相同",
        lambda one: f"{one.department_id}：{one.department}，{one.level}，{one.region}，{one.field}",
        lambda one: (one.department_id, one.department, one.level, one.region, one.field),
    ),
    _Rule(
        lambda one: (one.department, one.level, one.region),
        "同一部门只用一个 department_id",
        lambda one: one.department_id,
        lambda one: one.department_id,
    ),
)


def find_conflicts(manifest: Path, sources: Sequence[Source]) -> list[tuple[SourceError, Group]]:
    """Find the entries that contradict each other, each group as one error that names all of them.

    Which of them is right cannot be known, so all of a group are to be refused.
    """
    conflicts: list[tuple[SourceError, Group]] = []
    for rule in _RULES:
        for group in _groups(rule, sources):
            if not any(all(source in told for source in group) for _, told in conflicts):
                conflicts.append((_error(manifest, rule, group), group))
    return conflicts


def _groups(rule: _Rule, sources: Sequence[Source]) -> Iterator[Group]:
    by_key: dict[Hashable, Group] = {}
    for source in sources:
        by_key.setdefault(rule.key(source), []).append(source)
    for group in by_key.values():
        if len({rule.same(source) for source in group} if rule.same else group) > 1:
            yield group


def _error(manifest: Path, rule: _Rule, group: Group) -> SourceError:
    names = "、".join(source.document_id for source in group)
    found = "；".join(dict.fromkeys(map(rule.found, group)))
    return SourceError(
        f"{manifest} 的 {names}", rule.expected, found, "请删去或改正其中的条目；此前这几份文件都不采用。"
    )
