"""`budgetkit add`, `remove` and `init`: documents into a project and out of it, all or nothing."""

from __future__ import annotations

import hashlib
import os
import re
import select
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from itertools import product

import docx
import pytest
from made import make_department, print_document
from made.files import write_docx, write_html, write_xlsx
from made.form_ledger import FEN, make_form_ledger
from made.printing_nine import print_nine
from typer.testing import CliRunner

from budgetkit.adding import documents as adding
from budgetkit.adding.body_name import read_body_name
from budgetkit.adding.description import describe_file
from budgetkit.adding.documents import carry_out, plan_addition, remove_document
from budgetkit.adding.file_date import find_file_date
from budgetkit.adding.ids import first_letters, propose_department_id
from budgetkit.adding.manifest_text import HEAD, add_entry, remove_entry
from budgetkit.adding.new_entry import Named
from budgetkit.adding.new_project import HEADS
from budgetkit.adding.transaction import Steps
from budgetkit.cli.app import app
from budgetkit.dataset.store import load_table
from budgetkit.errors import BudgetkitError, ParameterError, SourceError
from budgetkit.lock import NAME as LOCK
from budgetkit.parse import body_key
from budgetkit.project import Folders
from budgetkit.read.text import split_lines
from budgetkit.sources import load_sources

CITY = make_department(5, "city", year=2025, projects=2, units=1)
DISTRICT = make_department(5, "district", year=2025, field_name=CITY.field, projects=2, units=1)
WRITERS = {"xlsx": write_xlsx, "docx": write_docx, "html": write_html}


