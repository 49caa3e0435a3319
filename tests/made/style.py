"""Styles: the ways in which the same document comes out of printing and text extraction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Literal


@dataclass(frozen=True)
class Style:
    """How a made document is printed. Every style of one department has the same clean tables.

    The switches are what can be seen in published documents: where pages break (`rows_per_page`, 0 for never; `seed`
    places breaks and blanks), whether headers come again (`repeat_headers`), how tables are numbered (`numbering`,
    `first_number`), which brackets stand in names, and what extraction did to the text.
    """

    seed: int = 0
    rows_per_page: int = 0
    repeat_headers: bool = False
    numbering: str = "预算{:02d}表 "
    first_number: int = 1
    brackets: Literal["full", "half", "mixed"] = "full"
    blanks: bool = False  # inside names and ids, where a narrow cell wrapped
    totals: Literal["last", "first", "unlabelled"] = "last"
    bold_totals: bool = False
    unit: Literal["万元", "元"] = "万元"
    ragged: bool = False  # behind a page break, rows lose their trailing empty cells
    latex: bool = False  # operators as LaTeX
    markup: bool = False  # goals in <p>, rules of hyphens between header and rows
    lost_cells: bool = False  # rows beside a page break lose their leading empty cells
    shifted_projects: bool = False  # a project's row loses its empty cell of other funds, and its followers one too
    late_names: bool = False  # a project's cells stand below its first indicators
    loose_cells: bool = False  # a project's cells stand as paragraphs
    packed_rows: bool = False  # a project's indicators in an HTML table, flattened, and again as rows
    cut_goals: bool = False  # a goal that a page break cuts goes on in the first row of the next page
    damaged_ids: bool = False  # districts: ids of services bought have a zero too many, which the project list proves
    worn_list: bool = False  # districts: list rows begin with their unit, or break off at a page's end and come again
    split_tables: bool = False  # districts: left and right columns in different blocks
    contacts: Literal["middle", "last", "header", "services"] = "middle"  # districts: where names and numbers stand
    rounded: bool = False  # districts: 收支总表 rounds its first line
    bare_scores: bool = False  # self-evaluations: scores without decimals
    heading: str = "金额单位：{unit}"  # the line above a table, in which its unit stands
    heading_above: bool = False  # that line stands above the title
    broken_titles: str = ""  # what stands between the pieces of a title
    footer: str = ""  # a page's number, every so many lines: {page} of {pages}
    running_header: str = ""  # the same words on every page: {body}, {year}, {page}
    lines_per_page: int = 40
    contents: str = ""  # a list of the titles before the tables, each with what stands behind it: {page}
    empty_mark: str = ""  # what stands in an amount's cell that is empty
    glue: str = "-"  # what stands between a code and its name in one cell
    codes_in: Literal["", "code", "name"] = ""  # of two columns for code and name, the one that holds both, glued
    wide_digits: bool = False  # digits, commas and points full-width, in amounts and codes
    columns: Literal["tabs", "pipes", "bars", "td", "td_lines", "spaces", "aligned", "semicolons", "lines"] = "tabs"
    encoding: str = "utf-8"
    line_end: str = "\n"
    merged_levels: bool = False  # self-evaluations: a level 2 cell that holds for several rows stands on the first only

    def reseeded(self, seed: int) -> Style:
        """Give the same style with breaks and blanks elsewhere."""
        return replace(self, seed=seed)


PLAIN = Style()
_PAGED = {"rows_per_page": 24}

CITY_STYLES: dict[str, Style] = {
    "plain": PLAIN,
    "pages": Style(**_PAGED),
    "pages_with_headers": Style(**_PAGED, repeat_headers=True),
    "pages_elsewhere": Style(seed=7, rows_per_page=11),
    "half_width_brackets": Style(brackets="half"),
    "mixed_brackets_and_blanks": Style(brackets="mixed", blanks=True),
    "bold_totals": Style(bold_totals=True),
    "totals_first": Style(totals="first", rows_per_page=24),
    "totals_unlabelled": Style(totals="unlabelled"),
    "amounts_in_yuan": Style(unit="元"),
    "other_numbers": Style(first_number=4),
    "numbers_behind": Style(numbering="预算表{} "),
    "ragged_pages": Style(**_PAGED, ragged=True),
    "latex_operators": Style(latex=True),
    "markup": Style(markup=True),
    "lost_cells": Style(**_PAGED, repeat_headers=True, lost_cells=True),
    "shifted_projects": Style(**_PAGED, shifted_projects=True),
    "late_names": Style(late_names=True),
    "late_names_over_pages": Style(**_PAGED, late_names=True),
    "loose_cells": Style(**_PAGED, loose_cells=True, blanks=True),
    "packed_rows": Style(packed_rows=True),
    "cut_goals": Style(rows_per_page=9, cut_goals=True),
}
DISTRICT_STYLES: dict[str, Style] = {
    "plain": PLAIN,
    "pages": Style(**_PAGED),
    "pages_with_headers": Style(**_PAGED, repeat_headers=True),
    "pages_elsewhere": Style(seed=7, rows_per_page=11),
    "half_width_brackets": Style(brackets="half"),
    "mixed_brackets_and_blanks": Style(brackets="mixed", blanks=True),
    "bold_totals": Style(bold_totals=True),
    "totals_first": Style(totals="first", rows_per_page=24),
    "totals_unlabelled": Style(totals="unlabelled"),
    "other_numbers": Style(first_number=3),
    "latex_operators": Style(latex=True),
    "markup": Style(markup=True),
    "split_tables": Style(split_tables=True),
    "split_tables_over_pages": Style(**_PAGED, split_tables=True, bold_totals=True),
    "cut_goals": Style(rows_per_page=9, cut_goals=True),
    "damaged_ids": Style(damaged_ids=True),
    "worn_list": Style(rows_per_page=5, worn_list=True),
    "rounded": Style(rounded=True),
    "late_goals": Style(late_names=True),
}
EVALUATION_STYLES: dict[str, Style] = {
    "plain": PLAIN,
    "pages": Style(rows_per_page=6),
    "bare_scores": Style(bare_scores=True),
    "broken_values": Style(blanks=True),
    "merged_levels": Style(merged_levels=True),
}
_HEADINGS = (
    "部门：{body}  单位：{unit}",
    "部门：{body}\t\t单位：{unit}",
    "（单位：{unit}）",
    "编制单位：{body}\n金额单位：{unit}",
    "公开表 单位：{unit}",
    "填报日期：2026年1月3日\n编制单位：{body}\n（单位：{unit}）",
    "单位／{unit}",
    "以{unit}为单位",
    "部门名称：{body} 部门编码：105 单位：人民币{unit}",
    "（{unit}）",
    "编制部门（公章）：{body}　　计量单位：{unit}",
)
_FOOTERS = (
    "第 {page} 页", "— {page} —", "- {page} -", "{page}/{pages}", "第{page}页 共{pages}页", "{page}", "－{page}－",
)  # fmt: skip
_RUNNING = ("", "{body}", "{body}{year}年部门预算", "{body}{year}年部门预算公开 第{page}页")
_NUMBERINGS = (
    "{body}{year}年", "{chinese}、", "附件{}：", "公开{:02d}表 ", "（{chinese}）", "表{chinese} ", "{}.",
    "部门公开表{} ", "{body}{year}年部门", "部门", "{year}年度部门预算", "{body}（本级）",
)  # fmt: skip
_BREAKS = ("\n", "\n\n", "\t", "\t\t", " \n")
_CONTENTS = (" ", "………{page}", "  {page}", "\t{page}", "......{page}")
_GLUES = ("", "_", "：", " ", "→", "／", "=", "、", "|", "；")
_MARKS = ("-", "—", "－", "/", "无", "——")
_ENCODINGS = ("gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig")
VARIED_STYLES: dict[str, Style] = {
    **{f"heading {heading!r}": Style(heading=heading) for heading in _HEADINGS},
    "heading in yuan": Style(heading=_HEADINGS[0], unit="元"),
    "heading above the title": Style(heading_above=True),
    "heading in yuan above the title": Style(heading_above=True, unit="元"),
    **{f"footer {footer!r}": Style(footer=footer) for footer in _FOOTERS},
    **{f"running header {header!r}": Style(running_header=header) for header in _RUNNING[1:]},
    "short pages": Style(running_header="{body}", footer="- {page} -", lines_per_page=17),
    **{f"title {numbering!r}": Style(numbering=numbering) for numbering in _NUMBERINGS},
    **{f"contents {entry!r}": Style(contents=entry) for entry in _CONTENTS},
    **{
        f"glue {glue!r} in {column}": Style(glue=glue, codes_in=column)
        for glue in _GLUES
        for column in ("code", "name")
    },
    **{f"title broken by {mark!r}": Style(broken_titles=mark, seed=len(mark)) for mark in _BREAKS},
    "full-width digits": Style(wide_digits=True),
    **{f"encoding {name}": Style(encoding=name) for name in _ENCODINGS},
    "line ends CRLF": Style(line_end="\r\n"),
    "line ends CR": Style(line_end="\r"),
    "contents of ordinals": Style(contents=" ", numbering="{chinese}、"),
    **{f"empty {mark!r}": Style(empty_mark=mark) for mark in _MARKS},
}


def draw_varied(random: Random) -> Style:
    """Draw a style that joins several ways in which documents vary, with pages of any length."""
    return Style(
        seed=random.randint(0, 999),
        heading=random.choice(_HEADINGS),
        heading_above=random.random() < 0.2,
        footer=random.choice(("", *_FOOTERS)),
        running_header=random.choice(_RUNNING),
        lines_per_page=random.randint(23, 60),
        numbering=random.choice(_NUMBERINGS),
        contents=random.choice(("", *_CONTENTS)),
        empty_mark=random.choice(("", *_MARKS)),
        glue=random.choice(("-", "-", *_GLUES)),
        codes_in=random.choice(("", "", "code", "name")),
        wide_digits=random.random() < 0.3,
        encoding=random.choice(("utf-8", *_ENCODINGS)),
        line_end=random.choice(("\n", "\r\n", "\r")),
        broken_titles=random.choice(("", "", *_BREAKS)),
        bold_totals=random.random() < 0.5,
        brackets=random.choice(("full", "half", "mixed")),
        totals=random.choice(("last", "first")),
    )


_SWITCHES = {
    "city": (
        "repeat_headers", "blanks", "bold_totals", "ragged", "latex", "markup", "lost_cells", "shifted_projects",
        "late_names", "loose_cells", "packed_rows", "cut_goals",
    ),
    "district": (
        "repeat_headers", "blanks", "bold_totals", "latex", "markup", "split_tables", "late_names", "cut_goals",
        "damaged_ids", "worn_list",
    ),
    "self_evaluation": ("blanks", "bare_scores", "merged_levels"),
}  # fmt: skip


def draw_style(seed: int, layout: str) -> Style:
    """Draw a style for a layout (`city`, `district`, `self_evaluation`): every switch is on in a third of them.

    A table cut into blocks prints its total last, as far as is known.
    """
    random = Random(f"{layout} {seed}")
    switches = {switch: random.random() < 1 / 3 for switch in _SWITCHES[layout]}
    return Style(
        seed=seed,
        rows_per_page=random.choice((0, 9, 17, 30, 45)),
        numbering=random.choice(("预算{:02d}表 ", "预算{:02d}表", "预算表{} ")),
        first_number=random.randint(1, 5),
        brackets=random.choice(("full", "half", "mixed")),
        totals="last" if switches.get("split_tables") else random.choice(("last", "first", "unlabelled")),
        **switches,
    )
