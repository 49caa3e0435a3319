"""Contacts that published tables print are never stored, wherever they stand."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest
from drawn import some_of
from made import DISTRICT_STYLES, Style, make_department, print_document, write_project
from made.compare import find_differences

from budgetkit.clean_folder import clean_folder
from budgetkit.personal import mask_lines

SEEDS = (41, 42, 43)


def _stored_text(folder) -> str:
    """Give everything that a clean folder holds, as text."""
    return "\n".join(str(pq.read_table(path).to_pylist()) for path in folder.glob("*.parquet"))


@pytest.mark.parametrize("style", some_of(DISTRICT_STYLES, 8))
def test_no_contact_of_a_made_district_is_stored(tmp_path, style):
    department = make_department(41, "district")
    text = print_document(department, DISTRICT_STYLES[style])
    clean_folder(write_project(tmp_path, [department], [DISTRICT_STYLES[style]]), tmp_path / "clean")
    stored = _stored_text(tmp_path / "clean")
    for name, number in department.people.values():
        assert number in text
        assert name not in stored
        assert number not in stored


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("columns", ["after the kind", "last", "with a header", "behind the services"])
def test_contact_columns_are_kept_out_wherever_they_stand(clean_made, seed, columns):
    department = make_department(seed, "district")
    places = {"after the kind": "middle", "last": "last", "with a header": "header", "behind the services": "services"}
    tables = clean_made(department, Style(contacts=places[columns])).tables
    names = ("project_id", "project_name", "total", "fiscal_funds", "other_funds")
    projects = [{name: row[name] for name in names} for row in department.truth["projects"]]
    assert find_differences({"projects": projects}, tables) == []
    stored = str(tables)
    assert [person for pair in department.people.values() for person in pair if person in stored] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_dropped_contacts_are_a_finding_that_quotes_none(clean_made, seed):
    department = make_department(seed, "district")
    findings = [row for row in clean_made(department).tables["findings"] if row["kind"] == "personal_data"]
    assert findings
    assert {row["action"] for row in findings} == {"dropped"}
    quoted = str(findings)
    assert [person for pair in department.people.values() for person in pair if person in quoted] == []


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("contacts", ["middle", "last", "header", "services"])
def test_masked_source_shows_no_contact_and_every_amount(seed, contacts):
    department = make_department(seed, "district")
    lines = print_document(department, Style(contacts=contacts, worn_list=True, rows_per_page=7)).split("\n")
    masked = "\n".join(mask_lines(lines))
    assert [person for pair in department.people.values() for person in pair if person in masked] == []
    assert len(masked.split("\n")) == len(lines)
    assert all(f"{row['total']:,.6f}" in masked for row in department.truth["projects"])
