"""A department's finished pages, made once a test run as a user makes them: by the command line."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from command_line import start_command

ROOT = Path(__file__).resolve().parent.parent
DEPARTMENT = "beijing-emergency"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

# No look-ups, updates or first-run pages: what the browser asks for is what the page asks for.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class FinishedPages:
    """The folder of finished reports, and its pages of one department."""

    folder: Path

    def report(self, name: str) -> Path:
        """Give a report's file (`5_briefing.pdf`)."""
        return next(self.folder.glob(f"{DEPARTMENT}-*")) / name

    @property
    def index(self) -> Path:
        """The index of all reports."""
        return self.folder / "index.html"

    @property
    def source(self) -> Path:
        """The source page of the department's budget."""
        return next((self.folder / "sources").glob(f"{DEPARTMENT}-*-budget.html"))


def make_finished_pages(folder: Path, clean: Path) -> None:
    """Make two reports of a department by its notebooks, from a copy of the clean tables of data/raw/."""
    shutil.copytree(clean, folder / "clean")
    places = ["--raw", str(ROOT / "data" / "raw"), "--clean", str(folder / "clean")]
    chosen = ["--department", DEPARTMENT, "--notebook", "1", "--notebook", "5"]
    done = start_command("report", *chosen, *places, "--reports", folder / "reports", cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def find_browser() -> str | None:
    """Find an installed Chromium or Chrome."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)
