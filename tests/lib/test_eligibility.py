"""At a glance: har rett, har ikke rett, mangler opplysning; and what could be given today."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from lib import awards, entitlements, offers, persons
from lib.awards import CancelReason
from lib.db import Database
from lib.eligibility import Choice, Standing, Verdict
from lib.memberships import MemberRole
from lib.need_to_know import NotYours
from lib.offers import OfferKind
from lib.staff import StaffUser
from tests.town import (
    HEGE,
    KARI,
    LEYLA,
    NAV,
    NINA,
    NOW,
    NURSES,
    SALMA,
    STAVERN,
    TODAY,
    YUSUF,
    also_with_the_nurses,
    at_home,
    awarded,
    choices,
    entitled,
    given,
    id_of,
    member,
    person_id_of,
    reseal_homes,
    standings,
    stocked,
)

A_DAY = timedelta(days=1)


@pytest.fixture
def yusuf(db: Database) -> UUID:
    """Yusuf, 10 years, of NAV, with a right."""
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    entitled(db, yusuf)
    return yusuf


def glance(db: Database, person_id: UUID, *, by: StaffUser = NINA, on: date = TODAY) -> Standing:
    [standing] = standings(db, person_id, by=by, on=on)
    return standing


def names(found: list[Choice]) -> list[str]:
    return [choice.offer_name for choice in found]


def undated(db: Database) -> UUID:
    """Yusuf of NAV, whose birth date nobody knows any longer."""
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    db.transact(lambda tx: persons.reseal(tx, yusuf, "Yusuf", None, {}))
    return yusuf


def place(db: Database, batch_id: UUID, area: UUID) -> None:
    """The batch's offer is in this neighbourhood."""
    text = "update offer set neighbourhood_id = $2 where id = $1"
    db.transact(lambda tx: tx.run(text, offer_of(db, batch_id), area))


def offer_of(db: Database, batch_id: UUID) -> UUID:
    row = db.row("select offer_id from batch where id = $1", batch_id)
    assert row
    offer_id: UUID = row["offer_id"]
    return offer_id


def test_who_has_a_right_sees_till_when_and_what_is_left(db: Database, yusuf: UUID) -> None:
    standing = glance(db, yusuf)
    assert standing.verdict is Verdict.HAS_RIGHT
    assert standing.because == "Vilkårene er oppfylt. Vurderingen gjelder til og med 14.05.2025."
    assert standing.left == "2 av 2 buss, 5 av 5 kino"
    assert standing.criterion == "Lav inntekt"
    assert not standing.can_be_assessed


def test_what_is_left_counts_all_services_and_no_cancelled_award(db: Database, yusuf: UUID) -> None:
    cinema = stocked(db, "Kino", "cinema", shares={NAV: 5, NURSES: 5})
    also_with_the_nurses(db, YUSUF)
    awarded(db, yusuf, cinema, 2)
    awarded(db, yusuf, cinema, by=HEGE, knowing=True)
    regretted = awarded(db, yusuf, stocked(db, "Buss", "transport"))
    awards.cancel(db, regretted, CancelReason.WRONG_OFFER, by=NINA, now=NOW)
    for user in (NINA, HEGE):
        assert glance(db, yusuf, by=user).left == "2 av 2 buss, 2 av 5 kino"


def test_what_is_left_never_falls_below_nothing(db: Database, yusuf: UUID) -> None:
    """The quota was lowered after the award."""
    awarded(db, yusuf, stocked(db, "Kino", "cinema"), 4)
    db.transact(
        lambda tx: tx.run("update scheme_quota set units_a_year = 3 where category = 'cinema'")
    )
    assert "0 av 3 kino" in glance(db, yusuf).left


def test_a_new_year_is_a_new_quota(db: Database, yusuf: UUID) -> None:
    awarded(db, yusuf, stocked(db, "Kino", "cinema"), 5)
    assert "0 av 5 kino" in glance(db, yusuf, on=date(2024, 12, 31)).left
    assert "5 av 5 kino" in glance(db, yusuf, on=date(2025, 1, 1)).left


