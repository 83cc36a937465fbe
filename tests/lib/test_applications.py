"""Applications: registered with the family, decided once, by a code and nothing else."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from lib import (
    access_log,
    allowances,
    application_decisions,
    applications,
    cards,
    entitlements,
    holdings,
    households,
    ledger,
    scheme_templates,
    scheme_years,
)
from lib.application_decisions import AlreadyDecided, NoCardsHere, NotOpenThisYear
from lib.applications import AppliedAlready, Outcome, RefusalReason
from lib.audit import Act
from lib.award_rules import AwardedElsewhere, YearlyShareUsed
from lib.db import Database
from lib.memberships import MemberRole
from lib.need_to_know import NotYours
from lib.persons import Protection
from lib.refusals import BadInput, Refused
from lib.scheme_years import NoOwnCards
from lib.schemes import NotOpen, OutsideAges
from lib.staff import NotYourRole
from tests.town import (
    ADAM,
    AMIR,
    HEGE,
    KARI,
    LARVIK_CARD,
    LISE,
    NAV,
    NILS,
    NINA,
    NOW,
    NURSES,
    TODAY,
    YUSUF,
    also_with_the_nurses,
    at_home,
    home_of,
    member,
    person_id_of,
)

RECEIVED = date(2024, 5, 2)
ACT = {"by": NINA, "on": TODAY, "now": NOW}


@pytest.fixture
def scheme_id(db: Database) -> UUID:
    """Kragerøkortet of 2024, ten of its cards with NAV; Salma's children live here."""
    at_home(db)
    scheme_id = scheme_templates.add(db, "kragerokortet", by=KARI, on=TODAY, now=NOW)
    share(db, scheme_id, NAV, 10)
    return scheme_id


@pytest.fixture
def yusuf(db: Database, scheme_id: UUID) -> UUID:
    return person_id_of(db, YUSUF)


def share(db: Database, scheme_id: UUID, service: UUID, units: int) -> None:
    batch_id = scheme_years.of(db, scheme_id)[0].batch_id
    ledger.move(db, batch_id, None, service, units, by=KARI, now=NOW)


def applied(db: Database, person_id: UUID, scheme_id: UUID, **changes: Any) -> UUID:
    told: dict[str, Any] = ACT | {"received_on": RECEIVED} | changes
    return applications.register(db, person_id, scheme_id, **told)


def grant(db: Database, application_id: UUID, **changes: Any) -> None:
    told: dict[str, Any] = ACT | {"criterion": "low_income"} | changes
    application_decisions.grant(db, application_id, **told)


def refuse(db: Database, application_id: UUID, reason: RefusalReason, **changes: Any) -> None:
    told: dict[str, Any] = ACT | changes
    application_decisions.refuse(db, application_id, reason, **told)


def outcome(db: Database, application_id: UUID) -> Outcome | None:
    return applications.of(db, application_id, by=NINA).outcome


def test_an_application_waits_with_its_age_in_days_the_oldest_first(
    db: Database, scheme_id: UUID, yusuf: UUID
) -> None:
    applied(db, yusuf, scheme_id)
    applied(db, person_id_of(db, AMIR), scheme_id, received_on=date(2024, 4, 30))
    waiting = applications.waiting(db, by=NILS)
    assert [each.days_waited(TODAY) for each in waiting] == [15, 13]
    assert waiting[1].person_id == yusuf
    assert applications.waiting(db, by=HEGE) == []


def test_granting_assesses_the_criterion_and_awards_the_card(
    db: Database, scheme_id: UUID, yusuf: UUID
) -> None:
    application_id = applied(db, yusuf, scheme_id)
    grant(db, application_id)
    right = entitlements.standing(db, yusuf, scheme_id, on=TODAY)
    assert right
    assert (right.criterion, right.valid_to) == ("low_income", date(2025, 5, 14))
    [held] = holdings.of_person(db, yusuf, by=NINA, on=TODAY).cards
    assert [(b.category, b.punches_given) for b in cards.of(db, held.card_id).balances] == [
        ("cinema", 5),
        ("swimming", 5),
    ]
    done = applications.of(db, application_id, by=NINA)
    assert (done.outcome, done.decided_on, done.decided_by) == (Outcome.GRANTED, TODAY, "Nina")
    assert applications.waiting(db, by=NINA) == []
    assert applications.decided_since(db, TODAY, by=NINA) == [done]
    assert not ledger.unbalanced(db)


def test_a_right_that_stands_is_not_assessed_again(
    db: Database, scheme_id: UUID, yusuf: UUID
) -> None:
    """Also how the next try goes on when the first was cut off between its two transactions."""
    entitlements.assess(db, yusuf, scheme_id, "refugee", valid_to=TODAY, **ACT)
    grant(db, applied(db, yusuf, scheme_id), criterion=None)
    assert len(db.rows("select id from entitlement where person_id = $1", yusuf)) == 1
    assert len(holdings.of_person(db, yusuf, by=NINA, on=TODAY).cards) == 1


