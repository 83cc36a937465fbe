"""The directory: who does what, and how to reach them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lib import accounts, directory, municipality, organisations, scheme_templates, schemes
from lib.accounts import Particulars
from lib.db import Database
from lib.organisations import OrganisationKind, Told
from lib.refusals import BadInput
from lib.staff import NotYourRole, Role
from tests.shelf import CULTURE_HOUSE, THEATRE_VISIT, open_shelf, received
from tests.town import ADAM, FRIDA, KARI, LARVIK_CARD, NAV, NINA, NOW, NURSES, TODAY

MISSION = Told(
    "Kirkens Bymisjon",
    OrganisationKind.VOLUNTARY,
    contact_name="Daglig leder",
    phone="00 20 00 01",
    email="post@bymisjon.example",
    link="www.bymisjon.example",
    does="Møteplass og utlån",
)


def acts(db: Database) -> dict[str, tuple[str, ...]]:
    return {known.service.name: known.acts for known in directory.services(db)}


def test_what_a_service_does_is_what_its_people_may(db: Database) -> None:
    assert acts(db) == {
        "Flyktningtjenesten": (),
        "NAV Larvik": ("tildeler",),
        "Skolehelsetjenesten": ("tildeler",),
    }
    for username, role in (("rita", Role.REFERRER), ("stig", Role.LEADERSHIP)):
        who = Particulars(username.capitalize(), NURSES, {role})
        accounts.add(db, username, who, by=ADAM, now=NOW)
    assert acts(db)["Skolehelsetjenesten"] == ("tildeler", "henviser", "leser statistikk")


def test_someone_who_left_does_nothing_more(db: Database) -> None:
    for account in accounts.all_of(db):
        if account.service_id == NURSES:
            accounts.close(db, account.id, by=ADAM, now=NOW)
    assert acts(db)["Skolehelsetjenesten"] == ()


def test_the_administrator_says_what_a_service_does_and_whom_to_ask(db: Database) -> None:
    told = {"phone": "1", "email": "", "does": "Tildeler kort."}
    municipality.change_service(db, NAV, name="NAV", contact_name="Vakttelefonen", **told, by=ADAM)
    [nav] = [known.service for known in directory.services(db) if known.service.id == NAV]
    assert (nav.contact_name, nav.does) == ("Vakttelefonen", "Tildeler kort.")
    with pytest.raises(BadInput, match=r"^Hva tjenesten gjør kan ikke ha mer enn 300"):
        municipality.change_service(
            db, NAV, name="NAV", contact_name="", **told | {"does": "x" * 301}, by=ADAM
        )


def test_a_scheme_tells_who_may_have_it_and_how(db: Database) -> None:
    [known] = directory.scheme_entries(db)
    assert known.who == "2–19 år: lav inntekt, nyankommet flyktning."
    assert known.how_to_get == "Ta kontakt med en av tjenestene som tildeler."


def test_nav_keeps_its_capitals_within_a_sentence(db: Database) -> None:
    scheme_templates.add(db, "fritidskortet-sandefjord", by=KARI, on=TODAY, now=NOW)
    entry = directory.scheme_entries(db)[-1]
    assert entry.who == "0–18 år: svak økonomi, vurdert av NAV."


def test_a_card_that_is_sold_tells_its_price(db: Database) -> None:
    scheme_templates.add(db, "kragerokortet", by=KARI, on=TODAY, now=NOW)
    entry = directory.scheme_entries(db)[-1]
    assert entry.how_to_get.startswith("Alle kan kjøpe kortet for 500\N{NO-BREAK SPACE}kr.")


def test_the_fund_sends_people_to_its_owner(db: Database) -> None:
    scheme_templates.add(db, "fond-for-fritidsaktiviteter", by=KARI, on=TODAY, now=NOW)
    [fund] = [e for e in directory.scheme_entries(db) if e.scheme.id != LARVIK_CARD]
    assert fund.how_to_get == "Søk hos Frivilligsentralen."
    assert directory.usual_way(replace(fund.scheme, owner_unit="")) == "Søk hos fondet."


def test_the_municipality_may_say_in_its_own_words_how_a_scheme_is_got(db: Database) -> None:
    directory.tell_how_to_get(db, LARVIK_CARD, "Ring servicetorget.", by=KARI)
    directory.tell_how_to_get(db, LARVIK_CARD, "Spør på skolen.", by=ADAM)
    assert [e.how_to_get for e in directory.scheme_entries(db)] == ["Spør på skolen."]
    directory.tell_how_to_get(db, LARVIK_CARD, "", by=KARI)
    usual = directory.usual_way(schemes.of(db, LARVIK_CARD))
    assert [e.how_to_get for e in directory.scheme_entries(db)] == [usual]
    for user in (NINA, FRIDA):
        with pytest.raises(NotYourRole, match="en koordinator eller en administrator"):
            directory.tell_how_to_get(db, LARVIK_CARD, "Nei.", by=user)


def test_a_partner_stands_with_its_open_offers(db: Database) -> None:
    open_shelf(db)
    [known] = directory.partner_entries(db, on=TODAY)
    assert known.partner.id == CULTURE_HOUSE
    assert [offer.name for offer in known.offers] == ["Forestilling", "Kinobillett"]


def test_what_was_for_once_is_not_named_after_its_day(db: Database) -> None:
    open_shelf(db)
    received(db, offer_id=THEATRE_VISIT, event_date=TODAY)
    for on, named in (
        (TODAY, ["Forestilling", "Kinobillett"]),
        (TODAY + timedelta(days=1), ["Kinobillett"]),
    ):
        [known] = directory.partner_entries(db, on=on)
        assert [offer.name for offer in known.offers] == named


def test_who_owns_a_scheme_stands_by_it_and_not_among_the_partners(db: Database) -> None:
    open_shelf(db)
    scheme_id = scheme_templates.add(db, "fritidskortet-skien", by=KARI, on=TODAY, now=NOW)
    [entry] = [e for e in directory.scheme_entries(db) if e.scheme.id == scheme_id]
    assert entry.owner
    assert entry.owner.name == "Kultur, Skien kommune"
    assert [known.partner.name for known in directory.partner_entries(db, on=TODAY)] == [
        "Bølgen kulturhus"
    ]


def test_an_organisation_is_entered_changed_closed_and_opened_again(db: Database) -> None:
    known = organisations.add(db, MISSION, by=ADAM)
    [body] = organisations.all_of(db)
    assert (body.link, body.contact_name) == ("https://www.bymisjon.example", "Daglig leder")
    organisations.change(db, known, replace(MISSION, phone="00 20 00 09"), by=ADAM)
    organisations.close(db, known, by=ADAM, now=NOW)
    [body] = organisations.all_of(db)
    assert (body.phone, body.closed_at) == ("00 20 00 09", NOW)
    organisations.reopen(db, known, by=ADAM)
    assert organisations.all_of(db)[0].closed_at is None


@pytest.mark.parametrize(
    ("says", "fault"),
    [
        ("Navn på organisasjonen må fylles ut", {"name": " "}),
        ("Telefon må ha bare siffer", {"phone": "spør"}),
        ("E-post må være en adresse", {"email": "spør"}),
        ("Nettadresse må være en adresse", {"link": "ftp://bymisjon.example"}),
    ],
)
def test_a_fault_names_its_field(db: Database, says: str, fault: dict[str, str]) -> None:
    with pytest.raises(BadInput, match=f"^{says}"):
        organisations.add(db, replace(MISSION, **fault), by=ADAM)  # type: ignore[arg-type]
    assert organisations.all_of(db) == []


def test_an_organisation_is_there_once(db: Database) -> None:
    organisations.add(db, MISSION, by=ADAM)
    other = organisations.add(db, replace(MISSION, name="Frelsesarmeen"), by=ADAM)
    with pytest.raises(BadInput, match="finnes fra før"):
        organisations.add(db, MISSION, by=ADAM)
    with pytest.raises(BadInput, match="finnes fra før"):
        organisations.change(db, other, MISSION, by=ADAM)
