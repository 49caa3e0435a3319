"""Control characters of a document are written as their escapes on every page."""

from __future__ import annotations

import re

import pandas as pd
from report_runner import show

from budgetkit.plain_text import escape_in_page
from budgetkit.report.html import write_html
from budgetkit.report.parts import Column, ReportTable

COMMANDS = ["\x1b]8;;https://example.org\x07", "\x9b31m", "\x00", "\x7f", "\x08"]


def test_no_control_character_of_a_cell_reaches_a_page():
    data = pd.DataFrame({"name": [f"目标{command}甲" for command in COMMANDS]})
    page = write_html(show(ReportTable(data, [Column("name", "名称")], "目标")))
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", page)
    assert "目标\\x1b]8;;" in page


def test_line_ends_tabs_and_everything_that_is_shown_stay():
    text = "甲\t乙\r\n丙é—\u3000①\xa0"
    assert escape_in_page(text) == text
