"""What one changed document costs beside reading all: seconds and their ratio, on made documents.

    python benchmarks/incremental.py [--documents 500] [--projects 4] [--json]

All documents are cleaned, then one is changed and the folder cleaned again, in one process that has imported budgetkit
before the clock starts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TOP), str(TOP / "tests"), str(TOP / "benchmarks")]


def measure(raw: Path, clean: Path) -> dict[str, float]:
    """Clean a raw folder, change its first document, and clean again."""
    from budgetkit.clean_folder import clean_folder
    from budgetkit.sources import load_sources

    seconds = []
    for step in ("all", "one"):
        if step == "one":
            change(load_sources(raw)[0])
        start = time.process_time()
        result = clean_folder(raw, clean)
        seconds.append(time.process_time() - start)
        if result.errors:
            raise result.errors[0]
        read = sum(document.is_read for document in result.documents)
        assert read == (len(result.documents) if step == "all" else 1), f"{read} documents were read"
    return {"all": seconds[0], "one": seconds[1], "ratio": seconds[1] / seconds[0]}


def change(source) -> None:
    """Change a document's bytes, and its hash in the manifest."""
    source.path.write_bytes(source.path.read_bytes() + b"\n")
    digest = hashlib.sha256(source.path.read_bytes()).hexdigest()
    manifest = source.path.parent / "sources.toml"
    manifest.write_text(manifest.read_text("utf-8").replace(source.sha256, digest), "utf-8")


def main() -> None:
    """Make the documents, measure, and print processor seconds and the ratio."""
    from clean import make_project

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--projects", type=int, default=4)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        raw = make_project(Path(folder), options.documents, options.projects)
        figures = measure(raw, Path(folder) / "clean")
    if options.json:
        print(json.dumps(figures))
    else:
        print(f"all {figures['all']:.2f} s, one changed {figures['one']:.2f} s: {figures['ratio']:.1%}")


if __name__ == "__main__":
    main()