@pytest.mark.parametrize("criterion", [None, "", "unknown"])
def test_without_a_criterion_nothing_is_granted(
    db: Database, scheme_id: UUID, yusuf: UUID, criterion: str | None
) -> None:
    application_id = applied(db, yusuf, scheme_id)
    with pytest.raises(BadInput, match="Kriterium må velges"):
        grant(db, application_id, criterion=criterion)
    assert outcome(db, application_id) is None
    assert holdings.of_person(db, yusuf, by=NINA, on=TODAY).cards == []


def test_what_stands_against_the_award_is_shown_before_and_leaves_no_right_behind(
    db: Database, scheme_id: UUID, yusuf: UUID
) -> None:
    amir = person_id_of(db, AMIR)
    batch_id = scheme_years.of(db, scheme_id)[0].batch_id
    ledger.move(db, batch_id, NAV, None, 9, by=KARI, now=NOW)
    first, last = applied(db, yusuf, scheme_id), applied(db, amir, scheme_id)
    grant(db, first)
    waiting = applications.of(db, last, by=NINA)
    assert isinstance(application_decisions.why_not(db, waiting, by=NINA, on=TODAY), NoCardsHere)
    with pytest.raises(NoCardsHere):
        grant(db, last)
    assert entitlements.standing(db, amir, scheme_id, on=TODAY) is None
    share(db, scheme_id, NAV, 1)
    assert application_decisions.why_not(db, waiting, by=NINA, on=TODAY) is None
    grant(db, last)


def test_an_application_is_decided_once(db: Database, scheme_id: UUID, yusuf: UUID) -> None:
    acts: list[Callable[[UUID], None]] = [
        lambda known: grant(db, known),
        lambda known: refuse(db, known, RefusalReason.MISSING_INFORMATION),
        lambda known: application_decisions.withdraw(db, known, **ACT),
    ]
    for first in reversed(acts):
        application_id = applied(db, yusuf, scheme_id)
        first(application_id)
        decided = applications.of(db, application_id, by=NINA)
        for again in acts:
            with pytest.raises(AlreadyDecided):
                again(application_id)
        assert applications.of(db, application_id, by=NINA) == decided
    assert len(holdings.of_person(db, yusuf, by=NINA, on=TODAY).cards) == 1


