"""Typst with the reports' fonts: one compiler a process, its errors in our words.

Typst is imported when it is first needed and keeps threads of its own: never call it in a process that forks later.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from budgetkit.errors import BudgetkitError
from budgetkit.fonts import SETTING, FontError, find_fonts, missing_characters
from budgetkit.report.paper import PaperError

_MISSING_GLYPH = "could not be displayed with font"


def typeset(template: bytes, inputs: Mapping[str, str], where: str, **how: Any) -> Any:
    """Set a template with texts as its inputs; `how` goes to the compiler. Gives bytes, of several pictures a list.

    Raises FontError, naming `where`, when a character would be printed as a box, PaperError when the layout fails.
    """
    import typst

    lacks = missing_characters("".join(inputs.values()))
    try:
        return _compiler(not lacks).compile(input=template, sys_inputs=dict(inputs), **how)
    except typst.TypstError as error:
        raise _explain(error, where) from error


@cache
def _compiler(ignore_system_fonts: bool) -> Any:
    """Make the compiler once a process; the system's fonts only come in for characters that ours lack."""
    import typst

    folders = [str(folder) for folder in find_fonts().folders]
    fonts = typst.Fonts(include_system_fonts=not ignore_system_fonts, include_embedded_fonts=True, font_paths=folders)
    return typst.Compiler(font_paths=fonts)


def _explain(error: Exception, where: str) -> BudgetkitError:
    message = str(getattr(error, "message", error))
    if _MISSING_GLYPH in message:
        return FontError(where, "字体中有的字符", message, f"请改写该字符，或用环境变量 {SETTING} 指定含有它的字体。")
    return PaperError(where, "可以排版的报告", message, "请检查笔记本中最后改动的部分。")
