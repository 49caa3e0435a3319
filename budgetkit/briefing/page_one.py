"""The page that a briefing opens with: four figures, and how far they can be relied on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd
import pyarrow.compute as pc

from budgetkit.briefing.citations import CitedStatement, cite
from budgetkit.briefing.city_district_limits import missing_counterpart
from budgetkit.briefing.differences import describe_difference
from budgetkit.briefing.sides import Sides
from budgetkit.briefing.sums import find_sums
from budgetkit.briefing.year_over_year import Years
from budgetkit.compare.budget import Budget
from budgetkit.compare.carryover import measure_income
from budgetkit.compare.measure import DECIMALS, part_of, share_of, source_lines, total_of
from budgetkit.compare.projects import measure_coverage
from budgetkit.compare.purposes import UNKNOWN, measure_purposes
from budgetkit.compare.result import Result, SourceLine
from budgetkit.compare.size import measure_size
from budgetkit.compare.structure import (
    BY_DEPT_ECON_CLASS,
    UNLISTED,
    compare_structures,
    find_lacking_kinds,
    measure_structure,
)
from budgetkit.compare.targets import OPEN_SUMS, compare_cost_ceilings
from budgetkit.compare.three_public import compare_three_public_years
from budgetkit.dataset.states import COMPARED, OPEN
from budgetkit.line_runs import parse_lines
from budgetkit.numbers import RATIO_DECIMALS, format_amount_text, format_percent, known
from budgetkit.report.parts import Part, Tile, Tiles
from budgetkit.schema import MONEY, load_schemas
from budgetkit.statements import compose
from budgetkit.statements.statement import Quantity, amount, count, percent

_Lines = Result | Iterable[SourceLine]
_LARGEST = 2  # economic classes that the first page names
_BASE_KINDS = {"budget": "预算", "final": "决算"}
_NOT_READ = ("printed_totals", "checks", "coverage", "findings", "documents", "published_tables")


def main_figures(budget: Budget, earlier: Budget | None = None) -> Part:
    """Show all money, this year's income, project money and “三公”, each with its place or its change."""
    tiles = (_total(budget, earlier), _income(budget), _project(budget, earlier), _three_public(budget, earlier))
    return Tiles([tile for tile in tiles if tile])


def _total(budget: Budget, earlier: Budget | None) -> Tile | None:
    transfers = budget.table("transfer_indicators").drop_duplicates("transfer_name").dropna(subset=["annual_amount"])
    passed_on = total_of(transfers["annual_amount"])
    remark = f"不含对下转移支付 {format_amount_text(passed_on)}" if passed_on else "全部资金"
    tile = _size_tile("total", "支出总计", budget, earlier, remark)
    return tile and replace(tile, sources=[*tile.sources, *source_lines(transfers)])


def _project(budget: Budget, earlier: Budget | None) -> Tile | None:
    facts = measure_size(budget).facts
    share = part_of(facts.get("project"), facts.get("this_year", facts.get("total")))
    whole = "本年支出" if "this_year" in facts else "支出总计"
    return _size_tile("project", "项目支出", budget, earlier, f"占{whole}的 {format_percent(share)}" if share else "")


def _size_tile(key: str, name: str, budget: Budget, earlier: Budget | None, remark: str) -> Tile | None:
    size = measure_size(budget)
    value = size.facts.get(key)
    if value is None:
        return None
    lines = [line for found in size.table[size.table["key"] == key]["sources"] for line in found]
    before = measure_size(earlier).facts.get(key) if earlier else None
    changed = _change(value, before, f"{earlier.year}年" if earlier else "")
    return Tile(name, format_amount_text(value), "，".join(word for word in (changed, remark) if word), lines)


def _income(budget: Budget) -> Tile | None:
    this_year = budget.printed_totals.get(("income", "this_year_subtotal"))
    if this_year is None:
        return None
    totals = budget.table("printed_totals")
    own = totals[(totals["table"] == "income") & totals["column"].isin(("this_year_subtotal", "carryover_subtotal"))]
    carried = measure_income(budget, "carryover")
    words = "未列上年结转" if carried.is_missing else f"另有上年结转 {format_amount_text(carried.facts['total'])}"
    return Tile("本年收入", format_amount_text(this_year), words, source_lines(own))


