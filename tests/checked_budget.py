"""A tiny budget whose tables agree to the fen, for the tests of checks: break one cell and see which check fails.

Other money: 10 万元 of business income pays for a part of one project. A government fund pays for another project.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from budgetkit.check.document import CheckedDocument
from budgetkit.check.registry import FAMILIES
from budgetkit.finding import Row, Tidied
from budgetkit.read.place import Place
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import TableKind
from budgetkit.recognise.tables import RecognisedTable
from budgetkit.schema import load_schemas
from budgetkit.source_entry import Source

FIRST, SECOND = "11099926T000000000001", "11099926T000000000002"


def budget() -> dict[str, list[Row]]:
    """Give the tables of a budget that passes every check."""
    training = {"function_code": "2050803", "function_name": "培训支出"}
    running = {"function_code": "2240101", "function_name": "行政运行"}
    rescue = {"function_code": "2240109", "function_name": "应急管理"}
    building = {"function_code": "2120803", "function_name": "城市建设支出"}
    courses = {
        "gov_econ_code": "50203",
        "dept_econ_code": "30216",
        "dept_econ_code5": "30216",
        "gov_econ_name": "培训费",
        "dept_econ_name": "培训费",
    }
    wages = {
        "gov_econ_code": "50101",
        "dept_econ_code": "30101",
        "dept_econ_code5": "30101",
        "gov_econ_name": "工资奖金津补贴",
        "dept_econ_name": "基本工资",
    }
    cars = {
        "gov_econ_code": "50208",
        "dept_econ_code": "30231",
        "dept_econ_code5": "30231",
        "gov_econ_name": "公务用车运行维护费",
        "dept_econ_name": "公务用车运行维护费",
    }
    services = {
        "gov_econ_code": "50205",
        "dept_econ_code": "30227",
        "dept_econ_code5": "30227",
        "gov_econ_name": "委托业务费",
        "dept_econ_name": "委托业务费",
    }
    works = {
        "gov_econ_code": "50402",
        "dept_econ_code": "30905",
        "dept_econ_code5": "30905",
        "gov_econ_name": "基础设施建设",
        "dept_econ_name": "基础设施建设",
    }
    drill = {"project_seq": 1, "project_id": FIRST, "project_name": "应急演练"}
    bridge = {"project_seq": 2, "project_id": SECOND, "project_name": "桥梁加固"}
    return {
        "income_expenditure": [
            *_side("income", ("line", "一般公共预算拨款收入", "155.000000"), ("line", "事业收入", "10.000000")),
            *_side("income", ("subtotal", "本年收入合计", "165.000000"), ("line", "上年结转结余", "30.000000")),
            *_side("income", ("total", "收入总计", "195.000000")),
            *_side("expenditure", ("line", "教育支出", "10.000000"), ("line", "城乡社区支出", "30.000000")),
            *_side("expenditure", ("line", "灾害防治及应急管理支出", "155.000000")),
            *_side("expenditure", ("subtotal", "本年支出合计", "195.000000"), ("line", "年终结转结余", None)),
            *_side("expenditure", ("total", "支出总计", "195.000000")),
        ],
        "income": [
            _row(
                30,
                role="total",
                total="195.000000",
                this_year_subtotal="165.000000",
                this_year_general_public="155.000000",
                this_year_business_income="10.000000",
                carryover_subtotal="30.000000",
                carryover_gov_fund="30.000000",
            )
        ],
        "expenditure": [
            _row(40, **training, **courses, total="10.000000", basic="10.000000"),
            _row(41, **running, **wages, total="100.000000", basic="100.000000"),
            _row(42, **running, **cars, total="5.000000", basic="5.000000"),
            _row(43, **rescue, **services, total="50.000000", project="50.000000"),
            _row(44, **building, **works, total="30.000000", project="30.000000"),
        ],
        "fiscal_grant": [
            *_side(
                "income", ("line", "一般公共预算资金", "155.000000"), ("subtotal", "本年收入合计", "155.000000"), at=50
            ),
            *_side("income", ("subtotal", "上年结转结余", "30.000000"), ("line", "一般公共预算拨款", None), at=52),
            *_side("income", ("line", "政府性基金预算拨款", "30.000000"), ("total", "收入总计", "185.000000"), at=54),
            *_side("expenditure", ("line", "教育支出", "10.000000"), ("line", "城乡社区支出", "30.000000"), at=50),
            *_side("expenditure", ("line", "灾害防治及应急管理支出", "145.000000"), at=52),
            *_side("expenditure", ("subtotal", "本年支出合计", "185.000000"), ("line", "年终结转结余", None), at=53),
            *_side("expenditure", ("total", "支出总计", "185.000000"), at=55),
        ],
        "general_public_expenditure": [
            _row(60, **training, total="10.000000", basic="10.000000", public_funds="10.000000"),
            _row(
                61, **running, total="105.000000", basic="105.000000", personnel="100.000000", public_funds="5.000000"
            ),
            _row(62, **rescue, total="40.000000", project="40.000000", project_excl_capital="40.000000"),
        ],
        "basic_expenditure": [
            _row(70, **courses, total="10.000000", public_funds="10.000000"),
            _row(71, **wages, total="100.000000", personnel="100.000000"),
            _row(72, **cars, total="5.000000", public_funds="5.000000"),
        ],
        "gov_fund": [_row(75, **building, total="30.000000", project="30.000000")],
        "three_public": [
            _row(
                78,
                budget_year=2026,
                total="5.000000",
                overseas="0.000000",
                reception="0.000000",
                vehicle_subtotal="5.000000",
                vehicle_purchase="0.000000",
                vehicle_operation="5.000000",
            )
        ],
        "procurement": [_row(80, category="货物", amount="3.000000"), _row(81, category="服务", amount="7.000000")],
        "purchased_services": [_row(85, project_id=FIRST, project_name="应急演练", amount="6.000000")],
        "project_expenditure": [
            _row(90, **drill, **rescue, **services, total="40.000000", general_public="40.000000"),
            _row(91, **bridge, **building, **works, total="30.000000", carryover_gov_fund="30.000000"),
        ],
        "project_list": [
            _row(95, **drill, total="50.000000", fiscal_funds="40.000000", other_funds="10.000000"),
            _row(96, **bridge, total="30.000000", fiscal_funds="30.000000"),
        ],
        "projects": [
            _row(100, **drill, total="50.000000", fiscal_funds="40.000000", other_funds="10.000000"),
            _row(110, **bridge, total="30.000000", fiscal_funds="30.000000"),
        ],
        "project_indicators": [*_indicators(1, 100, "50", "万元"), *_indicators(2, 110, "300000", "元")],
        "department_funds": [
            _row(
                130,
                total="195.000000",
                fiscal_total="185.000000",
                fiscal_basic="115.000000",
                fiscal_project="70.000000",
                other_total="10.000000",
                other_project="10.000000",
            )
        ],
        "transfer_indicators": [
            _row(140, transfer_name="转移支付", annual_amount="13.000000"),
            _row(141, transfer_name="转移支付", annual_amount="13.000000"),
        ],
        "printed_totals": [
            *_totals("income", 30, total="195.000000", this_year_subtotal="165.000000"),
            *_totals("income", 30, this_year_general_public="155.000000", this_year_business_income="10.000000"),
            *_totals("income", 30, carryover_subtotal="30.000000", carryover_gov_fund="30.000000"),
            *_totals("expenditure", 45, total="195.000000", basic="115.000000", project="80.000000"),
            *_totals("general_public_expenditure", 63, total="155.000000", basic="115.000000", project="40.000000"),
            *_totals("general_public_expenditure", 63, personnel="100.000000", public_funds="15.000000"),
            *_totals("general_public_expenditure", 63, project_excl_capital="40.000000"),
            *_totals("basic_expenditure", 73, total="115.000000", personnel="100.000000", public_funds="15.000000"),
            *_totals("gov_fund", 76, total="30.000000", project="30.000000"),
            *_totals("procurement", 82, amount="10.000000"),
            *_totals("purchased_services", 86, amount="6.000000"),
            *_totals("project_expenditure", 92, total="70.000000", general_public="40.000000"),
            *_totals("project_expenditure", 92, carryover_gov_fund="30.000000"),
        ],
    }


def self_evaluation() -> dict[str, list[Row]]:
    """Give the tables of one self-evaluation form that passes every check."""
    amounts = {"initial_budget": "50.00", "full_year_budget": "40.00", "executed": "30.00", "execution_rate": "75.00"}
    return {
        "evaluations": [_row(1, evaluation_seq=1, project_name="应急演练", total_score="97.50")],
        "evaluation_funds": [
            _row(5, evaluation_seq=1, fund="total", **amounts, weight="10", score="7.50"),
            _row(6, evaluation_seq=1, fund="current_grant", **amounts),
            _row(7, evaluation_seq=1, fund="carryover"),
            _row(8, evaluation_seq=1, fund="other"),
        ],
        "evaluation_indicators": [
            _row(10, evaluation_seq=1, level1="产出指标", level2="数量指标", target="≥3次", weight="60", score="60"),
            _row(
                11,
                evaluation_seq=1,
                level1="成本指标",
                level2="经济成本指标",
                target="≤40万元",
                weight="30",
                score="30",
            ),
        ],
        "printed_totals": _totals("evaluation_indicators", 12, weight="100", score="97.50"),
    }


def document(
    tables: dict[str, list[Row]], *, kind: str = "budget", unread: tuple[str, ...] = (), titles: dict | None = None
) -> CheckedDocument:
    """Put tables into a document in which each was recognised; `unread` were recognised and not read.

    Columns that a row does not name are empty. `titles` gives lines of text to tables, for their units.
    """
    schemas = load_schemas()
    filled = {
        name: [{**{column.name: None for column in schemas[name].columns}, **row} for row in rows]
        for name, rows in tables.items()
    }
    names = [name for name in tables if name != "printed_totals"]
    recognised = [_recognise(name, _tidy, (titles or {}).get(name, ()), filled[name]) for name in names]
    recognised += [_recognise(name, None, (), ()) for name in unread]
    return CheckedDocument(filled, recognised, source(kind))


def source(kind: str = "budget") -> Source:
    """Give the manifest entry of an invented document of 2026."""
    words = dict.fromkeys(
        ("document_id", "department_id", "department", "region", "field", "title", "file", "sha256"), "x"
    )
    return Source(**words, level="city", year=2026, kind=kind, url=None, counterpart=None, path=Path("x"))


def run(tables: dict[str, list[Row]], **options) -> list[Row]:
    """Run every family of checks on tables."""
    checked = document(tables, **options)
    return [row for family in FAMILIES[checked.source.kind] for row in family(checked)]


def statuses(checks: list[Row], rule: str, table: str | None = None) -> set[str]:
    """Give the statuses that a rule came to, in one table or in all."""
    return {row["status"] for row in checks if row["rule"] == rule and table in (None, row["table"])}


def _tidy(lines, known) -> Tidied:
    return Tidied()


def _recognise(name: str, tidy, texts, rows) -> RecognisedTable:
    """Recognise a table in some lines; those after the first stand where its first row was read."""
    first = next(iter(rows), {"source_line": 2})
    read, amounts = first["source_line"], [value for value in first.values() if isinstance(value, Decimal)]
    printed = enumerate(texts or ("单位：万元", f"合计\t{max(amounts):.6f}" if amounts else "合计\t1"))
    lines = [RawRow(Place(read if place else 1), tuple(text.split("\t"))) for place, text in printed]
    return RecognisedTable(TableKind(name=name, label=name, tidy=tidy, gives=(name,)), name, lines)


def _row(line: int, **cells) -> Row:
    """Make a row; a text that is an amount becomes one, as exact as it is written."""
    return {**{name: _value(name, value) for name, value in cells.items()}, "source_line": line, "certainty": "printed"}


def _value(column: str, value):
    is_amount = isinstance(value, str) and column not in _TEXTS and value.replace(".", "").isdigit()
    return Decimal(value) if is_amount else value


_TEXTS = ("function_code", "gov_econ_code", "dept_econ_code", "dept_econ_code5", "value")


def _side(side: str, *items: tuple[str, str, str | None], at: int = 9) -> list[Row]:
    return [
        _row(at + place, side=side, role=role, item=name, item_name=name, amount=amount)
        for place, (role, name, amount) in enumerate(items)
    ]


def _totals(table: str, line: int, **columns: str) -> list[Row]:
    return [_row(line, table=table, column=column, amount=amount) for column, amount in columns.items()]


def _indicators(seq: int, line: int, cost: str, unit: str) -> list[Row]:
    kinds = (
        "产出指标/数量指标",
        "产出指标/质量指标",
        "产出指标/时效指标",
        "效益指标/社会效益指标",
        "满意度指标/服务对象满意度指标",
    )
    levels = [tuple(kind.split("/")) for kind in kinds]
    rows = [
        {
            **_row(line + place, project_seq=seq, level1=one, level2=two, name=two, operator="≥", value="90", unit="%"),
            "value_number": Decimal(90),
        }
        for place, (one, two) in enumerate(levels)
    ]
    cost_row = {"level1": "成本指标", "level2": "经济成本指标", "name": "总成本", "operator": "≤"}
    cost_row = _row(line + 6, project_seq=seq, **cost_row, value=cost, unit=unit)
    return [*rows, {**cost_row, "value_number": Decimal(cost)}]
