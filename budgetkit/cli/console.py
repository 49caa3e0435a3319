"""What the commands print: tables that stay readable in a terminal and in a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from budgetkit.plain_text import escape_controls

_WIDE = 200


def console() -> Console:
    """Give a console; without a terminal it is wide and plain, so that nothing is cut."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=max(found.width, _WIDE))


def say(text: str) -> None:
    """Print a text as it is: what a document or manifest says is never a command to the terminal."""
    typer.echo(escape_controls(text))


def complain(text: str, color: str | None = typer.colors.RED) -> None:
    """Print a text among the errors, as it is."""
    typer.secho(escape_controls(text), fg=color, err=True)


def print_table(
    title: str, headers: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[int] = ()
) -> None:
    """Print rows under headers; columns in `right` are aligned right, empty cells stay empty."""
    table = Table(title=_plain(title), title_justify="left", header_style="bold", pad_edge=False)
    for position, header in enumerate(headers):
        table.add_column(header, justify="right" if position in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(_plain, row))
    console().print(table)


def _plain(cell: object) -> Text:
    """Give a cell as text that no markup in it can style, nor a control character move the cursor."""
    return Text("" if cell is None else escape_controls(str(cell)))
