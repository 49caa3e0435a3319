"""Every check that budgetkit makes on a document's clean rows, family by family."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from budgetkit.check.called_for import check_called_for, check_printed_twice
from budgetkit.check.code_names import check_code_names, find_code_mismatches
from budgetkit.check.code_order import check_code_order, check_project_ids, check_service_kinds, check_service_nesting
from budgetkit.check.code_pairs import check_code_pairs
from budgetkit.check.coverage import measure_coverage
from budgetkit.check.decimals import find_odd_decimals
from budgetkit.check.department_funds import check_department_funds
from budgetkit.check.document import CheckedDocument
from budgetkit.check.evaluation_costs import check_evaluation_costs
from budgetkit.check.evaluation_values import check_evaluation_values
from budgetkit.check.evaluations import check_evaluations
from budgetkit.check.expected_tables import check_expected_tables
from budgetkit.check.form_details import check_form_details, find_unsaid_empties
from budgetkit.check.form_figures import check_form_figures
from budgetkit.check.function_classes import check_function_classes
from budgetkit.check.function_codes import check_basic_by_class, check_function_codes
from budgetkit.check.fund_carryover import check_fund_carryover
from budgetkit.check.hidden_totals import check_hidden_totals
from budgetkit.check.hierarchy import check_hierarchy
from budgetkit.check.identities import check_identities, find_identity_mismatches
from budgetkit.check.income import check_income
from budgetkit.check.indicator_values import check_indicator_values
from budgetkit.check.indicators import check_indicators
from budgetkit.check.item_names import check_item_names
from budgetkit.check.lost_amounts import check_lost_amounts
from budgetkit.check.missing_rows import find_missing_rows
from budgetkit.check.negative import check_negative_amounts, find_negative_amounts
from budgetkit.check.printed_totals import check_printed_totals
from budgetkit.check.project_costs import check_project_costs
from budgetkit.check.project_names import check_project_names
from budgetkit.check.project_tables import check_project_tables
from budgetkit.check.projects import check_projects
from budgetkit.check.proofs import check_proofs
from budgetkit.check.purchases import (
    check_procured_services,
    check_procurement_in_whole,
    check_purchase_in_procurement,
    check_purchases,
)
from budgetkit.check.repeated_totals import check_repeated_totals, find_repeated_totals
from budgetkit.check.row_parts import check_row_parts
from budgetkit.check.same_figures import check_same_figures
from budgetkit.check.stated_counts import check_stated_counts
from budgetkit.check.statement_limits import find_unlisted_accounts
from budgetkit.check.statements import check_statements
from budgetkit.check.text_alone import check_text_alone
from budgetkit.check.text_apart import check_text_apart
from budgetkit.check.three_public import check_three_public, check_year_once
from budgetkit.check.transfers import check_transfers
from budgetkit.check.two_sides import check_two_sides
from budgetkit.check.unit_money import check_unit_money
from budgetkit.check.units import check_units
from budgetkit.check.unread_amounts import check_unread_amounts, find_unread_amounts
from budgetkit.check.unreadable_cells import check_unreadable_cells
from budgetkit.finding import Finding, Row
from budgetkit.recognise.tables import RecognisedTable
from budgetkit.source_entry import Source

Family = Callable[[CheckedDocument], Iterator[Row]]
_FIRST: tuple[Family, ...] = (
    check_expected_tables,
    check_unread_amounts,
    check_lost_amounts,
    check_unreadable_cells,
    check_units,
)
_OF_TABLES: tuple[Family, ...] = (
    *_FIRST,
    check_printed_totals,
    check_repeated_totals,
    check_hidden_totals,
    check_negative_amounts,
    check_row_parts,
    check_hierarchy,
    check_two_sides,
    check_item_names,
    check_year_once,
)
_OF_CODES: tuple[Family, ...] = (check_code_names, check_code_pairs, check_code_order)
_OF_ANY_FORM: tuple[Family, ...] = (
    *_OF_TABLES,
    check_function_classes,
    check_form_figures,
    check_form_details,
    check_fund_carryover,
    check_statements,
    check_stated_counts,
    *_OF_CODES,
)
FAMILIES: dict[str, tuple[Family, ...]] = {
    "budget": (
        *_OF_TABLES,
        check_income,
        check_function_classes,
        check_same_figures,
        check_function_codes,
        check_basic_by_class,
        check_three_public,
        check_purchases,
        check_procured_services,
        check_procurement_in_whole,
        check_purchase_in_procurement,
        check_project_tables,
        check_projects,
        check_indicators,
        check_project_costs,
        check_project_names,
        check_proofs,
        check_department_funds,
        check_called_for,
        check_printed_twice,
        check_transfers,
        *_OF_CODES,
        check_identities,
        check_unit_money,
        check_service_nesting,
        check_service_kinds,
        check_project_ids,
        check_indicator_values,
        check_statements,
        check_stated_counts,
    ),
    "self_evaluation": (
        *_FIRST,
        check_negative_amounts,
        check_evaluations,
        check_evaluation_costs,
        check_evaluation_values,
    ),
}


def check_document(
    tables: Mapping[str, list[Row]],
    recognised: Sequence[RecognisedTable],
    source: Source,
    units: Sequence[Row] | None = None,
    findings: Sequence[Finding] = (),
    beside: CheckedDocument | None = None,
) -> list[Row]:
    """Check a document's clean rows; one row a rule applied once, in the order of the families.

    Amounts are in 万元. A rule whose tables are not there, empty or not read gives a row that says so. `units` are the
    checks of the units where they were settled before, on amounts that `tables` may no longer have; `findings` are what
    tidying said, numbers that it repaired among them; `beside` is the document with the tables of a text
    published apart.
    """
    document = CheckedDocument(tables, recognised, source, findings, beside)
    checks: list[Row] = []
    for family in families_of(document):
        checks.extend(units if family is check_units and units is not None else family(document))
    return [{**row, "source_line": row["source_line"] or 1} for row in checks]


def families_of(document: CheckedDocument) -> tuple[Family, ...]:
    """Give the families of checks that a document calls for: by its form, else by its kind; of a text by itself few."""
    if document.is_text_alone:
        return (check_text_apart,) if document.beside else (check_text_alone, check_statements, check_stated_counts)
    return _OF_ANY_FORM if document.form else FAMILIES[document.source.read_as]


def cover_document(tables: Mapping[str, list[Row]], recognised: Sequence[RecognisedTable], source: Source) -> list[Row]:
    """Say of each clean table of a document how complete it is; amounts in 万元."""
    return measure_coverage(CheckedDocument(tables, recognised, source))


def find_in_checks(
    tables: Mapping[str, list[Row]], recognised: Sequence[RecognisedTable], source: Source
) -> list[Finding]:
    """Find what the checks bring to light: rows missing in print, totals printed twice, amounts and codes in doubt."""
    document = CheckedDocument(tables, recognised, source)
    return [
        *find_missing_rows(document),
        *find_unsaid_empties(document),
        *find_repeated_totals(document),
        *find_negative_amounts(document),
        *find_odd_decimals(document),
        *find_unread_amounts(document),
        *find_code_mismatches(document),
        *find_identity_mismatches(document),
        *find_unlisted_accounts(document),
    ]