def write(made, folder, ending="txt", name=None, above=()):
    """Write a made document as a published file, with lines above it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name or made.document_id}.{ending}"
    text = "\n".join([*above, print_document(made)])
    if ending == "txt":
        path.write_text(text, "utf-8")
    else:
        WRITERS[ending](split_lines(text), path)
    return path


@pytest.fixture
def folders(tmp_path):
    top = tmp_path / "project"
    return Folders(top / "data" / "raw", top / "data" / "clean", top / "notebooks", top / "reports")


def add(path, folders, *, replace_earlier=False, **named):
    addition = plan_addition(path, folders, Named(**named))
    if addition.known is None:
        carry_out(addition, folders, replace_earlier=replace_earlier)
    return addition


def state(folders):
    """Give every file of a project by name with its content, locks left out."""
    top = folders.raw.parent.parent
    return {path: path.read_bytes() for path in sorted(top.rglob("*")) if path.is_file() and path.name != LOCK}


@pytest.mark.parametrize("ending", ["txt", *WRITERS])
@pytest.mark.parametrize("made", [CITY, DISTRICT], ids=["city", "district"])
def test_the_document_says_whose_it_is_and_of_which_year_in_every_format(made, ending, tmp_path):
    found = describe_file(write(made, tmp_path, ending, "a"))
    assert found.only("department").value == made.department
    assert found.only("year").value == "2025"
    assert found.only("kind").value == "budget"
    assert all(one.is_proof for one in (*found.department, *found.year, *found.kind))


TITLES = [
    *product(
        ("某省某市某局", "中共某市某区委社会工作部", "某市某区人民政府办公室"),
        ("2025年", "2025年度"),
        (("部门预算", "budget"), ("单位预算公开", "unit_budget"), ("部门决算", "final_accounts")),
    )
]


@pytest.mark.parametrize(("body", "year", "kind"), TITLES)
@pytest.mark.parametrize("cut", [0, 4])
def test_a_cover_names_body_year_and_kind_on_one_line_or_on_several(body, year, kind, cut, tmp_path):
    title = f"{body}{year}{kind[0]}"
    lines = [title] if not cut else [title[:cut], title[cut:]]
    (tmp_path / "a.txt").write_text("\n\n".join([*lines, "目录", "本年与2019年度部门预算相比"]), "utf-8")
    found = describe_file(tmp_path / "a.txt")
    assert (found.only("department").value, found.only("year").value) == (body, "2025")
    assert found.only("kind").value == kind[1]


@pytest.mark.parametrize(
    ("title", "body", "year", "kind"),
    [
        ("关于临湖市水务局2025年部门预算的说明", "临湖市水务局", "2025", "budget"),
        ("2025年临湖市水务局部门预算", "临湖市水务局", "2025", "budget"),
        ("2025年度\n临湖市水务局\n部门预算", "临湖市水务局", "2025", "budget"),
        ("二〇二五年临湖市水务局部门预算", "临湖市水务局", "2025", "budget"),
        ("2024年度临湖市水务局（部门）决算", "临湖市水务局", "2024", "final_accounts"),
        ("临湖市水务局2024年度单位决算", "临湖市水务局", "2024", "unit_final_accounts"),
        ("第二部分 临湖市水务局2025年部门预算表", "临湖市水务局", "2025", "budget"),
    ],
)
def test_a_title_may_name_the_year_first_or_stand_behind_other_words(title, body, year, kind, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(f"{title}\n\n{print_document(CITY).split(CITY.department, 1)[-1]}", "utf-8")
    found = describe_file(path)
    assert (found.department[0].value, found.year[0].value, found.kind[0].value) == (body, year, kind)


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (["第一部分部门概况", "一、部门职责"], "budget"),
        (["第一部分 单位概况", "第二部分 单位预算表"], "unit_budget"),
        (["第一部分 单位概况", "单位职责", "收入支出决算总表"], "unit_final_accounts"),
        (["第一部分部门概况", "一、单位职责"], None),
        (["部门收支总表", "部门收入总表"], None),
        (["第一部分部门概况"], None),
        (["单位：万元", "单位名称"], None),
    ],
)
def test_headings_that_agree_prove_the_kind_of_a_document_whose_title_does_not_say_it(headings, kind, tmp_path):
    path = tmp_path / "某市某局2025年预算公开.txt"
    path.write_text("\n".join(["某市某局2025年预算公开", *headings, "本年无此项预算。"]), "utf-8")
    evidence = describe_file(path).only("kind")
    assert (evidence.value if evidence and evidence.is_proof else None) == kind


def test_what_only_the_name_of_a_file_says_is_no_proof(tmp_path):
    (tmp_path / "某市某局25年部门预算.txt").write_text("收支总表\n部门预算", "utf-8")
    found = describe_file(tmp_path / "某市某局25年部门预算.txt")
    assert [(one.value, one.is_proof) for one in (*found.department, *found.year, *found.kind)] == [
        ("某市某局", False),
        ("2025", False),
        ("budget", False),
    ]


@pytest.mark.parametrize(
    ("name", "level", "region", "field"),
    [
        ("某某省某某市某区某某局", "district", "某区", "某某"),
        ("某某省财政厅", "city", "某某省", "财政"),
        ("某某自治区某某盟教育局", "city", "某某盟", "教育"),
        ("某某市某某新区商务委员会", "district", "某某新区", "商务"),
        ("某某市某某土家族自治县水务局", "district", "某某土家族自治县", "水务"),
        ("某某省某某市某某市财政局", "district", "某某市", "财政"),
        ("某某岭区市场监督管理局", "district", "某某岭区", "市场监督管理"),
        ("某某市城市管理局", "city", "某某市", "城市管理"),
        ("某某市住房和城市建设委员会", "city", "某某市", "住房和城市建设"),
        ("某某市某城市财政局", "district", "某城市", "财政"),
        ("某某州市市场监督管理局", "city", "某某州市", "市场监督管理"),
        ("中共某某市委社会工作部", "city", "某某市", "社会工作"),
        ("某某市应急管理局", "city", "某某市", "应急管理"),
        ("某某市政务服务和数据管理局", "city", "某某市", "政务服务和数据"),
        ("某某经济技术开发区管理委员会", None, None, "某某经济技术开发区"),
        ("国家某某局某某总队", None, None, "国家某某局某某总"),
    ],
)
def test_level_region_and_field_are_read_from_a_name_by_the_words_of_division(name, level, region, field):
    found = read_body_name(name)
    assert (found.level, found.region, found.field) == (level, region, field)


def test_ids_are_proposed_by_first_letters_or_not_at_all():
    assert propose_department_id("北京市海淀区财政局", "海淀区", "财政") == "bj-hd-finance"
    assert propose_department_id("上海市图书馆", "上海市", "图书") == "sh-ts"
    assert first_letters("啊波车得") == "abcd"
    assert first_letters("囧") is None


def test_adding_from_an_empty_folder_writes_file_entry_and_tables(folders, tmp_path):
    path = write(CITY, tmp_path, "xlsx", "某表")
    addition = add(path, folders, url="https://example.org/a.xlsx")
    (source,) = load_sources(folders.raw)
    assert (source.department, source.level, source.region) == (CITY.department, "city", CITY.region)
    assert (source.year, source.kind, source.url) == (2025, "budget", "https://example.org/a.xlsx")
    assert source.path.read_bytes() == path.read_bytes()
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert addition.document.tables["expenditure"]
    documents = load_table("documents", folders.clean).to_pylist()
    assert [row["document_id"] for row in documents] == [source.document_id]
    before = state(folders)
    assert add(path, folders).known.document_id == source.document_id
    assert state(folders) == before


def test_the_other_level_of_the_same_field_becomes_the_counterpart_and_comments_stay(folders, tmp_path):
    add(write(CITY, tmp_path), folders, field=CITY.field)
    manifest = folders.raw / "sources.toml"
    manifest.write_text("# 说明\n" + manifest.read_text("utf-8") + "\n# 尾注\n", "utf-8")
    before = manifest.read_text("utf-8")
    add(write(DISTRICT, tmp_path, "html"), folders, field=CITY.field)
    city, district = load_sources(folders.raw)
    assert district.counterpart == city.department_id
    assert manifest.read_text("utf-8").startswith(before)


def test_a_file_in_the_raw_folder_is_registered_where_it_is(folders):
    path = write(CITY, folders.raw, name="某局预算")
    add(path, folders)
    assert [source.file for source in load_sources(folders.raw)] == ["某局预算.txt"]


def test_what_a_document_does_not_say_must_be_named_and_may_not_contradict_it(folders, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("预算01表 收支总表\n\n单位：万元\n\n项目\t预算数\n收入总计\t1.00\n", "utf-8")
    with pytest.raises(SourceError, match="--department … --year … --kind …"):
        plan_addition(path, folders, Named())
    path = write(CITY, tmp_path)
    for named, found in (
        ({"year": 2026}, "选项为“2026”.*“2025”"),
        ({"department": "别处财政局"}, "选项为“别处财政局”"),
        ({"kind": "unit_budget"}, "选项为“unit_budget”"),
        ({"level": "district"}, "选项为“district”"),
    ):
        with pytest.raises(SourceError, match=found):
            plan_addition(path, folders, Named(**named))
    with pytest.raises(ParameterError, match="budget、unit_budget"):
        plan_addition(path, folders, Named(kind="预算"))
    assert state(folders) == {}


def test_a_counterpart_that_does_not_exist_is_refused_with_the_nearest(folders, tmp_path):
    add(write(CITY, tmp_path), folders, department_id="made-water")
    with pytest.raises(ParameterError, match="最相近的是 made-water"):
        plan_addition(write(DISTRICT, tmp_path), folders, Named(counterpart="made-wter"))


def test_a_newer_version_is_used_and_both_are_kept(folders, tmp_path):
    path = write(CITY, tmp_path)
    add(path, folders)
    (first,) = load_sources(folders.raw)
    newer = write(CITY, tmp_path / "new", above=["更正后重新公开"])
    addition = add(newer, folders)
    assert addition.earlier.document_id == first.document_id
    (second,) = load_sources(folders.raw)
    assert second.document_id == first.document_id
    assert second.path.read_bytes() == newer.read_bytes()
    (kept,) = (folders.raw / "earlier").iterdir()
    assert kept.read_bytes() == path.read_bytes()
    assert kept.name in (folders.raw / "sources.toml").read_text("utf-8")


def test_a_version_that_says_it_is_the_older_is_refused_unless_it_is_to_be_used_all_the_same(folders, tmp_path):
    later, earlier = (write(CITY, tmp_path / name, "docx", above=[name]) for name in ("later", "earlier"))
    for path, year in ((later, 2026), (earlier, 2025)):
        document = docx.Document(path)
        document.core_properties.modified = datetime(year, 2, 11, 16, 24, tzinfo=UTC)
        document.save(path)
    assert (find_file_date(earlier), find_file_date(later)) == ("20250211162400", "20260211162400")
    add(later, folders)
    before = state(folders)
    with pytest.raises(SourceError, match=r"2025-02-11 16:24.*--replace"):
        add(earlier, folders)
    assert state(folders) == before
    add(earlier, folders, replace_earlier=True)
    (used,) = load_sources(folders.raw)
    assert used.path.read_bytes() == earlier.read_bytes()


@pytest.mark.parametrize(
    ("content", "date"),
    [
        (b"%PDF-1.7 /CreationDate (D:20250211162444+08'24') /ModDate(D:20250311162444+08'00')", "20250311162444"),
        (b"%PDF-1.7 without a date", None),
        (b"PK no archive", None),
        ("收支总表 /ModDate(D:20250311162444)".encode(), None),
    ],
)
def test_a_date_is_what_the_file_says_of_itself(content, date, tmp_path):
    (tmp_path / "a").write_bytes(content)
    assert find_file_date(tmp_path / "a") == date


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("中国共产党某省委员会办公厅", "中共某省委办公厅", True),
        ("中共某省委办公厅", "某省委办公厅", True),
        ("中共某市某区委社会工作部", "中国共产党某市某区委员会社会工作部", True),
        ("某市发展和改革委员会", "某市发展和改革委", False),
        ("某市财政局", "某市某区财政局", False),
    ],
)
def test_a_party_body_is_one_under_each_of_its_names(one, other, are_one):
    assert (body_key(one) == body_key(other)) is are_one


def test_another_department_under_a_known_id_is_refused(folders, tmp_path):
    add(write(CITY, tmp_path), folders, department_id="made-one")
    before = state(folders)
    with pytest.raises(SourceError, match="made-one-2025-budget"):
        add(write(DISTRICT, tmp_path), folders, department_id="made-one")
    assert state(folders) == before


@pytest.mark.parametrize(
    ("step", "error"),
    [
        ("copy", KeyboardInterrupt()),
        ("move", OSError(28, "full")),
        ("write", KeyboardInterrupt()),
        ("clean", KeyboardInterrupt()),
        ("clean", SourceError("a", "b", "c", "d")),
    ],
)
def test_whatever_ends_an_addition_leaves_files_manifest_and_tables_as_they_were(
    step, error, folders, tmp_path, monkeypatch
):
    add(write(CITY, tmp_path), folders)
    before = state(folders)
    addition = plan_addition(write(CITY, tmp_path / "new", above=["更正"]), folders, Named())

    def fail(*arguments, **options):
        raise error

    if step == "clean":
        monkeypatch.setattr(adding, "clean_folder", fail)
    else:
        inner = getattr(Steps, step)

        def then_fail(self, *arguments):
            inner(self, *arguments)
            fail()

        monkeypatch.setattr(Steps, step, then_fail)
    with pytest.raises((KeyboardInterrupt, BudgetkitError)):
        carry_out(addition, folders, replace_earlier=True)
    assert state(folders) == before
    assert not (folders.raw / "earlier").exists()


def test_removing_takes_away_only_what_was_added(folders, tmp_path):
    add(write(CITY, tmp_path), folders)
    own = write(DISTRICT, folders.raw, name="手工放入")
    add(own, folders)
    city, district = load_sources(folders.raw)
    manifest = folders.raw / "sources.toml"
    told = remove_document(district.document_id, folders)
    assert own.exists()
    assert "保留 手工放入.txt" in "".join(told)
    own.unlink()
    told = remove_document(city.document_id, folders)
    assert "已删去" in "".join(told)
    assert not city.path.exists()
    assert "没有文件" in told[-1]
    assert manifest.read_text("utf-8").rstrip() == HEAD.rstrip()
    with pytest.raises(ParameterError):
        remove_document("nothing", folders)


ENTRY = {
    "id": "a-2025-budget", "department_id": "a", "department": "甲", "level": "city", "region": "某市", "field": "某",
    "year": 2025, "kind": "budget", "title": "甲\"引\"\\2025", "file": "a.txt", "sha256": "0" * 64,
}  # fmt: skip
TEXTS = (
    "# 头\n\n[[document]] # 第一条\nid = 'x'\ntitle = '''\n[[document]]\n'''\n\n# 尾注\n",
    "[[document]]\r\nid = \"x\"\r\n# 注\r\nurl = \"\"\r\n",
    HEAD,
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_an_entry_that_is_added_and_removed_leaves_the_manifest_as_it_was(text):
    added = add_entry(text, ENTRY, "清单", "备注")
    assert added.startswith(text)
    assert tomllib.loads(added)["document"][-1] == ENTRY
    if "'''" in text:
        with pytest.raises(SourceError, match="手工"):
            remove_entry(added, ENTRY["id"], "清单")
    else:
        assert remove_entry(added, ENTRY["id"], "清单") == (text, True)


def test_an_entry_written_by_hand_is_removed_with_its_own_comments_only():
    text = '# 头\n\n[[document]]\nid = "x"\n# 自己的\nyear = 1\n\n# 下一条的说明\n[[document]]\nid = "y"\n'
    assert remove_entry(text, "x", "清单") == ('# 头\n\n# 下一条的说明\n\n[[document]]\nid = "y"\n', False)


def test_the_command_previews_adds_lists_and_removes(folders, tmp_path):
    path = write(CITY, tmp_path, "docx")
    options = ["--raw", str(folders.raw), "--clean", str(folders.clean)]
    runner = CliRunner()
    preview = runner.invoke(app, ["add", str(path), "--dry-run", *options])
    assert preview.exit_code == 0, preview.output
    assert CITY.department in preview.output
    assert "没有写入" in preview.output
    assert state(folders) == {}
    done = runner.invoke(app, ["add", str(path), str(tmp_path / "没有.pdf"), *options])
    assert done.exit_code == 1
    assert "支出总表" in done.output
    assert "现在可以比较" in done.output
    (source,) = load_sources(folders.raw)
    removed = runner.invoke(app, ["remove", source.document_id, *options])
    assert removed.exit_code == 0, removed.output
    assert not source.path.exists()


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals")
def test_a_person_at_a_terminal_is_asked_may_take_what_is_proposed_and_is_told_what_does_not_fit(folders, tmp_path):
    ledger = make_form_ledger(3, 2019, FEN, 8)
    path = tmp_path / f"{ledger.body}2019年部门预算.txt"
    path.write_text(print_nine(ledger, 3).replace("2019年", "").replace("2018年", ""), "utf-8")
    options = ["--raw", str(folders.raw), "--clean", str(folders.clean)]
    without = CliRunner().invoke(app, ["add", str(path), *options])
    assert without.exit_code == 1
    asked = re.findall(r"--([a-z-]+) …", without.output)
    assert {"year", "kind", "level"} <= set(asked)
    answers = {"年度": ["去年", ""], "类别": ["预算", ""], "层级": ["省", "city"], "地区": ["某市"], "领域": ["某"],
               "登记这份文件": ["y"]}  # fmt: skip
    told = talk([sys.executable, "-m", "budgetkit", "add", str(path), *options], answers)
    assert told.count("应为") == 3  # of a year, a kind and a level that are none
    (source,) = load_sources(folders.raw)
    assert (source.year, source.kind, source.level, source.region) == (2019, "budget", "city", "某市")


def talk(command: list[str], answers: dict[str, list[str]]) -> str:
    """Run a command on a pseudo-terminal and answer what it asks, by the words of the question; give what it said."""
    import pty

    here, there = pty.openpty()
    process = subprocess.Popen(command, stdin=there, stdout=there, stderr=there, close_fds=True)
    os.close(there)
    told, seen = "", 0
    while ready := select.select([here], [], [], 120)[0]:
        try:
            part = os.read(ready[0], 4096)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        told += part.decode("utf-8", "ignore")
        question = told[seen:].rsplit("\n", 1)[-1]
        if question.rstrip().endswith((":", "：")):
            name = next(name for name in answers if name in question)
            os.write(here, f"{answers[name].pop(0)}\n".encode())
            seen = len(told)
    process.wait(60)
    os.close(here)
    assert process.returncode == 0, told
    return told


def test_a_new_project_has_folders_notebooks_and_an_empty_manifest_and_keeps_what_is_there(tmp_path):
    (tmp_path / "p" / "notebooks").mkdir(parents=True)
    (tmp_path / "p" / "notebooks" / "5_briefing.ipynb").write_text("mine")
    done = CliRunner().invoke(app, ["init", str(tmp_path / "p")])
    assert done.exit_code == 0, done.output
    assert "保留 notebooks/5_briefing.ipynb" in done.output
    assert f"下一步：cd {tmp_path / 'p'}" in done.output
    template = (tmp_path / "p" / "data" / "reference" / "heads.template.csv").read_bytes()
    assert template == HEADS
    assert (tmp_path / "p" / "notebooks" / "5_briefing.ipynb").read_text() == "mine"
    assert (tmp_path / "p" / "notebooks" / "1_city_district.ipynb").exists()
    assert (tmp_path / "p" / "data" / "raw" / "sources.toml").read_text("utf-8") == HEAD
