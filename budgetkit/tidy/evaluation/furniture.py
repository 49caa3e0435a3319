"""What stands in a form but is not its content: titles, years and headers, printed again on new pages."""

from __future__ import annotations

import re

from budgetkit.parse import squeeze
from budgetkit.read.row import RawRow
from budgetkit.tidy.evaluation.tokens import split_line
from budgetkit.tidy.evaluation.words import HEADER_WORDS, REASON_HEADERS

_TITLE = re.compile(r".{0,20}项目(?:支出)?绩效(?:目标)?自评(?:价)?表.{0,8}")
_YEAR = re.compile(r"[（(]?((?:19|20)\d{2})年度?[）)]?")
_YEAR_INSIDE = re.compile(r"((?:19|20)\d{2})年")
_FUNDS_HEADER = re.compile(r"年初预算数?.*全年预算数?|全年预算数?.*全年执行数?")
_GOALS_HEADER = re.compile(r"(?:预期|年初设定|年度|总体)目标.*完成情况")


def is_title(line: RawRow) -> bool:
    """Say whether a line is the form's title."""
    return _TITLE.fullmatch(_text(line)) is not None


def find_year(line: RawRow) -> int | None:
    """Give the year that a title or year line prints (（2024年度）)."""
    match = _YEAR.fullmatch(_text(line)) or (is_title(line) and _YEAR_INSIDE.search(_text(line)))
    return int(match[1]) if match else None


def is_page_furniture(line: RawRow) -> bool:
    """Say whether a line is only a page's: its title or year."""
    return is_title(line) or bool(_YEAR.fullmatch(_text(line)))


def is_funds_header(line: RawRow) -> bool:
    """Say whether a line heads the fund lines (年初预算数 全年预算数 …)."""
    return _FUNDS_HEADER.search(_text(line)) is not None


def is_goals_header(line: RawRow) -> bool:
    """Say whether a line heads the goal and what was achieved (预期目标 实际完成情况)."""
    return _GOALS_HEADER.search(_text(line)) is not None


def is_indicator_header(line: RawRow) -> bool:
    """Say whether a line heads the indicators (一级指标 二级指标 三级指标 …)."""
    return "一级指标" in _text(line) and "三级指标" in _text(line)


class HeaderReader:
    """Follows the header of the indicators over its lines: the header of reasons wraps (偏差原因分析及改 … 进措施)."""

    def __init__(self) -> None:
        self._text: str | None = None

    def takes(self, line: RawRow) -> bool:
        """Say whether a line begins a header, or goes on with the one that the last lines began."""
        if is_indicator_header(line):
            self._text = _text(line)
        elif self._text is not None and self._goes_on(line):
            self._text += _text(line)
        else:
            self._text = None
        return self._text is not None

    def _goes_on(self, line: RawRow) -> bool:
        """A header that has all its words lacks only the end of the last; of another any piece may come."""
        header = self._text or ""
        if not all(word in header for word in HEADER_WORDS):
            words = (*HEADER_WORDS, *REASON_HEADERS)
            return all(any(squeeze(piece) in word for word in words) for piece in split_line(line))
        rest = header[header.rindex("得分") + len("得分") :] + _text(line)
        return any(word.startswith(rest) for word in REASON_HEADERS)


def is_total(line: RawRow) -> bool:
    """Say whether a line is the form's last (总分 100 97.94)."""
    return re.match(r"总分(?:\s|$|[\d（(])|总 +分(?:\s|$)", " ".join(split_line(line))) is not None


def _text(line: RawRow) -> str:
    return squeeze("".join(line.cells))
