"""What a person was given: handed out once, printed again at will, blocked when lost."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from lib import (
    awards,
    cards,
    entitlements,
    handing_out,
    holdings,
    households,
    ledger,
    lost_cards,
    papers,
    partner_codes,
)
from lib.audit import ONE_LOOK
from lib.awards import CancelReason
from lib.cards import AlreadyBlocked, PaperReplaced
from lib.db import Database, Transaction
from lib.handing_out import NothingToHandOut, Sheet
from lib.holdings import UNUSED_AFTER, HeldCard, HeldTicket
from lib.memberships import MemberRole
from lib.need_to_know import NotYours
from lib.papers import HandedOut
from lib.partner_codes import Media
from lib.persons import Protection
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
    TODAY,
    YUSUF,
    YUSUF_BORN,
    also_with_the_nurses,
    at_home,
    awarded,
    entitled,
    home_of,
    member,
    person_id_of,
    stocked,
)

A_DAY = timedelta(days=1)
SHARED = {NAV: 5, NURSES: 5}


@pytest.fixture
def yusuf(db: Database) -> UUID:
    """Yusuf, 10 years, of NAV and of the nurses, with a right."""
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    entitled(db, yusuf)
    also_with_the_nurses(db, YUSUF)
    return yusuf


def held(
    db: Database, person_id: UUID, *, by: StaffUser = NINA, on: date = TODAY
) -> list[HeldCard]:
    return holdings.of_person(db, person_id, by=by, on=on).cards


def hand_out(
    db: Database,
    person_id: UUID,
    *,
    again: bool = False,
    by: StaffUser = NINA,
    on: date = TODAY,
) -> HandedOut:
    sheet = handing_out.hand_out(db, person_id, again=again, by=by, on=on, now=NOW)
    assert sheet.handed
    return sheet.handed


def ids(sheet: HandedOut) -> set[UUID]:
    return {card.card_id for card in sheet.cards}


def use(db: Database, card_id: UUID, punches: int) -> None:
    """As if a till had punched."""
    text = "update card_balance set punches_left = punches_left - $2 where card_id = $1"
    db.transact(lambda tx: tx.run(text, card_id, punches))


def block(db: Database, person_id: UUID, card_id: UUID, *, by: StaffUser = NINA) -> None:
    lost_cards.block(db, person_id, card_id, by=by, on=TODAY, now=NOW)


def opens(db: Database, sheet: HandedOut) -> bool:
    """Whether the sheet's first QR still opens a card that is good."""
    card = papers.by_secret(db, sheet.cards[0].secret)
    return cards.why_not(card, on=TODAY) is None


def acts(db: Database, act: str) -> list[tuple[object, ...]]:
    rows = db.rows("select subject_id, outcome, strict from audit_entry where act = $1", act)
    return [tuple(row.values()) for row in rows]


def test_ten_tickets_of_one_child_are_one_sheet(db: Database, yusuf: UUID) -> None:
    awarded(db, yusuf, stocked(db, "Bowling"), 8)
    awarded(db, yusuf, stocked(db, "Minigolf", "minigolf"), 2)
    sheet = hand_out(db, yusuf)
    assert len(sheet.cards) == 10
    assert ids(sheet) == {card.card_id for card in held(db, yusuf)}
    assert db.row("select count(*) as n from sheet") == {"n": 1}


def test_only_what_is_not_on_paper_yet_is_handed_out(db: Database, yusuf: UUID) -> None:
    bowling = stocked(db, "Bowling")
    awarded(db, yusuf, bowling, 2)
    first = hand_out(db, yusuf)
    awarded(db, yusuf, bowling)
    second = hand_out(db, yusuf)
    assert len(second.cards) == 1
    assert not ids(first) & ids(second)
    assert opens(db, first)
    assert all(card.handed_out for card in held(db, yusuf))


