"""What hostile notebooks do to a batch, and how a test sees what became of its files."""

from budgetkit.batch.state import Listener

FIND = """
from pathlib import Path
import shutil
top = Path('..').resolve()
reports, clean = top / 'reports', top / 'data' / 'clean'
def hit(path, text='spoiled'):
    path.write_text(text)
"""
ATTACKS = {
    "deletes the clean tables": "shutil.rmtree(clean)",
    "empties a clean table": "hit(clean / 'expenditure.parquet', '')",
    "deletes what it was given": "import os; shutil.rmtree(os.environ['BUDGETKIT_CLEAN'])",
    "overwrites another report": "hit(reports / 'made-city-1-2025' / '2_reads.html')",
    "deletes another report": "(reports / 'made-city-1-2025' / '2_reads.ipynb').unlink()",
    "deletes another department's folder": "shutil.rmtree(reports / 'made-city-1-2025')",
    "overwrites a source page": "hit(reports / 'sources' / 'made-city-1-2025-budget.html')",
    "adds a page of its own": "hit(reports / 'sources' / 'evil.html')",
    "changes a raw document": "hit(top / 'data' / 'raw' / 'made-city-1-2025-budget.txt')",
    "adds a document nobody registered": "hit(top / 'data' / 'raw' / 'evil.txt')",
    "all at once": "hit(clean / 'income.parquet', ''); shutil.rmtree(reports / 'made-city-1-2025'); "
    "hit(reports / 'sources' / 'made-city-7-2025-budget.html')",
}


class Hearing(Listener):
    def __init__(self):
        self.words = []

    def noticed(self, words):
        self.words.append(words)


def contents(folder):
    """Give the content of each report, page and table by its place, but not of what is kept aside."""
    paths = [path for path in folder.rglob("*") if path.is_file() and ".last" not in path.suffixes]
    return {
        path.relative_to(folder): path.read_bytes() for path in paths if path.suffix in (".html", ".ipynb", ".parquet")
    }
