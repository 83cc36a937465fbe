"""Templates: the schemes of other municipalities as files, to choose from and then change."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from lib import scheme_years, schemes
from lib.ages import OLDEST
from lib.db import Database, Transaction
from lib.schemes import Period, Scheme, SchemeKind
from lib.staff import Role, StaffUser

FOLDER = Path(__file__).parents[1] / "data" / "schemes"
# What a municipality begins with: tickets from stock, as in the paper lists it comes from.
FIRST = "aktivitetskortet-larvik"


@dataclass(frozen=True)
class Template:
    """A scheme as it runs somewhere."""

    code: str
    title: str
    purpose: str
    settings: dict[str, Any]


def all_of() -> list[Template]:
    """Every template, by title."""
    return sorted((_read(file) for file in FOLDER.glob("*.toml")), key=lambda known: known.title)


def add(db: Database, code: str, *, by: StaffUser, on: date, now: datetime) -> UUID:
    """Add the scheme of a template with its first year, if it has cards of its own."""
    by.must_be(Role.COORDINATOR)

    def added(tx: Transaction) -> UUID:
        scheme_id = enter(tx, code, on=on)
        told = _read(FOLDER / f"{code}.toml").settings
        if schemes.of(tx, scheme_id).has_own_cards:
            scheme_years.enter(
                tx,
                scheme_id,
                on.year,
                cards=told.get("cards"),
                budget_ore=_ore(told.get("budget")),
                by=by,
                on=on,
                now=now,
            )
        return scheme_id

    return db.transact(added)


def enter(tx: Transaction, code: str, *, on: date) -> UUID:
    """Add the scheme alone within an act under way, open from the first day of the year."""
    told = _read(FOLDER / f"{code}.toml").settings
    lives = told.get("lives", {})
    scheme = Scheme(
        id=UUID(int=0),  # schemes.enter gives it one
        name=told["name"],
        kind=SchemeKind(told.get("kind", SchemeKind.TICKETS)),
        purpose=told["purpose"],
        owner_unit=told["owner_unit"],
        decision=told.get("decision", ""),
        age_from=told["age_from"],
        age_to=told.get("age_to", OLDEST),
        ages_change_on=told.get("ages_change_on"),
        next_age_from=told.get("next_age_from"),
        next_age_to=told.get("next_age_to"),
        period=Period(lives.get("period", Period.CALENDAR_YEAR)),
        people_per_visit=lives.get("people_per_visit", 1),
        companion_to_age=lives.get("companion_to_age"),
        replaces_lost=lives.get("replaces_lost", True),
        price_ore=_ore(told.get("price")),
        amount_ore=_ore(told.get("amount")),
        valid_from=date(on.year, 1, 1),
        valid_to=None,
    )
    return schemes.enter(
        tx,
        scheme,
        criteria=told["criteria"],
        quotas=told.get("quotas", {}),
        content=told.get("card", {}),
    )


def _read(file: Path) -> Template:
    settings = tomllib.loads(file.read_text(encoding="utf-8"))
    return Template(file.stem, settings["title"], settings["purpose"], settings)


def _ore(kroner: int | None) -> int | None:
    return None if kroner is None else kroner * 100
