"""What is public beside the figures: prices by who pays, what is on offer, and names."""

from datetime import date
from uuid import UUID

import polars as pl
import pytest

from lib import funding, public_facts, yardsticks
from lib.card_issues import CHANNEL_NAMES
from lib.db import Database
from lib.funding import SourceKind
from lib.published import TABLES
from lib.stock import Acquisition, UnitKind
from tests.town import KARI, LARVIK_CARD, given, id_of, stocked

JUNE = date(2024, 6, 1)


def table(db: Database, name: str, on: date = JUNE) -> pl.DataFrame:
    return public_facts.tables(db, on=on)[name]


def jotron(db: Database) -> UUID:
    return funding.add(db, name="Jotron", kind=SourceKind.SPONSOR, by=KARI)


def bought(db: Database, offer: str, quantity: int | None, price_ore: int, source: UUID) -> UUID:
    return stocked(
        db,
        offer,
        quantity=quantity,
        acquisition=Acquisition.PURCHASED,
        unit_price_ore=price_ore,
        funding_source_id=source,
    )


def prices(db: Database) -> list[tuple[object, ...]]:
    """Year, source, kind, gift, share and price of every row."""
    return table(db, "prices").drop("offer").rows()


def of_one_offer(db: Database, *batches: UUID) -> None:
    """Let the batches be deliveries of the first one's offer."""
    text = "select offer_id from batch where id = $1"
    offer = db.rows(text, batches[0])[0]["offer_id"]
    for batch in batches[1:]:
        db.transact(
            lambda tx, batch=batch: tx.run(  # type: ignore[misc]
                "update batch set offer_id = $1 where id = $2", offer, batch
            )
        )


def test_every_table_that_holds_no_figures_has_the_columns_of_the_store(db: Database) -> None:
    stocked(db, "Bowling")
    found = public_facts.tables(db, on=JUNE)
    assert set(found) == {"names", "offers", "prices", "children", "expected", "on_offer"}
    for name, frame in found.items():
        assert set(frame.columns) >= set(TABLES[name].names())


def test_a_house_without_stock_has_names_and_empty_prices(db: Database) -> None:
    assert prices(db) == []
    assert table(db, "offers").is_empty()
    assert set(table(db, "on_offer")["offers"]) == {0}


def test_deliveries_weigh_by_their_uses_and_all_shares_together_are_one(db: Database) -> None:
    """Thirty at 90 kr from Jotron, ten given by the partner, worth 120 kr each."""
    first = bought(db, "Bowling", 30, 90_00, jotron(db))
    gift = stocked(db, "Bowling som gave", quantity=10, face_value_ore=120_00)
    of_one_offer(db, first, gift)
    assert prices(db) == [
        (2024, "Jotron", "sponsor", False, 0.75, 90_00),
        (2024, "Mestern", "", True, 0.25, 120_00),
    ]


def test_two_prices_from_one_source_are_one_by_weight(db: Database) -> None:
    source = jotron(db)
    batches = bought(db, "Bowling", 30, 90_00, source), bought(db, "Dyrere", 10, 130_00, source)
    of_one_offer(db, *batches)
    assert prices(db) == [(2024, "Jotron", "sponsor", False, 1.0, 100_00)]


def test_where_one_number_is_unknown_deliveries_weigh_alike(db: Database) -> None:
    first = bought(db, "Bowling", None, 90_00, jotron(db))
    of_one_offer(db, first, stocked(db, "Gave", quantity=10, face_value_ore=120_00))
    assert [row[4] for row in prices(db)] == [0.5, 0.5]


def test_a_delivery_of_none_weighs_nothing(db: Database) -> None:
    """What was taken out again to the last; alone, it has no price."""
    batch = bought(db, "Bowling", 10, 90_00, jotron(db))
    db.transact(lambda tx: tx.run("update batch set quantity = 0 where id = $1", batch))
    assert prices(db) == []
    of_one_offer(db, batch, stocked(db, "Gave", quantity=10, face_value_ore=120_00))
    assert [row[4:] for row in prices(db)] == [(1.0, 120_00)]


def test_a_price_is_of_one_use(db: Database) -> None:
    """A card of five punches for 450 kr is 90 kr a time."""
    stocked(
        db,
        "Bad",
        quantity=4,
        punches_per_unit=5,
        unit_kind=UnitKind.PUNCH_CARD,
        acquisition=Acquisition.PURCHASED,
        unit_price_ore=450_00,
    )
    assert [row[1:] for row in prices(db)] == [("", "", False, 1.0, 90_00)]


