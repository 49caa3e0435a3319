"""The subcommands and their options."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Annotated, Literal

import typer

from budgetkit.cli.options import (
    CLEAN,
    RAW,
    REPORTS,
    SCHEDULER,
    SCHEDULER_CA,
    SCHEDULER_CERT,
    SCHEDULER_KEY,
    check_date,
    find_cluster,
    folders,
    fresh_folders,
)
from budgetkit.source_entry import KINDS
from budgetkit.version import __version__

SELDOM = (50_000, 20, 20)
"""When garbage is looked for while documents are read: next to none gathers, and looking took a tenth of the time."""
Engine = Literal["budgetkit", "kernel"]

app = typer.Typer(
    name="budgetkit",
    help="把公开的部门预算整理成可核对的数据集，并批量生成对比简报。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # its panels cut Chinese words that are longer than their column
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"budgetkit {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="显示版本。")
    ] = False,
) -> None:
    """把公开的部门预算整理成可核对的数据集，并批量生成对比简报。"""


@app.command(epilog="示例：budgetkit clean；budgetkit clean --jobs 4 --raw 某文件夹 --clean 某文件夹")
def clean(
    raw: RAW = None,
    clean: CLEAN = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="同时读取几份；默认按处理器核数。", show_default=False)
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="全部重新读取，包括没有变化的文件。")] = False,
    scheduler: SCHEDULER = None,
    scheduler_ca: SCHEDULER_CA = None,
    scheduler_cert: SCHEDULER_CERT = None,
    scheduler_key: SCHEDULER_KEY = None,
) -> None:
    """整理原始文件：读取、识别、清洗、校验，写入 data/clean/；没有变化的文件沿用上次的结果。"""
    gc.set_threshold(*SELDOM)
    from budgetkit.cli.clean import run

    cluster = find_cluster(scheduler, scheduler_ca, scheduler_cert, scheduler_key)
    run(folders(raw=raw, clean=clean), jobs, again=again, cluster=cluster)


@app.command(
    epilog="示例：budgetkit add 某局2025年部门预算.pdf；budgetkit add 某表.xlsx --year 2025 --kind budget --dry-run"
)
def add(
    files: Annotated[list[Path], typer.Argument(help="公开的文件：PDF、Excel、ODS、Word、网页或文本抽取。")],
    department: Annotated[str | None, typer.Option(help="部门（单位）全称。", show_default=False)] = None,
    level: Annotated[str | None, typer.Option(help="city 市级（含省级）；district 区县。", show_default=False)] = None,
    region: Annotated[str | None, typer.Option(help="地区，如 朝阳区。", show_default=False)] = None,
    field: Annotated[str | None, typer.Option(help="领域，如 应急管理。", show_default=False)] = None,
    year: Annotated[int | None, typer.Option(help="年度。", show_default=False)] = None,
    kind: Annotated[str | None, typer.Option(help=f"{'、'.join(KINDS)}。", show_default=False)] = None,
    title: Annotated[str | None, typer.Option(help="文件标题。", show_default=False)] = None,
    department_id: Annotated[str | None, typer.Option(help="部门编号。", show_default=False)] = None,
    id: Annotated[str | None, typer.Option("--id", help="文件编号。", show_default=False)] = None,
    counterpart: Annotated[str | None, typer.Option(help="另一层级对应部门的编号。", show_default=False)] = None,
    url: Annotated[str | None, typer.Option(help="发布网址。", show_default=False)] = None,
    encoding: Annotated[str | None, typer.Option(help="文本的编码；缺省时自动识别。", show_default=False)] = None,
    replace: Annotated[bool, typer.Option("--replace", help="即使文件写明它更早，也以这份为准；另一份保留。")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示会登记什么，不写入。")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="在终端上也不提问：文件不能证明的须用选项写明。")] = False,
    raw: RAW = None,
    clean: CLEAN = None,
) -> None:
    """登记一份或几份公开文件：认出部门、年度和类别，写入清单，整理，并显示结果；失败时一切保持原样。"""
    from budgetkit.adding.new_entry import Named
    from budgetkit.cli.add import run

    named = Named(
        department, level, region, field, year, kind, department_id, id, title, counterpart, url, encoding
    )  # fmt: skip
    run(folders(raw=raw, clean=clean), files, named, replace=replace, dry_run=dry_run, yes=yes)


@app.command(epilog="示例：budgetkit remove sh-finance-2025-budget")
def remove(
    documents: Annotated[list[str], typer.Argument(help="文件编号，可写几个。")],
    raw: RAW = None,
    clean: CLEAN = None,
) -> None:
    """从清单中删去文件并重新整理；只删除由 add 放入且未改动的文件，并说明删了什么、留了什么。"""
    from budgetkit.cli.add import run_remove

    run_remove(folders(raw=raw, clean=clean), documents)


@app.command(epilog="示例：budgetkit init 某文件夹")
def init(folder: Annotated[Path, typer.Argument(help="新项目的文件夹。")]) -> None:
    """新建项目：文件清单、更正记录和参考数据的位置、笔记本；已有的文件不改动。"""
    from budgetkit.cli.init import run

    run(folder)


@app.command(epilog="示例：budgetkit check；budgetkit check --document beijing-data-2026-budget --all")
def check(
    raw: RAW = None,
    clean: CLEAN = None,
    document: Annotated[str | None, typer.Option(help="只看某一份文件（文件编号）。")] = None,
    all: Annotated[bool, typer.Option("--all", help="列出每一条校验，而不只是需要注意的。")] = False,
) -> None:
    """列出校验结果；有原因未证明的差异（已定位的也在内）时以 1 退出。"""
    from budgetkit.cli.check import run

    run(fresh_folders(raw, clean), document, show_all=all)


@app.command(name="list", epilog="示例：budgetkit list")
def list_(raw: RAW = None) -> None:
    """列出部门、年度、文件，以及可以做哪些比较。"""
    from budgetkit.cli.list import run

    run(folders(raw=raw))


@app.command(
    epilog="示例：budgetkit show beijing-emergency-2026-budget 156；budgetkit show beijing-emergency-2026-budget"
)
def show(
    document: Annotated[str, typer.Argument(help="文件编号。")],
    line: Annotated[int | None, typer.Argument(help="行号；不写则画出全文识别结果。", show_default=False)] = None,
    raw: RAW = None,
    clean: CLEAN = None,
    around: Annotated[int, typer.Option(help="前后各显示几行。")] = 2,
) -> None:
    """显示某一原文行及由它得到的整理结果；不写行号时画出哪些行被识别为哪张表。"""
    from budgetkit.cli.show import run, run_map

    if line is None:
        run_map(folders(raw=raw, clean=clean), document, lambda: fresh_folders(raw, clean))
    else:
        run(folders(raw=raw, clean=clean), document, line, around, lambda: fresh_folders(raw, clean))


@app.command(
    epilog="示例：budgetkit report；budgetkit report --department beijing-emergency --year 2026 --format html；"
    "budgetkit report --notebook 2 --parameter base_year=2025；budgetkit report --explain"
)
def report(
    department: Annotated[list[str] | None, typer.Option(help="只做某个部门（部门编号），可重复。")] = None,
    year: Annotated[list[int] | None, typer.Option(help="只做某个年度，可重复。")] = None,
    notebook: Annotated[list[str] | None, typer.Option(help="只做某个笔记本（名称或编号），可重复。")] = None,
    format: Annotated[
        list[str] | None, typer.Option("--format", help="html、pdf、docx，可用逗号分隔；默认 html 和 pdf。")
    ] = None,
    parameter: Annotated[list[str] | None, typer.Option(help="笔记本的其他参数，形如 名称=值，可重复。")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="同时生成几份；默认为处理器核数。")] = None,
    force: Annotated[bool, typer.Option("--force", help="全部重新生成，覆盖手工修改过的报告。")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="只说明每份报告会不会重新生成、为什么。")] = False,
    date: Annotated[
        str, typer.Option(callback=check_date, help="印在报告上的日期，如 2026-03-01；默认不印。", show_default=False)
    ] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="只在出错时输出。")] = False,
    json: Annotated[bool, typer.Option("--json", help="每个事件输出一行 JSON，供程序读取。")] = False,
    engine: Annotated[Engine, typer.Option(help="budgetkit：预热的新进程；kernel：普通 Jupyter 内核。")] = "budgetkit",
    scheduler: SCHEDULER = None,
    scheduler_ca: SCHEDULER_CA = None,
    scheduler_cert: SCHEDULER_CERT = None,
    scheduler_key: SCHEDULER_KEY = None,
    start_limit: Annotated[float, typer.Option(min=0, help="进程或内核启动的时限（秒），0 为不限。")] = 60,
    cell_limit: Annotated[float, typer.Option(min=0, help="一个单元格的时限（秒），0 为不限。")] = 300,
    report_limit: Annotated[float, typer.Option(min=0, help="一份报告的时限（秒），0 为不限。")] = 1800,
    raw: RAW = None,
    clean: CLEAN = None,
    reports: REPORTS = None,
) -> None:
    """生成简报：执行笔记本，导出 HTML、PDF（及 Word），写入 reports/。

    只做内容有变化的；有报告失败时以 1 退出。
    """
    from budgetkit.batch.manifest import has_reports
    from budgetkit.cli.interrupts import interrupts
    from budgetkit.cli.signals import end_in_order

    where = folders(raw=raw, clean=clean, reports=reports)
    with end_in_order():
        if not explain and (force or not has_reports(where.reports)):
            from budgetkit.batch.processes import warm_up

            warm_up()  # there will be something to make: the imports of workers go on beside our own
        from budgetkit.batch.task import Limits
        from budgetkit.cli.report import Asked, Options, OutputOptions, run

        interrupts.raise_lost()
        asked = Asked(department or (), year or (), notebook or (), format or (), parameter or ())
        limits = Limits(start_limit or None, cell_limit or None, report_limit or None)
        options = Options(engine, limits, date, force)
        cluster = find_cluster(scheduler, scheduler_ca, scheduler_cert, scheduler_key)
        run(where, asked, options, OutputOptions(quiet, json, explain), jobs, cluster)


@app.command(epilog="示例：budgetkit export --format xlsx；budgetkit export --format datapackage --to 某文件夹")
def export(
    format: Annotated[str, typer.Option("--format", help="xlsx、csv、duckdb 或 datapackage。")] = "xlsx",
    to: Annotated[Path, typer.Option("--to", help="写入的文件夹。")] = Path("export"),
    raw: RAW = None,
    clean: CLEAN = None,
) -> None:
    """把整理结果导出为其他格式。"""
    from budgetkit.cli.export import run

    run(fresh_folders(raw, clean), format, to)


@app.command(epilog="示例：budgetkit dictionary --to docs/data-dictionary.md")
def dictionary(
    to: Annotated[Path | None, typer.Option("--to", help="写入的文件；缺省时打印。", show_default=False)] = None,
) -> None:
    """由表结构生成数据字典。"""
    from budgetkit.cli.export import run_dictionary

    run_dictionary(to)


notebook = typer.Typer(
    help="自己的笔记本：由模板建立，检查能否成批生成报告。",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(notebook, name="notebook")


@notebook.command(epilog="示例：budgetkit notebook new 培训费对比")
def new(
    name: Annotated[str, typer.Argument(help="名称，也是文件名和报告标题；含科目名称时比较该科目。")],
    raw: RAW = None,
) -> None:
    """建立一个可以直接运行的笔记本：标题、参数、一张表、一幅图、出处。"""
    from budgetkit.cli.notebook import new as run

    run(folders(raw=raw), name)


@notebook.command(name="check", epilog="示例：budgetkit notebook check 培训费对比")
def check_(
    names: Annotated[
        list[str] | None, typer.Argument(help="笔记本名称或编号；不写则检查全部。", show_default=False)
    ] = None,
    run: Annotated[bool, typer.Option("--run/--no-run", help="静态检查之后，为几个部门试运行。")] = True,
    raw: RAW = None,
    clean: CLEAN = None,
) -> None:
    """说明笔记本有什么会使成批生成失败：先逐格检查，再为几个部门试运行；有问题时以 1 退出。"""
    from budgetkit.cli.notebook import check as examine

    examine(folders(raw=raw, clean=clean), names or [], is_run=run)


@notebook.command()
def ready(raw: RAW = None, clean: CLEAN = None, reports: REPORTS = None) -> None:
    """为 JupyterLab 作准备：原始文件有变化时先整理，并生成笔记本所链接的原文页。"""
    from budgetkit.cli.notebook import ready as prepare

    prepare(folders(raw=raw, clean=clean, reports=reports))
