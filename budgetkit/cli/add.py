"""`budgetkit add` and `budgetkit remove`: documents into the project and out of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from budgetkit.adding.description import Evidence
from budgetkit.adding.documents import EARLIER, Addition, carry_out, plan_addition, remove_document
from budgetkit.adding.file_date import say_date
from budgetkit.adding.new_entry import LABELS, Ask, Named
from budgetkit.clean_folder import StoredDocument, summarise
from budgetkit.cli.clean import HEADERS
from budgetkit.cli.console import complain, print_table, say
from budgetkit.cli.list import find_counterpart, find_earlier
from budgetkit.cli.signals import end_in_order
from budgetkit.errors import BudgetkitError
from budgetkit.export.people import say_value
from budgetkit.pipeline import CleanDocument
from budgetkit.project import Folders
from budgetkit.source_entry import KINDS, LEVELS, TEXT, find_fault
from budgetkit.sources import load_sources
from budgetkit.tidy.registry import kind_labels

_CHOICES = {"level": LEVELS, "kind": KINDS}
_STATES = {"read": "已整理", "recognised": "未整理", "unrecognised": "未识别"}


def run(folders: Folders, files: Sequence[Path], named: Named, *, replace: bool, dry_run: bool, yes: bool) -> None:
    """Add files one after another; one that is refused leaves everything as it was, and the others go on.

    Exit 1 when one was refused.
    """
    asks = sys.stdin.isatty() and sys.stdout.isatty() and not yes
    refused = False
    with end_in_order():
        for path in files:
            try:
                _add(folders, path, named, replace=replace, dry_run=dry_run, ask=_ask if asks else None)
            except BudgetkitError as error:
                complain(f"错误：{error}")
                refused = True
    if refused:
        raise typer.Exit(1)


def run_remove(folders: Folders, documents: Sequence[str]) -> None:
    """Take documents out, and say what was removed and what was kept."""
    with end_in_order():
        for document in documents:
            for line in remove_document(document, folders):
                say(line)


def _add(folders: Folders, path: Path, named: Named, *, replace: bool, dry_run: bool, ask: Ask | None) -> None:
    addition = plan_addition(path, folders, named, ask)
    if addition.known:
        say(f"{path}：已登记为 {addition.known.document_id}（{addition.known.file}），内容相同，没有变化。")
        return
    _print_entry(addition)
    if addition.earlier:
        say(f"已登记同一部门、年度和类别的 {addition.earlier.document_id}，内容不同：{_say_version(addition)}。")
    if dry_run:
        assert addition.document is not None
        _print_document(addition.document)
        say("只是预览，没有写入任何文件。")
        return
    if ask is not None and not replace:
        question = "以这份为准，并保留已登记的那份？" if addition.earlier else "登记这份文件？"
        if not typer.confirm(question, default=not addition.older):
            say("没有登记。")
            return
        replace = True
    result = carry_out(addition, folders, replace_earlier=replace)
    assert addition.entry is not None
    for document in result.documents:
        if document.source.document_id == addition.entry["id"]:
            _print_document(document)
            _print_comparisons(folders, document)
    say(f"已登记为 {addition.entry['id']}，文件存为 {folders.raw / str(addition.entry['file'])}。")


def _say_version(addition: Addition) -> str:
    """Say which of two versions is used: the one added now, unless it says that it is the older."""
    if addition.older:
        return f"这份写成于 {say_date(addition.older[0])}，早于已登记的（{say_date(addition.older[1])}）"
    return f"这份作为更新的版本，以它为准，旧版保留在 {EARLIER}/"


def _print_entry(addition: Addition) -> None:
    assert addition.decided is not None
    values, reasons = addition.decided.values, addition.decided.reasons
    rows = [(LABELS[name], _shown(name, str(values[name])), reasons[name]) for name in LABELS if name in values]
    print_table(f"{addition.path}：登记内容", ("项目", "内容", "依据"), rows)


def _print_document(document: CleanDocument | StoredDocument) -> None:
    labels = kind_labels()
    if document.tables["documents"][0]["part"] == TEXT:
        say(f"只有文字说明：没有公开表，读出所述金额 {len(document.tables['statements'])} 处。")
    rows = [
        (labels.get(run["table"] or "", run["title"] or ""), run["first_line"], run["last_line"], _STATES[run["read"]])
        for run in document.tables["published_tables"]
    ]
    print_table("找到的公开表", ("公开表", "起始行", "末行", "状态"), rows, right=(1, 2))
    row = [document.source.document_id, *summarise(document.built)]
    print_table("整理结果", HEADERS, [row], right=range(1, len(HEADERS)))


def _print_comparisons(folders: Folders, document: StoredDocument) -> None:
    source, sources = document.source, load_sources(folders.raw)
    row = (find_counterpart(sources, source.department_id), find_earlier(sources, source.department_id, source.year))
    print_table("现在可以比较", ("市区对比", "同比"), [row])


def _ask(name: str, found: Sequence[Evidence]) -> str:
    """Ask for a field on the terminal, with what makes a value likely as proposals."""
    for one in found:
        say(f"  {one.where}：{_shown(name, one.value)}")
    choices = _CHOICES.get(name)
    label = f"{LABELS[name]}（{'、'.join(choices)}）" if choices else LABELS[name]
    while True:
        answer = typer.prompt(label, default=found[0].value if found else None).strip()
        fault = find_fault(name, answer)
        if fault is None:
            return answer
        say(f"  应为{fault}。")


def _shown(name: str, value: str) -> str:
    """Write a value in words, with the one that the manifest and the options have."""
    word = say_value(name, value)
    return value if word == value else f"{word}（{value}）"
