"""The stock: batches of equal tickets, and the pools they are shared into."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from lib import ledger, offers
from lib.db import Database, Reader, Transaction, sql
from lib.ledger import MOST_UNITS
from lib.norwegian import date_text, kroner, number, today_in_oslo
from lib.offers import OfferKind
from lib.refusals import BadInput, Refused
from lib.schemes import SchemeKind
from lib.staff import Role, StaffUser

MOST_PUNCHES = 100
MOST_ORE = 1_000_000_00  # a ticket dearer than a million kroner is a slip of the hand


class Acquisition(StrEnum):
    DONATED = "donated"
    PURCHASED = "purchased"
    DISCOUNTED = "discounted"


class UnitKind(StrEnum):
    TICKET = "ticket"
    PUNCH_CARD = "punch_card"
    BOOKLET = "booklet"
    SCHEME_CARD = "scheme_card"


class TicketForm(StrEnum):
    """What the child is handed: our QR code, the partner's own code or PDF, or their paper."""

    QR = "qr"
    PARTNER_CODE = "partner_code"
    PAPER = "paper"


ACQUISITION_NAMES: Mapping[Acquisition, str] = {
    Acquisition.DONATED: "gave",
    Acquisition.PURCHASED: "innkjøpt",
    Acquisition.DISCOUNTED: "innkjøpt med rabatt",
}
UNIT_NAMES: Mapping[UnitKind, str] = {
    UnitKind.TICKET: "billett",
    UnitKind.PUNCH_CARD: "klippekort",
    UnitKind.BOOKLET: "kuponghefte",
    UnitKind.SCHEME_CARD: "ordningens eget kort",
}
# What a partner delivers; a scheme's own cards are stocked by opening its year.
DELIVERED_UNITS: Mapping[UnitKind, str] = {
    kind: name for kind, name in UNIT_NAMES.items() if kind is not UnitKind.SCHEME_CARD
}
TICKET_FORM_NAMES: Mapping[TicketForm, str] = {
    TicketForm.QR: "QR-kode fra kommunen",
    TicketForm.PARTNER_CODE: "tilbyderens egne koder eller PDF-er",
    TicketForm.PAPER: "tilbyderens papirbilletter",
}


class OfferClosed(Refused):
    """A closed offer receives no more tickets."""

    def __init__(self) -> None:
        super().__init__("Tilbud er avsluttet. Åpne det igjen først.")


class NotStocked(Refused):
    """Only one-off experiences have tickets; fees belong to the fund, a signpost to the list."""

    def __init__(self, kind: OfferKind) -> None:
        super().__init__(
            "Tilbud kan ikke ha billetter, for det er en henvisning."
            if kind is OfferKind.SIGNPOST
            else "Tilbud gjelder kontingent og hører til fondet for fritidsaktiviteter."
        )


class OneOffsElsewhere(Refused):
    """A fund, or a scheme with a card of its own, has no tickets in stock (R29)."""

    def __init__(self) -> None:
        super().__init__(
            "Ordning må være en som gir billetter. Fondet og kortordningene støtter ikke "
            "engangsopplevelser fra beholdningen; de hører til aktivitetskortet."
        )


@dataclass(frozen=True)
class Delivery:
    """What came: equal units of an offer. Money is øre; an unknown quantity is None."""

    offer_id: UUID
    scheme_id: UUID
    acquisition: Acquisition
    quantity: int | None
    received_on: date
    delivery_key: str
    unit_kind: UnitKind = UnitKind.TICKET
    ticket_form: TicketForm = TicketForm.QR
    punches_per_unit: int = 1
    unit_price_ore: int | None = None
    face_value_ore: int | None = None
    funding_source_id: UUID | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    event_date: date | None = None
    low_at: int = 10


