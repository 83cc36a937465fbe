"""The demonstration's stock: Larvik's lines of 2024, and what partners gave and sold since.

The lines of 2024 come in by the import that a coordinator uses. Their source tells neither
dates nor forms nor prices, so those are invented here, as is everything that came later.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from lib import deliveries, delivery_sheets, funding, partner_codes, stock
from lib.db import Transaction, sql
from lib.deliveries import Line
from lib.demonstration_people import CHILD_WELFARE, NAV, NURSES, REFUGEES
from lib.demonstration_scene import Rows, Town, any_day, at_work, latest, month_later, new_id
from lib.funding import SourceKind
from lib.offers import Availability
from lib.stock import BatchLine, TicketForm
from lib.tills import PAIRING_LASTS

DELIVERIES = Path(__file__).parents[1] / "data" / "larvik-2024" / "deliveries.csv"
JOTRON_ORE = 50_000_00
SHARES = {NAV: 0.42, NURSES: 0.16, REFUGEES: 0.26, CHILD_WELFARE: 0.11}
CODES = 1_000

ALL_YEAR, SUMMER = range(1, 13), range(4, 10)
MUNKEN, THEATRE, TOWER = "Teaterhuset Munken", "Larvik teaterforening", "Kruttårnteateret"
FESTIVAL, FUNFAIR = "Stavernsfestivalen", "Tivoli"
BUS = "Vestfold fylkeskommune/Vestfold kollektivtrafikk"
SWIMMING, PARK, MINIGOLF = "Svømmehallene", "Foldvik familiepark", "Minigolf indre havn"
FILM, CINEMA = "Norgesbilletten", "Bølgen kulturhus"
BOWLING, TRAMPOLINES = "Mestern bowling", "Rush trampolinepark"


@dataclass(frozen=True)
class Pool:
    """A service's part of a lot; units are None where nobody has counted."""

    id: UUID
    units: int | None


@dataclass(frozen=True)
class Lot:
    """A batch with when it is asked for, and how much."""

    batch: BatchLine
    months: range
    liked: float
    pools: Mapping[UUID, Pool]

    def is_open(self, day: date) -> bool:
        """Whether it may be awarded that day, and is."""
        return (
            self.batch.received_on < day
            and not self.batch.is_over(day)
            and day.month in self.months
        )


@dataclass(frozen=True)
class _Terms:
    """What the demonstration adds to a partner's tickets."""

    liked: float
    months: range = ALL_YEAR
    ticket_form: TicketForm = TicketForm.QR
    availability: Availability | None = None


@dataclass(frozen=True)
class _More:
    """A delivery after those of 2024: prices in øre, dates by days from today."""

    partner: str
    quantity: int
    received: int
    ends: int | None = None
    event: int | None = None
    unit_price_ore: int | None = None
    from_jotron: bool = False
    shared: bool = True


TERMS = {
    MUNKEN: _Terms(6, ticket_form=TicketForm.PAPER, availability=Availability.ONE_OFF),
    THEATRE: _Terms(5, ticket_form=TicketForm.PAPER, availability=Availability.ONE_OFF),
    PARK: _Terms(18, SUMMER),
    TOWER: _Terms(4, ticket_form=TicketForm.PAPER, availability=Availability.ONE_OFF),
    FESTIVAL: _Terms(10, range(5, 8), TicketForm.PAPER, Availability.ONE_OFF),
    BUS: _Terms(22),
    SWIMMING: _Terms(24),
    MINIGOLF: _Terms(12, SUMMER),
    FILM: _Terms(13, ticket_form=TicketForm.PARTNER_CODE),
    BOWLING: _Terms(11),
    TRAMPOLINES: _Terms(11),
    FUNFAIR: _Terms(30, range(4, 6)),
    CINEMA: _Terms(14),
}

# So that each of the coordinator's lists of the day has something in it.
_SINCE = (
    _More(BUS, 1_200, received=-180, ends=70),
    _More(SWIMMING, 900, received=-200, ends=100),
    _More(FILM, 400, received=-170, ends=75, unit_price_ore=70_00, from_jotron=True),
    _More(CINEMA, 120, received=-150, ends=60, unit_price_ore=90_00, from_jotron=True),
    _More(BOWLING, 150, received=-160, ends=20, unit_price_ore=60_00, from_jotron=True),
    _More(TRAMPOLINES, 100, received=-165, ends=45, unit_price_ore=159_00),
    _More(TRAMPOLINES, 30, received=-240, ends=-9, unit_price_ore=159_00),
    _More(PARK, 600, received=-190, ends=110),
    _More(MINIGOLF, 500, received=-185, ends=120),
    _More(TOWER, 24, received=-40, event=16, shared=False),
    _More(MUNKEN, 40, received=-3, event=38),
)


def stock_up(tx: Transaction, rows: Rows, town: Town, rng: Random) -> list[Lot]:
    """Take in a year's deliveries with their money; returns them as lots to award from."""
    source_id = _fund(tx, town)
    lines = _lines_of_2024(tx, town)
    for line in lines:
        _enter(tx, line, town, town.start, shared=True)
    _date_the_lines(tx, town)
    by_partner = {line.partner: line for line in lines}
    for more in _SINCE:
        _enter_more(tx, by_partner[more.partner], more, town, source_id)
    _give_codes(tx, rng)
    _add_tills(tx, rows, town, rng)
    return _lots(tx)


