"""Which reports must be made, which are kept, and which are left alone because somebody edited them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from budgetkit.batch.inputs import Inputs, explain_change, find_inputs
from budgetkit.batch.job import Job
from budgetkit.batch.manifest import Manifest
from budgetkit.batch.own_files import OwnFiles
from budgetkit.batch.slices import Slices

State = Literal["make", "keep", "edited"]

SPOILED = "被别的笔记本改动"
STATES: dict[State, str] = {"make": "生成", "keep": "保留", "edited": "不覆盖"}


@dataclass(frozen=True)
class Decision:
    """What to do about a job, why (in Chinese), and the inputs that it has now.

    `edited` are the endings of files that were changed since they were written, or that nothing is known of.
    """

    job: Job
    state: State
    reasons: tuple[str, ...]
    inputs: Inputs
    edited: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """The reasons as one text."""
        return "；".join(self.reasons)


def decide(
    jobs: Sequence[Job],
    manifest: Manifest,
    slices: Slices,
    *,
    date: str = "",
    force: bool = False,
    files: OwnFiles | None = None,
) -> list[Decision]:
    """Decide for each job whether its report is made: not when nothing changed, nor over somebody's edits.

    `force` makes all of them whatever there is; `files` are the project's own.
    """
    return [_decide(job, manifest, find_inputs(job, slices, date, files), force) for job in jobs]


def _decide(job: Job, manifest: Manifest, inputs: Inputs, force: bool) -> Decision:
    record = manifest.records.get(job.key)
    known = () if record is None else tuple(ending for ending in record["files"] if ending != "ipynb")
    job = replace(job, formats=tuple(dict.fromkeys((*job.formats, *known))))
    paths = {ending: job.output(ending) for ending in ("ipynb", *job.formats)}
    edited = tuple(manifest.find_edited(job.key, paths))
    reasons = _find_reasons(job, record, inputs)
    if force:
        return Decision(job, "make", ("指定了 --force",), inputs, edited)
    if record is not None and record.get("spoiled"):
        return Decision(job, "make", (SPOILED, *reasons), inputs, edited)
    if edited and record is None and manifest.is_lacking:
        return Decision(job, "make", ("报告清单损坏，不知由何生成",), inputs, edited)
    if edited:
        return Decision(job, "edited", (f"{'、'.join(edited)} 在写入后被修改", *reasons), inputs, edited)
    return Decision(job, "make" if reasons else "keep", tuple(reasons or ["没有变化"]), inputs)


def _find_reasons(job: Job, record: dict | None, inputs: Inputs) -> list[str]:
    if record is None:
        return ["尚未生成"]
    reasons = explain_change(record["inputs"], inputs)
    missing = [ending for ending in ("ipynb", *job.formats) if not job.output(ending).is_file()]
    if record.get("failed"):
        return ["上次未能生成", *reasons]
    return [*reasons, f"缺少 {'、'.join(missing)}"] if missing else reasons
