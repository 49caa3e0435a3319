"""Personal data: what names a person or reaches one is masked by what it is, wherever it stands.

`find_personal` knows it in running text, `RowMasker` in rows of cells, where headers and neighbours tell more, and
`mask_rows` in the rows of a document. Names and numbers of bodies, places and projects stay.
"""

from budgetkit.personal.cells import RowMasker, mask_lines
from budgetkit.personal.headers import is_contact_header
from budgetkit.personal.names import is_person, may_be_person
from budgetkit.personal.numbers import is_phone
from budgetkit.personal.search import MASK, find_personal, mask_text

__all__ = [
    "MASK",
    "RowMasker",
    "find_personal",
    "is_contact_header",
    "is_person",
    "is_phone",
    "mask_lines",
    "mask_text",
    "may_be_person",
]
