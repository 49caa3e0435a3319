"""A few figures that a page opens with, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from budgetkit.report.parts.part import Data, Part
from budgetkit.report.parts.source import SourceLine, line_data


@dataclass(frozen=True)
class Tile:
    """A figure as printed, with its name, what a reader needs to place it, and the raw lines that it comes from."""

    name: str
    value: str
    remark: str = ""
    sources: Sequence[SourceLine] = ()


@dataclass(frozen=True)
class Tiles(Part):
    """Figures side by side, each with its name above and a remark below."""

    tiles: Sequence[Tile]
    title: str = "主要数字"
    kind: ClassVar[str] = "tiles"

    def data(self) -> Data:
        """Give title and figures."""
        return {"title": self.title, "sentences": [_tile(tile) for tile in self.tiles]}

    def plain_text(self) -> str:
        """Give a line a figure."""
        return "\n".join(f"{tile.name} {tile.value}　{tile.remark}".rstrip("　") for tile in self.tiles)


def _tile(tile: Tile) -> Data:
    return {"lead": tile.name, "value": tile.value, "text": tile.remark, "lines": line_data(tile.sources)}
