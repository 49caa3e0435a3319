"""Invented names: regions, units, projects, goals, indicators, people. None stands in a published document."""

from __future__ import annotations

from random import Random

REGIONS = ("云河", "青岚", "松泉", "白榆", "临溪", "望舒", "丹枫", "鹿鸣", "平湖屿", "苍梧岭")
OFFICES = ("服务保障中心", "监测站", "执法总队", "信息中心", "科学研究所", "宣传教育中心", "发展促进中心", "考试中心")

_OBJECTS = (
    "地下管网", "数字档案", "流动服务车", "台站设备", "在线监测", "质量抽样", "信用评价", "便民窗口", "古树名木",
    "示范街区", "青年讲堂", "业务专网", "历史影像", "标准样品", "热线电话", "志愿服务", "巡查终端", "节水器具",
    "电子证照", "案例汇编", "实验室能力", "年度白皮书", "专家智库", "夜间照明", "公益课程", "移动展厅",
)  # fmt: skip
_WORKS = (
    "运行维护", "升级改造", "调查评估", "专项检查", "宣传推广", "技术支持", "更新购置", "培训组织", "委托检测",
    "资料整编", "方案编制", "成果验收",
)  # fmt: skip
_ENDINGS = ("项目", "服务", "经费", "工作", "（首款）", "（尾款）", "（三期）", "服务项目")

_RESULTS = {
    "数量指标": (
        ("完成{thing}数量", "≥", (20, 900), ("个", "件", "处", "台")),
        ("开展{thing}场次", "=", (2, 48), ("场", "次")),
        ("提交{thing}报告", "≥", (1, 24), ("份", "篇")),
        ("覆盖{thing}范围", ">", (3, 60), ("家", "条")),
    ),
    "质量指标": (
        ("{thing}验收合格率", "≥", (90, 99), ("%",)),
        ("{thing}差错次数", "<", (2, 9), ("次",)),
        ("{thing}成果质量", "定性", ("优", "良好", "符合合同约定"), ("",)),
    ),
    "时效指标": (
        ("{thing}完成时间", "≤", (3, 12), ("月",)),
        ("{thing}响应时限", "≤", (1, 48), ("小时",)),
        ("{thing}按期推进", "定性", ("按合同进度", "年底前"), ("",)),
    ),
    "经济成本指标": (("{thing}单位成本", "≤", (50, 800), ("元/人·次", "元")),),
    "社会效益指标": (
        ("{thing}社会知晓率", "≥", (60, 98), ("%",)),
        ("提升{thing}公共服务水平", "定性", ("明显提升", "有效改善"), ("",)),
    ),
    "经济效益指标": (("{thing}节约支出比例", "≥", (1, 15), ("%",)),),
    "生态效益指标": (("{thing}资源消耗下降率", "≥", (1, 10), ("%",)),),
    "可持续影响指标": (("{thing}长效机制运行", "定性", ("持续", "长期有效"), ("",)),),
    "服务对象满意度指标": (
        ("{thing}使用者满意度", "≥", (80, 98), ("%",)),
        ("{thing}有效投诉数", "≤", (1, 9), ("次",)),
    ),
}

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫"
_GIVEN = ("明远", "若溪", "子衿", "思齐", "云帆", "静姝", "嘉木", "怀瑾")


def project_names(random: Random, count: int) -> list[str]:
    """Invent that many different project names; no name is a part of another."""
    names: list[str] = []
    while len(names) < count:
        name = random.choice(_OBJECTS) + random.choice(_WORKS) + random.choice(_ENDINGS)
        if len(names) > len(_OBJECTS) * len(_WORKS):
            name = f"{name.rstrip('）')}（第{len(names)}批）" if name.endswith("）") else f"{name}（第{len(names)}批）"
        if not any(name in other or other in name for other in names):
            names.append(name)
    return names


def project_goal(random: Random, name: str) -> str:
    """Invent a goal for a project, in one to four sentences; it begins with words that only this project has."""
    thing = name.split("（")[0]
    sentences = [f"围绕{thing}，完成年度安排的各项任务"]
    pool = [
        f"形成{thing}台账{random.randint(2, 90)}册，做到底数清、情况明",
        f"组织{random.choice(_OBJECTS)}与{random.choice(_OBJECTS)}相互衔接，减少重复投入",
        f"按季度通报{random.choice(_WORKS)}进展，问题整改到位",
        f"为{random.randint(3, 40)}家单位提供{random.choice(_OBJECTS)}{random.choice(_WORKS)}支撑",
    ]
    return "，".join(sentences + random.sample(pool, random.randint(0, 3))) + "。"


def indicator(random: Random, level2: str, number: int, about: str = "") -> tuple[str, str, str, str]:
    """Invent an indicator of a kind: its name, operator, value and unit; many speak of the project `about` names."""
    pattern, operator, values, units = random.choice(_RESULTS[level2])
    own = about.split("（")[0] if about and random.random() < 0.6 else ""
    thing = own or random.choice(_OBJECTS) + random.choice(_WORKS)
    value = random.choice(values) if isinstance(values[0], str) else str(random.randint(*values))
    ordinal = f"第{'一二三四五六七八九十'[number % 10]}类" if number else ""
    return ordinal + pattern.format(thing=thing), operator, value, random.choice(units)


def contact(random: Random) -> tuple[str, str]:
    """Invent a contact's name and telephone number (numbers that no network gives out)."""
    name = random.choice(_SURNAMES) + random.choice(_GIVEN)
    number = random.choice((f"1990000{random.randint(1000, 9999)}", f"010-5550{random.randint(1000, 9999)}"))
    return name, number
