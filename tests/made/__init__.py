"""Made documents: invented departments whose exact clean tables are known, printed the way that publishers print.

`make_department` invents a department and its truth, `make_years` one over several years, `print_document` writes it as
a text extraction in one of many styles, `write_project` puts such documents into a folder that budgetkit can clean.
"""

from made.department import MadeDepartment, make_department
from made.folder import write_project
from made.printing import print_document
from made.style import (
    CITY_STYLES,
    DISTRICT_STYLES,
    EVALUATION_STYLES,
    PLAIN,
    VARIED_STYLES,
    Style,
    draw_style,
    draw_varied,
)
from made.years import MadeYears, Step, make_years

__all__ = [
    "CITY_STYLES",
    "DISTRICT_STYLES",
    "EVALUATION_STYLES",
    "PLAIN",
    "VARIED_STYLES",
    "MadeDepartment",
    "MadeYears",
    "Step",
    "Style",
    "draw_style",
    "draw_varied",
    "make_department",
    "make_years",
    "print_document",
    "write_project",
]
