"""Finding budgets in the dataset: one, all of them, the counterpart's, the year before."""

from budgetkit.briefing.sides import find_sides as sides
from budgetkit.briefing.year_over_year import find_years as years
from budgetkit.compare.budget import find_budget as budget
from budgetkit.compare.budget import find_budgets as budgets
from budgetkit.compare.budget import find_counterpart as counterpart
from budgetkit.compare.budget import find_earlier_budget as earlier_budget
from budgetkit.compare.execution import find_evaluation_year as evaluation_year
from budgetkit.compare.item import find_item as item

__all__ = ["budget", "budgets", "counterpart", "earlier_budget", "evaluation_year", "item", "sides", "years"]


def __dir__() -> list[str]:
    return __all__
