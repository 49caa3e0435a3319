"""“三公”经费支出表: trips abroad, receptions and official vehicles, one row a printed year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from budgetkit.finding import Tidied
from budgetkit.forms.form import FormTable
from budgetkit.forms.kinds import make_kind, national_table
from budgetkit.parse import squeeze
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known
from budgetkit.recognise.rows import read_rows

TABLE = national_table("three_public")
COLUMNS = TABLE.columns
_BASES = ("budget", "final", "earlier", "later")
_YEAR_OF_GROUP = re.compile(r"(?P<year>20\d\d)年(?P<base>预算|执行|决算)数")


def tidy_three_public(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy “三公”经费支出表 of the national form; see tidy_three_public_form."""
    return tidy_three_public_form(TABLE, lines)


def tidy_three_public_form(form: FormTable, lines: Sequence[RawRow]) -> Tidied:
    """Tidy “三公”经费支出表 into three_public (万元), one row a printed row and base.

    `budget_year` is the printed year; where the table prints none, it is None here and becomes the document's year
    when the dataset is put together. `base_kind` says whether the amounts are budgeted or final (预算数, 决算数).
    """
    table = read_rows(form.name, lines, form.columns)
    groups = _years_of_groups(lines, form, table.columns)
    tidied = Tidied(findings=table.findings)
    for row in table.rows:
        printed = re.search(r"\d{4}", row.text("budget_year"))
        for base, keys in _keys_by_base(form).items():
            amounts = {key.removeprefix(f"{base}_"): table.amount(row, key) for key in keys}
            if any(amount is not None for amount in amounts.values()):
                year, base_kind = groups.get(base, (int(printed[0]) if printed else None, base))
                own = {"budget_year": year, "base_kind": base_kind}
                tidied.tables[form.name].append({**own, **amounts, **row.place()})
    return tidied


def _years_of_groups(
    lines: Sequence[RawRow], form: FormTable, columns: Sequence[str]
) -> dict[str, tuple[int | None, str]]:
    """Read of which year, and which base, the groups of columns are that stand beside each other (2024年执行数)."""
    found = [match for line in lines for cell in line.filled if (match := _YEAR_OF_GROUP.fullmatch(squeeze(cell)))]
    bases = [base for base in ("earlier", "later") if any(key.startswith(f"{base}_") for key in columns)]
    named = [(int(match["year"]), "budget" if match["base"] == "预算" else "final") for match in found]
    return dict(zip(bases, named, strict=False))


def _keys_by_base(form: FormTable) -> dict[str, list[str]]:
    """Group a form's amounts by what they are; those of a form that has only one base are budgeted."""
    groups = {base: [key for key in form.keys("amount") if key.startswith(f"{base}_")] for base in _BASES}
    return groups if any(groups.values()) else {"budget": list(form.keys("amount"))}


KIND = make_kind(TABLE, tidy_three_public)
