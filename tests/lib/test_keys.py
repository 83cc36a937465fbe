"""The keys: a seal opens for its own row alone, and tells nothing by its length."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import keys
from lib.keys import (
    GENERATION_BYTES,
    NONCE_BYTES,
    PADDED_TO,
    SECRET_BYTES,
    Keys,
    Unreadable,
    generation_of,
    stamp,
)
from tests.town import KEYS

OTHER_KEYS = Keys(b"another house, another root key!")
TAG_BYTES = 16  # AES-GCM's own
LENGTH_BYTES = 4

contents = st.dictionaries(st.text(max_size=20), st.none() | st.text(max_size=200), max_size=5)
files = st.binary(max_size=1_000)


@given(owner=st.uuids(), content=contents)
def test_what_is_sealed_is_opened(owner: UUID, content: dict[str, str | None]) -> None:
    assert KEYS.opened(owner, KEYS.sealed(owner, content)) == content


@given(owner=st.uuids(), content=files)
def test_a_file_is_opened_to_the_byte(owner: UUID, content: bytes) -> None:
    """Also where it ends with the zeros that the seal is padded with."""
    for file in (content, content + bytes(3)):
        assert KEYS.opened_bytes(owner, KEYS.sealed_bytes(owner, file)) == file


@given(owner=st.uuids(), other=st.uuids(), content=files)
def test_another_rows_id_does_not_open(owner: UUID, other: UUID, content: bytes) -> None:
    sealed = KEYS.sealed_bytes(owner, content)
    if owner != other:
        with pytest.raises(Unreadable):
            KEYS.opened_bytes(other, sealed)
    with pytest.raises(Unreadable):
        OTHER_KEYS.opened_bytes(owner, sealed)


@given(data=st.data(), content=files)
def test_a_changed_byte_does_not_open(data: st.DataObject, content: bytes) -> None:
    owner = uuid4()
    sealed = bytearray(KEYS.sealed_bytes(owner, content))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Unreadable):
        KEYS.opened_bytes(owner, bytes(sealed))


@given(data=st.data(), content=files)
def test_a_part_of_a_seal_does_not_open(data: st.DataObject, content: bytes) -> None:
    owner = uuid4()
    sealed = KEYS.sealed_bytes(owner, content)
    kept = data.draw(st.integers(0, len(sealed) - 1))
    with pytest.raises(Unreadable):
        KEYS.opened_bytes(owner, sealed[:kept])
    with pytest.raises(Unreadable):
        KEYS.opened_bytes(owner, sealed + b"\0")


@given(content=files)
def test_lengths_are_padded(content: bytes) -> None:
    sealed = KEYS.sealed_bytes(uuid4(), content)
    inside = len(sealed) - GENERATION_BYTES - NONCE_BYTES - TAG_BYTES
    needed = LENGTH_BYTES + len(content)
    assert inside % PADDED_TO == 0
    assert needed <= inside < needed + PADDED_TO


def test_the_length_goes_up_when_a_block_is_full() -> None:
    full = PADDED_TO - LENGTH_BYTES
    lengths = {n: len(KEYS.sealed_bytes(uuid4(), bytes(n))) for n in (0, full, full + 1)}
    assert lengths[0] == lengths[full] == lengths[full + 1] - PADDED_TO


def test_the_same_content_is_sealed_otherwise_each_time() -> None:
    owner = uuid4()
    assert KEYS.sealed(owner, {"name": "Yusuf"}) != KEYS.sealed(owner, {"name": "Yusuf"})


@settings(max_examples=30)
@given(secret=st.text(), purpose=st.sampled_from(["session", "qr", "identity number"]))
def test_a_hash_finds_its_secret_for_one_purpose_and_one_house(secret: str, purpose: str) -> None:
    told = KEYS.hashed(purpose, secret)
    assert told == KEYS.hashed(purpose, secret)
    others = {
        KEYS.hashed("another purpose", secret),
        KEYS.hashed(purpose, secret + "."),
        OTHER_KEYS.hashed(purpose, secret),
    }
    assert told not in others
    assert len(told) == 32


def test_secrets_have_128_bits_and_may_stand_in_an_address() -> None:
    made = {keys.new_secret() for _ in range(1_000)}
    assert len(made) == 1_000
    assert SECRET_BYTES * 8 == 128
    assert all(len(secret) == 22 for secret in made)
    assert all(secret.replace("-", "").replace("_", "").isalnum() for secret in made)


SECOND = Keys(*KEYS.roots, b"the root key of a second generation")


@given(owner=st.uuids(), content=contents)
def test_the_newest_key_seals_and_each_opens_its_own(
    owner: UUID, content: dict[str, str | None]
) -> None:
    """KEYS has the first root alone."""
    old, new = KEYS.sealed(owner, content), SECOND.sealed(owner, content)
    assert (generation_of(old), generation_of(new)) == (1, 2)
    assert SECOND.opened(owner, old) == SECOND.opened(owner, new) == content
    with pytest.raises(Unreadable):
        KEYS.opened(owner, new)
    with pytest.raises(Unreadable):
        KEYS.opened(owner, stamp(1) + new[GENERATION_BYTES:])


@given(secret=st.text())
def test_a_hash_moves_on_without_its_secret(secret: str) -> None:
    """HMAC(k2, HMAC(k1, secret)): the stored first link is all it takes."""
    first = KEYS.chained("identity number", secret)
    second = SECOND.chained("identity number", secret)
    assert SECOND.moved_on("identity number", first) == second
    assert SECOND.moved_on("identity number", second) == second
    assert list(SECOND.chain("identity number", secret)) == [first, second]
    assert stamp(1) < first < stamp(2) < second
    other_first = Keys(b"another first root key", *SECOND.roots[1:])
    assert other_first.chained("identity number", secret) != second


def test_a_chain_under_way_takes_up_a_new_key() -> None:
    """A look-up that has asked for the first link asks for the second, too."""
    house = Keys(*KEYS.roots)
    forms = house.chain("identity number", "digits")
    first = next(forms)
    house.take_up(SECOND.roots)
    assert [first, *forms] == list(SECOND.chain("identity number", "digits"))


@pytest.mark.parametrize("purpose", ["session", "qr"])
def test_what_nobody_guesses_stays_with_the_first_key(purpose: str) -> None:
    assert SECOND.hashed(purpose, "secret") == KEYS.hashed(purpose, "secret")


def test_every_older_stamp_is_less() -> None:
    assert all(stamp(n) < stamp(n + 1) for n in range(1_000))
    assert all(stamp(n) + b"\xff" * 40 < stamp(n + 1) for n in range(1_000))
