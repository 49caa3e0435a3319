"""Corrections of single rows that no rule can know: records with evidence, guarded by what is printed."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from budgetkit.errors import CorrectionError
from budgetkit.read.place import Place
from budgetkit.read.row import RawRow, read_cells

_PLACE = ("line", "page", "sheet", "row", "cell")


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A record: at a place, the text `printed` reads `corrected`, for this `reason` and on this `evidence`.

    The place is a line of the reading, a page and its row, or a sheet and its row or cell: as much of it as names one
    row. In `printed` and `corrected` a tab stands between two cells.
    """

    printed: str
    corrected: str
    reason: str
    evidence: str
    line: int | None = None
    page: int | None = None
    sheet: str | None = None
    row: int | None = None
    cell: str | None = None

    @property
    def wanted(self) -> dict[str, int | str]:
        """What the record says of its place."""
        return {name: value for name in _PLACE if (value := getattr(self, name)) is not None}

    @property
    def where(self) -> str:
        """The place as a reader may find it."""
        return str(Place(self.line or 0, self.page, self.sheet, self.row, self.cell))

    def stands_at(self, place: Place) -> bool:
        """Say whether a place is the record's."""
        return all(getattr(place, name) == value for name, value in self.wanted.items())


def load_corrections(folder: Path, document_id: str) -> list[Correction]:
    """Load a document's correction records; a document without a file has none.

    Raises CorrectionError when a record lacks a field or the file is not valid TOML.
    """
    path = folder / f"{document_id}.toml"
    if not path.is_file():
        return []
    try:
        records = tomllib.loads(path.read_text("utf-8")).get("correction", [])
        corrections = [Correction(**record) for record in records]
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise CorrectionError(
            str(path), "记录含位置（line 等）、printed、corrected、reason、evidence", str(error), "请改正该记录。"
        ) from error
    for correction in corrections:
        if not correction.wanted:
            expected = "line，或 page、sheet 与 row、cell"
            raise CorrectionError(str(path), expected, f"“{correction.printed}”未写位置", "请补充该记录的位置。")
    return corrections


def apply_corrections(document_id: str, lines: Sequence[RawRow], corrections: Sequence[Correction]) -> list[RawRow]:
    """Replace the printed text of corrected rows and cut them into cells again.

    Raises CorrectionError when a record names no row, or several, or a row no longer holds the printed text exactly
    once: the publisher or the extraction has changed, and the record must be looked at again.
    """
    by_row: dict[int, list[Correction]] = {}
    for correction in corrections:
        by_row.setdefault(_find_row(document_id, lines, correction), []).append(correction)
    return [
        _correct(document_id, line, by_row[position]) if position in by_row else line
        for position, line in enumerate(lines)
    ]


def _find_row(document_id: str, lines: Sequence[RawRow], correction: Correction) -> int:
    """Find the position of the one row that a record is about."""
    found = [p for p, line in enumerate(lines) if correction.stands_at(line.place) and not line.from_markup]
    if len(found) == 1:
        return found[0]
    places = "、".join(str(lines[position].place) for position in found)
    raise CorrectionError(
        f"{document_id} {correction.where}",
        "恰有这一行",
        f"该位置有 {len(found)} 行：{places}" if found else "文件没有这一行",
        "请核对 data/corrections/ 中的记录，必要时补充 page 或 sheet。",
    )


def _correct(document_id: str, line: RawRow, corrections: Sequence[Correction]) -> RawRow:
    text = line.text
    for correction in corrections:
        if text.count(correction.printed) != 1:
            raise CorrectionError(
                f"{document_id} {line.place}",
                f"恰有一处“{correction.printed}”",
                f"“{line.text[:60]}”",
                "原文已变：请核对 data/corrections/ 中的记录是否仍需要。",
            )
        text = text.replace(correction.printed, correction.corrected)
    reasons = "；".join(f"{correction.reason}（{correction.evidence}）" for correction in corrections)
    return replace(line, cells=read_cells(text), printed=line.text, correction=reasons)
