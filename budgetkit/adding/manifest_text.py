"""The manifest as text: an entry is added or taken out, and everything else stays as it is, comments included."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from budgetkit.errors import SourceError
from budgetkit.source_entry import OPTIONAL, REQUIRED

ADDED = "# 由 budgetkit add 放入"
REGISTERED = "# 由 budgetkit add 登记，文件原已在此"
HEAD = """# 已公开的文件清单。一份文件一条 [[document]]；各字段的写法见说明文档。
# level: city（市级，含省级）| district（区县）。counterpart: 另一层级同一领域部门的 department_id，可不写。
"""
_ORDER = (*REQUIRED[:-2], "file", "sha256", *OPTIONAL)
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*document[ \t]*\]\]", re.MULTILINE)
Entry = Mapping[str, Any]


def read_text(manifest: Path) -> str:
    """Read the manifest's text; a manifest that isn't there yet has only its head.

    Raises SourceError when it can't be read as UTF-8.
    """
    try:
        return manifest.read_bytes().decode("utf-8") if manifest.exists() else HEAD
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(str(manifest), "UTF-8 编码的清单", "无法读取", "请检查清单的编码和权限。") from error


def has_entries(text: str, where: str) -> bool:
    """Say whether a manifest's text has any entry; raises SourceError where it is no TOML."""
    return bool(_entries(text, where))


def add_entry(text: str, entry: Entry, where: str, note: str | None = None, *, copied: bool = True) -> str:
    """Give the manifest's text with an entry at its end, and a note in it as a comment.

    `copied` says that its file was put beside the manifest, and may be removed with it.
    Raises SourceError where that would change another entry.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    comment = [f"# {note}"] if note else []
    written = end.join(
        [
            ADDED if copied else REGISTERED,
            "[[document]]",
            *comment,
            *(f"{key} = {_value(entry[key])}" for key in _ORDER if entry.get(key)),
        ]
    )
    body = text if text.endswith("\n") or not text else text + end
    changed = f"{body}{end}{written}{end}"
    _prove(where, changed, [*_entries(text, where), {key: entry[key] for key in _ORDER if entry.get(key)}])
    return changed


def remove_entry(text: str, document_id: str, where: str) -> tuple[str, bool]:
    """Give the manifest's text without an entry, and whether `budgetkit add` had put its file there.

    Raises SourceError where there is no such entry, or it can't be taken out without changing another one.
    """
    entries = _entries(text, where)
    found = [place for place, entry in enumerate(entries) if entry.get("id") == document_id]
    heads = [match.start() for match in _HEADER.finditer(text)]
    if len(found) != 1 or len(heads) != len(entries):
        raise SourceError(where, f"恰有一条 {document_id}", f"{len(found)} 条", "请手工改正清单。")
    place = found[0]
    start, mark = _start(text, heads[place])
    stop = _start(text, heads[place + 1])[0] if place + 1 < len(heads) else len(text)
    tail = "" if mark else _comments_below(text[heads[place] : stop])
    changed = (
        text[:start].rstrip("\r\n") + "\n" + ("\n" + tail if tail else "") + ("\n" + text[stop:] if text[stop:] else "")
    )
    _prove(where, changed, [entry for number, entry in enumerate(entries) if number != place])
    changed = changed.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in text else changed
    return changed, mark == ADDED


def _start(text: str, head: int) -> tuple[int, str]:
    """Give where an entry begins, and the mark of who wrote it: the line right above its header, where it is one."""
    line = text[:head].removesuffix("\n").removesuffix("\r").rpartition("\n")[2]
    return (text.rindex(line, 0, head), line) if line in (ADDED, REGISTERED) else (head, "")


def _comments_below(block: str) -> str:
    """Give the comments behind an entry's last blank line: they are about what follows."""
    parts = re.split(r"\n[ \t]*\r?\n", block.rstrip())
    below = [part for part in parts[1:] if all(line.lstrip().startswith("#") for line in part.splitlines())]
    return "\n\n".join(below) + "\n" if below else ""


def _entries(text: str, where: str) -> list[dict[str, Any]]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff")).get("document", [])
    except tomllib.TOMLDecodeError as error:
        raise SourceError(where, "有效的 TOML", str(error), "请改正清单的写法。") from error


def _prove(where: str, text: str, expected: list[Any]) -> None:
    if _entries(text, where) != expected:
        raise SourceError(where, "各条以 [[document]] 写成的清单", "改写后其他条目会变", "请手工编辑清单。")


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
