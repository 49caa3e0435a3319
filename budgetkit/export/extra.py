"""Packages that only an export needs."""

from __future__ import annotations

import importlib
from types import ModuleType

from budgetkit.errors import ParameterError


def import_extra(name: str) -> ModuleType:
    """Import an optional package; raises ParameterError saying how to install it when it is not there."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise ParameterError(
            "选项 --format", f"已安装的软件包 {name}", "未安装", f"请运行 pip install {name} 后重试。"
        ) from error
