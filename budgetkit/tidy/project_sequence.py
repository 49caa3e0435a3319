"""The projects of a document, numbered in the order in which 项目支出表 prints them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from budgetkit.finding import Row
from budgetkit.recognise.kind import Known
from budgetkit.tidy.project_names import name_key


def number_projects(rows: Sequence[Row], known: Known) -> None:
    """Set `project_seq` (1, 2, …) of rows of 项目支出表; rows without a name get none.

    Rows of the same unit and name are one project with several classes, unless the project list has that name as often
    as there are such rows, each with the total of one of them.
    """
    listed = defaultdict(list)
    for row in known.get("project_list", ()):
        listed[name_key(row["project_name"])].append(row["total"])
    numbers: dict[tuple, int] = {}
    for position, row in enumerate(rows):
        if row["project_name"] is None:
            continue
        key = (row["unit_name"], name_key(row["project_name"]))
        same = [other["total"] for other in rows if (other["unit_name"], name_key(other["project_name"])) == key]
        apart = len(same) > 1 and sorted(listed[key[1]], key=str) == sorted(same, key=str)
        row["project_seq"] = numbers.setdefault((*key, position) if apart else key, len(numbers) + 1)
