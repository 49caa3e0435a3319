"""项目支出表: project money by unit, project, function and economic class, printed whole or cut into two blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from budgetkit.finding import Finding, Row, Tidied
from budgetkit.forms.kinds import make_kind, national_table
from budgetkit.parse import clean_name, parse_coded_unit
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known
from budgetkit.recognise.published_table import PublishedRow, PublishedTable
from budgetkit.tidy.classification import (
    dept_econ_columns,
    function_columns,
    gov_econ_columns,
)
from budgetkit.tidy.join_proof import JoinProof, prove_join
from budgetkit.tidy.project_identity import identify_projects, named_projects
from budgetkit.tidy.project_names import name_key
from budgetkit.tidy.project_sequence import number_projects
from budgetkit.tidy.split_blocks import BlockRows, join_rows, read_sides
from budgetkit.tidy.totals import is_unlabelled_total, total_rows

NAME = "project_expenditure"
TABLE = national_table("project_expenditure")
COLUMNS = TABLE.columns
_AMOUNTS = tuple(column.key for column in COLUMNS if column.type == "amount")
_WORDS = tuple(column.key for column in COLUMNS if column.type != "amount")
_UNIT_TYPE_CODE = re.compile(r"^\d+[\W_]*(?=\D)")
_LABELS = {
    "unit": "单位", "unit_type": "类型", "project_name": "项目名称", "function": "功能分类", "gov_econ": "政府经济分类",
    "dept_econ": "部门经济分类",
}  # fmt: skip


def tidy_project_expenditure(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 项目支出表 into project_expenditure (amounts in 万元) and its printed totals.

    Blocks are joined by their order, and the join is kept only where other tables prove it: `known` is asked for
    expenditure, project_list and purchased_services. What is not proved stays apart: rows with a name and without
    amounts, and rows with amounts and without a name, so that neither is lost.

    `project_id` comes from the tables that print a project's name with its id. `amount_source_line` is the line of the
    amounts, `source_line` that of the name.
    """
    table, sides = read_sides(NAME, lines, COLUMNS)
    tidied = Tidied()
    bodies = [_take_totals(table, side, tidied) for side in sides]
    if len(bodies) > 1:
        rows = _join(table, bodies, known)
    else:
        rows = [_tidy_row(table, row, row) for body in bodies for row in body]
    number_projects(rows, known)
    _add_ids(table, rows, known)
    tidied.tables[NAME] = rows
    tidied.findings = list(dict.fromkeys(table.findings))
    return tidied


def _take_totals(table: PublishedTable, side: BlockRows, tidied: Tidied) -> list[PublishedRow]:
    """Move the totals of a side to printed_totals; without a label, one that adds up or that ends the side."""
    body: list[PublishedRow] = []
    words = [key for key in _WORDS if key in side.columns]
    for row in side.rows:
        unlabelled = bool(words) and is_unlabelled_total(row, words)
        if row.is_total or (unlabelled and (row is side.rows[-1] or _adds_up(table, row, body))):
            tidied.tables["printed_totals"].extend(total_rows(table, row, _AMOUNTS))
        elif any(row.texts.values()):
            body.append(_fill_from_above(table, row, body, words))
    return body


def _fill_from_above(
    table: PublishedTable, row: PublishedRow, body: Sequence[PublishedRow], words: Sequence[str]
) -> PublishedRow:
    """Give a row that lost its leading cells, behind a page break or in a merged cell, those of the row above."""
    lost = list(takewhile(lambda key: not row.text(key), words))
    if not lost or not body or "project_name" not in words:
        return row
    note = "该行前几格为空（合并单元格或分页所致），沿用上一行的" + "、".join(_LABELS[key] for key in lost) + "。"
    table.add_finding("missing_cell", row.line, row.line.text.strip(), note, "joined")
    return replace(row, texts={**row.texts, **{key: body[-1].text(key) for key in lost}}, certainty="inferred")


def _adds_up(table: PublishedTable, row: PublishedRow, body: Sequence[PublishedRow]) -> bool:
    amounts = [table.amount(other, "total") for other in body]
    return table.amount(row, "total") == sum((amount for amount in amounts if amount is not None), Decimal(0))


