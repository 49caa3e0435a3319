"""A DataFrame as a table that searches, sorts, filters and copies in JupyterLab, without a network."""

from __future__ import annotations

import html
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import pandas as pd

from budgetkit.report.fragments import NOTEBOOK_SOURCES

_CHINESE: Any = {
    "search": "搜索：",
    "lengthMenu": "每页 _MENU_ 行",
    "info": "第 _START_ 至 _END_ 行，共 _TOTAL_ 行",
    "infoEmpty": "没有行",
    "infoFiltered": "（从 _MAX_ 行中筛选）",
    "zeroRecords": "没有符合的行",
    "emptyTable": "没有行",
    "loadingRecords": "正在读取……",
    "buttons": {"copyTitle": "复制", "copySuccess": {"_": "已复制 %d 行，可以粘贴到 Excel 或文字中"}},
}
_LINES = "原文行"
_DECIMALS = 6  # of the clean tables
# JupyterLab gives the links of an output their addresses on the server, but not those that a table draws later: one
# link of the output, which nobody sees, knows where the source pages are, and the others ask it.
_GUIDE = f'<a class="budgetkit-sources" href="{NOTEBOOK_SOURCES}index.html" hidden></a>'
_OPEN = (
    "event.stopPropagation(); event.preventDefault(); "
    "window.open(new window.URL(this.dataset.to, document.querySelector('a.budgetkit-sources').href))"
)
# itables' own filters take the place of the columns' names, also in what is copied, and miss what is pasted or comes
# from an input method without a key going up.
_FILTERS = """function () {
    this.api().columns().every(function () {
        const column = this, head = column.header();
        if (head.querySelector("input")) return;
        const box = document.createElement("input");
        box.type = "search";
        box.placeholder = "筛选";
        box.style = "display: block; width: 100%; min-width: 4em; font-weight: normal";
        box.setAttribute("aria-label", `筛选：${column.title()}`);
        for (const name of ["click", "mousedown", "keydown", "keypress"])
            box.addEventListener(name, event => event.stopPropagation());  // a click elsewhere on the head sorts
        box.addEventListener("input", () => column.search(box.value).draw());
        head.append(box);
    });
}"""
# What a spreadsheet would run gets an apostrophe in front, what it would make a number or a date of is written so that
# it stays text: in a saved file both, as in all exports; in what is copied, which may go into words, only the first.
# A number is shown with separators, found with and without them, sorted and saved without.
_NUMBER = """function (text, use) {
    const plain = text.replaceAll(",", "");
    return use === "display" ? text : use === "filter" ? `${text} ${plain}` : plain;
}"""
_KEPT_TEXTS = """function (data) {
    const changed = /^(?=.*\\d)[\\s\\d.,:\\/%%()（）+\\-eE年月日时分秒]+$/, formula = /^[=+\\-@\\t\\r\\n＝＋－＠]/;
    for (const row of data.body)
        for (const at of %s)
            if (%s && changed.test(row[at])) row[at] = `="${row[at]}"`;
            else if (formula.test(row[at]) && !changed.test(row[at])) row[at] = `'${row[at]}`;
}"""


def start_grids() -> Any:
    """Give the display that brings the tables' program into the page; once before the first table of a notebook."""
    from IPython.display import HTML
    from itables.javascript import generate_init_offline_itables_html
    from itables.options import dt_bundle

    return HTML(generate_init_offline_itables_html(dt_bundle))


def make_grid(
    frame: pd.DataFrame,
    labels: Mapping[str, str],
    sources: Sequence[tuple[str, int]] = (),
    name: str = "表",
    amounts: Collection[str] = (),
) -> str:
    """Make the HTML of an interactive table: the columns that `labels` names, by their labels, all rows.

    `sources` gives each row's document and line; a column of links to the lines is then the last one. Numbers sort by
    size; those of the columns `amounts` have as many decimals as the longest needs, two at least. Codes stay text. A
    file that is saved from it is called `name`.
    """
    from itables import JavascriptFunction, to_html_datatable

    shown = pd.DataFrame({label: _texts(frame[column], column in amounts) for column, label in labels.items()})
    numbers = [place for place, column in enumerate(labels) if pd.api.types.is_numeric_dtype(frame[column])]
    if sources:
        shown[_LINES] = [_link(document, line) for document, line in sources]
    texts = [place for place in range(len(labels)) if place not in numbers]
    return _GUIDE + to_html_datatable(
        shown,
        connected=False,
        showIndex=False,
        allow_html=True,
        maxBytes=0,
        drawCallback=JavascriptFunction(_FILTERS),
        text_in_header_can_be_selected=False,
        buttons=[
            {"extend": "copyHtml5", "text": "复制", "title": None, "exportOptions": _keep_texts(texts, "false")},
            {
                "extend": "csvHtml5",
                "text": "另存为 CSV",
                "bom": True,
                "filename": name,
                "exportOptions": _keep_texts(texts, "true"),
            },
        ],
        language=_CHINESE,
        lengthMenu=[10, 25, 100],
        columnDefs=[
            {"className": "dt-left", "targets": texts},  # JupyterLab sets all cells to the right
            {"targets": numbers, "type": "num", "render": JavascriptFunction(_NUMBER)},
        ],
        display_logo_when_loading=False,
        classes="display compact",
    )


def _keep_texts(texts: Sequence[int], codes: str) -> dict[str, Any]:
    """Give the option that keeps the texts of the columns at these places texts, codes too where that is `true`."""
    from itables import JavascriptFunction

    return {"orthogonal": "export", "customizeData": JavascriptFunction(_KEPT_TEXTS % (list(texts), codes))}


def _texts(column: pd.Series, is_amount: bool) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column):
        return pd.Series(number_texts(column, is_amount), dtype=object)
    return pd.Series([html.escape(str(value)) if pd.notna(value) else "" for value in column], dtype=object)


def number_texts(column: pd.Series, is_amount: bool = False) -> list[str]:
    """Write numbers with separators and the decimals that they have: amounts all with as many, two at least."""
    texts = [_strip(f"{value:,.{_DECIMALS}f}") if pd.notna(value) else "" for value in column]
    longest = max([2, *(len(text.partition(".")[2]) for text in texts)]) if is_amount else 0
    return [f"{value:,.{longest}f}" if text and is_amount else text for value, text in zip(column, texts, strict=True)]


def _strip(text: str) -> str:
    return text.rstrip("0").rstrip(".")


def _link(document: str, line: int) -> str:
    page = f"{quote(document)}.html#L{line}"
    return f'<a href="{NOTEBOOK_SOURCES}{page}" data-to="{page}" target="_blank" onclick="{_OPEN}">{line}</a>'
