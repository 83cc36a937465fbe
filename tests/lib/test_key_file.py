"""The secrets file: made once, added to by a rotation, and never left half written."""

import os
import stat
from pathlib import Path
from uuid import uuid4

import pytest

from lib import key_file
from lib.key_file import KeyFileDiffers, KeyFileNotWritten, KeyMissing


def test_the_first_start_makes_a_key_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "house" / "secrets.toml"
    first = key_file.read(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    owner, written = uuid4(), file.read_bytes()
    sealed = first.sealed(owner, {"name": "Yusuf"})
    assert key_file.read(file).opened(owner, sealed) == {"name": "Yusuf"}
    assert file.read_bytes() == written


def test_a_lost_key_is_asked_for_and_no_new_one_made(tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    with pytest.raises(KeyMissing, match=rf"^Nøkkelen mangler i {file}"):
        key_file.read(file, may_make=False)
    assert not file.exists()
    file.write_text('[elsewhere]\ncookie = "x"\n')
    with pytest.raises(KeyMissing):
        key_file.read(file)


def test_two_houses_have_two_keys(tmp_path: Path) -> None:
    here, there = (key_file.read(tmp_path / name) for name in ("here.toml", "there.toml"))
    assert here.derived("sealing") != there.derived("sealing")


def test_a_secrets_file_may_hold_more_than_the_key(tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    key_file.read(file)
    before = key_file.read(file).derived("sealing")
    file.write_text(file.read_text() + '\n[elsewhere]\ncookie = "x"\n')
    assert key_file.read(file).derived("sealing") == before


def test_a_further_key_is_added_for_its_owner_alone_and_the_rest_stays(tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    known = key_file.read(file)
    file.write_text(file.read_text() + '\n[elsewhere]\ncookie = "x"\n')
    file.chmod(0o644)
    before = file.read_text().rstrip()
    for generation in (2, 3):
        roots = key_file.with_one_more(file, known)
        assert roots[:-1] == known.roots
        assert key_file.read(file).roots == roots
        known.take_up(roots)
        assert known.generation == generation
    assert file.read_text().startswith(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_key_that_was_written_and_never_taken_up_is_the_next_one(tmp_path: Path) -> None:
    """The power went between the file and the first seal."""
    file = tmp_path / "secrets.toml"
    known = key_file.read(file)
    written = key_file.with_one_more(file, known)
    assert key_file.with_one_more(file, known) == written


def test_a_file_that_is_another_by_now_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    known = key_file.read(file)
    for text in ('[klipp]\nroot_key = "YW5vdGhlcg=="\n', "klipp = half a li", ""):
        file.write_text(text)
        with pytest.raises(KeyFileDiffers, match=rf"^Nøkkelfilen {file} er en annen"):
            key_file.with_one_more(file, known)
        assert file.read_text() == text
    file.unlink()
    with pytest.raises(KeyFileDiffers):
        key_file.with_one_more(file, known)
    assert not file.exists()


def test_a_file_written_in_another_way_is_not_broken(tmp_path: Path) -> None:
    """To an inline table nothing can be added."""
    file = tmp_path / "secrets.toml"
    file.write_text('klipp = { root_key = "YW5vdGhlcg==" }\n')
    known = key_file.read(file)
    with pytest.raises(KeyFileNotWritten, match="Ingenting er endret"):
        key_file.with_one_more(file, known)
    assert key_file.read(file).roots == known.roots


def test_a_disk_that_refuses_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "secrets.toml"
    known = key_file.read(file)
    before = file.read_bytes()

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(KeyFileNotWritten, match=rf"til {file}"):
        key_file.with_one_more(file, known)
    monkeypatch.undo()
    assert file.read_bytes() == before
    assert key_file.with_one_more(file, known)[:1] == known.roots


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    file, link = tmp_path / "elsewhere.toml", tmp_path / "secrets.toml"
    known = key_file.read(file)
    link.symlink_to(file)
    roots = key_file.with_one_more(link, known)
    assert link.is_symlink()
    assert key_file.read(file).roots == roots


def test_a_file_with_a_key_missing_in_the_middle_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text('[klipp]\nroot_key = "YW5vdGhlcg=="\n[[klipp.later]]\nroot_key = ""\n')
    with pytest.raises(KeyMissing):
        key_file.read(file)
