"""`budgetkit notebook`: one's own notebook, from a template to a report; and what JupyterLab needs before it opens."""

from __future__ import annotations

import os
import shlex
import tempfile
from dataclasses import replace
from pathlib import Path

import typer

from budgetkit.batch.plan import find_notebooks
from budgetkit.batch.run import run_batch
from budgetkit.batch.state import Listener, Options
from budgetkit.cli.console import complain, say
from budgetkit.cli.report import Asked, clean_if_needed, plan
from budgetkit.errors import ParameterError
from budgetkit.notebook.check import check_notebook
from budgetkit.notebook.template import find_item_in, lay_out
from budgetkit.project import Folders
from budgetkit.source_entry import BUDGETS
from budgetkit.sources import load_manifest

TRIED = 5  # departments that a check runs a notebook for; what breaks one of them breaks most batches


def new(folders: Folders, name: str) -> None:
    """Lay out a notebook in the notebooks folder; raises ParameterError when the name can't be used."""
    budgets = [source for source in load_manifest(folders.raw).sources if source.kind in BUDGETS]
    if not budgets:
        raise ParameterError(str(folders.raw), "至少一份登记的部门预算", "没有", "请先登记一份文件。")
    path = lay_out(name, folders.notebooks, budgets[0].department_id, budgets[0].year)
    typed = shlex.quote(path.stem)
    say(f"已建立 {path}，可以直接运行。在 JupyterLab 中打开修改；检查用 budgetkit notebook check {typed}；")
    say(f"为全部部门生成报告用 budgetkit report --notebook {typed}")
    if (item := find_item_in(path.stem)) not in path.stem:
        say(f"名称中没有科目名称，先以{item}为例；要比较别的，改参数格里的 item。")


def check(folders: Folders, names: list[str], *, is_run: bool) -> None:
    """Say what would break a batch, by cell, then try a few departments aside; exit 1 when anything breaks."""
    found = find_notebooks(folders.notebooks, names)
    is_bad = False
    for path in found:
        said = check_notebook(path)
        is_bad |= bool(said)
        say(f"{path.name}：{'静态检查没有发现问题' if not said else f'{len(said)} 处问题'}")
        for problem in said:
            complain(f"　　{problem}")
    if is_run and not is_bad:
        is_bad = _try(folders, [path.stem for path in found])
    if is_bad:
        raise typer.Exit(1)


def _try(folders: Folders, names: list[str]) -> bool:
    """Make the reports of a few departments in a folder that is thrown away; say whether one failed."""
    clean_if_needed(folders)
    with tempfile.TemporaryDirectory(prefix="budgetkit-check-") as place:
        aside = replace(folders, reports=Path(place))
        jobs = plan(aside, Asked((), (), names, (), ()), [])
        chosen = list(dict.fromkeys(job.department_id for job in jobs))[:TRIED]
        jobs = [job for job in jobs if job.department_id in chosen]
        summary = run_batch(jobs, aside, Options(workers=os.cpu_count() or 1), Listener())
    for decision, outcome in summary.failed:
        complain(f"　　{decision.job.name}：{outcome.summary}")
    say(f"试运行 {len(jobs)} 份报告（{len(chosen)} 个部门，HTML 与 PDF），失败 {len(summary.failed)} 份。")
    return bool(summary.failed)


def ready(folders: Folders) -> None:
    """Clean what changed, make the source pages that notebooks link to, sign notebooks that nothing is to be warned of.

    What can't be used is said, not fatal.
    """
    from budgetkit.notebook.trust import trust_without_outputs

    clean_if_needed(folders)
    trust_without_outputs(folders.notebooks)
    summary = run_batch([], folders, Options(workers=os.cpu_count() or 1, every_source=True), Listener())
    for page, outcome in summary.failed_pages:
        complain(f"未能生成页面 {page.key}：{outcome.summary}")
