"""Signposts: ready-made offers without tickets, to be added with one click and then changed."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from lib import offers, partners
from lib.db import Database, Reader, Transaction
from lib.offers import Availability, OfferKind
from lib.partners import Reach
from lib.staff import Role, StaffUser

FOLDER = Path(__file__).parents[1] / "data" / "signposts"


@dataclass(frozen=True)
class Template:
    """A signpost as its file tells it; what the source does not say is left out."""

    code: str
    title: str
    told: dict[str, Any]


def templates() -> list[Template]:
    """Every template, by title."""
    return sorted((_read(file) for file in FOLDER.glob("*.toml")), key=lambda known: known.title)


def not_added(db: Reader) -> list[Template]:
    """The templates whose offer is not there yet, open or closed."""
    there = {(offer.partner_name.lower(), offer.name.lower()) for offer in offers.all_of(db)}
    return [
        known
        for known in templates()
        if (known.told["partner"].lower(), known.told["name"].lower()) not in there
    ]


def add(db: Database, code: str, *, by: StaffUser) -> UUID:
    """Add a template's offer, and its partner where it is new.

    Raises OfferNameTaken or PartnerClosed.
    """
    by.must_be(Role.COORDINATOR)
    return db.transact(lambda tx: enter(tx, code))


def enter(tx: Transaction, code: str) -> UUID:
    """As `add`, within an act under way."""
    told = _read(FOLDER / f"{code}.toml").told
    partner = partners.named(tx, told["partner"])
    partner_id = (
        partner.id
        if partner
        else partners.enter(tx, name=told["partner"], reach=Reach(told.get("reach", Reach.LOCAL)))
    )
    return offers.enter(
        tx,
        partner_id=partner_id,
        name=told["name"],
        category=told["category"],
        kind=OfferKind.SIGNPOST,
        availability=Availability(told["availability"]),
        place=told.get("place", ""),
        accessibility=told.get("accessibility", ""),
        link=told.get("link", ""),
        when_text=told.get("when", ""),
    )


def _read(file: Path) -> Template:
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    return Template(file.stem, told["title"], told)