def test_printing_again_takes_all_and_voids_the_earlier_paper(db: Database, yusuf: UUID) -> None:
    bowling = stocked(db, "Bowling")
    awarded(db, yusuf, bowling, 2)
    first = hand_out(db, yusuf)
    awarded(db, yusuf, bowling)
    again = hand_out(db, yusuf, again=True)
    assert len(again.cards) == 3
    assert opens(db, again)
    old = papers.by_secret(db, first.cards[0].secret)
    assert isinstance(cards.why_not(old, on=TODAY), PaperReplaced)


def test_there_may_be_nothing_to_hand_out(db: Database, yusuf: UUID) -> None:
    with pytest.raises(NothingToHandOut):
        hand_out(db, yusuf, again=True)
    awarded(db, yusuf, stocked(db, "Bowling"))
    hand_out(db, yusuf)
    with pytest.raises(NothingToHandOut):
        hand_out(db, yusuf)
    hand_out(db, yusuf, again=True)


@pytest.mark.parametrize("again", [False, True])
def test_blocked_used_and_cancelled_cards_are_left_out(
    db: Database, yusuf: UUID, again: bool
) -> None:
    """A 2-punch card used once is still good, used twice it is not."""
    bus = stocked(db, "Buss", "transport", unit_kind=UnitKind.PUNCH_CARD, punches_per_unit=2)
    awarded(db, yusuf, bus, 2)
    begun, used = (card.card_id for card in held(db, yusuf))
    use(db, begun, 1)
    use(db, used, 2)
    bowling = stocked(db, "Bowling")
    awarded(db, yusuf, bowling)
    block(db, yusuf, held(db, yusuf)[0].card_id)
    regretted = awarded(db, yusuf, bowling)
    awards.cancel(db, regretted, CancelReason.NOT_WANTED, by=NINA, now=NOW)
    assert ids(hand_out(db, yusuf, again=again)) == {begun}


def test_a_card_is_held_to_its_last_day(db: Database, yusuf: UUID) -> None:
    awarded(db, yusuf, stocked(db, "Bowling", valid_to=TODAY))
    assert len(held(db, yusuf)) == 1
    assert held(db, yusuf, on=TODAY + A_DAY) == []
    with pytest.raises(NothingToHandOut):
        hand_out(db, yusuf, on=TODAY + A_DAY)
    assert len(hand_out(db, yusuf).cards) == 1


def test_a_service_holds_what_it_gave_itself(db: Database, yusuf: UUID) -> None:
    bowling = stocked(db, "Bowling", shares=SHARED)
    awarded(db, yusuf, bowling, 2)
    awarded(db, yusuf, bowling, 1, by=HEGE, knowing=True)
    assert [len(held(db, yusuf, by=user)) for user in (NINA, NILS, HEGE)] == [2, 2, 1]
    assert [
        past.units for past in holdings.of_person(db, yusuf, by=HEGE, on=date(2024, 12, 31)).past
    ] == [1]
    nurses = hand_out(db, yusuf, by=HEGE)
    hand_out(db, yusuf, again=True)
    assert opens(db, nurses)
    assert [card.handed_out for card in held(db, yusuf, by=HEGE)] == [True]


def test_newest_cards_come_first(db: Database, yusuf: UUID) -> None:
    for offer in ("Bowling", "Minigolf"):
        awarded(db, yusuf, stocked(db, offer))
    assert [card.offer_name for card in held(db, yusuf)] == ["Minigolf", "Bowling"]


def test_a_brothers_cards_are_his_own(db: Database, yusuf: UUID) -> None:
    amir = person_id_of(db, AMIR)
    entitled(db, amir)
    awarded(db, amir, stocked(db, "Bowling"))
    assert held(db, yusuf) == []
    with pytest.raises(NotYours):
        block(db, yusuf, held(db, amir)[0].card_id)


