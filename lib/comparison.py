"""Are two registrations the same person? Evidence weighed for and against, and why in words.

After Fellegi and Sunter (A theory for record linkage, JASA 64, 1969), with a third class. A pair
is the same person, mates of one household, or unrelated; textbook linkage lacks the second class
and takes twins for duplicates. The score is the log2 odds of *same* against the rest:

    log2 [ P₀ · P(seen | same)  /  ( N · P(seen | unrelated) + M · P(seen | mates) ) ]

with N persons in the register, M of them mates of whoever is asked for, and the prior P₀ that
somebody who is asked for is there at all.

P(seen | same) are the known rates of faults in registration, fixed: estimating them (EM) cannot
run on an empty register and gained nothing on a full one. P(seen | mates) follow from what a
household is. P(seen | unrelated) are the register's own frequencies with a prior, so that a rare
name weighs more than a common one and an empty register answers, too. They are those of the
spelling where the spelling agrees: Noor and Nora have one sound code, and the many named Nora
make Noor no commoner. What is missing is evidence of nothing.
"""

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from math import log2
from typing import Protocol

from lib import likeness, match_reasons, names
from lib.likeness import (
    DATES_EVIDENCE,
    DAYS,
    SPELT_ALIKE,
    Dates,
    Evidence,
    evidence,
)


class Answer(StrEnum):
    """What the stopper says of two registrations."""

    SAME = "same"
    NEEDS_A_LOOK = "needs a look"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Mate:
    """Somebody in the same household."""

    name: str
    born: date | None
    is_guardian: bool


@dataclass(frozen=True)
class Particulars:
    """What is known of one person when two are compared; what is missing is evidence of nothing.

    `numbers` are keyed hashes of every identity number the person has had. `areas` are whatever
    places a register keeps: neighbourhoods, or an address word by word.
    """

    name: str
    born: date | None
    numbers: frozenset[bytes] = frozenset()
    mates: tuple[Mate, ...] = ()
    areas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Compared:
    """The answer, the log2 odds behind it, and the reasons in words for whoever may see them."""

    answer: Answer
    score: float
    reasons: tuple[str, ...]


class Register(Protocol):
    """How many persons there are, and how many of them have something in common."""

    def __len__(self) -> int: ...
    def with_code(self, code: str) -> int: ...
    def with_word(self, word: str) -> int: ...
    def born_on(self, born: date) -> int: ...
    def living_in(self, area: str) -> int: ...
    def mates_of_all(self) -> int: ...


class Nobody:
    """An empty register, in which everything is as common as the prior says."""

    def __len__(self) -> int:
        return 0

    def with_code(self, code: str) -> int:
        return 0

    def with_word(self, word: str) -> int:
        return 0

    def born_on(self, born: date) -> int:
        return 0

    def living_in(self, area: str) -> int:
        return 0

    def mates_of_all(self) -> int:
        return 0


# P₀, an assumption. The thresholds move along with it, so that no answer hangs on it.
IS_THERE = 0.1
# M is P₀ times the mates of each in the register, which the register knows; three by the prior.
PRIOR_MATES = 3
# Where households are known, mates who are in the register are found themselves (see
# Question._instead); what is left is a new child, or a sibling in another home.
NOT_EXPLAINED = 0.4
# What a register has at least: the frequencies of the first few persons are not believed alone.
PRIOR_PERSONS = 200
# The tolerated rate of false alarms among newcomers. At log2 odds t it is P₀ · 2⁻ᵗ · d / ln 2,
# where d of the true pairs lie within a bit of t (a chance likeness is as much rarer than a true
# one as the odds say). d is at most about 1 % where names are noisy. Names go together by origin,
# and evidence that hangs together is counted twice: one bit, that is two times, for safety.
FALSE_ALARMS = 0.003
TRUE_PAIRS_A_BIT = 0.01
HANGING_TOGETHER = 2
NEEDS_A_LOOK_FROM = log2(
    IS_THERE * TRUE_PAIRS_A_BIT / math.log(2) * HANGING_TOGETHER / FALSE_ALARMS
)
# «The same» is said before anyone looked: one wrong among 100 000 newcomers, and without the
# help of d (Markov's inequality: at most P₀ · 2⁻ᵗ).
WRONGLY_SAME = 0.00001
SAME_FROM = log2(IS_THERE / WRONGLY_SAME)
# Two in one household were registered as two knowingly, but for a slip.
TWICE_IN_A_HOUSEHOLD = 0.003

