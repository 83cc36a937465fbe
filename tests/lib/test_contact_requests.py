"""The blind contact request: both come to know, or neither does."""

from dataclasses import fields
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from lib import contact_requests, households, persons
from lib.contact_requests import (
    ANSWER_TEXTS,
    Answer,
    AnsweredAlready,
    AskedAlready,
    Case,
    Knows,
    Revealed,
    Route,
    Sent,
    Task,
)
from lib.db import Database
from lib.memberships import MemberRole
from lib.persons import Protection
from lib.staff import NotYourRole, Role, StaffUser
from tests.town import (
    AMIR,
    HEGE,
    KARI,
    LISE,
    NAV,
    NILS,
    NINA,
    NOW,
    NURSES,
    REFUGEES,
    SALMA,
    TODAY,
    YUSUF,
    YUSUF_BORN,
    also_with_the_nurses,
    at_home,
    given,
    id_of,
    member,
    person_id_of,
)

EARLIER = NOW - timedelta(days=90)
WHO = {"request_id", "person_id", "person_reference"}
A_MOMENT = timedelta(microseconds=1)
VILDE = member(
    MemberRole.CHILD,
    "Vilde Berg",
    YUSUF_BORN,
    serial=5,
    protection=Protection.STRICTLY_CONFIDENTIAL,
)


@pytest.fixture
def yusuf(db: Database) -> UUID:
    """Yusuf of NAV, whom the nurses have met a warning about."""
    at_home(db, SALMA, YUSUF)
    return person_id_of(db, YUSUF)


@pytest.fixture
def vilde(db: Database) -> UUID:
    """Vilde of NAV, whose address is strictly confidential."""
    at_home(db, SALMA, VILDE)
    return person_id_of(db, VILDE)


@pytest.fixture
def rana(db: Database) -> StaffUser:
    """A caseworker of the refugee service, which neither asks nor is asked."""
    given(
        db,
        "staff_user",
        """
        id   | username | name | service_id
        RANA | rana     | Rana | REFUGEES
        """,
    )
    return staff("RANA", REFUGEES, Role.CASEWORKER)


def staff(name: str, service: UUID | None, *roles: Role) -> StaffUser:
    return StaffUser(id_of(name), name.lower(), name.title(), service, frozenset(roles), False)


def asked(db: Database, person_id: UUID, *, by: StaffUser = HEGE, now: datetime = NOW) -> UUID:
    return contact_requests.ask(db, person_id, by=by, now=now)


def answered(
    db: Database,
    request_id: UUID,
    answer: Answer,
    *,
    by: StaffUser = NINA,
    now: datetime = NOW,
) -> Revealed | None:
    return contact_requests.answer(db, request_id, answer, by=by, now=now)


def sent(db: Database, *, by: StaffUser = HEGE) -> list[Sent]:
    return contact_requests.sent(db, by=by, since=EARLIER)


def tasks(db: Database, *, by: StaffUser = NINA) -> list[Task]:
    return contact_requests.tasks(db, by=by, now=NOW)


def cases(db: Database) -> list[Case]:
    return contact_requests.cases(db, by=KARI)


def told_of_the_asker(shown: object) -> bool:
    return any(word in repr(shown) for word in ("Hege", "helse", "33 17 10 00", str(NURSES)))


def told_of_the_answerer(shown: object) -> bool:
    return any(word in repr(shown) for word in ("Nina", "NAV", "55 55 33 33", str(NAV)))


def test_a_task_tells_whom_it_is_about_and_not_who_asks(db: Database, yusuf: UUID) -> None:
    request = asked(db, yusuf)
    [task] = tasks(db)
    assert (task.request_id, task.person_name, task.asked_at) == (request, "Yusuf Haddad", NOW)
    assert not told_of_the_asker(task)
    assert {field.name for field in fields(Task)} == {
        "request_id",
        "person_name",
        "person_reference",
        "asked_at",
    }


def test_a_task_that_is_read_is_a_look_and_one_that_is_counted_is_none(
    db: Database, yusuf: UUID
) -> None:
    """The page of tasks is run twice at one desk, and once at a colleague's: two looks."""
    asked(db, yusuf)
    assert contact_requests.waiting(db, by=NINA) == 1
    assert contact_requests.waiting(db, by=HEGE) == 0
    looks = "select staff_user_id, subject_id from audit_entry where act = 'opened'"
    assert db.rows(looks) == []
    for user in (NINA, NINA, NILS):
        tasks(db, by=user)
    tasks(db, by=HEGE)
    seen = {(look["staff_user_id"], look["subject_id"]) for look in db.rows(looks)}
    assert seen == {(NINA.id, yusuf), (NILS.id, yusuf)}
    assert len(db.rows(looks)) == 2


