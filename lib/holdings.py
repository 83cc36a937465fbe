"""What a person has been given: the awards, their cards, and the paper they are handed over on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from lib import audit, cards, need_to_know, papers, partner_codes
from lib.asking import Row
from lib.audit import Act
from lib.cards import BlockReason
from lib.db import Database, Reader, Transaction, sql
from lib.need_to_know import Known
from lib.papers import HandedOut
from lib.partner_codes import HandedCode, Media, PaperCode
from lib.persons import Person
from lib.refusals import Refused
from lib.staff import Role, StaffUser
from lib.stock import TicketForm, UnitKind

# A ticket that lies unused this long is asked about, while the season still lasts.
UNUSED_AFTER = timedelta(days=60)


@dataclass(frozen=True)
class Past:
    """An award of the caseworker's own service."""

    award_id: UUID
    offer_name: str
    units: int
    ticket_form: TicketForm
    awarded_on: date
    punches_given: int
    punches_left: int
    cancelled: bool

    @property
    def can_be_cancelled(self) -> bool:
        """Whether nothing of it was used; `awards.cancel` asks again."""
        return not self.cancelled and self.punches_given == self.punches_left


@dataclass(frozen=True)
class HeldCard:
    """A card the caseworker's own service gave, with what is left of it."""

    card_id: UUID
    award_id: UUID
    number: int
    offer_name: str
    unit_kind: UnitKind
    punches_given: int
    punches_left: int
    left_ore: int | None  # of a card with kroner
    replaces_lost: bool
    valid_to: date | None
    handed_out: bool
    blocked: bool
    is_replacement: bool
    replaced_by: int | None  # the number of the card that has what was left on this one

    @property
    def usable(self) -> bool:
        """Whether a till would still take it."""
        return not self.blocked and (self.punches_left > 0 or bool(self.left_ore))


@dataclass(frozen=True)
class HeldTicket:
    """A partner's own ticket that the caseworker's own service gave."""

    ticket_id: UUID
    media: Media
    offer_name: str
    partner_name: str
    valid_from: date | None
    valid_to: date | None
    printed: bool


@dataclass(frozen=True)
class Counted:
    """An award as quotas count it: whoever gave it, and without a word of who."""

    scheme_id: UUID
    category: str
    units: int
    awarded_on: date


@dataclass(frozen=True)
class Holdings:
    """All that the caseworker's own service gave a person."""

    past: list[Past]  # the awards of this calendar year, newest first
    had: frozenset[UUID]  # the offers of all awards that were not cancelled
    cards: list[HeldCard]  # that have not run out, newest first
    tickets: list[HeldTicket]  # the partners' own that have not run out, by award


@dataclass(frozen=True)
class Sheet:
    """What goes on one paper, and whom the family rings when it is lost."""

    handed: HandedOut | None  # none of our own cards, where the person has partners' codes alone
    codes: tuple[PaperCode, ...]
    phone: str


@dataclass(frozen=True)
class Unused:
    """An award of which nobody has used a card, for the service to ask the family about."""

    award_id: UUID
    person_id: UUID
    offer_name: str
    partner_name: str
    awarded_on: date
    valid_to: date | None


class NothingToHandOut(Refused):
    """Every ticket is used, blocked or run out."""

    def __init__(self) -> None:
        super().__init__("Det er ingen billetter eller kort å skrive ut.")


class NotReplaced(Refused):
    """The scheme said so when the card was given."""

    def __init__(self) -> None:
        super().__init__("Ordningen erstatter ikke mistede kort.")


class NothingLeft(Refused):
    """What is used up is not replaced."""

    def __init__(self) -> None:
        super().__init__("Den er brukt opp, så det er ingenting å erstatte.")


def of_person(db: Reader, person_id: UUID, *, by: StaffUser, on: date) -> Holdings:
    """What the caseworker's own service gave the person.

    Asked in a few small questions and put together here: each table that is joined costs the
    engine as much as a question of its own, and a desk asks all the time.
    """
    by.must_be(Role.CASEWORKER)
    return _held(db, person_id, db.rows(sql("holdings/awards"), person_id), by=by, on=on)


def of_known(db: Reader, one: Known, *, on: date) -> tuple[Holdings, list[Counted]]:
    """As `of_person`, with what quotas count of all services' awards to the person."""
    awards = db.rows(sql("holdings/awards"), one.person.id)
    counted = [
        Counted(award["scheme_id"], award["category"], award["units"], award["awarded_on"])
        for award in awards
        if not award["cancelled"]
    ]
    return _held(db, one.person.id, awards, by=one.by, on=on), counted


