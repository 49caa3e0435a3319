"""`budgetkit init`: a project's folders and notebooks, for whoever installed the package and has no clone."""

from __future__ import annotations

from pathlib import Path

from budgetkit.adding.new_project import lay_out
from budgetkit.cli.console import say


def run(folder: Path) -> None:
    """Lay out a project, and say what was made and what was there already."""
    made, kept = lay_out(folder)
    for name in made:
        say(f"新建 {name}")
    for name in kept:
        say(f"保留 {name}（已有）")
    there = "" if folder.resolve() == Path.cwd() else f"cd {folder}，再"
    say(f"项目在 {folder.resolve()}。下一步：{there}运行 budgetkit add 文件 和 budgetkit report。")
