"""Norwegian households made from a seed, with the origins of a municipality that takes refugees in.

`People(seed).households(24_000)` is a register; `stopper_noise.again` registers a household
once more, with the faults of paper.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, count
from random import Random
from typing import TypeAlias, TypeVar

from tests.bench.stopper_names import STOCK
from tests.bench.stopper_respelling import Origin

TODAY = date(2026, 6, 1)
AREAS = 25

ORIGINS = {
    Origin.NORWEGIAN: 0.42,
    Origin.UKRAINIAN: 0.15,
    Origin.ARABIC: 0.12,
    Origin.SOMALI: 0.08,
    Origin.ERITREAN: 0.07,
    Origin.PERSIAN: 0.06,
    Origin.TURKISH: 0.05,
    Origin.POLISH: 0.05,
}
REFUGEES = {Origin.UKRAINIAN, Origin.ARABIC, Origin.SOMALI, Origin.ERITREAN, Origin.PERSIAN}

# How households are.
ON_NEW_YEARS_DAY = 0.15  # of refugee adults but Ukrainians: the birth date is not known
TWINS = 0.03  # of later siblings
SECOND_NAME = {Origin.NORWEGIAN: 0.25, Origin.POLISH: 0.1, Origin.ARABIC: 0.1}
# In a chain it is the grandfather's name.
SECOND_SURNAME = {Origin.NORWEGIAN: 0.12, Origin.SOMALI: 0.6, Origin.ERITREAN: 0.6}
CHILDREN = {0: 0.06, 1: 0.26, 2: 0.32, 3: 0.2, 4: 0.1, 5: 0.04, 6: 0.02}
TWO_GUARDIANS = 0.6
MOTHERS_NAME = {Origin.NORWEGIAN: 0.4, Origin.UKRAINIAN: 0.9, Origin.TURKISH: 0.9}
FLATTENED = 6  # ranks by which the commonest names are less common than Zipf's law has it

Value = TypeVar("Value")
Ranked: TypeAlias = tuple[tuple[Value, ...], tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One person as one registration wrote them; `who` is the truth."""

    id: int
    who: int
    household: int
    area: str
    origin: Origin
    given: str
    surname: str
    born: date | None
    number: str | None
    is_guardian: bool
    is_woman: bool

    @property
    def name(self) -> str:
        """As the desk types it: given names, then surnames."""
        return f"{self.given} {self.surname}"


