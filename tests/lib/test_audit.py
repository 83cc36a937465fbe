"""The access log: one line for each look, refusal and award, and never a name in it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from lib import (
    audit,
    awards,
    consents,
    contact_requests,
    entitlements,
    handing_out,
    holdings,
    households,
    lookups,
    lost_cards,
    persons,
    registration,
)
from lib.asking import Row
from lib.audit import ONE_LOOK, Act
from lib.awards import CancelReason
from lib.contact_requests import Answer
from lib.db import Database, Transaction
from lib.duplicates import AlreadyRegistered
from lib.households import NumberInUse
from lib.memberships import MemberRole
from lib.persons import Protection
from lib.refusals import Refused
from lib.registration import AlreadyHere
from tests.town import (
    AMIR,
    HEGE,
    LARVIK_CARD,
    LEYLA,
    NAV,
    NILS,
    NINA,
    NOW,
    NURSES,
    SALMA,
    STAFF,
    TODAY,
    YUSUF,
    YUSUF_BORN,
    also_with_the_nurses,
    at_home,
    awarded,
    choices,
    entitled,
    member,
    number_of,
    person_id_of,
    stocked,
)

HIDDEN = member(
    MemberRole.CHILD, "Vilde Berg", YUSUF_BORN, serial=5, protection=Protection.CONFIDENTIAL
)


def lines(db: Database, act: Act | None = None) -> list[Row]:
    found = db.rows("select * from audit_entry order by noted_at, id")
    return [line for line in found if act is None or line["act"] == act]


def new_lines(db: Database, before: list[Row]) -> list[Row]:
    seen = {line["id"] for line in before}
    return [line for line in lines(db) if line["id"] not in seen]


def look(db: Database, subject: UUID, *, now: datetime = NOW) -> None:
    audit.look(db, by=NINA, now=now, subject=subject, reference="H-1", strict=False)


def test_a_line_tells_who_when_what_and_of_which_case(db: Database) -> None:
    subject = uuid4()

    def noted(tx: Transaction) -> None:
        audit.note(
            tx,
            Act.INSPECTED,
            by=NINA,
            now=NOW,
            subject=subject,
            reference="P-1",
            outcome="ok",
            justification="Klage, sak 24/118",
            strict=True,
        )

    db.transact(noted)
    [line] = lines(db)
    del line["id"]
    assert line == {
        "noted_at": NOW,
        "act": "inspected",
        "staff_user_id": NINA.id,
        "service_id": NAV,
        "subject_id": subject,
        "reference": "P-1",
        "outcome": "ok",
        "justification": "Klage, sak 24/118",
        "strict": True,
    }


def test_a_line_goes_with_its_act(db: Database) -> None:
    def undone(tx: Transaction) -> None:
        audit.note(tx, Act.OPENED, by=NINA, now=NOW)
        raise ValueError

    with suppress(ValueError):
        db.transact(undone)
    assert lines(db) == []


def test_one_look_lasts_a_quarter_of_an_hour(db: Database) -> None:
    subject = uuid4()
    for now in (NOW, NOW + ONE_LOOK - timedelta(microseconds=1)):
        look(db, subject, now=now)
    assert len(lines(db)) == 1
    look(db, subject, now=NOW + ONE_LOOK)
    assert len(lines(db)) == 2


def test_another_household_is_another_look(db: Database) -> None:
    for subject in (uuid4(), uuid4()):
        look(db, subject)
    assert len(lines(db)) == 2


def test_reruns_that_come_at_once_are_one_look(db: Database) -> None:
    subject, together = uuid4(), threading.Barrier(8)

    def rerun(_: int) -> None:
        together.wait()
        look(db, subject)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(rerun, range(8)))
    assert len(lines(db)) == 1


def test_a_refusal_leaves_a_line_though_its_act_is_undone(db: Database) -> None:
    at_home(db)
    yusuf = person_id_of(db, YUSUF)

    def refused(tx: Transaction) -> None:
        audit.note(tx, Act.AWARDED, by=NINA, now=NOW)
        raise Refused

    with pytest.raises(Refused), audit.refusals_noted(db, by=NINA, now=NOW, subject=yusuf):
        db.transact(refused)
    assert lines(db, Act.AWARDED) == []
    [line] = lines(db, Act.REFUSED)
    assert (line["subject_id"], line["outcome"]) == (yusuf, "Refused")
    assert line["reference"] == persons.of(db, yusuf).reference


def test_what_is_our_bug_is_no_refusal(db: Database) -> None:
    with pytest.raises(LookupError), audit.refusals_noted(db, by=NINA, now=NOW):
        raise LookupError
    assert lines(db) == []


def test_a_refusal_about_something_else_has_no_case_reference(db: Database) -> None:
    household = at_home(db)
    with pytest.raises(Refused):
        households.opened(db, household, by=HEGE, now=NOW)
    [line] = lines(db, Act.REFUSED)
    assert (line["subject_id"], line["reference"]) == (household, None)


def test_a_warning_is_logged_on_each_person_it_tells_of(db: Database) -> None:
    """The nurse meets warnings about both of NAV's boys, and the case of each shows it."""
    at_home(db)
    with pytest.raises(AlreadyRegistered):
        at_home(db, LEYLA, YUSUF, AMIR, by=HEGE)
    boys = {person_id_of(db, boy) for boy in (YUSUF, AMIR)}
    refused = lines(db, Act.REFUSED)
    assert {line["subject_id"] for line in refused} == boys
    assert {line["reference"] for line in refused} == {persons.of(db, b).reference for b in boys}
    assert {(line["outcome"], line["service_id"]) for line in refused} == {
        ("AlreadyRegistered", NURSES)
    }


