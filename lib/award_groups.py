"""What an award's row keeps for statistics, sealed: age band and neighbourhood, as they were.

In the clear, beside the household, they would tell somebody with a population list whose
household it is. All seals are equally long.
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from uuid import UUID

from lib.ages import UNKNOWN_BAND
from lib.keys import Keys, Unreadable

Group = tuple[str, str]  # neighbourhood's id, «» where it is unknown, and age band


def sealed(keys: Keys, award_id: UUID, age_band: str, neighbourhood_id: UUID | None) -> bytes:
    """What is stored of an award's group."""
    area = str(neighbourhood_id) if neighbourhood_id else ""
    return keys.sealed(award_id, {"area": area, "age_band": age_band})


def opened(keys: Keys, rows: Iterable[tuple[bytes, bytes]]) -> Iterator[Group]:
    """The group of each award, given by its id's 16 bytes and its seal.

    A million take some seconds. A seal that no key opens is counted among the unknown.
    """
    for award_id, seal in rows:
        try:
            yield _read(keys.opened_of(award_id, seal))
        except Unreadable:
            yield "", UNKNOWN_BAND


@lru_cache(maxsize=1024)  # a band and a neighbourhood give the same text on every award
def _read(content: bytes) -> Group:
    told = json.loads(content)
    return told["area"], told["age_band"]