class People:
    """Households from a seed: the same seed and calls give the same people."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.ids = count(1)
        self.whos = count(1)
        self.household_ids = count(1)
        self._serials: Counter[str] = Counter()  # by birth date

    def households(self, persons: int) -> Iterator[list[Entry]]:
        """Households until there are so many persons; made as they are asked for."""
        while persons > 0:
            household = self.household()[:persons]
            persons -= len(household)
            yield household

    def household(self) -> list[Entry]:
        """One household: guardians first, then the children by age."""
        dice = self.dice
        origin = self._one_of(_ORIGINS)
        area = self.area()
        household = next(self.household_ids)
        born = TODAY - timedelta(days=int(dice.triangular(21, 52, 36) * 365.25))
        mother_is_alone = dice.random() >= TWO_GUARDIANS
        father_name = self.name(origin, is_woman=False)
        mother_name = self.name(origin, is_woman=True)
        if not STOCK[origin].is_chain and dice.random() < MOTHERS_NAME.get(origin, 0.2):
            mother_name = mother_name[0], self._gendered(origin, father_name[1], True)
        mother = self._entry(household, area, origin, *mother_name, born, True, True)
        people = [mother]
        if not mother_is_alone:
            fathers = born - timedelta(days=int(dice.gauss(3, 4) * 365.25))
            people.append(self._entry(household, area, origin, *father_name, fathers, True, False))
        surname = self._childrens_surname(origin, father_name, mother_name, mother_is_alone)
        children = self._one_of(_CHILDREN)
        for child_born in self._birth_dates(born, children):
            people.append(self.child(people, origin, surname, child_born))
        return people

    def _entry(
        self,
        household: int,
        area: str,
        origin: Origin,
        given: str,
        surname: str,
        born: date,
        is_guardian: bool,
        is_woman: bool,
    ) -> Entry:
        unknown = is_guardian and origin in REFUGEES and origin is not Origin.UKRAINIAN
        if unknown and self.happens(ON_NEW_YEARS_DAY):
            born = date(born.year, 1, 1)
        is_d = origin in REFUGEES and self.happens(0.4)
        return Entry(
            next(self.ids),
            next(self.whos),
            household,
            area,
            origin,
            given,
            surname,
            born,
            self.number(born, is_d=is_d),
            is_guardian,
            is_woman,
        )

    def child(self, family: list[Entry], origin: Origin, surname: str, born: date) -> Entry:
        """A child of this family, named as none of its siblings."""
        is_woman = self.dice.random() < 0.5
        taken = {mate.given.split()[0] for mate in family if not mate.is_guardian}
        given = self._given(origin, is_woman)
        while given.split()[0] in taken:
            given = self._given(origin, is_woman)
        surname = self._gendered(origin, surname, is_woman)
        first = family[0]
        return self._entry(
            first.household, first.area, origin, given, surname, born, False, is_woman
        )

    def _birth_dates(self, mother_born: date, children: int) -> Iterator[date]:
        dice = self.dice
        oldest = (TODAY - mother_born).days - 20 * 365
        born = TODAY - timedelta(days=dice.randint(30, max(400, min(oldest, 17 * 365))))
        for _ in range(children):
            yield born
            if not self.happens(TWINS):
                born += timedelta(days=dice.randint(450, 1800))
            if born > TODAY:
                return

    def name(self, origin: Origin, is_woman: bool) -> tuple[str, str]:
        """A given name and a surname."""
        given = self._given(origin, is_woman)
        surname = self._surname(origin)
        return given, self._gendered(origin, surname, is_woman)

    def _given(self, origin: Origin, is_woman: bool) -> str:
        pool = (_WOMEN if is_woman else _MEN)[origin]
        given = self._one_of(pool)
        if self.happens(SECOND_NAME.get(origin, 0.04)):
            hyphened = origin is Origin.NORWEGIAN and self.happens(0.2)
            given += ("-" if hyphened else " ") + self._one_of(pool)
        return given

    def _surname(self, origin: Origin) -> str:
        pool = _SURNAMES[origin]
        surname = self._one_of(pool)
        if self.happens(SECOND_SURNAME.get(origin, 0)):
            surname += " " + self._one_of(pool)
        return surname

    def _childrens_surname(
        self,
        origin: Origin,
        father: tuple[str, str],
        mother: tuple[str, str],
        mother_is_alone: bool,
    ) -> str:
        """The father's given name and his father's in a chain; otherwise the family's name."""
        if STOCK[origin].is_chain:
            return " ".join([father[0].split()[0], *father[1].split()[:1]])
        return mother[1] if mother_is_alone and self.happens(0.5) else father[1]

    def _gendered(self, origin: Origin, surname: str, is_woman: bool) -> str:
        if origin is Origin.POLISH and is_woman and surname.endswith(("ski", "cki")):
            return surname[:-1] + "a"
        return surname

    def number(self, born: date, is_d: bool) -> str:
        """A synthetic identity number: month + 80, both check digits right.

        Nobody else's, as long as the day has any left: they are handed out in order.
        """
        day = born.day + (40 if is_d else 0)
        birth_date = f"{day:02}{born.month + 80:02}{born.year % 100:02}"
        while True:
            digits = f"{birth_date}{self._serials[birth_date] % 1000:03}"
            self._serials[birth_date] += 1
            first = -sum(map(int.__mul__, (3, 7, 6, 1, 8, 9, 4, 5, 2), map(int, digits))) % 11
            second = -sum(
                map(int.__mul__, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), (*map(int, digits), first))
            )
            if first < 10 and second % 11 < 10:
                return f"{digits}{first}{second % 11}"

    def area(self) -> str:
        """A neighbourhood; some hold more than others."""
        return f"area {int(AREAS * self.dice.random() ** 1.5)}"

    def happens(self, rate: float) -> bool:
        """Whether something of this rate happens now."""
        return self.dice.random() < rate

    def _one_of(self, ranked: Ranked[Value]) -> Value:
        values, heights = ranked
        return self.dice.choices(values, cum_weights=heights)[0]


def _ranked(weights: Mapping[Value, float]) -> Ranked[Value]:
    return tuple(weights), tuple(accumulate(weights.values()))


def _zipf(names: Sequence[str]) -> Ranked[str]:
    """Few names are common and many are rare (Zipf–Mandelbrot)."""
    return _ranked({name: 1 / (rank + FLATTENED) for rank, name in enumerate(names)})


_ORIGINS, _CHILDREN = _ranked(ORIGINS), _ranked(CHILDREN)
_MEN = {origin: _zipf(stock.men) for origin, stock in STOCK.items()}
_WOMEN = {origin: _zipf(stock.women) for origin, stock in STOCK.items()}
_SURNAMES = {origin: _zipf(stock.surnames) for origin, stock in STOCK.items()}