def _join(table: PublishedTable, bodies: list[list[PublishedRow]], known: Known) -> list[Row]:
    if len({len(body) for body in bodies}) > 1:
        counts = "、".join(str(len(body)) for body in bodies)
        note = f"该表分为左右几块，行数不同（{counts}），无法按顺序对应，各块分别列出。"
        _flag(table, bodies[0][0] if bodies[0] else bodies[1][0], note, "missing_rows")
        return _keep_apart(table, bodies)
    rows = [_tidy_row(table, row, last) for row, last in zip(join_rows(bodies), bodies[-1], strict=True)]
    if not rows:
        return rows
    proof = prove_join(rows, known)
    if proof.verdict in ("unproved", "disproved"):
        reason = "与支出总表、项目清单不符" if proof.verdict == "disproved" else "文件中没有可供核对的表"
        _flag(table, bodies[0][0], f"左右两块按顺序连接{reason}（{_describe(proof)}），未予连接，各块分别列出。")
        return _keep_apart(table, bodies)
    return _accept(table, bodies, rows, proof)


def _accept(table: PublishedTable, bodies: list[list[PublishedRow]], rows: list[Row], proof: JoinProof) -> list[Row]:
    """Keep a join that holds as a whole; a misplaced amount leaves two projects wrong at least, which stay apart."""
    note = f"左右两块各 {len(rows)} 行，按顺序连接；{_describe(proof)}。"
    table.findings.append(_finding(bodies[0][0], note, "joined"))
    accepted: list[Row] = []
    for position, row in enumerate(rows):
        other = proof.wrong_projects.get(name_key(row["project_name"]))
        if other is not None:
            note = f"“{row['project_name']}”连接后的合计与另一表所列 {other} 万元不符。"
            _flag(table, bodies[0][position], note, "inconsistent_total")
        elif position not in proof.confirmed:
            _flag(table, bodies[0][position], f"“{row['project_name']}”一行的连接没有其他表可以印证。")
        apart = other is not None and len(proof.wrong_projects) > 1
        accepted.extend(_keep_apart(table, [[body[position]] for body in bodies]) if apart else [row])
    return accepted


def _describe(proof: JoinProof) -> str:
    right, wrong = proof.classes, proof.wrong_classes
    parts = [f"按功能与经济分类 {right} 组合计与支出总表一致" + (f"、{wrong} 组不一致" if wrong else "")]
    parts.append(f"{proof.projects} 个项目的合计与项目清单一致")
    if proof.wrong_projects:
        parts[-1] += f"、{len(proof.wrong_projects)} 个不一致"
    return "；".join([*parts, f"{proof.rows} 行中 {len(proof.confirmed)} 行得到印证"])


def _keep_apart(table: PublishedTable, bodies: Sequence[Sequence[PublishedRow]]) -> list[Row]:
    return [_tidy_row(table, row, row) for body in bodies for row in body]


def _tidy_row(table: PublishedTable, row: PublishedRow, amounts: PublishedRow) -> Row:
    unit = parse_coded_unit(row.text("unit"))
    return {
        "unit_code": unit.code,
        "unit_name": unit.name,
        "unit_type": _UNIT_TYPE_CODE.sub("", clean_name(row.text("unit_type"))) or None,
        "project_seq": None,
        "project_id": None,
        "project_name": clean_name(row.text("project_name")) or None,
        **function_columns(row),
        **gov_econ_columns(row),
        **dept_econ_columns(row),
        **{key: table.amount(row, key) for key in _AMOUNTS},
        "amount_source_line": amounts.line.number if amounts.text("total") else None,
        **row.place(),
    }


def _add_ids(table: PublishedTable, rows: list[Row], known: Known) -> None:
    """Give each row the id of its project; one concluded from total and place makes the row `inferred`."""
    identities = identify_projects(named_projects(rows), known)
    for row in rows:
        identity = identities.get(row["project_seq"])
        row["project_id"] = identity.project_id if identity else None
        if identity and identity.evidence == "total":
            row["certainty"] = "inferred"
            listed = identity.entry["project_name"]
            note = f"项目清单作“{listed}”：金额、次序相符且名称相近，视为同一项目，编码取自该清单。"
            table.findings.append(Finding(NAME, "ocr_code", row["project_name"], note, "repaired", row["source_line"]))


def _flag(table: PublishedTable, row: PublishedRow, note: str, kind: str = "split_table") -> None:
    table.findings.append(_finding(row, note, "flagged", kind))


def _finding(row: PublishedRow, note: str, action: str, kind: str = "split_table") -> Finding:
    return Finding(NAME, kind, row.line.text.strip()[:40], note, action, row.line.number)


KIND = make_kind(
    TABLE,
    tidy_project_expenditure,
    header=("项目单位", "项目名称"),
    needs=("expenditure", "purchased_services", "project_list"),
)
