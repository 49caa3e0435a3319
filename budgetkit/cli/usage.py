"""What is wrong with a command line, in a sentence in Chinese: which option, what it takes, what was given."""

from __future__ import annotations

import re

import typer

from budgetkit.nearest import say_nearest

UsageError: type[Exception] = typer.BadParameter.__mro__[1]  # typer hands on the errors below it, but not its name
_WANTED = (
    (r"valid integer", "整数"),
    (r"valid (?:number|float)", "数"),
    (r"greater than or equal to ([\d.-]+)|range x>=([\d.-]+)", "不小于 {} 的数"),
    (r"not one of ([^.]+)", " {} 之一"),
)


def is_wrong(error: Exception) -> bool:
    """Say whether something was wrong; else nothing was asked for, and the error is what the command can do."""
    return not type(error).__name__.startswith("NoArgs")


def say_usage(error: Exception) -> str:
    """Say where, what was expected and found, and what to do next.

    Versions of typer word the same error in their own ways, so what it was is taken from its kind first.
    """
    where, said = _describe(error)
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "budgetkit"
    return f"{where}{said}用 {command.replace('python -m ', '')} --help 查看用法。"


def _describe(error: Exception) -> tuple[str, str]:
    name, message = getattr(error, "option_name", ""), str(error)
    parameter = getattr(error, "param", None)
    if parameter is not None:
        where = f"选项 {parameter.opts[0]}" if parameter.opts[0].startswith("-") else f"参数 {parameter.name}"
        if "Missing" in type(error).__name__:
            return where, "：必须给出，实际没有。"
        return where, f"：应为{_say_wanted(message)}{_say_found(error, message)}。"
    if hasattr(error, "possibilities"):
        return f"选项 {name}", f"：没有这个选项。{_offer(name, error)}"
    if name:
        return f"选项 {name}", "：应在后面写出值，实际没有。" if "requires" in message else "：后面不写值。"
    if found := re.search(r"No such command ['\"]?([^'\"]+)", message):
        return f"子命令 {found[1]}", f"：没有这个子命令。{_offer(found[1], error)}"
    if found := re.search(r"extra arguments?(?:\(s\))? \((.*)\)", message):
        return f"参数 {found[1]}", "：多余。"
    return "命令", f"：{message}。"


def _offer(name: str, error: Exception) -> str:
    """Offer the nearest commands, or options of the command."""
    context = getattr(error, "ctx", None)
    if context is None:
        return ""
    if not name.startswith("-"):
        return say_nearest(name, context.command.list_commands(context))
    return say_nearest(name, [each for one in context.command.get_params(context) for each in one.opts if "--" in each])


def _say_wanted(message: str) -> str:
    for pattern, wanted in _WANTED:
        if found := re.search(pattern, message):
            given = next((group for group in found.groups() if group), "")
            return wanted.format("、".join(re.findall(r"'([^']+)'", given)) or given.strip())
    return "可用的值"


def _say_found(error: Exception, message: str) -> str:
    cause = error.__cause__
    if cause is not None and hasattr(cause, "errors"):
        return f"，实为 {cause.errors()[0]['input']}"
    found = re.search(r"^(?:'([^']*)'|(\S+)) is not ", message)
    return f"，实为 {found[1] or found[2]}" if found else ""