def test_a_lost_card_is_blocked_and_the_others_are_not(db: Database, yusuf: UUID) -> None:
    awarded(db, yusuf, stocked(db, "Bowling"), 2)
    lost = held(db, yusuf)[0].card_id
    block(db, yusuf, lost)
    assert {card.card_id: card.usable for card in held(db, yusuf)} == {
        card.card_id: card.card_id != lost for card in held(db, yusuf)
    }
    assert [card.blocked for card in held(db, yusuf)] == [True, False]
    with pytest.raises(AlreadyBlocked):
        block(db, yusuf, lost)


def test_a_service_blocks_its_own_cards_only(db: Database, yusuf: UUID) -> None:
    awarded(db, yusuf, stocked(db, "Bowling"))
    [card] = held(db, yusuf)
    for unknown in (card.card_id, uuid4()):
        with pytest.raises(NotYours):
            block(db, yusuf, unknown, by=HEGE)
    assert not held(db, yusuf)[0].blocked
    assert [act[1] for act in acts(db, "refused")] == ["NotYours", "NotYours"]


def test_a_lost_ticket_that_nobody_used_can_be_taken_back_and_given_anew(
    db: Database, yusuf: UUID
) -> None:
    batch = stocked(db, "Bowling", quantity=1)
    award = awarded(db, yusuf, batch)
    block(db, yusuf, held(db, yusuf)[0].card_id)
    awards.cancel(db, award, CancelReason.NOT_WANTED, by=NINA, now=NOW)
    awarded(db, yusuf, batch)
    assert [card.usable for card in held(db, yusuf)] == [True, False]


def test_history_is_a_calendar_year_newest_first(db: Database, yusuf: UUID) -> None:
    bowling = stocked(db, "Bowling", quantity=20)
    entitlements.assess(
        db,
        yusuf,
        db.rows("select id from scheme")[0]["id"],
        "low_income",
        valid_to=date(2025, 12, 31),
        by=NINA,
        on=TODAY,
        now=NOW,
    )
    for units, on in enumerate((TODAY, date(2024, 12, 31), date(2025, 1, 1)), start=1):
        awarded(db, yusuf, bowling, units, on=on)
    # Awarded at noon of their days.
    db.transact(
        lambda tx: tx.run("update award set awarded_at = awarded_on + cast('12:00' as time)")
    )
    in_2024, in_2025 = (
        holdings.of_person(db, yusuf, by=NINA, on=date(year, 12, 31)).past for year in (2024, 2025)
    )
    assert [past.units for past in in_2024] == [2, 1]
    assert [past.units for past in in_2025] == [3]


def test_an_award_can_be_cancelled_until_it_is_used(db: Database, yusuf: UUID) -> None:
    def past() -> holdings.Past:
        [found] = holdings.of_person(db, yusuf, by=NINA, on=date(2024, 12, 31)).past
        return found

    bus = stocked(db, "Buss", "transport", unit_kind=UnitKind.PUNCH_CARD, punches_per_unit=2)
    award = awarded(db, yusuf, bus, 2)
    assert (past().punches_given, past().punches_left, past().can_be_cancelled) == (4, 4, True)
    card = held(db, yusuf)[0].card_id
    use(db, card, 1)
    assert (past().punches_left, past().can_be_cancelled) == (3, False)
    use(db, card, -1)
    assert past().can_be_cancelled
    awards.cancel(db, award, CancelReason.WRONG_OFFER, by=NINA, now=NOW)
    assert (past().cancelled, past().can_be_cancelled) == (True, False)


def test_paper_tickets_are_history_without_cards(db: Database, yusuf: UUID) -> None:
    awarded(db, yusuf, stocked(db, "Bowling", ticket_form=TicketForm.PAPER), 2)
    [past] = holdings.of_person(db, yusuf, by=NINA, on=date(2024, 12, 31)).past
    assert (past.units, past.punches_given, past.ticket_form) == (2, 0, TicketForm.PAPER)
    assert held(db, yusuf) == []


