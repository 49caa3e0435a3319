"""Compound files (OLE 2), in which xls and doc lie: the streams of the root, by name.

The layout is that of [MS-CFB]: sectors in chains of a file allocation table, a directory of entries of 128 bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

_END = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_ROOT, _STORAGE, _STREAM = 5, 1, 2
_HEADER_SECTORS = 109  # table sectors that the header itself names


class OleError(ValueError):
    """A compound file that does not hold together."""


class _File:
    """The sectors of a compound file; a chain that leaves the file, or comes round, is an OleError."""

    def __init__(self, content: bytes) -> None:
        if len(content) < 512:
            raise OleError("shorter than a header")
        self.content = content
        self.size = 1 << struct.unpack_from("<H", content, 30)[0]
        self.mini_size = 1 << struct.unpack_from("<H", content, 32)[0]
        if self.size not in (512, 4096) or self.mini_size != 64:
            raise OleError("unknown sizes of sectors")
        self.cutoff = struct.unpack_from("<I", content, 56)[0]
        self.table = self._read_table()

    def sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        part = self.content[start : start + self.size]
        if not part:
            raise OleError("a sector outside the file")
        return part.ljust(self.size, b"\0")  # the last one may be cut short

    def chain(self, first: int) -> bytes:
        return b"".join(map(self.sector, follow(first, self.table)))

    def _read_table(self) -> list[int]:
        numbers = list(struct.unpack_from(f"<{_HEADER_SECTORS}I", self.content, 76))
        following, count = struct.unpack_from("<2I", self.content, 68)
        for _ in range(min(count, len(self.content) // self.size)):
            if following >= _END:
                break
            *more, following = struct.unpack(f"<{self.size // 4}I", self.sector(following))
            numbers.extend(more)
        sectors = b"".join(self.sector(number) for number in numbers if number < _END)
        return list(struct.unpack(f"<{len(sectors) // 4}I", sectors))


def follow(first: int, table: list[int]) -> Iterator[int]:
    """Follow a chain of sectors; raises OleError where it comes round or leaves the table."""
    seen = 0
    while first < _END:
        if first >= len(table) or seen > len(table):
            raise OleError("a broken chain of sectors")
        yield first
        first, seen = table[first], seen + 1


def read_ole(content: bytes) -> Mapping[str, bytes]:
    """Read a compound file into the streams of its root by name; storages are names without content.

    Raises OleError where the file breaks off or does not hold together.
    """
    try:
        file = _File(content)
        directory = file.chain(struct.unpack_from("<I", content, 48)[0])
        entries = [directory[start : start + 128] for start in range(0, len(directory), 128)]
        mini_table = list(struct.iter_unpack("<I", file.chain(struct.unpack_from("<I", content, 60)[0])))
        small = file.chain(_first(entries[0])) if _first(entries[0]) < _END else b""
        return dict(_read_streams(file, entries, [number for (number,) in mini_table], small))
    except (struct.error, IndexError, MemoryError) as error:
        raise OleError(str(error)) from error


def _read_streams(
    file: _File, entries: list[bytes], mini_table: list[int], small: bytes
) -> Iterator[tuple[str, bytes]]:
    for entry in _children(entries):
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
        size = struct.unpack_from("<I", entry, 120)[0]
        if entry[66] != _STREAM:
            yield name, b""
        elif size >= file.cutoff:
            yield name, file.chain(_first(entry))[:size]
        else:
            parts = (small[at * file.mini_size : (at + 1) * file.mini_size] for at in follow(_first(entry), mini_table))
            yield name, b"".join(parts)[:size]


def _children(entries: list[bytes]) -> Iterator[bytes]:
    """Give the entries of the root: a tree of left and right neighbours."""
    waiting, seen = [struct.unpack_from("<I", entries[0], 76)[0]], set()
    while waiting:
        number = waiting.pop()
        if number < len(entries) and number not in seen:
            seen.add(number)
            if entries[number][66] in (_STORAGE, _STREAM):
                yield entries[number]
            waiting.extend(struct.unpack_from("<2I", entries[number], 68))


def _first(entry: bytes) -> int:
    return struct.unpack_from("<I", entry, 116)[0]
