"""The row of cells: what every reader gives and every later step starts from."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace

from budgetkit.parse import is_empty_mark
from budgetkit.read.markup import strip_markup
from budgetkit.read.place import Place


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row of a raw document: its cells, and where it stands.

    `cells` are stripped and free of markup (HTML, LaTeX), but otherwise as printed; empty ones keep their places.
    `opens_page` and `follows_gap` say what the format knows of the row: that a page begins with it, that something
    sets it apart from the row before (a blank line of a text). Several rows may share a place where one printed line
    packs a whole table (`from_markup`). `table` is the number of the drawn table that the row belongs to, where the
    format draws them: none for text beside tables. `continues` says that a line of text goes on the paragraph of the
    row before. `printed` is the row as its file writes it, where that is more than the cells
    with tabs between them. `correction` is the reason of the correction record that changed the row, if one did.
    `is_recognised` says that its text was recognised in a picture; `filled` are the cells that hold something.
    """

    place: Place
    cells: tuple[str, ...]
    printed: str | None = None
    opens_page: bool = False
    follows_gap: bool = False
    from_markup: bool = False
    correction: str | None = None
    table: int | None = None
    continues: bool = False
    is_recognised: bool = False
    filled: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "filled", tuple(filter(None, self.cells)))  # once: every step asks for them

    @property
    def number(self) -> int:
        """The row's line: its place in the order of reading, from 1."""
        return self.place.line

    @property
    def text(self) -> str:
        """The row as printed, for quotes, correction records and the source page."""
        return "\t".join(self.cells) if self.printed is None else self.printed

    @property
    def printed_cells(self) -> tuple[str, ...]:
        """The cells as printed, markup and all, before any correction; without the first ones that were left out."""
        printed = self.text.split("\t")
        left_out = max(0, len(printed) - len(self.cells))
        return tuple(printed if any(map(str.strip, printed[:left_out])) else printed[left_out:])

    @property
    def starts_anew(self) -> bool:
        """Say whether something sets the row apart from the one before it: a page or a gap."""
        return self.opens_page or self.follows_gap

    @property
    def is_blank(self) -> bool:
        """Say whether no cell holds anything."""
        return not any(self.cells)


def read_cells(printed: str) -> tuple[str, ...]:
    """Cut a printed row at its tabs into clean cells."""
    return tuple(strip_markup(cell) for cell in printed.split("\t"))


def leave_out(rows: Sequence[RawRow], lines: Container[int]) -> list[RawRow]:
    """Leave out the rows of these lines; a row that followed one is set apart from what is now before it."""
    kept: list[RawRow] = []
    left = False
    for row in rows:
        if row.number in lines:
            left = True
            continue
        kept.append(replace(row, follows_gap=True) if left else row)
        left = False
    return kept


def blank_marks(row: RawRow) -> RawRow:
    """Empty the cells that hold only a mark for nothing (`-`, `/`, `无`)."""
    if not any(is_empty_mark(cell) for cell in row.cells):
        return row
    return replace(row, cells=tuple("" if is_empty_mark(cell) else cell for cell in row.cells), printed=row.text)