_NOTHING = Evidence()
# Three in ten come without a number, or with the other of D-number and fødselsnummer, or two
# digits are wrong (control digits stop one). Others share a number by a fault only: 1.5 % are
# registered with a relative's.
_NUMBER_SHARED = evidence(0.85, 0.01, 1e-7)
_NUMBERS_DIFFER = evidence(0.12, 1, 1)
# Most come with the same family, which is every mate's family, too. Unrelated ones have some nine
# pairs of mates between them, each of which is taken for one person by chance at most once in
# 2 ** _KNOWN_MATE_FROM.
_MATES_SHARED = evidence(0.75, 0.9, 0.0002)
_NO_MATES_SHARED = evidence(0.25, 0.1, 1)
# What mates can add (log2), so that a look-up need not open the hopeless ones' mates.
MATES_CAN_ADD = _MATES_SHARED.same - _MATES_SHARED.unrelated
# Two who are so much likelier the same than chance (log2) are the same mate: it takes a birth
# date and some of a name, or two uncommon names.
_KNOWN_MATE_FROM = 14.0
# One in five has moved since. A word of an address that stayed is written otherwise in 15 %.
_STAYED, _STAYED_MATES = 0.8, 0.95
_NO_AREA_SHARED = evidence(1 - _STAYED, 1 - _STAYED_MATES, 1)
_OTHER_WORD = log2(0.15)
_PRIOR_AREA = 0.05  # twenty neighbourhoods
# The words of one address hang together: after the rarest, a word counts for half.
_FURTHER_WORD = 0.5


class Question:
    """One person asked for: read once, compared with as many as need be."""

    def __init__(self, asked: Particulars, register: Register) -> None:
        self.asked = asked
        self._name = names.read(asked.name)
        self._register = register
        self._persons = len(register) + PRIOR_PERSONS
        mates = register.mates_of_all() + PRIOR_MATES * PRIOR_PERSONS
        self._mates_of_each = mates / self._persons
        self._weighed: dict[tuple[str, date | None], Evidence] = {}

    def score_apart(self, other: Particulars) -> float:
        """The log2 odds without either's mates; what those can add is MATES_CAN_ADD."""
        return self._odds(*self._apart(other))

    def compared(self, other: Particulars) -> Compared:
        """The answer for another person, who is not of the asked one's household."""
        shared = self._shared_mates(other)
        seen = *self._apart(other), _mates_evidence(self.asked, other, shared)
        known = bool(self.asked.mates or other.mates)
        score = self._odds(*seen, share=NOT_EXPLAINED if known else 1)
        return self._compared(other, -_log2_sum(-score, self._instead(other)), shared)

    def compared_in_household(self, other: Particulars) -> Compared:
        """The answer for a mate: only what tells mates apart is weighed."""
        seen = _product(self._alone(other.name, other.born), self._numbers(other))
        return self._compared(other, seen.same - seen.mates + log2(TWICE_IN_A_HOUSEHOLD), [])

    def _compared(self, other: Particulars, score: float, shared: list[Mate]) -> Compared:
        shares_number = not self.asked.numbers.isdisjoint(other.numbers)
        reasons = (
            *match_reasons.of_numbers(self.asked.numbers, other.numbers),
            *match_reasons.of_names(self._name, names.read(other.name)),
            *match_reasons.of_dates(self.asked.born, other.born),
            *match_reasons.of_mates(mate.is_guardian for mate in shared),
            *match_reasons.of_areas(self.asked.areas, other.areas),
        )
        return Compared(_answer(score, shares_number), round(score, 3), reasons)

    def _odds(self, *seen: Evidence, share: float = NOT_EXPLAINED) -> float:
        """The log2 odds of what was seen, with that share of the mates still possible."""
        product = _product(*seen)
        mates = IS_THERE * self._mates_of_each * share
        others = self._persons * 2**product.unrelated + mates * 2**product.mates
        return product.same + log2(IS_THERE / others)

    def _apart(self, other: Particulars) -> tuple[Evidence, ...]:
        alone = self._alone(other.name, other.born)
        return alone, self._numbers(other), self._areas(other)

    def _alone(self, name: str, born: date | None) -> Evidence:
        """What name and birth date tell. Weighed once, and asked for again where mates count."""
        seen = self._weighed.get((name, born))
        if seen is None:
            seen = self._weighed[name, born] = self._weigh(name, born)
        return seen

    def _weigh(self, name: str, born: date | None) -> Evidence:
        mine, other = self._name, names.read(name)
        dates = likeness.of_dates(self.asked.born, born) if self.asked.born and born else None
        dated = self._dates(dates)
        if not (mine.words and other.words):
            return dated
        seen = likeness.of_names(mine, other)
        words = min(len(mine.words), len(other.words))
        named = likeness.names_evidence(seen, self._by_chance, words)
        if dates and (more := likeness.of_mates(seen, dates)):
            named = named._replace(mates=named.mates + more)
        return _product(named, dated)

    @cached_property
    def _by_chance(self) -> tuple[tuple[float, ...], ...]:
        """How likely somebody unrelated has each word of the asked name, by how it agrees.

        A new word is as common as one among the prior's, where most are spelt so. The second of
        a double name hangs together with the first, and counts for half.
        """
        seconds = names.seconds(self.asked.name)
        chances = []
        for word, code in zip(self._name.words, self._name.codes, strict=True):
            spelt_so = (self._register.with_word(word) + SPELT_ALIKE) / self._persons
            sounding_so = (self._register.with_code(code) + 1) / self._persons
            counts_for = 0.5 if word in seconds else 1.0
            chances.append(likeness.by_chance(spelt_so**counts_for, sounding_so**counts_for))
        return tuple(chances)

    def _dates(self, found: Dates | None) -> Evidence:
        if found is None:
            return _NOTHING
        return self._same_day if found is Dates.EQUAL else DATES_EVIDENCE[found]

    @cached_property
    def _same_day(self) -> Evidence:
        """What the same birth date tells, by how many of the register are born on the asked day."""
        assert self.asked.born
        born_on = self._register.born_on(self.asked.born)
        by_chance = log2((born_on + 1) / (len(self._register) + DAYS))
        return DATES_EVIDENCE[Dates.EQUAL]._replace(unrelated=by_chance)

    def _numbers(self, other: Particulars) -> Evidence:
        if not (self.asked.numbers and other.numbers):
            return _NOTHING
        return _NUMBERS_DIFFER if self.asked.numbers.isdisjoint(other.numbers) else _NUMBER_SHARED

    def _areas(self, other: Particulars) -> Evidence:
        if not (self.asked.areas and other.areas):
            return _NOTHING
        shared = sorted(self._areas_by_chance[area] for area in self.asked.areas & other.areas)
        if not shared:
            return _NO_AREA_SHARED
        chance = shared[0] + _FURTHER_WORD * sum(shared[1:])
        others = min(len(self.asked.areas), len(other.areas)) - len(shared)
        there = 2 ** (_FURTHER_WORD * others * _OTHER_WORD)
        same, mates = (
            log2(stayed * there + (1 - stayed) * 2**chance) for stayed in (_STAYED, _STAYED_MATES)
        )
        return Evidence(same, mates, chance)

    @cached_property
    def _areas_by_chance(self) -> dict[str, float]:
        """log2 of how likely somebody unrelated lives in each of the asked areas."""
        prior = _PRIOR_AREA * PRIOR_PERSONS
        return {
            area: log2((self._register.living_in(area) + prior) / self._persons)
            for area in self.asked.areas
        }

    @cached_property
    def _mates(self) -> tuple["Question", ...]:
        asked = (Particulars(mate.name, mate.born) for mate in self.asked.mates)
        return tuple(Question(mate, self._register) for mate in asked)

    def _shared_mates(self, other: Particulars) -> list[Mate]:
        """The other's mates who are the asked one's, too."""
        return [
            mate
            for mate in other.mates
            if any(mine._is(mate.name, mate.born) for mine in self._mates)
        ]

    def _is(self, name: str, born: date | None) -> bool:
        if born and self.asked.born:
            dated = self._dates(likeness.of_dates(self.asked.born, born))
            if dated.same - dated.unrelated + self._names_can_tell < _KNOWN_MATE_FROM:
                return False
        seen = self._alone(name, born)
        return seen.same - seen.unrelated >= _KNOWN_MATE_FROM

    @cached_property
    def _names_can_tell(self) -> float:
        """What the rarest agreement of every word tells (log2): no other name tells more."""
        return -sum(map(min, self._by_chance))

    def _instead(self, other: Particulars) -> float:
        """The log2 odds against the two being the same because a mate is.

        If a mate of the asked one is the other person, or the asked one is a mate of the other,
        these two are mates: so a twin is explained by the twin. All else they share, they share
        as mates.
        """
        pairs = [mine._fit(other.name, other.born) for mine in self._mates]
        pairs += [self._fit(mate.name, mate.born) for mate in other.mates]
        fit = self._fit(other.name, other.born)
        return max(pairs, default=-math.inf) - fit

    def _fit(self, name: str, born: date | None) -> float:
        """How much likelier (log2) the two are the same than mates."""
        seen = self._alone(name, born)
        return seen.same - seen.mates


