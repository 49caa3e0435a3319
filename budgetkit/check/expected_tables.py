"""Published tables expected of a document of this kind and year, against those found in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from budgetkit.check.document import CheckedDocument
from budgetkit.check.result import make_row
from budgetkit.finding import Row
from budgetkit.source_entry import KIND_LABELS

RULE = "expected_table"


def check_expected_tables(document: CheckedDocument) -> Iterator[Row]:
    """Check that each expected table was found and read, and that no table was left unrecognised."""
    for entry in _entries(document):
        if document.source.year >= entry.get("since", 0):
            yield _check(document, entry)
    for found in document.recognised:
        if found.kind is None:
            what = f"“{(found.title or '无标题')[:40]}”是已知的公开表"
            lines = ([line.number for line in found.lines],)
            text = "未能识别这是哪张公开表，内容未采用，未作任何校验"
            yield make_row("unrecognised_table", "published_tables", what, "insufficient", text, lines=lines)


def _entries(document: CheckedDocument) -> list[dict[str, Any]]:
    """Give the tables that a document must or may hold: those of its form, else those of its kind."""
    if document.form:
        tables = document.form.tables.values()
        return [{"kinds": [t.name], "label": t.label, "duty": t.duty, "since": t.since} for t in tables]
    return load_expected_tables()[document.source.read_as]


def _check(document: CheckedDocument, entry: dict[str, Any]) -> Row:
    found = [table for table in document.recognised if table.kind and table.kind.name in entry["kinds"]]
    description = f"文件中有{entry['label']}，并已整理"
    lines = ([line.number for table in found for line in table.lines],)
    if found and all(table.kind.tidy for table in found):
        return make_row(RULE, "published_tables", description, "pass", lines=lines)
    if found:
        return make_row(
            RULE, "published_tables", description, "insufficient", "已识别，尚未整理，未作校验", lines=lines
        )
    if entry["duty"] == "required":
        text = f"{KIND_LABELS[document.source.kind]}应公开该表，文件中没有找到：未公开，或页面缺失，或标题未能识别"
        return make_row(RULE, "published_tables", description, "fail", text)
    return make_row(RULE, "published_tables", description, "not_applicable", "文件中没有该表；这类文件未必公布")


@cache
def load_expected_tables() -> dict[str, list[dict[str, Any]]]:
    """Load the expected tables by kind of document."""
    return tomllib.loads(resources.files(__package__).joinpath("expected_tables.toml").read_text("utf-8"))