def test_a_guardian_who_is_here_already_is_the_case_of_the_refusal(db: Database) -> None:
    at_home(db, SALMA, YUSUF)
    with pytest.raises(AlreadyHere):
        at_home(db, SALMA, AMIR, by=NILS)
    [line] = lines(db, Act.REFUSED)
    assert line["subject_id"] == person_id_of(db, SALMA)


def test_a_number_in_use_is_logged_on_whose_it_is(db: Database) -> None:
    at_home(db, SALMA, YUSUF)
    ola = member(MemberRole.CHILD, "Ola", YUSUF_BORN, serial=7)
    at_home(db, LEYLA, ola, by=HEGE)
    assert ola.number
    with pytest.raises(NumberInUse):
        households.add_number(db, person_id_of(db, YUSUF), ola.number, by=NINA, now=NOW)
    [line] = lines(db, Act.REFUSED)
    assert line["subject_id"] == person_id_of(db, ola)


def test_a_protected_persons_refusals_are_strict(db: Database) -> None:
    at_home(db, SALMA, HIDDEN)
    with pytest.raises(AlreadyRegistered):
        at_home(db, LEYLA, HIDDEN, by=HEGE)
    with pytest.raises(Refused):
        handing_out.hand_out(db, person_id_of(db, HIDDEN), by=NINA, on=TODAY, now=NOW)
    assert [line["strict"] for line in lines(db, Act.REFUSED)] == [True, True]


def test_a_known_childs_protection_makes_another_registration_strict(db: Database) -> None:
    """The nurse does not know of it, and types nothing."""
    at_home(db, SALMA, HIDDEN)
    unaware = member(MemberRole.CHILD, "Vilde Berg", YUSUF_BORN, serial=5)
    also_with_the_nurses(db, unaware)
    assert [line["strict"] for line in lines(db, Act.REGISTERED)] == [True, True]