def test_a_missing_assessment_is_the_next_step(db: Database) -> None:
    at_home(db)
    standing = glance(db, person_id_of(db, YUSUF))
    assert standing.verdict is Verdict.MISSING
    assert standing.because == "Retten er ikke vurdert ennå."
    assert standing.can_be_assessed
    assert (standing.left, standing.criterion, standing.entitlement_id) == ("", None, None)


def test_an_assessment_is_asked_for_anew_the_day_after_its_last(db: Database, yusuf: UUID) -> None:
    last = date(2025, 5, 14)
    assert glance(db, yusuf, on=last).verdict is Verdict.HAS_RIGHT
    over = glance(db, yusuf, on=last + A_DAY)
    assert (over.verdict, over.can_be_assessed) == (Verdict.MISSING, True)
    assert over.because == "Vurderingen gikk ut 14.05.2025. Vurder retten på nytt."


def test_a_missing_birth_date_is_asked_for_before_an_assessment(db: Database) -> None:
    standing = glance(db, undated(db))
    assert (standing.verdict, standing.can_be_assessed) == (Verdict.MISSING, False)
    assert standing.because.startswith("Fødselsdato mangler")


def test_the_wrong_age_has_no_right_and_no_next_step(db: Database) -> None:
    grown = member(MemberRole.CHILD, "Ola", date(2004, 5, 15))
    at_home(db, SALMA, grown)
    standing = glance(db, person_id_of(db, grown))
    assert (standing.verdict, standing.can_be_assessed) == (Verdict.NO_RIGHT, False)
    assert standing.because == "Alder er 20 år, og ordningen gjelder fra 2 til 19 år."


def test_another_services_assessment_holds_without_its_reason(db: Database, yusuf: UUID) -> None:
    also_with_the_nurses(db, YUSUF)
    standing = glance(db, yusuf, by=HEGE)
    assert standing.verdict is Verdict.HAS_RIGHT
    assert (standing.criterion, standing.entitlement_id) == (None, None)


def test_every_scheme_has_a_line(db: Database, yusuf: UUID) -> None:
    given(
        db,
        "scheme",
        """
        id    | name          | age_from | age_to | valid_from
        BABY  | Babykortet    | 0        | 1      | 2024-01-01
        LATER | Kulturkortet  | 0        | 19     | 2024-05-16
        KRAG  | Kragerøkortet | 0        | 19     | 2024-05-15
        """,
    )
    lines = standings(db, yusuf)
    assert [(line.scheme.name, line.verdict) for line in lines] == [
        ("Aktivitetskortet", Verdict.HAS_RIGHT),
        ("Babykortet", Verdict.NO_RIGHT),
        ("Kragerøkortet", Verdict.MISSING),
        ("Kulturkortet", Verdict.NO_RIGHT),
    ]
    assert lines[3].because == "Ordningen starter 16.05.2024."


def test_what_the_glance_says_is_what_an_award_meets(db: Database, yusuf: UUID) -> None:
    bowling = stocked(db, "Bowling")
    awarded(db, yusuf, bowling)
    right = glance(db, yusuf).entitlement_id
    assert right
    entitlements.withdraw(db, right, by=NINA, now=NOW)
    with pytest.raises(entitlements.NotAssessed) as refusal:
        awarded(db, yusuf, bowling)
    assert str(refusal.value) == glance(db, yusuf).because


def test_another_services_child_has_no_lines_and_no_choices(db: Database, yusuf: UUID) -> None:
    with pytest.raises(NotYours):
        glance(db, yusuf, by=HEGE)
    with pytest.raises(NotYours):
        choices(db, yusuf, by=HEGE)


@pytest.mark.parametrize(
    ("ages", "fits"),
    [
        ({"age_from": 10}, True),
        ({"age_from": 11}, False),
        ({"age_to": 10}, True),
        ({"age_to": 9}, False),
        ({"age_to": 0}, False),
        ({}, True),
    ],
)
def test_a_choice_fits_the_age(db: Database, yusuf: UUID, ages: dict[str, int], fits: bool) -> None:
    stocked(db, "Bowling", **ages)
    assert bool(choices(db, yusuf)) is fits


def test_every_offer_may_fit_somebody_without_a_birth_date(db: Database) -> None:
    stocked(db, "For små", age_to=5)
    assert names(choices(db, undated(db))) == ["For små"]


