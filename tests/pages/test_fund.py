"""Fond for fritidsaktiviteter at a volunteer centre, and how it and Aktivitetskortet keep apart."""

import pytest

from lib import claims, ledger, municipality, offers, partners, stock
from lib.claim_rules import Purpose
from lib.claims import ClaimState
from lib.offers import OfferKind
from lib.staff import Role, StaffUser
from lib.stock import OneOffsElsewhere
from pages import connection
from pages.public.device import TILL_COOKIE
from tests.counter import everything, paired
from tests.pages.coordinator_desk import all_linked, labelled
from tests.pages.scheme_desk import (
    choose,
    household,
    labels,
    offered,
    said,
    scheme_of,
    set_clock,
    the_cards,
    year_of,
)
from tests.pages.test_till import press
from tests.purse import FOOTBALL, open_clubs
from tests.shelf import delivery, open_shelf
from tests.town import (
    ADAM,
    KARI,
    LEYLA,
    NINA,
    NOW,
    YUSUF,
    at_home,
    entitled,
    given,
    id_of,
    person_id_of,
    stocked,
)

NBSP = "\N{NO-BREAK SPACE}"
OWNER = "Frivilligsentralen"


@pytest.fixture(autouse=True)
def links(monkeypatch, db):
    set_clock(monkeypatch, db)
    monkeypatch.setenv("KLIPP_URL", "http://localhost")
    return all_linked(monkeypatch)


@pytest.fixture
def gone(monkeypatch):
    """Where the page would go next."""
    went = []
    monkeypatch.setattr("streamlit.switch_page", went.append)
    return went


@pytest.fixture
def vera(page, db):
    """The volunteer centre's own caseworker; the administrator has added the centre."""
    at = page("administrator/places.py", ADAM)
    labelled(at.text_input, "Navn").input(OWNER)
    labelled(at.text_input, "Telefon (valgfritt)").input("33 17 40 00")
    labelled(at.button, "Legg til tjeneste").click().run()
    assert not at.error
    [centre] = [each for each in municipality.open_services(db) if each.name == OWNER]
    user = StaffUser(id_of("VERA"), "vera", "Vera", centre.id, frozenset({Role.CASEWORKER}), False)
    given(
        db,
        "staff_user",
        "id | username | name | service_id",
        [(user.id, user.username, user.name, user.service_id)],
    )
    given(db, "staff_role", "staff_user_id | role", [(user.id, Role.CASEWORKER)])
    return user


@pytest.fixture
def fund(db):
    return scheme_of(db, "fond-for-fritidsaktiviteter")


@pytest.fixture
def yusuf(db, vera, fund):
    """Yusuf at the centre with a right to the fund, which is open to the centre."""
    at_home(db, LEYLA, YUSUF, by=vera)
    ledger.move(db, year_of(db, fund).batch_id, None, vera.service_id, None, by=KARI, now=NOW)
    return person_id_of(db, YUSUF)


def assess(page, db, person_id, user):
    """The centre finds low income; Aktivitetskortet's form stands above the fund's."""
    at = household(page, db, person_id, user)
    [_, criterion] = [box for box in at.selectbox if box.label == "Kriterium"]
    criterion.set_value("low_income")
    [_, met] = [button for button in at.button if button.label == "Vilkårene er oppfylt"]
    return met.click().run()


def asked_for(at, kroner, units=1):
    """Choose the fund and type what is asked for."""
    choose(at, "Fond for fritidsaktiviteter")
    labelled(at.number_input, "Antall").set_value(units)
    return labelled(at.text_input, "Beløp i kroner").input(kroner).run()


def left_of(db, person_id):
    return [card.left_ore for card in the_cards(db, person_id)]


def test_a_child_that_nav_knows_is_one_person_with_the_centre_too(page, db, vera, gone):
    at_home(db)
    known = {row["id"] for row in db.rows("select id from person")}
    at = page("caseworker/register.py", vera)
    at.text_input(key="Foresatt_1_name").input(LEYLA.name)
    at.text_input(key="Foresatt_1_number").input(LEYLA.number.digits)
    at.text_input(key="Barn_1_name").input(YUSUF.name)
    at.text_input(key="Barn_1_number").input(YUSUF.number.digits)
    labelled(at.button, "Registrer husstand").click().run()
    [warning] = at.warning
    assert warning.value == (
        "**Barn 1:** Allerede registrert i ordningen. "
        "Tildelt i perioden: ingenting. Kontakt koordinator."
    )
    for secret in ("NAV", "Nina", "Salma", "Stavern", "Amir"):
        assert secret not in said(at)
    assert not gone
    labelled(at.button, "Registrer husstanden hos oss også").click().run()
    assert gone == ["caseworker/household.py"]
    [new] = {row["id"] for row in db.rows("select id from person")} - known
    assert new == person_id_of(db, LEYLA)
    homes = db.rows(
        "select service_id from membership where person_id = $1 and not ended",
        person_id_of(db, YUSUF),
    )
    assert {row["service_id"] for row in homes} == {NINA.service, vera.service_id}


def test_an_amount_is_granted_and_no_more_than_the_most(page, db, vera, yusuf):
    """5 000 kr at most: 2 500 kr granted, then 2 500,01 kr refused, then the rest."""
    at = assess(page, db, yusuf, vera)
    assert "Beløp i kroner" not in labels(at.text_input)
    asked_for(at, "")
    assert at.info[0].value == "Beløp må fylles ut."
    asked_for(at, "2 500")
    labelled(at.button, "Tildel").click().run()
    assert at.success[0].value == "Tildelt: 1 × Fond for fritidsaktiviteter."
    assert left_of(db, yusuf) == [2500_00]

    asked_for(at, "2500,01")
    refusal = f"Beløp er for høyt: personen kan få 2{NBSP}500{NBSP}kr til i perioden."
    assert at.info[0].value == refusal
    labelled(at.button, "Tildel").click().run()
    assert at.error[0].value == refusal
    assert left_of(db, yusuf) == [2500_00]

    asked_for(at, "2500")
    labelled(at.button, "Tildel").click().run()
    assert left_of(db, yusuf) == [2500_00, 2500_00]