def test_a_partners_codes_are_shown_to_the_service_that_gave_them(
    db: Database, yusuf: UUID
) -> None:
    batch = stocked(
        db, "Kino", "cinema", quantity=3, shares={NAV: 3}, ticket_form=TicketForm.PARTNER_CODE
    )
    db.transact(lambda tx: partner_codes.add_codes(tx, batch, ["A-1", "A-2", "A-3"]))
    award = awarded(db, yusuf, batch, 2)
    shown = holdings.codes_of(db, award, by=NILS)
    assert [(code.media, code.code) for code in shown] == [(Media.CODE, "A-1"), (Media.CODE, "A-2")]
    for unknown in (award, uuid4()):
        with pytest.raises(NotYours):
            holdings.codes_of(db, unknown, by=HEGE)
    with pytest.raises(NotYourRole):
        holdings.codes_of(db, award, by=KARI)


def with_codes(db: Database, person_id: UUID, *codes: str, pdfs: int = 0, **given: Any) -> UUID:
    """An award of a partner's own tickets; returns its id."""
    units = len(codes) + pdfs
    batch = stocked(
        db,
        f"Kino {uuid4()}",
        quantity=units,
        shares={NAV: units},
        ticket_form=TicketForm.PARTNER_CODE,
        **given,
    )

    def entered(tx: Transaction) -> None:
        if codes:
            partner_codes.add_codes(tx, batch, list(codes))
        if pdfs:
            partner_codes.add_pdfs(tx, batch, [a_pdf() for _ in range(pdfs)])

    db.transact(entered)
    return awarded(db, person_id, batch, units)


def a_pdf() -> bytes:
    return b"%PDF-1.7 " + uuid4().bytes + b" startxref 0 %%EOF"


def sheet_of(db: Database, person_id: UUID, *, again: bool = False, on: date = TODAY) -> Sheet:
    return handing_out.hand_out(db, person_id, again=again, by=NINA, on=on, now=NOW)


def test_one_sheet_has_the_cards_and_the_partners_codes(db: Database, yusuf: UUID) -> None:
    awarded(db, yusuf, stocked(db, "Bowling"))
    with_codes(db, yusuf, "A-1", "A-2", pdfs=1)
    sheet = sheet_of(db, yusuf)
    assert sheet.handed
    assert len(sheet.handed.cards) == 1
    assert [(code.code, code.partner_name) for code in sheet.codes] == [
        ("A-1", "Mestern"),
        ("A-2", "Mestern"),
        (None, "Mestern"),
    ]
    assert acts(db, "handed_out") == [(yusuf, "1 kort, 2 koder", False)]


def test_codes_alone_are_a_sheet_and_pdfs_alone_are_none(db: Database, yusuf: UUID) -> None:
    with_codes(db, yusuf, pdfs=1)
    with pytest.raises(NothingToHandOut):
        sheet_of(db, yusuf, again=True)
    with_codes(db, yusuf, "A-1")
    sheet = sheet_of(db, yusuf)
    assert sheet.handed is None
    assert {code.code for code in sheet.codes} == {None, "A-1"}
    assert db.rows("select id from sheet") == []
    assert acts(db, "handed_out") == [(yusuf, "1 kode", False)]


def test_a_code_on_paper_is_printed_again_only_when_asked_for(db: Database, yusuf: UUID) -> None:
    with_codes(db, yusuf, "A-1")
    sheet_of(db, yusuf)
    with_codes(db, yusuf, "B-1")
    assert sorted(ticket.printed for ticket in tickets(db, yusuf)) == [False, True]
    assert [code.code for code in sheet_of(db, yusuf).codes] == ["B-1"]
    with pytest.raises(NothingToHandOut):
        sheet_of(db, yusuf)
    again = sheet_of(db, yusuf, again=True)
    assert {code.code for code in again.codes} == {"A-1", "B-1"}


def tickets(
    db: Database, person_id: UUID, *, by: StaffUser = NINA, on: date = TODAY
) -> list[HeldTicket]:
    return holdings.of_person(db, person_id, by=by, on=on).tickets