def _three_public(budget: Budget, earlier: Budget | None) -> Tile | None:
    years = compare_three_public_years(budget, earlier)
    if not years.is_missing:
        row = years.table.set_index("key").loc["total"]
        year = years.years[0]
        words = _change(row["later"], row["earlier"], f"{year}年{_base_kind(budget, earlier, year)}")
        return Tile("“三公”经费", format_amount_text(row["later"]), words, row["sources"])
    own = budget.table("three_public")
    own = own[(own["budget_year"] == budget.year) & own["total"].notna()]
    if own.empty:
        return None
    fiscal = measure_size(budget, ("fiscal",))
    share = part_of(own["total"].iloc[0], fiscal.facts.get("fiscal"))
    remark = f"占财政拨款支出的 {format_percent(share, 2)}" if share else ""
    lines = (*source_lines(own), *fiscal.sources)
    return Tile("“三公”经费", format_amount_text(own["total"].iloc[0]), remark, lines)


def _base_kind(budget: Budget, earlier: Budget | None, year: int) -> str:
    """Say whether “三公” of an earlier year are its budget or what was spent; nothing where the documents don't say."""
    tables = [one.table("three_public") for one in (budget, earlier) if one]
    kinds = [kind for table in tables for kind in table[table["budget_year"] == year]["base_kind"].dropna()]
    return _BASE_KINDS.get(kinds[0], "") if kinds else ""


def _change(value: float, before: float | None, year: str) -> str:
    """Say how an amount differs from an earlier year's; nothing where there is none."""
    if before is None or pd.isna(before):
        return ""
    if round(value - before, 2) == 0:
        return f"与{year}持平"
    if before <= 0:
        return f"{year}为零"
    return f"比{year}{'增长' if value > before else '下降'} {format_percent(abs(value - before) / before * 100)}"


def scope(sides: Sides, years: Years) -> CitedStatement:
    """State what the money is spent on, by economic class and by what projects are for, and how it is compared."""
    budget = sides.own
    classes = measure_structure(budget, BY_DEPT_ECON_CLASS)
    shares = classes.table.dropna(subset=["share"])
    rest = shares[shares["name"] == UNLISTED]
    largest = shares[shares["name"] != UNLISTED].head(_LARGEST)
    figures = {f"share{n}": percent(share) for n, share in enumerate(largest["share"])}
    named = [f"{name}占{{share{n}}}" for n, name in enumerate(largest["name"])]
    if len(rest):
        figures["rest"] = percent(rest["share"].iloc[0])
        kinds = find_lacking_kinds(budget, float(rest["amount"].iloc[0]))
        figures |= {f"kind{n}": amount(value) for n, value in enumerate(kinds.values())}
        said = "、".join(f"{kind}{{kind{n}}}" for n, kind in enumerate(kinds))
        named.append(f"另有{{rest}}无对应行{f'（{said}），相应各类的占比偏低' if kinds else '、未归类'}")
    spent = [f"{classes.narrower or '支出'}按经济分类：{'、'.join(named)}"] if named else []
    lines: list[_Lines] = [*shares["sources"]]
    purposes = _say_purposes(budget, figures, lines)
    parts = [*spent, *purposes, _say_counterpart(sides, figures, lines), _say_earlier(years)]
    return cite(compose("；".join(parts) + "。", **figures), *lines, measure_size(budget))


def _say_purposes(budget: Budget, figures: dict[str, Quantity], lines: list[_Lines]) -> list[str]:
    """Say what most of the listed projects' money is for, by their names, and how much of project money they are."""
    result, covered = measure_purposes(budget), measure_coverage(budget).facts.get("coverage")
    if result.is_missing:
        return []
    largest = result.table[result.table["name"] != UNKNOWN].dropna(subset=["share"]).head(_LARGEST)
    figures |= {f"purpose{n}": percent(share) for n, share in enumerate(largest["share"])}
    named = "、".join(f"{name}{{purpose{n}}}" for n, name in enumerate(largest["name"]))
    is_part = covered is not None and round(covered, RATIO_DECIMALS) < 100
    figures |= {"covered": percent(covered)} if is_part else {}
    lines.append(result)
    return [f"所列项目{'（项目支出的{covered}）' if is_part else ''}按名称分：{named}"] if named else []


