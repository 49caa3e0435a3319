"""What the functions for notebooks are given, checked by their own type hints: a slip is said in a sentence."""

from __future__ import annotations

import inspect
import sys
import types
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from functools import cache, wraps
from numbers import Integral, Real
from typing import Any, Literal, ParamSpec, TypeVar, Union, get_args, get_origin, get_type_hints

import pandas as pd
from matplotlib.figure import Figure

from budgetkit.briefing.across import Peers
from budgetkit.briefing.sides import Sides
from budgetkit.briefing.year_over_year import Years
from budgetkit.compare.budget import Budget
from budgetkit.compare.result import Result
from budgetkit.dataset.load import Dataset
from budgetkit.draw import Drawing
from budgetkit.errors import ParameterError
from budgetkit.nearest import say_nearest
from budgetkit.report.parts import Column

_Taken = ParamSpec("_Taken")
_Given = TypeVar("_Given")
_LONGEST = 40  # characters of a value that a sentence repeats
_WORDS: dict[Any, str] = {
    Budget: "一份预算（find.budget 的结果）",
    Dataset: "整理结果（load() 的结果）",
    Result: "比较的结果（compare 的结果）",
    Drawing: "图（draw 的结果）",
    Figure: "matplotlib 的 Figure",
    Sides: "市区两侧（find.sides 的结果）",
    Years: "前后年度（find.years 的结果）",
    Peers: "同级部门（find.peers 的结果）",
    pd.DataFrame: "DataFrame",
    str: "文字",
    int: "整数",
    float: "数",
    bool: "True 或 False",
    type(None): "None",
}
_SEVERAL: dict[Any, str] = {
    Budget: "若干份预算（find.budgets 的结果，或放在方括号里）",
    str: "若干个文字，放在方括号里",
    Column: "若干列（列名、show.amount 等），放在方括号里",
}
_NUMBERS = {int: Integral, float: Real}


def checked(function: Callable[_Taken, _Given], room: str) -> Callable[_Taken, _Given]:
    """Give a function that first looks at what it is given; `room` is the module that notebooks call it from.

    It raises ParameterError where an argument is missing, unknown, or of a kind that the type hints rule out.
    """
    signature = inspect.signature(function)

    @wraps(function)
    def check(*args: _Taken.args, **kwargs: _Taken.kwargs) -> _Given:
        try:
            given = signature.bind(*args, **kwargs).arguments
        except TypeError:
            raise _misfit(signature, _name(function, room), args, kwargs) from None
        hints = _hints(function)
        for parameter, value in given.items():
            kind = signature.parameters[parameter].kind
            if kind in (kind.VAR_POSITIONAL, kind.VAR_KEYWORD) or parameter not in hints:
                continue
            if not _fits(value, hints[parameter]):
                where = f"{_name(function, room)} 的参数 {parameter}"
                raise ParameterError(where, _say(hints[parameter]), _found(value), _next(value, hints[parameter]))
        with pd.option_context("mode.string_storage", "python"):  # of few rows: half the time of Arrow's (dataset.load)
            return function(*args, **kwargs)

    return check


def _name(function: Callable[..., Any], room: str) -> str:
    """Give the name that notebooks call a function by (`compare.item`)."""
    own = inspect.unwrap(function)
    names = (
        name
        for name, value in vars(sys.modules[f"{__package__}.{room}"]).items()
        if callable(value) and inspect.unwrap(value) is own
    )
    return f"{room}.{next((name for name in names if not name.startswith('_')), own.__name__)}"


@cache
def _hints(function: Callable[..., Any]) -> Mapping[str, Any]:
    try:
        return get_type_hints(function)
    except (NameError, TypeError):  # a hint that only a type checker can read
        return {}


def _misfit(
    signature: inspect.Signature, name: str, args: Collection[object], kwargs: Mapping[str, object]
) -> ParameterError:
    """Say which argument is unknown, or which are missing."""
    known = [one.name for one in signature.parameters.values() if one.kind != one.VAR_KEYWORD]
    for unknown in kwargs:
        if unknown not in known:
            return ParameterError(f"{name} 的参数", "已有的参数", unknown, say_nearest(unknown, known))
    positional = [one for one in signature.parameters.values() if one.kind == one.POSITIONAL_OR_KEYWORD]
    missing = [one.name for one in positional[len(args) :] if one.default is one.empty and one.name not in kwargs]
    if missing:
        return ParameterError(name, f"参数 {'、'.join(known)}", f"缺少 {'、'.join(missing)}", "请补上。")
    words = f"依次至多 {len(positional)} 个参数（{'、'.join(one.name for one in positional)}）"
    return ParameterError(name, words, f"{len(args)} 个", "其余的请写成 名称=值。")


def _fits(value: object, hint: Any) -> bool:
    """Say whether a value may be what a hint asks for; where that can't be told, it may."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return any(_fits(value, part) for part in parts)
    if origin is Literal:
        return isinstance(value, str | int | bool | None) and value in parts
    if isinstance(origin, type) and issubclass(origin, Iterable) and not issubclass(origin, Mapping):
        if isinstance(value, str) or not isinstance(value, Iterable):
            return False
        if issubclass(origin, Sequence) and isinstance(value, Set | Mapping):
            return False  # without an order, or with more than is asked for
        is_kept = isinstance(value, list | tuple | set | frozenset) and parts
        return all(_fits(one, parts[0]) for one in value) if is_kept else not isinstance(value, pd.DataFrame)
    if isinstance(origin, type):
        return isinstance(value, origin)
    if hint in _NUMBERS:
        return isinstance(value, _NUMBERS[hint]) and not isinstance(value, bool)
    return hint not in _WORDS or isinstance(value, hint)


def _say(hint: Any) -> str:
    """Say what a hint asks for."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        said = "、".join(filter(None, (_say(part) for part in parts if part is not type(None))))
        return f"{said}，或 None" if type(None) in parts else said
    if origin is Literal:
        return "、".join(map(repr, parts))
    if isinstance(origin, type) and issubclass(origin, Iterable) and not issubclass(origin, Mapping):
        kinds = get_args(parts[0]) or parts if parts else ()
        return next((_SEVERAL[kind] for kind in kinds if kind in _SEVERAL), "若干个值，放在方括号里")
    return _WORDS.get(hint, "")


def _found(value: object) -> str:
    text = repr(value) if isinstance(value, str | int | float | bool | None | Budget) else ""
    return text if 0 < len(text) <= _LONGEST else f"{type(value).__name__} 类型的值"


def _next(value: object, hint: Any) -> str:
    """Say what to do: what stands alone where several are asked for, or several where one is."""
    parts = get_args(hint)
    if parts and not isinstance(value, str) and _fits(value, parts[0]):
        return "只有一个时也请放在方括号里。"
    if isinstance(value, list | tuple) and value and _fits(value[0], hint):
        return "请取其中一个，如 [0]。"
    if isinstance(value, Dataset):
        return "各部门的预算用 find.budgets(data) 取得。"
    return "请改正。"
