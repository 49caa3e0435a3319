"""Every notebook comes out whole, whichever of its tables a document prints and whatever stands in them."""

from __future__ import annotations

import hashlib
import os
import re
import warnings
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from random import Random

import nbformat
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from drawn import tries
from made import MadeDepartment, make_department, make_years, print_document, write_project
from made.classification import FIELDS
from made.folder import file_name
from report_runner import run_notebook

import budgetkit
from budgetkit.clean_folder import clean_folder
from budgetkit.dataset.load import Dataset, load
from budgetkit.pipeline import clean_documents

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9]_*.ipynb"))
JOINT = next(path for path in NOTEBOOKS if path.stem == "5_briefing")
OTHERS = [path for path in NOTEBOOKS if path != JOINT]
AMOUNT = re.compile(r"(?<![\d.,])-?\d{1,3}(?:,\d{3})*\.\d{6}(?!\d)")
NO_NUMBER = re.compile(r"\b(?:nan|NaN|None|NaT|inf)\b")
SHARE = re.compile(r"占[^，。；]{0,30}?(?P<share>[\d,]+(?:\.\d+)?) ?%")


def make_pair(seed: int, layout: str) -> tuple[MadeDepartment, MadeDepartment]:
    """Make a department and its counterpart of the same year."""
    own = make_department(seed, layout, field_name=FIELDS[0].name, year=2025)
    other = "district" if layout == "city" else "city"
    return own, make_department(seed + 1, other, field_name=FIELDS[0].name, year=2025)


def read_tables(folder: Path, pair: Sequence[MadeDepartment], text: str | None = None) -> tuple[Dataset, list[dict]]:
    """Clean a pair and the first one's self-evaluation, its text replaced if one is given; give its tables too."""
    own, other = pair
    raw = write_project(folder, [own, other, own.evaluation])
    if text is not None:
        (raw / file_name(own)).write_text(text, "utf-8")
        manifest = (raw / "sources.toml").read_text("utf-8")
        printed = hashlib.sha256(print_document(own).encode()).hexdigest()
        changed = manifest.replace(printed, hashlib.sha256(text.encode()).hexdigest())
        (raw / "sources.toml").write_text(changed, "utf-8")
    clean = folder / "clean"
    assert clean_folder(raw, clean).errors == []  # what is as the last time is not read again
    data = load(clean)
    published = data.exact("published_tables")
    return data, published.filter(pc.equal(published["document_id"], own.document_id)).to_pylist()


def keep_tables(text: str, published: Sequence[dict], kept: set[str]) -> str:
    """Take out the lines of all published tables but some."""
    lines = text.split("\n")
    for row in published:
        if row["table"] not in kept:
            first, last = row["first_line"] - 1, row["last_line"]
            lines[first:last] = [""] * (last - first)
    return "\n".join(lines)