def test_a_child_protected_since_makes_the_look_strict(db: Database, yusuf: UUID) -> None:
    asked(db, yusuf)
    known = persons.of(db, yusuf)
    db.transact(
        lambda tx: persons.reseal(tx, yusuf, known.name, known.born, {NAV: Protection.CONFIDENTIAL})
    )
    tasks(db)
    assert db.row("select strict from audit_entry where act = 'opened'") == {"strict": True}


def test_colleagues_share_a_task_and_others_have_none(
    db: Database, yusuf: UUID, rana: StaffUser
) -> None:
    asked(db, yusuf)
    assert tasks(db, by=NILS) == tasks(db, by=NINA)
    assert tasks(db, by=HEGE) == tasks(db, by=rana) == []


def test_every_service_that_knows_the_person_is_asked_and_never_the_asker(
    db: Database, yusuf: UUID, rana: StaffUser
) -> None:
    """NAV and the nurses both have Yusuf; the refugee service asks, then the nurses do."""
    also_with_the_nurses(db, YUSUF)
    first = asked(db, yusuf, by=rana)
    second = asked(db, yusuf, by=HEGE, now=NOW + timedelta(hours=1))
    assert [task.request_id for task in tasks(db, by=NINA)] == [first, second]
    assert [task.request_id for task in tasks(db, by=HEGE)] == [first]


def test_a_service_whose_child_moved_out_is_not_asked(db: Database) -> None:
    household = at_home(db)
    yusuf = person_id_of(db, YUSUF)
    request = asked(db, yusuf)
    households.end_membership(db, household, yusuf, by=NINA, now=NOW)
    assert tasks(db) == []
    with pytest.raises(NotYourRole):
        answered(db, request, Answer.ACCEPTED)


def test_an_open_request_tells_the_asker_nothing_yet(db: Database, yusuf: UUID) -> None:
    asked(db, yusuf)
    [shown] = sent(db)
    assert (shown.answer, shown.answered_by, shown.answering_service, shown.phone) == (None,) * 4
    assert not told_of_the_answerer(shown)


@pytest.mark.parametrize("answer", [Answer.MAY_AWARD, Answer.HAS_ENOUGH])
def test_an_answer_through_the_system_reveals_nobody(
    db: Database, yusuf: UUID, answer: Answer
) -> None:
    request = asked(db, yusuf)
    assert answered(db, request, answer) is None
    [shown] = sent(db)
    assert shown.answer is answer
    assert not told_of_the_answerer(shown)
    assert tasks(db) == []


def test_an_asker_meets_by_name_only_whom_it_has_registered_itself(
    db: Database, yusuf: UUID
) -> None:
    """The nurses ask about Yusuf of NAV; then they register him, too, and read their list twice."""
    looks = "select staff_user_id from audit_entry where act = 'opened'"
    asked(db, yusuf)
    assert contact_requests.met_here(db, yusuf, by=HEGE, now=NOW) is None
    assert db.rows(looks) == []
    home = also_with_the_nurses(db, YUSUF)
    for _ in range(2):
        met = contact_requests.met_here(db, yusuf, by=HEGE, now=NOW)
    assert met == (persons.of(db, yusuf), home)
    assert db.rows(looks) == [{"staff_user_id": HEGE.id}]
    with pytest.raises(NotYourRole):
        contact_requests.met_here(db, yusuf, by=KARI, now=NOW)


def test_a_case_that_no_service_knows_any_more_says_so(db: Database) -> None:
    household = at_home(db, SALMA, YUSUF)
    yusuf = person_id_of(db, YUSUF)
    asked(db, yusuf)
    households.end_membership(db, household, yusuf, by=NINA, now=NOW)
    [case] = cases(db)
    assert case.known_to == ()


def test_accepting_reveals_both(db: Database, yusuf: UUID) -> None:
    request = asked(db, yusuf)
    revealed = answered(db, request, Answer.ACCEPTED)
    assert revealed == Revealed("Hege", "Skolehelsetjenesten", "33 17 10 00")
    [shown] = sent(db)
    assert (shown.answered_by, shown.answering_service, shown.phone) == (
        "Nina",
        "NAV Larvik",
        "55 55 33 33",
    )


