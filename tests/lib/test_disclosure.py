from datetime import date
from typing import Any

import polars as pl
import pytest

from lib import disclosure, freezing, small_counts, yearly_figures
from lib.disclosure import LISTED_FROM, NOTE, OTHER_OFFERS, Period
from lib.freezing import FARTHEST, FROZEN, AlreadyFrozen
from lib.small_counts import Ints
from tests import attackers, uptake_towns
from tests.uptake_towns import town

SEED = b"a secret of the tests, 32 bytes!"
JANUARY, NEXT_YEAR = date(2025, 1, 1), date(2026, 1, 1)
TOWN = town(1)


def months(number: int = 12) -> list[date]:
    return [date(2025, month, 1) for month in range(1, number + 1)]


def frozen_through(
    cells: pl.DataFrame, last: date, length: Period = Period.MONTH, seed: bytes = SEED
) -> pl.DataFrame:
    """The months up to one, frozen one after the other from the same true counts."""
    return frozen_on(FROZEN.to_frame(), cells, JANUARY, last, length, seed)


def frozen_on(
    frozen: pl.DataFrame,
    cells: pl.DataFrame,
    first: date,
    last: date,
    length: Period = Period.MONTH,
    seed: bytes = SEED,
) -> pl.DataFrame:
    period = first
    while period <= last:
        new = freezing.freeze(frozen, cells, period=period, length=length, seed=seed)
        frozen = pl.concat([frozen, new])
        period = length.after(period)
    return frozen


def cells_of(*rows: tuple[str, date, str, int]) -> pl.DataFrame:
    """Inner cells of one area, age band and service, each child with one use."""
    columns = ["stream", "month", "offer", "units"]
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        pl.col("units").cast(pl.Int64),
        most=1,
        area=pl.lit("A"),
        age_band=pl.lit("B"),
        service=pl.lit("S"),
    )


def shown(frozen: pl.DataFrame, until: date = NEXT_YEAR) -> dict[str, pl.DataFrame]:
    return disclosure.published(frozen, until=until)


@pytest.fixture(scope="module")
def year() -> pl.DataFrame:
    return frozen_through(TOWN, date(2025, 12, 1))


def test_the_note_says_what_a_nought_is_and_what_not_to_read_into_it() -> None:
    assert "0 betyr ingen eller noen få" in NOTE
    assert "under 10 bør ikke tolkes" in NOTE


def test_all_that_is_published_is_a_multiple_of_five_and_no_row_says_nought(
    year: pl.DataFrame,
) -> None:
    store = shown(year)
    assert attackers.not_multiples(store) == 0
    assert all((table["units"] > 0).all() for table in store.values())


def test_the_tables_are_these_six_and_tell_nothing_else(year: pl.DataFrame) -> None:
    keys = {name: set(table.columns) for name, table in shown(year).items()}
    always = {"period", "months", "stream", "units"}
    assert keys == {
        "offer": always | {"offer"},
        "area": always | {"area"},
        "age_band": always | {"age_band"},
        "service": always | {"service"},
        "offer_area": always | {"offer", "area"},
        "offer_age_band": always | {"offer", "age_band"},
    }


def test_every_sum_agrees(year: pl.DataFrame) -> None:
    assert attackers.disagreements(shown(year)) == []


def test_a_sum_that_does_not_agree_is_seen(year: pl.DataFrame) -> None:
    store = shown(year)
    one_more = pl.when(pl.int_range(pl.len()) == 0).then(5).otherwise(0)
    store["area"] = store["area"].with_columns(units=pl.col("units") + one_more)
    assert attackers.disagreements(store)


def test_sums_agree_in_every_quarter_that_has_closed_and_in_none_before() -> None:
    for last in months(7):
        store = shown(frozen_through(TOWN, last), until=Period.MONTH.after(last))
        assert attackers.disagreements(store) == []
        quarters = store["offer_area"]["period"].n_unique()
        assert quarters == last.month // 3


