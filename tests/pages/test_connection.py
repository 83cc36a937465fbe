"""The register is opened with its own key, or not at all."""

import pytest

import app
from pages import connection


@pytest.fixture
def start(tmp_path, monkeypatch):
    """Starts Klipp on a folder of its own, and stops it again."""
    monkeypatch.setenv("KLIPP_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KLIPP_SECRETS", str(tmp_path / "secrets.toml"))
    monkeypatch.setenv("PORT", "1")
    # What a start sets for Streamlit is gone again when the test is over.
    monkeypatch.setenv("STREAMLIT_SERVER_COOKIE_SECRET", "")
    # Not the one database of this process.
    monkeypatch.setattr(connection, "opened", connection.opened.__wrapped__)
    monkeypatch.setattr("socket.socket.bind", lambda *_: None)
    return lambda: app.open_house(app.settings()).close()


def test_the_first_start_makes_the_key_and_the_next_one_uses_it(start, tmp_path):
    start()
    made = (tmp_path / "secrets.toml").read_bytes()
    start()
    assert (tmp_path / "secrets.toml").read_bytes() == made


def test_a_register_whose_key_is_gone_is_not_opened_with_a_new_one(start, tmp_path):
    start()
    (tmp_path / "secrets.toml").unlink()
    with pytest.raises(SystemExit, match=r"^Nøkkelen mangler i "):
        start()
    assert not (tmp_path / "secrets.toml").exists()


def test_a_register_is_not_opened_with_the_key_of_another(start, tmp_path, monkeypatch):
    start()
    monkeypatch.setenv("KLIPP_SECRETS", str(tmp_path / "others.toml"))
    monkeypatch.setenv("KLIPP_DATA", str(tmp_path / "others"))
    start()
    monkeypatch.setenv("KLIPP_DATA", str(tmp_path / "data"))
    with pytest.raises(SystemExit, match="hører til en annen nøkkel"):
        start()
    monkeypatch.setenv("KLIPP_SECRETS", str(tmp_path / "secrets.toml"))
    start()
