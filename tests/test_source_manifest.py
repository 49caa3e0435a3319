"""The sources manifest is input like any other: no entry reaches outside its folder, and each stops only itself."""

from __future__ import annotations

import hashlib
import json
import os
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetkit.errors import SourceError
from budgetkit.inside import prove_inside
from budgetkit.source_entry import is_id, is_web_address
from budgetkit.sources import MANIFEST, check_sources, load_manifest

ANOTHER = {"id": "good", "department_id": "good-dept", "department": "好局", "file": "good.txt", "title": "好局预算"}


def entry(raw, **changes):
    """Give an entry of the manifest with its file; a change of None leaves the field out."""
    fields = {
        "id": "one",
        "department_id": "some-department",
        "department": "某局",
        "level": "city",
        "region": "某市",
        "field": "某领域",
        "year": 2025,
        "kind": "budget",
        "title": "某局2025年部门预算",
        "file": "one.txt",
        **changes,
    }
    content = f"{fields['id']}{fields['year']}".encode("utf-8", "replace")
    if fields["file"] in ("one.txt", "good.txt", "two.txt"):
        (raw / fields["file"]).write_bytes(content)
    fields.setdefault("sha256", hashlib.sha256(content).hexdigest())
    return {key: value for key, value in fields.items() if value is not None}


def write(raw, *entries):
    def toml(value):
        text = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        return text if isinstance(value, str) else str(value).lower()

    tables = ["[[document]]\n" + "".join(f"{key} = {toml(value)}\n" for key, value in one.items()) for one in entries]
    (raw / MANIFEST).write_text("\n".join(tables), "utf-8")
    return load_manifest(raw)


def refuse(raw, **changes):
    """Load a manifest of this entry beside a good one; give the error, when the good one goes on."""
    manifest = write(raw, entry(raw, **changes), entry(raw, **ANOTHER))
    assert [source.document_id for source in manifest.sources] == ["good"]
    (error,) = manifest.errors
    assert MANIFEST in error.where
    assert error.next_step
    return error


OUTSIDE = [
    "/abs/victim",
    "../../../X",
    "..",
    ".",
    "a/b",
    "a\\b",
    "a\0b",
    "a\nb",
    "a.b",
    "中文",
    "-a",
    "a-",
    "",
    "a" * 300,
]
OUTSIDE += ["con", "NUL", "com1", " a", "a ", "a_b", "ａ", "é", "\x1b[31m"]


@pytest.mark.parametrize("value", OUTSIDE)
@pytest.mark.parametrize("name", ["id", "department_id", "counterpart"])
def test_an_id_of_another_form_is_refused_and_the_other_entry_goes_on(tmp_path, name, value):
    if (name, value) == ("counterpart", ""):
        pytest.skip("an empty counterpart is none")
    error = refuse(tmp_path, **{name: value})
    assert name in str(error)
    assert "\n" not in str(error)
    assert "\x1b" not in str(error)


def test_a_department_is_not_its_own_counterpart(tmp_path):
    own = entry(tmp_path)["department_id"]
    assert "counterpart 为另一层级" in str(refuse(tmp_path, counterpart=own))


@given(st.text(max_size=12) | st.from_regex(r"[A-Za-z0-9-]{1,90}", fullmatch=True))
def test_a_value_that_passes_as_id_names_a_file_in_its_folder(tmp_path_factory, value):
    if is_id(value):
        assert value.isascii()
        folder = tmp_path_factory.getbasetemp()
        assert prove_inside(folder / f"{value}.html", folder).parent == folder


@pytest.mark.parametrize("value", ["beijing-emergency-2026-budget", "a", "A1", "x--y", "2026-x", "a" * 80])
def test_usual_ids_pass(value):
    assert is_id(value)


@pytest.mark.parametrize(
    "value",
    [
        "../outside.txt",
        "/etc/hostname",
        "a/../../outside.txt",
        "a\0.txt",
        "a\n.txt",
        ".hidden.txt",
        "x" * 300,
        "..",
        ".",
    ],
)
def test_a_file_outside_the_raw_folder_is_refused(tmp_path, value):
    raw = tmp_path / "raw"
    raw.mkdir()
    (tmp_path / "outside.txt").write_text("x")
    refuse(raw, file=value)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_out_of_the_raw_folder_is_refused(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    (tmp_path / "outside.txt").write_text("x")
    (raw / "link.txt").symlink_to(tmp_path / "outside.txt")
    (raw / "folder").symlink_to(tmp_path)
    os.symlink("ring.txt", raw / "ring.txt")
    for name in ("link.txt", "folder/outside.txt"):
        assert "之外" in str(refuse(raw, file=name))
    manifest = write(raw, entry(raw, file="ring.txt"), entry(raw, **ANOTHER))
    assert "ring" in str(check_sources(raw, manifest))


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "data:text/html,x", "file:///etc/passwd",
        "//host/x", "ftp://host/x", "http://", "http:///x", "https://host:port/", "http://user@host/", "http://a b/",
        'http://host/"onclick=x', "http://host/<b>", "http://host/\n", "http://[::1", "\thttp://host/", "x" * 3000,
        "vbscript:x", "mailto:a@b", 5,
    ],
)  # fmt: skip
def test_an_address_that_is_not_http_is_refused(tmp_path, value):
    assert "url" in str(refuse(tmp_path, url=value))


@pytest.mark.parametrize(
    "value",
    ["http://host", "https://www.host.gov.cn/a/b?c=1&d=%20#e", "https://host:8080/预算/2026.pdf", "HTTPS://host/"],
)
def test_web_addresses_pass(value):
    assert is_web_address(value)


