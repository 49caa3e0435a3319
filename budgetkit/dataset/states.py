"""The states of a check: their order, their Chinese words, and which of them leave a difference open."""

from __future__ import annotations

STATES = {
    "pass": "通过",
    "explained": "有差异已解释",
    "located": "有差异已定位",
    "fail": "有差异未解释",
    "insufficient": "依据不足",
    "not_applicable": "不适用",
}
DIFFERENCES = {"fail": "未解释", "located": "已定位，原因未证明", "explained": "已解释"}  # the open ones first
OPEN = ("fail", "located")
COMPARED = ("pass", *DIFFERENCES)
