"""How the kit shows itself to whoever types: tables with what they lack, results with sources, mistakes in a sentence.

IPython (JupyterLab, papermill, the batch's own kernel) is given formatters by type; in plain Python an expected mistake
is printed as one sentence. `BUDGETKIT_TRACEBACK=1` shows the whole traceback in both.
"""

from __future__ import annotations

import html
import os
import re
import sys
import traceback
from types import ModuleType, TracebackType
from typing import Any

from budgetkit.errors import BudgetkitError, ParameterError, say_plainly
from budgetkit.nearest import say_nearest
from budgetkit.report.bounds import NOTE_CLASS
from budgetkit.upstream import show_lines_of_error

_ENTERED = "_budgetkit_shows"
_QUOTED = re.compile(r"'([^']+)'")
_LISTED = re.compile(r"\[([^\[\]]*)\]")
_NOT_FOUND = re.compile(r"^Column not found: (.+)$")
_NOT_SUBSCRIPTABLE = re.compile(r"^'(Dataset|Result|Budget)' object is not subscriptable$")
_TABLES_OF = {"Dataset": "data.expenditure", "Result": '.table["amount"]', "Budget": '.table("expenditure")'}
_FRAMES = [(module, name) for module in ("pandas", "pandas.core.frame") for name in ("DataFrame",)]
_SERIES = [(module, name) for module in ("pandas", "pandas.core.series") for name in ("Series",)]


def start_kernel() -> None:
    """Set up a kernel before its first cell: Chinese glyphs in any figure, whole tables, mistakes in a sentence."""
    from budgetkit.fonts import use_fonts_when_drawing

    use_fonts_when_drawing()
    enter()


def enter() -> None:
    """Set up the session that runs now: IPython's displays and errors, or plain Python's way of saying an error."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is None:
        if sys.excepthook is sys.__excepthook__ and not hasattr(sys, "ps1"):
            sys.excepthook = _say_uncaught
    elif not getattr(shell, _ENTERED, False):
        setattr(shell, _ENTERED, True)
        _show_in(shell)


def _show_in(shell: Any) -> None:
    formatters = shell.display_formatter.formatters
    for module, name in _FRAMES:
        formatters["text/html"].for_type_by_name(module, name, show_frame)
    for module, name in _SERIES:
        formatters["text/plain"].for_type_by_name(module, name, _print_series)
    formatters["image/png"].for_type_by_name("matplotlib.figure", "Figure", _draw_figure)
    bundles = shell.display_formatter.mimebundle_formatter
    bundles.for_type_by_name("budgetkit.compare.result", "Result", _show_result)
    bundles.for_type_by_name("budgetkit.dataset.load", "Dataset", _show_dataset)
    shell.set_custom_exc((KeyError, AttributeError, NameError, TypeError), _say_in_shell)


def show_frame(frame: Any) -> str | None:
    """Give a DataFrame's HTML with its cells whole, and a note below it where its rows are known not to be all."""
    import pandas

    with pandas.option_context("display.max_colwidth", None):  # at 50 characters pandas ends a cell with “...”
        shown = frame._repr_html_()
    notes = _notes(frame)
    return f'{shown}\n<p class="{NOTE_CLASS}">{html.escape(notes)}</p>' if shown and notes else shown


def _draw_figure(figure: Any) -> bytes | None:
    """Draw a figure that was made without pyplot, whose backend would have IPython draw it."""
    from IPython.core.pylabtools import print_figure

    return print_figure(figure, base64=True)


def _print_series(series: Any, printer: Any, cycle: bool) -> None:
    notes = _notes(series)
    printer.text(repr(series) + (f"\n{notes}" if notes else ""))


def _notes(frame: Any) -> str:
    """Say of a frame that came from a clean table what its documents' rows lack; empty where nothing is known."""
    from budgetkit.dataset.load import GAPS_KEY
    from budgetkit.dataset.wholeness import gaps_within

    found = frame.attrs.get(GAPS_KEY)
    said = gaps_within(frame, found["gaps"]) if found else []
    return f"注意：{found['label']}的行不完整，求和须说明。{'；'.join(said)}。" if said else ""


def _show_result(result: Any, include: object = None, exclude: object = None) -> dict[str, Any]:
    from budgetkit.briefing.result_table import table

    return table(result)._repr_mimebundle_()


