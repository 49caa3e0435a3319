"""One verdict on the unit of a table's amounts, from every piece of evidence there is: a function of values only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

AS_READ = Decimal(1)
STATED, SUPPORTING, STRONG, DECISIVE = 0, 1, 2, 3

State = Literal["agreed", "alone", "doubted", "refused", "reread"]


@dataclass(frozen=True)
class FactorEvidence:
    """A piece of evidence: the factor by which the amounts as read must be multiplied to agree with it.

    1 speaks for the amounts as read, None against them without saying what they are. `strength` is one of STATED,
    SUPPORTING, STRONG, DECISIVE; `text` says in Chinese what was seen.
    """

    factor: Decimal | None
    strength: int
    text: str


@dataclass(frozen=True)
class Verdict:
    """What the evidence makes of a unit.

    `agreed`: two pieces at least speak for it; `alone`: one or none does; `doubted`: a piece against it would decide
    alone, yet more speaks for it; `refused`: contradicted, the amounts must not be used; `reread`: none is stated and
    the evidence names one, by `factor`. `text` says why, in Chinese.
    """

    state: State
    text: str
    factor: Decimal = AS_READ


def judge_unit(evidence: Sequence[FactorEvidence], *, is_stated: bool, conflict: str | None = None) -> Verdict:
    """Judge the unit of amounts; `conflict` is a contradiction within the statement itself.

    Amounts are contradicted where what speaks against them is strong and outweighs what speaks for them; the statement
    weighs nothing, for it is what is in doubt. A stated unit is never overruled, only refused.
    """
    if conflict:
        return Verdict("refused", conflict)
    against = [piece for piece in evidence if piece.factor != AS_READ]
    agreeing = [piece for piece in evidence if piece.factor == AS_READ]
    weight = _weigh_against(against)
    if weight >= STRONG and weight > sum(piece.strength for piece in agreeing):
        factors = {piece.factor for piece in against} - {None}
        text = "；".join(piece.text for piece in against)
        if not is_stated and len(factors) == 1:
            return Verdict("reread", text, factors.pop())
        return Verdict("refused", text)
    if decisive := [piece.text for piece in against if piece.strength >= DECISIVE]:
        return Verdict("doubted", "；".join(decisive))
    texts = [piece.text for piece in agreeing]
    return Verdict("agreed" if len(texts) > 1 else "alone", "；".join(texts))


def _weigh_against(evidence: Sequence[FactorEvidence]) -> int:
    """Add up what may be true together: pieces that name no factor, and those of the factor that has most for it."""
    named = Counter[Decimal]()
    for piece in evidence:
        if piece.factor is not None:
            named[piece.factor] += piece.strength
    return sum(piece.strength for piece in evidence if piece.factor is None) + max(named.values(), default=0)
