"""The states of a check: their order, their Chinese words, and which of them leave a difference open."""

from __future__ import annotations

STATES = {
    "pass": "通过",
    "explained": "差异原因已证明",
    "located": "差异原因未证明（已定位）",
    "fail": "差异原因未证明（未定位）",
    "insufficient": "依据不足",
    "not_applicable": "不适用",
}
DIFFERENCES = {
    name: STATES[name].removeprefix("差异") for name in ("fail", "located", "explained")
}  # the open ones first
DOUBTED = "宜复核"  # in the explanation of an insufficient check that lacks no side, but finds what is printed doubtful
OPEN = ("fail", "located")
COMPARED = ("pass", *DIFFERENCES)