def _held(
    db: Reader, person_id: UUID, every: Iterable[Row], *, by: StaffUser, on: date
) -> Holdings:
    batches = {row.pop("batch_id"): row for row in db.shared.rows(sql("holdings/batches"))}
    awards = [
        {**award, **batches[award["batch_id"]]}
        for award in every
        if award["service_id"] == by.service
    ]
    awards.sort(key=lambda row: (row["awarded_at"], row["award_id"]), reverse=True)
    cards = _cards(db, awards) if awards else []
    has_codes = any(row["ticket_form"] == TicketForm.PARTNER_CODE for row in awards)
    return Holdings(
        past=[_past(row, cards) for row in awards if row["awarded_on"].year == on.year],
        had=frozenset(row["offer_id"] for row in awards if not row["cancelled"]),
        cards=[card for card in cards if card.valid_to is None or card.valid_to >= on],
        tickets=db.many(HeldTicket, sql("holdings/tickets"), person_id, by.service, on)
        if has_codes
        else [],
    )


def _cards(db: Reader, awards: Iterable[Row]) -> list[HeldCard]:
    """The cards of some awards, newest first."""
    unit_kinds = {row["award_id"]: UnitKind(row["unit_kind"]) for row in awards}
    found = db.rows(sql("holdings/cards", each=len(unit_kinds)), *unit_kinds)
    found.sort(key=lambda card: card["number"], reverse=True)
    numbers = {card["replaces"]: card["number"] for card in found if card["replaces"]}
    told = _told_of(db, [card["card_id"] for card in found])
    return [
        _card(
            card,
            told[card["card_id"]],
            unit_kind=unit_kinds[card["award_id"]],
            replaced_by=numbers.get(card["card_id"]),
        )
        for card in found
    ]


def _card(
    card: Row,
    facts: Mapping[str, Sequence[Row]],
    *,
    unit_kind: UnitKind,
    replaced_by: int | None,
) -> HeldCard:
    return HeldCard(
        card_id=card["card_id"],
        award_id=card["award_id"],
        number=card["number"],
        offer_name=card["offer_name"],
        unit_kind=unit_kind,
        punches_given=sum(row["amount_given"] for row in facts["punches"]),
        punches_left=sum(row["amount_left"] for row in facts["punches"]),
        left_ore=facts["kroner"][0]["amount_left"] if facts["kroner"] else None,
        replaces_lost=card["replaces_lost"],
        valid_to=card["valid_to"],
        handed_out=bool(facts["on paper"]),
        blocked=bool(facts["blocked"]),
        is_replacement=card["replaces"] is not None,
        replaced_by=replaced_by,
    )


def _told_of(db: Reader, card_ids: Iterable[UUID]) -> dict[UUID, defaultdict[str, list[Row]]]:
    """What is left on each card and what became of it, by fact."""
    told = {card_id: defaultdict[str, list[Row]](list) for card_id in card_ids}
    if told:
        for row in db.rows(sql("holdings/card_facts", each=len(told)), *told):
            told[row["card_id"]][row["fact"]].append(row)
    return told


def _past(award: Row, cards: Iterable[HeldCard]) -> Past:
    own = [card for card in cards if card.award_id == award["award_id"]]
    # A replacement was given nothing new: it has what was left on the lost card, and there the
    # same punches still stand as left.
    taken_over = sum(card.punches_given for card in own if card.is_replacement)
    return Past(
        award_id=award["award_id"],
        offer_name=award["offer_name"],
        units=award["units"],
        ticket_form=TicketForm(award["ticket_form"]),
        awarded_on=award["awarded_on"],
        punches_given=sum(card.punches_given for card in own) - taken_over,
        punches_left=sum(card.punches_left for card in own) - taken_over,
        cancelled=award["cancelled"],
    )


def codes_of(db: Reader, award_id: UUID, *, by: StaffUser) -> list[HandedCode]:
    """The partner's codes or PDFs that an award of one's own service gave; raises NotYours."""
    by.must_be(Role.CASEWORKER)
    row = db.row("select person_id, service_id from award where id = $1", award_id)
    if row is None or row["service_id"] != by.service:
        raise need_to_know.NotYours
    need_to_know.person(db, row["person_id"], by=by)
    return partner_codes.of_award(db, award_id)


