"""What every part has in common: one set of data, shown three ways."""

from __future__ import annotations

from typing import Any, ClassVar

PART_TYPE = "application/vnd.budgetkit.part+json"

Data = dict[str, Any]


class Part:
    """Something that a report shows; a subclass gives its data (JSON values only) and its text."""

    kind: ClassVar[str]

    def data(self) -> Data:
        """Give the part's content as JSON values, without its kind."""
        raise NotImplementedError

    def plain_text(self) -> str:
        """Give the part's content as text for a terminal."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.plain_text()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        from budgetkit.report.fragments import render_for_notebook

        data = {"part": self.kind, **self.data()}
        return {PART_TYPE: data, "text/html": render_for_notebook(data), "text/plain": self.plain_text()}
