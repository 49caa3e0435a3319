"""What notebooks changed that isn't their own: said, put back, made again."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.batch.guard import Damage, mark_files
from budgetkit.batch.state import Batch
from budgetkit.batch.task import AnyTask, ReportTask
from budgetkit.inside import make_folder


def notice_damage(batch: Batch, damage: Damage | None) -> None:
    """Say what was changed and who may have done it; note what is to be made again."""
    if damage is None:
        return
    for key in damage.keys:
        batch.manifest.spoil(key)
    if damage.data or damage.keys or damage.strangers:
        batch.summary.damage.append(damage)
    suspects = _name_suspects(batch, damage)
    others = [path for path in damage.data if not batch.guard.is_clean(path)]
    kept = batch.guard.keep(others, batch.folders.reports.resolve() / "logs" / "originals")
    restore = f"原件另存于 {_name(kept)}，请核对后放回" if kept else "请检查并从备份恢复"
    for what, found, then in (
        ("整理结果", [path for path in damage.data if batch.guard.is_clean(path)], "已恢复"),
        ("原始资料、记录、笔记本或程序", others, f"如不是您自己所改，{restore}"),
        ("报告或页面", damage.keys, "将重新生成，改动后的内容另存为 .last 文件"),
        ("文件夹，其中有不明来源的文件", damage.strangers, "未删除，请检查"),
    ):
        if found:
            batch.listener.noticed(f"有笔记本改动了{what} {_name(found)}；当时运行的报告：{suspects}。{then}。")
    if damage.neighbours:
        outside = _name(damage.neighbours)
        then = "如不是您自己或别的程序所为，请检查这些笔记本，并从备份恢复。"
        batch.listener.noticed(f"运行期间，项目文件夹中的 {outside} 被改动或删除；当时运行的报告：{suspects}。{then}")
    if any(map(batch.guard.is_clean, damage.data)):
        batch.guard.restore()


def _name_suspects(batch: Batch, damage: Damage) -> str:
    names = {decision.job.key: decision.job.name for decision in batch.summary.decisions}
    return "、".join(names.get(key, key) for key in damage.suspects[:5]) or "未知"


def _name(found: Sequence[object]) -> str:
    return "、".join(map(str, found[:5])) + ("等" if len(found) > 5 else "")


def mend_damage(batch: Batch) -> bool:
    """Look after everything once more; say whether reports or pages are to be made again."""
    batch.is_again = True
    notice_damage(batch, batch.guard.look())
    victims = [*(victim.job.key for victim in batch.victims), *batch.lost_pages]
    if victims:
        damage = Damage(keys=victims, suspects=batch.guard.suspects)
        batch.summary.damage.append(damage)
        who = _name_suspects(batch, damage)
        batch.listener.noticed(
            f"有笔记本删改了别的报告正在使用的数据或半成品：{_name(victims)}；当时运行的报告：{who}。本次将逐份重新生成。"
        )
    make_folder(batch.making)
    return bool(batch.lost_pages) or any(record.get("spoiled") for record in batch.manifest.records.values())


def has_lost_files(batch: Batch, task: AnyTask) -> bool:
    """Say whether somebody else took away or changed what a task reads, or where it writes."""
    if (
        isinstance(task, ReportTask)
        and task.shared
        and (kept := batch.tables.get(task.shared))
        and mark_files(task.shared) != kept
    ):
        return True
    return not task.making.is_dir()
