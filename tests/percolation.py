"""The attack on a stolen file: whoever is known tells what equal values mean, and so of others.

Percolation over equality patterns, after Narayanan and Shmatikov, De-anonymizing social networks
(2009): rows without names beside a list of people, a few rows known, the values sealed or hashed.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

import numpy as np

SURE = 8.0  # bits of evidence beyond whoever fits next best

Values = dict[str, list[set[Hashable]]]
Fits = np.ndarray  # bits for each row and person; -inf where they cannot be the same


@dataclass
class Side:
    """Rows or people: what each has of every kind, and who has a certain value."""

    values: Values
    having: dict[str, dict[Hashable, list[int]]] = field(init=False)

    def __post_init__(self) -> None:
        self.size = len(next(iter(self.values.values())))
        self.having = {kind: defaultdict(list) for kind in self.values}
        for kind, each in self.values.items():
            for at, values in enumerate(each):
                for value in values:
                    self.having[kind][value].append(at)


def placed(rows: Side, people: Side, known: dict[int, int], public: set[str]) -> dict[int, int]:
    """Who each further row is taken for; `public` kinds read the same on both sides."""
    read = np.zeros((rows.size, people.size), np.float32)
    for kind in public:
        for value in rows.having[kind]:
            _apart(read, rows, people, kind, value, value)
    hidden = set(rows.values) - public
    found: dict[int, int] = {}
    newly = known
    while newly:
        found |= newly
        fits = read.copy()
        for kind in hidden:
            for value, meanings in _meanings(rows, people, kind, found).items():
                _weigh(fits, rows, people, kind, value, meanings)
        fits[list(found), :] = fits[:, list(found.values())] = -np.inf
        newly = dict(_certain(fits))
    return {row: person for row, person in found.items() if row not in known}


def _meanings(
    rows: Side, people: Side, kind: str, found: dict[int, int]
) -> dict[Hashable, set[Hashable]]:
    """What each value may mean: something that all who have it and are placed have."""
    meanings: dict[Hashable, set[Hashable]] = {}
    for row, person in found.items():
        for value in rows.values[kind][row]:
            have = people.values[kind][person]
            meanings[value] = meanings.get(value, have) & have
    return meanings


def _weigh(
    fits: Fits, rows: Side, people: Side, kind: str, value: Hashable, meanings: set[Hashable]
) -> None:
    those = rows.having[kind][value]
    meanings = {m for m in meanings if len(people.having[kind][m]) >= len(those)}
    for meaning in meanings:
        others = people.having[kind][meaning]
        bits = np.log2(people.size / len(others)) / len(meanings)
        fits[np.ix_(those, others)] += bits
        if len(meanings) == 1:
            _apart(fits, rows, people, kind, value, meaning)


def _apart(
    fits: Fits, rows: Side, people: Side, kind: str, value: Hashable, meaning: Hashable
) -> None:
    """Nobody fits a row where only one of the two has this."""
    have = np.zeros(rows.size, bool)
    have[rows.having[kind][value]] = True
    mean = np.zeros(people.size, bool)
    mean[people.having[kind].get(meaning, [])] = True
    fits[np.ix_(have, ~mean)] = -np.inf
    fits[np.ix_(~have, mean)] = -np.inf


def _certain(fits: Fits) -> Iterator[tuple[int, int]]:
    """Rows for which one person fits by far best, and who fits no other row as well."""
    best = fits.argmax(axis=1)
    for row in np.flatnonzero(fits.max(axis=1) >= 0):
        person = best[row]
        score = fits[row, person]
        others = np.delete(fits[row], person).max()
        rivals = np.delete(fits[:, person], row).max()
        if score - max(others, rivals) >= SURE or np.isneginf(others):
            yield int(row), int(person)
