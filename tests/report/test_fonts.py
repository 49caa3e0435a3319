"""A report prints every character or fails; it never prints a box."""

from __future__ import annotations

import io

import matplotlib
import pytest
from matplotlib.figure import Figure

from budgetkit import fonts


def test_simplified_chinese_face_is_found():
    found = fonts.find_fonts()
    assert found.family in fonts.SIMPLIFIED_FAMILIES
    assert found.bold.weight > found.regular.weight
    assert fonts.missing_characters("预算执行率≥≤—“”①㎡") == []


def test_setting_goes_before_the_carried_fonts(monkeypatch, tmp_path):
    carried = fonts.find_fonts().bold.path
    (tmp_path / carried.name).symlink_to(carried)
    monkeypatch.setenv(fonts.SETTING, str(tmp_path))
    assert fonts.find_fonts().regular.path.parent == tmp_path


def test_setting_without_a_chinese_font_is_refused(monkeypatch, tmp_path):
    (tmp_path / "empty.ttf").write_bytes(b"")
    monkeypatch.setenv(fonts.SETTING, str(tmp_path))
    with pytest.raises(fonts.FontError, match=fonts.SETTING):
        fonts.find_fonts()


def test_machine_without_any_chinese_font_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(fonts, "_carried_places", list)
    monkeypatch.setattr(fonts, "_system_places", list)
    fonts._find_fonts.cache_clear()
    with pytest.raises(fonts.FontError, match="mpl-font"):
        fonts.find_fonts()
    fonts._find_fonts.cache_clear()


def test_matplotlib_draws_with_the_reports_family():
    with matplotlib.rc_context():
        assert fonts.use_fonts() == fonts.find_fonts().family
        assert matplotlib.rcParams["font.family"] == [fonts.find_fonts().family]


def test_character_without_a_glyph_fails_with_its_name():
    with pytest.raises(fonts.FontError, match="U\\+1F600"):
        fonts.check_glyphs("预算\U0001f600", "第 3 段")


def test_figure_with_a_missing_glyph_fails():
    family = fonts.register_fonts()
    figure = Figure()
    figure.text(0.5, 0.5, "\U0001f600", family=family)
    with pytest.raises(fonts.FontError, match="图 1"), fonts.refuse_missing_glyphs("图 1"):
        figure.savefig(io.BytesIO(), format="svg")