def test_two_grants_at_once_are_counted_together(page, db, vera, yusuf):
    at = assess(page, db, yusuf, vera)
    asked_for(at, "3000", units=2)
    assert at.info[0].value == (
        f"Beløp er for høyt: personen kan få 5{NBSP}000{NBSP}kr til i perioden."
    )
    labelled(at.button, "Tildel").click().run()
    assert at.error
    assert left_of(db, yusuf) == []
    asked_for(at, "2500", units=2)
    labelled(at.button, "Tildel").click().run()
    assert left_of(db, yusuf) == [2500_00, 2500_00]


def test_an_amount_that_cannot_be_read_is_said_once_and_nothing_is_granted(page, db, vera, yusuf):
    at = assess(page, db, yusuf, vera)
    asked_for(at, "mye")
    assert [error.value for error in at.error] == [
        "Beløp må være et beløp i kroner, for eksempel 79,50."
    ]
    assert not at.info
    assert "Tildel" not in labels(at.button)
    assert left_of(db, yusuf) == []


@pytest.fixture
def club(db, browser, monkeypatch):
    """Larvik Turn's phone, paired as a till."""
    open_clubs(db)
    monkeypatch.setattr(connection, "opened", lambda: db)
    device = browser(db)
    device.follow_redirects = True
    device.headers["Sec-Fetch-Site"] = "same-origin"
    device.cookies.set(TILL_COOKIE, paired(db, FOOTBALL)[1])
    return device


def claim(club, number, purpose="equipment", amount="1 200"):
    return press(
        club,
        club.get("/kasse/krav").text,
        number=str(number),
        amount=amount,
        purpose=purpose,
        season="whole_year",
    )


def test_a_club_claims_equipment_by_number_and_a_one_off_is_pointed_on(page, db, vera, yusuf, club):
    at = asked_for(assess(page, db, yusuf, vera), "2500")
    labelled(at.button, "Tildel").click().run()
    [card] = the_cards(db, yusuf)

    status, html = claim(club, card.number, "one_off")
    assert status == 422
    assert "Engangsopplevelser dekkes ikke her. De hører til Aktivitetskortet." in html
    assert left_of(db, yusuf) == [2500_00]

    status, html = claim(club, card.number)
    assert status == 200
    assert f"1{NBSP}200{NBSP}kr" in html
    assert left_of(db, yusuf) == [1300_00]
    [sent] = claims.in_states(db, ClaimState.OPEN)
    assert (sent.partner_name, sent.purpose) == ("Larvik Turn", Purpose.EQUIPMENT)
    for secret in ("Yusuf", "Haddad", OWNER):
        assert secret not in html
    status, html = claim(club, card.number, amount="1300,01")
    assert status == 422
    assert f"Beløp er for høyt: det er 1{NBSP}300{NBSP}kr igjen på kortet." in html
    assert not claims.unbalanced(db)


def test_tickets_are_not_received_for_the_fund(page, db, fund):
    """The page offers Aktivitetskortet alone, and the rule holds behind it."""
    open_shelf(db)
    at = page("coordinator/receive.py", KARI)
    assert "Ordning" not in labels(at.selectbox)
    before = everything(db)
    with pytest.raises(OneOffsElsewhere, match="hører til aktivitetskortet"):
        stock.receive(db, delivery(scheme_id=fund.id), shares={}, by=KARI, now=NOW)
    assert everything(db) == before


def test_a_fee_is_not_received_for_aktivitetskortet_and_the_page_points_at_the_fund(page, db):
    club = partners.add(db, name="Larvik Turn", by=KARI)
    fee = OfferKind.MEMBERSHIP_FEE
    offers.add(db, partner_id=club, name="Kontingent", category="cinema", kind=fee, by=KARI)
    at = page("coordinator/receive.py", KARI)
    labelled(at.selectbox, "Tilbyder").set_value("Larvik Turn").run()
    labelled(at.text_input, "Navn på tilbud").input("Kontingent").run()
    labelled(at.selectbox, "Kategori").select_index(0).run()
    labelled(at.text_input, "Antall (tomt hvis ukjent)").input("10").run()
    before = everything(db)
    labelled(at.button, "Registrer partiet").click().run()
    assert at.error[0].value == (
        "Tilbud gjelder kontingent og hører til fondet for fritidsaktiviteter."
    )
    assert everything(db) == before


def test_what_has_become_a_fee_is_no_longer_offered(page, db):
    """Nina has chosen it when Kari finds out that it is a fee."""
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    entitled(db, yusuf)
    stocked(db, "Treningstime")
    at = choose(household(page, db, yusuf), "Treningstime")
    db.transact(lambda tx: tx.run("update offer set kind = 'membership_fee'"))
    labelled(at.button, "Tildel").click().run()
    assert not at.exception
    assert not offered(at)
    assert the_cards(db, yusuf) == []


def test_the_centre_sees_its_own_people_alone(page, db, vera):
    home = at_home(db)
    at = page("caseworker/household.py", vera)
    at.session_state["household_id"] = home
    at.run()
    assert at.error[0].value == "Husstanden er ikke registrert hos tjenesten din."
    assert "Haddad" not in said(at)
