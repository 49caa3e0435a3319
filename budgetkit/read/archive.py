"""Files that are packed archives of parts (xlsx, docx, ods): opened with bounds on what they unpack to."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from budgetkit.errors import SourceError
from budgetkit.read.format import damaged, protected

LARGEST_INSIDE = 400_000_000
"""Bytes that the parts of an archive may unpack to: a sheet of 100,000 rows has about 60 million."""
MOST_MARKS = 10_000_000
"""Marks (`<`) of a part that is held whole, half of them elements: some 1.5 billion bytes of memory."""
_PIECE = 1 << 20
_XML = {"resolve_entities": False, "no_network": True, "huge_tree": False}  # no part may reach out, or swell
Element = Any
_BROKEN = (BadZipFile, EOFError, KeyError, NotImplementedError, ValueError, zlib.error, etree.XMLSyntaxError)


@dataclass
class Parts:
    """The parts of an opened archive, by name."""

    archive: ZipFile
    path: Path

    @property
    def names(self) -> set[str]:
        """The names of all parts."""
        return set(self.archive.namelist())

    def open(self, name: str) -> IO[bytes]:
        """Open a part for reading; it ends where the archive says that it ends."""
        return self.archive.open(name)

    def parse(self, name: str) -> Element:
        """Parse a part that is XML; raises SourceError where it holds more elements than fit into memory."""
        with self.open(name) as file:
            marks = 0
            while piece := file.read(_PIECE):
                marks += piece.count(b"<")
                if marks > MOST_MARKS:
                    expected = f"不超过 {MOST_MARKS // 2:,} 个标记的文件"
                    raise SourceError(str(self.path), expected, "超过该数", "请拆分文件，只保留预算表及其说明。")
        with self.open(name) as file:
            return etree.parse(file, etree.XMLParser(**_XML)).getroot()

    def walk(self, name: str, *tags: str) -> Iterator[Element]:
        """Give the elements of these tags in a part that is XML, each whole when it ends, and forget what was read."""
        with self.open(name) as file:
            for _, element in etree.iterparse(file, tag=[f"{{*}}{tag}" for tag in tags], **_XML):
                yield element
                element.clear(keep_tail=False)
                while element.getprevious() is not None and element.getparent() is not None:
                    del element.getparent()[0]


@contextmanager
def open_parts(path: Path, what: str) -> Iterator[Parts]:
    """Open an archive; raises SourceError where it is damaged, encrypted, or unpacks to more than is read."""
    try:
        with ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
            if size > LARGEST_INSIDE:
                raise _too_large(path, what, f"解压后有 {size // 10**6} MB")
            yield Parts(archive, path)
    except RuntimeError as error:  # what zipfile raises for an encrypted part
        raise (protected(path) if "encrypted" in str(error) else damaged(path, what)) from error
    except _BROKEN as error:
        if isinstance(error, etree.XMLSyntaxError) and "huge" in str(error).lower():
            is_deep = "depth" in str(error).lower()
            raise _too_large(path, what, "标记嵌套过深" if is_deep else "有一段文字过长") from error
        raise damaged(path, what) from error


def _too_large(path: Path, what: str, found: str) -> SourceError:
    expected = f"解压后不超过 {LARGEST_INSIDE // 10**6} MB 的{what}"
    return SourceError(str(path), expected, found, "请核对文件来源；确是表格的，请拆分后另存。")


def local(element: Element) -> str:
    """Give an element's name without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """Give an element's attribute by its name without namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)
