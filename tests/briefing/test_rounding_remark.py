"""The remark on rounding stands where parts make up a whole exactly and not as printed, and nowhere else."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from budgetkit.statements import compose
from budgetkit.statements.rounding import ROUNDING, remark_rounding
from budgetkit.statements.statement import amount, count

fen = st.integers(1, 10**9).map(lambda number: Decimal(number).scaleb(-6))


def say(whole, parts, **others):
    figures = {f"part{n}": amount(part) for n, part in enumerate(parts)}
    places = "、".join(f"{{{name}}}" for name in figures)
    return compose(f"合计{{whole}}：{places}。", whole=amount(whole), **figures, **others)


@given(st.lists(fen, min_size=2, max_size=5, unique=True))
def test_the_remark_follows_what_is_printed(parts):
    whole = sum(parts)
    statement = remark_rounding(say(whole, parts))
    rounded = {value: Decimal(f"{value:.2f}") for value in (whole, *parts)}
    assume(all(value * 1000 % 10 != 5 for value in rounded))  # halves: which way they go is another test's matter
    misses = sum(rounded[part] for part in parts) != rounded[whole]
    assume(len({*parts, whole}) == len(parts) + 1)
    if misses:
        assert statement.text.endswith(f"{ROUNDING}。")
    assert statement.text.count(ROUNDING) <= 1
    assert remark_rounding(statement) == statement


@given(fen, fen, st.integers(1, 10**6))
def test_amounts_that_make_up_no_whole_get_no_remark(first, second, off):
    statement = say(first + second + Decimal(off).scaleb(-6), [first, second])
    assert remark_rounding(statement) == statement


def test_floats_and_hundred_millions_and_counts():
    broken = say(92430.002767, [33061.402767, 59368.6])  # 9.24 亿元: 3.31 + 5.94
    assert remark_rounding(broken).text.endswith(f"{ROUNDING}。")
    assert remark_rounding(say(3.0, [1.0, 2.0])).text == "合计 3.00 万元：1.00 万元、2.00 万元。"
    assert ROUNDING not in remark_rounding(say(40000.0, [30000.004, 9999.996])).text  # 亿元 and 万元: nobody adds them
    counted = compose("{a}，{b}，{c}。", a=count(3), b=count(1), c=count(2))
    assert remark_rounding(counted) == counted
