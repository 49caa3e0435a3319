"""The national classifications that made documents draw from: functions, economic classes, services, procurement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Code(NamedTuple):
    """A classification code and its name."""

    code: str
    name: str

    def __str__(self) -> str:
        return f"{self.code}-{self.name}"


def _codes(text: str) -> tuple[Code, ...]:
    return tuple(Code(*entry.split(" ", 1)) for entry in text.strip().split("\n"))


@dataclass(frozen=True)
class Field:
    """A field of administration: how its departments are called, and the functions that they spend on."""

    name: str
    bureau: str
    running: Code
    affairs: Code
    institutions: Code
    tasks: tuple[Code, ...]


FIELDS = (
    Field(
        "水务", "水务局", Code("2130301", "行政运行"), Code("2130302", "一般行政管理事务"),
        Code("2130333", "信息管理"),
        _codes("2130306 水利工程运行与维护\n2130311 水资源节约管理与保护\n2130314 防汛\n2130399 其他水利支出"),
    ),
    Field(
        "文化和旅游", "文化和旅游局", Code("2070101", "行政运行"), Code("2070102", "一般行政管理事务"),
        Code("2070199", "其他文化和旅游支出"),
        _codes("2070104 图书馆\n2070108 文化活动\n2070109 群众文化\n2070112 文化和旅游市场管理"),
    ),
    Field(
        "市场监督管理", "市场监督管理局", Code("2013801", "行政运行"), Code("2013802", "一般行政管理事务"),
        Code("2013850", "事业运行"),
        _codes("2013808 信息化建设\n2013805 市场秩序执法\n2013816 食品安全监管\n2013899 其他市场监督管理事务"),
    ),
    Field(
        "生态环境", "生态环境局", Code("2110101", "行政运行"), Code("2110102", "一般行政管理事务"),
        Code("2110199", "其他环境保护管理事务支出"),
        _codes("2110301 大气\n2110302 水体\n2110104 生态环境保护宣传\n2111101 生态环境监测与信息"),
    ),
    Field(
        "民政", "民政局", Code("2080201", "行政运行"), Code("2080202", "一般行政管理事务"),
        Code("2080299", "其他民政管理事务支出"),
        _codes("2080206 社会组织管理\n2080207 行政区划和地名管理\n2081004 殡葬\n2081006 养老服务"),
    ),
    Field(
        "交通运输", "交通运输局", Code("2140101", "行政运行"), Code("2140102", "一般行政管理事务"),
        Code("2140199", "其他公路水路运输支出"),
        _codes("2140104 公路建设\n2140106 公路养护\n2140112 公路运输管理\n2140131 海事管理"),
    ),
)  # fmt: skip

TRAINING = Code("2050803", "培训支出")
SCIENCE = Code("2060599", "其他科技条件与服务支出")
ADMIN_RETIREES = Code("2080501", "行政单位离退休")
INSTITUTION_RETIREES = Code("2080502", "事业单位离退休")
PENSION = Code("2080505", "机关事业单位基本养老保险缴费支出")
ANNUITY = Code("2080506", "机关事业单位职业年金缴费支出")
ADMIN_MEDICAL = Code("2101101", "行政单位医疗")
INSTITUTION_MEDICAL = Code("2101102", "事业单位医疗")
HOUSING_FUND = Code("2210201", "住房公积金")
HOUSING_SUBSIDY = Code("2210203", "购房补贴")
PUBLIC_FACILITIES = Code("2120399", "其他城乡社区公共设施支出")
GOV_FUND_FUNCTIONS = _codes("2120803 城市建设支出\n2120899 其他国有土地使用权出让收入安排的支出")
STATE_CAPITAL_FUNCTION = Code("2230199", "其他解决历史遗留问题及改革成本支出")
OTHER = Code("2299999", "其他支出")

# gov_econ of administrative units, gov_econ of public institutions, dept_econ
WAGES = _codes("30101 基本工资\n30102 津贴补贴\n30103 奖金\n30107 绩效工资\n30199 其他工资福利支出")
ADMIN_WAGES = Code("50101", "工资奖金津补贴")
ADMIN_INSURANCE = Code("50102", "社会保障缴费")
ADMIN_HOUSING = Code("50103", "住房公积金")
ADMIN_OTHER_WAGES = Code("50199", "其他工资福利支出")
INSTITUTION_WAGES = Code("50501", "工资福利支出")
INSTITUTION_GOODS = Code("50502", "商品和服务支出")
INSTITUTION_CAPITAL = Code("50601", "资本性支出")
RETIREMENT = Code("50905", "离退休费")
CONSTRUCTION = Code("50402", "基础设施建设")
CONSTRUCTION_DEPT = Code("30905", "基础设施建设")

PENSION_DEPT = Code("30108", "机关事业单位基本养老保险缴费")
ANNUITY_DEPT = Code("30109", "职业年金缴费")
MEDICAL_DEPT = Code("30110", "职工基本医疗保险缴费")
OTHER_INSURANCE_DEPT = Code("30112", "其他社会保障缴费")
HOUSING_DEPT = Code("30113", "住房公积金")
RETIREMENT_DEPT = Code("30302", "退休费")

TRAVEL_LOCAL = Code("3021101", "差旅费")
TRAVEL = Code("30211", "差旅费")
MEETINGS_LOCAL = Code("3021503", "三类会议费")
MEETINGS = Code("30215", "会议费")
OVERSEAS_LOCAL = Code("3021202", "其他因公出国（境）费用")
OVERSEAS = Code("30212", "因公出国（境）费用")
RECEPTION = Code("30217", "公务接待费")
VEHICLE_OPERATION = Code("30231", "公务用车运行维护费")
VEHICLE_PURCHASE = Code("31013", "公务用车购置")
REPAIRS = Code("30213", "维修（护）费")
TRAINING_DEPT = Code("30216", "培训费")
COMMISSIONED = Code("30227", "委托业务费")

OFFICE = Code("50201", "办公经费")
GOODS: tuple[tuple[Code, Code], ...] = (
    (OFFICE, Code("30201", "办公费")),
    (OFFICE, Code("30202", "印刷费")),
    (OFFICE, Code("30205", "水费")),
    (OFFICE, Code("30206", "电费")),
    (OFFICE, Code("30207", "邮电费")),
    (OFFICE, Code("30209", "物业管理费")),
    (OFFICE, TRAVEL_LOCAL),
    (OFFICE, Code("30228", "工会经费")),
    (OFFICE, Code("30239", "其他交通费用")),
    (Code("50202", "会议费"), MEETINGS_LOCAL),
    (Code("50206", "公务接待费"), RECEPTION),
    (Code("50208", "公务用车运行维护费"), VEHICLE_OPERATION),
    (Code("50209", "维修（护）费"), REPAIRS),
    (Code("50299", "其他商品和服务支出"), Code("30299", "其他商品和服务支出")),
)
PROJECT_ECONOMIC: tuple[tuple[Code, Code], ...] = (
    (Code("50205", "委托业务费"), COMMISSIONED),
    (Code("50205", "委托业务费"), COMMISSIONED),
    (Code("50205", "委托业务费"), Code("30226", "劳务费")),
    (Code("50203", "培训费"), TRAINING_DEPT),
    (Code("50209", "维修（护）费"), REPAIRS),
    (OFFICE, Code("30202", "印刷费")),
    (OFFICE, Code("30214", "租赁费")),
    (Code("50299", "其他商品和服务支出"), Code("30299", "其他商品和服务支出")),
    (Code("50306", "设备购置"), Code("31007", "信息网络及软件购置更新")),
)
LOCAL_TO_NATIONAL = {TRAVEL_LOCAL: TRAVEL, MEETINGS_LOCAL: MEETINGS, OVERSEAS_LOCAL: OVERSEAS}

CLASSES = {
    "201": "一般公共服务支出", "202": "外交支出", "203": "国防支出", "204": "公共安全支出", "205": "教育支出",
    "206": "科学技术支出", "207": "文化旅游体育与传媒支出", "208": "社会保障和就业支出", "209": "社会保险基金支出",
    "210": "卫生健康支出", "211": "节能环保支出", "212": "城乡社区支出", "213": "农林水支出", "214": "交通运输支出",
    "215": "资源勘探工业信息等支出", "216": "商业服务业等支出", "217": "金融支出", "219": "援助其他地区支出",
    "220": "自然资源海洋气象等支出", "221": "住房保障支出", "222": "粮油物资储备支出", "223": "国有资本经营预算支出",
    "224": "灾害防治及应急管理支出", "229": "其他支出", "232": "债务付息支出", "233": "债务发行费用支出",
    "234": "抗疫特别国债安排的支出", "231": "往来性支出",
}  # fmt: skip
CITY_CLASSES = tuple(code for code in CLASSES if code not in ("209", "231"))
DISTRICT_CLASSES = tuple(CLASSES)

PROCUREMENT = (Code("A", "货物"), Code("B", "工程"), Code("C", "服务"))
SERVICES: tuple[tuple[Code, Code, str], ...] = (
    (Code("01", "公共服务"), Code("0105", "生态保护和环境治理服务"), "环境监测服务"),
    (Code("01", "公共服务"), Code("0105", "生态保护和环境治理服务"), "碧水保护治理服务"),
    (Code("01", "公共服务"), Code("0108", "文化公共服务"), "群众文化活动服务"),
    (Code("01", "公共服务"), Code("0111", "农业、林业和水利公共服务"), "水利设施养护服务"),
    (Code("01", "公共服务"), Code("0115", "公共信息与宣传服务"), "公共信息服务"),
    (Code("01", "公共服务"), Code("0116", "行业管理服务"), "行业统计分析服务"),
    (Code("02", "政府履职辅助性服务"), Code("0201", "法律服务"), "法律咨询服务"),
    (Code("02", "政府履职辅助性服务"), Code("0202", "课题研究和社会调查服务"), "课题研究服务"),
    (Code("02", "政府履职辅助性服务"), Code("0207", "评审、评估和评价服务"), "评估和评价服务"),
    (Code("02", "政府履职辅助性服务"), Code("0210", "信息化服务"), "机关信息系统开发与维护服务"),
    (Code("02", "政府履职辅助性服务"), Code("0211", "后勤服务"), "物业管理服务"),
)
