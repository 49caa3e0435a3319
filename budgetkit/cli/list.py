"""`budgetkit list`: what the raw folder holds and what can be compared."""

from __future__ import annotations

import typer

from budgetkit.cli.console import complain, print_table
from budgetkit.project import Folders
from budgetkit.source_entry import Source
from budgetkit.sources import check_sources, load_manifest

_LEVELS = {"city": "市级", "district": "区级"}


def run(folders: Folders) -> None:
    """Print the documents by department and the comparisons that they allow; exit 1 when a file is amiss."""
    manifest = load_manifest(folders.raw)
    sources = manifest.sources
    rows = [
        (s.department_id, s.department, f"{_LEVELS[s.level]}（{s.region}）", s.year, s.kind_label, s.document_id)
        for s in sources
    ]
    print_table("文件", ("部门编号", "部门", "层级", "年度", "类别", "文件编号"), rows)
    departments = sorted({(s.department_id, s.department, s.year) for s in sources if s.is_budget})
    print_table(
        "可以比较",
        ("部门编号", "年度", "市区对比", "同比"),
        [(key, year, find_counterpart(sources, key), find_earlier(sources, key, year)) for key, _, year in departments],
    )
    errors = check_sources(folders.raw, manifest)
    for error in errors:
        complain(f"错误：{error}")
    if errors:
        raise typer.Exit(1)


def find_counterpart(sources: list[Source], department_id: str) -> str:
    """Name a department's counterpart with the years of its budgets."""
    named = next((s.counterpart for s in sources if s.department_id == department_id and s.counterpart), None)
    naming = {s.department_id for s in sources if s.counterpart == department_id}
    named = named or (naming.pop() if len(naming) == 1 else None)
    years = sorted(s.year for s in sources if s.department_id == named and s.is_budget)
    return f"{named}（{'、'.join(map(str, years))}）" if years else "无对应部门的文件"


def find_earlier(sources: list[Source], department_id: str, year: int) -> str:
    """Name a department's documents of earlier years."""
    found = [s for s in sources if s.department_id == department_id and s.year < year]
    return "、".join(f"{s.year} {s.kind_label}" for s in found) or "无上年文件"
