"""What can be made of the rows that a sentence cites, with plain pandas: sums, differences, shares, counts.

Nothing of the kit computes here: the rows are those of the clean tables that stand on the cited lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

_YEAR = re.compile(r"20\d{2}\s*年度?|（20\d{2}）")
_CODE = re.compile(r"（\d{3,7}）|(?<![\d,.])\d{3}(?= ?[\u4e00-\u9fff]{4})")
_RULES = re.compile(r"(?:低于|超过) \d+(?:%| 分)|前 \d+ 项|第 \d+ 张|≥ ?\d+%|100%")  # thresholds, places, quotations
_NUMBER = re.compile(r"(?<![\w.,/])[-+]?(\d[\d,]*(?:\.(\d+))?)\s*(亿元|万元|元|%|个百分点|倍|分|[\u4e00-\u9fff]?)")
_ALONE = (
    *("document_id", "project_seq", "evaluation_seq", "function_code", "dept_econ_code5", "setup_year", "level1"),
    *("fund", "side", "operator", "actual", "unit", "budget_year", "measurable", "dated", "low", "first"),
)
_TOGETHER = (
    *((name,) for name in _ALONE),
    *(("operator", "value", "unit"), ("document_id", "fund"), ("table", "column")),
)
_COUNTED = ("project_seq", "evaluation_seq", "function_code", "category", "level2", "name", "contract")
_FEW = 120  # values: of so few, what is left after any of them is tried
_MOST = 700  # values: of more, only sums are set against each other


@dataclass(frozen=True)
class Printed:
    """A number as a sentence prints it: its value in its unit, and half a unit of its last digit."""

    text: str
    value: float
    unit: str
    half: float


def read_numbers(text: str, names: Iterable[str] = ()) -> list[Printed]:
    """Read the numbers of a sentence; years, codes, thresholds of rules, and digits inside names are none."""
    named = {name for name in names if len(name) > 2 and re.search(r"\d", name) and re.search(r"[^\d.,-]{2}", name)}
    for name in sorted(named, key=len, reverse=True):
        text = text.replace(name, "〇")
    for pattern in (_CODE, _YEAR, _RULES):
        text = pattern.sub("〇", text)
    return [_printed(match) for match in _NUMBER.finditer(text)]


def _printed(match: re.Match[str]) -> Printed:
    scale = {"亿元": 10_000, "元": 1e-4}.get(match[3], 1.0)
    half = 0.5 * 10.0 ** -len(match[2] or "") * scale
    return Printed(match[0].strip(), float(match[1].replace(",", "")) * scale, match[3], half)


@dataclass
class Made:
    """The values that cited rows give: `sums` and single cells of money and numbers, and `counts` of rows.

    `runs` are what the rows add up to one after another in the order of citation, a column each: a sentence that
    names several groups cites one group after the other.
    """

    cells: set[float] = field(default_factory=set)
    sums: set[float] = field(default_factory=set)
    counts: set[int] = field(default_factory=set)
    runs: list[np.ndarray] = field(default_factory=list)

    def gives(self, number: Printed, *, each: bool = False, without: bool = False) -> bool:
        """Say whether a printed number is one of the values, or follows from two of them.

        With `each` it may be a price or an amount a head, `without` a share after something was taken off both sides.
        """
        amounts = np.array(sorted(self.cells | self.sums), dtype=float)
        if number.unit == "%":
            rests = [amounts - off for off in amounts] if without and len(amounts) <= _FEW else []
            is_rest = any(_is_quotient(rest, rest, number.value / 100, number.half / 100) for rest in rests)
            return self._is_share(number, amounts) or number.value in self.cells or is_rest
        if number.value in self.counts or _near(amounts, number.value, number.half):
            return True
        if number.unit == "元" and _near(amounts, number.value * 1e4, number.half * 1e4):
            return True
        if each and any(_is_quotient(amounts, amounts, number.value / f, number.half / f) for f in (1, 1e4)):
            return True
        gaps = [amounts if len(amounts) <= _MOST else np.array(sorted(self.sums)), *self.runs]
        return number.unit in ("亿元", "万元") and any(_is_gap(values, number.value, number.half) for values in gaps)

    def _is_share(self, number: Printed, amounts: np.ndarray) -> bool:
        """Say whether a per cent is a part of a whole, or a change of it, with amounts or with counts."""
        parts = amounts if len(amounts) <= _MOST else np.array(sorted(self.sums))
        counts = np.array(sorted(self.counts), dtype=float)
        share, half = number.value / 100, number.half / 100
        pairs = [(parts, parts), (counts, counts)]
        return any(
            _is_quotient(part, whole, value, half)
            for part, whole in pairs
            for value in (share, 1 + share, abs(1 - share))
        )


def _near(values: np.ndarray, wanted: float, half: float) -> bool:
    return bool(len(values)) and bool((np.abs(values - wanted) <= half + 1e-9).any())


def _is_gap(values: np.ndarray, wanted: float, half: float) -> bool:
    """Say whether two of the values differ by the wanted one."""
    values = np.sort(values)
    low = np.searchsorted(values, values + wanted - half - 1e-9)
    return bool((low < np.searchsorted(values, values + wanted + half + 1e-9, "right")).any())


def _is_quotient(parts: np.ndarray, wholes: np.ndarray, wanted: float, half: float) -> bool:
    """Say whether one of the parts divided by one of the wholes is the wanted value."""
    parts, wholes = np.sort(parts), wholes[wholes > 0]
    low = np.searchsorted(parts, wholes * (wanted - half) - 1e-9)
    return bool((low < np.searchsorted(parts, wholes * (wanted + half) + 1e-9, "right")).any())


def make_values(rows: dict[str, pd.DataFrame]) -> Made:
    """Work out what rows of clean tables give: cells, sums and counts, of all and by what they have in common."""
    made = Made()
    for frame in rows.values():
        numbers = frame.select_dtypes("float64").round(6)
        made.cells |= {abs(value) for value in numbers.to_numpy().ravel().tolist() if value == value}
        words = frame[[column for column in frame if column in _COUNTED]]
        made.counts |= {*words.nunique(), *words.isna().sum(), *numbers.isna().sum()}
        owned = [frame[name].to_numpy() for name in ("project_seq", "evaluation_seq") if name in frame]
        for places in _groups(frame):
            made.counts.add(len(places))
            made.counts |= {len(set(owners[places].tolist())) for owners in owned}
            made.sums |= _sums(numbers.to_numpy()[places])
            made.sums |= {float(mean) for mean in np.nan_to_num(numbers.to_numpy()[places]).mean(axis=0)}
        added = np.cumsum(np.nan_to_num(numbers.to_numpy()), axis=0)
        made.runs += [np.concatenate([[0.0], column]) for column in added.T]
    return made


def _sums(values: np.ndarray) -> set[float]:
    """Give what the largest one, two, three … of each column of numbers add up to, and all of them."""
    ordered = -np.sort(-np.nan_to_num(values), axis=0)
    return set(np.round(np.cumsum(ordered, axis=0), 6).ravel().tolist())


def _groups(frame: pd.DataFrame) -> Iterator[np.ndarray]:
    """Give the places of all rows, and of those that have something in common."""
    yield np.arange(len(frame))
    for columns in _TOGETHER:
        if all(column in frame for column in columns):
            yield from frame.groupby(list(columns), dropna=False).indices.values()
    for column in [column for column in frame if column.endswith(("_code", "_code5"))]:
        classes = frame[column].astype("string").str[:3].fillna("")
        yield from frame.groupby(classes).indices.values()
        if frame["document_id"].nunique() > 1:  # a class of one year, and of the other
            yield from frame.groupby([frame["document_id"], classes]).indices.values()