def test_a_service_sees_its_own_requests_only_newest_first_and_since_a_day(
    db: Database, yusuf: UUID, rana: StaffUser
) -> None:
    answered(db, asked(db, yusuf), Answer.MAY_AWARD)
    later = NOW + timedelta(days=1)
    asked(db, yusuf, now=later)
    asked(db, yusuf, by=rana, now=later)
    assert [shown.asked_at for shown in sent(db)] == [later, NOW]
    assert [shown.answer for shown in sent(db)] == [None, Answer.MAY_AWARD]
    assert len(contact_requests.sent(db, by=HEGE, since=later)) == 1
    assert contact_requests.sent(db, by=HEGE, since=later + A_MOMENT) == []
    assert len(sent(db, by=rana)) == 1


def test_a_service_has_one_open_request_about_a_person(
    db: Database, yusuf: UUID, rana: StaffUser
) -> None:
    request = asked(db, yusuf)
    with pytest.raises(AskedAlready):
        asked(db, yusuf)
    asked(db, yusuf, by=rana)
    answered(db, request, Answer.HAS_ENOUGH)
    assert asked(db, yusuf) != request


def test_the_first_answer_stands(db: Database, yusuf: UUID) -> None:
    """Nils answered while Nina had the task before her."""
    request = asked(db, yusuf)
    answered(db, request, Answer.MAY_AWARD, by=NILS)
    with pytest.raises(AnsweredAlready):
        answered(db, request, Answer.ACCEPTED)
    assert [shown.answer for shown in sent(db)] == [Answer.MAY_AWARD]


def test_one_services_answer_is_enough(db: Database, yusuf: UUID, rana: StaffUser) -> None:
    also_with_the_nurses(db, YUSUF)
    request = asked(db, yusuf, by=rana)
    answered(db, request, Answer.MAY_AWARD, by=HEGE)
    assert tasks(db) == []
    with pytest.raises(AnsweredAlready):
        answered(db, request, Answer.HAS_ENOUGH, by=NINA)


def test_a_request_that_never_was_cannot_be_answered(db: Database) -> None:
    with pytest.raises(AnsweredAlready):
        answered(db, uuid4(), Answer.ACCEPTED)


def test_another_service_and_the_asker_cannot_answer(
    db: Database, yusuf: UUID, rana: StaffUser
) -> None:
    request = asked(db, yusuf)
    for stranger in (rana, HEGE, LISE):
        with pytest.raises(NotYourRole):
            answered(db, request, Answer.ACCEPTED, by=stranger)
    [shown] = sent(db)
    assert shown.answer is None


def test_the_coordinator_may_answer_at_once_and_so_may_the_service(
    db: Database, yusuf: UUID, rana: StaffUser
) -> None:
    """An answer from the coordinator is an everyday thing, and tells of no protection."""
    first, second = asked(db, yusuf), asked(db, yusuf, by=rana)
    assert {case.request_id for case in cases(db)} == {first, second}
    answered(db, first, Answer.MAY_AWARD, by=KARI)
    answered(db, second, Answer.MAY_AWARD)
    assert cases(db) == []
    with pytest.raises(AnsweredAlready):
        answered(db, first, Answer.ACCEPTED)


def test_what_only_the_coordinator_can_answer_stands_first(db: Database) -> None:
    hidden = member(MemberRole.CHILD, "Vilde", YUSUF_BORN, protection=Protection.CONFIDENTIAL)
    at_home(db, SALMA, AMIR, hidden)
    asked(db, person_id_of(db, AMIR))
    asked(db, person_id_of(db, hidden), now=NOW + timedelta(days=1))
    routes = [case.route for case in cases(db)]
    assert routes == [Route.COORDINATOR, Route.SERVICES]


def test_a_case_tells_who_asks_and_who_knows_and_not_whom_it_is_about(
    db: Database, yusuf: UUID, rana: StaffUser
) -> None:
    also_with_the_nurses(db, YUSUF)
    asked(db, yusuf, by=rana)
    [case] = cases(db)
    assert (case.asked_by, case.asking_service, case.asking_phone) == (
        "Rana",
        "Flyktningtjenesten",
        "33 17 20 00",
    )
    assert case.known_to == (
        Knows("NAV Larvik", "55 55 33 33"),
        Knows("Skolehelsetjenesten", "33 17 10 00"),
    )
    assert "Haddad" not in repr(case)
    assert str(yusuf) not in repr(case)


@pytest.mark.parametrize(
    "protection", [known for known in Protection if known is not Protection.NONE]
)
def test_a_protected_person_goes_to_the_coordinator_alone(
    db: Database, protection: Protection
) -> None:
    hidden = member(MemberRole.CHILD, "Vilde", YUSUF_BORN, protection=protection)
    at_home(db, SALMA, hidden)
    request = asked(db, person_id_of(db, hidden))
    assert tasks(db) == []
    assert [case.request_id for case in cases(db)] == [request]
    with pytest.raises(NotYourRole):
        answered(db, request, Answer.ACCEPTED)
    answered(db, request, Answer.MAY_AWARD, by=KARI)
    assert cases(db) == []


