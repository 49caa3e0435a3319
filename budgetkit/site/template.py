"""The site's page templates, compiled once a process."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape

from budgetkit.fonts import find_fonts
from budgetkit.report.webfonts import font_faces

_FONT_PLACE = "/* fonts */"


@cache
def _environment() -> Environment:
    loader = PackageLoader("budgetkit.site", "templates")
    return Environment(loader=loader, autoescape=select_autoescape(default=True), trim_blocks=True, lstrip_blocks=True)


def render_page(name: str, **values: Any) -> str:
    """Render one of the site's templates, with the characters that it shows embedded as fonts.

    Everything put into it is escaped.
    """
    page = _environment().get_template(name).render(family=find_fonts().family, **values)
    return page.replace(_FONT_PLACE, font_faces(page), 1)
