"""A new project: the folders that the commands expect, an empty manifest, and the notebooks."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from budgetkit.adding.manifest_text import HEAD
from budgetkit.errors import SourceError
from budgetkit.inside import make_folder
from budgetkit.project import PACKAGE
from budgetkit.sources import MANIFEST

FOLDERS = ("data/raw", "data/corrections", "data/reference", "data/clean", "notebooks", "reports")

_KIT = (
    "00_开始",
    "0_data_quality",
    "1_city_district",
    "2_year_over_year",
    "3_project_composition",
    "4_performance",
    "5_briefing",
    "6_across",
    "探索",
    "教程",
    "示例",
)  # beside them in a clone lie one's own

HEADS = b"department_id,year,measure,value,source\n"  # staff and residents, for ratios per head


def lay_out(folder: Path) -> tuple[list[str], list[str]]:
    """Lay out a project in a folder; give the files that were made, and those that were there and are kept.

    Raises PlaceError where a file stands in a folder's place, SourceError where the notebooks are not installed.
    """
    contents = {f"data/raw/{MANIFEST}": HEAD.encode()}
    contents["data/reference/heads.template.csv"] = HEADS
    contents |= {f"notebooks/{path.name}": path.read_bytes() for path in find_notebooks()}
    for name in FOLDERS:
        make_folder(folder / name)
    kept = [name for name in contents if (folder / name).exists()]
    made = [name for name in contents if name not in kept]
    for name in made:
        (folder / name).write_bytes(contents[name])
    return made, kept


def find_notebooks() -> list[Path]:
    """Find the notebooks that come with the package: in its clone, or where its wheel put them.

    Raises SourceError where there are none.
    """
    clone = PACKAGE.parent / "notebooks"
    found = [path for path in sorted(clone.glob("*.ipynb")) or sorted(_installed()) if path.stem in _KIT]
    if not found:
        raise SourceError("notebooks", "随程序安装的笔记本", "没有找到", "请重新安装 budgetkit。")
    return found


def _installed() -> list[Path]:
    try:
        files = distribution("budgetkit").files or []
    except PackageNotFoundError:
        return []
    return [Path(str(one.locate())) for one in files if one.suffix == ".ipynb"]