def test_a_partners_ticket_is_held_to_its_last_day_until_cancelled_and_by_its_service(
    db: Database, yusuf: UUID
) -> None:
    award = with_codes(db, yusuf, "A-1", valid_to=TODAY)
    assert len(tickets(db, yusuf)) == 1
    assert tickets(db, yusuf, by=HEGE) == tickets(db, yusuf, on=TODAY + A_DAY) == []
    with pytest.raises(NotYourRole):
        tickets(db, yusuf, by=KARI)
    awards.cancel(db, award, CancelReason.NOT_WANTED, by=NINA, now=NOW)
    assert tickets(db, yusuf) == []


def test_a_code_of_an_award_that_was_taken_back_is_never_given_again(
    db: Database, yusuf: UUID
) -> None:
    award = with_codes(db, yusuf, "A-1")
    awards.cancel(db, award, CancelReason.NOT_WANTED, by=NINA, now=NOW)
    [row] = db.rows("select batch_id from award")
    assert partner_codes.counts(db, row["batch_id"]).handed_out == 1
    assert ledger.unbalanced(db) == []


def test_the_sheet_has_the_services_telephone(db: Database, yusuf: UUID) -> None:
    awarded(db, yusuf, stocked(db, "Bowling", shares=SHARED))
    db.transact(lambda tx: tx.run("update service set phone = '11 22 33 44' where id = $1", NAV))
    assert sheet_of(db, yusuf).phone == "11 22 33 44"


def test_tickets_are_asked_about_after_sixty_days(db: Database, yusuf: UUID) -> None:
    award = awarded(db, yusuf, stocked(db, "Bowling"))
    assert holdings.unused(db, by=NINA, on=TODAY + UNUSED_AFTER) == []
    [unused] = holdings.unused(db, by=NILS, on=TODAY + UNUSED_AFTER + A_DAY)
    assert (unused.award_id, unused.person_id, unused.offer_name) == (award, yusuf, "Bowling")


def test_only_what_can_still_be_used_is_asked_about(db: Database, yusuf: UUID) -> None:
    """Begun, lost, cancelled and run out are left out; one of two lost is not."""
    later = TODAY + UNUSED_AFTER + A_DAY
    awarded(db, yusuf, stocked(db, "Siste dag", valid_to=later))
    awarded(db, yusuf, stocked(db, "Utløpt", valid_to=later - A_DAY))
    regretted = awarded(db, yusuf, stocked(db, "Angret"))
    awards.cancel(db, regretted, CancelReason.NOT_WANTED, by=NINA, now=NOW)
    awarded(db, yusuf, stocked(db, "Mistet"))
    block(db, yusuf, held(db, yusuf)[0].card_id)
    awarded(db, yusuf, stocked(db, "Halvt mistet"), 2)
    block(db, yusuf, held(db, yusuf)[0].card_id)
    awarded(db, yusuf, stocked(db, "Påbegynt"), 2)
    use(db, held(db, yusuf)[0].card_id, 1)
    awarded(db, yusuf, stocked(db, "Papir", ticket_form=TicketForm.PAPER))
    found = holdings.unused(db, by=NINA, on=later)
    assert [unused.offer_name for unused in found] == ["Siste dag", "Halvt mistet"]


def test_a_service_asks_about_its_own_awards_soonest_over_first(db: Database, yusuf: UUID) -> None:
    later = TODAY + UNUSED_AFTER + A_DAY
    for offer, ends in (("Åpent", None), ("Sent", later + 2 * A_DAY), ("Snart", later + A_DAY)):
        batch = stocked(db, offer, shares=SHARED, valid_to=ends)
        awarded(db, yusuf, batch)
    awarded(db, yusuf, batch, by=HEGE, knowing=True)
    found = {
        user.name: [unused.offer_name for unused in holdings.unused(db, by=user, on=later)]
        for user in (NINA, HEGE)
    }
    assert found == {"Nina": ["Snart", "Sent", "Åpent"], "Hege": ["Snart"]}


