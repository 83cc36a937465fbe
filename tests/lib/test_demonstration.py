"""The demonstration keeps the rules of the house, and leaves each role something to do."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest

from lib import (
    accounts,
    contact_requests,
    delivery_sheets,
    demonstration,
    demonstration_people,
    funding,
    holdings,
    identity_numbers,
    ledger,
    lookups,
    memberships,
    municipality,
    need_to_know,
    published,
    redemptions,
    release,
    signposts,
    stock_watch,
    suspicions,
    sweeps,
    tills,
    uptake,
    uptake_costs,
)
from lib.db import Database
from lib.demonstration_people import NAV
from lib.demonstration_stock import DELIVERIES
from lib.memberships import MemberRole, Membership
from lib.municipality import AlreadyStarted
from lib.norwegian import today_in_oslo
from lib.staff import Role, StaffUser
from lib.uptake import By
from tests import town

NOW = datetime(2025, 11, 20, 14, 30)  # a Thursday
TODAY = today_in_oslo(NOW)


@pytest.fixture(scope="module")
def larvik(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The demonstration, loaded once for all the tests that only look."""
    file = tmp_path_factory.mktemp("demonstration") / "klipp.duckdb"
    with Database(file, town.KEYS) as db:
        demonstration.load(db, now=NOW, progress=lambda _share, _what: None)
        yield db


def staff(db: Database, username: str) -> StaffUser:
    [account] = [one for one in accounts.all_of(db) if one.username == username]
    return StaffUser(
        account.id, account.username, account.name, account.service_id, account.roles, False
    )


def count(db: Database, text: str) -> int:
    return int(db.rows(f"select count(*) as n from {text}")[0]["n"])


def homes_of(db: Database) -> dict[UUID, list[Membership]]:
    """Where everyone lives, by person."""
    people = [row["id"] for row in db.rows("select id from person")]
    homes = defaultdict(list)
    for home in memberships.of_persons(db, people):
        homes[home.person_id].append(home)
    return homes


def test_the_ledgers_balance(larvik: Database) -> None:
    assert ledger.unbalanced(larvik) == []
    assert redemptions.unbalanced(larvik) == []


def test_it_is_as_large_as_a_town(larvik: Database) -> None:
    children = [home for home, *_ in homes_of(larvik).values() if home.role is MemberRole.CHILD]
    assert 600 <= len(children) <= 606  # the last family whole, and three registered twice
    assert 3_800 <= count(larvik, "award") <= 4_000
    assert count(larvik, "service") == 4
    assert count(larvik, "neighbourhood") == 6
    assert count(larvik, "partner") == 13 + len(signposts.templates())
    for table in ("redemption_undo", "award_cancellation", "use_count", "consent", "card_block"):
        assert count(larvik, table) > 10, table


def test_each_role_can_sign_in(larvik: Database) -> None:
    found = accounts.all_of(larvik)
    assert {role for account in found for role in account.roles} == set(Role)
    assert not any(account.must_change_password for account in found)
    assert municipality.is_demonstration(larvik)


def test_no_one_has_more_than_the_quota(larvik: Database) -> None:
    assert not larvik.rows(
        """
        select award.person_id
        from award
        join scheme_quota on scheme_quota.scheme_id = award.scheme_id
            and scheme_quota.category = award.category
        left join award_cancellation on award_cancellation.award_id = award.id
        where award_cancellation.award_id is null
        group by award.person_id, award.category, year(award.awarded_on), scheme_quota.units_a_year
        having sum(award.units) > scheme_quota.units_a_year
        """
    )


def test_each_award_has_a_right_and_a_home_with_the_service_that_gave_it(
    larvik: Database,
) -> None:
    sound = count(
        larvik,
        """
        award
        join entitlement on entitlement.id = award.entitlement_id
            and entitlement.person_id = award.person_id
            and award.awarded_on between entitlement.valid_from and entitlement.valid_to
        join pool on pool.id = award.pool_id and pool.service_id = award.service_id
            and pool.batch_id = award.batch_id
        """,
    )
    assert sound == count(larvik, "award")
    homes = homes_of(larvik)
    for award in larvik.rows("select person_id, service_id, awarded_at from award"):
        since = [
            home.since
            for home in homes[award["person_id"]]
            if home.service_id == award["service_id"]
        ]
        assert min(since) < award["awarded_at"]


def test_no_ticket_is_given_or_used_outside_its_days_or_after_now(larvik: Database) -> None:
    assert not larvik.rows(
        """
        select award.id
        from award
        join batch on batch.id = award.batch_id
        where award.awarded_on < batch.received_on
            or award.awarded_on > coalesce(batch.event_date, batch.valid_to, award.awarded_on)
            or award.awarded_at > $1
        """,
        NOW,
    )
    assert not larvik.rows(
        """
        select redemption.id
        from redemption
        join card on card.id = redemption.card_id
        where redemption.redeemed_on < coalesce(card.valid_from, cast(card.made_at as date))
            or redemption.redeemed_on > coalesce(card.valid_to, redemption.redeemed_on)
            or redemption.redeemed_at < card.made_at
            or redemption.redeemed_at > $1
        """,
        NOW,
    )


def test_a_blocked_card_was_not_used(larvik: Database) -> None:
    assert not count(larvik, "card_block join redemption using (card_id)")


