"""Slips in one's own notebook are said in a sentence, in Lab and in batch, and never make a wrong figure."""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import replace

import pandas as pd
import pytest
from batch_project import Project, with_pages
from clean_tables import change_rows
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from budgetkit.batch.parameters import read_notebook
from budgetkit.batch.state import Options
from budgetkit.compare.ratios import load_heads
from budgetkit.compare.result import Result
from budgetkit.errors import BudgetkitError, ParameterError
from budgetkit.interactive import explain
from budgetkit.notebook import compare, draw, find, show
from budgetkit.notebook.arguments import checked


@pytest.fixture(scope="module")
def data(published_data):
    return published_data


@pytest.fixture(scope="module")
def spent(data):
    return compare.item(find.budgets(data), "培训费")


SLIPS = {
    "a budget where several are asked for": lambda data, spent: compare.item(find.budgets(data)[0], "培训费"),
    "the dataset for budgets": lambda data, spent: compare.sizes(data),
    "several budgets for one": lambda data, spent: compare.structure(find.budgets(data), compare.BY_FUNCTION_CLASS),
    "a text for a number": lambda data, spent: show.table(spent, top="2"),
    "no rows at all": lambda data, spent: show.table(spent, top=0),
    "no columns": lambda data, spent: show.table(spent, columns=[]),
    "one column without brackets": lambda data, spent: show.table(spent, columns="amount"),
    "columns without an order": lambda data, spent: show.table(spent, columns={"amount", "share"}),
    "a Series": lambda data, spent: show.table(spent.table["amount"]),
    "None": lambda data, spent: show.table(None),
    "an unknown option": lambda data, spent: show.table(spent, titel="题"),
    "a missing argument": lambda data, spent: show.text("department"),
    "a frame for a result": lambda data, spent: show.figure(spent.table, draw.bars(spent, "department", "share")),
    "no figure": lambda data, spent: show.figure(spent, None),
    "a column that isn't there": lambda data, spent: draw.bars(spent, "departmnt", "share"),
    "a column of a side that isn't there": lambda data, spent: show.by_side(
        find.sides(data, "beijing-emergency", 2026), amout="金额"
    ),
    "a total that isn't there": lambda data, spent: show.table(spent, total="is_totl"),
    "a row of a column that isn't there": lambda data, spent: spent.only("departmnt_id", ["beijing-data"]),
    "a year as text": lambda data, spent: find.years(data, "beijing-emergency", 2026, "2024"),
    "a department that isn't of the level": lambda data, spent: find.peers(data, "city", 2026, "beijing-dat"),
    "a yes for a number": lambda data, spent: draw.bars(spent, "department", "share", limit=True),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_said_in_a_sentence_with_where_what_and_what_next(slip, data, spent):
    with pytest.raises(BudgetkitError) as caught:
        SLIPS[slip](data, spent)
    assert caught.value.where
    assert caught.value.next_step.endswith(("。", "）"))
    assert "应为" in str(caught.value)


def test_what_is_right_is_let_through(data, spent):
    assert compare.item(tuple(find.budgets(data)), 30216).table.equals(spent.table)
    assert show.table(spent, columns=("department", show.amount("amount", "金额")), top=2).plain_text()
    assert draw.bars(spent, "department", "share", limit=None, highlight={spent.table["department"][0]})
    assert draw.bars(spent.table["department"], spent.table["share"], unit="%")
    assert compare.item([], "培训费").is_missing


def test_every_function_for_notebooks_keeps_its_own_help(data):
    for room in (compare, show, find, draw):
        for name in room.__all__:
            one = getattr(room, name)
            if inspect.isfunction(one):
                assert inspect.getdoc(one), name
                assert "args" not in inspect.signature(one).parameters, name


ANY = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.integers()), st.just({}))


@given(count=ANY, names=ANY)
def test_values_that_fit_their_hints_pass_and_others_are_refused(count, names):
    def take(count: int, names: list[str] | None = None) -> None:
        """Take."""

    fits = isinstance(count, int) and not isinstance(count, bool)
    fits = fits and (names is None or (isinstance(names, list) and all(isinstance(one, str) for one in names)))
    try:
        checked(take, "show")(count, names)
    except ParameterError:
        assert not fits
    else:
        assert fits


