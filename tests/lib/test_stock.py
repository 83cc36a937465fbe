"""The stock: what came, what is left, what is unknown."""

from datetime import date, timedelta
from typing import Any

import pytest

from lib import ledger, offers, stock
from lib.db import AlreadyThere, Database
from lib.offers import OfferKind
from lib.refusals import BadInput
from lib.staff import NotYourRole
from lib.stock import Acquisition, Correction, NotStocked, OfferClosed, UnitKind
from tests.shelf import CINEMA_VISIT, delivery, left, open_shelf, pool_of, received
from tests.town import KARI, NAV, NINA, NOW, NURSES, TODAY, given, id_of


@pytest.fixture(autouse=True)
def shelf(db: Database) -> None:
    open_shelf(db)


def the_line(db: Database) -> stock.BatchLine:
    (line,) = stock.overview(db)
    return line


def test_a_delivery_is_shared_and_the_rest_stays_in_the_store(db: Database) -> None:
    batch = received(db, {NAV: 60, NURSES: 30})
    assert left(db, batch) == {None: 10, "NAV Larvik": 60, "Skolehelsetjenesten": 30}
    line = the_line(db)
    assert (line.quantity, line.store_left, line.services_left, line.units_left) == (
        100,
        10,
        90,
        100,
    )
    assert ledger.unbalanced(db) == []


def test_an_unknown_quantity_stays_unknown_with_everyone(db: Database) -> None:
    batch = received(db, {NAV: None}, quantity=None)
    assert left(db, batch) == {None: None, "NAV Larvik": None}
    line = the_line(db)
    assert (line.quantity, line.store_left, line.units_left) == (None, None, None)


def test_a_counted_share_of_an_unknown_quantity_is_known(db: Database) -> None:
    batch = received(db, {NAV: 30}, quantity=None)
    assert left(db, batch) == {None: None, "NAV Larvik": 30}
    assert the_line(db).services_left == 30
    assert the_line(db).units_left is None


def test_a_batch_that_no_service_has_a_part_of_has_none_with_the_services(db: Database) -> None:
    received(db, quantity=None)
    assert the_line(db).services_left == 0


def test_no_more_is_shared_than_came(db: Database) -> None:
    received(db, {NAV: 60, NURSES: 40})
    with pytest.raises(BadInput, match=r"^Antall til tjenestene er 101"):
        received(db, {NAV: 60, NURSES: 41})
    assert len(stock.overview(db)) == 1


def test_a_share_of_a_known_quantity_needs_a_number(db: Database) -> None:
    with pytest.raises(BadInput, match=r"^Antall må fylles ut"):
        received(db, {NAV: None})
    assert stock.overview(db) == []


def test_the_same_delivery_twice_is_refused_and_leaves_nothing(db: Database) -> None:
    received(db, delivery_key="row 1")
    with pytest.raises(AlreadyThere):
        received(db, delivery_key="row 1")
    assert len(stock.overview(db)) == 1
    assert stock.entered(db, ["row 1", "row 2"]) == {"row 1"}
    assert stock.entered(db, []) == set()


@pytest.mark.parametrize(
    ("says", "changes"),
    [
        ("Antall må være fra 1 til 100", {"quantity": 0}),
        ("Antall må være fra 1 til 100", {"quantity": -1}),
        ("Antall må være fra 1 til 100", {"quantity": 100_001}),
        ("Klipp per enhet må være fra 1", {"punches_per_unit": 0}),
        ("Klipp per enhet må være 1 for en billett", {"punches_per_unit": 2}),
        (
            "Klipp per enhet må være fra 1 til 100",
            {"unit_kind": UnitKind.PUNCH_CARD, "punches_per_unit": 101},
        ),
        ("Pris per enhet må stå tomt for en gave", {"unit_price_ore": 100}),
        ("Verdi per enhet må være fra 0", {"face_value_ore": -1}),
        ("Varsle ved må være fra 0", {"low_at": -1}),
        ("Mottatt kan ikke være etter i dag", {"received_on": TODAY + timedelta(days=1)}),
        (
            "Gyldig til kan ikke være før gyldig fra",
            {"valid_from": date(2024, 6, 2), "valid_to": date(2024, 6, 1)},
        ),
        (
            "Dato for arrangementet kan ikke være etter",
            {"event_date": date(2024, 6, 2), "valid_to": date(2024, 6, 1)},
        ),
        (
            "Dato for arrangementet kan ikke være før",
            {"event_date": date(2024, 6, 1), "valid_from": date(2024, 6, 2)},
        ),
        ("Ordning må være en av", {"scheme_id": id_of("NO_SUCH_SCHEME")}),
    ],
)
def test_a_figure_or_date_that_cannot_be_right_is_refused(
    db: Database, says: str, changes: dict[str, Any]
) -> None:
    with pytest.raises(BadInput, match=f"^{says}"):
        received(db, **changes)
    assert stock.overview(db) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"quantity": 1},
        {"quantity": 100_000},
        {"received_on": TODAY},
        {"unit_price_ore": 0},
        {"acquisition": Acquisition.DISCOUNTED, "unit_price_ore": 7_950},
        {"unit_kind": UnitKind.PUNCH_CARD, "punches_per_unit": 100},
        {"valid_from": TODAY, "valid_to": TODAY, "event_date": TODAY},
    ],
)
def test_the_last_that_can_be_right_is_taken_in(db: Database, changes: dict[str, Any]) -> None:
    received(db, **changes)


