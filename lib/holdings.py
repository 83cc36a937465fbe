"""What a person has been given: the awards, with their cards and tickets."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from lib import audit, need_to_know, partner_codes
from lib.asking import Row
from lib.db import Database, Reader, sql
from lib.need_to_know import Known
from lib.partner_codes import HandedCode, Media
from lib.persons import Person
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
class Unused:
    """An award of which nobody has used a card, for the service to ask the family about."""

    award_id: UUID
    person_id: UUID
    offer_name: str
    partner_name: str
    awarded_on: date
    valid_to: date | None


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
