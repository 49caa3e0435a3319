"""Projects told apart by name: how two tables of a document are seen to speak of the same project."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

from budgetkit.finding import Row
from budgetkit.parse import parse_project_id
from budgetkit.recognise.kind import Known

_PUNCTUATION = re.compile(r"[\s\-－—_·、，,。．.:：;；()\[\]【】“”\"'‘’]+")


@lru_cache(maxsize=8192)
def name_key(name: str | None) -> str:
    """Reduce a project's name to what wrapping and the width of its brackets cannot change."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", name or ""))


def sum_by_name(rows: Iterable[Row], amount: str) -> dict[str, Decimal]:
    """Add up a column (万元) by project name; a name with an unread amount has no sum."""
    sums: dict[str, Decimal] = {}
    unread: set[str] = set()
    for row in rows:
        key = name_key(row["project_name"])
        if row[amount] is None:
            unread.add(key)
        else:
            sums[key] = sums.get(key, Decimal(0)) + row[amount]
    return {key: total for key, total in sums.items() if key and key not in unread}


def ids_by_name(known: Known) -> dict[str, str]:
    """Find the project id (21 characters) of each name that the project list or 购买服务明细表 prints it with.

    A name that comes with more than one id has none: nothing says which is meant.
    """
    ids: Mapping[str, set[str]] = defaultdict(set)
    for table in ("project_list", "purchased_services"):
        for row in known.get(table, ()):
            project_id = parse_project_id(row.get("project_id") or "")
            if project_id and row["project_name"]:
                ids[name_key(row["project_name"])].add(project_id)
    return {key: next(iter(found)) for key, found in ids.items() if len(found) == 1}