@pytest.mark.parametrize("year", [-5, 10**12, True, 2025.0, "2025", 0, 1900, 10**30])
def test_a_year_that_is_none_is_refused(tmp_path, year):
    assert "year" in str(refuse(tmp_path, year=year))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("kind", "buget", "buget"), ("level", "town", "town"), ("region", None, "region"), ("regoin", "x", "regoin"),
        ("department", 5, "5"), ("title", "a\nb", "title"), ("title", "\x1b[31mred", "x1b"),
        ("sha256", "xyz", "sha256"), ("sha256", 1, "sha256"), ("file", 1, "file"), ("field", "x" * 1000, "1002"),
        ("id", None, "id"), ("id", 7, "7"),
    ],
)  # fmt: skip
def test_a_field_of_another_type_or_form_is_named_with_what_was_found(tmp_path, name, value, said):
    assert said in str(refuse(tmp_path, **{name: value}))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "[[document]]"), (b"document = []", "[[document]]"), (b"document = 5", "5"), (b"[document]\na = 1", "a"),
        (b"document = [1, 'x']", "1"), (b"[[documents]]\nid = 'a'", "documents"), (b"[[document]", "TOML"),
        ("[[document]]\ntitle = '某局'".encode("gbk"), "UTF-8"), (b"\xff\xfe\x00", "UTF-8"), (b"[" * 5000, "TOML"),
        (b"a = 1\n[[document]]\n", "'a'"), ("\ufeff".encode() * 2, "TOML"),
    ],
)  # fmt: skip
def test_a_manifest_of_another_form_is_refused_in_words(tmp_path, content, said):
    (tmp_path / MANIFEST).write_bytes(content)
    try:
        told = str(load_manifest(tmp_path).errors)
    except SourceError as error:
        told = str(error)
    assert said in told


def test_a_byte_order_mark_before_the_manifest_does_no_harm(tmp_path):
    write(tmp_path, entry(tmp_path))
    content = (tmp_path / MANIFEST).read_bytes()
    (tmp_path / MANIFEST).write_bytes(b"\xef\xbb\xbf" + content)
    assert len(load_manifest(tmp_path).sources) == 1


def test_a_folder_in_the_manifests_place_and_no_folder_at_all_are_said(tmp_path):
    (tmp_path / MANIFEST).mkdir()
    for folder, said in ((tmp_path, "文件夹"), (tmp_path / "none", "没有该文件")):
        with pytest.raises(SourceError, match=said):
            load_manifest(folder)


CONFLICTS = {
    "same id": ({}, {"file": "two.txt", "year": 2024}),
    "id in another case": ({}, {"id": "ONE", "file": "two.txt", "year": 2024}),
    "same file": ({}, {"id": "two", "year": 2024}),
    "file in another case": ({}, {"id": "two", "file": "ONE.TXT", "year": 2024, "sha256": "0" * 64}),
    "same file under two departments": (
        {"sha256": "0" * 64},
        {"id": "two", "file": "two.txt", "department_id": "b", "department": "乙局", "sha256": "0" * 64},
    ),
    "same department and year": ({}, {"id": "two", "file": "two.txt"}),
    "department id in another case": (
        {},
        {"id": "two", "file": "two.txt", "department_id": "Some-Department", "year": 2024},
    ),
    "two names": ({}, {"id": "two", "file": "two.txt", "department": "乙局", "year": 2024}),
    "two levels": ({}, {"id": "two", "file": "two.txt", "level": "district", "year": 2024}),
    "two regions": ({}, {"id": "two", "file": "two.txt", "region": "乙市", "year": 2024}),
    "two ids of a department": ({}, {"id": "two", "file": "two.txt", "department_id": "b", "year": 2024}),
}


@pytest.mark.parametrize("changes", CONFLICTS.values(), ids=CONFLICTS)
def test_entries_that_contradict_each_other_are_both_named_and_refused_and_the_third_goes_on(tmp_path, changes):
    first, second = (entry(tmp_path, **one) for one in changes)
    manifest = write(tmp_path, first, second, entry(tmp_path, **ANOTHER))
    assert [source.document_id for source in manifest.sources] == ["good"]
    assert any(first["id"] in error.where and second["id"] in error.where for error in manifest.errors)


def test_several_units_of_a_department_may_evaluate_themselves(tmp_path):
    first = entry(tmp_path, kind="self_evaluation", title="某局自评（甲中心）")
    second = entry(tmp_path, id="two", file="two.txt", kind="self_evaluation", title="某局自评（乙中心）")
    assert write(tmp_path, first, second, entry(tmp_path, id="good", file="good.txt")).errors == []


VALUES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    name=st.sampled_from(
        [
            "id",
            "department_id",
            "department",
            "level",
            "region",
            "field",
            "year",
            "kind",
            "title",
            "file",
            "sha256",
            "url",
            "counterpart",
        ]
    ),
    value=VALUES,
)
def test_any_value_of_any_field_is_taken_or_said_and_the_good_entry_goes_on(tmp_path, name, value):
    value = value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
    manifest = write(tmp_path, entry(tmp_path, **{name: value}), entry(tmp_path, **ANOTHER))
    assert "good" in [source.document_id for source in manifest.sources] or "good" in str(value)
    for source in manifest.sources:
        assert is_id(source.document_id)
        assert prove_inside(source.path.resolve(), tmp_path)
    assert len(manifest.sources) + len(manifest.errors) >= 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.binary(max_size=60) | st.text(alphabet="[]documentid=\"'\n .#{},1-\ufeff", max_size=60).map(str.encode))
def test_any_bytes_as_manifest_are_read_or_refused_in_words(tmp_path, content):
    (tmp_path / MANIFEST).write_bytes(content)
    try:
        told = load_manifest(tmp_path).errors
    except SourceError as error:
        told = [error]
    assert told
    assert all(error.next_step for error in told)
