"""Numbers of workbooks as their readers see them."""

from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkit.read.number_format import clean_float, format_number, hides_digits, write_general

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1234.5, "0.00", "1234.50"),
        (1234.5, "#,##0.00", "1,234.50"),
        (0.1 + 0.2, "General", "0.3"),
        (2050803, "General", "2050803"),
        (1.5e12, "General", "1500000000000"),
        (1e-6, "General", "0.000001"),
        (9751.38786999998, "General", "9751.38787"),  # what adding many floats leaves
        (100 / 3, "General", "33.3333333333333"),  # a quotient is no noise
        (1.005, "0.00", "1.01"),  # half up on the decimal, as workbooks round
        (-3.5, ACCOUNTING, "-3.50"),
        (0, ACCOUNTING, "-"),
        (0, "#,##0.00;-#,##0.00;", ""),
        (-0.001, "0.00", "0.00"),
        (0.8512, "0.00%", "85.12%"),
        (12345678, "#,##0,", "12,346"),
        (12345, '0!.0,"万"', "1.2万"),
        (5, "000000", "000005"),
        (1234.5, '[Red][$¥-804]#,##0.00"元"', "¥1,234.50元"),
        (5, '[>100]"大";"小"', "小"),
        (46000, "yyyy/m/d", "2025/12/9"),
        (46000, 'yyyy"年"m"月"d"日"', "2025年12月9日"),
        (46000.5, "yyyy-mm-dd hh:mm", "2025-12-09 12:00"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (-1, "yyyy/m/d", "########"),
    ],
)
def test_a_number_is_written_as_its_cell_shows_it(value, code, shown):
    assert format_number(value, code) == shown


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6), st.integers(0, 6))
def test_fixed_decimals_round_the_decimal_half_up_and_never_the_float_below_it(value, decimals):
    value = value.quantize(Decimal(1).scaleb(-min(6, 15 - len(str(abs(int(value)))))))  # what a float can hold
    expected = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    code = "#,##0" + "." * bool(decimals) + "0" * decimals
    assert Decimal(format_number(float(value), code).replace(",", "")) == expected
    assert hides_digits(float(value), code) is (expected != value)


@pytest.mark.parametrize("seed", range(20))
def test_the_sum_of_many_floats_is_the_exact_sum_of_their_decimals(seed):
    random = Random(seed)
    numbers = [Decimal(random.randrange(10**9)).scaleb(-6) for _ in range(500)]
    total = 0.0
    for number in numbers:
        total += float(number)
    assert clean_float(total)[0] == sum(numbers)
    assert Decimal(write_general(total)) == sum(numbers)


@pytest.mark.parametrize("seed", range(20))
def test_a_number_with_more_decimals_than_money_keeps_them(seed):
    value = Random(seed).randrange(1, 10**6) / 7
    if value != round(value, 6):
        assert clean_float(value) == (Decimal(f"{value:.15g}"), False)
