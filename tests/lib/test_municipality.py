"""A municipality moves in once, and keeps its services and places."""

import pytest

from lib import accounts, municipality, schemes, sessions
from lib.municipality import AlreadyStarted
from lib.refusals import BadInput
from lib.staff import NotYourRole, Role
from tests.town import ADAM, KARI, NAV, NOW

KRAGERO = {
    "name": "Kragerø",
    "number": "3814",
    "coordinator": "Kari Nordmann",
    "username": "kari",
    "password": "skjærgård og sol",
}


def test_an_empty_house_has_no_municipality(empty_db):
    assert municipality.the(empty_db) is None
    assert not municipality.is_demonstration(empty_db)


def test_the_first_coordinator_is_administrator_too_and_can_sign_in(empty_db):
    municipality.start(empty_db, **KRAGERO, now=NOW)
    house = municipality.the(empty_db)
    assert house
    assert (house.name, house.number, house.is_demonstration) == ("Kragerø", "3814", False)
    token = sessions.sign_in(empty_db, "kari", KRAGERO["password"], now=NOW)
    user = sessions.whose(empty_db, token, now=NOW)
    assert user
    assert user.roles == {Role.COORDINATOR, Role.ADMINISTRATOR}
    assert not user.must_change_password


def test_a_coordinator_who_names_a_service_awards_for_it(empty_db):
    municipality.start(empty_db, **KRAGERO, service="NAV", now=NOW)
    [account] = accounts.all_of(empty_db)
    assert Role.CASEWORKER in account.roles
    assert account.service_name == "NAV"


def test_a_new_municipality_has_a_scheme_to_begin_with(empty_db):
    municipality.start(empty_db, **KRAGERO, now=NOW)
    assert schemes.all_of(empty_db)


def test_a_house_is_taken_once(empty_db):
    municipality.start(empty_db, **KRAGERO, now=NOW)
    with pytest.raises(AlreadyStarted):
        municipality.start(empty_db, **KRAGERO | {"name": "Bamble"}, now=NOW)


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", " ", "Kommune må fylles ut."),
        ("number", "381", "Kommunenummer må ha fire siffer."),
        ("number", "38144", "Kommunenummer må ha fire siffer."),
        ("coordinator", "", "Navn må fylles ut."),
        ("username", "", "Brukernavn må fylles ut."),
        ("password", "kort", "Passord må ha minst 12 tegn."),
    ],
)
def test_bad_input_leaves_the_house_empty(empty_db, field, typed, says):
    with pytest.raises(BadInput, match=says):
        municipality.start(empty_db, **KRAGERO | {field: typed}, now=NOW)
    assert municipality.the(empty_db) is None
    assert accounts.all_of(empty_db) == []


def test_an_administrator_adds_services_and_neighbourhoods_once_each(db):
    municipality.add_service(db, name="Barnevernet", by=ADAM)
    municipality.add_neighbourhood(db, name="Nanset", by=ADAM)
    assert "Barnevernet" in [service.name for service in municipality.services(db)]
    assert [place.name for place in municipality.neighbourhoods(db)] == ["Nanset", "Stavern"]
    with pytest.raises(BadInput, match=r"^Tjeneste finnes fra før\.$"):
        municipality.add_service(db, name="Barnevernet", by=ADAM)
    with pytest.raises(BadInput, match=r"^Nærmiljø finnes fra før\.$"):
        municipality.add_neighbourhood(db, name="Nanset", by=ADAM)


def test_a_service_changes_its_name_and_phone(db):
    municipality.change_service(
        db,
        NAV,
        name="NAV",
        phone="1",
        email="",
        contact_name="Vakttelefonen",
        does="Tildeler kort",
        by=ADAM,
    )
    [nav] = [service for service in municipality.services(db) if service.id == NAV]
    assert (nav.name, nav.phone) == ("NAV", "1")
    assert (nav.contact_name, nav.does) == ("Vakttelefonen", "Tildeler kort")


def test_only_an_administrator_changes_the_house(db):
    for act in (
        lambda: municipality.add_service(db, name="Barnevernet", by=KARI),
        lambda: municipality.change_service(
            db, NAV, name="NAV", phone="", email="", contact_name="", does="", by=KARI
        ),
        lambda: municipality.add_neighbourhood(db, name="Nanset", by=KARI),
    ):
        with pytest.raises(NotYourRole):
            act()


def test_the_categories_end_with_the_one_for_the_rest(db):
    assert municipality.categories(db)[-1].name == "Annet"
