"""The site's page templates, compiled once a process."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup, escape

from budgetkit.fonts import find_fonts
from budgetkit.plain_text import escape_in_page
from budgetkit.report.webfonts import font_faces

FORMATS = {"html": "网页", "pdf": "PDF", "docx": "Word", "ipynb": "笔记本"}
_FONT_PLACE = "/* fonts */"


@cache
def _environment() -> Environment:
    loader = PackageLoader("budgetkit.site", "templates")
    made = Environment(loader=loader, autoescape=select_autoescape(default=True), trim_blocks=True, lstrip_blocks=True)
    made.globals["formats"] = FORMATS
    return made


def read_static(name: str) -> Markup:
    """Read a style sheet or script of the site, to be put into a page as it is."""
    return Markup(resources.files("budgetkit.site").joinpath("templates", name).read_text("utf-8"))


def render_page(name: str, also: str = "", **values: Any) -> str:
    """Render one of the site's templates, with the characters that it shows embedded as fonts.

    Everything put into it is escaped. `also` are texts that its script will show.
    """
    family = find_fonts().family
    style = str(read_static("base.css")).replace("FAMILY", f'"{family}"')
    page = escape_in_page(_environment().get_template(name).render(family=family, style=Markup(style), **values))
    return page.replace(_FONT_PLACE, font_faces(f"{page}<th>{escape(also)}</th>"), 1)
