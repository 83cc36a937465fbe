"""How two names and two birth dates agree, and how likely that is of whom.

Each way to agree has a likelihood for one person registered twice and for two mates of a
household; for unrelated persons a name's depends on how common the name is, which the register
knows. Where the figures come from stands beside them; none is fitted to data.
"""

import re
from collections.abc import Sequence
from datetime import date
from enum import IntEnum, auto
from functools import lru_cache
from math import log2
from typing import NamedTuple

from rapidfuzz.distance import OSA, Hamming, JaroWinkler

from lib import names
from lib.names import Name


class Evidence(NamedTuple):
    """How likely what was seen is in each class, as log2; what was not seen is 0, 0, 0."""

    same: float = 0.0
    mates: float = 0.0
    unrelated: float = 0.0


def evidence(same: float, mates: float, unrelated: float) -> Evidence:
    """From plain likelihoods."""
    return Evidence(log2(same), log2(mates), log2(unrelated))


# Names


class Likeness(IntEnum):
    """How a word of one name agrees with a word of the other, best first."""

    EQUAL = 0
    RESPELT = 1  # another spelling of the same sound
    SLIP = 2  # of the hand, or nearly so
    AKIN = 3  # an initial, a short form, a freer transliteration
    NONE = 4


class Order(IntEnum):
    """Where given name met given name, or did not."""

    STRAIGHT = auto()
    TURNED = auto()  # given name and surname in each other's place
    SHIFTED = auto()  # the first name of one is a later name of the other
    ONE_WORD = auto()  # given name or surname, nobody knows
    OTHER_GIVEN = auto()


class Pair(NamedTuple):
    """Two words that agree, and their places."""

    likeness: Likeness
    distance: int
    at: int
    other_at: int


class Names(NamedTuple):
    """How two names agree: what to weigh, and what to tell."""

    order: Order
    given: Likeness  # where the order is straight
    pairs: list[Pair]
    further: list[Likeness]  # of the words that are not two given names
    spare: int  # words on both sides, given names apart, that agree with nothing


# The usual bounds of Jaro-Winkler: over 0.9 likely a slip, under 0.8 likely chance.
_SLIP_FROM, _AKIN_FROM = 0.9, 0.8
# Below it, no slip either of four letters or in the sound: most words are, and looking takes time.
_WORTH_A_LOOK = 0.65
_AFTER_FIRST_VOWELS = re.compile("(?<=[aio])[^aio].*")
_ARTICLE = ("al", "el")


@lru_cache(maxsize=1 << 15)
def likeness(word: str, code: str, other: str, other_code: str) -> Likeness:
    """How two folded words with their sound codes agree."""
    if word == other:
        return Likeness.EQUAL
    if len(word) == 1 or len(other) == 1:
        return Likeness.AKIN if word[0] == other[0] else Likeness.NONE
    if code == other_code and _sounds_alike(word, code, other):
        return Likeness.RESPELT
    if (word.startswith(_ARTICLE) and _without_article(word, other)) or (
        other.startswith(_ARTICLE) and _without_article(other, word)
    ):
        return Likeness.RESPELT
    similarity = JaroWinkler.similarity(word, other, score_cutoff=_WORTH_A_LOOK)
    if similarity == 0 and len(word) > 3:
        return Likeness.NONE
    one_slip = OSA.distance(word, other, score_cutoff=1) == 1
    if similarity >= _SLIP_FROM or (one_slip and len(word) > 3):
        return Likeness.SLIP
    # A slip in a short word makes it another name: Ida, Ada.
    if similarity >= _AKIN_FROM or (one_slip and len(word) == 3):
        return Likeness.AKIN
    if similarity and _slip_in_sound(word, other):
        return Likeness.AKIN
    return Likeness.NONE


def _slip_in_sound(word: str, other: str) -> bool:
    """Whether two words that are respelt sound alike but for one slip: Havryliv, Gavriliv."""
    sound, other_sound = names.sound(word), names.sound(other)
    shorter = min(len(sound), len(other_sound))
    return shorter > 3 and OSA.distance(sound, other_sound, score_cutoff=1) == 1


