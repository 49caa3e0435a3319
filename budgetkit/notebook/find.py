"""Finding things in the dataset: budgets, documents, the counterpart's, the year before, what is worth a question."""

from budgetkit.briefing.across import Peers as peers
from budgetkit.briefing.data_quality import documents_of as documents
from budgetkit.briefing.observations import find as observations
from budgetkit.briefing.sides import find_sides as sides
from budgetkit.briefing.summary import unused_terms
from budgetkit.briefing.year_over_year import find_years as years
from budgetkit.compare.budget import find_budget as budget
from budgetkit.compare.budget import find_budgets as budgets
from budgetkit.compare.budget import find_counterpart as counterpart
from budgetkit.compare.budget import find_earlier_budget as earlier_budget
from budgetkit.compare.execution import evaluation_documents
from budgetkit.compare.execution import find_evaluation_year as evaluation_year
from budgetkit.compare.item import find_item as item

__all__ = [
    "budget",
    "budgets",
    "counterpart",
    "documents",
    "earlier_budget",
    "evaluation_documents",
    "evaluation_year",
    "item",
    "observations",
    "peers",
    "sides",
    "unused_terms",
    "years",
]


def __dir__() -> list[str]:
    return __all__
