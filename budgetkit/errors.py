"""Errors that tell the reader where, what was expected, what was found and what to do next."""

from __future__ import annotations


class BudgetkitError(Exception):
    """A problem the user can mend; its message is shown without a traceback.

    `where` names a document and line, a file or an option; the other parts are sentences in Chinese,
    the language of the kit's users. `document_id` is the document that cannot be used, where it is one.
    """

    def __init__(
        self, where: str, expected: str, found: str, next_step: str, *, document_id: str | None = None
    ) -> None:
        self.where, self.expected, self.found, self.next_step = where, expected, found, next_step
        self.document_id = document_id
        super().__init__(f"{where}：应为{expected}，实为{found}。{next_step}")


class SourceError(BudgetkitError):
    """A raw document, or its entry in the sources manifest, is missing, changed or unreadable."""


class CorrectionError(BudgetkitError):
    """A correction no longer meets the text that it was written for."""


class DatasetError(BudgetkitError):
    """A clean table is missing, or does not obey its schema."""


class ParameterError(BudgetkitError):
    """A report was asked for with a parameter that it does not have, or a value that does not exist."""
