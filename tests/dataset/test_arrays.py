"""Arrays built from buffers are those that Arrow builds from values, and building them imports no pandas."""

import random
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from budgetkit.dataset.arrays import build_array
from budgetkit.schema import MONEY

RAW = Path(__file__).parents[2] / "data" / "raw"
_VALUES = {
    pa.string(): lambda drawn: "".join(drawn.choices("甲乙𠮷a é", k=drawn.randint(0, 4))),
    pa.int32(): lambda drawn: drawn.choice([0, 1, -1, 2**31 - 1, -(2**31), drawn.randint(-999, 999)]),
    MONEY: lambda drawn: drawn.choice(
        [0, Decimal("-0.000001"), Decimal(drawn.randint(-(10**18) + 1, 10**18 - 1)) / 10**6]
    ),
}


@pytest.mark.parametrize("kind", _VALUES, ids=str)
def test_an_array_is_the_one_that_arrow_builds(kind):
    drawn = random.Random(str(kind))
    for length in [*range(18), 200]:
        for nulls in (0, 0.3, 1):
            values = [None if drawn.random() < nulls else _VALUES[kind](drawn) for _ in range(length)]
            built = build_array(values, kind)
            built.validate(full=True)
            assert built.equals(pa.array(values, type=kind)), values


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (pa.string(), 1),
        (pa.string(), "\ud800"),
        (pa.int32(), 1.5),
        (pa.int32(), 2**31),
        (MONEY, 1.5),
        (MONEY, "1"),
        (MONEY, True),
        (MONEY, Decimal("0.0000001")),
        (MONEY, Decimal(10) ** 12),
        (MONEY, Decimal("NaN")),
        (MONEY, Decimal("Infinity")),
    ],
)
def test_a_value_that_the_type_cannot_hold_exactly_is_refused(kind, value):
    with pytest.raises((TypeError, ValueError, OverflowError)):
        build_array([None, value], kind)


def test_cleaning_imports_no_pandas(tmp_path):
    program = (
        "import sys; from pathlib import Path; from budgetkit.clean_folder import clean_folder;"
        "clean_folder(Path(sys.argv[1]), Path(sys.argv[2]));"
        "sys.exit('pandas' in sys.modules or 'pyarrow.compute' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program, RAW, tmp_path], check=False).returncode == 0
