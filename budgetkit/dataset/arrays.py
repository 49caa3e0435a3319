"""Values as Arrow arrays by their buffers: `pa.array` would import pandas, which takes longer than cleaning."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any

import pyarrow as pa

_BITS = {f"{byte:08b}"[::-1]: byte for byte in range(256)}  # the first of eight values has the lowest bit
_DECIMAL_BYTES = 16


def build_array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Build an array of text, int32 or decimal128 from values of that type; None is null.

    Raises TypeError for values of another type, ValueError or OverflowError for those that the type can't hold exactly.
    """
    nulls = sum(value is None for value in values)
    validity = pa.py_buffer(_pack(value is not None for value in values)) if nulls else None
    buffers = [validity, *map(pa.py_buffer, _write(values, kind))]
    return pa.Array.from_buffers(kind, len(values), buffers, nulls)


def _write(values: Sequence[Any], kind: pa.DataType) -> list[bytes]:
    """Write the values' own buffers: for text where each ends and all of it, else the numbers."""
    if pa.types.is_string(kind):
        texts = [b"" if value is None else _encode(value) for value in values]
        return [array("i", accumulate(map(len, texts), initial=0)).tobytes(), b"".join(texts)]
    if pa.types.is_int32(kind):
        return [array("i", [0 if value is None else value for value in values]).tobytes()]
    limit = 10**kind.precision
    return [b"".join(_write_decimal(value, kind.scale, limit) for value in values)]


def _encode(value: str) -> bytes:
    if not isinstance(value, str):
        raise TypeError(f"{value!r}: text expected")
    return value.encode()


def _write_decimal(value: Decimal | int | None, scale: int, limit: int) -> bytes:
    if value is None:
        return bytes(_DECIMAL_BYTES)
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError(f"{value!r}: int or Decimal expected")
    moved = Decimal(value).scaleb(scale)
    whole = int(moved)
    if whole != moved or abs(whole) >= limit:
        raise ValueError(f"{value}: more digits than a column of money holds")
    return whole.to_bytes(_DECIMAL_BYTES, sys.byteorder, signed=True)


def _pack(flags: Iterable[bool]) -> bytes:
    """Pack flags eight to a byte."""
    text = "".join("1" if flag else "0" for flag in flags)
    return bytes(_BITS[text[start : start + 8].ljust(8, "0")] for start in range(0, len(text), 8))
