"""Whatever was done with two children: a merge undone leaves each with what they had."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as some

from lib import (
    application_decisions,
    applications,
    awards,
    claims,
    consents,
    contact_requests,
    handing_out,
    households,
    ledger,
    lost_cards,
    merging,
    need_to_know,
    pair_decisions,
    partners,
    persons,
    redemptions,
    scheme_templates,
    scheme_years,
    waiting,
)
from lib.asking import Row
from lib.awards import CancelReason
from lib.contact_requests import Answer
from lib.db import Database, Transaction
from lib.memberships import MemberRole, Membership
from lib.pair_decisions import Verdict
from lib.persons import Protection
from lib.refusals import Refused
from lib.staff import StaffUser
from lib.stock import UnitKind
from lib.tills import Till
from tests.counter import till_at
from tests.duplicates import (
    cards_of,
    merged,
    owners,
    past_of,
    register,
    stands_nowhere,
    undone,
    written_otherwise,
)
from tests.town import (
    AMIR,
    HEGE,
    KARI,
    NAV,
    NINA,
    NOW,
    NURSES,
    SALMA,
    STAVERN,
    TODAY,
    YUSUF,
    YUSUF_BORN,
    at_home,
    awarded,
    entitled,
    number_of,
    person_id_of,
    stocked,
)

BOTH = (NAV, NURSES)
ACT = {"on": TODAY, "now": NOW}


@dataclass(frozen=True)
class Scene:
    """Two children, one home at each service, a till, and what is to be had."""

    db: Database
    children: tuple[UUID, UUID]
    homes: dict[UUID, UUID]
    batches: tuple[UUID, UUID]
    gone_offer: UUID
    scheme_id: UUID
    till: Till

    def enter(self, child: UUID, by: StaffUser) -> None:
        """The caseworker's service has the child in its home from now on."""
        home = self.homes[by.service], STAVERN, MemberRole.CHILD, NOW
        membership = Membership(uuid4(), child, by.service, *home)
        if not need_to_know.homes(self.db, child, by=by):
            self.db.transact(lambda tx: households.take_in(tx, membership))


@pytest.fixture
def town(db: Database) -> Scene:
    at_home(db)
    homes = {
        by.service: need_to_know.homes(db, child, by=by)[0]
        for by, child in ((NINA, person_id_of(db, SALMA)), (HEGE, written_otherwise(db)))
    }
    cinema = stocked(
        db, "Kinobillett", "cinema", quantity=20_000, shares=dict.fromkeys(BOTH, 9_000)
    )
    pool = stocked(
        db,
        "Badekort",
        "swimming",
        quantity=None,
        shares=dict.fromkeys(BOTH),
        unit_kind=UnitKind.PUNCH_CARD,
        punches_per_unit=3,
    )
    [gone] = db.rows("select offer_id from batch where id = $1", stocked(db, "Teater", shares={}))
    scheme_id = scheme_templates.add(db, "kragerokortet", by=KARI, **ACT)
    for service in BOTH:
        year = scheme_years.of(db, scheme_id)[0]
        ledger.move(db, year.batch_id, None, service, 20, by=KARI, now=NOW)
    partner = db.transact(lambda tx: partners.named(tx, "Mestern"))
    assert partner
    till = till_at(db, partner.id)
    return Scene(db, (uuid4(), uuid4()), homes, (cinema, pool), gone["offer_id"], scheme_id, till)


def with_new_children(town: Scene) -> Scene:
    def entered(tx: Transaction) -> tuple[UUID, UUID]:
        one, other = (persons.enter(tx, name, YUSUF_BORN, {}) for name in ("Yo", "Yu"))
        return one, other

    return replace(town, children=town.db.transact(entered))


Does = Callable[[Scene, UUID, StaffUser], object]


def _award(scene: Scene, child: UUID, by: StaffUser) -> None:
    for batch in scene.batches:
        awarded(scene.db, child, batch, 2, by=by, knowing=True)


