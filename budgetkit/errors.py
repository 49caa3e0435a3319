"""Errors that tell the reader where, what was expected, what was found and what to do next."""

from __future__ import annotations


class BudgetkitError(Exception):
    """A problem the user can mend; its message is shown without a traceback.

    `where` names a document and line, a file or an option; the other parts are sentences in Chinese,
    the language of the kit's users. What was found may quote a document, so personal data in the sentences are masked.
    `document_id` is the document that cannot be used, where it is one.
    """

    def __init__(
        self, where: str, expected: str, found: str, next_step: str, *, document_id: str | None = None
    ) -> None:
        from budgetkit.personal import mask_text  # its vocabulary takes a while to load: only when it is needed

        self.where, self.next_step, self.document_id = where, next_step, document_id
        self.expected, self.found = mask_text(expected), mask_text(found)
        super().__init__(f"{where}：应为{self.expected}，实为{self.found}。{next_step}")


class SourceError(BudgetkitError):
    """A raw document, or its entry in the sources manifest, is missing, changed or unreadable."""


class CorrectionError(BudgetkitError):
    """A correction no longer meets the text that it was written for."""


class DatasetError(BudgetkitError):
    """A clean table is missing, or does not obey its schema."""


class ParameterError(BudgetkitError):
    """A report was asked for with a parameter that it does not have, or a value that does not exist."""
