"""What the operator decides in the environment."""

import pytest

from lib import municipality, settings
from lib.municipality import AddressNotSet
from lib.refusals import BadInput
from tests.town import given


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in ("KLIPP_DATA", "KLIPP_SECRETS", "KLIPP_URL", "KLIPP_HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)


def test_unless_told_otherwise_only_this_machine_reaches_us_on_8501():
    current = settings.settings()
    assert (str(current.host), current.port, current.url) == ("127.0.0.1", 8501, None)
    assert current.is_loopback
    assert not current.is_https


@pytest.mark.parametrize(("host", "loopback"), [("0.0.0.0", False), ("::1", True)])
def test_an_address_beyond_this_machine_is_no_loopback(monkeypatch, host, loopback):
    monkeypatch.setenv("KLIPP_HOST", host)
    assert settings.settings().is_loopback is loopback


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://localhost:8501"),
        ("0.0.0.0", "http://localhost:8501"),
        ("10.0.0.7", "http://10.0.0.7:8501"),
        ("fd00::7", "http://[fd00::7]:8501"),
    ],
)
def test_the_address_that_is_printed_is_one_that_answers(monkeypatch, host, url):
    monkeypatch.setenv("KLIPP_HOST", host)
    assert settings.settings().local_url == url


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KLIPP_URL", "klipp.larvik.kommune.no"),
        ("KLIPP_URL", "ftp://larvik.kommune.no"),
        ("KLIPP_URL", "https://larvik.kommune.no/klipp"),
        ("KLIPP_HOST", "larvik"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "åtte"),
    ],
)
def test_what_cannot_be_meant_is_said_by_its_name(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(BadInput, match=f"^{name} må være "):
        settings.settings()


def test_nothing_with_a_qr_is_printed_in_operation_without_an_address(db, monkeypatch):
    with pytest.raises(AddressNotSet):
        municipality.base_url(db)
    monkeypatch.setenv("KLIPP_URL", "https://klipp.larvik.kommune.no/")
    assert municipality.base_url(db) == "https://klipp.larvik.kommune.no"
    assert settings.settings().is_https


def test_the_demonstration_uses_its_own_address(empty_db, monkeypatch):
    given(empty_db, "municipality", "only_row | is_demonstration\n 1 | true")
    monkeypatch.setenv("PORT", "8600")
    assert municipality.base_url(empty_db) == "http://localhost:8600"