def _show_dataset(data: Any, include: object = None, exclude: object = None) -> dict[str, Any]:
    from budgetkit.dataset.overview import say_documents
    from budgetkit.report.parts import Column, ReportTable

    columns = [Column("name", "属性（data.…）", "code"), Column("label", "表"), Column("rows", "行数", "integer")]
    columns += [Column("departments", "部门数", "integer"), Column("gaps", "已知的不完整之处")]
    notes = [f"{say_documents(data.frame('documents'))}。", "没有行的表未列出；逐份文件的情况见 data.coverage()。"]
    part = ReportTable(data.tables(), columns, "整理结果：有哪些表", unit="", notes=notes)
    return part._repr_mimebundle_()


def _say_in_shell(
    shell: Any, kind: type, error: BaseException, tb: TracebackType, tb_offset: int | None = None
) -> None:
    """Show an error of a cell: a column that isn't there in a sentence, everything else as IPython would."""
    said = error if isinstance(error, BudgetkitError) else explain(error)
    if said is None or os.environ.get("BUDGETKIT_TRACEBACK"):
        shell.showtraceback((kind, error, tb), tb_offset=tb_offset)
    else:
        show_lines_of_error(shell, kind, error, say_plainly(said.with_traceback(tb)))


def _say_uncaught(kind: type[BaseException], error: BaseException, tb: TracebackType | None) -> None:
    said = error if isinstance(error, BudgetkitError) else explain(error)
    if said is None or os.environ.get("BUDGETKIT_TRACEBACK"):
        sys.__excepthook__(kind, error, tb)
    else:
        print("\n".join(say_plainly(said.with_traceback(tb))), file=sys.stderr)


def explain(error: BaseException) -> ParameterError | None:
    """Say which columns are nearest to one that a DataFrame doesn't have, or names to one that the kit's modules and
    results don't, or where the table is of what has no `[…]`; None for any other error."""
    if isinstance(error, TypeError):
        found = _NOT_SUBSCRIPTABLE.match(str(error))
        return _without_brackets(found[1]) if found else None
    if isinstance(error, AttributeError):
        holder, name = getattr(error, "obj", None), getattr(error, "name", None)
        lacking = _columns_without(holder, name)
        return _unknown_column(*lacking) if lacking else _unknown_name(holder, name)
    if not isinstance(error, KeyError | NameError) or not error.args:
        return None
    frames = [frame.f_locals for frame, _ in traceback.walk_tb(error.__traceback__)]
    holders = [values.get(name) for values in reversed(frames) for name in ("self", "obj")]
    holders += [getattr(holder, "__dict__", {}).get("obj") for holder in holders]  # what a grouping is of
    for holder in holders:
        for name in _names_asked(error):
            if lacking := _columns_without(holder, name):
                return _unknown_column(*lacking)
    return None


def _without_brackets(kind: str) -> ParameterError:
    return ParameterError(f"{kind} 类型的值", f"像 {_TABLES_OF[kind]} 这样取表或列", "后面直接写了 […]", "请改写。")


def _names_asked(error: BaseException) -> list[Any]:
    """List the columns that pandas says it doesn't find, in its several ways of saying so."""
    words = error.args[0]
    if not isinstance(words, str):
        return list(words) if hasattr(words, "__iter__") else [words]
    if match := _NOT_FOUND.search(words):
        return [match[1]]
    in_lists = [name for names in _LISTED.findall(words) for name in _QUOTED.findall(names)]
    return in_lists or _QUOTED.findall(words) or [words]


def _unknown_name(holder: object, name: object) -> ParameterError | None:
    module = holder if isinstance(holder, ModuleType) else type(holder)
    where = module.__name__ if module is holder else module.__module__
    if not isinstance(name, str) or not where.startswith("budgetkit"):
        return None
    if module.__name__ == "Result" and name in holder.table:  # type: ignore[attr-defined]
        return ParameterError("Result", "已有的名称", repr(name), f'它是结果的一列，请写 .table["{name}"]。')
    known = {one: "" for one in dir(holder) if not one.startswith("_")}
    return ParameterError(module.__name__.rpartition(".")[2], "已有的名称", repr(name), say_nearest(name, known))


def _columns_without(holder: object, name: object) -> tuple[str, list[str]] | None:
    pandas = sys.modules.get("pandas")
    if pandas is None or not isinstance(name, str) or not isinstance(holder, pandas.DataFrame):
        return None
    columns = [str(column) for column in holder.columns]
    return None if name in columns else (name, columns)


def _unknown_column(name: str, columns: list[str]) -> ParameterError:
    from budgetkit.schema import load_schemas

    labels = {column.name: column.label for schema in load_schemas().values() for column in schema.columns}
    return ParameterError(
        "列名", "这张表有的列", repr(name), say_nearest(name, {one: labels.get(one, "") for one in columns})
    )
