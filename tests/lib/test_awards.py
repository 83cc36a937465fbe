"""Awards: one way from pool to card, stopped by every rule, taken back only unused."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from lib import (
    award_groups,
    award_rules,
    awards,
    duplicates,
    entitlements,
    holdings,
    ledger,
    lost_cards,
    offers,
    partner_codes,
    redemptions,
)
from lib.award_rules import (
    MOST_AT_ONCE,
    AwardedElsewhere,
    BatchOver,
    MembershipFee,
    NotInYourPool,
    OfferOver,
    OutsideOfferAges,
    YearlyShareUsed,
)
from lib.awards import AlreadyCancelled, CancelReason
from lib.db import AlreadyThere, Database
from lib.duplicates import WarningTells
from lib.entitlements import NotAssessed
from lib.ledger import NotEnoughLeft
from lib.memberships import MemberRole
from lib.need_to_know import NotYours
from lib.offers import OfferKind
from lib.partner_codes import NotEnoughCodes
from lib.refusals import BadInput, Refused
from lib.schemes import OutsideAges
from lib.staff import NotYourRole, StaffUser
from lib.stock import TicketForm, UnitKind
from tests.town import (
    AMIR,
    HEGE,
    KARI,
    NAV,
    NILS,
    NINA,
    NOW,
    NURSES,
    SALMA,
    STAVERN,
    TODAY,
    YUSUF,
    at_home,
    awarded,
    choices,
    entitled,
    member,
    person_id_of,
    standings,
    stocked,
)


@pytest.fixture
def yusuf(db: Database) -> UUID:
    """Yusuf, 10 years, of NAV, with a right."""
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    entitled(db, yusuf)
    return yusuf


def known_to_the_nurses(db: Database, person_id: UUID) -> None:
    """Hege registers the same child, having read the warning."""
    leyla = member(MemberRole.GUARDIAN, "Leyla", date(1983, 1, 7))
    at_home(db, leyla, YUSUF, by=HEGE, knowing=frozenset({person_id}))


def refusal(
    db: Database,
    person_id: UUID,
    batch_id: UUID,
    units: int = 1,
    *,
    by: StaffUser = NINA,
    on: date = TODAY,
) -> Refused | None:
    """What the page would show, and the act raise."""
    case = award_rules.case_of(db, person_id, batch_id, by=by, on=on)
    shown = award_rules.why_not(db, case, units, on=on)
    if shown:
        with pytest.raises(type(shown)):
            awarded(db, person_id, batch_id, units, by=by, on=on)
    return shown


def left(db: Database, batch_id: UUID, service: UUID = NAV) -> int | None:
    text = "select units_left from pool where batch_id = $1 and service_id = $2"
    row = db.row(text, batch_id, service)
    assert row
    units: int | None = row["units_left"]
    return units


def balanced(db: Database) -> bool:
    return ledger.unbalanced(db) == [] and redemptions.unbalanced(db) == []


def test_an_award_takes_from_the_pool_and_makes_a_card_for_each_unit(
    db: Database, yusuf: UUID
) -> None:
    bus = stocked(db, "Buss", unit_kind=UnitKind.PUNCH_CARD, punches_per_unit=2)
    award = awarded(db, yusuf, bus, 3)
    assert left(db, bus) == 7
    given = db.rows(
        "select punches_given, punches_left from card_balance "
        "join award_card on award_card.card_id = card_balance.card_id where award_id = $1",
        award,
    )
    assert given == [{"punches_given": 2, "punches_left": 2}] * 3
    assert balanced(db)


def test_an_award_keeps_what_statistics_need_and_no_more(db: Database, yusuf: UUID) -> None:
    awarded(db, yusuf, stocked(db, "Bowling"))
    [row] = db.rows("select id, sealed, service_id from award")
    assert row["service_id"] == NAV
    kept = award_groups.opened(db.keys, [(row["id"].bytes, row["sealed"])])
    assert list(kept) == [(str(STAVERN), "10–12 år")]


def test_an_unknown_quantity_is_awarded_from_and_stays_unknown(db: Database, yusuf: UUID) -> None:
    batch = stocked(db, "Minigolf", quantity=None, shares={NAV: None})
    awarded(db, yusuf, batch, MOST_AT_ONCE)
    assert left(db, batch) is None


def test_the_last_ticket_can_be_given_and_no_more(db: Database, yusuf: UUID) -> None:
    batch = stocked(db, "Bowling", quantity=2)
    assert refusal(db, yusuf, batch, 3) is not None
    assert isinstance(refusal(db, yusuf, batch, 3), NotEnoughLeft)
    awarded(db, yusuf, batch, 2)
    assert left(db, batch) == 0
    assert balanced(db)


def test_a_pool_emptied_between_page_and_act_refuses_and_stores_nothing(
    db: Database, yusuf: UUID
) -> None:
    batch = stocked(db, "Bowling", quantity=1)
    case = award_rules.case_of(db, yusuf, batch, by=NINA, on=TODAY)
    assert award_rules.why_not(db, case, 1, on=TODAY) is None
    awarded(db, yusuf, batch, by=NILS)
    before = db.rows("select id from award")
    with pytest.raises(NotEnoughLeft):
        awarded(db, yusuf, batch)
    assert db.rows("select id from award") == before
    assert db.row("select count(*) as n from card") == {"n": 1}


@pytest.mark.parametrize("units", [0, -1, MOST_AT_ONCE + 1, 10**9])
def test_an_absurd_number_is_refused(db: Database, yusuf: UUID, units: int) -> None:
    batch = stocked(db, "Bowling", quantity=100)
    assert str(refusal(db, yusuf, batch, units)).startswith("Antall")
    assert isinstance(refusal(db, yusuf, batch, units), BadInput)


def test_five_cinema_visits_a_year_whoever_gives_them(db: Database, yusuf: UUID) -> None:
    """NAV gave four. The nurse may give one more, knowing of them, not two."""
    cinema = stocked(db, "Kino", "cinema", shares={NAV: 5, NURSES: 5})
    awarded(db, yusuf, cinema, 4)
    known_to_the_nurses(db, yusuf)
    assert isinstance(refusal(db, yusuf, cinema, 2, by=HEGE), YearlyShareUsed)
    awarded(db, yusuf, cinema, 1, by=HEGE, knowing=True)
    assert isinstance(refusal(db, yusuf, cinema), YearlyShareUsed)


def test_the_quota_refusal_says_what_is_left(db: Database, yusuf: UUID) -> None:
    cinema = stocked(db, "Kino", "cinema")
    awarded(db, yusuf, cinema, 4)
    assert refusal(db, yusuf, cinema, 1) is None
    assert str(refusal(db, yusuf, cinema, 2)) == (
        "Antall er for høyt: barnet kan få 1 kino til i år (4 av 5 er tildelt)."
    )
    awarded(db, yusuf, cinema)
    assert str(refusal(db, yusuf, cinema)) == ("Kvoten er brukt opp: 5 av 5 kino er tildelt i år.")


def test_the_quota_tells_of_itself_alone_where_no_totals_are_told(
    db: Database, yusuf: UUID
) -> None:
    duplicates.let_warning_tell(db, WarningTells.PRESENCE, by=KARI)
    cinema = stocked(db, "Kino", "cinema")
    awarded(db, yusuf, cinema, 4)
    assert str(refusal(db, yusuf, cinema, 2)) == (
        "Antall er for høyt: barnet kan få 1 kino til i år."
    )
    awarded(db, yusuf, cinema)
    assert str(refusal(db, yusuf, cinema)) == "Kvoten for kino er brukt opp i år."


def test_a_quota_that_was_lowered_leaves_nothing(db: Database, yusuf: UUID) -> None:
    cinema = stocked(db, "Kino", "cinema")
    awarded(db, yusuf, cinema, 5)
    db.transact(
        lambda tx: tx.run("update scheme_quota set units_a_year = 3 where category = 'cinema'")
    )
    assert str(refusal(db, yusuf, cinema)) == ("Kvoten er brukt opp: 5 av 3 kino er tildelt i år.")


def test_a_new_year_is_a_new_quota(db: Database, yusuf: UUID) -> None:
    cinema = stocked(db, "Kino", "cinema")
    awarded(db, yusuf, cinema, 5, on=date(2024, 12, 31))
    assert isinstance(refusal(db, yusuf, cinema, on=date(2024, 12, 31)), YearlyShareUsed)
    assert refusal(db, yusuf, cinema, on=date(2025, 1, 1)) is None


def test_a_cancelled_award_does_not_count_against_the_quota(db: Database, yusuf: UUID) -> None:
    cinema = stocked(db, "Kino", "cinema")
    award = awarded(db, yusuf, cinema, 5)
    awards.cancel(db, award, CancelReason.NOT_WANTED, by=NINA, now=NOW)
    assert refusal(db, yusuf, cinema, 5) is None


def test_the_warning_comes_at_the_award_too(db: Database, yusuf: UUID) -> None:
    bus = stocked(db, "Buss", "transport", shares={NAV: 5, NURSES: 5})
    awarded(db, yusuf, bus)
    known_to_the_nurses(db, yusuf)
    stopped = refusal(db, yusuf, bus, by=HEGE)
    assert isinstance(stopped, AwardedElsewhere)
    assert str(stopped) == (
        "Allerede registrert i ordningen. Tildelt i perioden: 1 av 2 buss. Kontakt koordinator."
    )
    assert refusal(db, yusuf, bus, by=NILS) is None


def test_the_right_is_asked_at_each_award(db: Database) -> None:
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    batch = stocked(db, "Bowling")
    assert str(refusal(db, yusuf, batch)) == "Retten er ikke vurdert ennå."
    right = entitled(db, yusuf)
    assert refusal(db, yusuf, batch) is None
    assert refusal(db, yusuf, batch, on=date(2025, 5, 14)) is None
    assert str(refusal(db, yusuf, batch, on=date(2025, 5, 15))) == (
        "Vurderingen gikk ut 14.05.2025. Vurder retten på nytt."
    )
    entitlements.withdraw(db, right, by=NINA, now=NOW)
    assert isinstance(refusal(db, yusuf, batch), NotAssessed)


def test_a_right_assessed_by_one_service_holds_for_all(db: Database, yusuf: UUID) -> None:
    batch = stocked(db, "Bowling", shares={NURSES: 5})
    known_to_the_nurses(db, yusuf)
    assert refusal(db, yusuf, batch, by=HEGE) is None
    [standing] = standings(db, yusuf, by=HEGE)
    assert standing.criterion is None
    [own] = standings(db, yusuf)
    assert own.criterion == "Lav inntekt"


@pytest.mark.parametrize(
    ("born", "may"),
    [
        (date(2022, 5, 15), True),  # two today
        (date(2022, 5, 16), False),
        (date(2004, 5, 16), True),  # nineteen, twenty tomorrow
        (date(2004, 5, 15), False),
    ],
)
def test_the_scheme_has_its_ages(db: Database, born: date, may: bool) -> None:
    child = member(MemberRole.CHILD, "Ola", born)
    at_home(db, SALMA, child)
    if may:
        entitled(db, person_id_of(db, child))
    else:
        with pytest.raises(OutsideAges):
            entitled(db, person_id_of(db, child))


@pytest.mark.parametrize(
    ("ages", "says"),
    [
        ((10, 10), None),
        ((11, 15), "Tilbudet er for alder fra 11 til 15 år."),
        ((6, 9), "Tilbudet er for alder fra 6 til 9 år."),
        ((10, None), None),
        ((11, None), "Tilbudet er for alder fra 11 år."),
        ((None, 10), None),
        ((None, 0), "Tilbudet er for alder til og med 0 år."),
    ],
)
def test_an_offer_has_its_ages(
    db: Database, yusuf: UUID, ages: tuple[int | None, int | None], says: str | None
) -> None:
    batch = stocked(db, "Bowling", age_from=ages[0], age_to=ages[1])
    found = refusal(db, yusuf, batch)
    assert (str(found) if found else None) == says
    assert found is None or isinstance(found, OutsideOfferAges)


def test_nothing_is_awarded_of_a_closed_offer(db: Database, yusuf: UUID) -> None:
    batch = stocked(db, "Bowling")
    row = db.row("select offer_id from batch where id = $1", batch)
    assert row
    offers.close(db, row["offer_id"], by=KARI, now=NOW)
    assert isinstance(refusal(db, yusuf, batch), OfferOver)
    offers.reopen(db, row["offer_id"], by=KARI)
    assert refusal(db, yusuf, batch) is None


def test_the_page_knows_of_missing_codes_before_the_act(db: Database, yusuf: UUID) -> None:
    """Ten tickets were promised, two codes have come."""
    batch = stocked(db, "Kino", "cinema", ticket_form=TicketForm.PARTNER_CODE)
    db.transact(lambda tx: partner_codes.add_codes(tx, batch, ["A-1", "A-2"]))
    assert isinstance(refusal(db, yusuf, batch, 3), NotEnoughCodes)
    awarded(db, yusuf, batch, 2)
    assert isinstance(refusal(db, yusuf, batch), NotEnoughCodes)
    assert left(db, batch) == 8


@pytest.mark.parametrize("dated", ["valid_to", "event_date"])
def test_a_batch_is_good_on_its_last_day(db: Database, yusuf: UUID, dated: str) -> None:
    batch = stocked(db, "Tivoli", **{dated: TODAY})
    assert refusal(db, yusuf, batch) is None
    assert isinstance(refusal(db, yusuf, batch, on=TODAY + timedelta(days=1)), BatchOver)


def test_a_service_gives_from_its_own_pool_only(db: Database, yusuf: UUID) -> None:
    batch = stocked(db, "Bowling", shares={NURSES: 10})
    assert isinstance(refusal(db, yusuf, batch), NotInYourPool)


def test_a_child_of_another_service_is_nobody(db: Database, yusuf: UUID) -> None:
    batch = stocked(db, "Bowling", shares={NURSES: 10})
    with pytest.raises(NotYours):
        awarded(db, yusuf, batch, by=HEGE)


def test_only_a_caseworker_awards(db: Database, yusuf: UUID) -> None:
    with pytest.raises(NotYourRole):
        awarded(db, yusuf, stocked(db, "Bowling"), by=KARI)


def test_a_double_click_is_one_award(db: Database, yusuf: UUID) -> None:
    batch = stocked(db, "Bowling")
    key = uuid4()
    first, again = (
        awards.award(db, yusuf, batch, 2, award_id=key, by=NINA, on=TODAY, now=NOW)
        for _ in range(2)
    )
    assert first == again
    assert left(db, batch) == 8


def test_an_awards_id_is_no_other_childs_and_no_other_batchs(db: Database, yusuf: UUID) -> None:
    """What went wrong is ours: nobody may be told that a second award was made."""
    bowling, cinema = stocked(db, "Bowling"), stocked(db, "Kino", "cinema")
    amir = person_id_of(db, AMIR)
    entitled(db, amir)
    key = awarded(db, yusuf, bowling)
    for person_id, batch in ((yusuf, cinema), (amir, bowling)):
        with pytest.raises(AlreadyThere):
            awards.award(db, person_id, batch, 1, award_id=key, by=NINA, on=TODAY, now=NOW)
    assert (left(db, bowling), left(db, cinema)) == (9, 10)
    assert balanced(db)


def test_a_membership_fee_is_pointed_to_the_fund(db: Database, yusuf: UUID) -> None:
    batch = stocked(db, "Fotball")
    # An offer that was turned into a fee after its tickets came.
    db.transact(lambda tx: tx.run("update offer set kind = $1", OfferKind.MEMBERSHIP_FEE))
    found = refusal(db, yusuf, batch)
    assert isinstance(found, MembershipFee)
    assert "fond" in str(found)


def test_cancelling_blocks_the_card_and_returns_the_unit(db: Database, yusuf: UUID) -> None:
    batch = stocked(db, "Bowling")
    award = awarded(db, yusuf, batch, 2)
    awards.cancel(db, award, CancelReason.WRONG_OFFER, by=NINA, now=NOW)
    assert left(db, batch) == 10
    assert db.row("select count(*) as n from card_block") == {"n": 2}
    assert balanced(db)
    with pytest.raises(AlreadyCancelled):
        awards.cancel(db, award, CancelReason.WRONG_OFFER, by=NINA, now=NOW)
    assert left(db, batch) == 10


def test_a_lost_card_does_not_stand_against_cancelling(db: Database, yusuf: UUID) -> None:
    batch = stocked(db, "Bowling")
    award = awarded(db, yusuf, batch, 2)
    [lost, _] = holdings.of_person(db, yusuf, by=NINA, on=TODAY).cards
    lost_cards.block(db, yusuf, lost.card_id, by=NINA, on=TODAY, now=NOW)
    awards.cancel(db, award, CancelReason.NOT_WANTED, by=NINA, now=NOW)
    assert left(db, batch) == 10
    reasons = db.rows("select reason from card_block order by reason")
    assert reasons == [{"reason": "cancelled"}, {"reason": "lost"}]
    assert balanced(db)


def test_another_service_cancels_nothing(db: Database, yusuf: UUID) -> None:
    award = awarded(db, yusuf, stocked(db, "Bowling"))
    with pytest.raises(NotYours):
        awards.cancel(db, award, CancelReason.WRONG_CHILD, by=HEGE, now=NOW)


def test_paper_tickets_make_no_cards(db: Database, yusuf: UUID) -> None:
    batch = stocked(db, "Bowling", ticket_form=TicketForm.PAPER)
    awarded(db, yusuf, batch, 2)
    assert db.rows("select id from card") == []
    assert left(db, batch) == 8


def test_every_award_and_every_refusal_leaves_a_line(db: Database, yusuf: UUID) -> None:
    batch = stocked(db, "Bowling", quantity=1)
    awarded(db, yusuf, batch)
    with pytest.raises(NotEnoughLeft):
        awarded(db, yusuf, batch)
    lines = db.rows(
        "select act, outcome from audit_entry where act in ('awarded', 'refused') order by act"
    )
    assert lines == [
        {"act": "awarded", "outcome": "1 Bowling"},
        {"act": "refused", "outcome": "NotEnoughLeft"},
    ]


def test_an_award_past_the_warning_says_so_in_its_line(db: Database, yusuf: UUID) -> None:
    """NAV gave a bus card; the nurse reads the warning and goes on. Only her line tells of it.

    NAV knows its own award: knowing of nothing is no warning passed.
    """
    bus = stocked(db, "Buss", "transport", shares={NAV: 5, NURSES: 5})
    bowling = stocked(db, "Bowling", shares={NURSES: 5})
    awarded(db, yusuf, bus)
    known_to_the_nurses(db, yusuf)
    awarded(db, yusuf, bus, by=HEGE, knowing=True)
    awarded(db, yusuf, bowling, by=HEGE, knowing=True)
    lines = db.rows("select outcome from audit_entry where act = 'awarded' order by outcome")
    assert [line["outcome"] for line in lines] == ["1 Bowling", "1 Buss", "1 Buss, tross varsel"]


def race_for_the_quota(db: Database, person_id: UUID) -> int:
    """Yusuf may have two bus cards; sixteen awards of one each begin together. How many won?"""
    batches = [stocked(db, f"Buss {n}", "transport") for n in range(16)]
    together = threading.Barrier(16)

    def attempt(batch: UUID) -> bool:
        together.wait()
        try:
            awarded(db, person_id, batch)
        except YearlyShareUsed:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        return sum(threads.map(attempt, batches))


def test_a_race_does_not_pass_the_quota(db: Database, yusuf: UUID) -> None:
    assert race_for_the_quota(db, yusuf) == 2
    assert balanced(db)


def test_without_the_lock_the_same_race_passes_the_quota(db: Database, yusuf: UUID) -> None:
    db._writing = nullcontext()  # type: ignore[assignment]
    assert race_for_the_quota(db, yusuf) > 2


def test_choices_fit_the_child_and_new_ones_come_first(db: Database, yusuf: UUID) -> None:
    had = stocked(db, "Bowling")
    stocked(db, "For små", age_to=5)
    stocked(db, "Over", valid_to=TODAY - timedelta(days=1))
    stocked(db, "Hos helsesykepleier", shares={NURSES: 10})
    new = stocked(db, "Minigolf", quantity=None, shares={NAV: None})
    awarded(db, yusuf, had)
    found = choices(db, yusuf)
    assert [(choice.batch_id, choice.had_before) for choice in found] == [
        (new, False),
        (had, True),
    ]
