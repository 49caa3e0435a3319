"""When a file was last written, as it says itself: evidence on which of two versions is the newer."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_PDF = re.compile(rb"/(?:ModDate|CreationDate)\s*\(D:(\d{14})")
_OFFICE = re.compile(rb"<dcterms:modified[^>]*>(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)")
_CORE, _MOST = "docProps/core.xml", 1 << 20


def find_file_date(path: Path) -> str | None:
    """Give the latest date that a PDF or an Office file says it was written on, as 14 digits; None where it says none.

    What the file system says is no evidence: copying changes it.
    """
    content = path.read_bytes()
    if content.startswith(b"PK"):
        return _of_office(path)
    dates = [match[1].decode() for match in _PDF.finditer(content)] if content.startswith(b"%PDF") else []
    return max(dates, default=None)


def _of_office(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(_CORE).file_size > _MOST:
                return None
            found = _OFFICE.search(archive.read(_CORE))
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError):
        return None
    return b"".join(found.groups()).decode() if found else None


def say_date(date: str) -> str:
    """Write a date for readers (`2025-02-11 16:24`)."""
    return f"{date[:4]}-{date[4:6]}-{date[6:8]} {date[8:10]}:{date[10:12]}"