@pytest.mark.parametrize(
    ("column", "unit"), [("amount", "万元"), ("project", "万元"), ("share", "%"), ("per_staff", "元"), ("staff", "人")]
)
def test_a_figure_has_the_unit_of_its_column(spent, column, unit):
    heads = replace(spent, table=spent.table.assign(staff=[100, 20, 30], per_staff=[1.5, 2.5, 3.5]))
    assert f" {unit}" in (alt := draw.bars(heads, "department", column).alt) or f"{unit}；" in alt
    others = {"万元", "%", "元", "人"} - {unit}
    assert not any(f"0 {other}" in alt for other in others)


@given(st.lists(st.floats(0.1, 40), min_size=4, max_size=8), st.integers(1, 3))
def test_shares_of_different_wholes_are_not_added_to_a_rest(values, limit):
    table = pd.DataFrame({"department": [f"部门{at}" for at, _ in enumerate(values)], "share": values})
    is_whole = abs(sum(values) - 100) < 0.5
    drawn = draw.bars(Result(table, ""), "department", "share", limit=limit).svg()
    assert (f"其余 {len(values) - limit + 1} 项" in drawn) == is_whole
    assert (f"另有 {len(values) - limit} 项没有画出" in drawn) == (not is_whole)
    of_one = Result(table.assign(share=table["share"] / table["share"].sum() * 100), "")
    assert f"其余 {len(values) - limit + 1} 项" in draw.bars(of_one, "department", "share", limit=limit).svg()


def test_a_figure_of_ones_own_gets_title_sources_and_alternative_text(spent):
    figure = Figure()
    figure.add_subplot().plot([1, 2])
    shown = show.figure(spent, figure, "自己的图").data()
    assert shown["title"] == "自己的图"
    assert shown["sources"]
    assert "自己的图" in shown["alt"]


def test_what_is_drawn_beyond_the_edge_of_ones_own_figure_is_shown(spent):
    figure = Figure(figsize=(4, 2))
    figure.add_axes((0, 0, 1, 1)).set_ylabel("outside")
    width, height = map(float, re.search(r'viewBox="0 0 (\S+) (\S+)"', show.figure(spent, figure).svg).groups())
    assert width > 4 * 72
    assert height > 2 * 72


def test_notes_on_heads_and_on_other_departments_stand_only_where_they_matter(data):
    budgets = find.budgets(data)
    heads = [
        {"department_id": one.department_id, "year": str(one.year), "measure": "staff", "value": "7", "source": "公报"}
        for one in budgets[:2]
    ]
    spent = compare.item(budgets, "培训费", heads)

    def said(part):
        return "".join(part.data()["notes"])

    assert said(show.table(spent, ["department", "per_staff"])).count("7 人（公报）") == 2
    assert "没有在职人员人数" in said(show.figure(spent, draw.bars(spent, "department", "per_staff")))
    for part in (
        show.table(spent, ["department", "share"]),
        show.figure(spent, draw.bars(spent, "department", "share")),
    ):
        assert "在职人员" not in said(part)
    own = spent.only("document_id", [budgets[0].document_id])
    assert said(show.table(own, ["department", "per_staff"])).count("7 人（公报）") == 1
    assert budgets[1].department not in said(show.table(own, ["department", "per_staff"])).partition("不算人均的")[0]


def test_a_table_of_shares_alone_is_not_said_to_be_in_money(spent):
    assert "万元" not in show.table(spent, columns=["department", "share"], title="占比").plain_text()
    assert "万元" in show.table(spent, columns=["department", "amount"], title="金额").plain_text()


def test_a_table_that_is_cut_says_so(spent):
    assert "前 1 行，共 3 行。" in show.table(spent, top=1).data()["notes"]
    assert "共 3 行" not in str(show.table(spent, top=3).data()["notes"])


MISSING = {
    "group, then column": lambda table: table.groupby("department_id")["totl"].sum(),
    "group, then columns": lambda table: table.groupby("department_id")[["totl", "basic"]].sum(),
    "group by": lambda table: table.groupby("totl"),
    "query": lambda table: table.query("totl > 3"),
    "eval": lambda table: table.eval("totl + 1"),
    "index": lambda table: table.set_index("totl"),
    "list": lambda table: table[["totl"]],
    "drop": lambda table: table.drop(columns="totl"),
    "aggregate": lambda table: table.agg({"totl": "sum"}),
    "melt": lambda table: table.melt(id_vars="totl"),
    "missing values": lambda table: table.dropna(subset=["totl"]),
    "duplicates": lambda table: table.drop_duplicates("totl"),
    "largest": lambda table: table.nlargest(3, "totl"),
}


