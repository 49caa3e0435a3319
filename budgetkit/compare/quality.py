"""How a document was read: rows by certainty, checks by status and findings, table by table."""

from __future__ import annotations

import pandas as pd

from budgetkit.compare.result import Result, missing_result
from budgetkit.dataset.load import Dataset
from budgetkit.dataset.states import STATES
from budgetkit.schema import load_schemas

CERTAINTIES = ("printed", "joined", "inferred")
NOT_DATA = ("documents", "checks", "findings", "published_tables", "coverage")


def measure_tables(data: Dataset, document_id: str) -> Result:
    """Measure each clean table of a document: table, label, rows, a column a certainty and a status, findings, sources.

    Tables that have neither rows nor checks nor findings are left out.
    """
    rows = [row for name in load_schemas() if name not in NOT_DATA if (row := _measure(data, document_id, name))]
    if not rows:
        return missing_result("没有整理出的表。")
    return Result(pd.DataFrame(rows), "本文件各表", "项")


def _measure(data: Dataset, document_id: str, name: str) -> dict | None:
    own = data.frame(name)
    own = own[own["document_id"] == document_id]
    checks = data.checks[(data.checks["document_id"] == document_id) & (data.checks["table"] == name)]
    findings = data.findings[(data.findings["document_id"] == document_id) & (data.findings["table"] == name)]
    if own.empty and checks.empty and findings.empty:
        return None
    certainty = {key: int((own["certainty"] == key).sum()) for key in CERTAINTIES}
    statuses = {status: int((checks["status"] == status).sum()) for status in STATES}
    lines = ((document_id, int(own["source_line"].iloc[0])),) if len(own) else ()
    head = {"table": name, "label": load_schemas()[name].label, "rows": len(own)}
    return {**head, **certainty, **statuses, "findings": len(findings), "sources": lines}
