"""`budgetkit check`: the checks of the clean tables, readable."""

from __future__ import annotations

from decimal import Decimal

import typer

from budgetkit.briefing.data_quality import ACTIONS, KINDS
from budgetkit.cli.console import complain, print_table
from budgetkit.compare.quality import CERTAINTIES, measure_tables
from budgetkit.dataset.load import load
from budgetkit.dataset.states import DIFFERENCES, OPEN, STATES
from budgetkit.dataset.store import load_table
from budgetkit.errors import ParameterError
from budgetkit.line_runs import format_lines
from budgetkit.project import Folders


def run(folders: Folders, document: str | None, *, show_all: bool) -> None:
    """Print the checks by document and status, then those that want attention.

    Exit 1 where a difference has no proved cause: failed, or only located.

    Raises ParameterError when there is no such document, DatasetError when the tables are not there.
    """
    documents = [row["document_id"] for row in load_table("documents", folders.clean).to_pylist()]
    if document is not None and document not in documents:
        raise ParameterError("选项 --document", f"以下之一：{'、'.join(documents)}", document, "请改正文件编号。")
    checks = [
        check for check in load_table("checks", folders.clean).to_pylist() if document in (None, check["document_id"])
    ]
    if document:
        _print_tables(document, folders)
    _print_summary([name for name in documents if document in (None, name)], checks)
    shown = [check for check in checks if show_all or check["status"] in (*DIFFERENCES, "insufficient")]
    for status, label in STATES.items():
        _print_checks(label, [check for check in shown if check["status"] == status])
    if any(check["status"] in OPEN for check in checks):
        counts = [f"{STATES[state]} {sum(check['status'] == state for check in checks)} 项" for state in OPEN]
        complain(f"存在原因未证明的差异：{'，'.join(counts)}，见上表。", None)
        raise typer.Exit(1)


def _print_tables(document: str, folders: Folders) -> None:
    data = load(folders.clean)
    result = measure_tables(data, document)
    headers = ("表", "行", "原文", "拼接", "推定", *STATES.values(), "发现")
    keys = ("label", "rows", *CERTAINTIES, *STATES, "findings")
    rows = [[row[key] for key in keys] for row in result.table.to_dict("records")]
    print_table(f"{document}：各表", headers, rows, right=range(1, len(headers)))
    findings = data.findings[data.findings["document_id"] == document]
    groups = findings.groupby(["kind", "action", "note"], sort=False)["source_line"]
    found = [
        (format_lines(lines.tolist()), KINDS[kind], ACTIONS[action], note) for (kind, action, note), lines in groups
    ]
    print_table(f"{document}：发现（{len(findings)} 处）", ("原文行", "类别", "处理", "说明与依据"), found)


def _print_summary(documents: list[str], checks: list[dict]) -> None:
    rows = [
        (name, *(sum(c["document_id"] == name and c["status"] == status for c in checks) for status in STATES))
        for name in documents
    ]
    headers = ("文件", *STATES.values())
    print_table("校验汇总", headers, rows, right=range(1, len(headers)))


def _print_checks(label: str, checks: list[dict]) -> None:
    if not checks:
        return
    rows = [
        (
            check["document_id"],
            check["description"],
            _number(check["left"]),
            _number(check["right"]),
            _number(check["difference"]),
            check["explanation"],
            check["lines"],
        )
        for check in checks
    ]
    headers = ("文件", "校验", "左侧", "右侧", "差额", "说明", "原文行")
    print_table(f"{label}（{len(checks)} 项）", headers, rows, right=(2, 3, 4))


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:,.6f}"
