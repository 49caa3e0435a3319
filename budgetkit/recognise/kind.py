"""The kinds of published table, and how each is known by title, header and rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from budgetkit.finding import Row, Tidied
from budgetkit.parse import is_code, is_number, parse_code_name
from budgetkit.read.row import RawRow

Known = Mapping[str, list[Row]]
Tidy = Callable[[Sequence[RawRow], Known], Tidied]
CellType = Literal["amount", "code", "code_name", "text", "year", "any"]
_YEAR = re.compile(r"\s*(?:19|20)\d{2}")
_CODED = re.compile(r"\W*\d{3,12}[^\d.,]+.*")
_NUMBER_LIKE = re.compile(r"\s*[-−－]?[\d,. ]+\s*")


@dataclass(frozen=True)
class PublishedColumn:
    """A published column: its clean name, and the pattern of its header path.

    The path is the stacked header from top to bottom, blanks removed, joined by `/` (`本年收入/小计`), each step a
    pattern; steps that do not tell columns apart are left out. `family` is the digit with which its codes begin,
    `part_of` the key of the code that it prints a part of; such columns are not looked for where no header is printed.
    """

    key: str
    path: str
    type: CellType = "amount"
    family: str = ""
    part_of: str | None = None

    def holds(self, cell: str) -> bool:
        """Say whether a cell is what this column prints; a number damaged in extraction still is an amount."""
        if self.type == "amount":
            return is_number(cell) or _NUMBER_LIKE.fullmatch(cell) is not None
        if self.type == "any":
            return True
        if self.type == "text":
            return not is_number(cell)
        if self.type == "year":
            return _YEAR.match(cell) is not None
        code = cell.strip() if self.type == "code" and is_code(cell) else parse_code_name(cell).code
        if code is None and self.type == "code" and not self.family:  # a unit's, with its name
            return _CODED.fullmatch(cell) is not None
        return code is not None and code.startswith(self.family)


@dataclass(frozen=True)
class TableKind:
    """A kind of published table.

    `titles` are patterns that a normalised title must match whole; `header` words of which all must stand in a header;
    `rows` a predicate for tables that come without title and header; `tidy` turns the table's lines into clean rows
    (None: recognised, not read yet); `needs` are the clean tables that it takes as evidence, and which are tidied
    before it; `gives` the clean tables that it fills; `parts` the columns that a whole of its form is the sum
    of; `form` the form whose data file it stands in, None for the tables of the national form.
    """

    name: str
    label: str
    titles: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: Callable[[Sequence[RawRow]], bool] | None = None
    tidy: Tidy | None = None
    gives: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    document_kind: str = "budget"
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form: str | None = None

    def matches_title(self, title: str) -> bool:
        """Say whether a normalised title is one of this kind's."""
        return any(re.fullmatch(pattern, title) for pattern in self.titles)