def _cancel(scene: Scene, child: UUID, by: StaffUser) -> None:
    for given in past_of(scene.db, child, by=by)[:1]:
        awards.cancel(scene.db, given.award_id, CancelReason.WRONG_CHILD, by=by, now=NOW)


def _punch(scene: Scene, child: UUID, by: StaffUser) -> None:
    sheet = handing_out.hand_out(scene.db, child, again=True, by=by, **ACT)
    assert sheet.handed
    secret = sheet.handed.cards[0].secret
    redemptions.punch(scene.db, secret, till=scene.till, key=str(uuid4()), punches=1, **ACT)


def _replace(scene: Scene, child: UUID, by: StaffUser) -> None:
    for card in cards_of(scene.db, child, by=by)[:1]:
        lost_cards.replace(scene.db, child, card.card_id, by=by, **ACT)


def _number(scene: Scene, child: UUID, by: StaffUser) -> None:
    taken = len(scene.db.rows("select id from person_identifier"))
    number = number_of(YUSUF_BORN, 1 + taken % 40)
    if persons.with_number(scene.db, number) in (None, child):
        households.add_number(scene.db, child, number, by=by, now=NOW)


def _free(scene: Scene, child: UUID, by: StaffUser) -> None:
    for known in households.numbers(scene.db, child, by=by)[:1]:
        households.remove_number(scene.db, child, known, by=by, now=NOW)


def _wait_no_more(scene: Scene, child: UUID, by: StaffUser) -> None:
    for waits in waiting.of_service(scene.db, by=by, on=TODAY):
        if waits.person_id == child:
            waiting.end(scene.db, waits.id, by=by, now=NOW)


def _decide_application(scene: Scene, child: UUID, by: StaffUser) -> None:
    for each in applications.of_person(scene.db, child, by=by):
        with suppress(Refused):
            application_decisions.grant(
                scene.db, each.id, criterion="low_income", knowing=True, by=by, **ACT
            )


def _answer(scene: Scene, child: UUID, by: StaffUser) -> None:
    for row in scene.db.rows("select id from contact_request where person_id = $1", child):
        contact_requests.answer(scene.db, row["id"], Answer.MAY_AWARD, by=KARI, now=NOW)


def _protect(scene: Scene, child: UUID, by: StaffUser) -> None:
    person = persons.of(scene.db, child)
    protection = Protection.STRICTLY_CONFIDENTIAL if by is HEGE else Protection.CONFIDENTIAL
    told = {"name": person.name, "born": "05.06.2013", "protection": protection}
    households.correct(scene.db, child, **told, by=by, **ACT)


def _sort_out(scene: Scene, child: UUID, by: StaffUser) -> None:
    brother = person_id_of(scene.db, AMIR if by is NINA else YUSUF)
    pair_decisions.decide(scene.db, child, brother, Verdict.NOT_SAME, by=KARI, now=NOW)


ACTS: dict[str, Does] = {
    "move in": lambda s, child, by: None,
    "move out": lambda s, child, by: households.end_membership(
        s.db, s.homes[by.service], child, by=by, now=NOW
    ),
    "number": _number,
    "free": _free,
    "right": lambda s, child, by: entitled(s.db, child, by=by),
    "award": _award,
    "cancel": _cancel,
    "punch": _punch,
    "replace": _replace,
    "wait": lambda s, child, by: waiting.put(s.db, child, s.gone_offer, by=by, now=NOW),
    "wait no more": _wait_no_more,
    "apply": lambda s, child, by: applications.register(
        s.db, child, s.scheme_id, TODAY, by=by, **ACT
    ),
    "decide": _decide_application,
    "consent": lambda s, child, by: consents.record(s.db, child, by=by, **ACT),
    "withdraw": lambda s, child, by: consents.withdraw(s.db, child, by=by, now=NOW),
    "ask": lambda s, child, by: contact_requests.ask(s.db, child, by=by, now=NOW),
    "answer": _answer,
    "protect": _protect,
    "sort out": _sort_out,
}
SOME_ACTS = some.lists(
    some.tuples(
        some.sampled_from([*ACTS]), some.sampled_from([0, 1]), some.sampled_from([NINA, HEGE])
    ),
    max_size=10,
)


