"""Treemap: an overview of the parts of a whole by area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from budgetkit.draw.alternative import list_entries
from budgetkit.draw.measure import text_height, text_width, wrap_text
from budgetkit.draw.page import Canvas, Drawing
from budgetkit.draw.pareto import left_out
from budgetkit.draw.style import BODY_SIZE, PLAIN, REST, SERIES, SMALL_SIZE, WIDTH, Fill
from budgetkit.draw.tiles import TileBox, lay_tiles
from budgetkit.draw.values import Entry, fold_tail, format_value, sort_entries, to_entries
from budgetkit.numbers import Number, format_share

_HEIGHTS = (190.0, 290.0)
_FEW = 6
_HEAD = 15.0
_INSET = 4.0
_KEY_GUTTER = 14.0
_SMALLEST_SHARE = Decimal("0.008")


def draw_treemap(
    names: Iterable[object],
    values: Iterable[Number],
    *,
    unit: str = "万元",
    groups: Iterable[object] | None = None,
    limit: int = 30,
) -> Drawing:
    """Draw a tile a thing, its area its amount, with name, amount and share.

    `groups` (one a thing, at most four kinds, else ValueError) colours the tiles; of a categorical column each category
    has its colour, whichever others are there. A tile too small for its words bears a number that the list below
    explains. Only positive amounts have an area: others are counted in a note.
    Things under 0.8 % of the whole, and those beyond `limit`, become 其余 N 项.
    """
    given = _with_groups(to_entries(names, values), groups)
    entries = sort_entries(entry for entry in given if entry.value is not None and entry.value > 0)
    categories = getattr(getattr(groups, "cat", None), "categories", ())
    fills = _fills_by_group(entries, list(categories))
    total = sum((entry.amount for entry in entries), Decimal(0))
    large = sum(entry.amount >= total * _SMALLEST_SHARE for entry in entries)
    head = _HEAD if groups is not None else 0.0
    shown = fold_tail(entries, min(limit, large + 1))
    area = TileBox(0, 0, WIDTH, _HEIGHTS[len(shown) > _FEW])
    tiles = _label_tiles(shown, area, total, unit)
    keys = [tile.key for tile in tiles if tile.key]
    page = Canvas(head + area.height + _key_height(keys), unit=unit, notes=[left_out(given)])
    _write_groups(page, fills)
    page.top += head
    for tile in tiles:
        _draw_tile(page, tile, REST if tile.entry.is_tail else fills.get(tile.entry.group, PLAIN))
    _write_keys(page, keys, area.height + 5)
    return page.finish(f"矩形树图，共 {len(entries)} 项，从大到小：{list_entries(entries, unit)}。")


def _with_groups(entries: Sequence[Entry], groups: Iterable[object] | None) -> list[Entry]:
    if groups is None:
        return list(entries)
    return [replace(entry, group=str(group)) for entry, group in zip(entries, groups, strict=True)]


def _fills_by_group(entries: Sequence[Entry], order: Sequence[str]) -> dict[str, Fill]:
    """Give each group that is there a fill, in order, others behind; none where the things have no groups."""
    there = dict.fromkeys(entry.group for entry in entries if entry.group)
    groups = list(dict.fromkeys([*order, *there]))
    if len(groups) > len(SERIES):
        raise ValueError(f"a treemap takes at most {len(SERIES)} groups, not {len(groups)}: join the small ones first")
    return {group: fill for group, fill in zip(groups, SERIES, strict=False) if group in there}


@dataclass(frozen=True)
class _LabelledTile:
    """A tile with the words on it, and its line of the list below where the words are only a number."""

    entry: Entry
    tile: TileBox
    words: str
    key: str = ""


def _label_tiles(entries: Sequence[Entry], area: TileBox, total: Decimal, unit: str) -> list[_LabelledTile]:
    labelled, numbers = [], 0
    for entry, tile in zip(entries, lay_tiles([float(entry.amount) for entry in entries], area), strict=True):
        figures = f"{format_value(entry.value, unit)}（{format_share(entry.amount / total)}）"
        words = _words_that_fit(entry, figures, tile)
        key = ""
        if words is None:
            numbers += _has_room_for_number(tile)
            words = str(numbers) if _has_room_for_number(tile) else ""
            key = f"{words or '（细条）'} {entry.name} {figures}"
        labelled.append(_LabelledTile(entry, tile, words, key))
    return labelled


def _words_that_fit(entry: Entry, figures: str, tile: TileBox) -> str | None:
    """Return name and figures wrapped for a tile, or None when they don't fit without breaking a number."""
    width = tile.width - 2 * _INSET
    amount, share = figures.split("（")
    for numbers in (figures, f"{amount}\n（{share}"):
        if width < text_width(numbers, SMALL_SIZE) or width < 3 * SMALL_SIZE:
            continue
        words = f"{wrap_text(entry.name, width, SMALL_SIZE)}\n{numbers}"
        if text_height(words, SMALL_SIZE) <= tile.height - 5:
            return words
    return None


def _has_room_for_number(tile: TileBox) -> bool:
    return tile.width > text_width("88", SMALL_SIZE) + 2 and tile.height > text_height("8", SMALL_SIZE)


def _draw_tile(page: Canvas, labelled: _LabelledTile, fill: Fill) -> None:
    tile, words = labelled.tile, labelled.words
    page.bar(tile.left, page.top + tile.top, tile.width, tile.height, fill, edge=1.0)
    x, middle = tile.left + _INSET, page.top + tile.top + 3 + text_height(words, SMALL_SIZE) / 2
    if labelled.key:
        x, middle = tile.left + tile.width / 2, page.top + tile.top + tile.height / 2
    align = "center" if labelled.key else "left"
    for number, line in enumerate(words.split("\n")):
        lines = words.count("\n") + 1
        shift = (number - (lines - 1) / 2) * text_height("", SMALL_SIZE)
        page.label(x, middle + shift, line, fill, align=align)


def _write_groups(page: Canvas, fills: Mapping[str, Fill]) -> None:
    """Write the groups' names with their fills above the map."""
    x, middle = 0.0, page.top + _HEAD / 2 - 2
    for group, fill in fills.items():
        page.bar(x, middle - 4, 9, 8, fill)
        page.text(x + 13, middle, group)
        x += text_width(group, BODY_SIZE) + 30


def _key_columns(keys: Sequence[str]) -> tuple[list[str], int]:
    """Return the list's lines wrapped for two columns, and how many stand in the first."""
    width = (WIDTH - _KEY_GUTTER) / 2
    return [wrap_text(key, width, SMALL_SIZE) for key in keys], (len(keys) + 1) // 2


def _key_height(keys: Sequence[str]) -> float:
    lines, half = _key_columns(keys)
    columns = (lines[:half], lines[half:])
    return max(sum(text_height(line, SMALL_SIZE) for line in column) for column in columns) + 5 if keys else 0.0


def _write_keys(page: Canvas, keys: Sequence[str], below: float) -> None:
    """Write the list of numbered tiles below the map, in two columns."""
    lines, half = _key_columns(keys)
    for left, column in ((0.0, lines[:half]), ((WIDTH + _KEY_GUTTER) / 2, lines[half:])):
        top = page.top + below
        for line in column:
            height = text_height(line, SMALL_SIZE)
            page.text(left, top + height / 2, line, size=SMALL_SIZE)
            top += height