def _say_counterpart(sides: Sides, figures: dict[str, Quantity], lines: list[_Lines]) -> str:
    """Say with which budget of the other level this one is compared and where their shares differ most, or why not."""
    if sides.other is None:
        return missing_counterpart(sides).text.rstrip("。")
    is_same_year = sides.other.year == sides.own.year
    said = f"与{sides.other.side}只比较占比和比率{'' if is_same_year else '（年度不同）'}"
    pairs = [*_project_shares(sides, lines), *_most_different_class(sides, lines)]
    for place, (_, *both) in enumerate(pairs):
        figures |= {f"own{place}": percent(both[0]), f"other{place}": percent(both[1])}
    compared = [f"{name}{{own{place}}} 对{{other{place}}}" for place, (name, *_) in enumerate(pairs)]
    return f"{said}：{'、'.join(compared)}" if compared else said


def _project_shares(sides: Sides, lines: list[_Lines]) -> list[tuple[str, float, float]]:
    """Give both sides' shares of project money in all money (percent), where both are known."""
    sizes = [measure_size(budget, ("total", "project")) for budget in sides.budgets]
    rows = [size.table[size.table["key"] == "project"].iloc[0] for size in sizes]
    if any(pd.isna(row["share"]) for row in rows):
        return []
    lines += sizes
    return [("项目支出", rows[0]["share"], rows[1]["share"])]


def _most_different_class(sides: Sides, lines: list[_Lines]) -> list[tuple[str, float, float]]:
    """Give the economic class whose shares differ most (percent), of the same money and where no side lacks rows."""
    first, second = sides.budgets
    compared = compare_structures(first, second, BY_DEPT_ECON_CLASS)
    table = compared.table.dropna(subset=["share_1", "share_2"])
    if compared.is_missing or compared.caveats or table.empty:  # caveats say that rows lack or the money differs
        return []
    row = table.loc[table["difference"].abs().idxmax()]
    lines.append(row["sources"])
    within = f"{compared.narrower}中" if compared.narrower else ""
    return [(f"{within}{row['name']}", row["share_1"], row["share_2"])]


def _say_earlier(years: Years) -> str:
    if years.earlier is None:
        only = "" if compare_three_public_years(years.later).is_missing else "除“三公”经费外"
        spent = f"，另与{years.evaluation_year}年自评执行数比较" if years.evaluation_year else ""
        return f"{only}无同比（未收集到{years.later.year - 1}年部门预算）{spent}"
    return f"与{years.earlier.year}年预算作同比"


def reliability(budget: Budget, documents: Iterable[str]) -> CitedStatement:
    """State how many amounts and checks a budget rests on, what of it is open and the largest that is, and how many
    differences are open in the other documents that are used.
    """
    data, own = budget.data, [budget.document_id]
    checks = _compared(budget, own)
    open_ones = checks[checks["status"].isin(OPEN)]
    figures = {
        "amounts": count(sum(_count_amounts(budget, name) for name in load_schemas()), "个金额"),
        "checks": count(len(checks)),
        "open": count(len(open_ones)),
    }
    parts = ["可靠性：读出{amounts}，勾稽核对{checks}"]
    lines: list[SourceLine] = []
    missing, sums = _missing_rows(budget, figures, lines), _cost_sums(budget, figures, lines)
    if missing and _is_largest(figures["lack"], open_ones):
        parts.append(f"{_open(open_ones, figures)}{missing.pop()}")
    else:
        parts.append(_largest(open_ones, lines, figures) if len(open_ones) else "没有原因未证明的差异")
    parts += [sums] if sums else []
    unproved = data.checks[
        (data.checks["document_id"] == budget.document_id) & (data.checks["status"] == "insufficient")
    ]
    figures["unproved"] = count(len(unproved))
    parts += ["{unproved}依据不足、未作判断"] if len(unproved) else []
    parts += [*missing, *_others(budget, [name for name in documents if name not in own], figures, lines)]
    return cite(compose("；".join(parts) + "。", **figures), lines)


