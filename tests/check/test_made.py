"""Checks on made documents: silent on consistent ones, loud when a single digit changes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from drawn import tries
from made import make_department, print_document
from made.folder import Document, file_name, write_entry
from made.mutation import SLIPS, Mutation, change_digit, change_row, newly_explained, verdict

from budgetkit.finding import Row
from budgetkit.pipeline import clean_documents

SEEDS = (51, 52, 53)
KINDS = ("city", "district", "self_evaluation")


def _make(kind: str, seed: int, **size: int) -> Document:
    if kind == "self_evaluation":
        return make_department(seed).evaluation
    return make_department(seed, kind, **size)


def _check(folder: Path, document: Document, text: str) -> list[Row]:
    content = text.encode()
    (folder / file_name(document)).write_bytes(content)
    (folder / "sources.toml").write_text(write_entry(document, content), "utf-8")
    return clean_documents(folder).documents[0].tables["checks"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(51, 55))
def test_consistent_document_fails_no_check(tmp_path, kind, seed):
    checks = _check(tmp_path, (document := _make(kind, seed)), print_document(document))
    assert len(checks) > 20
    assert [check["description"] for check in checks if check["status"] == "fail"] == []


@pytest.mark.parametrize("kind", KINDS)
def test_changed_digit_is_found_by_a_check(tmp_path, kind):
    """Change single digits, one document a change, and count what the checks say; the count is printed."""
    verdicts: Counter[str] = Counter()
    unnoticed: list[str] = []
    for seed in SEEDS:
        document = _make(kind, seed, projects=6, units=2)
        text = print_document(document)
        before = _check(tmp_path, document, text)
        for number in range(tries(4, 100)):
            mutation = change_digit(Random(f"{seed} {number}"), text, document.kind)
            found = verdict(before, _check(tmp_path, document, mutation.text))
            verdicts[found] += 1
            if found != "found":
                unnoticed.append(f"{found}: {_describe(seed, mutation)}")
    print(f"{kind}: {dict(verdicts)}", *unnoticed, sep="\n  ")
    assert unnoticed == []


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("layout", ["city", "district"])
def test_a_row_misprinted_throughout_is_noticed_and_never_explained(tmp_path, layout, slip):
    """Misprint an amount in every cell of its row that prints it, so that the row itself still agrees.

    The amounts of targets are left out: where no other table prints a project's total, nothing can tell.
    """
    for seed in (55, 56):
        document = _make(layout, seed, projects=6, units=2)
        text = print_document(document)
        before = _check(tmp_path, document, text)
        for number in range(tries(1, 20)):
            mutation = change_row(Random(f"{seed} {slip} {number}"), text, slip)
            after = _check(tmp_path, document, mutation.text)
            assert not newly_explained(before, after), _describe(seed, mutation)
            is_noticed = verdict(before, after) == "found" or _unread(after) > _unread(before)
            assert "绩效目标" in mutation.table or is_noticed, _describe(seed, mutation)


def _unread(checks: list[Row]) -> int:
    """Count the checks that lack an amount."""
    return sum(check["status"] == "insufficient" for check in checks)


def _describe(seed: int, mutation: Mutation) -> str:
    return f"seed {seed}, {mutation}: {mutation.text.split(chr(10))[mutation.line - 1][:80]}"