def compared(asked: Particulars, other: Particulars, register: Register | None = None) -> Compared:
    """The answer for two persons of different households."""
    return Question(asked, register or Nobody()).compared(other)


def _product(*seen: Evidence) -> Evidence:
    """All evidence together: likelihoods multiply, so their logarithms add up."""
    same = mates = unrelated = 0.0
    for one in seen:
        same += one.same
        mates += one.mates
        unrelated += one.unrelated
    return Evidence(same, mates, unrelated)


def _log2_sum(one: float, other: float) -> float:
    """log2 of the sum of two numbers of which these are the log2."""
    larger, smaller = max(one, other), min(one, other)
    return larger + log2(1 + 2 ** (smaller - larger))


def _mates_evidence(one: Particulars, other: Particulars, shared: list[Mate]) -> Evidence:
    if not (one.mates and other.mates):
        return _NOTHING
    return _MATES_SHARED if shared else _NO_MATES_SHARED


def _answer(score: float, shares_number: bool) -> Answer:
    if score >= SAME_FROM:
        return Answer.SAME
    # A number is one person's by law: where all else disagrees, somebody shall look at the fault.
    if score >= NEEDS_A_LOOK_FROM or shares_number:
        return Answer.NEEDS_A_LOOK
    return Answer.DIFFERENT
