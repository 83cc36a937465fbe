"""The keys: a seal opens for its own row alone, and tells nothing by its length."""

import stat
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import keys
from lib.keys import NONCE_BYTES, PADDED_TO, SECRET_BYTES, KeyMissing, Keys, Unreadable
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
    inside = len(sealed) - NONCE_BYTES - TAG_BYTES
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


def test_the_first_start_makes_a_key_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "house" / "secrets.toml"
    first = keys.from_file(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    owner, written = uuid4(), file.read_bytes()
    sealed = first.sealed(owner, {"name": "Yusuf"})
    assert keys.from_file(file).opened(owner, sealed) == {"name": "Yusuf"}
    assert file.read_bytes() == written


def test_a_lost_key_is_asked_for_and_no_new_one_made(tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    with pytest.raises(KeyMissing, match=rf"^Nøkkelen mangler i {file}"):
        keys.from_file(file, may_make=False)
    assert not file.exists()
    file.write_text('[elsewhere]\ncookie = "x"\n')
    with pytest.raises(KeyMissing):
        keys.from_file(file)


def test_two_houses_have_two_keys(tmp_path: Path) -> None:
    here, there = (keys.from_file(tmp_path / name) for name in ("here.toml", "there.toml"))
    assert here.derived("sealing") != there.derived("sealing")


def test_a_secrets_file_may_hold_more_than_the_key(tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    keys.from_file(file)
    before = keys.from_file(file).derived("sealing")
    file.write_text(file.read_text() + '\n[elsewhere]\ncookie = "x"\n')
    assert keys.from_file(file).derived("sealing") == before
