"""Corrections of single lines that no rule can know: records with evidence, guarded by what is printed."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from budgetkit.errors import CorrectionError
from budgetkit.read.row import RawRow
from budgetkit.read.text import read_cells


@dataclass(frozen=True)
class Correction:
    """A record: on `line`, the text `printed` reads `corrected`, for this `reason` and on this `evidence`."""

    line: int
    printed: str
    corrected: str
    reason: str
    evidence: str


def load_corrections(folder: Path, document_id: str) -> list[Correction]:
    """Load a document's correction records; a document without a file has none.

    Raises CorrectionError when a record lacks a field or the file is not valid TOML.
    """
    path = folder / f"{document_id}.toml"
    if not path.is_file():
        return []
    try:
        records = tomllib.loads(path.read_text("utf-8")).get("correction", [])
        return [Correction(**record) for record in records]
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise CorrectionError(
            str(path), "记录含 line、printed、corrected、reason、evidence", str(error), "请改正该记录。"
        ) from error


def apply_corrections(document_id: str, lines: Sequence[RawRow], corrections: Sequence[Correction]) -> list[RawRow]:
    """Replace the printed text of corrected lines and cut them into cells again.

    Raises CorrectionError when a line no longer holds the printed text exactly once: the publisher or the extraction
    has changed, and the record must be looked at again.
    """
    by_line: dict[int, list[Correction]] = {}
    for correction in corrections:
        by_line.setdefault(correction.line, []).append(correction)
    unknown = sorted(set(by_line) - {line.number for line in lines})
    if unknown:
        raise CorrectionError(
            f"{document_id} 第 {unknown[0]} 行", "该行存在", "文件没有这一行", "请核对 data/corrections/ 中的记录。"
        )
    return [
        _correct(document_id, line, by_line.get(line.number, [])) if not line.from_markup else line for line in lines
    ]


def _correct(document_id: str, line: RawRow, corrections: Sequence[Correction]) -> RawRow:
    if not corrections:
        return line
    text = line.text
    for correction in corrections:
        if text.count(correction.printed) != 1:
            raise CorrectionError(
                f"{document_id} 第 {line.number} 行",
                f"恰有一处“{correction.printed}”",
                f"“{line.text[:60]}”",
                "原文已变：请核对 data/corrections/ 中的记录是否仍需要。",
            )
        text = text.replace(correction.printed, correction.corrected)
    reasons = "；".join(f"{correction.reason}（{correction.evidence}）" for correction in corrections)
    return replace(line, cells=read_cells(text), printed=line.text, correction=reasons)