def run_all(
    monkeypatch: pytest.MonkeyPatch, data: Dataset, own: MadeDepartment, tmp_path: Path, turn: int | None = None
) -> str:
    """Run notebooks for a department, no warning allowed; give all the words that a reader would see.

    Every notebook, or with `turn` the joint one and, every third time, another (BUDGETKIT_ALL_NOTEBOOKS=1 runs all).
    """
    monkeypatch.setattr(budgetkit, "load", lambda *_: data, raising=False)
    chosen = NOTEBOOKS
    if turn is not None and not os.environ.get("BUDGETKIT_ALL_NOTEBOOKS"):
        chosen = [JOINT, *([OTHERS[turn // 3 % len(OTHERS)]] if turn % 3 == 0 else [])]
    return "\n".join(_run(path, own, tmp_path) for path in chosen)


def _run(path: Path, own: MadeDepartment, tmp_path: Path) -> str:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source += f"\ndepartment, year, level = {own.department_id!r}, {own.year}, {own.level!r}\n"
    copy = tmp_path / path.name
    nbformat.write(notebook, copy)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        done = run_notebook(copy)
    outputs = [output for cell in done.cells for output in cell.get("outputs", [])]
    return "\n".join(_words(output.get("data", {}).get("text/html", "")) for output in outputs)


def _words(html: str) -> str:
    parser = _Words()
    parser.feed(html)
    return "".join(parser.parts)


class _Words(HTMLParser):
    """Collects the text of a page: cells and paragraphs apart, scripts and styles left out."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Begin an element."""
        self._hidden += tag in ("style", "script")
        self.parts.append("\n" if tag in ("td", "th", "p", "li", "tr", "h2", "h3", "text", "figcaption") else "")

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        self._hidden -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        """Take text."""
        if not self._hidden:
            self.parts.append(data)


def find_nonsense(text: str) -> Iterator[str]:
    """Find values that are none, and sentences with a share of more than the whole."""
    yield from (text[max(0, match.start() - 60) : match.end() + 20] for match in NO_NUMBER.finditer(text))
    for match in SHARE.finditer(text):
        if float(match["share"].replace(",", "")) > 100:
            yield text[max(0, match.start() - 60) : match.end()]


def subsets_of(kinds: Sequence[str], layout: str) -> list[set[str]]:
    """Each table alone of a city's budget, all tables but each of a district's, and some drawn at random of both.

    Half of the tables are tried, in one of the two ways, or where all members are asked for all in both.
    """
    random = Random(layout)
    drawn = [{kind for kind in kinds if random.random() < 0.4} or {kinds[0]} for _ in range(tries(1, 2))]
    tried = kinds if tries(0, 1) else kinds[2 * (layout == "district") :: 4]
    return [*([{kind} if layout == "city" else set(kinds) - {kind} for kind in tried]), *drawn]


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["city", "district"])
def test_every_notebook_comes_out_whole_for_any_subset_of_tables(
    layout: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pair = make_pair(21, layout)
    data, published = read_tables(tmp_path / "whole", pair)
    kinds = list(dict.fromkeys(row["table"] for row in published if row["table"]))
    assert len(kinds) >= 12
    for turn, kept in enumerate(subsets_of(kinds, layout)):
        text = keep_tables(print_document(pair[0]), published, kept)
        data, found = read_tables(tmp_path / "part", pair, text)
        assert {row["table"] for row in found} <= kept, "what was cut came back"
        assert list(find_nonsense(run_all(monkeypatch, data, pair[0], tmp_path, turn))) == [], kept


def test_a_budget_of_basic_expenditure_only_makes_every_report(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pair = make_pair(23, "city")
    data, _ = read_tables(tmp_path / "whole", pair)
    tables = {name: data.exact(name) for name in ("expenditure", "printed_totals")}
    rows, totals = tables["expenditure"], tables["printed_totals"]
    index = rows.schema.get_field_index("project")
    none = pa.nulls(len(rows), rows.schema.field(index).type)
    without = {
        "expenditure": rows.set_column(index, rows.schema.field(index), none),
        "printed_totals": totals.filter(pc.not_equal(totals["column"], "project")),
    }
    basic_only = Dataset(lambda name: without[name] if name in without else data.exact(name))
    assert list(find_nonsense(run_all(monkeypatch, basic_only, pair[0], tmp_path))) == []


def damage(text: str, random: Random) -> str:
    """Change some amounts: a factor of ten, a sign, a zero, an unreadable cell, none at all."""

    def change(match: re.Match) -> str:
        if random.random() > 0.04:
            return match[0]
        value = float(match[0].replace(",", ""))
        return random.choice((f"{value * 10:,.6f}", f"{value / 10:,.6f}", f"{-value:,.6f}", "0.000000", "#####", ""))

    return AMOUNT.sub(change, text)


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["city", "district"])
def test_no_sentence_says_nonsense_of_damaged_amounts(
    layout: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pair = make_pair(25, layout)
    first = {"city": 0, "district": 2}[layout]
    for seed in range(first, first + tries(1, 8)):
        text = damage(print_document(pair[0]), Random(seed))
        data, _ = read_tables(tmp_path / "damaged", pair, text)
        assert list(find_nonsense(run_all(monkeypatch, data, pair[0], tmp_path, 3 * seed))) == [], seed


@pytest.mark.parametrize("layout", ["city", "district"])
def test_two_budgets_come_out_whole_and_whatever_table_one_of_them_lacks(
    layout: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = make_years(3, layout, (2024, 2025)).departments
    result = clean_documents(write_project(tmp_path / "raw", made))
    tables = result.tables()
    notebook = next(path for path in OTHERS if path.stem == "2_year_over_year")
    lacks = (None, "expenditure", "projects", "three_public", "printed_totals")
    for lacking in lacks if tries(0, 1) else lacks[layout == "district" :: 2]:
        for document in made:
            own = {name: _without(table, document.document_id, name == lacking) for name, table in tables.items()}
            data = Dataset(own.__getitem__)
            monkeypatch.setattr(budgetkit, "load", lambda *_, data=data: data, raising=False)
            text = _run(notebook, made[-1], tmp_path)
            assert list(find_nonsense(text)) == [], (lacking, document.year)
    assert "2024年预算文件勾稽核对" in text
    monkeypatch.setattr(budgetkit, "load", lambda *_: Dataset(tables.__getitem__), raising=False)
    text = _run(JOINT, made[-1], tmp_path)
    assert list(find_nonsense(text)) == []
    assert "2025年与2024年所列项目相比" in text


def _without(table: pa.Table, document: str, dropped: bool) -> pa.Table:
    return table.filter(pc.not_equal(table["document_id"], document)) if dropped else table