def test_a_cell_moves_to_the_multiple_just_below_or_above(year: pl.DataFrame) -> None:
    true, units = year["entered"], year["units"]
    assert set(year["base"]) == {5}
    assert ((units == true) | (true % 5 != 0)).all()
    assert ((units - true).abs() < 5).all()


@pytest.mark.parametrize(
    ("most", "base"), [(1, 5), (2, 10), (3, 25), (5, 25), (6, 50), (10, 50), (11, 100), (200, 1000)]
)
def test_the_base_is_five_times_the_most_of_one_child_in_public_steps(most: int, base: int) -> None:
    assert disclosure.bases(pl.Series([most])).to_list() == [base]


def test_what_up_to_four_children_have_is_never_what_a_cell_shows() -> None:
    """One to four cards of five punches: each seed shows none or five cards."""
    for cards in range(1, 5):
        one = cells_of(("awarded", JANUARY, "Bad", 5 * cards)).with_columns(most=5)
        told = {frozen_through(one, JANUARY, seed=bytes([n]))["units"][0] for n in range(20)}
        assert told == {0, 25}


def test_an_offer_stands_alone_from_three_of_its_own_fives() -> None:
    """Two fives of cards are as few as two fives of tickets."""
    swims = cells_of(("awarded", JANUARY, "Bad", 50)).with_columns(most=5)
    cinema = cells_of(("awarded", JANUARY, "Kino", 100), ("awarded", JANUARY, "Tivoli", 10))
    cells = pl.concat([swims, cinema])
    fine = shown(frozen_through(cells, date(2025, 3, 1)))["offer_area"]
    assert dict(fine.select("offer", "units").iter_rows()) == {"Kino": 100, OTHER_OFFERS: 60}
    assert shown(frozen_through(swims, JANUARY))["offer"].is_empty()


def test_a_base_lasts_the_year_whatever_is_taken_back() -> None:
    cards = cells_of(("awarded", JANUARY, "Bad", 10)).with_columns(most=5)
    frozen = frozen_through(cards, JANUARY)
    single = cells_of(("awarded", date(2025, 2, 1), "Bad", 9))
    assert set(frozen_on(frozen, single, date(2025, 2, 1), date(2025, 2, 1))["base"]) == {25}


def test_the_same_seed_gives_the_same_figures_and_another_does_not() -> None:
    january = frozen_through(TOWN, JANUARY)
    assert frozen_through(TOWN.sample(fraction=1, shuffle=True, seed=3), JANUARY).equals(january)
    assert not frozen_through(TOWN, JANUARY, seed=b"another").equals(january)


def test_a_month_once_frozen_never_moves_whatever_is_corrected() -> None:
    frozen = frozen_through(TOWN, date(2025, 3, 1))
    before = shown(frozen, until=date(2025, 4, 1))
    changed = TOWN.with_columns(units=(pl.col("units") * 2 - 1))
    after = frozen_on(frozen, changed, date(2025, 4, 1), date(2025, 6, 1))
    assert attackers.moved(before, shown(after, until=date(2025, 7, 1))) == 0


def test_a_period_is_frozen_once() -> None:
    frozen = frozen_through(TOWN, date(2025, 2, 1))
    with pytest.raises(AlreadyFrozen):
        freezing.freeze(frozen, TOWN, period=JANUARY, length=Period.MONTH, seed=SEED)


def test_a_late_count_is_carried_by_the_next_month() -> None:
    cells = cells_of(("used", JANUARY, "Kino", 100), ("used", date(2025, 2, 1), "Kino", 100))
    frozen = frozen_through(cells, JANUARY)
    late = pl.concat([cells, cells_of(("used", JANUARY, "Kino", 60))])
    frozen = frozen_on(frozen, late, date(2025, 2, 1), date(2025, 2, 1))
    assert shown(frozen)["offer"]["units"].to_list() == [100, 160]


