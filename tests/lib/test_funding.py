"""Funding: what is left is known only when every purchase is."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from lib import funding
from lib.db import Database
from lib.funding import FundingLine, NoBudget, OverBudget, SourceKind, SourceTaken
from lib.refusals import BadInput
from lib.staff import NotYourRole
from lib.stock import Acquisition
from tests.shelf import open_shelf, received
from tests.town import KARI, NINA, given, id_of

JOTRON = id_of("JOTRON")


@pytest.fixture(autouse=True)
def sponsor(db: Database) -> None:
    open_shelf(db)
    given(db, "funding_source", "id | name | kind\n JOTRON | Jotron | sponsor")
    given(
        db,
        "funding_budget",
        """
        funding_source_id | year | budget_ore
        JOTRON            | 2024 | 5000000
        JOTRON            | 2025 | 0
        """,
    )


def bought(db: Database, **changes: Any) -> UUID:
    """A hundred tickets at 79,50 kr of Jotron's money, but for the changes."""
    told: dict[str, Any] = {
        "acquisition": Acquisition.PURCHASED,
        "unit_price_ore": 7_950,
        "funding_source_id": JOTRON,
    }
    return received(db, **(told | changes))


def line_of(db: Database, year: int = 2024) -> FundingLine:
    (line,) = funding.left(db, year)
    return line


def test_spent_is_quantity_times_price(db: Database) -> None:
    bought(db)
    bought(db, acquisition=Acquisition.DISCOUNTED, quantity=10, unit_price_ore=5_000)
    line = line_of(db)
    assert (line.source, line.budget_ore, line.spent_ore, line.left_ore) == (
        "Jotron",
        5_000_000,
        845_000,
        4_155_000,
    )


def test_the_day_it_came_decides_the_year(db: Database) -> None:
    bought(db, received_on=date(2023, 12, 31))
    bought(db, received_on=date(2024, 1, 1), quantity=1)
    assert line_of(db, 2023).spent_ore == 795_000
    assert line_of(db, 2024).spent_ore == 7_950


@pytest.mark.parametrize("unknown", [{"quantity": None}, {"unit_price_ore": None}])
def test_one_unknown_purchase_makes_spent_and_left_unknown(
    db: Database, unknown: dict[str, None]
) -> None:
    bought(db)
    bought(db, **unknown)
    line = line_of(db)
    assert (line.spent_ore, line.left_ore) == (None, None)
    assert (line.known_ore, line.unknown_batches) == (795_000, 1)


def test_a_gift_costs_nothing(db: Database) -> None:
    received(db, funding_source_id=JOTRON)
    assert line_of(db).spent_ore == 0


def test_a_year_without_a_budget_has_nothing_known_left(db: Database) -> None:
    bought(db, received_on=date(2023, 6, 1))
    line = line_of(db, 2023)
    assert (line.budget_ore, line.spent_ore, line.left_ore) == (None, 795_000, None)


def test_more_spent_than_granted_is_below_nought(db: Database) -> None:
    funding.set_budget(db, JOTRON, 2024, 700_000, by=KARI)
    bought(db)
    assert line_of(db).left_ore == -95_000


def test_a_budget_is_replaced_and_may_be_nought(db: Database) -> None:
    funding.set_budget(db, JOTRON, 2024, 0, by=KARI)
    assert line_of(db).budget_ore == 0
    assert line_of(db).left_ore == 0


def warned(db: Database, quantity: int | None, year: int = 2024) -> object:
    return funding.why_not(db, JOTRON, quantity=quantity, unit_price_ore=10_000, year=year)


def test_a_purchase_above_what_is_left_is_warned_of(db: Database) -> None:
    assert warned(db, 500) is None
    assert str(warned(db, 501)) == (
        "Kjøpet koster 50\N{NO-BREAK SPACE}100\N{NO-BREAK SPACE}kr, men det er bare "
        "50\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr igjen av Jotron."
    )


def test_an_unknown_purchase_before_counts_for_what_is_known_of_it(db: Database) -> None:
    bought(db, quantity=500, unit_price_ore=9_900)
    bought(db, quantity=None)
    assert warned(db, 5) is None
    assert isinstance(warned(db, 6), OverBudget)


def test_a_purchase_of_unknown_size_is_not_warned_of(db: Database) -> None:
    assert warned(db, None) is None


def test_nothing_is_left_of_nought_and_of_no_budget(db: Database) -> None:
    assert "ingenting igjen" in str(warned(db, 1, year=2025))
    assert isinstance(warned(db, 1, year=2026), NoBudget)


def test_purchases_without_a_source_are_listed_until_one_is_named(db: Database) -> None:
    late = bought(db, funding_source_id=None, received_on=date(2024, 5, 2), quantity=None)
    early = bought(db, funding_source_id=None)
    received(db)
    assert [
        (purchase.batch_id, purchase.offer_name, purchase.partner_name, purchase.cost_ore)
        for purchase in funding.without_source(db, 2024)
    ] == [
        (early, "Kinobillett", "Bølgen kulturhus", 795_000),
        (late, "Kinobillett", "Bølgen kulturhus", None),
    ]
    assert funding.without_source(db, 2023) == []
    funding.name_sources(db, {early: JOTRON}, by=KARI)
    assert [purchase.batch_id for purchase in funding.without_source(db, 2024)] == [late]
    assert line_of(db).known_ore == 795_000


def test_a_source_that_was_named_meanwhile_stands(db: Database) -> None:
    batch = bought(db)
    other = funding.add(db, name="Levekårsmidler", kind=SourceKind.LIVING_CONDITIONS, by=KARI)
    funding.name_sources(db, {batch: other}, by=KARI)
    assert [line.known_ore for line in funding.left(db, 2024)] == [795_000, 0]


def test_a_source_name_is_used_once(db: Database) -> None:
    funding.add(db, name="Levekårsmidler", kind=SourceKind.LIVING_CONDITIONS, by=KARI)
    with pytest.raises(SourceTaken):
        funding.add(db, name="jotron", kind=SourceKind.SPONSOR, by=KARI)
    assert [source.name for source in funding.sources(db)] == ["Jotron", "Levekårsmidler"]


@pytest.mark.parametrize(
    ("year", "ore", "says"),
    [(1999, 0, "År må"), (2100, 0, "År må"), (2024, -1, "Budsjett må")],
)
def test_a_budget_that_cannot_be_right_is_refused(
    db: Database, year: int, ore: int, says: str
) -> None:
    with pytest.raises(BadInput, match=f"^{says}"):
        funding.set_budget(db, JOTRON, year, ore, by=KARI)


def test_only_a_coordinator_sets_a_budget_and_names_a_source(db: Database) -> None:
    with pytest.raises(NotYourRole):
        funding.set_budget(db, JOTRON, 2024, 1, by=NINA)
    with pytest.raises(NotYourRole):
        funding.name_sources(db, {}, by=NINA)
