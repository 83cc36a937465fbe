"""What asks for somebody to act: each rule at its edge, and never for less than the rounding."""

from datetime import date

import pytest

from lib import findings
from lib.disclosure import OTHER_OFFERS, OTHERS
from lib.findings import Rule
from lib.published import Published
from tests.published_town import drawn

JANUARY = date(2024, 1, 1)


def rules(published: Published) -> list[Rule]:
    return [finding.rule for finding in findings.of(published, 2024)]


def test_a_year_that_runs_well_has_no_findings() -> None:
    assert findings.of(drawn("offer kino 1 100 80"), 2024) == []


def test_a_year_with_nothing_has_no_findings() -> None:
    assert findings.of(drawn(), 2024) == []


@pytest.mark.parametrize(
    ("awarded", "used", "found"),
    [
        (45, 0, False),  # too few to speak of a rate
        (50, 0, True),
        (50, 15, True),
        (50, 20, False),  # under half, by no more than the rounding may be
        (100, 40, True),
        (100, 45, False),
    ],
)
def test_an_offer_of_which_under_half_is_used(awarded: int, used: int, *, found: bool) -> None:
    assert rules(drawn(f"offer kino 1 {awarded} {used}")) == [Rule.OFFER] * found


def test_months_that_nobody_has_counted_say_nothing_of_an_offer() -> None:
    waiting = [(date(2024, 1, 1), "kino"), (date(2024, 2, 1), "kino")]
    figures = "offer kino 1 60 0\noffer kino 2 60 0\noffer kino 3 40 0"
    assert rules(drawn(figures)) == [Rule.OFFER]
    assert rules(drawn(figures, uncounted=waiting)) == []


def test_the_offer_that_is_most_short_is_the_one_that_is_told_of() -> None:
    published = drawn("offer kino 1 100 10\noffer bad 1 400 100")
    [finding] = findings.of(published, 2024)
    assert finding.says == "Under halvparten er brukt: bad"
    assert finding.figure == "Brukt 100 av 400 tildelte."


@pytest.mark.parametrize(("used", "found"), [(285, True), (290, True), (295, False)])
def test_use_under_three_quarters_of_the_plan_so_far(used: int, *, found: bool) -> None:
    """The plan is 800 in the year, so 400 in six months, of which 300 is three quarters."""
    plan = [("card", 2024, 800)]
    published = drawn(f"offer kino 1 300 {used}", months=6, expected=plan)
    assert rules(published) == [Rule.PLAN] * found


def test_a_plan_whose_use_nobody_has_counted_is_no_finding() -> None:
    figures = "offer kino 1 45 0"
    plan = {"months": 6, "expected": [("card", 2024, 800)]}
    assert rules(drawn(figures, **plan)) == [Rule.PLAN]
    assert rules(drawn(figures, uncounted=[(date(2024, 1, 1), "kino")], **plan)) == []


def test_what_is_used_of_others_may_be_of_the_plan() -> None:
    def with_others(used: int) -> Published:
        others = [
            (JANUARY, 6, OTHER_OFFERS, "awarded", 200),
            (JANUARY, 6, OTHER_OFFERS, "used", used),
        ]
        return drawn(
            "offer kino 1 200 150",
            months=6,
            length=6,
            offer=others,
            expected=[("card", 2024, 800)],
            names=[("scheme", OTHER_OFFERS, OTHER_OFFERS)],
        )

    assert rules(with_others(135)) == [Rule.PLAN]
    assert rules(with_others(145)) == []


def test_a_plan_is_held_against_the_periods_that_have_closed_be_they_quarters() -> None:
    published = drawn("offer kino 1 300 100", months=6, length=3, expected=[("card", 2024, 800)])
    [finding] = [each for each in findings.of(published, 2024) if each.rule is Rule.PLAN]
    assert finding.figure == "Brukt 100. Planen så langt er 400."


@pytest.mark.parametrize(("teens", "found"), [(55, True), (60, True), (65, False), (140, False)])
def test_teenagers_get_under_half_of_what_the_younger_get_for_each_year_of_age(
    teens: int, *, found: bool
) -> None:
    """260 to thirteen years of age are 20 for each, so half is 70 to the seven years of teens."""
    lines = ["age_band 0–5_år 1 120 0", "age_band 6–9_år 1 140 0", f"age_band 13–15_år 1 {teens}"]
    assert rules(drawn("\n".join(lines))) == [Rule.TEENS] * found


def test_grown_ups_are_no_teenagers() -> None:
    lines = "age_band 6–9_år 1 260 0\nage_band 20_år_og_eldre 1 500 0"
    assert rules(drawn(lines)) == [Rule.TEENS]