def test_a_closed_offer_receives_nothing(db: Database) -> None:
    offers.close(db, CINEMA_VISIT, by=KARI, now=NOW)
    assert isinstance(stock.why_not(db, delivery(), on=TODAY), OfferClosed)
    with pytest.raises(OfferClosed):
        received(db)


@pytest.mark.parametrize("kind", [OfferKind.MEMBERSHIP_FEE, OfferKind.SIGNPOST])
def test_only_one_off_experiences_are_stocked(db: Database, kind: OfferKind) -> None:
    given(
        db,
        "offer",
        "id | partner_id | name | category | kind | availability",
        [(id_of("FOOTBALL"), id_of("CULTURE_HOUSE"), "Fotball", "sport", kind, "year_round")],
    )
    with pytest.raises(NotStocked):
        received(db, offer_id=id_of("FOOTBALL"))


def test_the_last_day_is_the_first_of_event_and_validity(db: Database) -> None:
    received(db, event_date=date(2024, 5, 20), valid_to=date(2024, 5, 31))
    assert the_line(db).last_day == date(2024, 5, 20)
    assert not the_line(db).is_over(date(2024, 5, 20))
    assert the_line(db).is_over(date(2024, 5, 21))


def test_a_batch_without_a_date_is_never_over(db: Database) -> None:
    received(db)
    assert not the_line(db).is_over(date(2099, 12, 31))


def test_awarded_units_are_counted_less_those_returned(db: Database) -> None:
    batch = received(db, {NAV: 10})
    pool, award = pool_of(db, batch, NAV), id_of("A1")

    def awarded_and_partly_returned(tx: Any) -> None:
        ledger.take(tx, pool, 4, award_id=award, by=NINA, now=NOW)
        ledger.put_back(tx, pool, 1, award_id=award, by=NINA, now=NOW)

    db.transact(awarded_and_partly_returned)
    assert the_line(db).units_awarded == 3
    assert the_line(db).units_left == 97


def test_terms_are_corrected_and_the_quantity_is_not(db: Database) -> None:
    batch = received(db, acquisition=Acquisition.PURCHASED, unit_price_ore=9_000)
    told = {
        "low_at": 5,
        "valid_from": date(2024, 1, 1),
        "valid_to": date(2024, 12, 31),
        "event_date": None,
        "unit_price_ore": 8_500,
        "face_value_ore": 12_000,
        "funding_source_id": id_of("JOTRON"),
    }
    stock.change(db, batch, **told, by=KARI)
    line = the_line(db)
    assert {name: getattr(line, name) for name in told} == told
    assert line.quantity == 100
    with pytest.raises(BadInput, match=r"^Gyldig til"):
        stock.change(db, batch, **(told | {"valid_to": date(2023, 12, 31)}), by=KARI)


def test_edited_lines_are_entered_all_or_none(db: Database) -> None:
    first, second = received(db), received(db, quantity=None)
    good = Correction(first, low_at=3, valid_to=TODAY, counted=98)
    wrong = Correction(second, low_at=-1, valid_to=None)
    with pytest.raises(BadInput, match=r"^Varsle ved for Kinobillett"):
        stock.correct(db, [good, wrong], by=KARI, now=NOW)
    assert left(db, first) == {None: 100}
    stock.correct(db, [good, Correction(second, 0, None, counted=0)], by=KARI, now=NOW)
    assert left(db, first) == {None: 98}
    assert left(db, second) == {None: 0}
    assert ledger.unbalanced(db) == []


def test_only_a_coordinator_takes_in_and_corrects(db: Database) -> None:
    with pytest.raises(NotYourRole):
        stock.receive(db, delivery(), shares={}, by=NINA, now=NOW)
    with pytest.raises(NotYourRole):
        stock.correct(db, [], by=NINA, now=NOW)
