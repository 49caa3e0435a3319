"""Corrections of single rows that no rule can know: records with evidence, guarded by what is printed."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from budgetkit.errors import CorrectionError, describe_system_error, describe_toml_error, write_value
from budgetkit.read.place import Place
from budgetkit.read.row import RawRow, read_cells
from budgetkit.read.widths import narrow

_PLACE = ("line", "page", "sheet", "row", "cell")
_NUMBERS = ("line", "page", "row")
_WORDS = ("printed", "corrected", "reason", "evidence")
_FORMS: dict[str, tuple[str, Callable[[object], bool]]] = {
    "number": ("从 1 开始的整数", lambda value: type(value) is int and value >= 1),
    "words": ("加引号的文字", lambda value: isinstance(value, str)),
}


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

    Raises CorrectionError when the file can't be read, or a record is not of its form.
    """
    path = folder / f"{document_id}.toml"
    if not path.exists() and (folder.is_dir() or not folder.exists()):
        return []
    if folder.exists() and not folder.is_dir():
        raise CorrectionError(str(folder), "更正记录的文件夹", "同名的文件", "请移走或改名后重新运行。")
    records = _read_records(path)
    return [_read_record(f"{path} 第 {number} 条", record) for number, record in enumerate(records, start=1)]


def find_unused(folder: Path, document_ids: Collection[str]) -> list[CorrectionError]:
    """Find the files of records that belong to no document: what they correct would go on uncorrected."""
    return [
        CorrectionError(str(path), "清单中某份文件的编号", path.stem, "请改正文件名，或移走这份更正记录。")
        for path in sorted(folder.glob("*.toml"))
        if path.stem not in document_ids
    ]


def _read_records(path: Path) -> list[object]:
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise OSError(f"{path.name} 不是普通文件")
        found = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        place = f"第 {error.start + 1} 个字节无法解码"
        raise CorrectionError(str(path), "UTF-8 编码的文本", place, "请将更正记录转存为 UTF-8 编码。") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CorrectionError(str(path), "有效的 TOML", describe_toml_error(error), "请改正更正记录的写法。") from error
    except OSError as error:
        found_there = describe_system_error(error)
        raise CorrectionError(str(path), "可以读取的更正记录", found_there, "请检查该位置和权限。") from error
    records = found.pop("correction", [])
    if found or not isinstance(records, list):
        strangers = "、".join(found) or f"correction = {write_value(records)}"
        raise CorrectionError(str(path), "由 [[correction]] 组成的记录", strangers[:80], "请改正更正记录的写法。")
    return records


def _read_record(where: str, record: object) -> Correction:
    expected = "含位置（line 等）、printed、corrected、reason、evidence 的记录"
    if not isinstance(record, dict):
        raise CorrectionError(where, expected, write_value(record)[:80], "请改正该记录。")
    missing = [name for name in _WORDS if name not in record]
    unknown = [name for name in record if name not in (*_WORDS, *_PLACE)]
    if missing or unknown:
        found = "；".join(
            f"{what} {'、'.join(names)}" for what, names in (("缺少", missing), ("未知字段", unknown)) if names
        )
        raise CorrectionError(where, expected, found, "请改正该记录。")
    for name, value in record.items():
        form, fits = _FORMS["number" if name in _NUMBERS else "words"]
        if not fits(value) or (name == "printed" and not value):
            raise CorrectionError(where, f"{name} 为{form}", write_value(value)[:80], "请改正该字段。")
    correction = Correction(**record)
    if not correction.wanted:
        expected = "line，或 page、sheet 与 row、cell"
        raise CorrectionError(where, expected, f"“{correction.printed}”未写位置", "请补充该记录的位置。")
    return correction


def apply_corrections(document_id: str, lines: Sequence[RawRow], corrections: Sequence[Correction]) -> list[RawRow]:
    """Replace the printed text of corrected rows and cut them into cells again.

    Raises CorrectionError when a record names no row, or several, or a row no longer holds the printed text exactly
    once: the publisher or the extraction has changed, and the record must be looked at again.
    """
    by_row: dict[int, list[Correction]] = {}
    by_line: dict[int, list[int]] = {}
    for position, line in enumerate(lines):
        by_line.setdefault(line.number, []).append(position)
    for correction in corrections:
        among = range(len(lines)) if correction.line is None else by_line.get(correction.line, ())
        by_row.setdefault(_find_row(document_id, lines, among, correction), []).append(correction)
    return [
        _correct(document_id, line, by_row[position]) if position in by_row else line
        for position, line in enumerate(lines)
    ]


def _find_row(document_id: str, lines: Sequence[RawRow], among: Iterable[int], correction: Correction) -> int:
    """Find the position of the one row that a record is about, among some positions."""
    found = [p for p in among if correction.stands_at(lines[p].place) and not lines[p].from_markup]
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
    text, cells = line.text, line.cells
    for correction in corrections:
        if text.count(correction.printed) != 1:
            raise CorrectionError(
                f"{document_id} {line.place}",
                f"恰有一处“{correction.printed}”",
                f"“{line.text[:60]}”",
                "原文已变：请核对 data/corrections/ 中的记录是否仍需要。",
            )
        text = text.replace(correction.printed, correction.corrected)
        cells = _correct_cells(document_id, line, cells, correction)
    reasons = "；".join(f"{correction.reason}（{correction.evidence}）" for correction in corrections)
    empty = _leading_empty(line)
    if empty is not None:
        cells = read_cells(text)[empty:]
    return replace(line, cells=tuple(map(narrow, cells)), printed=line.text, correction=reasons)


def _leading_empty(line: RawRow) -> int | None:
    """Say how many first cells of a row cut at tabs were left out as empty; None where it is cut otherwise."""
    printed = read_cells(line.text)
    count = len(printed) - len(line.cells)
    return count if count >= 0 and not any(printed[:count]) else None


def _correct_cells(document_id: str, line: RawRow, cells: tuple[str, ...], correction: Correction) -> tuple[str, ...]:
    """Correct the one cell of a row that holds a printed text, where the row's columns are not set apart by its tabs.

    Raises CorrectionError when the text is not in one cell of such a row: which columns it reaches over is not known.
    """
    if _leading_empty(line) is not None:
        return cells
    if sum(correction.printed in cell for cell in cells) != 1:
        raise CorrectionError(
            f"{document_id} {line.place}",
            f"恰有一格含“{correction.printed}”",
            f"“{line.text[:60]}”",
            "该行的列不是以制表符隔开，记录须逐格书写；请核对 data/corrections/ 中的记录。",
        )
    return tuple(cell.replace(correction.printed, correction.corrected).strip() for cell in cells)
