"""Work grows with the document, not faster; counted in function calls, which no clock disturbs, where that tells."""

from __future__ import annotations

import cProfile
import json
import pstats
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from made import CITY_STYLES, DISTRICT_STYLES, make_department, print_document, write_project

from budgetkit.check.numbers_in_words import read_mentions
from budgetkit.forms.kinds import national_table
from budgetkit.money_units import find_statements
from budgetkit.pipeline import clean_documents
from budgetkit.read.text import split_lines
from budgetkit.recognise.rows import read_rows

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "clean.py"


def _calls(folder: Path, layout: str, style, projects: int) -> tuple[int, int]:
    """Count the function calls that cleaning a document of that many projects takes, and the document's characters."""
    department = make_department(3, layout, projects=projects, units=3)
    raw = write_project(folder / str(projects), [department], [style])
    profile = cProfile.Profile()
    profile.runcall(clean_documents, raw)
    return pstats.Stats(profile).total_calls, len(print_document(department, style))


@pytest.mark.parametrize(
    ("layout", "style"),
    [
        pytest.param("city", CITY_STYLES["plain"], id="city, plain"),
        pytest.param("city", CITY_STYLES["late_names_over_pages"], id="city, late names"),
        pytest.param("district", DISTRICT_STYLES["split_tables_over_pages"], id="district, cut tables"),
    ],
)
def test_twice_the_document_takes_about_twice_the_work(tmp_path, layout, style):
    clean_documents(write_project(tmp_path / "first", [make_department(3, layout)], [style]))
    few, short = _calls(tmp_path, layout, style, 25)
    many, long = _calls(tmp_path, layout, style, 50)
    assert many / few <= 1.2 * long / short


@pytest.mark.exhaustive  # by the clock
@pytest.mark.parametrize("piece", ["单位：", "1.00万元，", "增加5%，", "单位：甲 "])
def test_one_long_line_of_the_same_words_takes_work_by_its_length(piece):
    def seconds(times: int) -> float:
        begun = process_time()
        find_statements([piece * times])
        read_mentions(piece * times, "%")
        read_mentions(piece * times, "万元")
        return process_time() - begun

    short = max(min(seconds(4_000 + again) for again in range(3)), 0.005)
    assert min(seconds(32_000 + again) for again in range(2)) < 24 * short  # eight times as long; squared is 64


@pytest.mark.exhaustive  # by the clock
def test_a_long_table_takes_time_by_its_rows():
    form = national_table("expenditure")
    header = "支出总表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n"

    def seconds(rows: int) -> float:
        body = "\n".join(f"2010601\t行政运行\t{row}.10\t{row}.10\t" for row in range(rows))
        lines = split_lines(header + body)
        begun = process_time()
        assert len(read_rows("expenditure", lines, form.columns).rows) == rows
        return process_time() - begun

    assert seconds(64_000) < 20 * min(seconds(8_000) for _ in range(2))  # eight times as long; squared is 64


@pytest.mark.exhaustive  # by the clock
@pytest.mark.slow
def test_benchmark_prints_cost_and_growth_as_json(tmp_path):
    command = [sys.executable, str(BENCHMARK), "--documents", "1,2,4", "--projects", "15", "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    results = json.loads(done.stdout)["results"]
    assert [result["documents"] for result in results] == [1, 2, 4]
    assert all(result["cpu_seconds"] > 0 and result["expenditure_rows"] > 0 for result in results)
    for before, result in pairwise(results):  # how it grows on a busy machine is for its reader, not for a test
        more = result["documents"] - before["documents"]
        assert result["added_seconds"] == pytest.approx(
            (result["cpu_seconds"] - before["cpu_seconds"]) / more, abs=1e-2
        )
