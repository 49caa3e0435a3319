"""What is asked for is refused before anything runs, when it is not there."""

import nbformat
import pytest

from budgetkit.batch.parameters import check_is_report, check_parameters, parse_assignments, read_notebook
from budgetkit.errors import ParameterError


@pytest.fixture
def notebook(tmp_path):
    """Give a notebook file whose parameters cell holds department, year and the given source, as often as asked."""

    def save(source, cells=1):
        tagged = [
            nbformat.v4.new_code_cell(
                f'department = "a#1"  # 部门编号\nyear: int = 2026\n{source}', metadata={"tags": ["parameters"]}
            )
            for _ in range(cells)
        ]
        path = tmp_path / "1_report.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=tagged), path)
        return path

    return save


def test_parameters_are_read_with_their_comments(notebook):
    known = read_notebook(notebook("")).parameters
    assert {name: (parameter.default, parameter.help) for name, parameter in known.items()} == {
        "department": ("a#1", "部门编号"),
        "year": (2026, ""),
    }


@pytest.mark.parametrize(
    ("source", "cells", "said"), [("a = 1", 0, "0 个"), ("a = 1", 2, "2 个"), ("import os", 1, "import os")]
)
def test_a_notebook_without_one_cell_of_literals_is_refused(notebook, source, cells, said):
    with pytest.raises(ParameterError, match=said):
        read_notebook(notebook(source, cells))


def test_a_misspelt_parameter_is_refused_with_the_nearest_name(notebook):
    path = notebook("base_year = 2025")
    with pytest.raises(ParameterError, match="是否想写 base_year"):
        check_parameters([read_notebook(path)], {"base_yaer": 2024})


@pytest.mark.parametrize(
    ("default", "value", "allowed"),
    [("2026", "'x'", False), ("2026", "True", False), ("True", "1", False), ("0.5", "1", True), ("None", "'x'", True)],
)
def test_a_value_of_another_type_than_the_default_is_refused(notebook, default, value, allowed):
    path = notebook(f"limit = {default}")
    given = parse_assignments([f"limit={value}"])
    if allowed:
        check_parameters([read_notebook(path)], given)
    else:
        with pytest.raises(ParameterError, match="limit"):
            check_parameters([read_notebook(path)], given)


def test_assignments_are_literals_or_text():
    assert parse_assignments(["a=1", "b=文字", "c=x=y", "d=[1, 2]"]) == {"a": 1, "b": "文字", "c": "x=y", "d": [1, 2]}


@pytest.mark.parametrize("texts", [["a"], ["=1"], ["a b=1"], ["a=1", "a=2"]])
def test_an_assignment_that_is_none_is_refused(texts):
    with pytest.raises(ParameterError, match="--parameter"):
        parse_assignments(texts)


def test_department_and_year_have_options_of_their_own():
    with pytest.raises(ParameterError, match="--department"):
        parse_assignments(["department=x"])


def test_a_parameter_goes_to_the_notebooks_that_have_it_and_one_that_none_has_is_refused(notebook):
    first = read_notebook(notebook("top = 3"))
    second = read_notebook(notebook("limit = 5"))
    check_parameters([first, second], {"top": 4})
    with pytest.raises(ParameterError, match="整数，实为'4'"):
        check_parameters([first, second], {"top": "4"})
    with pytest.raises(ParameterError, match="most"):
        check_parameters([first, second], {"most": 1})


def save_words(path, words, metadata=None):
    """Save a notebook with words, a parameters cell and metadata of the kit."""
    cells = [nbformat.v4.new_markdown_cell(text) for text in words]
    cells.append(nbformat.v4.new_code_cell("department = 'a'\nyear = 1", metadata={"tags": ["parameters"]}))
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"budgetkit": metadata or {}}), path)


@pytest.mark.parametrize(
    ("words", "metadata", "title"),
    [
        (["前言", "文字\n\n## 培训费 对比 ##\n"], {}, "培训费 对比"),
        (["# 培训费"], {"report": "会议费"}, "会议费"),
        (["没有标题"], {}, "x"),
        (["# a\0b\x1b[31m"], {"report": "一\n二"}, "一 二"),
        (["# " + "长" * 300], {}, "长" * 79 + "…"),
        (["# 题"], {"report": ["x"]}, "题"),
    ],
)
def test_a_reports_title_is_what_the_notebook_says_in_a_line(tmp_path, words, metadata, title):
    save_words(tmp_path / "x.ipynb", words, metadata)
    assert read_notebook(tmp_path / "x.ipynb").title == title


def test_what_a_notebook_declares_to_read_is_known_or_refused(tmp_path):
    save_words(tmp_path / "x.ipynb", [], {})
    assert read_notebook(tmp_path / "x.ipynb").reads == "all"
    save_words(tmp_path / "x.ipynb", [], {"reads": "mine"})
    with pytest.raises(ParameterError, match="related"):
        read_notebook(tmp_path / "x.ipynb")
    save_words(tmp_path / "x.ipynb", [], {"report": False, "reads": "mine"})
    assert not read_notebook(tmp_path / "x.ipynb").is_report


def test_a_notebook_without_department_and_year_is_refused(tmp_path):
    path = tmp_path / "1_x.ipynb"
    cell = nbformat.v4.new_code_cell("department = 'a'", metadata={"tags": ["parameters"]})
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata={"budgetkit": {"report": "同比"}}), path)
    read = read_notebook(path)
    assert read.title == "同比"
    with pytest.raises(ParameterError, match="year"):
        check_is_report(read)
