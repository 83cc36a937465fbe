"""How a household is written when it is registered again: the noise model of the bench.

The rates are those the stopper was designed against; the last three are of this bench, because
without them the same household would always come back whole.
"""

from calendar import isleap
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tests.bench.stopper_names import STOCK, Stock
from tests.bench.stopper_people import REFUGEES, TODAY, Entry, People
from tests.bench.stopper_respelling import Origin, mistyped

NUMBER_MISSING = 0.30
OTHER_KIND = 0.15  # a refugee's D-number became a fødselsnummer, or the other way
NUMBER_MISTYPED = 0.03
RELATIVES_NUMBER = 0.015
RESPELT_FOREIGN, RESPELT_NORWEGIAN = 0.35, 0.08  # each of given name and surname
SLIP_IN_GIVEN, SLIP_IN_SURNAME = 0.06, 0.07
SECOND_DROPPED = 0.35
NEW_SURNAME = 0.06  # of women
SWAPPED, SWAPPED_CHAIN = 0.03, 0.12
NEW_YEARS_DAY = 0.05  # of refugees
DAY_AND_MONTH = 0.02
ONE_DIGIT = 0.025
A_YEAR_OFF = 0.015
NOT_BORN = 0.015  # the birth date is missing
MOVED = 0.20
LEFT_OUT = 0.10  # of members
NEW_CHILD = 0.05  # of households with children
APART = 0.10  # of households are registered one by one, each in a home of their own


def again(people: People, household: list[Entry], noise: float = 1.0) -> list[Entry]:
    """The household as another service registers it; who is whom stands in `who`.

    Where it has come apart, each has a household of their own.
    """
    return _Writer(people, noise).household(household)


class _Writer:
    """A desk that writes what it hears; `noise` is what every rate is multiplied by."""

    def __init__(self, people: People, noise: float) -> None:
        self._people = people
        self._dice = people.dice
        self._noise = noise

    def _happens(self, rate: float) -> bool:
        return self._people.happens(rate * self._noise)

    def household(self, household: list[Entry]) -> list[Entry]:
        """Those who came, and perhaps a child who was born since."""
        people, dice = self._people, self._dice
        kept = [entry for entry in household if not self._happens(LEFT_OUT)]
        kept = kept or [dice.choice(household)]
        number = next(people.household_ids)
        area = people.area() if self._happens(MOVED) else household[0].area
        mates = [mate.number for mate in household]
        written = [self._written(entry, mates) for entry in kept]
        children = [entry for entry in household if not entry.is_guardian and entry.born]
        if children and self._happens(NEW_CHILD):
            youngest = children[-1]
            assert youngest.born
            born = min(youngest.born + timedelta(days=dice.randint(500, 1500)), TODAY)
            written.append(people.child(household, youngest.origin, youngest.surname, born))
        if self._happens(APART):
            return [
                replace(entry, household=next(people.household_ids), area=people.area())
                for entry in written
            ]
        return [replace(entry, household=number, area=area) for entry in written]

    def _written(self, entry: Entry, mates: list[str | None]) -> Entry:
        given, surname = self._names(entry)
        return replace(
            entry,
            id=next(self._people.ids),
            given=given,
            surname=surname,
            born=self._born(entry),
            number=self._number(entry, mates),
        )

    def _names(self, entry: Entry) -> tuple[str, str]:
        stock, is_foreign = STOCK[entry.origin], entry.origin is not Origin.NORWEGIAN
        given, surname = entry.given, entry.surname
        if entry.is_woman and entry.is_guardian and self._happens(NEW_SURNAME):
            surname = self._people.name(entry.origin, is_woman=True)[1]
        names = [
            self._spelt(stock, name, RESPELT_FOREIGN if is_foreign else RESPELT_NORWEGIAN, slip)
            for name, slip in ((given, SLIP_IN_GIVEN), (surname, SLIP_IN_SURNAME))
        ]
        if self._happens(SWAPPED_CHAIN if stock.is_chain else SWAPPED):
            first, *rest = names[1].split()
            if stock.is_chain and rest and self._dice.random() < 0.5:
                return f"{names[0]} {first}", " ".join(rest)
            names.reverse()
        return names[0], names[1]

    def _spelt(self, stock: Stock, name: str, respelt: float, slip: float) -> str:
        if self._happens(SECOND_DROPPED) and name not in stock.whole:
            name = name.replace("-", " ").split()[0]
        if self._happens(respelt):
            name = self._respelt(stock, name)
        return mistyped(name, self._dice) if self._happens(slip) else name

    def _respelt(self, stock: Stock, name: str) -> str:
        """One of its words written otherwise, or the whole where that is one name."""
        if name in stock.whole:
            return stock.respelt(name, self._dice)
        words = name.split()
        at = self._dice.randrange(len(words))
        words[at] = stock.respelt(words[at], self._dice)
        return " ".join(words)

    def _born(self, entry: Entry) -> date | None:
        born, dice = entry.born, self._dice
        if born is None or self._happens(NOT_BORN):
            return None
        if entry.origin in REFUGEES and self._happens(NEW_YEARS_DAY):
            return date(born.year, 1, 1)
        if self._happens(DAY_AND_MONTH) and born.day <= 12:
            return date(born.year, born.day, born.month)
        if self._happens(ONE_DIGIT):
            return _one_digit_off(born, dice)
        if self._happens(A_YEAR_OFF):
            return _in_year(born, born.year + dice.choice((-1, 1)))
        return born

    def _number(self, entry: Entry, mates: list[str | None]) -> str | None:
        dice, number = self._dice, entry.number
        if number is None or entry.born is None or self._happens(NUMBER_MISSING):
            return None
        if entry.origin in REFUGEES and self._happens(OTHER_KIND):
            return self._people.number(entry.born, is_d=number[0] < "4")
        if self._happens(NUMBER_MISTYPED):
            return _two_digits_off(number, dice)
        others = [other for other in mates if other and other != number]
        if others and self._happens(RELATIVES_NUMBER):
            return dice.choice(others)
        return number


def _two_digits_off(number: str, dice: Random) -> str:
    """A single slip never gets here: the check digits stop it."""
    digits = list(number)
    for at in dice.sample(range(6, 11), 2):
        digits[at] = str((int(digits[at]) + dice.randint(1, 9)) % 10)
    return "".join(digits)


def _one_digit_off(born: date, dice: Random) -> date:
    """The birth date with one digit of ddmmyyyy wrong, and still a date that has been."""
    while True:
        digits = list(f"{born:%d%m%Y}")
        digits[dice.choice((0, 1, 2, 3, 6, 7))] = str(dice.randrange(10))
        text = "".join(digits)
        try:
            written = date(int(text[4:]), int(text[2:4]), int(text[:2]))
        except ValueError:
            continue
        if born != written <= TODAY:
            return written


def _in_year(born: date, year: int) -> date:
    if (born.month, born.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return born.replace(year=year)
