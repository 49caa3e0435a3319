"""The rooms of the package and what they import, drawn into docs/architecture.md: python3 tools/rooms.py

The order of the rooms is set by hand there, a row each; the marks are made from the imports, wherever in a module they
stand. A mark right of the diagonal would be an import against the arrow.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "budgetkit"
PAGE = ROOT / "docs" / "architecture.md"
_PICTURE = re.compile(r"(?<=<!-- rooms, drawn by tools/rooms.py -->\n```\n).*?(?=```\n)", re.S)
_ROW = re.compile(r" *\d+ [■·╲]+  (?P<names>.*)")


def main() -> int:
    """Draw the picture anew; return 1 when an import goes against the arrow."""
    page = PAGE.read_text("utf-8")
    order = read_order(page)
    PAGE.write_text(_PICTURE.sub(lambda _: draw(order), page), "utf-8")
    against = find_against(order)
    print("\n".join(against))
    return 1 if against else 0


def read_picture(page: str) -> str:
    """Give the picture that stands in a page."""
    return _PICTURE.search(page)[0]


def read_order(page: str) -> list[tuple[str, ...]]:
    """Read the documented order: each row's rooms (sub-packages) and modules, lowest first."""
    rows = [_ROW.fullmatch(line) for line in read_picture(page).splitlines()]
    return [tuple(row["names"].split(", ")) for row in rows if row]


def find_imports() -> Iterator[tuple[str, str, str]]:
    """Find what imports what: room, imported room, and where. The package's own `__init__` is the room `budgetkit`."""
    for path in sorted(PACKAGE.rglob("*.py")):
        room = _room(path.relative_to(PACKAGE).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_bytes())):
            for name in _imported(node):
                other = _room(tuple(name.split(".")[1:]))
                if other != room:
                    yield room, other, f"{path.relative_to(ROOT)}:{node.lineno}: {room} imports {other}"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.module == "budgetkit":
        names = [f"budgetkit.{alias.name}" for alias in node.names]
    else:
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    return [name for name in names if name.split(".")[0] == "budgetkit"]


def _room(parts: tuple[str, ...]) -> str:
    """Give the room of a module: its sub-package or, at the top, the module itself; the package for what it holds."""
    own = (PACKAGE / parts[0]).is_dir() or (PACKAGE / f"{parts[0]}.py").is_file() if parts else False
    return parts[0] if own and not parts[0].startswith("__") else "budgetkit"


def find_against(order: list[tuple[str, ...]]) -> list[str]:
    """List imports against the order, and rooms that stand in no row or no longer exist."""
    row_of = {name: row for row, names in enumerate(order) for name in names}
    rooms = {_room(path.relative_to(PACKAGE).with_suffix("").parts) for path in PACKAGE.rglob("*.py")}
    astray = [f"{name}: give it a row in docs/architecture.md" for name in sorted(rooms - row_of.keys())]
    astray += [f"{name}: in docs/architecture.md, but not in the package" for name in sorted(row_of.keys() - rooms)]
    known = (one for one in find_imports() if {one[0], one[1]} <= row_of.keys())
    return astray + [where for room, other, where in known if row_of[other] > row_of[room]]


def draw(order: list[tuple[str, ...]]) -> str:
    """Draw the rooms in their order, each with a mark below the number of every row that it imports."""
    row_of = {name: row for row, names in enumerate(order) for name in names}
    pairs = {(row_of.get(room), row_of.get(other)) for room, other, _ in find_imports()}
    numbers = range(1, len(order) + 1)
    tens = "".join(str(number // 10) if number % 10 == 0 else " " for number in numbers)
    lines = [f"   {tens}".rstrip(), f"   {''.join(str(number % 10) for number in numbers)}"]
    for row, names in enumerate(order):
        marks = "".join("╲" if at == row else "■" if (row, at) in pairs else "·" for at in range(len(order)))
        lines.append(f"{row + 1:2} {marks}  {', '.join(names)}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
