"""Funding: where the money for tickets comes from, and what is left of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

from lib.db import Database, Reader, Transaction, sql
from lib.norwegian import kroner
from lib.refusals import BadInput, Refused
from lib.staff import Role, StaffUser
from lib.titles import title

FIRST_YEAR, LAST_YEAR = 2000, 2099
MOST_ORE = 10_000_000_000


class SourceKind(StrEnum):
    LIVING_CONDITIONS = "living_conditions"
    GRANT = "grant"
    SPONSOR = "sponsor"
    MUNICIPAL = "municipal"


SOURCE_KIND_NAMES: Mapping[SourceKind, str] = {
    SourceKind.LIVING_CONDITIONS: "levekårsmidler",
    SourceKind.GRANT: "statlig tilskudd",
    SourceKind.SPONSOR: "sponsor",
    SourceKind.MUNICIPAL: "kommunens eget budsjett",
}


class SourceTaken(Refused):
    """Two sources of one name could not be told apart."""

    def __init__(self) -> None:
        super().__init__("Navn på finansieringskilde er alt i bruk.")


class NoBudget(Refused):
    """Nothing is granted from the source that year."""

    def __init__(self, source: str, year: int) -> None:
        super().__init__(f"Finansieringskilde {source} har ikke noe budsjett for {year}.")


class OverBudget(Refused):
    """The purchase is dearer than what is left; the municipality may still choose to buy."""

    def __init__(self, source: str, cost_ore: int, left_ore: int) -> None:
        left = f"bare {kroner(left_ore)} igjen" if left_ore > 0 else "ingenting igjen"
        super().__init__(f"Kjøpet koster {kroner(cost_ore)}, men det er {left} av {source}.")


@dataclass(frozen=True)
class Source:
    """A source of money; its budgets are per year."""

    id: UUID
    name: str
    kind: SourceKind


@dataclass(frozen=True)
class FundingLine:
    """A source in one year, in øre; None is unknown or not set, never nought.

    `known_ore` is what is surely spent; `unknown_batches` are purchases without a number
    or a price.
    """

    source_id: UUID
    source: str
    kind: SourceKind
    budget_ore: int | None
    known_ore: int
    unknown_batches: int

    @property
    def spent_ore(self) -> int | None:
        """What is spent, when every purchase has a number and a price."""
        return None if self.unknown_batches else self.known_ore

    @property
    def left_ore(self) -> int | None:
        """What is left; below nought when more was spent than granted."""
        if self.budget_ore is None or self.spent_ore is None:
            return None
        return self.budget_ore - self.spent_ore


@dataclass(frozen=True)
class Purchase:
    """A batch that was bought, and no source named; `cost_ore` None is unknown."""

    batch_id: UUID
    received_on: date
    offer_name: str
    partner_name: str
    cost_ore: int | None


def sources(db: Reader) -> list[Source]:
    """Every source, by name."""
    return db.many(Source, "select * from funding_source order by lower(name), id")


def enter(tx: Transaction, *, name: str, kind: SourceKind) -> UUID:
    """Add a source within an act under way; raises BadInput or SourceTaken."""
    source_id = uuid4()
    kept = title(name, "Navn på finansieringskilde")
    if tx.rows("select id from funding_source where lower(name) = lower($1)", kept):
        raise SourceTaken
    tx.run("insert into funding_source (id, name, kind) values ($1, $2, $3)", source_id, kept, kind)
    return source_id


def add(db: Database, *, name: str, kind: SourceKind, by: StaffUser) -> UUID:
    """Add a source; raises BadInput or SourceTaken."""
    by.must_be(Role.COORDINATOR)
    return db.transact(lambda tx: enter(tx, name=name, kind=kind))


def set_budget(db: Database, source_id: UUID, year: int, budget_ore: int, *, by: StaffUser) -> None:
    """Set what a source gives in a year, in øre; nought is a budget, too."""
    by.must_be(Role.COORDINATOR)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput("År", f"må være mellom {FIRST_YEAR} og {LAST_YEAR}.")
    if not 0 <= budget_ore <= MOST_ORE:
        raise BadInput("Budsjett", f"må være fra 0 til {kroner(MOST_ORE)}.")
    db.transact(lambda tx: tx.run(sql("funding/set_budget"), source_id, year, budget_ore))


def left(db: Reader, year: int) -> list[FundingLine]:
    """Each source with its budget of the year and what was bought for it, by name.

    Spent is quantity times unit price of the purchased and discounted batches that were
    received that year.
    """
    return db.many(FundingLine, sql("funding/left"), year)


def without_source(db: Reader, year: int) -> list[Purchase]:
    """The purchases of the year that name no source, the first received first."""
    return db.many(Purchase, sql("funding/without_source"), year)


def name_sources(db: Database, chosen: Mapping[UUID, UUID], *, by: StaffUser) -> None:
    """Say where the money came from, source by batch; one that was named meanwhile stands."""
    by.must_be(Role.COORDINATOR)

    def named(tx: Transaction) -> None:
        for batch_id, source_id in chosen.items():
            tx.run(
                "update batch set funding_source_id = $2 "
                "where id = $1 and funding_source_id is null",
                batch_id,
                source_id,
            )

    db.transact(named)


def why_not(
    db: Reader,
    source_id: UUID,
    *,
    quantity: int | None,
    unit_price_ore: int | None,
    year: int,
) -> Refused | None:
    """What speaks against a purchase from a source, or None; a warning only, never a stop.

    What is unknown cannot be warned of: the purchase is held against what surely is spent.
    """
    line = next(line for line in left(db, year) if line.source_id == source_id)
    if line.budget_ore is None:
        return NoBudget(line.source, year)
    cost_ore = (quantity or 0) * (unit_price_ore or 0)
    left_ore = line.budget_ore - line.known_ore
    return OverBudget(line.source, cost_ore, left_ore) if cost_ore > left_ore else None
