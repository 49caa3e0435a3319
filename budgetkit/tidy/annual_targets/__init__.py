"""年度项目支出绩效表: goals and indicators printed without the names of their projects."""

from budgetkit.tidy.annual_targets.table import KIND, tidy_annual_targets

__all__ = ["KIND", "tidy_annual_targets"]
