"""`budgetkit export` and `budgetkit dictionary`: the dataset for other tools, and what its columns mean."""

from __future__ import annotations

from pathlib import Path

from budgetkit.cli.console import say
from budgetkit.dataset.dictionary import format_dictionary
from budgetkit.dataset.store import load_tables
from budgetkit.errors import ParameterError
from budgetkit.export.registry import EXPORTERS
from budgetkit.project import Folders
from budgetkit.whole_files import write_whole


def run(folders: Folders, format_name: str, target: Path) -> None:
    """Export the clean tables in a format and say where they are.

    Raises ParameterError for a format that is not there, DatasetError when the tables are not.
    """
    if format_name not in EXPORTERS:
        raise ParameterError("选项 --format", "、".join(EXPORTERS), format_name, "请改正格式。")
    tables = load_tables(folders.clean)
    say(f"已写入 {EXPORTERS[format_name](tables, target)}")


def run_dictionary(target: Path | None) -> None:
    """Print the data dictionary, or write it to a file."""
    if target is None:
        say(format_dictionary())
    else:
        write_whole(target, format_dictionary())
        say(f"已写入 {target}")
