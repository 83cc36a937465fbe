"""A scheme's year: cards that are stocked, capped, shared, given and written off."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from lib import (
    allowances,
    awards,
    cards,
    entitlements,
    holdings,
    ledger,
    redemptions,
    scheme_criteria,
    scheme_templates,
    scheme_years,
    schemes,
)
from lib.allowances import BudgetSpent, MoreThanAllowed
from lib.award_rules import YearlyShareUsed
from lib.db import Database
from lib.ledger import NotEnoughLeft
from lib.norwegian import kroner
from lib.refusals import BadInput, Refused
from lib.scheme_years import NoOwnCards, SchemeYear, YearClosed, YearOpen
from lib.staff import NotYourRole
from tests.town import (
    AMIR,
    KARI,
    LARVIK_CARD,
    NAV,
    NINA,
    NOW,
    NURSES,
    TODAY,
    YUSUF,
    at_home,
    person_id_of,
)


def added(db: Database, code: str = "kragerokortet") -> UUID:
    return scheme_templates.add(db, code, by=KARI, on=TODAY, now=NOW)


def year_of(db: Database, scheme_id: UUID) -> SchemeYear:
    return scheme_years.of(db, scheme_id)[0]


def shared(db: Database, scheme_id: UUID, units: int = 10, service: UUID = NAV) -> UUID:
    """Some of the year's cards to a service; returns the batch."""
    batch_id = year_of(db, scheme_id).batch_id
    ledger.move(db, batch_id, None, service, units, by=KARI, now=NOW)
    return batch_id


def with_right(db: Database, person_id: UUID, scheme_id: UUID) -> None:
    criterion = scheme_criteria.in_force(db, scheme_id)[0].code
    entitlements.assess(
        db,
        person_id,
        scheme_id,
        criterion,
        valid_to=date(2024, 12, 31),
        by=NINA,
        on=TODAY,
        now=NOW,
    )


def given(
    db: Database, person_id: UUID, batch_id: UUID, amount_ore: int | None = None
) -> awards.Award:
    return awards.award(
        db,
        person_id,
        batch_id,
        1,
        award_id=uuid4(),
        amount_ore=amount_ore,
        by=NINA,
        on=TODAY,
        now=NOW,
    )


def the_card(db: Database, person_id: UUID) -> cards.Card:
    [held] = holdings.of_person(db, person_id, by=NINA, on=TODAY).cards
    return cards.of(db, held.card_id)


def test_a_card_holds_what_its_scheme_says_and_lasts_the_period(db: Database) -> None:
    at_home(db)
    scheme_id, yusuf = added(db), person_id_of(db, YUSUF)
    batch_id = shared(db, scheme_id)
    with_right(db, yusuf, scheme_id)
    given(db, yusuf, batch_id)
    card = the_card(db, yusuf)
    assert {b.category: (b.punches_given, b.partner_id) for b in card.balances} == {
        "cinema": (5, None),
        "swimming": (5, None),
    }
    assert (card.offer_name, card.valid_to) == ("Kragerøkortet", date(2024, 12, 31))
    assert isinstance(_refused(db, yusuf, batch_id), YearlyShareUsed)
    assert not ledger.unbalanced(db)
    assert not redemptions.unbalanced(db)


def _refused(db: Database, person_id: UUID, batch_id: UUID, ore: int | None = None) -> Refused:
    with pytest.raises(Refused) as met:
        given(db, person_id, batch_id, ore)
    return met.value


def test_a_card_that_is_out_keeps_the_rules_it_was_given_under(db: Database) -> None:
    at_home(db)
    scheme_id = added(db)
    batch_id = shared(db, scheme_id)
    yusuf, amir = person_id_of(db, YUSUF), person_id_of(db, AMIR)
    for child in (yusuf, amir):
        with_right(db, child, scheme_id)
    given(db, yusuf, batch_id)
    before = the_card(db, yusuf)
    scheme = schemes.of(db, scheme_id)
    schemes.change(
        db,
        replace(scheme, name="Kulturkortet", people_per_visit=2, replaces_lost=False),
        quotas={"card": 1},
        content={"cinema": 3},
        by=KARI,
    )
    assert the_card(db, yusuf) == before
    given(db, amir, batch_id)
    after = the_card(db, amir)
    assert (after.offer_name, after.terms) == (
        "Kulturkortet",
        "Ett klipp gjelder for inntil 2 personer.",
    )
    assert [(b.category, b.punches_given) for b in after.balances] == [("cinema", 3)]
    assert not after.replaces_lost


