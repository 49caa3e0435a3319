"""Sentences made by rule from values: one function a kind of statement, no language model."""

from budgetkit.statements.amount import state_amount
from budgetkit.statements.change import state_change
from budgetkit.statements.composition import state_composition
from budgetkit.statements.concentration import state_concentration
from budgetkit.statements.coverage import state_coverage
from budgetkit.statements.exception import state_exceptions
from budgetkit.statements.missing import state_missing
from budgetkit.statements.not_comparable import state_not_comparable
from budgetkit.statements.order import state_order, state_rank
from budgetkit.statements.sentences import compose
from budgetkit.statements.share import state_share
from budgetkit.statements.share_difference import state_share_difference
from budgetkit.statements.statement import Quantity, Statement

__all__ = [
    "Quantity",
    "Statement",
    "compose",
    "state_amount",
    "state_change",
    "state_composition",
    "state_concentration",
    "state_coverage",
    "state_exceptions",
    "state_missing",
    "state_not_comparable",
    "state_order",
    "state_rank",
    "state_share",
    "state_share_difference",
]