def _sounds_alike(word: str, code: str, other: str) -> bool:
    """Whether two words with the same consonants are the same name.

    Where there are two consonants only, vowels count, and the first ones most: Jusuf is Yousef,
    but Hassan not Hussein, and Mina not Mona.
    """
    sound, other_sound = names.sound(word), names.sound(other)
    if len(code) > 2 or sound == other_sound:
        return True
    if _AFTER_FIRST_VOWELS.sub("", sound) != _AFTER_FIRST_VOWELS.sub("", other_sound):
        return False
    return JaroWinkler.similarity(sound, other_sound) >= _AKIN_FROM


def _without_article(word: str, other: str) -> bool:
    """Whether the word is the other one behind the Arabic article: Alshami, Elsayed, Alali."""
    return names.sound(word[2:]) == names.sound(other)


def of_names(one: Name, other: Name) -> Names:
    """How two names agree, each with a word at least."""
    pairs = _aligned(one, other)
    shorter = min(len(one.words), len(other.words))
    spare = shorter - len(pairs)
    given = Likeness.NONE
    further = []
    firsts = 0
    for pair in pairs:
        if pair.at == pair.other_at == 0:
            given = pair.likeness
        else:
            further.append(pair.likeness)
            firsts += (pair.at == 0) + (pair.other_at == 0)
    if given is not Likeness.NONE:
        order = Order.STRAIGHT
    elif shorter == 1 and pairs:
        order = Order.ONE_WORD
    else:
        order = (Order.OTHER_GIVEN, Order.SHIFTED, Order.TURNED)[firsts]
        spare -= firsts == 0
    return Names(order, given, pairs, further, spare)


def _aligned(one: Name, other: Name) -> list[Pair]:
    """Each word with at most one of the other name, the best agreements first."""
    if one.words == other.words:
        return [Pair(Likeness.EQUAL, 0, at, at) for at in range(len(one.words))]
    pairs = []
    theirs = list(enumerate(zip(other.words, other.codes, strict=True)))
    none = Likeness.NONE
    for at, (word, code) in enumerate(zip(one.words, one.codes, strict=True)):
        for other_at, (its, its_code) in theirs:
            found = likeness(word, code, its, its_code)
            if found is none:
                continue
            if found is Likeness.AKIN and (
                _written_apart(other.words, other_at, word) or _written_apart(one.words, at, its)
            ):
                found = Likeness.RESPELT
            # In doubt, the nearest place.
            pairs.append(Pair(found, abs(at - other_at), at, other_at))
    if len(pairs) < 2:
        return pairs
    taken, other_taken, kept = set(), set(), []
    for pair in sorted(pairs):
        if pair.at not in taken and pair.other_at not in other_taken:
            taken.add(pair.at)
            other_taken.add(pair.other_at)
            kept.append(pair)
    return kept


def _written_apart(words: tuple[str, ...], at: int, whole: str) -> bool:
    """Whether a word and the next are the two halves of the whole: Abdul Rahman, Abdulrahman."""
    halves = words[at : at + 2]
    return len(halves) == 2 and names.sound("".join(halves)) == names.sound(whole)


def _by_likeness(*likelihoods: float) -> tuple[float, ...]:
    """log2 of the likelihoods of EQUAL, RESPELT, SLIP, AKIN and NONE."""
    return tuple(map(log2, likelihoods))