def test_each_act_leaves_one_line_and_no_line_a_name(db: Database) -> None:
    """A year of Yusuf's, with everything that can be done and much that is refused."""
    before: list[Row] = []

    def leaves(*expected: tuple[Act, str]) -> None:
        nonlocal before
        added = new_lines(db, before)
        assert sorted((line["act"], line["outcome"]) for line in added) == sorted(expected)
        before = lines(db)

    household = at_home(db, SALMA, YUSUF)
    leaves((Act.REGISTERED, ""))
    yusuf = person_id_of(db, YUSUF)

    registration.add_member(db, household, AMIR, by=NINA, on=TODAY, now=NOW)
    leaves((Act.REGISTERED, "nytt medlem"))
    assert YUSUF.number
    lookups.by_number(db, YUSUF.number.digits, by=NINA, now=NOW)
    leaves((Act.LOOKED_UP, "funnet"))
    lookups.by_name(db, "Yusuf", "5.6.2013", by=HEGE, on=TODAY, now=NOW)
    leaves((Act.LOOKED_UP, "ingen treff"))
    households.opened(db, household, by=NINA, now=NOW)
    leaves((Act.OPENED, ""))

    assert not choices(db, yusuf)
    leaves()
    entitled(db, yusuf)
    leaves((Act.ASSESSED, ""))
    cinema = stocked(db, "Kino", "cinema", shares={NAV: 5, NURSES: 5})
    award = awarded(db, yusuf, cinema, 3)
    leaves((Act.AWARDED, "3 Kino"))
    with suppress(Refused):
        awarded(db, yusuf, cinema, 3)
    leaves((Act.REFUSED, "YearlyShareUsed"))
    handing_out.hand_out(db, yusuf, by=NINA, on=TODAY, now=NOW)
    leaves((Act.HANDED_OUT, "3 kort"))
    card = holdings.of_person(db, yusuf, by=NINA, on=TODAY).cards[0]
    lost_cards.block(db, yusuf, card.card_id, by=NINA, on=TODAY, now=NOW)
    leaves((Act.BLOCKED, "lost"))

    with suppress(Refused):
        at_home(db, LEYLA, YUSUF, by=HEGE)
    leaves((Act.REFUSED, "AlreadyRegistered"))
    request = contact_requests.ask(db, yusuf, by=HEGE, now=NOW)
    leaves((Act.CONTACT_ASKED, ""))
    contact_requests.answer(db, request, Answer.ACCEPTED, by=NILS, now=NOW)
    leaves((Act.CONTACT_ANSWERED, "accepted"))
    also_with_the_nurses(db, YUSUF)
    leaves((Act.REGISTERED, ""))
    with suppress(Refused):
        awarded(db, yusuf, cinema, by=HEGE)
    leaves((Act.REFUSED, "AwardedElsewhere"))

    consents.record(db, yusuf, by=NINA, on=TODAY, now=NOW)
    leaves((Act.CONSENT, "gitt"))
    consents.withdraw(db, yusuf, by=NINA, now=NOW)
    leaves((Act.CONSENT, "trukket"))
    households.add_number(db, yusuf, number_of(YUSUF_BORN, 7), by=NINA, now=NOW)
    leaves((Act.IDENTIFIER_ADDED, "fnr"))
    households.correct(
        db,
        yusuf,
        name="Youssef Haddad",
        born="05.06.2013",
        protection=Protection.NONE,
        by=NINA,
        on=TODAY,
        now=NOW,
    )
    leaves((Act.REGISTERED, "rettet"))
    awards.cancel(db, award, CancelReason.WRONG_CHILD, by=NINA, now=NOW)
    leaves((Act.CANCELLED, "wrong_child"))
    with suppress(Refused):
        awards.cancel(db, award, CancelReason.WRONG_CHILD, by=NINA, now=NOW)
    leaves((Act.REFUSED, "AlreadyCancelled"))
    right = entitlements.standing(db, yusuf, LARVIK_CARD, on=TODAY)
    assert right
    entitlements.withdraw(db, right.id, by=NINA, now=NOW)
    leaves((Act.ASSESSED, "trukket"))
    households.end_membership(db, household, yusuf, by=NINA, now=NOW)
    leaves((Act.REGISTERED, "flyttet ut"))
    with suppress(Refused):
        consents.record(db, yusuf, by=NINA, on=TODAY, now=NOW)
    leaves((Act.REFUSED, "NotYours"))

    told = " ".join(
        f"{line['reference']} {line['outcome']} {line['justification']}" for line in lines(db)
    ).casefold()
    people = [known.name for known in (SALMA, YUSUF, AMIR, LEYLA)] + ["Youssef"]
    words = {word for name in people for word in name.split()} | {user.name for user in STAFF}
    words |= {row["name"] for row in db.rows("select name from service")}
    words |= {"low_income", "lav inntekt", str(date(2013, 6, 5)), YUSUF.number.digits}
    assert [word for word in words if word.casefold() in told] == []
    about_yusuf = {line["reference"] for line in lines(db) if line["subject_id"] == yusuf}
    assert about_yusuf == {persons.of(db, yusuf).reference}
