"""The line of cells: what every reader gives and every later step starts from."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a raw document, cut into cells.

    `number` is the 1-based line of the raw file. Several lines may share a number where one printed line packs a
    whole table. `text` is the line as printed; `cells` are stripped and free of markup (HTML, LaTeX), but otherwise as
    printed. `correction` is the reason of the correction record that changed the line, if one did.
    """

    number: int
    text: str
    cells: tuple[str, ...]
    page: int | None = None
    correction: str | None = None
    from_markup: bool = False

    @property
    def is_blank(self) -> bool:
        """Say whether no cell holds anything."""
        return not any(self.cells)

    @property
    def filled(self) -> tuple[str, ...]:
        """The cells that hold something, in order."""
        return tuple(cell for cell in self.cells if cell)


@dataclass(frozen=True)
class Document:
    """A raw document as read: its lines in order, and where they come from."""

    document_id: str
    lines: tuple[Line, ...] = field(repr=False)