def _fund(tx: Transaction, town: Town) -> UUID:
    """Jotron's money each year, and the living-conditions funds that stopped in 2024."""
    jotron = funding.enter(tx, name="Jotron", kind=SourceKind.SPONSOR)
    living = funding.enter(tx, name="Levekårsmidler", kind=SourceKind.LIVING_CONDITIONS)
    for year in range(town.start.year, town.today.year + 1):
        tx.run(sql("funding/set_budget"), jotron, year, JOTRON_ORE)
        tx.run(sql("funding/set_budget"), living, year, 0)
    return jotron


def _lines_of_2024(tx: Transaction, town: Town) -> list[Line]:
    """The lines as imported; the funfair's month moves to the latest May."""
    preview = delivery_sheets.read_sheet(
        tx, DELIVERIES.read_bytes(), DELIVERIES.name, on=town.today
    )
    may = latest(5, town.today)
    return [
        replace(
            line,
            ticket_form=TERMS[line.partner].ticket_form,
            availability=TERMS[line.partner].availability,
            offer=line.offer.replace("2024", str(may)),
            valid_from=line.valid_from and line.valid_from.replace(year=may),
            valid_to=line.valid_to and line.valid_to.replace(year=may),
        )
        for line in preview.lines
    ]


def _enter(tx: Transaction, line: Line, town: Town, received_on: date, *, shared: bool) -> None:
    shares = {
        town.services[name]: line.quantity and int(line.quantity * share)
        for name, share in SHARES.items()
        if shared
    }
    deliveries.enter(
        tx,
        [line],
        scheme_id=town.scheme_id,
        shares=shares,
        received_on=received_on,
        by=town.coordinator,
        now=at_work(Random(line.delivery_key), received_on),
    )


def _enter_more(tx: Transaction, line: Line, more: _More, town: Town, source_id: UUID) -> None:
    received_on = town.today + timedelta(days=more.received)
    further = replace(
        line,
        quantity=more.quantity,
        unit_price_ore=more.unit_price_ore,
        funding_source_id=source_id if more.from_jotron else None,
        valid_from=None,
        valid_to=None if more.ends is None else town.today + timedelta(days=more.ends),
        event_date=None if more.event is None else town.today + timedelta(days=more.event),
        received_on=received_on,
    )
    _enter(tx, further, town, received_on, shared=more.shared)


def _date_the_lines(tx: Transaction, town: Town) -> None:
    """Enter afterwards, as a coordinator would, until when the tickets of 2024 are good."""
    half_year = month_later(town.start, 8) - timedelta(days=1)
    july = latest(7, town.today)
    last_days = {
        MUNKEN: town.start + timedelta(days=110),
        FESTIVAL: date(july, 7, 12),
    }
    events = {
        TOWER: town.start + timedelta(days=75),
        THEATRE: town.start + timedelta(days=150),
    }
    for batch in stock.overview(tx):
        if batch.partner_name == FUNFAIR:
            continue
        event = events.get(batch.partner_name)
        tx.run(
            sql("stock/change_batch"),
            batch.id,
            batch.low_at,
            date(july, 7, 8) if batch.partner_name == FESTIVAL else None,
            None if event else last_days.get(batch.partner_name, half_year),
            event,
            batch.unit_price_ore,
            batch.face_value_ore,
            batch.funding_source_id,
        )


def _give_codes(tx: Transaction, rng: Random) -> None:
    for batch in stock.overview(tx):
        if batch.ticket_form is TicketForm.PARTNER_CODE:
            codes = [f"NB-{rng.randrange(16**10):010X}" for _ in range(batch.quantity or CODES)]
            partner_codes.add_codes(tx, batch.id, codes)


def _add_tills(tx: Transaction, rows: Rows, town: Town, rng: Random) -> None:
    """A till at each partner whose tickets are ours, and one that waits for its device."""
    partners = {
        batch.partner_id: batch.partner_name
        for batch in stock.overview(tx)
        if batch.ticket_form is TicketForm.QR
    }
    for partner_id, partner in partners.items():
        made_at = at_work(rng, any_day(rng, town.start, town.start + timedelta(days=4)))
        _add_till(rows, rng, partner_id, "Kasse 1", made_at, paired=True)
        if partner == CINEMA:
            _add_till(rows, rng, partner_id, "Kiosken", town.now, paired=False)


def _add_till(
    rows: Rows, rng: Random, partner_id: UUID, name: str, made_at: datetime, *, paired: bool
) -> None:
    rows.add(
        "till",
        id=new_id(rng),
        partner_id=partner_id,
        name=name,
        pairing_hash=rng.randbytes(32),
        pairing_until=made_at + PAIRING_LASTS,
        token_hash=rng.randbytes(32) if paired else None,
        paired_at=made_at if paired else None,
    )


def _lots(tx: Transaction) -> list[Lot]:
    pools: dict[UUID, dict[UUID, Pool]] = {}
    for pool in stock.pools(tx):
        if pool.service_id:
            pools.setdefault(pool.batch_id, {})[pool.service_id] = Pool(pool.id, pool.units_left)
    return [
        Lot(
            batch,
            TERMS[batch.partner_name].months,
            TERMS[batch.partner_name].liked,
            pools.get(batch.id, {}),
        )
        for batch in stock.overview(tx)
    ]
