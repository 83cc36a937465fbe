"""Signposts: from a template, through the months they are good for, to the slip in the hand."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pypdfium2
import pytest
import zxingcpp

from lib import offer_guide, offers, partners, referrals, seasons, signposts, stock
from lib.db import Database
from lib.offer_guide import Suggestion, Wish
from lib.offers import Availability, OfferKind, OfferNameTaken
from lib.partners import Reach
from lib.referrals import NoSignpost
from lib.staff import NotYourRole
from lib.stock import NotStocked
from tests.shelf import CINEMA_VISIT, delivery, open_shelf
from tests.town import (
    ADAM,
    FRIDA,
    KARI,
    LISE,
    NINA,
    NOW,
    SALMA,
    STAVERN,
    TODAY,
    YUSUF,
    at_home,
    given,
)

IN_TERM, IN_WINTER_HOLIDAY = date(2024, 2, 12), date(2024, 2, 19)


@pytest.fixture(autouse=True)
def holidays(db: Database) -> None:
    given(
        db,
        "school_holiday",
        """
        name        | year | first_day  | last_day
        Vinterferie | 2024 | 2024-02-19 | 2024-02-23
        Sommerferie | 2024 | 2024-06-22 | 2024-08-18
        Høstferie   | 2024 | 2024-09-30 | 2024-10-04
        """,
    )


def added(db: Database, code: str) -> UUID:
    return signposts.add(db, code, by=KARI)


def found(db: Database, offer_id: UUID, *, on: date, wish: Wish | None = None) -> Suggestion:
    [suggestion] = [
        suggestion
        for suggestion in offer_guide.suggestions(db, wish or Wish(), on=on)
        if suggestion.offer.id == offer_id
    ]
    return suggestion


def months_of(db: Database, offer_id: UUID, *, on: date) -> list[int]:
    [line] = [line for line in seasons.ahead(db, on=on).lines if line.offer.id == offer_id]
    return sorted(month.month for month in line.months)


def slip(db: Database, offer_id: UUID, *, on: date = TODAY) -> tuple[str, list[str]]:
    """The words of the slip, on single spaces, and what its codes say."""
    pdf = pypdfium2.PdfDocument(referrals.slip_pdf(db, offer_id, by=FRIDA, on=on))
    [page] = list(pdf)
    codes = zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil())
    return " ".join(page.get_textpage().get_text_range().split()), [code.text for code in codes]


def test_aktiv_larvik_lives_in_the_school_holidays(db: Database) -> None:
    offer_id = added(db, "aktiv-larvik")
    offer = offers.of(db, offer_id)
    assert (offer.kind, offer.partner_name) == (OfferKind.SIGNPOST, "Idrettsavdelingen")
    assert not found(db, offer_id, on=IN_TERM).is_on
    assert found(db, offer_id, on=IN_WINTER_HOLIDAY).is_on
    assert months_of(db, offer_id, on=date(2024, 1, 31)) == [2, 6, 7, 8, 9, 10]
    # February's holiday is over on the 24th, and what is over is not promised.
    assert months_of(db, offer_id, on=date(2024, 2, 24)) == [6, 7, 8, 9, 10]
    words, codes = slip(db, offer_id, on=IN_WINTER_HOLIDAY)
    assert "Nå er det vinterferie 19.02.2024–23.02.2024." in words
    assert "Idrettsavdelingen" in words
    assert codes == []
    words, _ = slip(db, offer_id, on=IN_TERM)
    assert "I skolens ferier. Neste er vinterferie 19.02.2024–23.02.2024." in words


def test_without_dates_a_holiday_offer_is_promised_in_no_month(db: Database) -> None:
    db.transact(lambda tx: tx.run("delete from school_holiday"))
    offer_id = added(db, "aktiv-larvik")
    assert months_of(db, offer_id, on=TODAY) == []
    words, _ = slip(db, offer_id)
    assert "I skolens ferier. Gratis ferieaktiviteter" in words


def test_bua_is_a_link_to_its_own_system_all_year(db: Database) -> None:
    offer_id = added(db, "bua")
    assert partners.of(db, offers.of(db, offer_id).partner_id).reach is Reach.NATIONAL
    assert found(db, offer_id, on=IN_TERM).is_on
    assert len(months_of(db, offer_id, on=TODAY)) == 12
    words, codes = slip(db, offer_id)
    assert codes == ["https://www.bua.io"]
    assert "https://www.bua.io" in words
    assert "Fra Larvik kommune" in words


@pytest.mark.parametrize(
    ("code", "place"), [("ungdomsklubb-fabrikken", "Fabrikken"), ("ungdomsklubb-lardal", "Lardal")]
)
def test_a_youth_club_is_shown_with_its_place(db: Database, code: str, place: str) -> None:
    offer_id = added(db, code)
    assert found(db, offer_id, on=TODAY).is_on
    assert len(months_of(db, offer_id, on=TODAY)) == 12
    words, codes = slip(db, offer_id)
    assert f"Hvor {place} Når Faste tider." in words
    assert codes == []


def test_adapted_leisure_is_found_by_who_asks_for_it(db: Database) -> None:
    offer_id, club = added(db, "tilrettelagt-fritid"), added(db, "ungdomsklubb-lardal")
    wanted = offer_guide.suggestions(db, Wish(adapted=True), on=TODAY)
    assert [suggestion.offer.id for suggestion in wanted] == [offer_id]
    assert found(db, club, on=TODAY).offer.accessibility == ""
    words, _ = slip(db, offer_id)
    assert "Tilrettelegging Tilrettelagt" in words


def test_the_fund_says_what_it_pays_for_and_what_belongs_to_the_card(db: Database) -> None:
    offer_id = added(db, "fond-for-fritidsaktiviteter")
    words, _ = slip(db, offer_id)
    assert "nødvendig utstyr" in words
    assert "Ikke til engangsopplevelser: de hører til aktivitetskortet." in words


def test_each_template_can_be_added_once(db: Database) -> None:
    for template in signposts.templates():
        added(db, template.code)
    assert signposts.not_added(db) == []
    assert len(signposts.templates()) == 6
    with pytest.raises(OfferNameTaken):
        added(db, "bua")


def test_no_template_makes_up_an_address_or_a_telephone(db: Database) -> None:
    for template in signposts.templates():
        added(db, template.code)
    assert not any(p.phone or p.email or p.contact_name for p in partners.all_of(db))
    assert {offer.link for offer in offers.all_of(db)} == {"", "https://www.bua.io"}


def test_only_a_coordinator_adds_a_signpost(db: Database) -> None:
    for user in (NINA, FRIDA, ADAM):
        with pytest.raises(NotYourRole):
            signposts.add(db, "bua", by=user)


def test_the_slip_tells_whom_to_ask_and_for_whom_it_is(db: Database) -> None:
    offer_id = added(db, "ungdomsklubb-lardal")
    offer = offers.of(db, offer_id)
    told = vars(replace(offer, age_from=13, age_to=18, neighbourhood_id=STAVERN))
    fields = ("name", "category", "kind", "availability", "place", "neighbourhood_id")
    more = ("age_from", "age_to", "accessibility", "link")
    offers.change(
        db,
        offer_id,
        **{field: told[field] for field in (*fields, *more)},
        when_text="Tirsdag kl. 18–21.",
        by=KARI,
    )
    db.transact(
        lambda tx: tx.run(
            "update partner set contact_name = 'Klubblederen', phone = '00 30 00 01' where id = $1",
            offer.partner_id,
        )
    )
    words, _ = slip(db, offer_id)
    for text in (
        "Hvor Lardal, Stavern",
        "Når Faste tider. Tirsdag kl. 18–21.",
        "For hvem 13–18 år",
        "Hvem du kan spørre Klubblederen, 00 30 00 01",
    ):
        assert text in words


def test_no_person_and_no_service_stands_on_a_slip(db: Database) -> None:
    at_home(db)
    words, _ = slip(db, added(db, "aktiv-larvik"))
    for name in (SALMA.name, YUSUF.name, FRIDA.name, "NAV", "Aktivitetskortet", "lav inntekt"):
        assert name not in words


def test_tickets_have_no_slip(db: Database) -> None:
    open_shelf(db)
    with pytest.raises(NoSignpost):
        referrals.slip_pdf(db, CINEMA_VISIT, by=NINA, on=TODAY)


def test_the_front_line_prints_and_leadership_does_not(db: Database) -> None:
    offer_id = added(db, "bua")
    for user in (FRIDA, NINA, KARI):
        assert referrals.slip_pdf(db, offer_id, by=user, on=TODAY).startswith(b"%PDF-")
    for user in (LISE, ADAM):
        with pytest.raises(NotYourRole, match=r"en henviser eller en saksbehandler eller"):
            referrals.slip_pdf(db, offer_id, by=user, on=TODAY)


def test_a_signpost_holds_no_tickets(db: Database) -> None:
    offer_id = added(db, "aktiv-larvik")
    with pytest.raises(NotStocked):
        stock.receive(db, delivery(offer_id=offer_id), shares={}, by=KARI, now=NOW)


def test_the_guide_narrows_by_age_and_place(db: Database) -> None:
    club = added(db, "ungdomsklubb-lardal")
    db.transact(
        lambda tx: tx.run(
            "update offer set age_from = 13, age_to = 18, neighbourhood_id = $2 where id = $1",
            club,
            STAVERN,
        )
    )
    everywhere = added(db, "bua")

    def fits(wish: Wish) -> set[UUID]:
        return {each.offer.id for each in offer_guide.suggestions(db, wish, on=TODAY)}

    assert [fits(Wish(age=age)) for age in (12, 13, 18, 19)] == [
        {everywhere},
        {everywhere, club},
        {everywhere, club},
        {everywhere},
    ]
    assert fits(Wish(neighbourhood_id=STAVERN)) == {everywhere, club}
    assert fits(Wish(neighbourhood_id=CINEMA_VISIT)) == {everywhere}
    assert fits(Wish(category="sport")) == {everywhere}


def test_a_signpost_for_one_day_is_promised_in_no_month(db: Database) -> None:
    offer_id = added(db, "bua")
    db.transact(
        lambda tx: tx.run(
            "update offer set availability = $2 where id = $1", offer_id, Availability.ONE_OFF
        )
    )
    assert months_of(db, offer_id, on=TODAY) == []