@pytest.mark.parametrize("way", MISSING)
def test_pandas_many_words_for_a_missing_column_are_one_sentence(way, data):
    with pytest.raises((KeyError, NameError)) as caught:
        MISSING[way](data.expenditure)
    assert "实为'totl'。最接近的是 total（合计）" in str(explain(caught.value))


@pytest.mark.parametrize("code", ["{}['totl']", "nosuch + 1", "[].nosuch"])
def test_other_errors_are_left_to_python(code):
    with pytest.raises((KeyError, NameError, AttributeError)) as caught:
        eval(code)
    assert explain(caught.value) is None


HEADS = "department_id,year,measure,value,source\n"
WRONG_HEADS = {
    "": "空文件",
    "department_id,year\n": "第一行缺measure、value、source",
    HEADS + "a,2025,staff,100,统计公报,第 3 页\n": "多出 第 3 页",
    HEADS + "a,2025,people,100,公报\n": "measure",
    HEADS + "a,2025,staff,100 人,公报\n": "'100 人'",
    HEADS + "a,2025,staff,100000000000000000000,公报\n": "不超过 20 亿",
    HEADS + "a,2025,staff,,公报\n": "value 有值",
    HEADS + "a,2025,staff,1,公报\na,2025,staff,2,公报\n": "重复",
}


@pytest.mark.parametrize("text", WRONG_HEADS)
def test_a_wrong_table_of_heads_says_its_line_and_column(text, tmp_path):
    (tmp_path / "heads.csv").write_text(text, "utf-8")
    with pytest.raises(BudgetkitError) as caught:
        load_heads(tmp_path)
    assert WRONG_HEADS[text] in str(caught.value)
    assert "{" not in str(caught.value)


def test_blanks_and_empty_rows_in_a_table_of_heads_do_no_harm(tmp_path):
    (tmp_path / "heads.csv").write_text(HEADS + ' a , 2025,staff, 100 ,"公报, 第 3 页"\n,,,,\n', "utf-8")
    [row] = load_heads(tmp_path)
    assert (row["department_id"], row["value"], row["source"]) == ("a", "100", "公报, 第 3 页")


def test_departments_without_heads_and_heads_without_a_department_are_said(data):
    row = {"year": "2026", "measure": "staff", "value": "100", "source": "公报"}
    heads = [{**row, "department_id": "beijing-emergency"}, {**row, "department_id": "beijing-dta"}]
    said = "".join(compare.item(find.budgets(data), "培训费", heads).caveats)
    assert "没有在职人员人数、不算人均的：" in said
    assert "北京市应急管理局2026年" not in said.partition("不算人均的：")[2].partition("。")[0]
    assert "beijing-dta 不在数据中，最接近的是 beijing-data" in said


RELATED = {"budgetkit": {"reads": "related"}}
READS = "from budgetkit.notebook import compare, find, load, show\ndata = load()"


def test_a_notebook_that_declares_less_than_it_asks_for_is_told(tmp_path):
    project = Project(tmp_path, with_pages())
    project.add_notebook("1_all", READS, "len(find.budgets(data))", metadata=RELATED)
    project.add_notebook("2_third", READS, f"data.for_department('{project.alone}')", metadata=RELATED)
    project.add_notebook("3_sum", READS, "print(data.expenditure['total'].sum())", metadata=RELATED)
    summary = project.run(project.city)
    said = {decision.job.notebook.stem: outcome.failure.summary for decision, outcome in summary.failed}
    assert set(said) == {"1_all", "2_third"}
    assert all("budgetkit.reads" in words and project.city in words for words in said.values())
    page = project.report(project.city, "3_sum", "html").read_text("utf-8")
    assert "只读入" in page


