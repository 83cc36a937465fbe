"""Whom the stopper finds and whom it takes for somebody else, beside splink on the same records.

Both sides are judged by the pairs they score, whatever threshold they would set themselves; at
the desk the stopper answers by its own.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from tests.bench import stopper_ours as ours
from tests.bench import stopper_rival as rival
from tests.bench.stopper_measures import Measured, measured
from tests.bench.stopper_noise import again
from tests.bench.stopper_people import People
from tests.bench.stopper_records import (
    FEBRL,
    HOUSEHOLDS,
    NAMES_AND_BIRTH_DATE,
    Record,
    of_entry,
    of_febrl,
    prepared,
    without,
)
from tests.bench.stopper_rival import Best

SEED = 4
WITHOUT_NUMBER = tuple(field for field in FEBRL if field != "number")


@dataclass(frozen=True)
class Judged:
    """One set with one choice of fields, by both."""

    ours: Measured
    splink: Best
    worst_origin: tuple[str, float] = ("", 1.0)  # the stopper's recall at the same threshold


@dataclass(frozen=True)
class AtTheDesk:
    """What a desk meets when it registers a household, in shares."""

    caught: float
    new_warned: float
    households_warned: float  # new ones, wrongly


def febrl(which: int, *, quick: bool) -> dict[str, Judged]:
    """One FEBRL set searched for duplicates: with all fields, with fewer, with fewest.

    The stopper is given it prepared; splink as it is written and prepared, and the better counts.
    """
    everything = [of_febrl(at, row) for at, row in enumerate(rival.febrl_rows()[which])]
    return {
        "all fields": _within(everything, FEBRL, quick),
        "without identity number": _within(without(everything, number=True), WITHOUT_NUMBER, quick),
        "names and birth date": _within(
            without(everything, number=True, address=True), NAMES_AND_BIRTH_DATE, quick
        ),
    }


def households(persons: int, *, noise: float, number: bool, quick: bool) -> Judged:
    """A register of Norwegian households, every one of which is registered again."""
    people = People(SEED)
    made = list(people.households(persons))
    register = [of_entry(entry) for household in made for entry in household]
    later = [of_entry(entry) for household in made for entry in again(people, household, noise)]
    fields: tuple[str, ...] = HOUSEHOLDS
    if not number:
        register, later = without(register, number=True), without(later, number=True)
        fields = tuple(field for field in HOUSEHOLDS if field != "number")
    scored = ours.linked(register, later)
    same = rival.true_pairs(register, later)
    whos = {record.id: record.who for record in [*register, *later]}
    reached = _measured(scored, whos, same)
    return Judged(
        reached,
        rival.best(register, later, fields, quick=quick),
        _worst_origin(scored, register, later, reached.threshold),
    )


def at_the_desk(persons: int, asked: int) -> AtTheDesk:
    """So many households registered again, and as many new ones, against a whole register."""
    people = People(SEED + 1)
    made = list(people.households(persons))
    index = ours.indexed(of_entry(entry) for household in made for entry in household)
    there = {str(entry.who) for household in made for entry in household}
    known = people.dice.sample(made, asked)
    caught: Counter[bool] = Counter()
    warned: Counter[bool] = Counter()
    households_warned: Counter[bool] = Counter()
    whos = {entry.id: str(entry.who) for household in made for entry in household}
    comers = [again(people, household) for household in known]
    comers += [again(people, people.household()) for _ in range(asked)]
    for at, comer in enumerate(comers):
        household = [of_entry(entry) for entry in comer]
        together = ours.by_household(household)
        any_warned = False
        for record in household:
            found = ours.matches(index, record, together)
            any_warned |= bool(found)
            if record.who in there:
                caught[any(whos[match.person_id.int] == record.who for match in found)] += 1
            else:
                warned[bool(found)] += 1
        if at >= asked:
            households_warned[any_warned] += 1
    return AtTheDesk(_share(caught), _share(warned), _share(households_warned))


def _within(records: list[Record], fields: tuple[str, ...], quick: bool) -> Judged:
    whos = {record.id: record.who for record in records}
    same = rival.true_pairs(records, None)
    ready = prepared(records)
    reached = _measured(ours.swept(ready), whos, same)
    written = rival.best(records, None, fields, quick=quick)
    if quick:
        return Judged(reached, written)
    also = rival.best(ready, None, fields)
    also = replace(also, recipe=f"{also.recipe}, prepared")
    return Judged(reached, max(written, also, key=lambda best: best.recall))


def _measured(scored: ours.Scored, whos: dict[int, str], same: int) -> Measured:
    return measured(
        ((score, whos[one] == whos[other]) for (one, other), score in scored.items()), same
    )


def _worst_origin(
    scored: ours.Scored, register: list[Record], later: list[Record], threshold: float
) -> tuple[str, float]:
    whos = {record.id: record.who for record in [*register, *later]}
    there = {record.who for record in register}
    found: dict[str, Counter[bool]] = defaultdict(Counter)
    right = {
        other
        for (one, other), score in scored.items()
        if score >= threshold and whos[one] == whos[other]
    }
    for record in later:
        if record.who in there:
            found[record.origin][record.id in right] += 1
    return min(((origin, _share(times)) for origin, times in found.items()), key=lambda o: o[1])


def _share(times: Counter[bool]) -> float:
    return times[True] / max(1, times.total())
