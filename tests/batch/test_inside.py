"""A path is proved to lie inside its folder before anything is written or removed there."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkit.inside import PlaceError, is_file_stem, is_plain_name, make_folder, prove_inside, remove_tree


@pytest.mark.parametrize("name", ["a", "北京-2026", "made-city-1", "1_培训费 对比", "a.b", "x" * 200])
def test_plain_names_stay_inside(tmp_path, name):
    assert is_plain_name(name)
    assert prove_inside(tmp_path / name, tmp_path) == tmp_path / name


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "/abs", "a/b", "a\\b", "a\0b", "a\nb", "a\x1b[31m", " a", "x" * 300, None, 3, "C:x"]
)
def test_what_is_no_plain_name_is_known(name):
    assert not is_plain_name(name)


def test_any_name_that_can_be_told_of_in_a_line_is_a_files():
    assert all(map(is_file_stem, ["a#b?c", "&<b>", "一 二", "x" * 243]))
    assert not any(map(is_file_stem, ["", "a\nb", "a\x1b[0m", "x" * 244, "\udcff"]))


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/abs/victim", "..", ".", "a/..", "a\0b"])
def test_paths_that_lead_out_are_refused(tmp_path, path):
    with pytest.raises(PlaceError, match="之外"):
        prove_inside(tmp_path / "reports" / path, tmp_path / "reports")


def test_a_link_on_the_way_that_leads_out_is_refused(tmp_path):
    inside, outside = make_folder(tmp_path / "reports"), make_folder(tmp_path / "outside")
    os.symlink(outside, inside / "link")
    with pytest.raises(PlaceError):
        prove_inside(inside / "link" / "x", inside)
    (outside / "kept").write_text("x")
    remove_tree(inside / "link", inside)
    assert (outside / "kept").exists()


@given(st.lists(st.sampled_from(["..", ".", "a", "b", "c/d", "/", "//x"]), max_size=6))
def test_whatever_is_proved_lies_below(tmp_path_factory, parts):
    folder = tmp_path_factory.getbasetemp() / "folder"
    path = folder.joinpath(*parts)
    try:
        proved = prove_inside(path, folder)
    except PlaceError:
        return
    assert os.path.normpath(proved).startswith(f"{folder}{os.sep}")


def test_a_file_in_a_folders_place_is_said(tmp_path):
    (tmp_path / "reports").write_text("x")
    with pytest.raises(PlaceError, match="同名的文件"):
        make_folder(tmp_path / "reports")
    with pytest.raises(PlaceError, match="同名的文件"):
        make_folder(tmp_path / "reports" / "below")
