"""The order in which kinds of table are tidied: each behind those that give what it needs."""

import random

import pytest

from budgetkit.recognise.kind import TableKind
from budgetkit.tidy.registry import TABLE_KINDS, order_kinds


def given_before(kinds):
    """Say of each kind whether all that others give of its needs stands before it."""
    given, fine = set(), []
    every = {table for kind in kinds for table in kind.gives}
    for kind in kinds:
        fine.append(set(kind.needs) & every <= given | set(kind.gives))
        given.update(kind.gives)
    return all(fine)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_the_registry_says_a_kind_comes_behind_what_it_needs(seed):
    kinds = list(TABLE_KINDS)
    random.Random(seed).shuffle(kinds)
    ordered = order_kinds(kinds)
    assert given_before(ordered)
    assert sorted(kind.name for kind in ordered) == sorted(kind.name for kind in kinds)


def test_some_order_of_the_registry_would_be_wrong():
    assert not given_before(TABLE_KINDS[::-1])


def test_kinds_that_need_each_other_are_refused():
    one, other = TableKind("a", "甲", gives=("a",), needs=("b",)), TableKind("b", "乙", gives=("b",), needs=("a",))
    with pytest.raises(ValueError, match="a, b"):
        order_kinds([one, other])
