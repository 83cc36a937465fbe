"""What leadership reads: sums of the numbers that are shown, and no more."""

from datetime import date

import polars as pl
import pytest

from lib import crossed_uptake, uptake, uptake_costs
from lib.disclosure import OTHER_OFFERS, OTHERS
from lib.published import TABLES, Published
from lib.uptake import By, Total
from tests.town import NOW

APRIL, MAY, JUNE = date(2024, 4, 1), date(2024, 5, 1), date(2024, 6, 1)

NAMES = f"""
    dimension | key          | name
    offer     | bus          | Buss
    offer     | cinema       | Kino
    offer     | play         | Teater
    offer     | {OTHER_OFFERS} | {OTHER_OFFERS}
    partner   | bolgen       | Bølgen
    partner   | vkt          | Vestfold kollektivtrafikk
    scheme    | card         | Aktivitetskortet
    scheme    | club         | Fritidskortet
    partner   | {OTHER_OFFERS} | {OTHER_OFFERS}
    scheme    | {OTHER_OFFERS} | {OTHER_OFFERS}
    area      | nanset       | Nanset
    area      | stavern      | Stavern
    area      | -            | uten opplysning
    service   | nav          | NAV Larvik
    service   | nurses       | Skolehelsetjenesten
    age_band  | 6–9 år       | 6–9 år
    age_band  | 10–12 år     | 10–12 år
    age_band  | -            | uten opplysning
"""
OFFERS = """
    offer  | partner | scheme | availability | size
    bus    | vkt     | card   | year_round   | 1
    cinema | bolgen  | card   | year_round   | 1
    play   | bolgen  | club   | summer       | 1
"""
MONTHS = "period | months\n 2024-04-01 | 1\n 2024-05-01 | 1\n 2024-06-01 | 1"


def drawn(**tables: str) -> Published:
    """A release of April to June; each table drawn as rows, «-» an empty text."""
    told = {"names": NAMES, "offers": OFFERS, "periods": MONTHS} | tables
    empty = {name: columns.to_frame() for name, columns in TABLES.items()}
    return Published(1, NOW, empty | {name: table(name, text) for name, text in told.items()})


