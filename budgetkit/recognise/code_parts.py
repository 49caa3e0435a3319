"""Codes printed in several columns (类, 款, 项), joined to one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from budgetkit.parse import squeeze
from budgetkit.recognise.kind import PublishedColumn
from budgetkit.recognise.published_table import PublishedRow


def join_code_parts(rows: Sequence[PublishedRow], columns: Sequence[PublishedColumn]) -> list[PublishedRow]:
    """Give each row the whole codes of its columns that print a part, under the key of the whole.

    A part may repeat the parts before it (类 201, 款 20106, 项 2010601). Leading parts that a merged cell leaves out
    are those of the row above, which makes the row `joined`.
    """
    wholes = _find_wholes(rows, columns)
    above: dict[str, str] = {}
    joined = []
    for row in rows:
        parts = {key: squeeze(row.text(key)) for keys in wholes.values() for key in keys}
        filled = {key: text for keys in wholes.values() for key, text in _fill(keys, parts, above).items()}
        above |= filled
        codes = {whole: join_code([filled[key] for key in keys]) for whole, keys in wholes.items()}
        inherited = any(filled[key] != parts[key] for key in filled)
        certainty = "joined" if inherited and row.certainty == "printed" else row.certainty
        joined.append(replace(row, texts={**row.texts, **codes}, certainty=certainty))
    return joined


def join_code(parts: Sequence[str]) -> str:
    """Join the parts of a code from the left, up to the first that is empty."""
    code = ""
    for part in parts:
        if not part:
            break
        code = part if code and part.startswith(code) and len(part) > len(code) else code + part
    return code


def _find_wholes(rows: Sequence[PublishedRow], columns: Sequence[PublishedColumn]) -> Mapping[str, list[str]]:
    printed = {key for row in rows for key in row.texts}
    parts = [column for column in columns if column.part_of and column.key in printed]
    return {whole: list(dict.fromkeys(c.key for c in group)) for whole, group in groupby(parts, lambda c: c.part_of)}


def _fill(keys: Sequence[str], parts: Mapping[str, str], above: Mapping[str, str]) -> dict[str, str]:
    """Fill the parts before the last one printed from the row above; a row that prints none gets none."""
    last = max((position for position, key in enumerate(keys) if parts[key]), default=-1)
    return {key: parts[key] or (above.get(key, "") if position < last else "") for position, key in enumerate(keys)}
