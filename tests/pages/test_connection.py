"""The register is opened with its own key, or not at all; the server is woken once."""

import asyncio
import time
from asyncio.selector_events import BaseSelectorEventLoop
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

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


@pytest.fixture
def wakings(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What woke a server's loop, with `wake_once` in force."""
    found: list[object] = []
    loops: Any = BaseSelectorEventLoop
    wake, come_to = loops._write_to_self, loops._read_from_self

    def counted(loop: Any) -> None:
        found.append(loop)
        wake(loop)

    monkeypatch.setattr(loops, "_write_to_self", counted)
    monkeypatch.setattr(loops, "_read_from_self", come_to)
    app.wake_once()
    return found


def test_calls_the_server_has_not_come_to_wake_it_once(wakings: list[object]) -> None:
    with closing(asyncio.new_event_loop()) as loop:
        heard: list[int] = []
        for times in (1, 2):
            for n in range(50):
                loop.call_soon_threadsafe(heard.append, n)
            loop.call_soon_threadsafe(loop.stop)
            loop.run_forever()
            # What is left of the waking is read before the next.
            loop.run_until_complete(asyncio.sleep(0.01))
            assert heard == [*range(50)] * times
            assert len(wakings) == times


def test_no_call_is_slept_through(wakings: list[object]) -> None:
    """Four threads call while the loop falls asleep again and again."""
    calls = 2_000
    with closing(asyncio.new_event_loop()) as loop, ThreadPoolExecutor(4) as threads:
        heard: list[int] = []

        def hear(n: int) -> None:
            heard.append(n)
            if len(heard) == 4 * calls:
                loop.stop()

        def call(_: int) -> None:
            for n in range(calls):
                loop.call_soon_threadsafe(hear, n)
                if not n % 10:
                    time.sleep(0.0001)

        under_way = [threads.submit(call, thread) for thread in range(4)]
        loop.call_later(20, loop.stop)
        loop.run_forever()
        for each in under_way:
            each.result()
    assert len(heard) == 4 * calls
    assert 0 < len(wakings) < 4 * calls