def test_who_was_refused_while_the_card_was_on_its_way_has_no_card(
    db: Database, scheme_id: UUID, yusuf: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nils refuses just between Nina's assessment and her award."""
    application_id = applied(db, yusuf, scheme_id)
    assess = entitlements.assess

    def assess_slowly(*given: Any, **told: Any) -> UUID:
        refuse(db, application_id, RefusalReason.NOT_RESIDENT, by=NILS)
        return assess(*given, **told)

    monkeypatch.setattr(entitlements, "assess", assess_slowly)
    with pytest.raises(AlreadyDecided):
        grant(db, application_id)
    assert outcome(db, application_id) is Outcome.REFUSED
    assert holdings.of_person(db, yusuf, by=NINA, on=TODAY).cards == []


def test_one_application_waits_at_a_time_and_after_an_answer_one_may_apply_anew(
    db: Database, scheme_id: UUID, yusuf: UUID
) -> None:
    first = applied(db, yusuf, scheme_id)
    with pytest.raises(AppliedAlready):
        applied(db, yusuf, scheme_id)
    refuse(db, first, RefusalReason.MISSING_INFORMATION)
    applied(db, yusuf, scheme_id, now=NOW + timedelta(minutes=1))
    assert [each.outcome for each in applications.of_person(db, yusuf, by=NINA)] == [
        Outcome.REFUSED,
        None,
    ]


@pytest.mark.parametrize(
    ("received_on", "is_read"),
    [
        (TODAY, True),
        (TODAY + timedelta(days=1), False),
        (date(2023, 1, 1), True),
        (date(2022, 12, 31), False),
    ],
)
def test_it_was_received_today_or_at_most_a_year_back(
    db: Database, scheme_id: UUID, yusuf: UUID, received_on: date, is_read: bool
) -> None:
    if is_read:
        applied(db, yusuf, scheme_id, received_on=received_on)
    else:
        with pytest.raises(BadInput, match="Mottatt kan ikke være"):
            applied(db, yusuf, scheme_id, received_on=received_on)


def test_only_what_has_cards_of_its_own_and_is_open_is_applied_for(
    db: Database, scheme_id: UUID, yusuf: UUID
) -> None:
    with pytest.raises(NoOwnCards):
        applied(db, yusuf, LARVIK_CARD)
    before = date(2023, 12, 31)
    with pytest.raises(NotOpen):
        applied(db, yusuf, scheme_id, on=before, received_on=before)


def test_who_is_too_young_may_apply_and_gets_an_answer(db: Database, scheme_id: UUID) -> None:
    little = member(MemberRole.CHILD, "Sara Haddad", date(2020, 1, 1), serial=3)
    at_home(db, member(MemberRole.GUARDIAN, "Omar Haddad", date(1980, 1, 1)), little)
    application_id = applied(db, person_id_of(db, little), scheme_id)
    with pytest.raises(OutsideAges):
        grant(db, application_id)
    refuse(db, application_id, RefusalReason.OUTSIDE_AGES)
    assert outcome(db, application_id) is Outcome.REFUSED


def test_nobody_is_refused_for_what_the_register_knows_is_not_so(
    db: Database, scheme_id: UUID, yusuf: UUID
) -> None:
    application_id = applied(db, yusuf, scheme_id)
    with pytest.raises(BadInput, match="Grunn til avslag stemmer ikke: alderen er innenfor"):
        refuse(db, application_id, RefusalReason.OUTSIDE_AGES)
    with pytest.raises(
        BadInput, match="Grunn til avslag stemmer ikke: det er 200 kort igjen i kommunen"
    ):
        refuse(db, application_id, RefusalReason.NO_CARDS_LEFT)
    entitlements.assess(db, yusuf, scheme_id, "refugee", valid_to=TODAY, **ACT)
    with pytest.raises(
        BadInput, match=r"Grunn til avslag stemmer ikke: retten er vurdert til og med 15\.05"
    ):
        refuse(db, application_id, RefusalReason.CRITERION_NOT_MET)
    assert outcome(db, application_id) is None


def test_no_cards_left_means_none_in_the_municipality_or_no_open_year(
    db: Database, scheme_id: UUID, yusuf: UUID
) -> None:
    application_id = applied(db, yusuf, scheme_id)
    scheme_years.close(db, scheme_id, 2024, by=KARI, now=NOW)
    with pytest.raises(NotOpenThisYear):
        grant(db, application_id)
    refuse(db, application_id, RefusalReason.NO_CARDS_LEFT)
    done = applications.of(db, application_id, by=NINA)
    assert (done.outcome, done.reason) == (Outcome.REFUSED, RefusalReason.NO_CARDS_LEFT)


def test_a_spent_budget_is_no_cards_left(db: Database, yusuf: UUID) -> None:
    """1 372 kr a card, and a krone too little for the second."""
    scheme_id = scheme_templates.add(db, "fritidskortet-sandefjord", by=KARI, on=TODAY, now=NOW)
    share(db, scheme_id, NAV, 10)
    told = {"cards": 1000, "by": KARI, "now": NOW}
    scheme_years.change(db, scheme_id, 2024, budget_ore=2743_00, **told)  # type: ignore[arg-type]
    grant(db, applied(db, yusuf, scheme_id), criterion="weak_economy")
    amirs = applied(db, person_id_of(db, AMIR), scheme_id)
    refuse(db, amirs, RefusalReason.NO_CARDS_LEFT)
    again = applied(db, person_id_of(db, AMIR), scheme_id)
    scheme_years.change(db, scheme_id, 2024, budget_ore=2744_00, **told)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="kort igjen i kommunen"):
        refuse(db, again, RefusalReason.NO_CARDS_LEFT)


def test_a_fund_gives_the_kroner_that_were_decided(db: Database, yusuf: UUID) -> None:
    scheme_id = scheme_templates.add(db, "fond-for-fritidsaktiviteter", by=KARI, on=TODAY, now=NOW)
    batch_id = scheme_years.of(db, scheme_id)[0].batch_id
    ledger.move(db, batch_id, None, NAV, None, by=KARI, now=NOW)
    application_id = applied(db, yusuf, scheme_id)
    with pytest.raises(BadInput, match="Beløp må fylles ut"):
        grant(db, application_id)
    grant(db, application_id, amount_ore=1200_00)
    assert allowances.given(db, scheme_id, 2024) == 1200_00


def test_the_quota_and_the_warning_hold_for_applications_too(
    db: Database, scheme_id: UUID, yusuf: UUID
) -> None:
    grant(db, applied(db, yusuf, scheme_id))
    again = applied(db, yusuf, scheme_id)
    with pytest.raises(YearlyShareUsed):
        grant(db, again)
    also_with_the_nurses(db, YUSUF)
    share(db, scheme_id, NURSES, 5)
    db.transact(lambda tx: tx.run("delete from scheme_quota where scheme_id = $1", scheme_id))
    at_the_nurses = applied(db, yusuf, scheme_id, by=HEGE)
    with pytest.raises(AwardedElsewhere):
        grant(db, at_the_nurses, by=HEGE)
    grant(db, at_the_nurses, by=HEGE, knowing=True)


