"""Partners: one of each name, reachable, closed rather than deleted."""

import pytest

from lib import offers, partners
from lib.db import Database
from lib.partners import NameTaken, PartnerClosed, Reach
from lib.refusals import BadInput
from lib.staff import NotYourRole
from tests.town import KARI, NINA, NOW, given, id_of


def bowling(db: Database) -> None:
    given(
        db,
        "partner",
        """
        id      | name            | reach
        MESTERN | Mestern bowling | local
        """,
    )
    given(
        db,
        "offer",
        """
        id    | partner_id | name         | category | kind    | availability
        ROUND | MESTERN    | Bowlingrunde | bowling  | one_off | year_round
        """,
    )


def test_a_partner_is_entered_with_its_contact(db: Database) -> None:
    partner_id = partners.add(
        db,
        name="  Rush   trampolinepark ",
        organisation_number="940 155 223",
        contact_name="Ane Li",
        phone="+47 33 17 10 00",
        email="ane@example.no",
        reach=Reach.NATIONAL,
        by=KARI,
    )
    partner = partners.of(db, partner_id)
    assert partner.name == "Rush trampolinepark"
    assert partner.organisation_number == "940155223"
    assert partner.reach is Reach.NATIONAL
    assert partner.closed_at is None


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("Navn på tilbyder må fylles ut", {"name": " "}),
        ("Navn på tilbyder kan ikke ha mer enn 120", {"name": "x" * 121}),
        ("Organisasjonsnummer stemmer ikke", {"organisation_number": "940155224"}),
        ("Organisasjonsnummer må ha ni siffer", {"organisation_number": "94015522"}),
        ("Kontonummer stemmer ikke", {"account_number": "99910000018"}),
        ("Telefon må ha bare siffer", {"phone": "ring Ane"}),
        ("E-post må være en adresse", {"email": "ane.example.no"}),
    ],
)
def test_a_fault_names_its_field(db: Database, field: str, fields: dict[str, str]) -> None:
    with pytest.raises(BadInput, match=f"^{field}"):
        partners.add(db, **({"name": "Rush"} | fields), by=KARI)
    assert partners.all_of(db) == []


def test_a_name_of_120_signs_is_not_too_long(db: Database) -> None:
    partners.add(db, name="x" * 120, by=KARI)


def test_what_is_optional_may_be_blank(db: Database) -> None:
    partner = partners.of(db, partners.add(db, name="Rush", organisation_number=" ", by=KARI))
    assert (partner.organisation_number, partner.account_number) == (None, None)
    assert (partner.phone, partner.email) == ("", "")


def test_two_partners_cannot_share_a_name_however_capitalised(db: Database) -> None:
    bowling(db)
    with pytest.raises(NameTaken, match=r"^Navn er alt brukt av en tilbyder"):
        partners.add(db, name="MESTERN Bowling", by=KARI)
    assert partners.named(db, "mestern bowling ") is not None
    assert partners.named(db, "Mestern") is None


def test_a_partner_keeps_its_own_name_when_it_is_changed(db: Database) -> None:
    bowling(db)
    other = partners.add(db, name="Rush", by=KARI)
    told = {
        "organisation_number": None,
        "contact_name": "Per",
        "phone": "",
        "email": "",
        "reach": Reach.LOCAL,
        "account_number": "9991.00.00019",
    }
    partners.change(db, id_of("MESTERN"), name="Mestern Bowling", **told, by=KARI)
    mestern = partners.of(db, id_of("MESTERN"))
    assert (mestern.contact_name, mestern.account_number) == ("Per", "99910000019")
    with pytest.raises(NameTaken):
        partners.change(db, other, name="mestern bowling", **told, by=KARI)


def test_closing_a_partner_closes_its_offers_and_deletes_nothing(db: Database) -> None:
    bowling(db)
    partners.close(db, id_of("MESTERN"), by=KARI, now=NOW)
    assert [offer.closed_at for offer in offers.all_of(db)] == [NOW]
    assert partners.of(db, id_of("MESTERN")).closed_at == NOW
    with pytest.raises(NameTaken, match="som er avsluttet"):
        partners.add(db, name="Mestern bowling", by=KARI)
    with pytest.raises(PartnerClosed):
        offers.add(db, partner_id=id_of("MESTERN"), name="Minigolf", category="other", by=KARI)


def test_a_reopened_partner_waits_for_each_offer_to_be_reopened(db: Database) -> None:
    bowling(db)
    partners.close(db, id_of("MESTERN"), by=KARI, now=NOW)
    with pytest.raises(PartnerClosed):
        offers.reopen(db, id_of("ROUND"), by=KARI)
    partners.reopen(db, id_of("MESTERN"), by=KARI)
    assert partners.of(db, id_of("MESTERN")).closed_at is None
    assert offers.of(db, id_of("ROUND")).closed_at == NOW
    offers.reopen(db, id_of("ROUND"), by=KARI)
    assert offers.of(db, id_of("ROUND")).closed_at is None


def test_closed_partners_stand_last(db: Database) -> None:
    for name in ("Foldvik", "Ålesund", "Minigolf"):
        partners.add(db, name=name, by=KARI)
    foldvik = partners.named(db, "foldvik")
    assert foldvik is not None
    partners.close(db, foldvik.id, by=KARI, now=NOW)
    assert [partner.name for partner in partners.all_of(db)] == ["Minigolf", "Ålesund", "Foldvik"]


def test_only_a_coordinator_enters_partners(db: Database) -> None:
    with pytest.raises(NotYourRole):
        partners.add(db, name="Rush", by=NINA)


def test_a_unit_that_only_owns_schemes_is_no_partner_at_work(db: Database) -> None:
    """The culture unit's own card is all it has, until it gives a concert, too."""
    given(
        db,
        "partner",
        """
        id      | name         | reach | closed_at
        CINEMA  | Kinoen       | local | -
        CLUB    | Turnlaget    | local | -
        CULTURE | Kulturkontor | local | -
        PARK    | Parken       | local | 2024-05-01
        """,
    )
    given(
        db,
        "offer",
        """
        id    | partner_id | name           | category | kind        | availability | closed_at
        SHOW  | CINEMA     | Kinobillett    | cinema   | one_off     | year_round   | 2024-05-01
        CARD  | CULTURE    | Fritidskortet  | card     | scheme_card | year_round   | -
        OTHER | CULTURE    | Kulturkortet   | card     | scheme_card | year_round   | -
        """,
    )
    assert [partner.name for partner in partners.at_work(db)] == ["Kinoen", "Turnlaget"]
    offers.add(db, partner_id=id_of("CULTURE"), name="Konsert", category="theatre", by=KARI)
    assert [p.name for p in partners.at_work(db)] == ["Kinoen", "Kulturkontor", "Turnlaget"]
