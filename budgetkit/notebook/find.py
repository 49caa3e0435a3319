"""Finding things in the dataset: budgets, documents, the counterpart's, the year before, what is worth a question."""

from budgetkit.briefing import data_quality as _data_quality
from budgetkit.briefing import observations as _observations
from budgetkit.briefing import sides as _sides
from budgetkit.briefing import summary as _summary
from budgetkit.briefing import year_over_year as _year_over_year
from budgetkit.briefing.across import Peers as peers
from budgetkit.compare import budget as _budget
from budgetkit.compare import execution as _execution
from budgetkit.compare import item as _item
from budgetkit.notebook.arguments import checked

documents = checked(_data_quality.documents_of, "find")
observations = checked(_observations.find, "find")
sides = checked(_sides.find_sides, "find")
unused_terms = checked(_summary.unused_terms, "find")
years = checked(_year_over_year.find_years, "find")
budget = checked(_budget.find_budget, "find")
budgets = checked(_budget.find_budgets, "find")
counterpart = checked(_budget.find_counterpart, "find")
earlier_budget = checked(_budget.find_earlier_budget, "find")
evaluation_documents = checked(_execution.evaluation_documents, "find")
evaluation_year = checked(_execution.find_evaluation_year, "find")
item = checked(_item.find_item, "find")

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
