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
from budgetkit.compare.budget import Budget
from budgetkit.dataset.load import Dataset, say_declared
from budgetkit.errors import ParameterError
from budgetkit.notebook.arguments import checked

documents = checked(_data_quality.documents_of, "find")
observations = checked(_observations.find, "find")
sides = checked(_sides.find_sides, "find")
unused_terms = checked(_summary.unused_terms, "find")
years = checked(_year_over_year.find_years, "find")
budget = checked(_budget.find_budget, "find")


def _all_budgets(data: Dataset) -> list[Budget]:
    """Find every budget of the dataset, of departments and of single units, in its order.

    An explanatory text counts by itself only where the tables that belong to it are not there. Raises ParameterError
    where the notebook declares that it reads some departments only.
    """
    if declared := say_declared():
        raise ParameterError("find.budgets", "读入全部部门的笔记本", "只读入一部分的", declared)
    return _budget.find_budgets(data)


budgets = checked(_all_budgets, "find")
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