# The same person: a slip in 6–7 % of names, another spelling in 35 % of foreign names and 8 % of
# Norwegian ones (of which the sound code catches most), and some nicknames. A new surname in 6 %
# of women makes the last larger. Rates the stopper is designed for, not estimates.
_GIVEN_SAME = _by_likeness(0.75, 0.12, 0.07, 0.04, 0.02)
_FURTHER_SAME = _by_likeness(0.73, 0.12, 0.07, 0.03, 0.05)
# Mates: siblings are named apart, and namesakes are a parent and a child, who are not born on
# one day: see of_mates.
_GIVEN_MATES = _by_likeness(0.005, 0.005, 0.01, 0.04, 0.94)
# Seven in ten share a surname or a link of the chain, respelt as often as the same person's.
_FURTHER_MATES = _by_likeness(0.53, 0.09, 0.05, 0.05, 0.28)
# The order is turned in 3 % of names and 12 % of chains; a father Ali Hassan and a son Hassan
# Ali are rare. A first name that stands further back: given names left out by the same person,
# but above all a child with its father's name after its own.
_ORDER_SAME = {Order.TURNED: log2(0.06), Order.SHIFTED: log2(0.05)}
_ORDER_MATES = {Order.TURNED: log2(0.004), Order.SHIFTED: log2(0.2)}
# Most words are given names or surnames, and somebody unrelated has them where they belong, but in
# chains, where any link may come first: of those who share two words one in five has them turned,
# of those who share one two in five have it in another place. Assumptions.
_ORDER_BY_CHANCE = {Order.TURNED: log2(0.2), Order.SHIFTED: log2(0.4)}
# One further name agrees and another one does not: a new surname behind a middle name.
_PARTLY_SAME, _PARTLY_MATES = log2(0.08), log2(0.3)

# Counted over random pairs of Norwegian, Arabic, Somali, Ukrainian and Australian names, within
# one origin, which is the harder case: of pairs that share a sound code three in four share the
# spelling, and so many of all pairs are alike although their codes differ.
SPELT_ALIKE = 0.75
_SLIP_BY_CHANCE, _AKIN_BY_CHANCE = 0.002, 0.014


def by_chance(spelt_so: float, sounding_so: float) -> tuple[float, ...]:
    """log2 of how likely somebody unrelated has a word that agrees so with one so common.

    `spelt_so` is the share of those with this very word, `sounding_so` of those with its code.
    Whoever spells a name otherwise draws among the spellings of its sound as strangers do, so
    how common each of them is cancels out (the hit-miss model of Copas and Hilton, JRSS A 153,
    1990). Likenesses in their order; those that agree with nothing are no evidence.
    """
    return (
        log2(spelt_so),
        log2((1 - SPELT_ALIKE) * sounding_so),
        log2(_SLIP_BY_CHANCE + spelt_so),
        log2(_AKIN_BY_CHANCE + spelt_so),
    )


def names_evidence(seen: Names, chances: Sequence[tuple[float, ...]], words: int) -> Evidence:
    """What the names tell; `chances` are, for each word of the first name, those of `by_chance`."""
    order = seen.order
    if order is Order.STRAIGHT or order is Order.OTHER_GIVEN:
        same, mates = _GIVEN_SAME[seen.given], _GIVEN_MATES[seen.given]
    else:
        same, mates = _ORDER_SAME.get(order, 0.0), _ORDER_MATES.get(order, 0.0)
    if seen.further:
        for likeness in seen.further:
            same += _FURTHER_SAME[likeness]
        mates += _FURTHER_MATES[min(seen.further)]
        if seen.spare > 0:
            same += _PARTLY_SAME
            mates += _PARTLY_MATES
    elif words > 1:
        same += _FURTHER_SAME[Likeness.NONE]
        mates += _FURTHER_MATES[Likeness.NONE]
    unrelated = _ORDER_BY_CHANCE.get(order, 0.0)
    for likeness, _, at, _ in seen.pairs:
        unrelated += chances[at][likeness]
    return Evidence(same, mates, unrelated)


# Birth dates


class Dates(IntEnum):
    """How two birth dates agree."""

    EQUAL = auto()
    BOTH_NEW_YEAR = auto()
    TURNED = auto()
    A_YEAR_OFF = auto()
    ONE_DIGIT = auto()
    DIGITS_SWAPPED = auto()
    ONE_NEW_YEAR = auto()
    SAME_YEAR = auto()
    TWO_DIGITS = auto()
    OTHER = auto()
    A_GENERATION_APART = auto()


GENERATION = 15  # years, at least


