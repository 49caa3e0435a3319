"""The site's page templates, compiled once a process."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, Template, select_autoescape


@cache
def _environment() -> Environment:
    loader = PackageLoader("budgetkit.site", "templates")
    return Environment(loader=loader, autoescape=select_autoescape(default=True), trim_blocks=True, lstrip_blocks=True)


def load_template(name: str) -> Template:
    """Load one of the site's templates; everything put into it is escaped."""
    return _environment().get_template(name)
