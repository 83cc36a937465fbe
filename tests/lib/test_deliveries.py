"""Deliveries: entered with their partner and offer, once each, all or none."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from lib import deliveries, ledger, offers, partners, stock
from lib.ages import OLDEST
from lib.db import Database
from lib.deliveries import AlreadyReceived, Line, OtherOrganisation, Receipt
from lib.ledger import MOST_UNITS
from lib.offers import Availability, OfferKind
from lib.partners import PartnerClosed
from lib.refusals import BadInput, Refused
from lib.staff import NotYourRole
from lib.stock import Acquisition, NotStocked, OfferClosed, UnitKind
from tests.town import KARI, LARVIK_CARD, NAV, NINA, NOW, NURSES, TODAY

CINEMA = Line(
    partner="Bølgen kulturhus",
    offer="Kinobillett",
    category="cinema",
    acquisition=Acquisition.PURCHASED,
    unit_kind=UnitKind.TICKET,
    quantity=92,
)
BUS = Line(
    partner="Vestfold kollektivtrafikk",
    offer="Buss",
    category="transport",
    acquisition=Acquisition.DONATED,
    unit_kind=UnitKind.PUNCH_CARD,
    punches_per_unit=2,
)
BRREG, OTHER_NUMBER = "974760673", "971032081"


def receive(db: Database, *lines: Line, shares: dict[UUID, int | None] | None = None) -> Receipt:
    return deliveries.receive(
        db,
        lines,
        scheme_id=LARVIK_CARD,
        shares=shares or {},
        received_on=date(2024, 1, 2),
        by=KARI,
        now=NOW,
    )


def why_not(db: Database, line: Line) -> Refused | None:
    return deliveries.why_not(db, line, on=TODAY)


def left(db: Database, receipt: Receipt) -> dict[str | None, int | None]:
    [batch_id] = receipt.batch_ids
    return {pool.service_name: pool.units_left for pool in stock.pools(db, batch_id)}


# --- What is entered ---


def test_a_delivery_brings_its_partner_and_its_offer(db: Database) -> None:
    line = replace(CINEMA, organisation_number=BRREG, place="Sanden", age_from=6, age_to=19)
    assert receive(db, line).added == 1
    [partner] = partners.all_of(db)
    assert (partner.name, partner.organisation_number) == ("Bølgen kulturhus", BRREG)
    [offer] = offers.all_of(db)
    assert (offer.name, offer.category, offer.place) == ("Kinobillett", "cinema", "Sanden")
    assert (offer.age_from, offer.age_to) == (6, 19)
    [batch] = stock.overview(db)
    assert (batch.quantity, batch.store_left, batch.received_on) == (92, 92, date(2024, 1, 2))
    assert not ledger.unbalanced(db)


@pytest.mark.parametrize(
    ("dates", "usual"),
    [
        ({}, Availability.YEAR_ROUND),
        ({"valid_to": date(2024, 12, 31)}, Availability.YEAR_ROUND),
        ({"event_date": date(2024, 6, 5)}, Availability.ONE_OFF),
        ({"valid_from": date(2024, 5, 1), "valid_to": date(2024, 7, 31)}, Availability.ONE_OFF),
        ({"valid_from": date(2024, 5, 1), "valid_to": date(2024, 8, 1)}, Availability.YEAR_ROUND),
    ],
)
def test_when_a_new_offer_is_to_be_had_is_read_from_its_tickets_where_nobody_tells(
    db: Database, dates: dict[str, date], usual: Availability
) -> None:
    receive(db, replace(CINEMA, **dates))  # type: ignore[arg-type]
    assert [offer.availability for offer in offers.all_of(db)] == [usual]


def test_when_an_offer_is_to_be_had_stands_as_it_is_told(db: Database) -> None:
    told = Availability.SUMMER
    receive(db, replace(CINEMA, event_date=date(2024, 6, 5), availability=told))
    assert [offer.availability for offer in offers.all_of(db)] == [told]


def test_what_is_there_stands_however_it_is_capitalised(db: Database) -> None:
    partner_id = partners.add(db, name="BØLGEN kulturhus", by=KARI)
    offers.add(db, partner_id=partner_id, name="KINOBILLETT", category="other", by=KARI)
    receive(db, replace(CINEMA, place="Sanden"))
    assert [partner.name for partner in partners.all_of(db)] == ["BØLGEN kulturhus"]
    assert [(offer.name, offer.place) for offer in offers.all_of(db)] == [("KINOBILLETT", "")]


def test_a_stated_day_of_receipt_goes_before_the_one_for_all(db: Database) -> None:
    receive(db, replace(CINEMA, received_on=date(2024, 5, 2)))
    assert stock.overview(db)[0].received_on == date(2024, 5, 2)


def test_an_unknown_quantity_stays_unknown(db: Database) -> None:
    receipt = receive(db, BUS, shares={NAV: None})
    assert left(db, receipt) == {None: None, "NAV Larvik": None}
    assert stock.overview(db)[0].quantity is None


def test_shares_leave_the_rest_in_the_store(db: Database) -> None:
    receipt = receive(db, CINEMA, shares={NAV: 50, NURSES: 30})
    assert left(db, receipt) == {None: 12, "NAV Larvik": 50, "Skolehelsetjenesten": 30}
    assert not ledger.unbalanced(db)


def test_a_share_without_a_number_takes_nothing_of_a_known_quantity(db: Database) -> None:
    assert left(db, receive(db, CINEMA, shares={NAV: None})) == {None: 92}


def test_every_unit_may_be_shared_but_not_one_more(db: Database) -> None:
    with pytest.raises(BadInput, match="Antall til tjenestene"):
        receive(db, CINEMA, shares={NAV: 50, NURSES: 43})
    assert not stock.overview(db)
    assert not partners.all_of(db)
    assert left(db, receive(db, CINEMA, shares={NAV: 50, NURSES: 42}))[None] == 0


def test_only_a_coordinator_receives(db: Database) -> None:
    with pytest.raises(NotYourRole):
        deliveries.receive(
            db,
            [CINEMA],
            scheme_id=LARVIK_CARD,
            shares={},
            received_on=TODAY,
            by=NINA,
            now=NOW,
        )


# --- The same delivery ---


def test_the_same_lines_twice_add_nothing(db: Database) -> None:
    assert receive(db, CINEMA, BUS).added == 2
    again = receive(db, CINEMA, BUS)
    assert (again.added, again.already_there) == (0, 2)
    assert len(stock.overview(db)) == 2


def test_what_overlaps_is_added_once(db: Database) -> None:
    receive(db, CINEMA)
    receipt = receive(db, CINEMA, BUS)
    assert (receipt.added, receipt.already_there) == (1, 1)


def test_the_day_it_is_entered_does_not_make_it_another_delivery(db: Database) -> None:
    receive(db, CINEMA)
    later = deliveries.receive(
        db,
        [CINEMA],
        scheme_id=LARVIK_CARD,
        shares={},
        received_on=TODAY,
        by=KARI,
        now=NOW,
    )
    assert later.added == 0


@pytest.mark.parametrize(
    "other",
    [
        replace(CINEMA, partner="Norgesbilletten"),
        replace(CINEMA, offer="Voksenbillett"),
        replace(CINEMA, acquisition=Acquisition.DISCOUNTED),
        replace(CINEMA, unit_kind=UnitKind.BOOKLET),
        replace(CINEMA, unit_kind=UnitKind.BOOKLET, punches_per_unit=5),
        replace(CINEMA, quantity=93),
        replace(CINEMA, quantity=None),
        replace(CINEMA, unit_price_ore=100_00),
        replace(CINEMA, valid_from=date(2024, 1, 1)),
        replace(CINEMA, valid_to=date(2024, 12, 31)),
        replace(CINEMA, event_date=date(2024, 6, 1)),
        replace(CINEMA, received_on=date(2024, 1, 2)),
        replace(CINEMA, ordinal=1),
    ],
)
def test_each_of_these_makes_another_delivery(other: Line) -> None:
    assert other.delivery_key != CINEMA.delivery_key


@pytest.mark.parametrize(
    "same",
    [
        replace(CINEMA, partner="BØLGEN KULTURHUS", offer="kinobillett"),
        replace(CINEMA, category="other", place="Sanden", age_from=6),
        replace(CINEMA, organisation_number=BRREG),
        replace(CINEMA, punches_per_unit=1),
    ],
)
def test_what_only_describes_leaves_the_delivery_the_same(same: Line) -> None:
    assert same.delivery_key == CINEMA.delivery_key


def test_an_equal_delivery_is_told_of_and_can_be_entered_as_a_further_one(db: Database) -> None:
    receive(db, CINEMA)
    assert isinstance(why_not(db, CINEMA), AlreadyReceived)
    further = deliveries.another(db, CINEMA)
    assert why_not(db, further) is None
    assert receive(db, further).added == 1
    assert receive(db, further).added == 0
    assert deliveries.another(db, CINEMA).ordinal == 2


# --- What stands against a delivery ---


def refused(db: Database, line: Line) -> Refused | None:
    """What the page is told, which must be what the act says, and must leave nothing."""
    told = why_not(db, line)
    before = len(stock.overview(db)), len(partners.all_of(db)), len(offers.all_of(db))
    if told is not None:
        with pytest.raises(type(told)) as raised:
            receive(db, line)
        assert str(raised.value) == str(told)
        assert before == (
            len(stock.overview(db)), len(partners.all_of(db)), len(offers.all_of(db))
        )  # fmt: skip
    return told


def test_a_closed_partner_gives_nothing(db: Database) -> None:
    receive(db, CINEMA)
    partners.close(db, partners.all_of(db)[0].id, by=KARI, now=NOW)
    assert isinstance(refused(db, replace(CINEMA, quantity=5)), PartnerClosed)


def test_a_closed_offer_gets_nothing(db: Database) -> None:
    receive(db, CINEMA)
    offers.close(db, offers.all_of(db)[0].id, by=KARI, now=NOW)
    assert isinstance(refused(db, replace(CINEMA, quantity=5)), OfferClosed)


def test_a_fee_has_no_tickets(db: Database) -> None:
    partner_id = partners.add(db, name="Larvik Turn", by=KARI)
    offers.add(
        db,
        partner_id=partner_id,
        name="Kontingent",
        category="sport",
        kind=OfferKind.MEMBERSHIP_FEE,
        by=KARI,
    )
    fee = replace(CINEMA, partner="Larvik Turn", offer="Kontingent")
    assert isinstance(refused(db, fee), NotStocked)


def test_another_organisation_number_is_another_partner(db: Database) -> None:
    receive(db, replace(CINEMA, organisation_number=BRREG))
    more = replace(CINEMA, quantity=5)
    assert isinstance(
        refused(db, replace(more, organisation_number=OTHER_NUMBER)), OtherOrganisation
    )
    assert refused(db, replace(more, organisation_number=BRREG)) is None
    assert refused(db, more) is None


def test_two_lines_may_not_give_one_new_partner_two_numbers(db: Database) -> None:
    one = replace(CINEMA, organisation_number=BRREG)
    with pytest.raises(OtherOrganisation):
        receive(db, one, replace(one, offer="Konsert", organisation_number=OTHER_NUMBER))
    assert not partners.all_of(db)


def test_a_punch_card_tells_its_punches(db: Database) -> None:
    assert str(refused(db, replace(BUS, punches_per_unit=None))).startswith("Klipp per enhet")
    assert refused(db, replace(BUS, punches_per_unit=1)) is None


def test_a_gift_has_no_price(db: Database) -> None:
    assert str(refused(db, replace(BUS, unit_price_ore=1))).startswith("Pris per enhet")
    assert refused(db, replace(BUS, unit_price_ore=0)) is None


def test_a_quantity_has_both_limits(db: Database) -> None:
    assert refused(db, replace(CINEMA, quantity=0))
    assert refused(db, replace(CINEMA, quantity=1)) is None
    assert refused(db, replace(CINEMA, quantity=MOST_UNITS)) is None
    assert refused(db, replace(CINEMA, quantity=MOST_UNITS + 1))


def test_validity_ends_on_its_first_day_at_the_soonest(db: Database) -> None:
    from_june = replace(CINEMA, valid_from=date(2024, 6, 5))
    assert refused(db, replace(from_june, valid_to=date(2024, 6, 4)))
    assert refused(db, replace(from_june, valid_to=date(2024, 6, 5))) is None


def test_nothing_is_received_tomorrow(db: Database) -> None:
    assert refused(db, replace(CINEMA, received_on=date(2024, 5, 16)))
    assert refused(db, replace(CINEMA, received_on=TODAY)) is None


def test_one_refused_line_leaves_all_out(db: Database) -> None:
    with pytest.raises(BadInput):
        receive(db, CINEMA, replace(BUS, quantity=0))
    assert not stock.overview(db)
    assert not partners.all_of(db)


def test_ages_run_upwards_and_not_for_ever(db: Database) -> None:
    assert str(refused(db, replace(CINEMA, age_from=10, age_to=9))).startswith("Alder til")
    assert refused(db, replace(CINEMA, age_from=10, age_to=10)) is None
    assert str(refused(db, replace(CINEMA, age_to=OLDEST + 1))).startswith("Alder til")


# --- What helps the desk ---


@pytest.mark.parametrize(
    ("typed", "alike"),
    [
        ("Bølgen", ["Bølgen kulturhus"]),
        ("bolgen kulturhus", ["Bølgen kulturhus"]),
        ("Bølgen kulturhus og kino", ["Bølgen kulturhus"]),
        ("Munken", []),
        (" ", []),
    ],
)
def test_a_new_name_is_held_against_those_there_are(typed: str, alike: list[str]) -> None:
    assert deliveries.resembling(typed, ["Bølgen kulturhus", "Minigolf indre havn"]) == alike


def test_more_shared_than_came_shows_as_less_than_nothing() -> None:
    assert deliveries.left_in_store(CINEMA, {NAV: 50, NURSES: 43}) == -1
    assert deliveries.left_in_store(CINEMA, {NAV: 50, NURSES: None}) == 42
    assert deliveries.left_in_store(BUS, {NAV: None}) is None