@pytest.mark.parametrize(("used", "found"), [(45, True), (50, True), (55, False)])
def test_an_area_fifteen_points_under_the_whole(used: int, *, found: bool) -> None:
    """The rest of the town takes up what makes the whole 65 %."""
    lines = f"area Kvelde 1 100 {used}\narea Nanset 1 900 {650 - used}"
    assert rules(drawn(lines)) == [Rule.AREA] * found


def test_an_area_with_few_is_not_told_of_and_neither_are_those_without_one() -> None:
    nameless = drawn("area Nanset 1 900 700\narea Kvelde 1 45 0")
    assert rules(nameless) == []
    nowhere = drawn("area Nanset 1 900 700")
    [[day, length, _, stream, _]] = nowhere["area"].head(1).rows()
    with_unknown = drawn(
        "area Nanset 1 900 700", area=[(day, length, "", stream, 100)], names=[("area", "", "–")]
    )
    assert rules(with_unknown) == []


@pytest.mark.parametrize(("others", "found"), [(15, True), (45, False)])
def test_what_others_used_may_be_of_an_offer_that_has_little_use(
    others: int, *, found: bool
) -> None:
    used = [(JANUARY, 6, OTHER_OFFERS, "used", others)]
    names = [("offer", OTHER_OFFERS, OTHER_OFFERS)]
    published = drawn("offer kino 1 100", months=6, length=6, offer=used, names=names)
    assert rules(published) == [Rule.OFFER] * found


def test_of_others_nobody_knows_who_has_little() -> None:
    """Offers, ages and areas that are put together in a town with few children."""
    figures = "offer kino 1 100 90\narea Nanset 1 900 800\nage_band 6–9_år 1 260 0"
    little = {
        key: [(JANUARY, 6, name, "awarded", 100)]
        for key, name in OTHERS.items()
        if key != "service"
    }
    names = [(key, name, name) for key, name in OTHERS.items()]
    assert rules(drawn(figures, length=6)) == [Rule.TEENS]
    assert rules(drawn(figures, length=6, names=names, **little)) == []


def test_a_gap_in_a_small_areas_use_that_the_rounding_may_have_made_is_not_told() -> None:
    """15 points of 50 are 7 uses."""
    assert rules(drawn("area Kvelde 1 50 30\narea Nanset 1 950 730")) == []


def test_months_ahead_without_anything_are_told_of_in_the_latest_year_alone() -> None:
    ahead = [(date(2025, month, 1), int(month not in (3, 4, 6))) for month in range(1, 13)]
    published = drawn("offer kino 1 120 100", on_offer=ahead)
    [finding] = findings.of(published, 2024)
    assert finding.says == "3 måneder framover uten billetter på lager"
    assert "mars 2025 til april 2025 og juni 2025" in finding.figure
    assert finding.short == 30
    later = [(date(2025, 1, 1), 1)]
    assert rules(drawn("offer kino 1 120 100", on_offer=ahead, periods=later)) == []


def test_every_month_with_something_on_offer_is_no_finding() -> None:
    assert rules(drawn("offer kino 1 90 80", on_offer=[(date(2025, 1, 1), 1)])) == []


@pytest.mark.parametrize(("sold", "found"), [(0, True), (10, True), (15, False), (25, False)])
def test_under_a_fifth_of_the_cards_in_use_are_sold_or_given(sold: int, *, found: bool) -> None:
    """100 cards in use: 20 is a fifth, and 15 may be the rounding of it."""
    cards = [
        (date(2024, 1, 1), 12, "card", channel, stream, units)
        for channel, units in (("awarded", 100 - sold), ("sale", sold))
        for stream in ("issued", "used")
        if units
    ]
    assert rules(drawn(cards=cards)) == [Rule.CARDS] * found


def test_at_most_three_are_told_and_the_most_severe_first() -> None:
    published = drawn(
        """
        offer    kino    1 100 10
        area     Kvelde  1 200 20
        area     Nanset  1 900 800
        age_band 6–9_år  1 260 0
        """,
        expected=[("card", 2024, 2000)],
    )
    told = findings.of(published, 2024)
    assert [finding.rule for finding in told] == [Rule.PLAN, Rule.AREA, Rule.TEENS]
    assert [finding.short for finding in told] == sorted((f.short for f in told), reverse=True)


def test_every_rule_is_put_into_words() -> None:
    assert set(findings.RULES) == set(Rule)
    assert "Minst 50 er tildelt" in findings.RULES[Rule.OFFER]
