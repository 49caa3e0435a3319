"""The encoding of a text file: declared, or detected by a strict trial with proof; never guessed.

A file is read in the first encoding that decodes every byte and gives what its kind of document is about. UTF-8 proves
itself: other text is hardly ever valid in it.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from budgetkit.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "gb18030": "GB18030", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
_DECLARED = {
    "utf-8": ("utf-8",), "utf8": ("utf-8",), "utf-8-sig": ("utf-8",),
    "gb18030": ("gb18030",), "gbk": ("gb18030",), "gb2312": ("gb18030",), "cp936": ("gb18030",),
    "utf-16": ("utf-16-le", "utf-16-be"), "utf-16-le": ("utf-16-le",), "utf-16-be": ("utf-16-be",),
}  # fmt: skip
ENCODINGS = "utf-8、gb18030（gbk、gb2312）或 utf-16"
_WORDS = re.compile(
    "预算|决算|支出|收入|金额|合计|总计|单位|部门|项目|绩效|指标|财政|科目|资金|万元|名称|编码|目标|管理|服务"
)
_CHINESE, _LOST = re.compile("[\u4e00-\u9fff]"), re.compile("\ufffd")
_LETTERS = re.compile("[\x80-\x9f\xc0-\xd6\xd8-\xf6\xf8-\u024f]")  # no blanks, × and other signs
_FEW = 20  # characters of any kind that a text may well hold
_SOME_LOST = 0.01  # of all characters
_ENOUGH = 2  # words of the field that prove a trial


class Decoded(NamedTuple):
    """A file's text and the name of the encoding in which it was read; `is_usual` for UTF-8."""

    text: str
    encoding: str

    @property
    def is_usual(self) -> bool:
        return self.encoding == "UTF-8"


def decode(path: Path, content: bytes, declared: str | None = None) -> Decoded:
    """Decode a file's content in its declared encoding, or in the one that its bytes prove.

    Raises SourceError where the declared encoding is unknown, no encoding reads every byte (with the place of the first
    that cannot be read), or the text was garbled before it was saved.
    """
    trials = _trials(path, content, declared)
    for encoding in trials:
        text = _try(content, encoding)
        if text is not None and (declared or encoding.startswith("utf-8") or _is_proved(text)):
            _refuse_garbled(path, text)
            return Decoded(text.removeprefix("\ufeff"), _NAMES[encoding])
    raise _undecodable(path, content, trials[0])


def encodings_of(declared: object) -> tuple[str, ...] | None:
    """Give the encodings that a declared name stands for, None where it is none that is read."""
    return _DECLARED.get(declared.lower().replace("_", "-")) if isinstance(declared, str) else None


def _trials(path: Path, content: bytes, declared: str | None) -> tuple[str, ...]:
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if declared is None:
        return (marked,) if marked else ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    known = encodings_of(declared)
    if known is None:
        raise SourceError(
            str(path), f"encoding 取 {ENCODINGS}", declared, "请在清单中改正 encoding，或将文件转存为 UTF-8。"
        )
    return (marked,) if marked in known else known


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_proved(text: str) -> bool:
    return "\0" not in text and len(set(_WORDS.findall(text))) >= _ENOUGH


def _refuse_garbled(path: Path, text: str) -> None:
    """Refuse a text that was once read in a wrong encoding and saved again: its characters are letters or are lost."""
    chinese, letters, lost = (len(pattern.findall(text)) for pattern in (_CHINESE, _LETTERS, _LOST))
    step = "请用原文件重新抽取文本，或从发布单位重新下载。"
    if letters > max(chinese, _FEW):
        found = f"汉字 {chinese} 个，带符号的西文字母 {letters} 个，疑为以错误的编码读取后又转存"
        raise SourceError(str(path), "中文文本", found, step)
    if lost > max((chinese + lost) * _SOME_LOST, _FEW):
        raise SourceError(str(path), "完整的中文文本", f"有 {lost} 个字符已丢失（印作 �）", step)


def _undecodable(path: Path, content: bytes, encoding: str) -> SourceError:
    """Say where the first byte stands that cannot be read, and in what the file was tried."""
    try:
        content.decode(encoding)
        found = "可以解码，但没有一个部门预算或绩效用语，不是可用的文本"
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"第 {line} 行（第 {error.start + 1} 个字节）无法解码，GB18030、UTF-16 也读不出"
    step = "请将文件转存为 UTF-8 编码后重试，或在清单中以 encoding 注明它的编码。"
    return SourceError(str(path), f"{_NAMES[encoding]} 编码的文本", found, step)
