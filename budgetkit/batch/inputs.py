"""What a report is made from, as fingerprints of content: when none of them changed, it need not be made again."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from budgetkit.batch.job import Job
from budgetkit.batch.own_files import OwnFiles
from budgetkit.batch.slices import TOTALS, Slices
from budgetkit.errors import BudgetkitError
from budgetkit.project import PACKAGE
from budgetkit.version import __version__

Inputs = dict[str, Any]

_TEMPLATES = PACKAGE / "report" / "templates"
_NOT_IN_REPORTS = ("cli", "export")
_LIBRARIES = (
    "ipython",
    "jinja2",
    "matplotlib",
    "mistune",
    "nbclient",
    "numpy",
    "pandas",
    "papermill",
    "pyarrow",
    "typst",
)
_LABELS = {
    "data": "数据",
    "notebook": "笔记本",
    "modules": "笔记本可读取的文件",
    "reference": "参考数据",
    "parameters": "参数",
    "date": "日期",
    "program": "程序",
    "template": "模板",
    "fonts": "字体",
    "libraries": "依赖",
}
OTHER_PARAMETERS = f"{_LABELS['parameters']}有变"  # how the reason begins for which a report takes another's place


def find_inputs(job: Job, slices: Slices, date: str = "", files: OwnFiles | None = None) -> Inputs:
    """Find the inputs of a job, each as values or fingerprints that JSON can hold.

    `files` are the project's own, by default the notebook's folder alone.
    """
    files = files or OwnFiles()
    return {
        "data": _fingerprints(job, slices),
        "notebook": files.notebook(job.notebook),
        "parameters": job.values,
        "modules": files.readable(job.notebook, reads_all=job.reads is None),
        "reference": files.reference(),
        "date": date,
        **surroundings(),
    }


def _fingerprints(job: Job, slices: Slices) -> dict[str, str]:
    """Give the fingerprints of the documents that a job reads, and of the totals of its peers' documents."""
    own = slices.document_ids(job.reads)
    peers = [document for document in slices.document_ids(job.peers) if document not in own]
    totals = {f"{document}（合计）": slices.fingerprint(document, TOTALS) for document in peers}
    return {document: slices.fingerprint(document) for document in own} | totals


@cache
def surroundings() -> Inputs:
    """Find what all reports have in common: program, template, fonts, libraries."""
    return {
        "program": {"budgetkit": __version__, "code": _hash_files(_program_files())},
        "template": _hash_files(sorted(_TEMPLATES.iterdir())),
        "fonts": _hash_fonts(),
        "libraries": {"python": platform.python_version(), **{name: _version(name) for name in _LIBRARIES}},
    }


def explain_change(old: Inputs, new: Inputs) -> list[str]:
    """Explain in Chinese what changed between two sets of inputs, in order of interest; empty when nothing did."""
    changed = [name for name in _LABELS if (old.get(name) or {}) != (new[name] or {})]
    return [f"{_LABELS[name]}有变{_details(name, old.get(name), new[name])}" for name in changed]


def _details(name: str, old: Any, new: Any) -> str:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return ""
    keys = [key for key in dict.fromkeys((*old, *new)) if old.get(key) != new.get(key)]
    if name in ("data", "modules", "reference"):
        return f"（{'、'.join(keys)}）"
    values = [f"{key}：{old.get(key, '未指定')} → {new.get(key, '未指定')}" for key in keys if key != "code"]
    return f"（{'；'.join(values)}）" if values else ""


def _program_files() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*")) if path.is_file() and _shapes_reports(path)]


def _shapes_reports(path: Path) -> bool:
    parts = path.relative_to(PACKAGE).parts
    return "__pycache__" not in parts and parts[0] not in _NOT_IN_REPORTS and path.parent != _TEMPLATES


def _hash_files(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def _hash_fonts() -> str:
    from budgetkit.fonts import find_fonts

    try:
        fonts = find_fonts()
    except BudgetkitError:
        return ""  # the report that misses them says so
    return _hash_files(dict.fromkeys((fonts.regular.path, fonts.bold.path)))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
