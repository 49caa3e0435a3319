"""Which format a raw file has, told by its content; its name only says what it was meant to be."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from budgetkit.errors import SourceError
from budgetkit.read.ole import OleError, read_ole

LARGEST = 200_000_000
"""Bytes of a raw file that are read at most."""


@dataclass(frozen=True)
class Format:
    """A file format: its key among the readers, what readers call it, and the endings that its files bear."""

    key: str
    label: str
    endings: tuple[str, ...] = ()
    next_step: str = ""  # what to do with a file of a format that is not read


FORMATS = {
    one.key: one
    for one in (
        Format("text", "文本", (".txt",)),
        Format("pdf", "PDF", (".pdf",)),
        Format("xlsx", "Excel 工作簿（xlsx）", (".xlsx", ".xlsm", ".xltx", ".et")),
        Format("xls", "Excel 97–2003 工作簿（xls）", (".xls", ".xlt", ".et")),
        Format("ods", "OpenDocument 表格（ods）", (".ods",)),
        Format("docx", "Word 文档（docx）", (".docx", ".docm", ".dotx")),
        Format("html", "网页（HTML）", (".html", ".htm", ".shtml", ".xhtml", ".mht")),
        Format("xlsb", "二进制的 Excel 工作簿（xlsb）", (".xlsb",), "请用 Excel 另存为 xlsx 后重试。"),
        Format("doc", "Word 97–2003 文档（doc）", (".doc", ".wps"), "请用 Word 或 WPS 另存为 docx 后重试。"),
        Format("odt", "OpenDocument 文本（odt）", (".odt",), "请另存为 docx 后重试。"),
        Format("slides", "演示文稿", (".ppt", ".pptx"), "请提供部门预算的表格文件。"),
        Format("xml", "XML 表格", (".xml",), "请用 Excel 打开后另存为 xlsx 后重试。"),
        Format("mhtml", "单个文件网页（MHTML）", (".mht", ".mhtml"), "请用浏览器打开后另存为网页（HTML）后重试。"),
        Format("rtf", "RTF 文档", (".rtf",), "请用 Word 或 WPS 另存为 docx 后重试。"),
        Format("ofd", "版式文件（OFD）", (".ofd",), "请用阅读器导出为 PDF 后重试。"),
        Format("picture", "图片", (".png", ".jpg", ".jpeg", ".tif", ".bmp", ".gif"), "请提供原文件，而非其图片。"),
        Format("archive", "压缩包", (".zip", ".rar", ".7z", ".gz"), "请先解压，再逐个登记其中的文件。"),
        Format("ole", "未知的复合文档", (), "请用生成它的软件打开后另存为 xlsx、docx 或 PDF。"),
    )
}
_MAGIC = (
    (b"{\\rtf", "rtf"), (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"),
    (b"II*\x00", "picture"), (b"MM\x00*", "picture"), (b"BM", "picture"), (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"), (b"7z\xbc\xaf\x27\x1c", "archive"),
)  # fmt: skip
_IN_ZIP = (
    ("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb"), ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "slides"), ("OFD.xml", "ofd"),
)  # fmt: skip
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.presentation": "slides",
}
_IN_OLE = (
    ("WordDocument", "doc"), ("PowerPoint Document", "slides"), ("Workbook", "xls"), ("Book", "xls"),
)  # fmt: skip
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|style)\b",
    re.DOTALL | re.IGNORECASE,
)
_XML = re.compile(r"\s*<\?xml\b")
_MHTML = re.compile(r"\s*(?:[\w-]+: ?[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.IGNORECASE)
_HEAD = 4096
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def find_format(path: Path) -> Format:
    """Find the format of a file by its content.

    Raises SourceError where it is empty, larger than what is read, protected by a password, or damaged so that its
    kind can't be told.
    """
    size = path.stat().st_size
    if size > LARGEST:
        raise SourceError(
            str(path), f"不超过 {LARGEST // 10**6} MB 的文件", f"{size // 10**6} MB", "请拆分文件，或只保留其中的表格。"
        )
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip():
        raise SourceError(str(path), "有内容的文件", "空文件", "请从发布单位重新下载该文件。")
    return FORMATS[_find_key(path, head)]


def _find_key(path: Path, head: bytes) -> str:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK"):
        return _look_into_zip(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _look_into_ole(path)
    for magic, key in _MAGIC:
        if head.startswith(magic) and (key != "picture" or b"\0" in head):
            return key
    return _look_at_text(head)


def _look_into_zip(path: Path) -> str:
    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < _HEAD:
                mimetype = archive.read("mimetype").strip()
                if _is_encrypted(archive, names):
                    raise protected(path)
                return _MIMETYPES.get(mimetype, "archive")
            return next((key for name, key in _IN_ZIP if name in names), "archive")
    except (BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, zlib.error) as error:
        raise damaged(path, "压缩格式的文件（xlsx、docx、ods）") from error


def _is_encrypted(archive: ZipFile, names: set[str]) -> bool:
    """Say whether an OpenDocument file is encrypted, which its list of parts tells."""
    name = "META-INF/manifest.xml"
    if name not in names or archive.getinfo(name).file_size > LARGEST:
        return False
    with archive.open(name) as manifest:
        return b"encryption-data" in manifest.read(1 << 20)


def _look_into_ole(path: Path) -> str:
    try:
        streams = read_ole(path.read_bytes())
    except OleError as error:
        raise damaged(path, "复合文档（xls、doc）") from error
    if "EncryptedPackage" in streams:
        raise protected(path)
    return next((key for name, key in _IN_OLE if name in streams), "ole")


def _look_at_text(head: bytes) -> str:
    """Tell web pages and XML from other text; what an encoding makes of other characters does not matter here."""
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), "latin-1")
    text = head.decode(encoding, "replace").removeprefix("\ufeff").removeprefix("ï»¿")
    if _HTML.match(text):
        return "html"
    if _MHTML.match(text):
        return "mhtml"
    if _XML.match(text):
        return "html" if re.search(r"<html\b", text, re.IGNORECASE) else "xml"
    return "text"


def protected(path: Path) -> SourceError:
    """Give the error of a file that a password keeps shut."""
    return SourceError(
        str(path), "可以直接打开的文件", "设有打开密码（已加密）", "请向发布单位索取未加密的文件，或解除密码后另存。"
    )


def damaged(path: Path, what: str) -> SourceError:
    """Give the error of a file that breaks off or whose inside does not hold together."""
    return SourceError(str(path), f"完整的{what}", "文件不完整或已损坏", "请从发布单位重新下载该文件。")
