"""How a document was read, table by table, adds up to how it was read as a whole."""

import pytest

from budgetkit.compare.quality import measure_tables
from budgetkit.dataset.states import STATES


@pytest.mark.parametrize("kind", ["budget", "self_evaluation"])
def test_the_tables_checks_and_findings_add_up_to_the_documents(published_data, kind):
    documents = published_data.documents
    for document in documents[documents["kind"] == kind]["document_id"]:
        table = measure_tables(published_data, document).table
        checks = published_data.checks[published_data.checks["document_id"] == document]
        assert {state: table[state].sum() for state in STATES} == {
            state: (checks["status"] == state).sum() for state in STATES
        }
        assert table["findings"].sum() == (published_data.findings["document_id"] == document).sum()