def test_what_lacks_in_tables_that_were_summed_stands_on_the_page_whatever_became_of_them(tmp_path):
    project = Project(tmp_path, with_pages())
    project.add_notebook("1_sum", READS, "print(data.expenditure.groupby('year').agg(总=('total', 'sum')).sum())")
    project.add_notebook("2_none", READS, "print(data.income['total'].sum())")

    def lose(rows):
        for row in rows:
            if row["department_id"] == project.alone and row["table"] == "expenditure":
                row.update(completeness="rows_missing", missing_rows=3)
        return rows

    change_rows(project.folders.clean, "coverage", lose)
    assert project.run(project.alone).is_success
    page = project.report(project.alone, "1_sum", "html").read_text("utf-8")
    assert "支出总表的行不完整" in page
    assert "至少缺 3 行" in page
    assert "读入的数据" not in project.report(project.alone, "2_none", "html").read_text("utf-8")


STOPS = {
    "raise ExceptionGroup('两处', [ValueError('甲'), KeyError('乙')])": ("ExceptionGroup", "两处"),
    "raise ExceptionGroup('', [ValueError()])": ("ExceptionGroup", "其中 1 个错误"),
    "%nosuchmagic": ("UsageError", "nosuchmagic"),
    "from budgetkit.notebook import compare, find, load\ncompare.item(find.budgets(load()), '培训废')": (
        "培训费",
        "（50203）、培训支出（2050803）。",
    ),
    "raise ValueError": ("ValueError", "没有说明"),
    "import pandas as pd\npd.DataFrame({'total': [1]})['totl']": ("KeyError", "最接近的是 total"),
}


@pytest.mark.parametrize("engine", ["budgetkit", "kernel"])
def test_what_stopped_a_notebook_is_said_with_the_number_of_its_own_cell(tmp_path, engine):
    project = Project(tmp_path, with_pages())
    for number, code in enumerate(STOPS):
        project.add_notebook(f"{number}_stops", *["x = 1"] * (number % 2), code)
    summary = project.run(project.alone, options=Options(engine=engine))
    said = {int(one.job.notebook.stem[0]): outcome.failure.summary for one, outcome in summary.failed}
    assert len(said) == len(STOPS)
    for number, (kind, words) in enumerate(STOPS.values()):
        assert said[number].startswith(f"第 {3 + number % 2} 个单元格："), said[number]  # title, parameters, x or not
        assert kind in said[number]
        assert words in said[number]
        assert "ParameterError" not in said[number]


NAMES = ["{花}", "{0}", "{}", "}", "{department}", "培训费　对比", "a\u00a0b", "1. 甲（乙）[丙]", "#%&'"]


def test_any_name_that_a_file_may_have_is_a_reports(tmp_path):
    project = Project(tmp_path, with_pages())
    for name in NAMES:
        project.add_notebook(name, f"print({json.dumps(name)})")
    assert project.run(project.alone).is_success
    for name in NAMES:
        assert project.outputs(project.alone, name) == [f"{name}\n"]


def test_notebooks_of_one_title_are_told_apart_by_their_files_names(tmp_path):
    project = Project(tmp_path, with_pages())
    for name in ("1_own", "2_own", "3_other"):
        path = project.add_notebook(name, "x = 1")
        path.write_text(path.read_text("utf-8").replace(f"# {name}", "# 对比" if "own" in name else "# 其他"), "utf-8")
    titles = [job.title for job in project.plan(project.alone)]
    assert titles == ["对比（1_own）", "对比（2_own）", "其他"]


def test_a_long_message_is_cut_on_the_page_and_whole_in_the_details(tmp_path):
    project = Project(tmp_path, with_pages())
    project.add_notebook("1_long", "raise ValueError('长' * 3000)")
    [(_, outcome)] = project.run(project.alone).failed
    assert len(outcome.failure.summary) < 500
    page = project.report(project.alone, "1_long", "html").read_text("utf-8")
    head, _, details = page.partition("错误详情</summary>")
    assert head.count("长") <= 400
    assert details.count("长") >= 3000


def test_a_title_is_the_first_heading_as_it_reads(tmp_path):
    project = Project(tmp_path, with_pages())
    path = project.add_notebook("1_own", "x = 1")
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"][0]["source"] = "```\n# 注释\n```\n\n各局**培训费** `对比`\n===\n"
    path.write_text(json.dumps(notebook), "utf-8")
    assert read_notebook(path).title == "各局培训费 对比"
