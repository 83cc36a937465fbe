"""Why two registrations may be the same person, in the desk's words."""

from collections.abc import Iterable, Set
from datetime import date

from lib import likeness
from lib.likeness import Dates, Likeness, Order
from lib.names import Name

_GIVEN = {
    Likeness.EQUAL: "samme fornavn",
    Likeness.RESPELT: "fornavn skrevet annerledes",
    Likeness.SLIP: "fornavn skrevet litt annerledes",
    Likeness.AKIN: "fornavn som ligner",
    Likeness.NONE: "ulikt fornavn",
}
_ORDERS = {
    Order.TURNED: "fornavn og etternavn byttet om",
    Order.SHIFTED: "fornavnet til den ene er et etternavn hos den andre",
    Order.ONE_WORD: "bare ett felles navn",
}
_DATES = {
    Dates.EQUAL: "samme fødselsdato",
    Dates.BOTH_NEW_YEAR: "begge født 1. januar samme år",
    Dates.TURNED: "dag og måned byttet",
    Dates.ONE_DIGIT: "ett siffer ulikt i fødselsdatoen",
    Dates.A_YEAR_OFF: "født ett år fra hverandre",
    Dates.DIGITS_SWAPPED: "to sifre byttet om i fødselsdatoen",
    Dates.ONE_NEW_YEAR: "samme fødselsår, den ene 1. januar",
    Dates.SAME_YEAR: "samme fødselsår",
    Dates.TWO_DIGITS: "to sifre ulike i fødselsdatoen",
    Dates.OTHER: "ulik fødselsdato",
    Dates.A_GENERATION_APART: "ulik fødselsdato",
}


def of_numbers(one: Set[bytes], other: Set[bytes]) -> list[str]:
    """How the identity numbers agree."""
    if not (one and other):
        return []
    return ["ulikt identitetsnummer" if one.isdisjoint(other) else "samme identitetsnummer"]


def of_names(one: Name, other: Name) -> list[str]:
    """How the names agree."""
    if not (one.words and other.words):
        return ["navn mangler"]
    if one.words == other.words:
        return ["samme navn"]
    seen = likeness.of_names(one, other)
    reasons = [_ORDERS.get(seen.order, _GIVEN[seen.given])]
    both_have_further = min(len(one.words), len(other.words)) > 1
    if seen.order in _ORDERS:
        if any(pair.likeness is not Likeness.EQUAL for pair in seen.pairs):
            reasons.append("navn skrevet annerledes")
    elif both_have_further:
        reasons.append(_surname(seen))
    if both_have_further and len(one.words) != len(other.words):
        reasons.append("ett eller flere navn utelatt")
    return reasons


def _surname(seen: likeness.Names) -> str:
    if not seen.further:
        return "etternavn byttet"
    if seen.spare > 0:
        return "ett av etternavnene byttet"
    if max(seen.further) is Likeness.EQUAL:
        return "samme etternavn"
    return "etternavn skrevet annerledes"


def of_dates(one: date | None, other: date | None) -> list[str]:
    """How the birth dates agree."""
    if one is None or other is None:
        return ["fødselsdato mangler"]
    return [_DATES[likeness.of_dates(one, other)]]


def of_mates(are_guardians: Iterable[bool]) -> list[str]:
    """Whom of the household both have."""
    return [
        "samme foresatt" if is_guardian else "samme barn i husstanden"
        for is_guardian in sorted(set(are_guardians), reverse=True)
    ]


def of_areas(one: Set[str], other: Set[str]) -> list[str]:
    """Whether they live in one area."""
    return ["samme nærmiljø"] if one & other else []