def _cost_sums(budget: Budget, figures: dict[str, Quantity], lines: list[SourceLine]) -> str:
    """Say how many sums of costs pass their project's total for no proved reason: a hint, no check's difference."""
    ceilings = compare_cost_ceilings(budget)
    if ceilings.is_missing:
        return ""
    own = ceilings.table[ceilings.table["verdict"].isin(OPEN_SUMS)]
    figures["sums"] = count(len(own), "个项目")
    lines += [found[0] for found in own["sources"]]  # the project; its table cites the costs
    return "{sums}的成本指标之和高于总额 1% 以上（不计入差异）" if len(own) else ""


def _compared(budget: Budget, documents: list[str]) -> pd.DataFrame:
    """Give the checks of documents that compared something."""
    checks = budget.data.checks
    return checks[checks["document_id"].isin(documents) & checks["status"].isin(COMPARED)]


def _others(budget: Budget, names: list[str], figures: dict[str, Quantity], lines: list[SourceLine]) -> list[str]:
    """Say how many differences have no proved cause in the other documents that are used."""
    checks = _compared(budget, names)
    open_ones = checks[checks["status"].isin(OPEN)]
    figures |= {
        "others": count(len(names), "份"),
        "other_checks": count(len(checks)),
        "other_open": count(len(open_ones)),
    }
    for _, row in open_ones.iterrows():
        lines += _places(row)
    found = "{other_open}差异的原因未证明，见表“原因未证明的差异”" if len(open_ones) else "没有原因未证明的差异"
    return [f"其他文件{{others}}，核对{{other_checks}}，{found}"] if names else []


def _is_largest(lack: Quantity, open_ones: pd.DataFrame) -> bool:
    """Say whether the largest open difference is what has no rows: then one sentence tells both."""
    largest = open_ones["difference"].astype(float).abs().max()
    return known(lack.value) and bool(round(float(lack.value) - largest, 2) == 0)


def _open(open_ones: pd.DataFrame, figures: dict[str, Quantity]) -> str:
    """Say how many differences have no proved cause, how many amounts they are of, and lead over to the largest."""
    if len(open_ones) == 1:
        return "{open}差异的原因未证明："
    gaps = _count_gaps(open_ones["difference"].dropna().astype(float).abs().round(DECIMALS))
    figures["gaps"] = count(gaps, "处")
    same = "（归结为{gaps}）" if gaps < len(open_ones) else ""
    return f"{{open}}差异的原因未证明{same}，最大的是"


def _count_gaps(differences: Iterable[float]) -> int:
    """Count the amounts among differences that are neither another one again nor the sum of smaller ones."""
    found = list(dict.fromkeys(differences))
    return len(found) - len(find_sums(found))


def _largest(open_ones: pd.DataFrame, lines: list[SourceLine], figures: dict[str, Quantity]) -> str:
    """Say how many differences have no proved cause, and name the largest with both figures."""
    row = open_ones.loc[open_ones["difference"].abs().fillna(0).idxmax()]
    lines += _places(row)
    return f"{_open(open_ones, figures)}{describe_difference(row)}"


def _places(check: pd.Series) -> list[SourceLine]:
    """Give the lines that a check compared."""
    places = parse_lines(check["lines"]) or [check["source_line"]]
    return [(check["document_id"], int(line)) for line in places if pd.notna(line)]


def _missing_rows(budget: Budget, figures: dict[str, Quantity], lines: list[SourceLine]) -> list[str]:
    """Say what of 支出总表 has no rows: located by code or not, it is money that the tables below don't show."""
    coverage = budget.table("coverage")
    own = coverage[(coverage["table"] == "expenditure") & (coverage["difference"] < 0)]
    if own.empty:
        return []
    row = own.iloc[0]
    figures |= {
        "lack": amount(-row["difference"]),
        "share": percent(share_of(-row["difference"], row["printed_total"])),
    }
    totals = budget.table("printed_totals")
    lines += source_lines(totals[(totals["table"] == "expenditure") & (totals["column"] == row["column"])])
    return ["支出总表合计中有{lack}（{share}）无对应行"]


def _count_amounts(budget: Budget, name: str) -> int:
    """Count the amounts that were read into a table of a budget, as stored: most tables are asked for no more."""
    money = [column.name for column in load_schemas()[name].columns if column.arrow_type == MONEY]
    if name in _NOT_READ or not money:
        return 0
    table = budget.data.exact(name).select(["document_id", *money])
    own = table.filter(pc.equal(table["document_id"], budget.document_id))
    return sum(own.num_rows - own[column].null_count for column in money)
