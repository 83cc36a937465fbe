"""The neighbourhood that a household lives in, as one service registered it: sealed.

Beside the members it would tell somebody with a population list whose home it is.
"""

from uuid import UUID

from lib.db import Reader
from lib.keys import Keys


def sealed(keys: Keys, row_id: UUID, neighbourhood_id: UUID | None) -> bytes:
    """What a service's row of a household keeps; an unknown neighbourhood looks like any."""
    area = str(neighbourhood_id) if neighbourhood_id else None
    return keys.sealed(row_id, {"neighbourhood": area})


def opened(keys: Keys, row_id: UUID, sealed: bytes) -> UUID | None:
    """The neighbourhood's id, or None where it is unknown; raises Unreadable."""
    area = keys.opened(row_id, sealed)["neighbourhood"]
    return UUID(area) if area else None


def of(db: Reader, household_id: UUID, service_id: UUID) -> UUID | None:
    """The neighbourhood that a service has of a household, or None where it is unknown."""
    text = "select id, sealed from household_service where household_id = $1 and service_id = $2"
    row = db.row(text, household_id, service_id)
    return opened(db.keys, row["id"], row["sealed"]) if row else None