def test_what_has_no_known_price_and_the_towns_own_cards_have_none_here(db: Database) -> None:
    stocked(db, "Uten verdi")
    given(
        db,
        "batch",
        "offer_id | ticket_form | unit_kind | received_on | acquisition | unit_price_ore | "
        "delivery_key\nCARD | qr | scheme_card | 2024-03-11 | purchased | 9000 | k",
    )
    assert prices(db) == []


def test_a_month_counts_the_offers_that_can_be_used_in_it_sold_out_or_not(db: Database) -> None:
    """A year ahead: bowling until August, one show in July, and a pool without end."""
    stocked(db, "Bowling", valid_from=date(2024, 5, 15), valid_to=date(2024, 8, 1))
    stocked(db, "Bad", quantity=1, shares={}, valid_from=date(2024, 10, 31))
    given(db, "partner", "id | name\nMUNKEN | Munken")
    given(db, "offer", "id | partner_id | name | category\nSHOW | MUNKEN | Eventyr | theatre")
    given(
        db,
        "batch",
        "offer_id | ticket_form | received_on | event_date | delivery_key\n"
        "SHOW | paper | 2024-03-11 | 2024-07-31 | k",
    )
    found = dict(table(db, "on_offer").iter_rows())
    assert list(found) == [
        date(2024 + (month > 12), (month - 1) % 12 + 1, 1) for month in range(6, 18)
    ]
    assert list(found.values()) == [1, 2, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1]


def test_names_are_of_what_was_stocked_and_ages_stand_youngest_first(db: Database) -> None:
    stocked(db, "Bowling")
    given(db, "offer", "id | partner_id | name | category\nLATER | MUNKEN | Kommer | theatre")
    names = table(db, "names")
    told = {key: part["name"].to_list() for (key,), part in names.group_by("dimension")}
    assert told["offer"] == ["Mestern: Bowling", "øvrige tilbud"]
    assert told["partner"] == ["Mestern", "øvrige tilbud"]
    assert told["area"] == ["Stavern", "øvrige nærmiljøer", "uten opplysning"]
    assert told["service"][-1] == "uten opplysning"
    assert told["age_band"][:2] == ["0–5 år", "6–9 år"]
    assert told["age_band"][-1] == "uten opplysning"
    assert names.select("dimension", "key").is_duplicated().sum() == 0


def test_an_offer_stays_with_the_scheme_of_its_first_delivery(db: Database) -> None:
    """No figure changes its group when the offer is stocked for another scheme."""
    first = stocked(db, "Bowling")
    offer = db.rows("select offer_id from batch where id = $1", first)[0]["offer_id"]
    given(
        db,
        "batch",
        "offer_id | scheme_id | ticket_form | received_on | delivery_key",
        [(offer, id_of("OTHER"), "paper", date(2024, 5, 20), "later")],
    )
    [row] = table(db, "offers").rows(named=True)
    assert (row["offer"], row["scheme"]) == (str(offer), str(LARVIK_CARD))


def test_what_was_typed_in_is_there(db: Database) -> None:
    yardsticks.set_year(db, 2024, 900, {LARVIK_CARD: 4_000}, by=KARI)
    assert table(db, "children").rows() == [(2024, 900)]
    assert table(db, "expected").rows() == [(str(LARVIK_CARD), 2024, 4_000)]


@pytest.mark.parametrize(
    ("year", "count"), [(2019, 700), (2020, 700), (2022, 700), (2023, 900), (2024, 900)]
)
def test_the_nearest_typed_in_number_holds_the_earlier_where_two_are_as_near(
    db: Database, year: int, count: int
) -> None:
    yardsticks.set_year(db, 2020, 700, {}, by=KARI)
    yardsticks.set_year(db, 2024, 900, {}, by=KARI)
    assert public_facts.children_in(db, year) == count


def test_without_any_typed_in_number_there_is_none(db: Database) -> None:
    assert public_facts.children_in(db, 2024) is None


def test_the_store_knows_whose_it_is_and_what_its_codes_are_called(db: Database) -> None:
    names = table(db, "names")
    told = {(row["dimension"], row["key"]): row["name"] for row in names.to_dicts()}
    assert told["municipality", "3909"] == "Larvik kommune"
    assert told["kind", "grant"] == "statlig tilskudd"
    assert told["availability", "one_off"] == "én gang"
    assert {key: name for (of, key), name in told.items() if of == "channel"} == CHANNEL_NAMES