def test_the_asking_desk_sees_no_difference_for_a_protected_person(
    db: Database, yusuf: UUID
) -> None:
    """Yusuf is not protected, Vilde is: both lists are alike, open and answered."""
    at_home(db, member(MemberRole.GUARDIAN, "Berit Berg", SALMA.born or TODAY, serial=9), VILDE)
    vilde = person_id_of(db, VILDE)

    def seen() -> list[list[object]]:
        return [
            [getattr(shown, field.name) for field in fields(Sent) if field.name not in WHO]
            for shown in sorted(sent(db), key=lambda shown: shown.person_reference)
        ]

    ordinary, hidden = asked(db, yusuf), asked(db, vilde)
    first, second = seen()
    assert first == second
    for person_id in (yusuf, vilde):
        with pytest.raises(AskedAlready):
            asked(db, person_id)
    answered(db, ordinary, Answer.HAS_ENOUGH)
    answered(db, hidden, Answer.HAS_ENOUGH, by=KARI)
    first, second = seen()
    assert first == second


def test_a_coordinator_who_accepts_is_named_without_a_service(db: Database, vilde: UUID) -> None:
    request = asked(db, vilde)
    revealed = answered(db, request, Answer.ACCEPTED, by=KARI)
    assert revealed == Revealed("Hege", "Skolehelsetjenesten", "33 17 10 00")
    [shown] = sent(db)
    assert (shown.answered_by, shown.answering_service, shown.phone) == ("Kari", None, None)


def test_a_coordinator_who_is_caseworker_too_answers_a_case_for_no_service(
    db: Database, vilde: UUID
) -> None:
    """In a small municipality Kari works at NAV as well; that NAV knows Vilde stays secret."""
    db.transact(
        lambda tx: tx.run("update staff_user set service_id = $1 where id = $2", NAV, KARI.id)
    )
    both = staff("KARI", NAV, Role.COORDINATOR, Role.CASEWORKER)
    answered(db, asked(db, vilde), Answer.ACCEPTED, by=both)
    [shown] = sent(db)
    assert (shown.answering_service, shown.phone) == (None, None)


def test_one_with_both_roles_answers_the_task_of_their_service_at_once(
    db: Database, yusuf: UUID
) -> None:
    both = staff("NINA", NAV, Role.COORDINATOR, Role.CASEWORKER)
    request = asked(db, yusuf)
    answered(db, request, Answer.ACCEPTED, by=both)
    [shown] = sent(db)
    assert shown.answering_service == "NAV Larvik"


def test_each_list_is_for_its_own_role(db: Database, yusuf: UUID) -> None:
    with pytest.raises(NotYourRole):
        asked(db, yusuf, by=KARI)
    with pytest.raises(NotYourRole):
        tasks(db, by=KARI)
    with pytest.raises(NotYourRole):
        sent(db, by=KARI)
    with pytest.raises(NotYourRole):
        contact_requests.cases(db, by=NINA)


def test_asking_and_answering_leave_a_line_each(db: Database, yusuf: UUID) -> None:
    request = asked(db, yusuf)
    with pytest.raises(AskedAlready):
        asked(db, yusuf)
    answered(db, request, Answer.MAY_AWARD)
    lines = db.rows(
        "select act, outcome, subject_id, strict from audit_entry "
        "where act in ('contact_asked', 'contact_answered', 'refused') order by act"
    )
    assert lines == [
        {"act": act, "outcome": outcome, "subject_id": yusuf, "strict": False}
        for act, outcome in (
            ("contact_answered", "may_award"),
            ("contact_asked", ""),
            ("refused", "AskedAlready"),
        )
    ]


def test_a_protected_persons_request_is_logged_strictly(db: Database, vilde: UUID) -> None:
    request = asked(db, vilde)
    with pytest.raises(NotYourRole):
        answered(db, request, Answer.MAY_AWARD)
    answered(db, request, Answer.MAY_AWARD, by=KARI)
    lines = db.rows(
        "select strict from audit_entry "
        "where act in ('contact_asked', 'contact_answered', 'refused')"
    )
    assert lines == [{"strict": True}] * 3


def test_every_answer_has_its_words() -> None:
    assert set(ANSWER_TEXTS) == set(Answer)
