"""Chinese fonts: where they are, how matplotlib and Typst get them, and which characters they have.

A machine has none, as a rule, and most programs then print boxes without a word. The kit looks in this order: the
setting BUDGETKIT_FONTS (files or folders, separated as in PATH), the fonts that the package mpl-font carries (the same
result everywhere), the system's own. The simplified Chinese face is taken: the same character is drawn otherwise in a
Japanese one.
"""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from budgetkit.errors import BudgetkitError
from budgetkit.upstream import fall_back_to

if TYPE_CHECKING:
    import uharfbuzz

SETTING = "BUDGETKIT_FONTS"
SIMPLIFIED_FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
_FAMILY, _TYPOGRAPHIC_FAMILY = 1, 16  # ids in a font's name table
_ENDINGS = {".otf", ".ttf", ".ttc", ".otc"}
_NEXT_STEP = f"请改写该字符，或用环境变量 {SETTING} 指定含有它的字体。"
_MISSING_IN_MATPLOTLIB = r"Glyph .* missing from"
_MISSING_GLYPH = re.compile(r"Glyph (\d+) \([^)\n]*\) missing from[^\n]*")
_UNPRINTED = {"\n", "\r", "\t", "\u00ad", "\u200b", "\u200d", "\ufe0e", "\ufe0f", "\ufeff"}


class FontError(BudgetkitError):
    """No Chinese font was found, or a character that no font has was about to be printed as a box."""


@dataclass(frozen=True)
class FontFile:
    """One face of a font file (a collection holds several)."""

    path: Path
    family: str
    weight: int
    index: int = 0


@dataclass(frozen=True)
class Fonts:
    """The family that a report is set in, with its regular and bold faces."""

    regular: FontFile
    bold: FontFile

    @property
    def family(self) -> str:
        """The family's name, for matplotlib, CSS and Typst alike."""
        return self.regular.family

    @property
    def folders(self) -> list[Path]:
        """The folders that hold the faces, which is what Typst asks for."""
        return list(dict.fromkeys([self.regular.path.parent, self.bold.path.parent]))


def find_fonts() -> Fonts:
    """Find the fonts that reports are set in: the setting, the carried ones, the system's.

    Raises FontError when the setting names no Chinese font, or when there is none at all.
    """
    return _find_fonts(os.environ.get(SETTING, ""))


@cache
def _find_fonts(setting: str) -> Fonts:
    if setting:
        fonts = _choose(read_faces(setting.split(os.pathsep)))
        if fonts is None:
            raise FontError(f"环境变量 {SETTING}", "含简体中文字形的字体文件或文件夹", setting, "请改正或取消该设置。")
        return fonts
    for places in (_carried_places, _system_places):
        fonts = _choose(read_faces(places()))
        if fonts is not None:
            return fonts
    raise FontError(
        "本机", "简体中文字体", "没有找到", f"请安装 Python 包 mpl-font，或用环境变量 {SETTING} 指定字体文件。"
    )


def _carried_places() -> list[str]:
    spec = find_spec("mpl_font")  # found, not imported: its import would load pyplot
    places = spec.submodule_search_locations if spec else None
    return [str(Path(folder) / "fonts" / "noto") for folder in places or ()]


def _system_places() -> list[str]:
    from matplotlib.font_manager import findSystemFonts

    return sorted(findSystemFonts())


def read_faces(places: Iterable[str]) -> list[FontFile]:
    """Read family and weight of every face in files and folders; what is not a font is passed over."""
    files: list[Path] = []
    for place in map(Path, places):
        found = sorted(place.rglob("*")) if place.is_dir() else [place]
        files += [path for path in found if path.suffix.lower() in _ENDINGS and path.is_file()]
    return [face for path in files for face in _read_file(path)]


def _read_file(path: Path) -> list[FontFile]:
    import uharfbuzz

    blob = uharfbuzz.Blob.from_file_path(str(path))
    count = uharfbuzz.Face(blob).count or 0
    faces = [uharfbuzz.Face(blob, index) for index in range(count)]
    return [FontFile(path, _family(face), _weight(face), face.index) for face in faces]


def _family(face: uharfbuzz.Face) -> str:
    return face.get_name(_TYPOGRAPHIC_FAMILY) or face.get_name(_FAMILY) or ""


def _weight(face: uharfbuzz.Face) -> int:
    return int.from_bytes(face.reference_table("OS/2").data[4:6], "big")


def _choose(faces: list[FontFile]) -> Fonts | None:
    """Choose the best simplified family, and of it the faces nearest to regular and bold."""
    for family in SIMPLIFIED_FAMILIES:
        members = [face for face in faces if face.family == family]
        if members:
            nearest = {weight: min(members, key=lambda face: abs(face.weight - weight)) for weight in (400, 700)}
            return Fonts(nearest[400], nearest[700])
    return None


