"""A partner with two offers, and deliveries of them: the stock that the tests begin with."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from lib import stock
from lib.db import Database
from lib.stock import Acquisition, Delivery
from tests.town import KARI, LARVIK_CARD, NOW, given, id_of

CULTURE_HOUSE, CINEMA_VISIT, THEATRE_VISIT = (
    id_of("CULTURE_HOUSE"),
    id_of("CINEMA_VISIT"),
    id_of("THEATRE_VISIT"),
)


def open_shelf(db: Database) -> None:
    """Bølgen kulturhus with cinema and theatre, nothing received yet."""
    given(
        db,
        "partner",
        """
        id            | name              | reach
        CULTURE_HOUSE | Bølgen kulturhus  | local
        """,
    )
    given(
        db,
        "offer",
        """
        id            | partner_id    | name         | category | kind    | availability
        CINEMA_VISIT  | CULTURE_HOUSE | Kinobillett  | cinema   | one_off | year_round
        THEATRE_VISIT | CULTURE_HOUSE | Forestilling | theatre  | one_off | one_off
        """,
    )


def delivery(**changes: Any) -> Delivery:
    """A hundred donated cinema tickets, but for the changes."""
    told: dict[str, Any] = {
        "offer_id": CINEMA_VISIT,
        "scheme_id": LARVIK_CARD,
        "acquisition": Acquisition.DONATED,
        "quantity": 100,
        "received_on": date(2024, 5, 1),
        "delivery_key": str(uuid4()),
    }
    return Delivery(**(told | changes))


def received(
    db: Database,
    shares: dict[UUID, int | None] | None = None,
    *,
    now: datetime = NOW,
    **changes: Any,
) -> UUID:
    """Take such a delivery into stock."""
    return stock.receive(db, delivery(**changes), shares=shares or {}, by=KARI, now=now)


def pool_of(db: Database, batch_id: UUID, service_id: UUID | None = None) -> UUID:
    """The pool a service has of a batch; without a service, the coordinator's own store."""
    return next(p.id for p in stock.pools(db, batch_id) if p.service_id == service_id)


def left(db: Database, batch_id: UUID) -> dict[str | None, int | None]:
    """Units left by service name; None names the store, and None left is unknown."""
    return {pool.service_name: pool.units_left for pool in stock.pools(db, batch_id)}
