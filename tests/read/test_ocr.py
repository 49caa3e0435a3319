"""Scanned pages are recognised cell by cell; what no sum proves is a finding, and all of it is marked."""

from decimal import Decimal

import numpy
import pypdfium2 as pdfium
import pytest
from made.pdf import make_pdf, table
from PIL import Image

from budgetkit.check.recognised import find_unproved, mark_recognised
from budgetkit.read import ocr
from budgetkit.read.registry import read_noted

HEAD = [("科目编码", "科目名称", "合计", "基本支出", "项目支出")]
ITEMS = [
    ("2010101", "行政运行", "1,284.305600", "1,284.305600", ""),
    ("2080505", "机关事业单位基本养老保险缴费支出", "96.610000", "", "96.610000"),
    ("2210201", "住房公积金", "8,147.990100", "8,000.000000", "147.990100"),
    ("合计", "", "9,528.905700", "9,284.305600", "244.600100"),
]


def scan(path, pages, *, dots=150, askew=0.0, noise=0.0, turned=0):
    """Make a document of pictures of a document's pages, as a scanner would."""
    random = numpy.random.default_rng(1)
    with pdfium.PdfDocument(pages) as document:
        pictures = [page.render(scale=dots / 72).to_pil().convert("L") for page in document]
    pictures = [one.rotate(askew, fillcolor=255, resample=Image.Resampling.BICUBIC) for one in pictures]
    pictures = [one.rotate(turned, expand=True) for one in pictures]
    noisy = [
        Image.fromarray(
            numpy.clip(numpy.asarray(one) + random.normal(0, noise, one.size[::-1]), 0, 255).astype("uint8")
        )
        for one in pictures
    ]
    noisy[0].save(path, "PDF", save_all=True, append_images=noisy[1:], resolution=dots)
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    "look",
    [
        {"dots": 150, "askew": 0.6, "noise": 8.0},
        pytest.param({"dots": 200}, marks=pytest.mark.exhaustive),
        pytest.param({"dots": 200, "askew": -0.3, "noise": 12.0, "turned": 90}, marks=pytest.mark.exhaustive),
        pytest.param({"dots": 200, "turned": 270}, marks=pytest.mark.exhaustive),
    ],
)
def test_scanned_table_is_read_cell_by_cell_and_marked(tmp_path, look):
    pytest.importorskip("rapidocr")
    body = "2025年支出预算总表\n\n单位：万元\n\n" + table([*HEAD, *ITEMS], 5, widths="(60pt, 190pt, 80pt, 80pt, 80pt)")
    pages = make_pdf(tmp_path / "printed.pdf", body)
    reading = read_noted(scan(tmp_path / "scanned.pdf", pages, **look))
    assert [row.cells for row in reading.rows if row.table] == [*HEAD, *ITEMS]
    assert [row.text for row in reading.rows[:2]] == ["2025年支出预算总表", "单位：万元"]
    assert all(row.is_recognised and row.place.page == 1 for row in reading.rows)
    assert ["识别" in note.note for note in reading.notes] == [True]


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("43,025, 130", "43,025,130"),
        ("1，284．30", "1,284.30"),
        ("2025 年 支出", "2025年支出"),
        ("·般公共预算", "一般公共预算"),
        ("、 般公共服务支出", "一、一般公共服务支出"),
        ("一、一般公共服务支出", "一、一般公共服务支出"),
        ("12.00 34.00", "12.00 34.00"),
        ("AQ 8011", "AQ 8011"),
    ],
)
def test_what_recognition_does_to_figures_and_thin_strokes_is_undone(seen, meant):
    assert ocr.read_figure(seen) == meant


def row(line, total, certainty="printed"):
    return {"function_code": "2010101", "total": Decimal(total), "source_line": line, "certainty": certainty}


def check(rule, status, lines, what="合计＝基本支出＋项目支出", difference=0):
    return {"rule": rule, "status": status, "lines": lines, "description": what, "difference": difference}


@pytest.mark.parametrize(
    ("checks", "flagged"),
    [
        ([], [3, 4, 5]),
        ([check("basic_and_project", "pass", "3-4")], [5]),
        ([check("basic_and_project", "pass", "3-4"), check("rows_to_printed_total", "fail", "3-5")], [3, 4, 5]),
        ([check("code_order", "pass", "3-5", "各行按编码升序排列")], [3, 4, 5]),
        ([check("income_to_expenditure", "pass", "3-5", "收入合计一致", None)], [3, 4, 5]),
    ],
)
def test_recognised_amounts_that_no_sum_proves_are_findings(checks, flagged):
    tables = {"expenditure": [row(line, "12.5") for line in (3, 4, 5, 9)]}
    found = list(find_unproved(tables, checks, {3, 4, 5}))
    assert [(one.source_line, one.kind, one.action) for one in found] == [(n, "ocr_amount", "flagged") for n in flagged]


def test_recognised_codes_that_nothing_proves_are_findings_and_rows_are_marked():
    tables = {"expenditure": [row(3, "0"), row(4, "0", "joined"), row(9, "0")]}
    doubts = [
        check("code_name", "insufficient", "3", "编码与名称相符", None),
        check("code_name", "pass", "4", "", None),
    ]
    assert [(one.source_line, one.kind) for one in find_unproved(tables, doubts, {3, 4})] == [(3, "ocr_code")]
    mark_recognised(tables, {3, 4})
    assert [one["certainty"] for one in tables["expenditure"]] == ["inferred", "joined", "printed"]
