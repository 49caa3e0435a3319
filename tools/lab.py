"""What JupyterLab is told before it opens: all of it inside `.venv`, nothing in the user's own settings.

Standard library only, as the other modules of the set-up.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from messages import say
from packages import KERNEL
from places import ROOT, VENV

FIRST_PAGE = "/lab/tree/notebooks/00_%E5%BC%80%E5%A7%8B.ipynb"  # 00_开始
# In every kernel of this environment, whatever it is called: glyphs and displays, before a notebook's first cell.
KERNEL_SETTINGS = """\
c.IPKernelApp.exec_lines = ["__import__('budgetkit.interactive').interactive.start_kernel()"]
c.IPKernelApp.log_level = "ERROR"  # a kernel on this machine is reached on this machine only
"""
# Exports that need TeX or a browser of their own, or ask outside addresses, aren't offered.
NOT_OFFERED = ("PDFExporter", "WebPDFExporter", "QtPDFExporter", "QtPNGExporter", "SlidesExporter", "LatexExporter")
EXPORTS = {
    "briefing_html": "导出预算简报（网页）",
    "briefing_pdf": "导出预算简报（PDF）",
    "briefing_docx": "导出预算简报（Word）",
    "script": "导出代码（Python）",
    "markdown": "导出文字和代码（Markdown）",
}
LAB_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/mainmenu-extension:plugin": {
        "menus": [
            {
                "id": "jp-mainmenu-file",
                "items": [
                    {
                        "type": "submenu",
                        "submenu": {"id": "jp-mainmenu-file-notebookexport"},
                        "rank": 10,
                        "disabled": True,
                    }
                ],
            }
        ]
    },
}
# The exports' menu items come as an extension of JupyterLab without a program: it warns of items that settings add.
EXTENSION = "budgetkit-exports"
EXTENSION_PACKAGE = {
    "name": EXTENSION,
    "version": "1.0.0",
    "jupyterlab": {"extension": True, "schemaDir": "schema", "_build": {"load": "load.js", "extension": "./extension"}},
}
EXTENSION_SCHEMA = {
    "title": "预算简报导出",
    "type": "object",
    "jupyter.lab.menus": {
        "main": [
            {
                "id": "jp-mainmenu-file",
                "items": [
                    {
                        "command": "notebook:export-to-format",
                        "args": {"format": name, "label": label, "isPalette": False},
                        "rank": 10.1 + number / 10,
                    }
                    for number, (name, label) in enumerate(EXPORTS.items())
                ],
            }
        ]
    },
}
EXTENSION_PROGRAM = f"""\
window._JUPYTERLAB = window._JUPYTERLAB || {{}};
window._JUPYTERLAB["{EXTENSION}"] = {{
  init: () => {{}},
  get: async () => () => ({{ id: "{EXTENSION}:menu", autoStart: true, activate: () => {{}} }}),
}};
"""


LANGUAGE_PACKS = ("lib/python*/site-packages", "Lib/site-packages")  # where one is looked for
CHINESE = {"@jupyterlab/translation-extension:plugin": {"locale": "zh_CN"}}


def prepare_lab(venv: Path = VENV) -> None:
    """Write the settings of kernels, server and JupyterLab into the environment, which has a language pack or not."""
    server: dict[str, dict] = {name: {"enabled": False} for name in NOT_OFFERED}
    server["MarkdownExporter"] = {"preprocessors": ["budgetkit.report.exporters.WarnOfUnrun"]}
    # No pings: any limit for their answers is warned of or, where it isn't, ends connections after half a minute.
    server["ServerApp"] = {"tornado_settings": {"ws_ping_interval": 0}}
    write(venv / "etc" / "ipython" / "ipython_kernel_config.py", KERNEL_SETTINGS)
    write(venv / "etc" / "jupyter" / "jupyter_server_config.json", json.dumps(server, indent=1))
    lab = venv / "share" / "jupyter"
    extension = lab / "labextensions" / EXTENSION
    write(extension / "package.json", json.dumps(EXTENSION_PACKAGE))
    write(extension / "load.js", EXTENSION_PROGRAM)
    write(extension / "schemas" / EXTENSION / "menu.json", json.dumps(EXTENSION_SCHEMA, ensure_ascii=False))
    settings = lab / "lab" / "settings" / "overrides.json"
    packs = [pack for place in LANGUAGE_PACKS for pack in venv.glob(f"{place}/jupyterlab_language_pack_zh_CN")]
    write(settings, json.dumps(LAB_SETTINGS | (CHINESE if packs else {}), ensure_ascii=False, indent=1))


def write(path: Path, text: str) -> None:
    """Write a file of settings, its folder too, where it isn't so already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def lab_options() -> list[str]:
    """Give the options of `jupyter lab`: the project's folder, the first page, this environment's kernel."""
    options = [f"--ServerApp.root_dir={ROOT}", f"--LabApp.default_url={FIRST_PAGE}"]
    options.append(f"--MultiKernelManager.default_kernel_name={KERNEL}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        say(
            "以 root 身份运行 JupyterLab（如在容器中）：能打开网页的人就能以 root 运行代码，请只在可信的网络中使用。",
            "Running JupyterLab as root, as in a container: whoever opens the page runs code as root.",
        )
        options += ["--allow-root", "--ServerApp.open_browser=False"]
    return options