def test_awards_revoked_after_their_month_was_frozen_are_taken_off_the_next_and_never_below_0() -> (
    None
):
    cells = cells_of(
        ("awarded", JANUARY, "Kino", 100),
        ("awarded", date(2025, 2, 1), "Kino", 30),
        ("awarded", date(2025, 3, 1), "Kino", 100),
    )
    frozen = frozen_through(cells, JANUARY)
    revoked = cells.with_columns(
        units=pl.when(pl.col("month") == JANUARY).then(60).otherwise("units")
    )
    frozen = frozen_on(frozen, revoked, date(2025, 2, 1), date(2025, 3, 1))
    assert (frozen["units"] >= 0).all()
    # 40 revoked: February's 30, and 10 of March's.
    assert shown(frozen)["offer"].rows() == [
        (JANUARY, 1, "Kino", "awarded", 100),
        (date(2025, 3, 1), 1, "Kino", "awarded", 90),
    ]


def test_what_is_corrected_in_a_closed_year_is_left_out() -> None:
    cells = cells_of(("used", date(2025, 12, 1), "Kino", 100), ("used", NEXT_YEAR, "Kino", 100))
    frozen = frozen_through(cells, date(2025, 12, 1))
    late = pl.concat([cells, cells_of(("used", date(2025, 12, 1), "Kino", 60))])
    january = freezing.freeze(frozen, late, period=NEXT_YEAR, length=Period.MONTH, seed=SEED)
    assert january["units"].to_list() == [100]


def test_a_child_that_moves_changes_where_its_later_awards_are_and_no_earlier_one() -> None:
    before = frozen_through(TOWN, date(2025, 3, 1))
    moved = TOWN.with_columns(
        area=pl.when(pl.col("month") > date(2025, 3, 1), pl.col("area") == "area-1")
        .then(pl.lit("area-2"))
        .otherwise("area")
    )
    moved = moved.group_by("stream", "month", *disclosure.KEYS).agg(
        pl.col("units").sum(), pl.col("most").max()
    )
    after = frozen_on(before, moved, date(2025, 4, 1), date(2025, 4, 1))
    assert after.head(before.height).equals(before)
    assert (
        "area-1"
        not in after.filter(pl.col("period") == date(2025, 4, 1), pl.col("units") > 0)["area"]
    )


def test_use_that_was_only_counted_is_in_the_table_of_offers_alone() -> None:
    counted = uptake_towns.without_details(TOWN, seed=1, share=0.5)
    store = shown(frozen_through(counted, date(2025, 3, 1)), until=date(2025, 4, 1))
    used = {
        name: table.filter(pl.col("stream") == "used")["units"].sum()
        for name, table in store.items()
    }
    assert used["offer"] > used["area"] == used["service"] == used["offer_area"]
    assert attackers.disagreements(store) == []


def test_a_unit_without_a_person_has_its_place_among_the_others() -> None:
    nobody = pl.lit("").alias("area")
    store = shown(frozen_through(TOWN.with_columns(nobody), JANUARY))
    assert store["area"]["area"].unique().to_list() == [""]


