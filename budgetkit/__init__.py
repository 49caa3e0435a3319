"""budgetkit: Chinese government departments' published budgets, cleaned, checked, compared and reported."""

__version__ = "0.1.0"
