"""No personal datum of a document reaches any output: everything that the commands write and say is searched."""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
import pypdfium2
import pytest
from command_line import run_command
from made import Style, make_department, print_document, write_project
from made.personal import positive
from made_once import make_once

from budgetkit.corrections import Correction, apply_corrections
from budgetkit.errors import CorrectionError
from budgetkit.read.text import split_lines

ROOT = Path(__file__).parents[2]
TABLE = (
    "<table><tr><th>项目</th><th>联系人</th><th>电话</th></tr><tr><td>甲</td><td>古丽扎尔</td><td>55590001</td></tr>"
    "<tr><td>乙</td><td><b>欧阳明月</b></td><td>138000090002</td></tr></table>"
)
PLANTED = {
    "packed": (TABLE, ("古丽扎尔", "55590001", "欧阳明月", "138000090002")),
    "footer": ("填表人：端木清风　联 系 电 话：5559 0003", ("端木清风", "5559 0003")),
    "sentence": ("本项目负责人为慕容晓燕，联系电话13800009004。", ("慕容晓燕", "13800009004")),
    "mail": ("来信：murong@example.cn，微信号：wx_murong9", ("murong@example.cn", "wx_murong9")),
    "account": ("收款人：令狐志强　账号：6222 0000 0000 9005", ("令狐志强", "6222 0000 0000 9005")),
    "identity": ("领款人身份证号110105190912319006", ("110105190912319006",)),
    "key": ("分管领导\t皇甫国栋\t手机\t+86 138 0000 9007", ("皇甫国栋", "138 0000 9007")),
    "broken": ("申报负责人：公孙\n碧霄，联系电话：010-5559\n00121", ("公孙", "碧霄", "00121")),
    "noun": ("受助学生澹台明月获助学金，校对 端木雪", ("澹台明月", "端木雪")),
    "calling": ("报名请找宇文老师，材料发yuwen#example.cn", ("宇文", "yuwen#example.cn")),
    "plate": ("公务用车京N·F0123维修", ("京N·F0123",)),
    "spans": (
        '<table><tr><th colspan="2">项目</th><th>联系人</th></tr><tr><td>1</td><td>甲</td><td>帕丽达</td></tr></table>',
        ("帕丽达",),
    ),
    "two lines": ("联络员\n尉迟建军\n联系电话\n55590008", ("尉迟建军", "55590008")),
}
GOAL = ("确保完成全年任务，联系人：司马长风（处长），电话010-55590009。", ("司马长风", "010-55590009"))
SHORT = ("\t\t上官海棠\t55590010", ("上官海棠", "55590010"))
CORRECTED = ("上官海燕", "55590011")


@pytest.fixture(scope="module")
def outputs(shared: Path) -> Path:
    """Give the folder with all that the commands wrote over documents with personal data, made once a run."""
    return make_once(shared / "planted", run_everything)


def run_everything(folder: Path) -> None:
    """Plant personal data in made documents, and run every command over them."""
    folder.mkdir()
    pair = [
        make_department(1, layout, year=2025, field_name="民政", projects=3, units=1) for layout in ("city", "district")
    ]
    raw = write_project(folder, pair, [Style(), Style(contacts="header", rows_per_page=7)])
    for department in pair:
        path = raw / f"{department.document_id}.txt"
        _replace(raw, path, _plant(path.read_text("utf-8")))
    _write_correction(folder, raw / f"{pair[0].document_id}.txt")
    said = [_run(folder, "clean"), _run(folder, "check"), _run(folder, "list")]
    said += [_run(folder, "show", department.document_id, "3", "--around", "9999") for department in pair]
    said += [
        _run(folder, "export", "--format", kind, "--to", f"out-{kind}")
        for kind in ("csv", "xlsx", "duckdb", "datapackage")
    ]
    for notebook in ("0_data_quality", "4_performance"):
        (folder / "notebooks" / f"{notebook}.ipynb").write_bytes(
            (ROOT / "notebooks" / f"{notebook}.ipynb").read_bytes()
        )
    said.append(_run(folder, "report", "--format", "html,pdf,docx"))
    (folder / "said.log").write_text("\n".join(said), "utf-8")


def _plant(text: str) -> str:
    """Put personal data into a document: among its tables, behind a project, in a goal, at its end."""
    lines = text.split("\n")
    project = next(at for at, line in enumerate(lines) if re.search(r"\d{8}T\d", line))
    lines.insert(project + 1, SHORT[0])
    middle = len(lines) // 2
    lines[middle:middle] = ["", *(text for text, _ in PLANTED.values()), ""]
    goal = next(at for at, line in enumerate(lines) if "指标" in line and "\t" in line and "。" in line)
    lines[goal] = lines[goal].replace("。", "。" + GOAL[0], 1)
    return "\n".join([*lines, *(text for text, _ in PLANTED.values())])


