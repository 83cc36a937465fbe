"""The access log shows cases, and opens a name for a reason that is written down."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from lib import access_log, audit, households, memberships, persons
from lib.access_log import WORDS, NobodyBehind, in_words
from lib.audit import Act
from lib.awards import CancelReason
from lib.cards import AlreadyBlocked, BlockReason
from lib.contact_requests import Answer
from lib.duplicates import AlreadyRegistered
from lib.identity_numbers import IdentityKind
from lib.ledger import NotEnoughLeft
from lib.lookup_limit import TooManyLookups
from lib.memberships import MemberRole, Membership
from lib.norwegian import end_of_day
from lib.partner_codes import NotEnoughCodes
from lib.persons import Protection
from lib.refusals import BadInput, Refused
from lib.staff import NotYourRole
from tests.town import (
    ADAM,
    HEGE,
    KARI,
    NAV,
    NINA,
    NOW,
    YUSUF,
    at_home,
    given,
    id_of,
    person_id_of,
)

REASON = "Klage i sak 24/118"
LIB = Path(access_log.__file__).parent


@pytest.fixture
def child(db):
    return db.transact(lambda tx: persons.enter(tx, "Amina Ali", date(2014, 6, 5), {}))


def noted(db, act, *, later=0, **more):
    at = NOW + timedelta(minutes=later)
    db.transact(lambda tx: audit.note(tx, act, **{"by": NINA, "now": at, **more}))


def line(db, **wanted):
    return access_log.latest(db, by=ADAM, **wanted)[0]


def test_the_newest_line_comes_first_with_who_and_for_whom_they_acted(db):
    noted(db, Act.OPENED, reference="P-1")
    noted(db, Act.AWARDED, later=1, reference="P-2", outcome="2")
    newest, oldest = access_log.latest(db, by=ADAM)
    assert (newest.act, newest.staff_name, newest.service_name) == (
        Act.AWARDED,
        "Nina",
        "NAV Larvik",
    )
    assert oldest.reference == "P-1"


def test_a_case_reference_finds_that_case_alone_in_any_case(db):
    noted(db, Act.OPENED, reference="P-1")
    noted(db, Act.OPENED, reference="P-2")
    assert [entry.reference for entry in access_log.latest(db, by=ADAM, reference=" p-2 ")] == [
        "P-2"
    ]
    assert access_log.latest(db, by=ADAM, reference="P-3") == []


def test_strict_lines_can_be_read_alone(db):
    noted(db, Act.OPENED, reference="P-1")
    noted(db, Act.OPENED, reference="P-2", strict=True)
    assert [e.reference for e in access_log.latest(db, by=ADAM, strict_only=True)] == ["P-2"]


def test_a_name_opens_for_a_reason_and_leaves_a_line_with_it(db, child):
    noted(db, Act.OPENED, subject=child)
    [person] = access_log.inspect(db, line(db).id, justification=REASON, by=ADAM, now=NOW)
    assert (person.name, person.born) == ("Amina Ali", date(2014, 6, 5))
    [inspected] = [e for e in access_log.latest(db, by=ADAM) if e.act is Act.INSPECTED]
    assert (inspected.staff_name, inspected.justification) == ("Adam", REASON)
    assert inspected.reference == person.reference


def test_a_protected_persons_inspection_is_strict(db):
    hidden = db.transact(
        lambda tx: persons.enter(tx, "Bo", None, {NAV: Protection.STRICTLY_CONFIDENTIAL})
    )
    noted(db, Act.OPENED, subject=hidden)
    access_log.inspect(db, line(db).id, justification=REASON, by=ADAM, now=NOW)
    [strict] = access_log.latest(db, by=ADAM, strict_only=True)
    assert strict.act is Act.INSPECTED


@pytest.mark.parametrize("reason", ["", "x" * 14, " x  x  x  x  x ", "x" * 501])
def test_without_a_reason_of_some_length_nothing_opens(db, child, reason):
    noted(db, Act.OPENED, subject=child)
    with pytest.raises(BadInput, match=r"^Begrunnelse "):
        access_log.inspect(db, line(db).id, justification=reason, by=ADAM, now=NOW)
    assert [entry.act for entry in access_log.latest(db, by=ADAM)] == [Act.OPENED]


def test_fifteen_characters_are_a_reason(db, child):
    noted(db, Act.OPENED, subject=child)
    assert access_log.inspect(db, line(db).id, justification="x" * 15, by=ADAM, now=NOW)


def test_behind_a_household_are_its_members_and_behind_an_award_or_card_its_holder(db, child):
    row = id_of("R")
    home = Membership(id_of("M"), child, NAV, id_of("H"), None, MemberRole.CHILD, NOW)
    sealed = memberships.roster(db.keys, row, [home.id])
    given(db, "household_service", "id | household_id | sealed", [(row, home.household_id, sealed)])
    db.transact(lambda tx: memberships.add(tx, home))
    given(db, "award", "id | person_id", [(id_of("A"), child)])
    given(db, "award_card", "card_id | award_id\n C | A")
    for subject in ("H", "A", "C"):
        noted(db, Act.OPENED, subject=id_of(subject), reference=subject)
        entry = line(db, reference=subject)
        [person] = access_log.inspect(db, entry.id, justification=REASON, by=ADAM, now=NOW)
        assert person.id == child


def test_a_line_about_nobody_opens_nothing(db):
    noted(db, Act.SIGNED_IN, reference="nina")
    assert not line(db).has_subject
    with pytest.raises(NobodyBehind):
        access_log.inspect(db, line(db).id, justification=REASON, by=ADAM, now=NOW)


def test_the_log_is_for_the_administrator_alone(db):
    with pytest.raises(NotYourRole):
        access_log.latest(db, by=KARI)
    with pytest.raises(NotYourRole):
        access_log.inspect(db, id_of("any"), justification=REASON, by=NINA, now=NOW)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (Act.IDENTIFIER_ADDED, "La til identitetsnummer"),
        ("wrong_password", "feil passord"),
        ("AlreadyRegistered", "allerede registrert"),
        ("not_wanted", "familien ønsker det ikke"),
        ("2 Bowling, tross varsel", "2 Bowling, tross varsel"),
        ("SomethingNew", "SomethingNew"),
        ("", ""),
    ],
)
def test_what_is_stored_is_said_in_norwegian_and_the_rest_as_it_is(code, words):
    assert in_words(code) == words


def test_every_act_and_every_answer_has_its_words():
    assert {*Act, *CancelReason, *Answer, *IdentityKind, BlockReason.LOST} <= set(WORDS)


def refusals(kind=Refused):
    for refusal in kind.__subclasses__():
        yield refusal
        yield from refusals(refusal)


def test_every_refusal_that_the_log_may_hold_has_its_words():
    """Whatever is defined where refusals are noted, or in a rule that is asked there."""
    noting = {file.stem for file in LIB.glob("*.py") if "refusals_noted(" in file.read_text()}
    asked = {"award_rules", "duplicates", "need_to_know", "schemes", "staff"}
    modules = {f"lib.{name}" for name in noting | asked}
    held = {kind for kind in refusals() if kind.__module__ in modules}
    held |= {BadInput, NotEnoughLeft, NotEnoughCodes, AlreadyBlocked}
    assert {AlreadyRegistered, TooManyLookups} < held
    assert {kind.__name__ for kind in held} <= set(WORDS)


def test_a_persons_reference_finds_the_looks_at_their_household_too(db):
    """Nina opened the household; Hege's look at it would not have shown Yusuf."""
    home = at_home(db)
    households.opened(db, home, by=NINA, now=NOW)
    yusuf = persons.of(db, person_id_of(db, YUSUF))
    noted(db, Act.OPENED, by=HEGE, subject=home, reference="H-2")
    found = access_log.latest(db, by=ADAM, reference=yusuf.reference)
    assert [(each.act, each.staff_name) for each in found if each.act is Act.OPENED] == [
        (Act.OPENED, "Nina")
    ]


def test_sign_ins_do_not_push_other_lines_out_of_sight(db):
    noted(db, Act.OPENED, reference="P-1")
    for n in range(3):
        noted(db, Act.SIGN_IN_REFUSED, later=n + 1)
    assert access_log.latest(db, by=ADAM, limit=2)[0].act is Act.SIGN_IN_REFUSED
    [left] = access_log.latest(db, by=ADAM, without_sign_ins=True, limit=2)
    assert left.reference == "P-1"


def test_the_lines_before_a_day_can_be_read(db):
    noted(db, Act.OPENED, reference="P-1")
    noted(db, Act.OPENED, later=60 * 24, reference="P-2")
    over = end_of_day(NOW.date())
    assert [each.reference for each in access_log.latest(db, by=ADAM, before=over)] == ["P-1"]
