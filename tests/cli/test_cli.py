"""The command line as a user calls it."""

import hashlib
import re
import shutil
from pathlib import Path

import pytest
from command_line import run_command, start_command
from typer.testing import CliRunner

RAW = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clean")
    result = start_command("clean", "--raw", RAW, "--clean", folder)
    assert result.returncode == 0, result.stderr
    return folder


@pytest.fixture
def raw_copy(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    for path in RAW.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def test_clean_prints_a_row_a_document_and_where_the_tables_are(clean):
    assert (clean / "expenditure.parquet").is_file()


def test_a_document_that_was_changed_is_named_and_the_others_are_cleaned(clean, raw_copy, tmp_path):
    shutil.copytree(clean, tmp_path / "clean")  # the others are as they were
    path = raw_copy / "beijing-data-2026-budget.txt"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    result = run_command("clean", "--raw", raw_copy, "--clean", tmp_path / "clean")
    assert result.returncode == 1
    assert "beijing-data-2026-budget.txt" in result.stderr
    assert "3 份文件" in result.stdout
    assert "Traceback" not in result.stderr


def test_a_document_of_another_kind_is_named_and_the_others_are_cleaned(clean, raw_copy, tmp_path):
    shutil.copytree(clean, tmp_path / "clean")  # the others are as they were
    path = raw_copy / "beijing-data-2026-budget.txt"
    manifest = raw_copy / "sources.toml"
    old = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_text("这是一封信。\n\n此致敬礼\n", "utf-8")
    new = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text("utf-8").replace(old, new), "utf-8")
    result = run_command("clean", "--raw", raw_copy, "--clean", tmp_path / "clean")
    assert result.returncode == 1
    assert "没有可识别的表格" in result.stderr
    assert "3 份文件" in result.stdout


def test_list_says_what_can_be_compared():
    result = run_command("list", "--raw", RAW)
    assert result.returncode == 0
    for text in ("北京市应急管理局", "chaoyang-emergency（2024）", "2024 绩效自评", "无对应部门的文件"):
        assert text in result.stdout


def test_show_prints_the_line_and_the_rows_made_of_it(clean):
    result = run_command("show", "beijing-emergency-2026-budget", 156, "--raw", RAW, "--clean", clean)
    assert result.returncode == 0
    assert "> " in result.stdout
    assert "92430.002767" in result.stdout
    assert "状态=通过" in result.stdout
    assert re.search(r"[=，](printed|pass|total|item|expenditure\w*)\b", result.stdout) is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "no-such-document", "1", "--raw", RAW), "no-such-document"),
        (("show", "beijing-data-2026-budget", "99999", "--raw", RAW), "行号"),
        (("check", "--clean", "no-such-folder"), "budgetkit clean"),
        (("clean", "--raw", "no-such-folder"), "sources.toml"),
    ],
)
def test_a_wrong_argument_is_one_line_with_what_to_do_and_exit_1(arguments, said):
    result = run_command(*arguments)
    assert result.returncode == 1
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("exprot", "子命令 exprot：没有这个子命令。最接近的是 export。"),
        ("notebook chekc", "子命令 chekc：没有这个子命令。最接近的是 check。"),
        ("--verzion", "选项 --verzion：没有这个选项。最接近的是 --version。"),
        ("clean --cleen x", "选项 --cleen：没有这个选项。最接近的是 --clean。"),
        ("report --jobs abc", "选项 --jobs：应为整数，实为 abc。"),
        ("clean --jobs 0", "选项 --jobs：应为不小于 1 的数，实为 0。"),
        ("report --cell-limit -1", "选项 --cell-limit：应为不小于 0 的数，实为 -1。"),
        ("report --start-limit x", "选项 --start-limit：应为数，实为 x。"),
        ("report --engine lab", "选项 --engine：应为 budgetkit、kernel 之一，实为 lab。"),
        ("export --format", "选项 --format：应在后面写出值，实际没有。"),
        ("clean --again=1", "选项 --again：后面不写值。"),
        ("show", "参数 document：必须给出，实际没有。"),
        ("list more words", "参数 more words：多余。"),
    ],
)
def test_a_command_line_of_another_form_is_one_sentence_that_names_what_there_is(arguments, said):
    result = run_command(*arguments.split())
    assert result.returncode == 2
    assert said in result.stderr
    assert "--help" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("arguments", ["exprot", "show no-such-document 1", "--version", "list"])
def test_a_process_that_was_started_says_what_one_that_was_forked_says(arguments):
    """The other tests here try forked ones, which have imported the libraries."""
    started, forked = (run(*arguments.split(), cwd=RAW.parents[1]) for run in (start_command, run_command))
    assert (started.returncode, started.stdout, started.stderr) == (forked.returncode, forked.stdout, forked.stderr)
    assert started.stdout or started.returncode in (1, 2)


@pytest.mark.parametrize("arguments", ["", "notebook"])
def test_nothing_asked_for_is_answered_by_what_there_is(arguments):
    result = run_command(*arguments.split())
    assert "Commands:" in result.stdout
    assert not result.stderr


@pytest.mark.parametrize("text", ["zz", "2026-02-30", "20260301", "2026年3月1日"])
def test_a_date_that_is_no_day_is_refused_before_anything_is_made(text, tmp_path):
    result = run_command("report", "--date", text, "--reports", tmp_path / "reports", cwd=tmp_path)
    assert result.returncode == 1
    assert f"选项 --date：应为形如 2026-03-01 的日期，实为{text}。" in result.stderr
    assert not (tmp_path / "reports").exists()


def test_show_without_a_line_draws_what_was_recognised_where(clean):
    result = run_command("show", "beijing-emergency-2026-budget", "--raw", RAW, "--clean", clean)
    assert result.returncode == 0
    (row,) = [
        line for line in result.stdout.splitlines() if "支出总表" in line and "财政" not in line and " 47" in line
    ]
    assert "█" in row
    assert "已整理" in row


def test_check_of_one_document_shows_its_tables_and_findings(clean):
    result = run_command("check", "--clean", clean, "--document", "chaoyang-emergency-2024-budget")
    assert result.returncode == 1  # cost ceilings above their projects' totals, as published
    for text in ("各表", "项目支出表", "发现", "已拼接", "个人信息"):
        assert text in result.stdout


def test_check_refuses_a_document_that_is_not_there(clean):
    result = run_command("check", "--clean", clean, "--document", "beijing-data-2026")
    assert result.returncode == 1
    assert "beijing-data-2026-budget" in result.stderr


@pytest.mark.parametrize("width", ["60", "80", "200"])
def test_help_leaves_nothing_out_however_narrow_the_terminal(width, monkeypatch):
    from typer.main import get_command

    from budgetkit.cli.app import app

    monkeypatch.setenv("COLUMNS", width)
    commands = get_command(app).commands
    nested = {
        (name, one): leaf for name, group in commands.items() for one, leaf in getattr(group, "commands", {}).items()
    }
    leaves = {(name,): command for name, command in commands.items() if not hasattr(command, "commands")} | nested
    assert len(leaves) > 10
    for names, command in leaves.items():
        shown = "".join(CliRunner().invoke(app, [*names, "--help"]).output.split())
        for option in command.params:
            assert "".join((getattr(option, "help", "") or "").split()) in shown, (names, option.name)


def test_help_is_in_the_users_language_with_examples():
    from budgetkit.cli.app import app

    for command in ("clean", "check", "list", "show"):
        result = CliRunner().invoke(app, [command, "--help"])
        assert result.exit_code == 0
        assert "示例" in result.output
