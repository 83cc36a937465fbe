"""Coverage: given for each child in a low-income family, where somebody has said how many."""

from datetime import date

from lib import coverage
from tests.published_town import drawn


def test_without_a_typed_in_number_there_is_no_coverage() -> None:
    assert coverage.of(drawn("service nav 1 100 50"), 2024) is None


def test_what_is_given_is_shared_among_the_children_and_sales_are_left_out() -> None:
    sold = (date(2024, 1, 1), 1, "", "awarded", 500)
    published = drawn(
        "service nav 1 100 50\nservice nurses 2 60 0",
        service=[sold],
        names=[("service", "", "uten opplysning")],
        children=[(2023, 40)],
    )
    covered = coverage.of(published, 2024)
    assert covered
    assert (covered.children, covered.per_child) == (40, 4.0)


def test_a_closed_years_awarded_cards_are_counted_by_scheme() -> None:
    cards = [
        (date(2024, 1, 1), 12, "card", channel, "issued", units)
        for channel, units in (("awarded", 30), ("sale", 90))
    ]
    covered = coverage.of(drawn(cards=cards, children=[(2024, 60)]), 2024)
    assert covered
    assert covered.cards_per_child == {"Kortet": 0.5}