def test_another_services_application_is_nobodys_business(
    db: Database, scheme_id: UUID, yusuf: UUID
) -> None:
    also_with_the_nurses(db, YUSUF)
    application_id = applied(db, yusuf, scheme_id)
    assert applications.of_person(db, yusuf, by=HEGE) == []
    applied(db, yusuf, scheme_id, by=HEGE)  # theirs is another, and tells nothing of ours
    acts: list[Callable[[], object]] = [
        lambda: grant(db, application_id, by=HEGE),
        lambda: refuse(db, application_id, RefusalReason.NOT_RESIDENT, by=HEGE),
        lambda: application_decisions.withdraw(db, application_id, **(ACT | {"by": HEGE})),
        lambda: applications.of(db, application_id, by=HEGE),
    ]
    for act in acts:
        with pytest.raises(NotYours):
            act()


def test_only_a_caseworker_registers_and_decides(
    db: Database, scheme_id: UUID, yusuf: UUID
) -> None:
    application_id = applied(db, yusuf, scheme_id)
    for stranger in (KARI, LISE, ADAM):
        acts: list[Callable[[], object]] = [
            lambda by=stranger: applied(db, yusuf, scheme_id, by=by),
            lambda by=stranger: grant(db, application_id, by=by),
            lambda by=stranger: refuse(db, application_id, RefusalReason.NOT_RESIDENT, by=by),
            lambda by=stranger: applications.waiting(db, by=by),
            lambda by=stranger: applications.decided_since(db, TODAY, by=by),
            lambda by=stranger: applications.of_person(db, yusuf, by=by),
            lambda by=stranger: applications.applicant(db, yusuf, by=by, now=NOW),
        ]
        for act in acts:
            with pytest.raises(NotYourRole):
                act()


def test_a_child_that_moved_out_is_not_decided_on_but_the_application_can_be_ended(
    db: Database, scheme_id: UUID, yusuf: UUID
) -> None:
    application_id = applied(db, yusuf, scheme_id)
    households.end_membership(db, home_of(db, yusuf), yusuf, by=NINA, now=NOW)
    [waiting] = applications.waiting(db, by=NINA)
    assert not waiting.still_known
    for act in (grant, lambda *told: refuse(*told, RefusalReason.NOT_RESIDENT)):
        with pytest.raises(NotYours):
            act(db, application_id)
    application_decisions.withdraw(db, application_id, **ACT)
    assert applications.waiting(db, by=NINA) == []


def test_each_act_leaves_a_line_and_so_does_a_refusal(
    db: Database, scheme_id: UUID, yusuf: UUID
) -> None:
    applications.applicant(db, yusuf, by=NINA, now=NOW)
    first = applied(db, yusuf, scheme_id)
    with pytest.raises(Refused):
        refuse(db, first, RefusalReason.OUTSIDE_AGES)
    refuse(db, first, RefusalReason.NOT_RESIDENT)
    application_decisions.withdraw(db, applied(db, yusuf, scheme_id), **ACT)
    grant(db, applied(db, yusuf, scheme_id))
    rows = db.rows(
        "select act, outcome, count(*) as n from audit_entry where subject_id = $1 "
        "group by act, outcome",
        yusuf,
    )
    lines = {(row["act"], row["outcome"]): row["n"] for row in rows}
    assert lines == {
        (Act.OPENED, ""): 1,
        (Act.APPLIED, ""): 3,
        (Act.REFUSED, "BadInput"): 1,
        (Act.DECIDED, "not_resident"): 1,
        (Act.DECIDED, "withdrawn"): 1,
        (Act.DECIDED, "granted"): 1,
        (Act.ASSESSED, ""): 1,
        (Act.AWARDED, "1 Kragerøkortet"): 1,
    }
    for act, told in lines:
        assert access_log.in_words(act) != act
        assert not told or " " in told or access_log.in_words(told) != told


def test_a_protected_persons_application_is_strictly_logged(db: Database, scheme_id: UUID) -> None:
    hidden = member(
        MemberRole.CHILD, "Nora Dahl", date(2012, 2, 2), protection=Protection.CONFIDENTIAL
    )
    at_home(db, member(MemberRole.GUARDIAN, "Ida Dahl", date(1984, 4, 4)), hidden)
    application_decisions.withdraw(db, applied(db, person_id_of(db, hidden), scheme_id), **ACT)
    rows = db.rows("select strict from audit_entry where act in ('applied', 'decided')")
    assert [row["strict"] for row in rows] == [True, True]


def test_a_decision_has_no_free_text(db: Database) -> None:
    """Who, when and codes: there is no column that a reason in words would fit in."""
    rows = db.rows(
        "select table_name, column_name from information_schema.columns "
        "where table_name in ('application', 'application_decision') and data_type = 'VARCHAR'"
    )
    assert {row["column_name"] for row in rows} == {"outcome", "reason"}
