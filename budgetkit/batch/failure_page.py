"""The page that stands in a report's place when it could not be made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from budgetkit.batch.job import Job
from budgetkit.batch.task import Failure

if TYPE_CHECKING:
    from jinja2 import Template

STEPS = {
    "start": "启动",
    "execute": "执行笔记本",
    "html": "生成 HTML",
    "pdf": "生成 PDF",
    "docx": "生成 Word",
    "place": "写入报告文件夹",
    "source": "生成原文页",
    "index": "生成目录",
    "items": "生成科目查询页",
}
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def render_failure(
    job: Job, failure: Failure, *, has_notebook: bool, last: Mapping[str, str] | None = None, made: str = ""
) -> str:
    """Render the page of a failed report: what happened, where, and what to do next.

    `last` are the files of the last report that could be made, by ending, and `made` is when that was.
    """
    return _template().render(
        job=job,
        failure=failure,
        step=STEPS[failure.step],
        has_notebook=has_notebook,
        last=last or {},
        made=made,
        traceback=_ANSI.sub("", failure.traceback),
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader

    environment = Environment(loader=PackageLoader("budgetkit.batch"), autoescape=True, trim_blocks=True)
    return environment.get_template("failure.html.j2")