@dataclass(frozen=True)
class BatchLine:
    """A batch with what is left of it; None is unknown, never nought."""

    id: UUID
    offer_id: UUID
    offer_name: str
    partner_id: UUID
    partner_name: str
    category: str
    category_name: str
    scheme_id: UUID
    acquisition: Acquisition
    unit_kind: UnitKind
    ticket_form: TicketForm
    punches_per_unit: int
    quantity: int | None
    unit_price_ore: int | None
    face_value_ore: int | None
    funding_source_id: UUID | None
    valid_from: date | None
    valid_to: date | None
    event_date: date | None
    last_day: date | None
    received_on: date
    low_at: int
    is_closed: bool
    store_pool_id: UUID
    store_left: int | None
    services_left: int | None
    units_left: int | None
    units_awarded: int

    @property
    def name(self) -> str:
        """What tells the batch from others, also of the same offer."""
        return f"{self.offer_name}, {self.partner_name} (mottatt {date_text(self.received_on)})"

    def is_over(self, on: date) -> bool:
        """Whether its event or its last valid day is past."""
        return self.last_day is not None and self.last_day < on

    def is_in_use(self, on: date) -> bool:
        """Whether it can still be awarded from."""
        return not self.is_closed and not self.is_over(on)


@dataclass(frozen=True)
class Pool:
    """A part of a batch; without a service it is the coordinator's own store."""

    id: UUID
    batch_id: UUID
    service_id: UUID | None
    service_name: str | None
    units_left: int | None


@dataclass(frozen=True)
class Correction:
    """A line of the stock as it was corrected; `counted` None is not counted now."""

    batch_id: UUID
    low_at: int
    valid_to: date | None
    counted: int | None = None


def why_not(db: Reader, delivery: Delivery, *, on: date) -> Refused | None:
    """The first rule against taking a delivery into stock, or None."""
    offer = offers.of(db, delivery.offer_id)
    if offer.closed_at is not None:
        return OfferClosed()
    if offer.kind not in (OfferKind.ONE_OFF, OfferKind.SCHEME_CARD):
        return NotStocked(offer.kind)
    scheme = db.row("select kind from scheme where id = $1", delivery.scheme_id)
    if scheme is None:
        return BadInput("Ordning", "må være en av kommunens ordninger.")
    if offer.kind is OfferKind.ONE_OFF and scheme["kind"] != SchemeKind.TICKETS:
        return OneOffsElsewhere()
    return fault_in(delivery, on=on)


def fault_in(delivery: Delivery, *, on: date) -> BadInput | None:
    """The first figure or date of a delivery that cannot be right, or None."""
    if delivery.received_on > on:
        return BadInput("Mottatt", "kan ikke være etter i dag.")
    if delivery.quantity is not None and not 1 <= delivery.quantity <= MOST_UNITS:
        return BadInput("Antall", f"må være fra 1 til {number(MOST_UNITS)}, eller stå tomt.")
    if not 1 <= delivery.punches_per_unit <= MOST_PUNCHES:
        return BadInput("Klipp per enhet", f"må være fra 1 til {MOST_PUNCHES}.")
    if delivery.unit_kind is UnitKind.TICKET and delivery.punches_per_unit > 1:
        return BadInput("Klipp per enhet", "må være 1 for en billett.")
    if delivery.acquisition is Acquisition.DONATED and delivery.unit_price_ore:
        return BadInput("Pris per enhet", "må stå tomt for en gave.")
    return (
        _money_fault(delivery.unit_price_ore, delivery.face_value_ore)
        or _low_fault(delivery.low_at)
        or _dates_fault(delivery.valid_from, delivery.valid_to, delivery.event_date)
    )


def entered(db: Reader, delivery_keys: Iterable[str]) -> set[str]:
    """Those of the keys that were taken into stock before."""
    keys = list(delivery_keys)
    found = db.rows(
        "select delivery_key from batch where delivery_key in (select unnest(cast($1 as text[])))",
        keys,
    )
    return {row["delivery_key"] for row in found}


def enter(
    tx: Transaction,
    delivery: Delivery,
    *,
    shares: Mapping[UUID, int | None],
    by: StaffUser,
    now: datetime,
) -> UUID:
    """Take a delivery into stock within an act under way.

    `shares` is units by service; the rest stays in the coordinator's store. Of an
    unknown quantity a share without a number is an unknown pool. Raises AlreadyThere
    for a delivery key met before.
    """
    by.must_be(Role.COORDINATOR)
    if refusal := why_not(tx, delivery, on=today_in_oslo(now)):
        raise refusal
    shared = sum(units or 0 for units in shares.values())
    if delivery.quantity is not None and shared > delivery.quantity:
        raise BadInput(
            "Antall til tjenestene",
            f"er {number(shared)}, men partiet har bare {number(delivery.quantity)}.",
        )
    batch_id = uuid4()
    # The file takes the fields in the order in which Delivery has them.
    tx.run(sql("stock/add_batch"), batch_id, *astuple(delivery))
    is_known = delivery.quantity is not None
    store = ledger.open_pool(tx, batch_id, None, known=is_known)
    if delivery.quantity is not None:
        ledger.receive(tx, store, delivery.quantity, by=by, now=now)
    for service_id, units in shares.items():
        ledger.enter_move(tx, batch_id, None, service_id, units, by=by, now=now)
    return batch_id