def table(name: str, text: str) -> pl.DataFrame:
    heading, *lines = [
        [cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()
    ]
    rows = [["" if cell == "-" else cell for cell in line] for line in lines]
    columns = TABLES[name]
    read = pl.DataFrame(rows, schema=dict.fromkeys(heading, pl.String), orient="row")
    return read.with_columns(
        pl.col(column).str.to_date()
        if columns[column] == pl.Date
        else pl.col(column) == "true"
        if columns[column] == pl.Boolean
        else pl.col(column).cast(columns[column])
        for column in heading
    )


CINEMA_AND_BUS = """
    period     | months | offer  | stream  | units
    2024-04-01 | 1      | cinema | awarded | 60
    2024-04-01 | 1      | cinema | used    | 15
    2024-05-01 | 1      | cinema | used    | 25
    2024-05-01 | 1      | bus    | awarded | 45
    2024-05-01 | 1      | bus    | used    | 45
"""
TWO = drawn(offer=CINEMA_AND_BUS)
PLAYED = """
    period     | months | offer  | stream  | units
    2024-04-01 | 1      | play   | awarded | 100
    2024-04-01 | 1      | cinema | awarded | 50
    2024-04-01 | 1      | cinema | used    | 40
"""
UNCOUNTED = "period | offer\n 2024-04-01 | play\n 2024-05-01 | play\n 2024-06-01 | play"


def rows(release: Published, by: By, *only: str) -> list[tuple[object, ...]]:
    """Name, awarded, used and rate of each group in 2024."""
    return uptake.by_group(release, by, 2024, only).drop("key").rows()


# --- Groups ---


def test_offers_stand_with_the_most_awarded_first_however_few_they_are() -> None:
    """An offer's rate is always told."""
    assert rows(TWO, By.OFFER) == [
        ("Kino", 60, 40, pytest.approx(2 / 3)),
        ("Buss", 45, 45, 1.0),
    ]


def test_partners_and_schemes_are_sums_of_their_offers() -> None:
    """The rate of a group needs fifty awarded."""
    assert rows(TWO, By.PARTNER) == [
        ("Bølgen", 60, 40, pytest.approx(2 / 3)),
        ("Vestfold kollektivtrafikk", 45, 45, None),
    ]
    assert rows(TWO, By.SCHEME) == [("Aktivitetskortet", 105, 85, 85 / 105)]


@pytest.mark.parametrize(
    ("by", "key", "name"),
    [
        (By.AREA, "stavern", "Stavern"),
        (By.AREA, "-", "uten opplysning"),
        (By.SERVICE, "nav", "NAV Larvik"),
        (By.AGE_BAND, "10–12 år", "10–12 år"),
    ],
)
def test_areas_services_and_ages_have_tables_of_their_own(by: By, key: str, name: str) -> None:
    release = drawn(
        **{
            by: f"""
            period     | months | {by}  | stream  | units
            2024-04-01 | 1      | {key} | awarded | 60
            2024-05-01 | 1      | {key} | used    | 30
            2023-05-01 | 1      | {key} | used    | 90
            """
        }
    )
    assert rows(release, by) == [(name, 60, 30, 0.5)]
    assert rows(release, By.OFFER) == []


def test_age_bands_stand_by_age_not_by_number() -> None:
    release = drawn(
        age_band="""
        period     | months | age_band | stream  | units
        2024-04-01 | 1      | -        | awarded | 90
        2024-04-01 | 1      | 10–12 år | awarded | 55
        2024-04-01 | 1      | 6–9 år   | awarded | 20
        """
    )
    found = uptake.by_group(release, By.AGE_BAND, 2024)
    assert found["name"].to_list() == ["6–9 år", "10–12 år", "uten opplysning"]


def test_seasons_stand_in_their_order_and_december_is_winter() -> None:
    release = drawn(
        offer="""
        period     | months | offer  | stream  | units
        2024-01-01 | 1      | cinema | awarded | 15
        2024-03-01 | 1      | cinema | awarded | 90
        2024-08-01 | 1      | cinema | awarded | 25
        2024-11-01 | 1      | cinema | awarded | 35
        2024-12-01 | 1      | cinema | awarded | 20
        """
    )
    found = uptake.by_group(release, By.SEASON, 2024)
    assert found.select("name", "awarded").rows() == [
        ("vinter", 35),
        ("vår", 90),
        ("sommer", 25),
        ("høst", 35),
    ]


@pytest.mark.parametrize(("months", "seasons"), [(3, ["sommer"]), (6, []), (12, [])])
def test_a_quarter_is_a_season_and_half_a_year_is_none(months: int, seasons: list[str]) -> None:
    release = drawn(
        offer=f"""
        period     | months   | offer  | stream  | units
        2024-07-01 | {months} | cinema | awarded | 90
        """
    )
    assert uptake.by_group(release, By.SEASON, 2024)["name"].to_list() == seasons


def test_each_period_is_there_and_one_without_figures_is_nought() -> None:
    """A period's rate is always told."""
    assert rows(TWO, By.PERIOD) == [
        ("april", 60, 15, 0.25),
        ("mai", 45, 70, 1.0),
        ("juni", 0, 0, None),
    ]


@pytest.mark.parametrize(("awarded", "rate"), [(45, None), (50, 0.5)])
def test_a_use_rate_of_a_group_needs_fifty_awarded(awarded: int, rate: float | None) -> None:
    release = drawn(
        service=f"""
        period     | months | service | stream  | units
        2024-04-01 | 1      | nav     | awarded | {awarded}
        2024-04-01 | 1      | nav     | used    | 25
        """
    )
    assert rows(release, By.SERVICE) == [("NAV Larvik", awarded, 25, rate)]
    assert uptake.total(release, By.SERVICE, 2024).rate == rate


def test_a_use_rate_is_never_above_one() -> None:
    """What was awarded before the year may be used in it."""
    release = drawn(
        offer="""
        period     | months | offer  | stream  | units
        2024-04-01 | 1      | cinema | awarded | 50
        2024-04-01 | 1      | cinema | used    | 80
        """
    )
    assert rows(release, By.OFFER) == [("Kino", 50, 80, 1.0)]
    assert uptake.total(release, By.OFFER, 2024) == Total(50, 80, 1.0)


# --- Use that nobody has counted ---


def test_use_that_nobody_counted_is_unknown_and_in_no_rate() -> None:
    release = drawn(offer=PLAYED, uncounted=UNCOUNTED)
    assert rows(release, By.OFFER) == [("Teater", 100, None, None), ("Kino", 50, 40, 0.8)]
    assert rows(release, By.PARTNER) == [("Bølgen", 150, 40, 0.8)]
    assert rows(release, By.SCHEME) == [
        ("Fritidskortet", 100, None, None),
        ("Aktivitetskortet", 50, 40, 0.8),
    ]
    assert uptake.total(release, By.OFFER, 2024) == Total(150, 40, 0.8)
    assert uptake.total(release, By.OFFER, 2024, ["play"]) == Total(100, None, None)
    assert uptake.by_group(release, By.PERIOD, 2024)["used"].to_list() == [40, None, None]


def test_a_counted_month_beside_an_uncounted_one_is_shown() -> None:
    release = drawn(
        offer="""
        period     | months | offer | stream  | units
        2024-04-01 | 1      | play  | awarded | 100
        2024-05-01 | 1      | play  | awarded | 50
        2024-05-01 | 1      | play  | used    | 40
        """,
        uncounted="period | offer\n 2024-04-01 | play",
    )
    assert rows(release, By.OFFER) == [("Teater", 150, 40, 0.8)]


WITH_OTHERS = f"""
    period     | months | offer          | stream  | units
    2024-04-01 | 3      | cinema         | awarded | 60
    2024-04-01 | 3      | cinema         | used    | 40
    2024-04-01 | 3      | {OTHER_OFFERS} | awarded | 50
    2024-04-01 | 3      | {OTHER_OFFERS} | used    | 20
"""


def test_offers_put_together_are_of_no_partner_or_scheme_and_known_where_all_are() -> None:
    quarter = "period | months\n 2024-04-01 | 3"
    both = [("Kino", 60, 40, pytest.approx(2 / 3)), ("øvrige tilbud", 50, 20, None)]
    release = drawn(offer=WITH_OTHERS, periods=quarter)
    assert rows(release, By.OFFER) == both
    assert [row[0] for row in rows(release, By.PARTNER)] == ["Bølgen", "øvrige tilbud"]
    assert [row[0] for row in rows(release, By.SCHEME)] == ["Aktivitetskortet", "øvrige tilbud"]
    assert uptake.total(release, By.SCHEME, 2024) == uptake.total(release, By.OFFER, 2024)
    assert uptake.has_others(release, By.OFFER, 2024)
    assert not uptake.has_others(TWO, By.OFFER, 2024)

    waiting = drawn(
        offer=WITH_OTHERS, periods=quarter, uncounted="period | offer\n 2024-04-01 | play"
    )
    assert rows(waiting, By.OFFER) == [both[0], ("øvrige tilbud", 50, None, None)]


def test_a_sum_of_some_that_holds_the_others_has_no_rate() -> None:
    """No more than their own rows have; the sum of all has all that was awarded and used."""
    release = drawn(
        offer=WITH_OTHERS,
        periods="period | months\n 2024-04-01 | 3",
    )
    assert uptake.total(release, By.OFFER, 2024, [OTHER_OFFERS]) == Total(50, 20, None)
    both = ["cinema", OTHER_OFFERS]
    assert uptake.total(release, By.OFFER, 2024, both) == Total(110, 60, None)
    assert uptake.total(release, By.OFFER, 2024) == Total(110, 60, 60 / 110)
    assert uptake.total(release, By.PERIOD, 2024, [APRIL]) == Total(110, 60, 60 / 110)


def test_a_chosen_sum_is_of_the_rows_that_are_shown() -> None:
    """The play that nobody counted stands alone: the others' use is all counted."""
    release = drawn(
        offer=f"""
        period     | months | offer          | stream  | units
        2024-04-01 | 3      | cinema         | awarded | 60
        2024-04-01 | 3      | {OTHER_OFFERS} | awarded | 50
        2024-04-01 | 3      | {OTHER_OFFERS} | used    | 20
        2024-04-01 | 3      | play           | awarded | 90
        """,
        periods="period | months\n 2024-04-01 | 3",
        uncounted="period | offer\n 2024-04-01 | play",
    )
    assert rows(release, By.OFFER, OTHER_OFFERS) == [(OTHER_OFFERS, 50, 20, None)]
    assert uptake.total(release, By.OFFER, 2024, [OTHER_OFFERS]) == Total(50, 20, None)


LITTLE_USE = """
    period     | months | {by}     | stream  | units
    2024-04-01 | 3      | {one}    | awarded | 60
    2024-04-01 | 3      | {other}  | awarded | 100
    2024-04-01 | 3      | {other}  | used    | 80
    2024-04-01 | 3      | {others} | used    | 15
"""


@pytest.mark.parametrize(
    ("by", "one", "other"),
    [(By.OFFER, "bus", "cinema"), (By.AREA, "nanset", "stavern"), (By.SERVICE, "nav", "nurses")],
)
def test_use_that_is_among_the_others_is_unknown_but_in_the_sum_of_all(
    by: By, one: str, other: str
) -> None:
    """Else 60 awarded and fewer than 15 used would be told as none of 60."""
    figures = LITTLE_USE.format(by=by, one=one, other=other, others=OTHERS[by])
    release = drawn(**{by: figures}, periods="period | months\n 2024-04-01 | 3")
    found = uptake.by_group(release, by, 2024).select("key", "awarded", "used", "rate")
    told = {row[0]: row[1:] for row in found.iter_rows()}
    assert told[one] == (60, None, None)
    assert told[other] == (100, 80, 0.8)
    assert uptake.total(release, by, 2024) == Total(160, 95, 95 / 160)
    assert uptake.total(release, by, 2024, [one]) == Total(60, None, None)


def test_what_is_partly_among_the_others_has_no_rate_and_no_price_a_use() -> None:
    """100 awarded in a quarter of little use, and used in the next: 60 of 120 is not the rate."""
    release = drawn(
        offer=f"""
        period     | months | offer          | stream  | units
        2024-04-01 | 3      | cinema         | awarded | 100
        2024-04-01 | 3      | {OTHER_OFFERS} | used    | 15
        2024-07-01 | 3      | cinema         | awarded | 20
        2024-07-01 | 3      | cinema         | used    | 60
        """,
        periods="period | months\n 2024-04-01 | 3\n 2024-07-01 | 3",
        prices=PRICES,
    )
    assert rows(release, By.OFFER, "cinema") == [("Kino", 120, 60, None)]
    assert rows(release, By.SCHEME)[0] == ("Aktivitetskortet", 120, 60, None)
    assert uptake.total(release, By.OFFER, 2024) == Total(120, 75, 75 / 120)
    paid = uptake_costs.by_source(release, 2024)
    assert paid["uses"].sum() == 60
    assert paid["per_use_ore"].to_list() == [None] * paid.height


def test_what_tills_register_of_an_offer_is_shown_though_its_paper_is_uncounted() -> None:
    release = drawn(offer=CINEMA_AND_BUS, uncounted="period | offer\n 2024-04-01 | cinema")
    assert rows(release, By.OFFER, "cinema") == [("Kino", 60, 40, pytest.approx(2 / 3))]


def test_nothing_listed_is_nought_used_but_where_nobody_counted_it_is_unknown() -> None:
    assert uptake.total(drawn(), By.OFFER, 2024) == Total(0, 0, None)
    assert uptake.total(drawn(), By.AREA, 2024) == Total(0, 0, None)
    empty = drawn(uncounted=UNCOUNTED)
    assert uptake.total(empty, By.OFFER, 2024) == Total(0, None, None)
    assert uptake.total(empty, By.OFFER, 2024, ["cinema"]) == Total(0, 0, None)
    assert uptake.by_group(empty, By.PERIOD, 2024)["used"].to_list() == [None] * 3


# --- Filters and sums ---


def test_a_total_is_the_sum_of_what_is_shown() -> None:
    assert uptake.total(TWO, By.OFFER, 2024) == Total(105, 85, 85 / 105)
    for by in (By.OFFER, By.PARTNER, By.SCHEME, By.SEASON, By.PERIOD):
        found = uptake.by_group(TWO, by, 2024)
        assert (found["awarded"].sum(), found["used"].sum()) == (105, 85)


def test_a_filter_sums_what_one_table_shows() -> None:
    assert rows(TWO, By.OFFER, "bus") == [("Buss", 45, 45, 1.0)]
    assert uptake.total(TWO, By.OFFER, 2024, ["bus"]) == Total(45, 45, None)
    assert uptake.total(TWO, By.OFFER, 2024, ["bus", "cinema"]).awarded == 105
    assert uptake.total(TWO, By.PARTNER, 2024, ["bolgen"]).awarded == 60
    assert uptake.total(TWO, By.OFFER, 2024, ["play"]) == Total(0, 0, None)


def test_each_table_has_a_sum_of_its_own() -> None:
    release = drawn(
        offer=CINEMA_AND_BUS,
        area="""
        period     | months | area    | stream  | units
        2024-04-01 | 1      | stavern | awarded | 55
        """,
    )
    assert uptake.total(release, By.OFFER, 2024).awarded == 105
    assert uptake.total(release, By.AREA, 2024).awarded == 55


def test_years_that_have_periods_stand_with_the_latest_first() -> None:
    release = drawn(periods="period | months\n 2023-01-01 | 12\n 2024-01-01 | 6")
    assert uptake.years(release) == [2024, 2023]
    assert uptake.years(drawn(periods="period | months")) == []
    assert rows(TWO, By.OFFER) != []
    assert uptake.by_group(TWO, By.OFFER, 2023).is_empty()


# --- The finer tables ---


def test_offers_by_area_are_told_by_quarters_with_the_small_ones_together() -> None:
    release = drawn(
        offer_area=f"""
        period     | months | offer          | area    | stream  | units
        2024-04-01 | 3      | cinema         | stavern | awarded | 60
        2024-07-01 | 3      | cinema         | stavern | used    | 30
        2024-04-01 | 3      | cinema         | nanset  | awarded | 20
        2024-04-01 | 3      | {OTHER_OFFERS} | -       | awarded | 15
        2023-04-01 | 3      | cinema         | nanset  | awarded | 90
        """
    )
    assert crossed_uptake.rows(release, By.AREA, 2024).drop("key").rows() == [
        ("Kino", "Nanset", 20, 0, None),
        ("Kino", "Stavern", 60, 30, 0.5),
        ("øvrige tilbud", "uten opplysning", 15, 0, None),
    ]
    only = crossed_uptake.rows(release, By.AREA, 2024, ["cinema"])
    assert only["awarded"].to_list() == [20, 60]
    assert crossed_uptake.rows(release, By.AGE_BAND, 2024).is_empty()


def test_a_filter_of_the_finer_tables_sums_what_they_show() -> None:
    release = drawn(
        offer_area=f"""
        period     | months | offer          | area    | stream  | units
        2024-04-01 | 3      | cinema         | stavern | awarded | 60
        2024-04-01 | 3      | cinema         | stavern | used    | 30
        2024-04-01 | 3      | bus            | stavern | awarded | 80
        2024-04-01 | 3      | bus            | stavern | used    | 75
        2024-04-01 | 3      | bus            | nanset  | awarded | 45
        2024-04-01 | 3      | {OTHER_OFFERS} | nanset  | awarded | 15
        """
    )

    def shown(*only: str) -> list[tuple[object, ...]]:
        return crossed_uptake.by_group(release, By.AREA, 2024, only).drop("key").rows()

    assert shown() == [("Nanset", 60, 0, 0.0), ("Stavern", 140, 105, 0.75)]
    assert shown("cinema") == [("Stavern", 60, 30, 0.5)]
    assert shown("bus") == [("Nanset", 45, 0, None), ("Stavern", 80, 75, 75 / 80)]
    assert shown("cinema", "bus")[1] == ("Stavern", 140, 105, 0.75)
    assert shown("bus", "bus") == shown("bus")
    assert shown("cinema", OTHER_OFFERS) == [("Nanset", 15, 0, None), ("Stavern", 60, 30, None)]
    assert crossed_uptake.most_awarded(release, By.AREA, 2024, 2) == ("bus", "cinema")
    assert len(crossed_uptake.most_awarded(release, By.AREA, 2024, 9)) == 3


def test_offers_by_age_stand_by_age() -> None:
    release = drawn(
        offer_age_band="""
        period     | months | offer  | age_band | stream  | units
        2024-04-01 | 3      | cinema | 10–12 år | awarded | 60
        2024-04-01 | 3      | cinema | 6–9 år   | awarded | 20
        """
    )
    found = crossed_uptake.rows(release, By.AGE_BAND, 2024)
    assert found["name"].to_list() == ["6–9 år", "10–12 år"]


# --- Cards, kroner and money ---


def test_cards_in_use_by_how_they_were_got() -> None:
    """R21: sold against awarded; a share needs fifty cards."""
    release = drawn(
        cards="""
        period     | months | scheme | channel | stream | units
        2024-01-01 | 12     | card   | sale    | issued | 60
        2024-01-01 | 12     | card   | sale    | used   | 30
        2024-01-01 | 12     | card   | awarded | issued | 45
        2024-01-01 | 12     | card   | awarded | used   | 45
        """
    )
    assert uptake.cards(release, 2024).rows() == [
        ("Aktivitetskortet", "awarded", 45, 45, None),
        ("Aktivitetskortet", "sale", 60, 30, 0.5),
    ]
    assert uptake.cards(release, 2023).is_empty()


def test_claimed_kroner_of_a_year_are_the_sum_of_its_quarters() -> None:
    release = drawn(
        kroner="""
        period     | months | scheme | kroner
        2024-01-01 | 3      | club   | 20000
        2024-04-01 | 3      | club   | 15000
        2023-10-01 | 3      | club   | 90000
        """
    )
    assert uptake_costs.claimed(release, 2024).rows() == [("Fritidskortet", 35_000)]


PRICES = """
    offer  | year | source | kind    | is_gift | share | price_ore
    cinema | 2023 | Jotron | sponsor | false   | 1.0   | 99900
    cinema | 2024 | Jotron | sponsor | false   | 0.75  | 9000
    cinema | 2024 | Bølgen | -       | true    | 0.25  | 12000
    bus    | 2025 | NAV    | own     | false   | 1.0   | 5000
"""


def test_money_is_a_rounded_count_times_the_price_of_the_year_shared_among_who_paid() -> None:
    """200 awarded and 100 used: three in four from Jotron at 90 kr, the rest a gift of 120."""
    release = drawn(
        offer="""
        period     | months | offer  | stream  | units
        2024-04-01 | 1      | cinema | awarded | 200
        2024-04-01 | 1      | cinema | used    | 100
        2024-04-01 | 1      | bus    | awarded | 90
        """,
        prices=PRICES,
    )
    assert uptake_costs.by_source(release, 2024).rows() == [
        ("Jotron", "sponsor", False, 75, 150 * 9_000, 150 * 9_000 // 75),
        # A gift's cost is its value; of 25 uses each one's is not told.
        ("Bølgen", "", True, 25, 50 * 12_000, None),
    ]


def test_an_offer_without_a_known_price_costs_nothing_that_is_told() -> None:
    assert uptake_costs.by_source(TWO, 2024).is_empty()


# --- What figures are held against ---


def test_the_plan_is_held_against_the_part_of_the_year_that_is_over() -> None:
    """R18: 1 200 a year are 300 in three months; nobody counted the club's use."""
    release = drawn(
        offer=CINEMA_AND_BUS + "2024-04-01 | 1 | play | awarded | 20",
        uncounted=UNCOUNTED,
        expected="""
        scheme | year | times
        card   | 2024 | 1200
        club   | 2024 | 400
        card   | 2023 | 90
        """,
    )
    assert uptake.expected(release, 2024).rows() == [
        ("Aktivitetskortet", 1_200, 300, 85),
        ("Fritidskortet", 400, 100, None),
    ]


def test_a_planned_scheme_without_figures_is_used_by_nobody() -> None:
    release = drawn(expected="scheme | year | times\n card | 2024 | 1200")
    assert uptake.expected(release, 2024).rows() == [("Aktivitetskortet", 1_200, 300, 0)]


def test_a_planned_scheme_may_be_used_among_the_others() -> None:
    release = drawn(
        offer=f"""
        period     | months | offer          | stream  | units
        2024-04-01 | 3      | {OTHER_OFFERS} | awarded | 50
        """,
        periods="period | months\n 2024-04-01 | 3",
        expected="scheme | year | times\n card | 2024 | 1200",
    )
    assert uptake.expected(release, 2024).rows() == [("Aktivitetskortet", 1_200, 300, None)]


def test_children_are_those_of_the_year_or_of_the_last_one_before() -> None:
    """R87: what coverage is a share of."""
    release = drawn(children="year | children\n 2022 | 900\n 2024 | 1000")
    assert [uptake.children(release, year) for year in (2021, 2022, 2023, 2024, 2025)] == [
        None,
        900,
        900,
        1_000,
        1_000,
    ]


def test_months_ahead_without_anything_to_give_are_named() -> None:
    """R51."""
    release = drawn(on_offer="month | offers\n 2024-06-01 | 2\n 2024-07-01 | 0")
    assert uptake.months_without_offers(release) == [date(2024, 7, 1)]


@pytest.mark.parametrize(
    ("first_day", "months", "text"),
    [
        (MAY, 1, "mai"),
        (APRIL, 3, "apr.–juni"),
        (date(2024, 7, 1), 6, "jul.–desember"),
        (date(2024, 1, 1), 12, "hele året"),
    ],
)
def test_a_period_is_told_in_words(first_day: date, months: int, text: str) -> None:
    assert uptake.period_text(first_day, months) == text


def test_a_rate_of_cards_is_told_from_fifty_of_them_however_many_uses_they_have() -> None:
    """Fifty cards of ten punches: 490 uses are 49 of them."""
    swims = """
        period     | months | offer  | area    | stream  | units
        2024-04-01 | 3      | cinema | stavern | awarded | {}
        2024-04-01 | 3      | cinema | stavern | used    | 250
    """
    sized = OFFERS.replace("card   | year_round   | 1", "card   | year_round   | 10")
    for uses, rate in ((500, 0.5), (490, None)):
        release = drawn(offers=sized, offer_area=swims.format(uses))
        [row] = crossed_uptake.rows(release, By.AREA, 2024).rows(named=True)
        assert row["rate"] == rate


def test_cards_given_away_count_once_each_and_their_uses_are_told_on_the_whole() -> None:
    """60 tickets to the cinema, and 45 uses on cards of three."""
    sized = OFFERS.replace("vkt     | card   | year_round   | 1", "vkt | card | year_round | 3")
    release = drawn(offers=sized, offer=CINEMA_AND_BUS)
    assert uptake.awarded_cards(release, 2024) == 75
    assert uptake.size(release, 2024) == 105 / 75
    assert uptake.size(drawn(), 2024) == 1