def _replace(raw: Path, path: Path, text: str) -> None:
    manifest = raw / "sources.toml"
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_text(text, "utf-8")
    after = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text("utf-8").replace(before, after), "utf-8")


def _write_correction(folder: Path, document: Path) -> None:
    lines = document.read_text("utf-8").split("\n")
    at = next(at for at, line in enumerate(lines) if re.fullmatch(r"\d{7}-[^\t]+\t.*", line))
    printed = lines[at].split("\t")[0]
    (folder / "data" / "corrections").mkdir()
    (folder / "data" / "corrections" / f"{document.stem}.toml").write_text(
        f'[[correction]]\nline = {at + 1}\nprinted = "{printed}"\ncorrected = "{printed}"\n'
        f'reason = "据联系人：{CORRECTED[0]}"\nevidence = "致电{CORRECTED[1]}，电话：{CORRECTED[1]}"\n',
        "utf-8",
    )


def _run(folder: Path, *command: str) -> str:
    done = run_command(*command, cwd=folder)
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr


def _secrets() -> list[str]:
    planted = [secret for _, secrets in PLANTED.values() for secret in secrets]
    people = make_department(1, "district", year=2025, field_name="民政", projects=3, units=1).people.values()
    return [*planted, *GOAL[1], *SHORT[1], *CORRECTED, *(secret for pair in people for secret in pair)]


def _written(path: Path) -> str:
    """Give what a written file says: text, or all that a binary one holds."""
    if path.suffix == ".parquet":
        return str(pq.read_table(path).to_pylist())
    if path.suffix == ".pdf":
        return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as packed:
            written = "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
        return written + re.sub("<[^<>]*>", "", written)  # what tags set apart inside words
    return path.read_bytes().decode("utf-8", "replace")


def _outputs(folder: Path) -> list[Path]:
    inputs = (folder / "data" / "raw", folder / "data" / "corrections", folder / "notebooks")
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and not any(i in path.parents for i in inputs)]


@pytest.mark.slow
def test_what_was_planted_is_in_the_documents_and_in_no_output(outputs):
    raw = "".join(path.read_text("utf-8") for path in (outputs / "data" / "raw").glob("*.txt"))
    assert [secret for secret in _secrets() if secret not in raw and secret not in CORRECTED] == []
    leaks = {
        path.name: [secret for secret in _secrets() if secret in text or secret in unbroken]
        for path in _outputs(outputs)
        for text in [_written(path)]
        for unbroken in [text.replace("\n", "")]
    }
    assert {name: found for name, found in leaks.items() if found} == {}


@pytest.mark.slow
def test_every_kind_of_output_was_searched(outputs):
    kinds = {path.suffix for path in _outputs(outputs)}
    assert {".parquet", ".csv", ".xlsx", ".duckdb", ".json", ".html", ".pdf", ".docx", ".ipynb", ".log"} <= kinds
    pages = [path for path in _outputs(outputs) if path.parent.name == "sources" and path.suffix == ".html"]
    assert len(pages) == 2
    assert all("（略）" in path.read_text("utf-8") for path in pages)


@pytest.mark.slow
def test_findings_say_what_kind_of_thing_was_masked_and_where(outputs):
    findings = pq.read_table(outputs / "data" / "clean" / "findings.parquet").to_pylist()
    notes = [row["note"] for row in findings if row["kind"] == "personal_data"]
    assert notes
    assert [note for note in notes if not re.match(r"第 [\d、–]+ 行", note)] == []
    said = "".join(notes)
    assert all(kind in said for kind in ("姓名", "电话", "电子邮件", "证件号", "银行账号", "网络账号"))


def test_messages_quote_no_personal_data():
    lines = split_lines("某项目\t联系人：王小明\t55501234\t12.00")
    record = Correction(line=1, printed="联系人：李小红", corrected="联系人：李小明", reason="", evidence="")
    with pytest.raises(CorrectionError) as error:
        apply_corrections("made", lines, [record])
    assert not any(secret in f"{error.value}{vars(error.value)}" for secret in ("王小明", "李小红"))


@pytest.mark.parametrize("seed", range(3))
def test_random_texts_anywhere_in_a_document_reach_no_clean_table(clean_made, seed, monkeypatch):
    random = Random(seed)
    department = make_department(seed + 60, "district", year=2027)  # later than any project id among the texts
    planted = [positive(random) for _ in range(60)]
    text = print_document(department, Style()).split("\n")
    for marked in planted:
        text.insert(random.randrange(len(text)), re.sub("[⟦⟧]", "", marked))
    monkeypatch.setattr("made.folder.print_document", lambda *_: "\n".join(text))
    stored = str(clean_made(department).tables)
    secrets = {secret for marked in planted for secret in re.findall("⟦(.*?)⟧", marked) if len(secret) > 3}
    assert [secret for secret in secrets if secret in stored] == []
