"""What the rules of checks are called for readers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def rule_names() -> Mapping[str, str]:
    """Give the Chinese names of rules by their ids, as rules.toml has them."""
    return tomllib.loads(resources.files(__package__).joinpath("rules.toml").read_text("utf-8"))
