"""Groups, persons and vehicles that a text counts beside “三公”经费: 团组, 人次, 批次, 辆.

A count belongs to what its clause, else the last clause of its sentence, names: trips abroad, receptions, vehicles
bought or kept. Behind 其中 it is a part of the count before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from budgetkit.finding import Row
from budgetkit.narrative.sentences import Sentence
from budgetkit.parse import squeeze
from budgetkit.read.row import RawRow

TABLE = "stated_counts"
LABELS = {
    "overseas_groups": "因公出国（境）团组数",
    "overseas_persons": "因公出国（境）人次",
    "reception_groups": "公务接待批次",
    "reception_persons": "公务接待人次",
    "vehicles_bought": "公务用车购置数",
    "vehicles_kept": "公务用车保有量",
}
_COUNT = re.compile(
    r"(?<![\d.,])(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?P<unit>个批次|批次|人次|辆|批|次|人|个)(?!次|[均]|/)"
)
_ABOUT = {
    "overseas": re.compile("出国（境）|因公出[国境]|出访"),
    "reception": re.compile("公务接待|(?:国内|外事|外宾|国（境）外)接待"),  # who receives petitioners is no host
    "vehicles": re.compile("车"),
}
_GROUPS = re.compile(r"团组|组团|批次?|团")
_BOUGHT, _KEPT = re.compile("购置|购买|新购|更新"), re.compile("保有|共有|实有|现有")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_COPULA = re.compile(r"(?:为|是|共|有|约)+$")
_PART = re.compile(r"其中|包括")
_KIND = re.compile("国内|国（境）外|国外|境外|外宾|外事|其他|保有|共有|实有|现有|公务用车")
_CELL = re.compile(
    r"(?:[一二三四五六七八九十\d]+[、.．]|（[一二三四五六七八九十\d]+）)*(?P<words>[^（(]*(?:（境）)?[^（(]*)"
    r"[（(](?P<unit>批|次|人|个|辆|台|人次|批次)[)）]"
)


@dataclass
class _Reading:
    """What a sentence has said so far: what it counts, its last subject, and the wholes that parts may follow."""

    about: str = ""
    subject: str = ""
    wholes: dict[str, Row] = field(default_factory=dict)
    in_parts: bool = False


def read_counts(sentences: Sequence[Sentence], year: int) -> list[Row]:
    """Read the counts that the sentences of a document of a year state, in order.

    Gives concept, subject (the words that name what is counted), count, unit, budget_year, within (the subject of the
    count that it is a part of), paragraph, text and source_line.
    """
    return [row for sentence in sentences for row in _read(sentence, year)]


def _read(sentence: Sentence, year: int) -> Iterator[Row]:
    reading, end = _Reading(), 0
    for match in _COUNT.finditer(sentence.text):
        words, end = sentence.text[end : match.start()], match.end()
        _note(reading, words)
        subject = _COPULA.sub("", re.split("[，、：。；]", words.rstrip("：，、"))[-1])
        concept = _concept(reading, words, subject, match["unit"])
        if concept is None:
            continue
        if not any(pattern.search(subject) for pattern in _ABOUT.values()):
            subject = reading.subject + subject
        reading.subject = subject
        years = _YEAR.findall(sentence.text[: match.start()])
        whole = reading.wholes.get(concept)
        row = {
            "concept": concept,
            "subject": subject[-80:],
            "count": int(match["number"].replace(",", "")),
            "unit": match["unit"],
            "budget_year": int(years[-1]) if years else year,
            "within": whole["subject"] if reading.in_parts and whole else None,
            "paragraph": sentence.paragraph,
            "text": sentence.text[:500],
            "source_line": sentence.line_of(match.start()),
            "certainty": "printed",
        }
        if not reading.in_parts:
            reading.wholes[concept] = row
        yield row


def _note(reading: _Reading, words: str) -> None:
    """Note what the words before a count are about, and whether parts of the counts before begin with them."""
    places = {about: match.start() for about, pattern in _ABOUT.items() for match in pattern.finditer(words)}
    if places:
        reading.about = max(places, key=places.__getitem__)
    if re.search("[。；]", words):
        reading.in_parts, reading.wholes, reading.subject = False, {}, ""
    if _PART.search(words):
        reading.in_parts = bool(reading.wholes)


def _concept(reading: _Reading, words: str, subject: str, unit: str) -> str | None:
    if unit == "辆":
        if reading.in_parts:
            return next((name for name in reversed(reading.wholes) if name.startswith("vehicles")), None)
        is_vehicle = _ABOUT["vehicles"].search(words) is not None
        return (
            "vehicles_bought"
            if _BOUGHT.search(subject)
            else "vehicles_kept"
            if _KEPT.search(words) and is_vehicle
            else None
        )
    if reading.about not in ("overseas", "reception"):
        return None
    if unit in ("人次", "人"):
        return f"{reading.about}_persons"
    is_group = unit in ("批", "批次", "个批次") or (unit in ("个", "次") and _GROUPS.search(subject))
    return f"{reading.about}_groups" if is_group else None


def read_counted_cells(rows: Iterable[RawRow], year: int) -> Iterator[Row]:
    """Read the counts that a table prints in a cell beside their names: `（一）因公出国（境）团组数（个）` and 3."""
    for row in rows:
        for place, cell in enumerate(row.cells[:-1]):
            if not cell.endswith((")", "）")):  # as the name of what is counted ends, with its unit
                continue
            number = next((text for text in row.cells[place + 1 :] if text), "")
            label = _CELL.fullmatch(squeeze(cell)) if re.fullmatch(r"\d+", number) else None
            if label is None:
                continue
            reading = _Reading()
            _note(reading, label["words"])
            unit = "辆" if label["unit"] == "台" else label["unit"]
            concept = _concept(reading, label["words"], label["words"], unit)
            if concept:
                yield {
                    "concept": concept, "subject": label["words"][-80:], "count": int(number), "unit": label["unit"],
                    "budget_year": year, "within": None, "paragraph": None, "text": squeeze(cell)[:500],
                    "source_line": row.number, "certainty": "printed",
                }  # fmt: skip


def kind_of(subject: str) -> str:
    """Give the word that tells one count of a concept from another: 国内公务接待, 外事接待; all vehicles, 公务用车."""
    match = _KIND.search(subject)
    return match[0] if match else ""