@cache
def register_fonts() -> str:
    """Make the reports' fonts known to matplotlib; return the family's name.

    matplotlib's own font cache doesn't notice fonts that were installed later, hence the files are added by path.
    Raises FontError when there is no Chinese font, or matplotlib cannot read the face.
    """
    from matplotlib.font_manager import FontProperties, findfont, fontManager

    fonts = find_fonts()
    for path in dict.fromkeys([fonts.regular.path, fonts.bold.path]):
        fontManager.addfont(str(path))
    try:
        findfont(FontProperties(family=[fonts.family]), fallback_to_default=False)
    except ValueError as error:
        raise FontError(
            str(fonts.regular.path),
            f"matplotlib 能读取的 {fonts.family}",
            "读不到",
            "请改用单一字体文件（.otf、.ttf）。",
        ) from error
    return fonts.family


def use_fonts() -> str:
    """Make matplotlib draw with the reports' fonts unless a text names others; return the family's name.

    To be called before a figure of one's own is made: a text keeps the family that was set when it was written.
    """
    import matplotlib

    family = register_fonts()
    fall_back_to(family)
    matplotlib.rcParams["font.family"] = [family]
    matplotlib.rcParams["axes.unicode_minus"] = False
    return family


def use_fonts_when_drawing() -> None:
    """Make matplotlib draw with the reports' fonts from the moment that it is imported: a notebook needs no call."""
    if "matplotlib.font_manager" in sys.modules:
        _use_what_there_is()
    elif not any(isinstance(finder, _AfterMatplotlib) for finder in sys.meta_path):
        sys.meta_path.insert(0, _AfterMatplotlib())


def _use_what_there_is() -> None:
    with suppress(BudgetkitError):  # without a font, the glyphs that are missing are said
        use_fonts()


class _AfterMatplotlib(MetaPathFinder):
    """Finds matplotlib's module of fonts, once, and has the reports' fonts set when it has been imported."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Give the module's spec with a loader that sets the fonts afterwards; None for every other module."""
        if name != "matplotlib.font_manager":
            return None
        sys.meta_path.remove(self)
        spec = find_spec(name)
        if spec is None or spec.loader is None:
            return spec
        execute = spec.loader.exec_module

        def execute_and_use(module: ModuleType) -> None:
            execute(module)
            _use_what_there_is()

        spec.loader.exec_module = execute_and_use  # type: ignore[method-assign]
        return spec


def check_warnings(text: str, where: str) -> None:
    """Raise FontError when what a cell wrote to stderr says that matplotlib drew a character as a box."""
    if found := _MISSING_GLYPH.search(text):
        raise FontError(where, "字体中有的字符", f"图中缺字：{_say_glyph(found)}", _NEXT_STEP)


@contextmanager
def refuse_missing_glyphs(where: str) -> Iterator[None]:
    """Turn matplotlib's warning about a missing glyph into a FontError that names the figure."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=_MISSING_IN_MATPLOTLIB)
        try:
            yield
        except UserWarning as warning:
            found = _MISSING_GLYPH.search(str(warning))
            raise FontError(
                where, "字体中有的字符", _say_glyph(found) if found else str(warning), _NEXT_STEP
            ) from warning


def _say_glyph(found: re.Match[str]) -> str:
    """Say in words which character matplotlib's warning is about."""
    character = chr(int(found[1]))
    return f"{character if character.isprintable() else ''}（U+{ord(character):04X}）"


@cache
def open_face(face: FontFile) -> uharfbuzz.Face:
    """Open a face for reading glyphs or taking a subset; the file is mapped, not read."""
    import uharfbuzz

    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.path)), face.index)


@cache
def _glyphs(face: FontFile) -> uharfbuzz.Font:
    import uharfbuzz

    return uharfbuzz.Font(open_face(face))


@cache
def character_advance(character: str, *, is_bold: bool = False) -> float | None:
    """Give a character's advance in em in the reports' regular or bold face; None where the face lacks it."""
    fonts = find_fonts()
    font = _glyphs(fonts.bold if is_bold else fonts.regular)
    glyph = font.get_nominal_glyph(ord(character))
    return None if glyph is None else font.get_glyph_h_advance(glyph) / font.face.upem


@lru_cache(maxsize=65536)
def text_ems(text: str, *, is_bold: bool = False) -> float:
    """Give the width of a line of text in em; a character that the face lacks counts as a full-width one."""
    advances = (character_advance(character, is_bold=is_bold) for character in text)
    return sum(1.0 if advance is None else advance for advance in advances)


def missing_characters(characters: Iterable[str]) -> list[str]:
    """List the characters, each once and sorted, that the reports' regular face lacks."""
    glyphs = _glyphs(find_fonts().regular)
    return [
        character
        for character in sorted(set(characters) - _UNPRINTED)
        if glyphs.get_nominal_glyph(ord(character)) is None
    ]


def make_printable(text: str) -> str:
    """Put 〓, as Chinese typesetting does, for each character that the reports' regular face lacks."""
    for character in missing_characters(text):
        text = text.replace(character, "〓")
    return text


def check_glyphs(text: str, where: str) -> None:
    """Raise FontError when a text holds a character that would be printed as a box."""
    missing = missing_characters(text)
    if missing:
        named = "、".join(f"{character}（U+{ord(character):04X}）" for character in missing[:10])
        raise FontError(where, "字体中有的字符", f"缺字：{named}", _NEXT_STEP)