def test_each_card_has_its_own_number_and_each_code_one_award(larvik: Database) -> None:
    assert count(larvik, "card") == count(larvik, "(select distinct number from card)")
    assert not larvik.rows(
        """
        select award.id
        from award
        join batch on batch.id = award.batch_id
        where batch.ticket_form = 'partner_code'
            and award.units <> (
                select count(*) from partner_code where partner_code.award_id = award.id
            )
        """
    )


def test_every_role_has_something_to_do_today(larvik: Database) -> None:
    nina, kari = staff(larvik, "nina"), staff(larvik, "kari")
    assert contact_requests.waiting(larvik, by=nina)
    assert contact_requests.cases(larvik, by=kari)
    assert holdings.unused(larvik, by=nina, on=TODAY)
    assert stock_watch.low(larvik, on=TODAY)
    assert stock_watch.expiring(larvik, on=TODAY)
    assert stock_watch.too_late(larvik, on=TODAY)
    assert stock_watch.untouched(larvik, on=TODAY)
    assert any(till.paired_at is None for till in tills.all_of(larvik))
    [jotron] = [line for line in funding.left(larvik, TODAY.year) if line.source == "Jotron"]
    assert jotron.budget_ore == 50_000_00
    assert jotron.left_ore
    assert 0 < jotron.left_ore < jotron.budget_ore


def test_three_children_wait_who_were_registered_twice(larvik: Database) -> None:
    found = sweeps.run(larvik, now=lambda: NOW)
    kari = staff(larvik, "kari")
    assert 3 <= found.pairs <= 6
    reasons = {
        reason for each in suspicions.waiting(larvik, by=kari) for reason in each.compared.reasons
    }
    assert {"fornavn skrevet annerledes", "dag og måned byttet", "samme navn"} <= reasons


def test_the_examples_can_be_looked_up_by_the_service_that_knows_them(larvik: Database) -> None:
    nina = staff(larvik, "nina")
    for example in demonstration_people.examples():
        assert identity_numbers.parse(example.number, synthetic_only=True)
        found = lookups.by_number(larvik, example.number, by=nina, now=NOW)
        assert [one.person.name for one in found] == (
            [example.name] if example.service == NAV else []
        )


def test_some_children_have_two_homes_and_some_two_services(larvik: Database) -> None:
    of_children = [
        homes for homes in homes_of(larvik).values() if homes[0].role is MemberRole.CHILD
    ]
    assert sum(len({home.household_id for home in homes}) > 1 for homes in of_children) > 20
    assert sum(len({home.service_id for home in homes}) > 1 for homes in of_children) > 20


def test_names_open_with_the_key(larvik: Database) -> None:
    nina = staff(larvik, "nina")
    [home] = larvik.rows(
        "select person_id from membership where service_id = $1 limit 1", nina.service
    )
    assert need_to_know.person(larvik, home["person_id"], by=nina).name


def test_the_lines_of_2024_are_there_already_but_for_the_funfairs_new_dates(
    larvik: Database,
) -> None:
    preview = delivery_sheets.read_sheet(larvik, DELIVERIES.read_bytes(), DELIVERIES.name, on=TODAY)
    assert preview.already_there == 12


def test_a_year_of_figures_can_be_published(larvik: Database, tmp_path: Path) -> None:
    release.publish(
        larvik, tmp_path, by=None, on=TODAY, now=NOW, progress=lambda _share, _what: None
    )
    found = published.latest(tmp_path)
    assert found
    assert set(found["periods"]["months"]) == {1}
    assert found["periods"].height == 12
    for year in uptake.years(found):
        months = uptake.by_group(found, By.PERIOD, year)
        assert all(awarded > 100 for awarded in months["awarded"])
        assert uptake.total(found, By.OFFER, year).awarded == months["awarded"].sum()
    for table in ("offer", "area", "age_band", "service", "offer_area", "offer_age_band"):
        assert (found[table]["units"] % 5 == 0).all()
        assert not found[table].is_empty()
    this_year = max(uptake.years(found))
    assert uptake.children(found, this_year) == demonstration.LOW_INCOME_CHILDREN
    [plan] = uptake.expected(found, this_year).rows(named=True)
    assert plan["times"] == demonstration.EXPECTED_USE
    assert not uptake_costs.by_source(found, this_year).is_empty()


def test_it_can_be_loaded_on_a_leap_day(empty_db: Database) -> None:
    heard: list[float] = []
    leap_day = datetime(2028, 2, 29, 11, 0)
    demonstration.load(empty_db, now=leap_day, progress=lambda share, _what: heard.append(share))
    assert heard == sorted(heard)
    assert heard[-1] == 1
    assert ledger.unbalanced(empty_db) == []
    assert count(empty_db, "award") > 3_800


def test_it_moves_in_whole_or_not_at_all_and_only_once(empty_db: Database) -> None:
    def stop(share: float, _what: str) -> None:
        if share >= 0.6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demonstration.load(empty_db, now=NOW, progress=stop)
    assert municipality.the(empty_db) is None
    assert not count(empty_db, "person") + count(empty_db, "batch") + count(empty_db, "scheme")
    # Already the next year in Norway.
    new_year = datetime(2025, 12, 31, 23, 30)
    demonstration.load(empty_db, now=new_year, progress=lambda _share, _what: None)
    assert ledger.unbalanced(empty_db) == []
    with pytest.raises(AlreadyStarted):
        demonstration.load(empty_db, now=new_year, progress=lambda _share, _what: None)
