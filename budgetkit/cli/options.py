"""Options that several subcommands share."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from budgetkit.errors import ParameterError
from budgetkit.project import Folders, default_folders

if TYPE_CHECKING:
    from budgetkit.cluster import Cluster

RAW = Annotated[Path | None, typer.Option("--raw", help="原始文件夹，默认 data/raw。", show_default=False)]
CLEAN = Annotated[Path | None, typer.Option("--clean", help="整理结果的文件夹，默认 data/clean。", show_default=False)]
REPORTS = Annotated[Path | None, typer.Option("--reports", help="报告的文件夹，默认 reports。", show_default=False)]
SCHEDULER = Annotated[
    str | None, typer.Option(help="在已有的 Dask 集群上做：调度器地址，如 tcp://主机:8786。", show_default=False)
]
SCHEDULER_CA = Annotated[
    Path | None, typer.Option(help="调度器用 TLS 时，签发其证书的 CA（PEM 文件）。", show_default=False)
]
SCHEDULER_CERT = Annotated[
    Path | None, typer.Option(help="调度器用 TLS 时，本机的证书（PEM 文件）。", show_default=False)
]
SCHEDULER_KEY = Annotated[
    Path | None, typer.Option(help="调度器用 TLS 时，本机证书的私钥（PEM 文件）。", show_default=False)
]


def check_date(text: str) -> str:
    """Give the date that is printed on reports; raises ParameterError unless it is a day of the calendar, or none."""
    try:
        if text and date.fromisoformat(text).isoformat() != text:
            raise ValueError(text)
    except ValueError:
        raise ParameterError("选项 --date", "形如 2026-03-01 的日期", text, "请改正日期。") from None
    return text


def find_cluster(address: str | None, ca: Path | None, certificate: Path | None, key: Path | None) -> Cluster | None:
    """Give the cluster that the options name; None without an address."""
    from budgetkit.cluster import Cluster

    return Cluster(address, ca, certificate, key) if address else None


def fresh_folders(raw: Path | None, clean: Path | None) -> Folders:
    """Give the folders for reading clean tables, when these stand for the raw documents.

    Clean tables that are named without a raw folder are taken as they are. Raises DatasetError when they are stale.
    """
    from budgetkit.dataset.freshness import check_fresh  # not for --help

    found = folders(raw=raw, clean=clean)
    if raw or not (clean or os.environ.get("BUDGETKIT_CLEAN")):
        check_fresh(found)
    return found


def folders(raw: Path | None = None, clean: Path | None = None, reports: Path | None = None) -> Folders:
    """Give the project's folders with those replaced that the user named."""
    named = {name: path for name, path in {"raw": raw, "clean": clean, "reports": reports}.items() if path}
    return replace(default_folders(), **named)