@pytest.mark.parametrize("dated", ["valid_to", "event_date"])
def test_a_choice_is_there_on_its_last_day(db: Database, yusuf: UUID, dated: str) -> None:
    stocked(db, "Tivoli", **{dated: TODAY})
    [choice] = choices(db, yusuf)
    assert choice.last_day == TODAY
    assert choices(db, yusuf, on=TODAY + A_DAY) == []


def test_an_emptied_pool_is_no_choice_and_an_unknown_one_is(db: Database, yusuf: UUID) -> None:
    last = stocked(db, "Bowling", quantity=1)
    stocked(db, "Minigolf", "minigolf", quantity=None, shares={NAV: None})
    assert [(c.offer_name, c.units_left) for c in choices(db, yusuf)] == [
        ("Bowling", 1),
        ("Minigolf", None),
    ]
    awarded(db, yusuf, last)
    assert names(choices(db, yusuf)) == ["Minigolf"]


def test_only_the_services_own_pool_is_chosen_from(db: Database, yusuf: UUID) -> None:
    also_with_the_nurses(db, YUSUF)
    stocked(db, "Bowling", shares={NURSES: 3})
    assert choices(db, yusuf) == []
    assert [choice.units_left for choice in choices(db, yusuf, by=HEGE)] == [3]


def test_a_closed_offer_and_a_fee_are_no_choices(db: Database, yusuf: UUID) -> None:
    closed, fee = stocked(db, "Bowling"), stocked(db, "Fotball", "sport")
    offers.close(db, offer_of(db, closed), by=KARI, now=NOW)
    turned = "update offer set kind = $2 where id = $1"
    db.transact(lambda tx: tx.run(turned, offer_of(db, fee), OfferKind.MEMBERSHIP_FEE))
    assert choices(db, yusuf) == []


def test_new_then_near_then_soonest_over(db: Database, yusuf: UUID) -> None:
    """Yusuf lives in Stavern. He had the bowling before, which is both near and soonest."""
    had = stocked(db, "Hatt før", valid_to=TODAY)
    for offer, ends in (
        ("Åpent", None),
        ("Langt unna, snart over", TODAY + A_DAY),
        ("Nær, senere", TODAY + 3 * A_DAY),
        ("Nær, snart over", TODAY + 2 * A_DAY),
    ):
        batch = stocked(db, offer, valid_to=ends)
        if offer.startswith("Nær"):
            place(db, batch, STAVERN)
    awarded(db, yusuf, had)
    found = choices(db, yusuf)
    assert names(found) == [
        "Nær, snart over",
        "Nær, senere",
        "Langt unna, snart over",
        "Åpent",
        "Hatt før",
    ]
    assert [choice.near for choice in found] == [True, True, False, False, False]


def test_near_is_near_any_home_the_service_knows(db: Database) -> None:
    """Yusuf's second home is in Nanset."""
    given(db, "neighbourhood", "id | name\n NANSET | Nanset")
    at_home(db, SALMA, YUSUF)
    yusuf = person_id_of(db, YUSUF)
    second = at_home(db, LEYLA, YUSUF, knowing=frozenset({yusuf}))
    reseal_homes(db, yusuf, at=second, neighbourhood_id=id_of("NANSET"))
    batch = stocked(db, "Bowling")
    for area in (STAVERN, id_of("NANSET")):
        place(db, batch, area)
        [choice] = choices(db, yusuf)
        assert choice.near


def test_what_another_service_gave_is_not_shown_as_had(db: Database, yusuf: UUID) -> None:
    bowling = stocked(db, "Bowling", shares={NAV: 5, NURSES: 5})
    also_with_the_nurses(db, YUSUF)
    awarded(db, yusuf, bowling)
    assert [choice.had_before for choice in choices(db, yusuf)] == [True]
    assert [choice.had_before for choice in choices(db, yusuf, by=HEGE)] == [False]


def test_what_was_cancelled_was_not_had(db: Database, yusuf: UUID) -> None:
    award = awarded(db, yusuf, stocked(db, "Bowling"))
    awards.cancel(db, award, CancelReason.NOT_WANTED, by=NINA, now=NOW)
    assert [choice.had_before for choice in choices(db, yusuf)] == [False]
