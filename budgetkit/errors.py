"""Errors that tell the reader where, what was expected, what was found and what to do next."""

from __future__ import annotations

import datetime
import errno
import linecache
import re
import traceback
from pathlib import Path
from types import FrameType
from typing import Any

SAID_PLAINLY = "错误："
"""How an error begins that is said in a sentence, without a traceback."""

_LONGEST = 200  # characters of the system's own words that a message repeats


class BudgetkitError(Exception):
    """A problem the user can mend; its message is shown without a traceback.

    `where` names a document and line, a file or an option; the other parts are sentences in Chinese,
    the language of the kit's users. What was found may quote a document, so personal data in the sentences are masked.
    `document_id` is the document that cannot be used, where it is one.
    """

    def __init__(
        self, where: str, expected: str, found: str, next_step: str, *, document_id: str | None = None
    ) -> None:
        from budgetkit.personal import mask_text  # its vocabulary takes a while to load: only when it is needed

        self.where, self.next_step, self.document_id = where, next_step, document_id
        self.expected, self.found = mask_text(expected), mask_text(found)
        super().__init__(f"{where}：应为{self.expected}，实为{self.found}。{next_step}")

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError, of which one kind is a subclass, would quote it

    def __reduce__(self) -> tuple[Any, ...]:
        """Go to another process as it is: an exception would be made anew from its message alone."""
        return _make_again, (type(self), self.args, self.__dict__)

    def _render_traceback_(self) -> list[str]:
        """Give what IPython shows in place of a traceback: the message, and the line of the cell."""
        return say_plainly(self)


def _make_again(kind: type[BudgetkitError], args: tuple[Any, ...], parts: dict[str, Any]) -> BudgetkitError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(parts)
    return error


class SourceError(BudgetkitError):
    """A raw document, or its entry in the sources manifest, is missing, changed or unreadable."""


class CorrectionError(BudgetkitError):
    """A correction no longer meets the text that it was written for."""


class DatasetError(BudgetkitError):
    """A clean table is missing, or does not obey its schema."""


class UnexpectedError(BudgetkitError):
    """Something that the program did not foresee, or memory that ran out: it stops one document, not the others."""


class ParameterError(BudgetkitError):
    """A report was asked for with a parameter that it does not have, or a value that does not exist."""


class UnknownNameError(ParameterError, AttributeError, KeyError):
    """A table or column was asked for that is not there."""


def say_plainly(error: BaseException) -> list[str]:
    """Say an error in lines for whoever wrote the code: the message, and the line of theirs that led to it."""
    own = [(frame, line) for frame, line in traceback.walk_tb(error.__traceback__) if _is_main(frame)]
    lines = [f"{SAID_PLAINLY}{error}"]
    if own:
        frame, number = own[-1]
        code = linecache.getline(frame.f_code.co_filename, number).strip()
        lines.append(f"    第 {number} 行：{code}" if code else f"    第 {number} 行")
    return lines


def _is_main(frame: FrameType) -> bool:
    return frame.f_globals.get("__name__") == "__main__"


_SYSTEM = {
    errno.ENOSPC: "磁盘已满",
    errno.EFBIG: "磁盘已满或超过文件大小的限制",
    getattr(errno, "EDQUOT", errno.ENOSPC): "磁盘已满",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "只读的位置",
    errno.ENOENT: "没有该文件",
    errno.EISDIR: "同名的文件夹",
    errno.ENOTDIR: "同名的文件",
    errno.EEXIST: "同名的文件",
    errno.ENAMETOOLONG: "名称过长",
    errno.EMFILE: "打开的文件过多",
}


_TOML_WORDS = (  # what tomllib says, and what it means
    ("Expected '='", "键后面要有等号"),
    ("overwrite|twice|immutable", "同一个键或表头写了两次"),
    ("newline or end", "一行里多了内容"),
    ("Expected '\\]|Unclosed", "括号没有闭合"),
    ("Unterminated|Expected '|Illegal character '\\\\n|Illegal character '\\\\r", "引号没有闭合"),
    ("Illegal character", "有不能出现的字符"),
    ("Unescaped|hex value", "反斜线要写成两个"),
    ("date", "日期写法不对"),
    ("Invalid value", "等号后面的值写法不对，文字要加引号"),
    ("key", "键的写法不对"),
)
_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


def describe_system_error(error: OSError) -> str:
    """Describe in Chinese what the system refused."""
    return _SYSTEM.get(error.errno or 0) or f"系统拒绝（{error.strerror or error}）"


def describe_toml_error(error: Exception) -> str:
    """Describe in Chinese where a text is no TOML, and what is amiss there where the reader tells it."""
    if isinstance(error, RecursionError):
        return "括号嵌套过深"
    place = _TOML_PLACE.search(str(error))
    words = next((f"（{said}）" for told, said in _TOML_WORDS if re.search(told, str(error))), "")
    where = f"第 {place[1]} 行第 {place[2]} 列" if place and place[1] else "文件末尾"
    return f"{where}写法无效{words}"


def write_value(value: object) -> str:
    """Write a value as a TOML file prints it, for messages: true, 2025-01-01, 'text'."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {write_value(one)}' for key, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(write_value, value))}]"
    return repr(value)


def say_unexpected(where: str, error: Exception, *, document_id: str | None = None) -> UnexpectedError:
    """Say in words what the system refused, or what the program did not foresee and where in it."""
    if isinstance(error, MemoryError):
        next_step = "请关闭其他程序，或换用内存更大的机器后重试。"
        return UnexpectedError(where, "足够的内存", "内存不足", next_step, document_id=document_id)
    if isinstance(error, OSError):
        next_step = "请检查该位置和权限后重试。"
        place = str(error.filename or where)
        return UnexpectedError(
            place, "可以读写的位置", describe_system_error(error), next_step, document_id=document_id
        )
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name} 第 {frames[-1].lineno} 行" if frames else "未知位置"
    found = f"程序未预料到的情况（{type(error).__name__}：{str(error)[:_LONGEST]}，{place}）"
    next_step = "请把这句话告诉 budgetkit 的维护者；设 BUDGETKIT_TRACEBACK=1 可显示详情。"
    return UnexpectedError(where, "能够处理的内容", found, next_step, document_id=document_id)