def test_a_year_is_opened_once_and_only_for_own_cards(db: Database) -> None:
    scheme_id = added(db)
    told = {"cards": 10, "budget_ore": None, "by": KARI, "on": TODAY, "now": NOW}
    with pytest.raises(YearOpen):
        scheme_years.open_year(db, scheme_id, 2024, **told)  # type: ignore[arg-type]
    scheme_years.open_year(db, scheme_id, 2025, **told)  # type: ignore[arg-type]
    assert [known.year for known in scheme_years.of(db, scheme_id)] == [2025, 2024]
    with pytest.raises(NoOwnCards):
        scheme_years.open_year(db, LARVIK_CARD, 2024, **told)  # type: ignore[arg-type]
    with pytest.raises(NotYourRole):
        scheme_years.open_year(db, scheme_id, 2026, **(told | {"by": NINA}))  # type: ignore[arg-type]


def test_years_of_one_scheme_share_an_offer_and_two_schemes_of_one_name_do_not(
    db: Database,
) -> None:
    first, second = added(db), added(db)
    scheme_years.open_year(db, first, 2025, cards=1, budget_ore=None, by=KARI, on=TODAY, now=NOW)
    offers = {
        (known.scheme_id, row["offer_id"])
        for scheme_id in (first, second)
        for known in scheme_years.of(db, scheme_id)
        if (row := db.row("select offer_id from batch where id = $1", known.batch_id))
    }
    assert len(offers) == 2


def change(db: Database, scheme_id: UUID, cards: int | None, budget_ore: int | None = None) -> None:
    scheme_years.change(db, scheme_id, 2024, cards=cards, budget_ore=budget_ore, by=KARI, now=NOW)


def test_a_cap_cannot_go_below_what_is_given_nor_below_what_services_have(db: Database) -> None:
    """200 cards: 10 went to NAV, of which 2 are awarded."""
    at_home(db)
    scheme_id = added(db)
    batch_id = shared(db, scheme_id, 10)
    for child in (YUSUF, AMIR):
        with_right(db, person_id_of(db, child), scheme_id)
        given(db, person_id_of(db, child), batch_id)
    with pytest.raises(BadInput, match="kan ikke være lavere enn det som er delt ut: 2 kort"):
        change(db, scheme_id, 1)
    with pytest.raises(BadInput, match="er 1 kort for lavt for det som ligger hos tjenestene"):
        change(db, scheme_id, 9)
    with pytest.raises(BadInput, match="må fylles ut, for året har et tak"):
        change(db, scheme_id, None)
    for cap in (10, 250):
        change(db, scheme_id, cap)
        known = year_of(db, scheme_id)
        assert (known.cards, known.cards_given, known.cards_left) == (cap, 2, cap - 2)
    assert not ledger.unbalanced(db)


def test_the_cap_holds(db: Database) -> None:
    at_home(db)
    scheme_id = added(db)
    change(db, scheme_id, 1)
    batch_id = shared(db, scheme_id, 1)
    for child in (YUSUF, AMIR):
        with_right(db, person_id_of(db, child), scheme_id)
    given(db, person_id_of(db, YUSUF), batch_id)
    assert isinstance(_refused(db, person_id_of(db, AMIR), batch_id), NotEnoughLeft)


def test_closing_a_year_writes_off_what_nobody_got_and_leaves_cards_good(db: Database) -> None:
    at_home(db)
    scheme_id, yusuf = added(db), person_id_of(db, YUSUF)
    batch_id = shared(db, scheme_id, 10)
    with_right(db, yusuf, scheme_id)
    given(db, yusuf, batch_id)
    assert scheme_years.close(db, scheme_id, 2024, by=KARI, now=NOW) == 199
    assert year_of(db, scheme_id).cards_left == 0
    assert the_card(db, yusuf).punches_left == 10
    for act in (
        lambda: scheme_years.close(db, scheme_id, 2024, by=KARI, now=NOW),
        lambda: change(db, scheme_id, 300),
    ):
        with pytest.raises(YearClosed):
            act()
    assert not ledger.unbalanced(db)


