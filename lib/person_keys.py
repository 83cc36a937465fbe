"""The keys of the fuzzy index: what a person is found by, and what each of them tells.

A key is worth nothing outside the process that made it, and is never stored.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import date
from itertools import combinations
from math import log2
from struct import Struct

from lib import names
from lib.comparison import Particulars

NUMBER = Struct("<q")
# A birth year is one of forty; one next to it is likelier than chance, but little.
_YEARS_OFF = {0: 5.0, -1: 2.0, 1: 2.0}
_NOTHING_NEW = 0.01


def key(*of: object) -> int:
    """A key of 64 bits. Python hashes text with a secret of the process (SipHash)."""
    return hash(of)


def of(name: str, born: date | None, numbers: Iterable[bytes], areas: Collection[str]) -> set[int]:
    """The keys by which a person is found and counted."""
    read = names.read(name)
    codes = sorted(set(read.codes))
    return {
        *(key("spelt", word) for word in read.words),
        *(key("number", number) for number in map(packed_number, numbers)),
        *(key("area", area) for area in areas),
        *((key("born", born),) if born else ()),
        *(key("year", code, born.year) for code in codes if born),
        *_of_name(codes, areas),
    }


def _of_name(codes: list[str], areas: Iterable[str]) -> Iterator[int]:
    for code in codes:
        yield key("word", code)
        for area in areas:
            yield key("in", area, code)
    for pair in combinations(codes, 2):  # in any order, so sorted
        yield key("words", pair)


def asked(person: Particulars) -> dict[int, float | None]:
    """The keys under which the asked person may stand, as told and with the usual faults.

    And the bits of evidence each adds: None stands for its rarity. A pair of words, or a word
    in an area, finds people, but adds nothing to the words and the area themselves.
    """
    codes = sorted(set(names.read(person.name).codes))
    keys: dict[int, float | None] = dict.fromkeys(_of_name(codes, person.areas), _NOTHING_NEW)
    if born := person.born:
        for off, bits in _YEARS_OFF.items():
            for code in codes:
                keys[key("year", code, born.year + off)] = bits / len(codes)
        with suppress(ValueError):
            keys[key("born", born.replace(day=born.month, month=born.day))] = None
        keys[key("born", born)] = None
    keys.update(dict.fromkeys((key("word", code) for code in codes), None))
    keys.update(dict.fromkeys((key("area", area) for area in person.areas), None))
    keys.update(dict.fromkeys((key("number", number) for number in person.numbers), None))
    return keys


def rarity(rows: int, persons: int) -> float:
    """The bits of evidence that a key tells by itself; a little even where everyone has it."""
    return max(log2(persons / rows), _NOTHING_NEW)


def packed_number(number: bytes) -> bytes:
    """A number's hash, shortened: what two differ in beyond 64 bits no register meets."""
    return NUMBER.pack(key(number))