def receive(
    db: Database,
    delivery: Delivery,
    *,
    shares: Mapping[UUID, int | None],
    by: StaffUser,
    now: datetime,
) -> UUID:
    """Take a delivery into stock and share it among the services; see `enter`."""
    return db.transact(lambda tx: enter(tx, delivery, shares=shares, by=by, now=now))


def overview(db: Reader) -> list[BatchLine]:
    """Every batch with what is left of it, by partner and offer."""
    return db.many(BatchLine, sql("stock/overview"))


def pools(db: Reader, batch_id: UUID | None = None) -> list[Pool]:
    """The pools of one batch or of all, the coordinator's store first."""
    return db.many(Pool, sql("stock/pools"), batch_id)


def change(
    db: Database,
    batch_id: UUID,
    *,
    low_at: int,
    valid_from: date | None,
    valid_to: date | None,
    event_date: date | None,
    unit_price_ore: int | None,
    face_value_ore: int | None,
    funding_source_id: UUID | None,
    by: StaffUser,
) -> None:
    """Correct what was entered of a batch; cards already made keep their own dates."""
    by.must_be(Role.COORDINATOR)
    fault = (
        _money_fault(unit_price_ore, face_value_ore)
        or _low_fault(low_at)
        or _dates_fault(valid_from, valid_to, event_date)
    )
    if fault:
        raise fault
    db.transact(
        lambda tx: tx.run(
            sql("stock/change_batch"),
            batch_id,
            low_at,
            valid_from,
            valid_to,
            event_date,
            unit_price_ore,
            face_value_ore,
            funding_source_id,
        )
    )


def correct(
    db: Database, corrections: Sequence[Correction], *, by: StaffUser, now: datetime
) -> None:
    """Enter the corrected lines of the stock, all of them or none.

    What was counted is the coordinator's own store; the services' pools are counted one by one.
    """
    by.must_be(Role.COORDINATOR)

    def corrected(tx: Transaction) -> None:
        lines = {line.id: line for line in overview(tx)}
        for edit in corrections:
            line = lines[edit.batch_id]
            whose = f" for {line.name}"
            fault = _low_fault(edit.low_at, whose) or _dates_fault(
                line.valid_from, edit.valid_to, line.event_date, whose
            )
            if fault:
                raise fault
            tx.run(
                "update batch set low_at = $2, valid_to = $3 where id = $1",
                edit.batch_id,
                edit.low_at,
                edit.valid_to,
            )
            if edit.counted is not None:
                ledger.enter_count(tx, line.store_pool_id, edit.counted, by=by, now=now)

    db.transact(corrected)


def _money_fault(unit_price_ore: int | None, face_value_ore: int | None) -> BadInput | None:
    for field, ore in (("Pris per enhet", unit_price_ore), ("Verdi per enhet", face_value_ore)):
        if ore is not None and not 0 <= ore <= MOST_ORE:
            return BadInput(field, f"må være fra 0 til {kroner(MOST_ORE)}.")
    return None


def _low_fault(low_at: int, whose: str = "") -> BadInput | None:
    if not 0 <= low_at <= MOST_UNITS:
        return BadInput(f"Varsle ved{whose}", f"må være fra 0 til {number(MOST_UNITS)}.")
    return None


def _dates_fault(
    valid_from: date | None, valid_to: date | None, event_date: date | None, whose: str = ""
) -> BadInput | None:
    if valid_from and valid_to and valid_to < valid_from:
        return BadInput(f"Gyldig til{whose}", "kan ikke være før gyldig fra.")
    if event_date and valid_from and event_date < valid_from:
        return BadInput(f"Dato for arrangementet{whose}", "kan ikke være før gyldig fra.")
    if event_date and valid_to and event_date > valid_to:
        return BadInput(f"Dato for arrangementet{whose}", "kan ikke være etter gyldig til.")
    return None
