"""Looks for personal data in the repository's own files: numbers and addresses by which somebody could be reached.

`python tools/personal_data.py [FILE …]` looks at the named files, or at all that git knows; exit code 1 with file, line
and kind where there are any, which fits a pre-commit hook. Numbers that tests invent are told by their form, which no
network, registry or bank gives out: see MADE. The published documents under data/raw are looked at like all others.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from budgetkit.personal.numbers import find_numbers  # noqa: E402
from budgetkit.personal.span import without_overlaps  # noqa: E402
from budgetkit.personal.visible import make_visible  # noqa: E402

TEXT_FILES = frozenset(
    (
        ".py",
        ".md",
        ".toml",
        ".txt",
        ".ipynb",
        ".yml",
        ".yaml",
        ".css",
        ".j2",
        ".js",
        ".json",
        ".csv",
        ".typ",
        ".lock",
        "",
    )
)
# What tests invent: mobile numbers, cards and accounts with 0000, a well-known example, digits in order, land lines
# that begin with 555, extensions and short numbers, births before 1910 (identity numbers of 18 and 15 digits), the
# domains for examples (RFC 2606).
NUMERALS = str.maketrans("零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "00" + "123456789" * 2 + "1")
MADE = re.compile(
    r"0000|13800(?:138)000|2345678|^(?:0?086|86)?(?:0?10|0?2\d|0?[3-9]\d\d)?555\d|^852555|^\d{2,6}$|^\d{6}190\d|^\d{6}0\d{8}$|example"
)
KINDS = ("电话", "证件号", "银行账号", "电子邮件")


def find_in(text: str) -> Iterator[tuple[int, str]]:
    """Find what is personal in a text and is not plainly made up: line and kind."""
    for number, line in enumerate(text.splitlines(), start=1):
        visible = make_visible(re.sub("[⟦⟧]", "", line)).text  # the marks of the test sets
        for span in without_overlaps(find_numbers(visible)):
            digits = re.sub(r"[^\da-z]", "", visible[span.start : span.end].translate(NUMERALS))
            if span.kind in KINDS and not MADE.search(digits):
                yield number, span.kind


def tracked_files() -> list[Path]:
    """Give the text files that git knows."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and Path(name).suffix in TEXT_FILES]


def main(names: Sequence[str]) -> int:
    """Look at files; print where something is, never what; gives the exit code."""
    found = 0
    for path in [Path(name) for name in names] or tracked_files():
        try:
            text = path.read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        for number, kind in find_in(text):
            print(f"{path}:{number}: {kind}")
            found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
