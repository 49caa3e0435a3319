"""The export formats: a new one is one new module and its line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa

from budgetkit.export.csv import save_csv
from budgetkit.export.datapackage import save_datapackage
from budgetkit.export.duckdb import save_duckdb
from budgetkit.export.xlsx import save_xlsx

Exporter = Callable[[Mapping[str, pa.Table], Path], Path]
EXPORTERS: dict[str, Exporter] = {
    "csv": save_csv,
    "datapackage": save_datapackage,
    "duckdb": save_duckdb,
    "xlsx": save_xlsx,
}
