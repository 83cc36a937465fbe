"""Awards: units given to a person from a service's pool, under a scheme and a criterion.

The one way an award goes: `award` asks every rule of lib/award_rules.py again in its
transaction, takes the units from the pool, writes the award with what statistics need as
it is today, makes the cards or hands out the partner's codes, and leaves an audit line.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lib import (
    ages,
    audit,
    award_groups,
    award_rules,
    cards,
    ledger,
    need_to_know,
    partner_codes,
    persons,
    scheme_cards,
)
from lib.audit import Act
from lib.award_rules import Case
from lib.cards import BlockReason
from lib.db import AlreadyThere, Database, Transaction, sql
from lib.refusals import Refused
from lib.staff import Role, StaffUser
from lib.stock import TicketForm, UnitKind


class CancelReason(StrEnum):
    WRONG_CHILD = "wrong_child"
    WRONG_OFFER = "wrong_offer"
    NOT_WANTED = "not_wanted"
    NOT_USED = "not_used"


CANCEL_REASONS = {
    CancelReason.WRONG_CHILD: "Feil barn",
    CancelReason.WRONG_OFFER: "Feil tilbud eller antall",
    CancelReason.NOT_WANTED: "Familien ønsker det ikke",
    CancelReason.NOT_USED: "Ikke brukt, hentes tilbake",
}


@dataclass(frozen=True)
class Award:
    """An award as it was entered."""

    id: UUID
    offer_name: str
    units: int
    ticket_form: TicketForm


class AlreadyUsed(Refused):
    """What was used cannot be taken back."""

    def __init__(self) -> None:
        super().__init__("Tildelingen kan ikke angres, for noe av den er brukt.")


class AlreadyCancelled(Refused):
    """The award was cancelled before."""

    def __init__(self) -> None:
        super().__init__("Tildelingen er allerede angret.")


def award(
    db: Database,
    person_id: UUID,
    batch_id: UUID,
    units: int,
    *,
    award_id: UUID,
    amount_ore: int | None = None,
    knowing: bool = False,
    by: StaffUser,
    on: date,
    now: datetime,
) -> Award:
    """Enter an award in the ledger, or raise the refusal.

    `amount_ore` is what a fund gives; a card with kroner holds what its scheme says.
    `award_id` is made where the act begins: the same award sent twice is one award. Raises
    AlreadyThere where another award has the id.
    """
    by.must_be(Role.CASEWORKER)

    def entered(tx: Transaction) -> Award:
        return enter(
            tx,
            person_id,
            batch_id,
            units,
            award_id=award_id,
            amount_ore=amount_ore,
            knowing=knowing,
            by=by,
            on=on,
            now=now,
        )

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        try:
            return db.transact(entered)
        except (Refused, AlreadyThere):
            # Sent twice: what the first one took may be why the second is refused.
            if done := db.first(Award, sql("awards/entered"), award_id, person_id, batch_id):
                return done
            raise


def enter(
    tx: Transaction,
    person_id: UUID,
    batch_id: UUID,
    units: int,
    *,
    award_id: UUID,
    amount_ore: int | None = None,
    knowing: bool = False,
    by: StaffUser,
    on: date,
    now: datetime,
) -> Award:
    """As `award`, within an act under way; an id met again raises AlreadyThere."""
    # Asked again: the page may be minutes old.
    case = award_rules.case_of(tx, person_id, batch_id, by=by, on=on)
    if refusal := award_rules.why_not(
        tx, case, units, amount_ore=amount_ore, knowing=knowing, on=on
    ):
        raise refusal
    _enter(tx, case, units, award_id, amount_ore, by=by, on=on, now=now)
    return Award(award_id, case.facts.offer_name, units, case.facts.ticket_form)


def _enter(
    tx: Transaction,
    case: Case,
    units: int,
    award_id: UUID,
    amount_ore: int | None,
    *,
    by: StaffUser,
    on: date,
    now: datetime,
) -> None:
    person, facts = case.person, case.facts
    assert facts.pool_id, "why_not has asked for it"
    assert case.right, "why_not has asked for it"
    ledger.take(tx, facts.pool_id, units, award_id=award_id, by=by, now=now)
    area = case.home.neighbourhood_id
    tx.run(
        sql("awards/add"),
        award_id,
        person.id,
        facts.scheme_id,
        case.right.id,
        facts.batch_id,
        facts.pool_id,
        units,
        facts.category,
        award_groups.sealed(tx.keys, award_id, ages.band_of(person.born, on), area),
        by.service,
        by.id,
        on,
        now,
    )
    if facts.unit_kind is UnitKind.SCHEME_CARD:
        made = scheme_cards.make(
            tx, case.scheme, count=units, amount_ore=amount_ore, on=on, now=now
        )
    elif facts.ticket_form is TicketForm.QR:
        made = cards.make(
            tx,
            offer_name=facts.offer_name,
            terms=case.scheme.terms,
            replaces_lost=case.scheme.replaces_lost,
            punches=[(facts.category, facts.partner_id, facts.punches_per_unit)],
            count=units,
            valid_from=facts.event_date or facts.valid_from,
            valid_to=facts.last_day,
            now=now,
        )
    else:
        made = []
        if facts.ticket_form is TicketForm.PARTNER_CODE:
            partner_codes.hand_out(tx, facts.batch_id, units, award_id=award_id)
    if made:
        tx.run_many(
            "insert into award_card (card_id, award_id) values ($1, $2)",
            [(card_id, award_id) for card_id in made],
        )
    outcome = f"{units} {facts.offer_name}" + (", tross varsel" if case.is_warned else "")
    audit.note_of(tx, Act.AWARDED, person, outcome=outcome, by=by, now=now)


def cancel(
    db: Database, award_id: UUID, reason: CancelReason, *, by: StaffUser, now: datetime
) -> None:
    """Take an unused award back; its cards are blocked and its units return to the pool.

    A partner's code was seen, so it does not return: it counts as given away.
    Raises AlreadyUsed, AlreadyCancelled and NotYours.
    """
    by.must_be(Role.CASEWORKER)

    def cancelled(tx: Transaction) -> None:
        row = tx.row(sql("awards/to_cancel"), award_id, by.service)
        if row is None:
            raise need_to_know.NotYours
        if row["cancelled"]:
            raise AlreadyCancelled
        if row["punches_used"] or row["ore_used"]:
            raise AlreadyUsed
        person = persons.of(tx, row["person_id"])
        returned = 0 if row["ticket_form"] == TicketForm.PARTNER_CODE else row["units"]
        tx.run(sql("awards/add_cancellation"), award_id, reason, returned, by.id, now)
        if returned:
            ledger.put_back(tx, row["pool_id"], returned, award_id=award_id, by=by, now=now)
        # One that was lost is blocked already.
        for card in tx.rows(sql("awards/cards_in_use"), award_id):
            cards.block(tx, card["card_id"], BlockReason.CANCELLED, by=by, now=now)
        audit.note_of(tx, Act.CANCELLED, person, outcome=reason, by=by, now=now)

    given = db.row("select person_id from award where id = $1", award_id)
    subject = given["person_id"] if given else None
    with audit.refusals_noted(db, by=by, now=now, subject=subject):
        db.transact(cancelled)
