"""What statistics need of an award: sealed, equally long for all, counted though it be spoilt."""

from uuid import uuid4

from lib import ages, award_groups
from tests.town import KEYS, STAVERN


def test_a_seal_opens_for_its_own_award_alone() -> None:
    one, other = uuid4(), uuid4()
    seal = award_groups.sealed(KEYS, one, "6–9 år", STAVERN)
    found = award_groups.opened(KEYS, [(one.bytes, seal), (other.bytes, seal)])
    assert list(found) == [(str(STAVERN), "6–9 år"), ("", ages.UNKNOWN_BAND)]


def test_a_spoilt_seal_is_counted_among_the_unknown() -> None:
    found = award_groups.opened(KEYS, [(uuid4().bytes, b"\0\1 spoilt"), (uuid4().bytes, b"")])
    assert list(found) == [("", ages.UNKNOWN_BAND)] * 2


def test_the_length_of_a_seal_tells_neither_band_nor_whether_the_area_is_known() -> None:
    lengths = {
        len(award_groups.sealed(KEYS, uuid4(), band, area))
        for band in ages.band_names()
        for area in (STAVERN, None)
    }
    assert len(lengths) == 1