def test_the_name_behind_an_unused_award_is_a_look_like_any_other(
    db: Database, yusuf: UUID
) -> None:
    """Reruns of a page are one look, a look after a while is another."""
    awarded(db, yusuf, stocked(db, "Bowling"))
    [unused] = holdings.unused(db, by=NINA, on=TODAY + UNUSED_AFTER + A_DAY)
    assert acts(db, "opened") == []
    for _ in range(2):
        person, home = holdings.shown_at_home(db, unused.person_id, by=NINA, now=NOW)
    assert person.name == "Yusuf Haddad"
    assert acts(db, "opened") == [(yusuf, "", False)]
    assert home == home_of(db, yusuf)
    holdings.shown_at_home(db, yusuf, by=NINA, now=NOW + ONE_LOOK)
    assert len(acts(db, "opened")) == 2


def test_whom_an_award_was_for_is_shown_to_their_service_alone(db: Database) -> None:
    at_home(db)
    with pytest.raises(NotYours):
        holdings.shown_at_home(db, person_id_of(db, YUSUF), by=HEGE, now=NOW)
    assert acts(db, "opened") == []


def test_nobody_is_asked_about_whom_the_service_no_longer_has(db: Database, yusuf: UUID) -> None:
    awarded(db, yusuf, stocked(db, "Bowling"))
    later = TODAY + UNUSED_AFTER + A_DAY
    assert len(holdings.unused(db, by=NINA, on=later)) == 1
    households.end_membership(db, home_of(db, yusuf), yusuf, by=NINA, now=NOW)
    assert holdings.unused(db, by=NINA, on=later) == []


def test_another_services_child_holds_nothing_that_is_shown(db: Database) -> None:
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    entitled(db, yusuf)
    awarded(db, yusuf, stocked(db, "Bowling"))
    assert held(db, yusuf, by=NINA)
    assert held(db, yusuf, by=HEGE) == []
    assert holdings.of_person(db, yusuf, by=HEGE, on=date(2024, 12, 31)).past == []
    with pytest.raises(NotYours):
        hand_out(db, yusuf, by=HEGE)


def test_only_caseworkers_see_what_is_held(db: Database, yusuf: UUID) -> None:
    with pytest.raises(NotYourRole):
        held(db, yusuf, by=KARI)
    with pytest.raises(NotYourRole):
        hand_out(db, yusuf, by=KARI)
    with pytest.raises(NotYourRole):
        block(db, yusuf, uuid4(), by=KARI)
    with pytest.raises(NotYourRole):
        holdings.unused(db, by=KARI, on=TODAY)


def test_each_sheet_and_each_block_leaves_a_line(db: Database, yusuf: UUID) -> None:
    awarded(db, yusuf, stocked(db, "Bowling"), 2)
    hand_out(db, yusuf)
    with pytest.raises(NothingToHandOut):
        hand_out(db, yusuf)
    block(db, yusuf, held(db, yusuf)[0].card_id)
    assert acts(db, "handed_out") == [(yusuf, "2 kort", False)]
    assert acts(db, "blocked") == [(yusuf, "lost", False)]
    assert acts(db, "refused") == [(yusuf, "NothingToHandOut", False)]


def test_a_protected_childs_sheet_block_and_cancelling_are_logged_strictly(db: Database) -> None:
    hidden = member(MemberRole.CHILD, "Vilde", YUSUF_BORN, protection=Protection.CONFIDENTIAL)
    at_home(db, SALMA, hidden)
    vilde = person_id_of(db, hidden)
    entitled(db, vilde)
    award = awarded(db, vilde, stocked(db, "Bowling"))
    hand_out(db, vilde)
    block(db, vilde, held(db, vilde)[0].card_id)
    awards.cancel(db, award, CancelReason.WRONG_CHILD, by=NINA, now=NOW)
    for act in ("awarded", "handed_out", "blocked", "cancelled"):
        assert [line[2] for line in acts(db, act)] == [True], act