def divided(units: int, areas: int, age_bands: int) -> set[str]:
    """The offers that a quarter divides, where Kino has 900 and Tivoli so many."""
    cells = pl.concat(
        cells_of((stream, JANUARY, offer, 1)).with_columns(
            units=pl.lit(share, pl.Int64),
            area=pl.lit(f"A{place % areas}"),
            age_band=pl.lit(f"B{place % age_bands}"),
        )
        for stream, offer, share in (("used", "Kino", 75), ("used", "Tivoli", units // 12))
        for place in range(12)
    )
    fine = shown(uptake_towns.left_raw(cells), until=NEXT_YEAR)
    assert set(fine["offer_area"]["offer"]) == set(fine["offer_age_band"]["offer"])
    return set(fine["offer_area"]["offer"])


@pytest.mark.parametrize(
    ("areas", "age_bands", "least"), [(6, 4, 30), (4, 6, 30), (12, 4, 60), (3, 2, 15), (1, 1, 15)]
)
def test_an_offer_is_divided_from_five_for_each_of_the_larger_divisions_groups(
    areas: int, age_bands: int, least: int
) -> None:
    assert "Tivoli" in divided(-(-least // 12) * 12, areas, age_bands)
    assert "Tivoli" not in divided((least - 1) // 12 * 12, areas, age_bands)


@pytest.mark.parametrize("length", [Period.QUARTER, Period.HALF_YEAR, Period.YEAR])
def test_in_longer_periods_nothing_stands_alone_below_three_fives_and_no_offer_is_divided(
    length: Period,
) -> None:
    cells = town(1, uptake_towns.SMALL)
    store = shown(frozen_through(cells, date(2025, 12, 1), length))
    assert store["offer_area"].is_empty()
    assert store["offer_age_band"].is_empty()
    for name in ("offer", "area", "age_band", "service"):
        assert store[name].height > 0
        assert (store[name]["units"] >= LISTED_FROM).all()
    assert OTHER_OFFERS in store["offer"]["offer"]
    for table in attackers.beside(store, cells).values():
        assert attackers.small(table).filter(pl.col("shown") > 0).is_empty()
    # There are such cells to be put together: raw ones show them.
    raw = shown(uptake_towns.left_raw(cells))["offer"].group_by("offer", "stream")
    assert not attackers.small(raw.agg(true=pl.col("units").sum())).is_empty()


def test_a_longer_period_with_next_to_nothing_registered_is_in_no_table_of_children() -> None:
    """Forty that a partner counted, and two children whose use a till has registered."""
    counted = cells_of(("used", JANUARY, "Kino", 40)).with_columns(
        pl.lit(None, pl.String).alias(key) for key in ("area", "age_band", "service")
    )
    cells = pl.concat([counted, cells_of(("used", JANUARY, "Kino", 2))], how="vertical_relaxed")
    for number in range(12):
        store = shown(frozen_through(cells, JANUARY, Period.HALF_YEAR, seed=bytes([number])))
        assert store["offer"]["units"].to_list() in ([40], [45])
        assert all(store[name].is_empty() for name in ("area", "age_band", "service"))


def test_offers_with_little_in_a_quarter_stand_together(year: pl.DataFrame) -> None:
    store = shown(year)
    fine = store["offer_area"]
    totals = fine.group_by("stream", "period", "offer").agg(pl.col("units").sum())
    assert (totals["units"] >= LISTED_FROM).all()
    assert OTHER_OFFERS in totals["offer"]


def test_one_small_offer_does_not_stand_alone_as_the_others() -> None:
    cells = cells_of(
        ("used", JANUARY, "Kino", 100),
        ("used", JANUARY, "Tivoli", 20),
        ("used", JANUARY, "Bad", 10),
    )
    fine = shown(frozen_through(cells, date(2025, 3, 1)))["offer_area"]
    assert dict(fine.select("offer", "units").iter_rows()) == {"Kino": 100, OTHER_OFFERS: 30}


def test_a_month_with_next_to_nothing_is_not_told_of() -> None:
    assert all(
        table.is_empty()
        for table in shown(
            frozen_through(cells_of(("used", JANUARY, "Kino", 10)), JANUARY)
        ).values()
    )
    enough = shown(frozen_through(cells_of(("used", JANUARY, "Kino", 15)), JANUARY))
    assert enough["offer"]["units"].to_list() == [15]


@pytest.mark.parametrize("length", list(Period))
def test_an_empty_year_has_no_figures(length: Period) -> None:
    frozen = frozen_through(uptake_towns.none(), date(2025, 12, 1), length)
    assert frozen.is_empty()
    assert all(table.is_empty() for table in shown(frozen).values())


@pytest.mark.parametrize("length", list(Period))
@pytest.mark.parametrize(
    "shape",
    [
        uptake_towns.ONE_CHILD,
        uptake_towns.ONE_OFFER,
        uptake_towns.ONE_CELL,
        uptake_towns.SMALL,
        uptake_towns.MIDDLING,
    ],
    ids=["one child", "one offer", "one cell", "60 children", "200 children"],
)
def test_odd_and_small_towns_keep_the_rules(shape: uptake_towns.Shape, length: Period) -> None:
    store = shown(frozen_through(town(4, shape), date(2025, 12, 1), length))
    assert attackers.disagreements(store) == []
    assert attackers.not_multiples(store) == 0


def test_cards_beside_tickets_are_no_reason_to_round_a_period_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One card of ten punches more and ten tickets less agree in the sum of their area."""
    tried = []
    well = small_counts.rounded

    def counted(counts: Ints, *more: Any) -> Ints:
        tried.append(len(counts))
        return well(counts, *more)

    monkeypatch.setattr(small_counts, "rounded", counted)
    is_card = pl.col("offer").is_in(TOWN["offer"].unique().sort()[::3].implode())
    times = pl.when(is_card).then(10).otherwise(1)
    mixed = TOWN.with_columns(pl.col("units", "most") * times)
    frozen_through(mixed, months(6)[-1])
    assert len(tried) <= 2 * len(months(6)) * len(disclosure.STREAMS)


def test_a_period_with_a_figure_too_far_off_is_rounded_once_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried = []
    well = small_counts.rounded

    def at_first_badly(counts: Ints, bases: Ints, *more: Any) -> Ints:
        tried.append(len(counts))
        if len(tried) == 1:
            return counts // bases * bases
        return well(counts, bases, *more)

    monkeypatch.setattr(small_counts, "rounded", at_first_badly)
    awarded = TOWN.filter(pl.col("stream") == "awarded")
    january = awarded.filter(pl.col("month") == JANUARY)
    store = shown(frozen_through(awarded, JANUARY), until=date(2025, 2, 1))
    assert len(tried) >= 2
    off = [table["error"].abs().max() for table in attackers.errors(store, january).values()]
    assert max(one for one in off if one is not None) <= FARTHEST

    tried.clear()
    monkeypatch.setattr(freezing, "MANY_CELLS", len(january))  # the control
    frozen = frozen_through(awarded, JANUARY)
    assert len(tried) == 1
    assert (frozen["entered"] - frozen["units"]).sum() > 10 * FARTHEST


def test_the_year_comes_right_though_each_month_is_rounded(year: pl.DataFrame) -> None:
    for name in ("offer", "area", "age_band", "service"):
        cells = attackers.errors(shown(year), TOWN)[name]
        sums = cells.group_by(name, "stream").agg(pl.col("error", "true").sum())
        assert sums["error"].abs().max() <= 10
        assert sums["error"].abs().sum() <= 0.025 * sums["true"].sum()


@pytest.mark.parametrize(
    ("children", "awarded", "period"),
    [
        (600, None, Period.MONTH),
        (599, None, Period.QUARTER),
        (300, None, Period.QUARTER),
        (299, None, Period.HALF_YEAR),
        (150, None, Period.HALF_YEAR),
        (149, None, Period.YEAR),
        (None, None, Period.YEAR),
        (None, 3600, Period.MONTH),
        (2000, 1800, Period.QUARTER),
        (200, 9000, Period.HALF_YEAR),
    ],
)
def test_a_smaller_town_has_longer_periods(
    children: int | None, awarded: int | None, period: Period
) -> None:
    assert disclosure.period_for(children=children, awarded_last_year=awarded) is period


def test_each_period_begins_and_ends_within_the_year() -> None:
    day = date(2025, 8, 17)
    assert [length.first_day(day) for length in Period] == [
        date(2025, 8, 1),
        date(2025, 7, 1),
        date(2025, 7, 1),
        date(2025, 1, 1),
    ]
    assert Period.HALF_YEAR.after(date(2025, 7, 1)) == NEXT_YEAR


def test_a_rate_is_told_from_fifty_awarded_and_is_at_most_all() -> None:
    table = pl.DataFrame(
        {
            "offer": ["A", "A", "B", "B", "C", "C"],
            "stream": ["awarded", "used"] * 3,
            "units": [50, 25, 45, 40, 50, 60],
        }
    )
    assert disclosure.rates(table, ["offer"])["rate"].to_list() == [0.5, None, 1.0]
    assert disclosure.rates(table, ["offer"], always=True)["rate"].to_list() == [0.5, 40 / 45, 1.0]


@pytest.mark.parametrize(
    ("left", "band"),
    [(0, "under 10"), (9, "under 10"), (10, "10–49"), (49, "10–49"), (50, "50 eller flere")],
)
def test_stock_is_told_in_bands(left: int, band: str) -> None:
    assert disclosure.stock_band(left) == band


def test_cards_are_rounded_by_scheme_and_channel_and_their_sums_agree() -> None:
    true = pl.DataFrame(
        {
            "stream": ["issued"] * 4 + ["used"] * 2,
            "scheme": ["Kort", "Kort", "Klipp", "Klipp", "Kort", "Kort"],
            "channel": ["awarded", "sold", "awarded", "gift", "awarded", "sold"],
            "units": [403, 1201, 52, 3, 310, 800],
            "most": [1] * 6,
        }
    )
    cards = yearly_figures.freeze_cards(true, year=2025, seed=SEED)
    both = true.join(cards, on=["stream", "scheme", "channel"], how="left", suffix="_shown")
    assert (cards["units"] % 5 == 0).all()
    assert ((both["units"] - both["units_shown"].fill_null(0)).abs() < 5).all()
    assert yearly_figures.freeze_cards(true.clear(), year=2025, seed=SEED).is_empty()


def test_a_small_number_of_cards_goes_up_by_chance_whatever_it_is() -> None:
    """Had it always been the nearest, 0 would tell of one or two."""
    for few in (1, 4):
        true = pl.DataFrame(
            {
                "stream": ["issued"] * 2,
                "scheme": ["Kort"] * 2,
                "channel": ["awarded", "sold"],
                "units": [100, few],
                "most": [1] * 2,
            }
        )
        seeds = [bytes([n] * 32) for n in range(200)]
        towns = [yearly_figures.freeze_cards(true, year=2025, seed=seed) for seed in seeds]
        assert 60 <= sum("sold" in town["channel"] for town in towns) <= 140


def test_a_scheme_with_few_cards_is_left_out() -> None:
    true = pl.DataFrame(
        {
            "stream": ["issued", "used"] * 2,
            "scheme": ["Kort", "Kort", "Klipp", "Klipp"],
            "channel": ["awarded"] * 4,
            "units": [10, 10, 15, 10],
            "most": [1] * 4,
        }
    )
    cards = yearly_figures.freeze_cards(true, year=2025, seed=SEED)
    assert set(cards["scheme"]) == {"Klipp"}


def test_kroner_are_to_the_nearest_5_000_from_fifteen_claims() -> None:
    claims = pl.DataFrame(
        {
            "month": [JANUARY, date(2025, 3, 1), JANUARY, date(2025, 4, 1)],
            "scheme": ["Fond", "Fond", "Kort", "Fond"],
            "claims": [30, 10, 5, 20],
            "kroner": [40_000, 12_000, 9_000, 21_000],
        }
    )
    quarter = {"length": Period.QUARTER, "seed": SEED}
    none = yearly_figures.KRONER.to_frame()
    frozen = yearly_figures.freeze_kroner(none, claims, period=JANUARY, **quarter)
    late = claims.with_columns(kroner=pl.col("kroner") + 4_000)  # twice in the first quarter
    april = date(2025, 4, 1)
    second = yearly_figures.freeze_kroner(frozen, late, period=april, **quarter)
    told = yearly_figures.published_kroner(pl.concat([frozen, second]))
    assert told.rows() == [(JANUARY, 3, "Fond", 50_000), (april, 3, "Fond", 35_000)]
    with pytest.raises(AlreadyFrozen):
        yearly_figures.freeze_kroner(frozen, late, period=JANUARY, **quarter)