BEGUN = [(act, child, by) for act in ("right", "award") for child, by in ((0, NINA), (1, HEGE))]


def do(scene: Scene, acts: list[tuple[str, int, StaffUser]], *, to: UUID | None = None) -> None:
    for name, which, by in acts:
        child = to or scene.children[which]
        scene.enter(child, by)
        with suppress(Refused):
            ACTS[name](scene, child, by)


def adds_up(db: Database) -> bool:
    return not (ledger.unbalanced(db) or redemptions.unbalanced(db) or claims.unbalanced(db))


ANY = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ANY
@drawn(before=SOME_ACTS)
def test_undone_at_once_everything_is_as_it_was(
    town: Scene, before: list[tuple[str, int, StaffUser]]
) -> None:
    scene = with_new_children(town)
    keep, gone = scene.children
    do(scene, [*BEGUN, *before])
    was = register(town.db)
    merge_id = merged(town.db, keep, gone)
    assert stands_nowhere(town.db, gone)
    assert adds_up(town.db)
    undone(town.db, merge_id)
    assert register(town.db) == was


@ANY
@drawn(before=SOME_ACTS, since=SOME_ACTS)
def test_undone_later_each_has_what_they_had_and_the_kept_one_what_came_since(
    town: Scene,
    before: list[tuple[str, int, StaffUser]],
    since: list[tuple[str, int, StaffUser]],
) -> None:
    scene = with_new_children(town)
    keep, gone = scene.children
    do(scene, [*BEGUN, *before])
    had = owners(town.db)
    merge_id = merged(town.db, keep, gone)
    do(scene, since, to=keep)
    assert stands_nowhere(town.db, gone)
    assert adds_up(town.db)
    undone(town.db, merge_id)
    assert adds_up(town.db)
    has = owners(town.db)
    # A number may be freed since; nothing else is ever deleted.
    assert {key for key in had if key not in has} <= {
        key for key in had if key[0] == "person_identifier"
    }
    assert {key: whose for key, whose in has.items() if key in had}.items() <= had.items()
    applied = {
        row["award_id"]
        for row in town.db.rows(
            "select award_id from application_decision "
            "join application on application.id = application_id where person_id = $1",
            gone,
        )
    }
    for (table, row_id), whose in has.items():
        if (table, row_id) not in had:
            assert whose == (gone if table == "award" and row_id in applied else keep)


def decisions(db: Database) -> list[Row]:
    return db.rows("select * from pair_decision order by id")


@ANY
@drawn(
    decided=some.lists(
        some.tuples(*[some.integers(0, 4)] * 2, some.sampled_from(Verdict)), max_size=6
    ),
    merges=some.lists(some.tuples(*[some.integers(0, 4)] * 2), max_size=5),
)
def test_whatever_was_merged_the_decisions_are_as_before_when_all_is_undone(
    db: Database,
    decided: list[tuple[int, int, Verdict]],
    merges: list[tuple[int, int]],
) -> None:
    def entered(tx: Transaction) -> list[UUID]:
        return [persons.enter(tx, "Yo", YUSUF_BORN, {}) for _ in range(5)]

    people = db.transact(entered)
    for one, other, verdict in decided:
        with suppress(Refused):
            pair_decisions.decide(db, people[one], people[other], verdict, by=KARI, now=NOW)
    was = decisions(db)
    for keep, gone in merges:
        with suppress(Refused):
            merged(db, people[keep], people[gone])
    for merge in merging.standing(db, by=KARI):
        undone(db, merge.id)
    assert decisions(db) == was