def of_dates(one: date, other: date) -> Dates:
    """How two birth dates agree."""
    years = abs(one.year - other.year)
    if years and one.month != other.month and one.day != other.day:  # three digits, at least
        return Dates.A_GENERATION_APART if years >= GENERATION else Dates.OTHER
    new_years = (one.day == one.month == 1) + (other.day == other.month == 1)
    if one == other:
        return Dates.BOTH_NEW_YEAR if new_years else Dates.EQUAL
    if not years:
        if new_years:
            return Dates.ONE_NEW_YEAR
        if one.day == other.month and one.month == other.day:
            return Dates.TURNED
    elif one.day == other.day and one.month == other.month and years == 1:
        return Dates.A_YEAR_OFF
    return _of_digits(one.isoformat(), other.isoformat(), years)


def _of_digits(one: str, other: str, years: int) -> Dates:
    wrong = Hamming.distance(one, other)
    if wrong == 1:
        return Dates.ONE_DIGIT
    if wrong == 2 and _swapped(one, other):
        return Dates.DIGITS_SWAPPED
    if not years:
        return Dates.SAME_YEAR
    if wrong == 2:
        return Dates.TWO_DIGITS
    return Dates.A_GENERATION_APART if years >= GENERATION else Dates.OTHER


def _swapped(one: str, other: str) -> bool:
    """Whether the two digits that differ are neighbours in each other's place."""
    return OSA.distance(one, other, score_cutoff=1) == 1


# Days on which those in a register of children and guardians may be born, and their years.
DAYS = 15_000
_YEARS = DAYS / 365
# The same person: day and month turned in 2 %, a digit wrong in 2.5 %, a year off in 1.5 %, two
# neighbouring digits swapped a fifth as often as one is wrong, and 1 January for 5 % of refugees.
# In 1.5 % more is wrong, an assumption: of those every third year is known, and how far off the
# others are tells nothing. Mates: twins, siblings' dates that happen to be close, and every second
# pair are a parent and a child. By chance, counted over the calendar: of the DAYS, two
# are a year off, 24 others one digit away, one two swapped digits, 170 two digits in other years.
DATES_EVIDENCE = {
    Dates.EQUAL: evidence(0.9, 0.015, 1 / DAYS),  # the register says how common the day is
    # Given to whoever's birth date is not known, so no evidence but for the year.
    Dates.BOTH_NEW_YEAR: evidence(0.9, 0.015, 1 / _YEARS),
    Dates.TURNED: evidence(0.02, 0.0005, 1 / DAYS),
    Dates.A_YEAR_OFF: evidence(0.015, 0.001, 2 / DAYS),
    Dates.ONE_DIGIT: evidence(0.025, 0.002, 24 / DAYS),
    Dates.DIGITS_SWAPPED: evidence(0.005, 0.0005, 1 / DAYS),
    Dates.ONE_NEW_YEAR: evidence(0.03, 0.002, 0.1 / _YEARS),
    Dates.SAME_YEAR: evidence(0.005, 0.025, 0.95 / _YEARS),
    Dates.TWO_DIGITS: evidence(0.005, 0.02, 170 / DAYS),
    Dates.OTHER: evidence(0.0058, 0.42, 0.56),
    Dates.A_GENERATION_APART: evidence(0.0042, 0.5, 0.4),
}

# Namesakes are a parent and a child, every second pair of mates; siblings of one name are rare.
_PARENT_AND_CHILD, _SIBLINGS = log2(2), log2(0.1)
# Twins share a surname more often than the seven in ten mates who do.
_TWINS = log2(0.95 / 0.7)


def of_mates(seen: Names, dates: Dates) -> float:
    """How much likelier (log2) than others' the names are of mates who are born like this."""
    if seen.given <= Likeness.RESPELT or seen.order is Order.TURNED:
        return _PARENT_AND_CHILD if dates is Dates.A_GENERATION_APART else _SIBLINGS
    if dates is Dates.EQUAL and seen.further and min(seen.further) <= Likeness.RESPELT:
        return _TWINS
    return 0.0