def hand_out(
    db: Database,
    person_id: UUID,
    *,
    again: bool = False,
    by: StaffUser,
    on: date,
    now: datetime,
) -> Sheet:
    """Put the person's usable cards and partners' tickets that are not on paper yet on one sheet.

    `again` takes those on paper, too: our own earlier paper stops working.
    Raises NothingToHandOut and NotYours.
    """

    def handed(tx: Transaction) -> Sheet:
        person = need_to_know.person(tx, person_id, by=by)
        held = of_person(tx, person_id, by=by, on=on)
        usable = [
            card.card_id for card in held.cards if card.usable and (again or not card.handed_out)
        ]
        tickets = [ticket for ticket in held.tickets if again or not ticket.printed]
        codes = sum(ticket.media is Media.CODE for ticket in tickets)
        # A PDF is a paper of its own: it is told of, and alone it is no sheet.
        if not usable and not codes:
            raise NothingToHandOut
        sheet = Sheet(
            papers.hand_out(tx, usable, by=by, now=now) if usable else None,
            _on_paper(tx, tickets, now=now),
            _phone(tx, by),
        )
        counts = ((len(usable), "kort"), (codes, "kode" if codes == 1 else "koder"))
        outcome = ", ".join(f"{n} {word}" for n, word in counts if n)
        audit.note_of(tx, Act.HANDED_OUT, person, outcome=outcome, by=by, now=now)
        return sheet

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        return db.transact(handed)


def _on_paper(
    tx: Transaction, tickets: Iterable[HeldTicket], *, now: datetime
) -> tuple[PaperCode, ...]:
    held = list(tickets)
    codes = partner_codes.put_on_paper(tx, [ticket.ticket_id for ticket in held], now=now)
    return tuple(
        PaperCode(
            ticket.offer_name,
            ticket.partner_name,
            ticket.valid_from,
            ticket.valid_to,
            codes[ticket.ticket_id],
        )
        for ticket in held
    )


def _phone(db: Reader, by: StaffUser) -> str:
    row = db.row("select phone from service where id = $1", by.service)
    return row["phone"] if row else ""


def block_lost(
    db: Database, person_id: UUID, card_id: UUID, *, by: StaffUser, on: date, now: datetime
) -> None:
    """Block a lost card that the caseworker's own service gave the person.

    Raises AlreadyBlocked and NotYours.
    """
    by.must_be(Role.CASEWORKER)

    def blocked(tx: Transaction) -> None:
        person = _holder(tx, person_id, card_id, by=by, on=on)
        cards.block(tx, card_id, BlockReason.LOST, by=by, now=now)
        audit.note_of(tx, Act.BLOCKED, person, outcome=BlockReason.LOST, by=by, now=now)

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        db.transact(blocked)


def replace_lost(
    db: Database, person_id: UUID, card_id: UUID, *, by: StaffUser, on: date, now: datetime
) -> UUID:
    """Block a lost card and give a new one with what was left, under the same award.

    Nothing is awarded: quota, pool and ledger stay as they are. Returns the new card's id.
    Raises NotReplaced, NothingLeft, AlreadyBlocked and NotYours.
    """
    by.must_be(Role.CASEWORKER)

    def replaced(tx: Transaction) -> UUID:
        person = _holder(tx, person_id, card_id, by=by, on=on)
        lost = cards.of(tx, card_id)
        cards.block(tx, card_id, BlockReason.LOST, by=by, now=now)
        if not lost.replaces_lost:
            raise NotReplaced
        if not lost.punches_left and not lost.left_ore:
            raise NothingLeft
        new_id = cards.make_anew(tx, lost, now=now)
        tx.run(sql("holdings/add_replacement"), new_id, card_id)
        audit.note_of(tx, Act.BLOCKED, person, outcome="mistet og erstattet", by=by, now=now)
        return new_id

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        return db.transact(replaced)


def _holder(tx: Transaction, person_id: UUID, card_id: UUID, *, by: StaffUser, on: date) -> Person:
    """Who was given the card by the caseworker's own service; raises NotYours."""
    person = need_to_know.person(tx, person_id, by=by)
    if card_id not in {card.card_id for card in of_person(tx, person_id, by=by, on=on).cards}:
        raise need_to_know.NotYours
    return person


def unused(db: Reader, *, by: StaffUser, on: date) -> list[Unused]:
    """Awards of the caseworker's service that nobody has used for long, soonest over first."""
    by.must_be(Role.CASEWORKER)
    return db.many(Unused, sql("holdings/unused"), by.service, on, on - UNUSED_AFTER)


def shown_at_home(
    db: Database, person_id: UUID, *, by: StaffUser, now: datetime
) -> tuple[Person, UUID]:
    """Whom an award was for, with their household: a look at the person; raises NotYours."""
    person, home = need_to_know.at_home(db, person_id, by=by)
    audit.look_at(db, person, by=by, now=now)
    return person, home
