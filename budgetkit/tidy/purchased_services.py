"""政府购买服务明细表: services bought, by the guiding catalogue's three levels; with projects where it names them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from budgetkit.finding import Row, Tidied
from budgetkit.forms.kinds import make_kind, national_table
from budgetkit.parse import DASHES, clean_name, parse_own_code
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known
from budgetkit.recognise.published_table import PublishedRow
from budgetkit.tidy.listed import tidy_list

TABLE = national_table("purchased_services")
COLUMNS = TABLE.columns
_PROJECT = re.compile(rf"(?P<id>\d{{6}}\d{{2}}[TY][\d ]+?)\s*[{DASHES}]+\s*(?P<name>.+)", re.DOTALL)


def tidy_purchased_services(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 政府购买服务明细表 into purchased_services (万元) and its printed total, which stands first or last.

    `project_id` is the id as printed, blanks removed, even where it is not 21 characters long.
    """
    return tidy_list("purchased_services", lines, COLUMNS, _describe)


def _describe(row: PublishedRow) -> Row:
    project = _PROJECT.fullmatch(row.text("project"))
    level1, level2 = parse_own_code(row.text("level1"), r"\d{2}"), parse_own_code(row.text("level2"), r"\d{4}")
    return {
        "project_id": project["id"].replace(" ", "") if project else None,
        "project_name": clean_name(project["name"] if project else row.text("project")) or None,
        "level1_code": level1.code,
        "level1": level1.name,
        "level2_code": level2.code,
        "level2": level2.name,
        "level3": clean_name(row.text("level3")) or None,
        "service_field": clean_name(row.text("service_field")) or None,
    }


KIND = make_kind(TABLE, tidy_purchased_services)
