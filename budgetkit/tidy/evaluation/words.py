"""The form's own words: its title, its side labels, and the levels of indicators with what belongs under what.

Source: 项目支出绩效自评表, annex of 《项目支出绩效评价管理办法》 (财预〔2020〕10号); 成本指标 as a level of its own
since 《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》 (财预〔2021〕101号), before that under 产出指标.
"""

from __future__ import annotations

SUFFIX = "指标"
SIDE_LABEL = "绩效指标"
GOAL_LABEL = "年度总体目标"
COST = "成本"
SATISFACTION = "满意度"
CHILDREN: dict[str, tuple[str, ...]] = {
    "产出": ("数量", "质量", "时效", "成本", "产出数量", "产出质量", "产出时效", "产出成本", "进度"),
    COST: ("经济成本", "社会成本", "生态环境成本", "生态成本"),
    "效益": (
        "经济效益", "社会效益", "生态效益", "生态环境效益", "环境效益", "可持续影响", "可持续发展", "社会影响",
    ),
    SATISFACTION: (
        "服务对象满意度", "满意度", "受益对象满意度", "社会公众满意度", "社会公众或服务对象满意度", "使用人员满意度",
    ),
}  # fmt: skip
LEVEL1 = frozenset(CHILDREN)
LEVEL2 = frozenset(child for children in CHILDREN.values() for child in children)
HEADER_WORDS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
REASON_HEADERS = (
    "偏差原因分析及改进措施",
    "偏差原因及改进措施",
    "未完成原因分析及改进措施",
    "未完成原因及改进措施",
    "未完成原因和改进措施",
    "备注",
)


def stem(label: str) -> str:
    """Reduce a label to its word: 数量指标 is 数量."""
    return label.removesuffix(SUFFIX)


def belongs_under(level2: str, level1: str) -> bool:
    """Say whether the form puts a second-level kind under a first-level one."""
    return stem(level2) in CHILDREN.get(stem(level1), ())


def is_cost_label(label: str | None) -> bool:
    """Say whether a label of either level is one of cost."""
    return bool(label) and (stem(label) == COST or stem(label) in CHILDREN[COST])
