"""What a document's rows rest on beside its own file, entry and corrections and the program: things named one by one.

A form (表式 shanghai), the words that tell the forms of a kind of document apart (表式识别 budget), what reads scanned
pages (扫描件识别). Each has a fingerprint; a document is read again when one that it rests on has another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import metadata

from budgetkit.forms.form import Form, load_forms
from budgetkit.forms.kinds import WIDEST

OCR = "扫描件识别"
_FORM, _TELL = "表式", "表式识别"  # with a blank and a name behind; readers meet these words


def name_rests(kind: str, form: str | None, *, is_scanned: bool) -> list[str]:
    """Name what the rows of a document rest on: of this kind, told to be printed in this form, scanned or not."""
    names = [f"{_TELL} {kind}", *(f"{_FORM} {name}" for name in _forms_behind(form))]
    return [*names, OCR] if is_scanned else names


def name_all_rests(kinds: Iterable[str]) -> list[str]:
    """Name everything that documents of these kinds may rest on."""
    return [*(f"{_TELL} {kind}" for kind in kinds), *(f"{_FORM} {name}" for name in load_forms()), OCR]


def fingerprint_rests(names: Iterable[str]) -> dict[str, str]:
    """Give the fingerprints, as they are now, of what documents rest on."""
    return {name: _fingerprint(name) for name in names}


def hash_forms() -> str:
    """Hash all forms as they are now."""
    return _hash(load_forms())


def _forms_behind(name: str | None) -> list[str]:
    """Give the forms that one is read by: itself, and the widest of its family or of its other readings."""
    if name is None:
        return []
    form, widest = load_forms()[name], load_forms()[WIDEST]
    falls_back = form.family == widest.family or any(table.or_else for table in form.tables.values())
    return sorted({name, WIDEST} if falls_back else {name})


def _fingerprint(name: str) -> str:
    thing, _, which = name.partition(" ")
    if thing == OCR:
        return _ocr_version()
    if thing == _FORM:
        return _hash_forms(tuple(_ById(form) for form in load_forms().values() if form.name == which))
    telling = [form for form in load_forms().values() if which in form.documents and form.tell]
    return _hash_words(tuple((form.name, form.tell) for form in telling))


class _ById:
    """A form as a key: the same one is hashed once, of many documents that rest on it."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __hash__(self) -> int:
        return id(self.form)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and self.form is other.form


@cache
def _hash_forms(forms: tuple[_ById, ...]) -> str:
    return _hash([one.form for one in forms])


@cache
def _hash_words(words: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    return _hash(list(words))


def _hash(content: object) -> str:
    return hashlib.sha256(repr(content).encode()).hexdigest()[:32]


@cache
def _ocr_version() -> str:
    from budgetkit.read.ocr import is_available  # late: it takes the library of PDFs

    return metadata.version("rapidocr") if is_available() else "none"
