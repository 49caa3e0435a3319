"""How a document was read: rows by certainty, checks by status and findings, table by table."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pandas as pd

from budgetkit.compare.result import Result, missing_result
from budgetkit.dataset.load import Dataset
from budgetkit.dataset.states import STATES
from budgetkit.schema import load_schemas

CERTAINTIES = ("printed", "joined", "inferred")
NOT_DATA = ("documents", "checks", "findings", "published_tables", "coverage")


def measure_tables(data: Dataset, document_id: str) -> Result:
    """Measure each clean table of a document: table, label, rows, a column a certainty and a status, findings, sources.

    Tables that have neither rows nor checks nor findings are left out. What belongs to no clean table (which published
    tables there are, blocks of targets before they were given to their projects) is the last row, without rows.
    """
    checks, findings = _own(data.frame("checks"), document_id), _own(data.frame("findings"), document_id)
    statuses = Counter(zip(checks["table"], checks["status"], strict=True))
    counts = _Counts(statuses, Counter(findings["table"]), set(checks["table"]))
    names = [name for name in load_schemas() if name not in NOT_DATA]
    rows = [row for name in names if (row := _measure(_own(data.frame(name), document_id), name, counts))]
    if not rows:
        return missing_result("没有整理出的表。")
    if rest := _measure_rest(names, counts):
        rows.append(rest)
    return Result(pd.DataFrame(rows), "本文件各表", "项")


def _measure_rest(names: list[str], counts: _Counts) -> dict | None:
    """Count the checks and findings of a document that belong to no clean table; None where all do."""
    statuses = {
        status: sum(number for (table, own), number in counts.statuses.items() if own == status and table not in names)
        for status in STATES
    }
    findings = sum(number for table, number in counts.findings.items() if table not in names)
    if not findings and not any(statuses.values()):
        return None
    head = {"table": "", "label": "不归于一张表的", "rows": None, **dict.fromkeys(CERTAINTIES)}
    return {**head, **statuses, "findings": findings, "sources": ()}


class _Counts(NamedTuple):
    statuses: Counter[tuple[str, str]]
    findings: Counter[str]
    checked: set[str]


def _own(frame: pd.DataFrame, document_id: str) -> pd.DataFrame:
    return frame[frame["document_id"] == document_id]


def _measure(own: pd.DataFrame, name: str, counts: _Counts) -> dict | None:
    if own.empty and name not in counts.checked and name not in counts.findings:
        return None
    certainty = Counter(own["certainty"])
    head = {"table": name, "label": load_schemas()[name].label, "rows": len(own)}
    certainties = {key: certainty[key] for key in CERTAINTIES}
    statuses = {status: counts.statuses[name, status] for status in STATES}
    lines = tuple(zip(own["document_id"].head(1), map(int, own["source_line"].head(1)), strict=True))
    return {**head, **certainties, **statuses, "findings": counts.findings[name], "sources": lines}