def test_a_closed_year_without_a_cap_gives_no_more(db: Database) -> None:
    at_home(db)
    scheme_id, yusuf = added(db, "fond-for-fritidsaktiviteter"), person_id_of(db, YUSUF)
    batch_id = year_of(db, scheme_id).batch_id
    ledger.move(db, batch_id, None, NAV, None, by=KARI, now=NOW)
    with_right(db, yusuf, scheme_id)
    assert scheme_years.close(db, scheme_id, 2024, by=KARI, now=NOW) == 0
    assert isinstance(_refused(db, yusuf, batch_id, 1_000_00), NotEnoughLeft)


def test_a_card_with_kroner_is_given_within_the_budget(db: Database) -> None:
    """1 372 kr a card; the budget is set to one card and a krone."""
    at_home(db)
    scheme_id = added(db, "fritidskortet-sandefjord")
    change(db, scheme_id, 1000, 1373_00)
    batch_id = shared(db, scheme_id)
    for child in (YUSUF, AMIR):
        with_right(db, person_id_of(db, child), scheme_id)
    given(db, person_id_of(db, YUSUF), batch_id)
    assert the_card(db, person_id_of(db, YUSUF)).left_ore == 1372_00
    assert allowances.given(db, scheme_id, 2024) == 1372_00
    refusal = _refused(db, person_id_of(db, AMIR), batch_id)
    assert isinstance(refusal, BudgetSpent)
    assert str(refusal) == "Budsjettet for 2024 rekker ikke: det er 1\N{NO-BREAK SPACE}kr igjen."
    with pytest.raises(BadInput, match="Budsjett kan ikke være lavere"):
        change(db, scheme_id, 1000, 1371_99)
    change(db, scheme_id, 1000, 2744_00)
    given(db, person_id_of(db, AMIR), batch_id)


def test_what_is_cancelled_is_back_in_the_budget(db: Database) -> None:
    at_home(db)
    scheme_id, yusuf = added(db, "fritidskortet-sandefjord"), person_id_of(db, YUSUF)
    batch_id = shared(db, scheme_id)
    with_right(db, yusuf, scheme_id)
    done = given(db, yusuf, batch_id)
    awards.cancel(db, done.id, awards.CancelReason.NOT_WANTED, by=NINA, now=NOW)
    assert allowances.given(db, scheme_id, 2024) == 0
    given(db, yusuf, batch_id)


def test_a_fund_gives_what_is_asked_up_to_its_most(db: Database) -> None:
    at_home(db)
    scheme_id, yusuf = added(db, "fond-for-fritidsaktiviteter"), person_id_of(db, YUSUF)
    batch_id = year_of(db, scheme_id).batch_id
    ledger.move(db, batch_id, None, NAV, None, by=KARI, now=NOW)
    with_right(db, yusuf, scheme_id)
    assert str(_refused(db, yusuf, batch_id)) == "Beløp må fylles ut."
    given(db, yusuf, batch_id, 4_000_00)
    refusal = _refused(db, yusuf, batch_id, 1_000_01)
    assert isinstance(refusal, MoreThanAllowed)
    assert str(refusal) == f"Beløp er for høyt: personen kan få {kroner(1_000_00)} til i perioden."
    given(db, yusuf, batch_id, 1_000_00)


def test_pools_keep_a_services_share_from_another(db: Database) -> None:
    """NAV has none of the nurses' cards."""
    at_home(db)
    scheme_id, yusuf = added(db), person_id_of(db, YUSUF)
    batch_id = shared(db, scheme_id, 200, NURSES)
    with_right(db, yusuf, scheme_id)
    assert "ikke fordelt til tjenesten" in str(_refused(db, yusuf, batch_id))
