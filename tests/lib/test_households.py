"""A household as each service sees it, and what changes about its people."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lib import households, persons, registration
from lib.audit import ONE_LOOK
from lib.db import Database
from lib.households import NumberGone, NumberInUse
from lib.identity_numbers import IdentityKind, parse, synthetic
from lib.memberships import MemberRole
from lib.need_to_know import NotYours
from lib.persons import Protection
from lib.refusals import BadInput
from lib.registration import NewMember
from lib.staff import NotYourRole, StaffUser
from tests.town import (
    AMIR,
    AMIR_BORN,
    HEGE,
    KARI,
    LEYLA,
    NILS,
    NINA,
    NOW,
    NURSES,
    SALMA,
    TODAY,
    YUSUF,
    YUSUF_BORN,
    also_with_the_nurses,
    at_home,
    member,
    number_of,
    person_id_of,
)


def looks(db: Database) -> int:
    return len(db.rows("select id from audit_entry where act = 'opened'"))


def test_another_service_meets_nobody(db: Database) -> None:
    household = at_home(db)
    with pytest.raises(NotYours):
        households.opened(db, household, by=HEGE, now=NOW)
    assert db.rows("select outcome from audit_entry where act = 'refused'") == [
        {"outcome": "NotYours"}
    ]


def test_colleagues_share_a_household(db: Database) -> None:
    assert households.opened(db, at_home(db), by=NILS, now=NOW).children


def test_reruns_of_a_page_are_one_look(db: Database) -> None:
    household = at_home(db)
    for moment in (NOW, NOW + timedelta(minutes=1), NOW + ONE_LOOK - timedelta(seconds=1)):
        households.opened(db, household, by=NINA, now=moment)
    assert looks(db) == 1
    households.opened(db, household, by=NINA, now=NOW + ONE_LOOK)
    assert looks(db) == 2


def test_two_people_looking_are_two_looks(db: Database) -> None:
    household = at_home(db)
    households.opened(db, household, by=NINA, now=NOW)
    households.opened(db, household, by=NILS, now=NOW)
    assert looks(db) == 2


def test_a_protected_member_makes_the_look_strict(db: Database) -> None:
    hidden = member(
        MemberRole.CHILD, "Vilde", YUSUF_BORN, protection=Protection.STRICTLY_CONFIDENTIAL
    )
    household = at_home(db, SALMA, hidden)
    households.opened(db, household, by=NINA, now=NOW)
    assert db.row("select strict from audit_entry where act = 'opened'") == {"strict": True}


def test_a_person_keeps_every_number_they_ever_had(db: Database) -> None:
    """Yusuf came with a DUF number, got a D-number, and now has a fødselsnummer."""
    duf = parse(synthetic(IdentityKind.DUF, date(2022, 1, 1), 7) or "")
    dnr = parse(synthetic(IdentityKind.DNR, YUSUF_BORN, 1) or "")
    at_home(db, SALMA, YUSUF)
    yusuf = person_id_of(db, YUSUF)
    for number in (duf, dnr):
        households.add_number(db, yusuf, number, by=NINA, now=NOW)
    assert [persons.with_number(db, number) for number in (duf, dnr)] == [yusuf, yusuf]
    assert sorted(known.kind for known in households.numbers(db, yusuf, by=NINA)) == [
        "dnr",
        "duf",
        "fnr",
    ]


def test_a_new_number_is_asked_of_the_stopper(db: Database) -> None:
    """The number NAV now hears of is one that the nurses registered on another child."""
    at_home(db, SALMA, YUSUF)
    other = member(MemberRole.GUARDIAN, "Mona", date(1980, 1, 3))
    ola = member(MemberRole.CHILD, "Ola", YUSUF_BORN, serial=7)
    at_home(db, other, ola, by=HEGE)
    assert ola.number
    with pytest.raises(NumberInUse):
        households.add_number(db, person_id_of(db, YUSUF), ola.number, by=NINA, now=NOW)


def test_a_number_with_another_birth_date_is_refused_whoever_has_it(db: Database) -> None:
    """Amir's, then one that nobody has, a day off; on Yusuf's own day it is taken."""
    at_home(db, SALMA, YUSUF)
    at_home(db, LEYLA, AMIR, by=HEGE)
    yusuf = person_id_of(db, YUSUF)
    for number in (AMIR.number, number_of(YUSUF_BORN + timedelta(days=1), serial=9)):
        assert number
        with pytest.raises(BadInput) as fault:
            households.add_number(db, yusuf, number, by=NINA, now=NOW)
        assert str(fault.value) == "Fødselsnummer stemmer ikke med fødselsdatoen 05.06.2013."
    households.add_number(db, yusuf, number_of(YUSUF_BORN, serial=9), by=NINA, now=NOW)


def test_a_number_of_ones_own_may_be_typed_again(db: Database) -> None:
    at_home(db)
    assert YUSUF.number
    households.add_number(db, person_id_of(db, YUSUF), YUSUF.number, by=NINA, now=NOW)


def test_another_service_adds_no_number(db: Database) -> None:
    at_home(db, SALMA, YUSUF)
    assert AMIR.number
    with pytest.raises(NotYours):
        households.add_number(db, person_id_of(db, YUSUF), AMIR.number, by=HEGE, now=NOW)


def taken_back(db: Database, of: NewMember, *, by: StaffUser = NINA) -> None:
    person_id = person_id_of(db, of)
    [known] = households.numbers(db, person_id, by=by)
    households.remove_number(db, person_id, known, by=by, now=NOW)


def test_a_wrong_number_is_taken_back_and_free_for_whom_it_belongs_to(db: Database) -> None:
    """NAV put Amir's number on Yusuf, who is left without any; then it registers Amir."""
    wrong = member(MemberRole.CHILD, "Yusuf Haddad", AMIR_BORN)
    household = at_home(db, SALMA, wrong)
    yusuf = person_id_of(db, wrong)
    taken_back(db, wrong)
    assert households.numbers(db, yusuf, by=NINA) == []
    registration.add_member(db, household, AMIR, by=NINA, on=TODAY, now=NOW)
    assert person_id_of(db, AMIR) != yusuf
    lines = db.rows(
        "select subject_id, staff_user_id, outcome from audit_entry "
        "where act = 'identifier_removed'"
    )
    assert lines == [{"subject_id": yusuf, "staff_user_id": NINA.id, "outcome": "fnr"}]


def test_taking_a_number_of_a_protected_child_back_is_logged_strictly(db: Database) -> None:
    hidden = member(MemberRole.CHILD, "Vilde", YUSUF_BORN, protection=Protection.SHIELDED)
    at_home(db, SALMA, hidden)
    taken_back(db, hidden)
    assert db.row("select strict from audit_entry where act = 'identifier_removed'") == {
        "strict": True
    }


def test_only_the_service_that_registered_a_number_sees_it_and_takes_it_back(db: Database) -> None:
    """Both know Yusuf by his number; the D-number is NAV's alone."""
    at_home(db, SALMA, YUSUF)
    yusuf = person_id_of(db, YUSUF)
    also_with_the_nurses(db, YUSUF)
    dnr = parse(synthetic(IdentityKind.DNR, YUSUF_BORN, 1) or "")
    households.add_number(db, yusuf, dnr, by=NINA, now=NOW + timedelta(hours=1))
    fnr, theirs = households.numbers(db, yusuf, by=NINA)
    assert [known.kind for known in households.numbers(db, yusuf, by=HEGE)] == ["fnr"]
    with pytest.raises(NumberGone):
        households.remove_number(db, yusuf, theirs, by=HEGE, now=NOW)
    assert persons.with_number(db, dnr) == yusuf
    households.remove_number(db, yusuf, fnr, by=NINA, now=NOW)
    assert YUSUF.number
    assert persons.with_number(db, YUSUF.number) == yusuf


def test_a_service_that_does_not_know_the_child_takes_no_number_back(db: Database) -> None:
    at_home(db, SALMA, YUSUF)
    yusuf = person_id_of(db, YUSUF)
    [known] = households.numbers(db, yusuf, by=NINA)
    with pytest.raises(NotYours):
        households.numbers(db, yusuf, by=HEGE)
    with pytest.raises(NotYours):
        households.remove_number(db, yusuf, known, by=HEGE, now=NOW)
    with pytest.raises(NotYourRole):
        households.remove_number(db, yusuf, known, by=KARI, now=NOW)


def test_a_number_that_a_colleague_took_back_is_gone(db: Database) -> None:
    at_home(db, SALMA, YUSUF)
    yusuf = person_id_of(db, YUSUF)
    [known] = households.numbers(db, yusuf, by=NINA)
    households.remove_number(db, yusuf, known, by=NILS, now=NOW)
    with pytest.raises(NumberGone):
        households.remove_number(db, yusuf, known, by=NINA, now=NOW)


def test_a_number_that_another_service_has_of_the_child_is_added_as_if_it_were_new(
    db: Database,
) -> None:
    """Otherwise the answer would tell that somebody else knows Yusuf."""
    at_home(db, SALMA, YUSUF)
    yusuf = person_id_of(db, YUSUF)
    also_with_the_nurses(db, YUSUF)
    known_to_nav, unknown = number_of(YUSUF_BORN, serial=9), number_of(YUSUF_BORN, serial=12)
    households.add_number(db, yusuf, known_to_nav, by=NINA, now=NOW)
    for number in (known_to_nav, unknown):
        before = len(households.numbers(db, yusuf, by=HEGE))
        households.add_number(db, yusuf, number, by=HEGE, now=NOW)
        assert len(households.numbers(db, yusuf, by=HEGE)) == before + 1
    added = "select outcome from audit_entry where act = 'identifier_added' and staff_user_id = $1"
    assert db.rows(added, HEGE.id) == [{"outcome": "fnr"}] * 2


def test_particulars_are_corrected(db: Database) -> None:
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    households.correct(
        db,
        yusuf,
        name="Youssef Haddad",
        born="6.6.2013",
        protection=Protection.CONFIDENTIAL,
        by=NINA,
        on=TODAY,
        now=NOW,
    )
    corrected = persons.of(db, yusuf)
    assert (corrected.name, corrected.born) == ("Youssef Haddad", date(2013, 6, 6))
    assert corrected.is_protected


def test_a_correction_to_the_future_is_refused(db: Database) -> None:
    at_home(db)
    with pytest.raises(BadInput, match=r"^Fødselsdato"):
        households.correct(
            db,
            person_id_of(db, YUSUF),
            name="Yusuf",
            born="16.05.2024",
            protection=Protection.NONE,
            by=NINA,
            on=TODAY,
            now=NOW,
        )


def test_who_moved_out_is_no_longer_met(db: Database) -> None:
    household = at_home(db)
    households.end_membership(db, household, person_id_of(db, AMIR), by=NINA, now=NOW)
    seen = households.opened(db, household, by=NINA, now=NOW)
    assert [m.person.name for m in seen.children] == ["Yusuf Haddad"]


def test_the_file_holds_no_name_and_no_number(db: Database) -> None:
    at_home(db)
    stored = repr([db.rows(f"select * from {table}") for table in ("person", "person_identifier")])
    assert YUSUF.number
    assert "Haddad" not in stored
    assert YUSUF.number.digits not in stored
    assert all(b"2013" not in row["sealed"] for row in db.rows("select sealed from person"))


@pytest.mark.parametrize(
    ("whose", "born", "says"),
    [
        (YUSUF, "02.03.1985", "Fødselsdato må være senere enn den foresattes."),
        (YUSUF, "03.03.1985", None),
        (SALMA, "05.06.2013", "Fødselsdato må være tidligere enn barnets."),
        (SALMA, "04.06.2013", None),
    ],
)
def test_a_correction_leaves_children_younger_than_their_guardians(
    db: Database, whose: NewMember, born: str, says: str | None
) -> None:
    """Salma was born 02.03.1985 and Yusuf 05.06.2013; the stopper's log has the refusal."""
    at_home(db, SALMA, YUSUF)
    person_id = person_id_of(db, whose)

    def corrected() -> None:
        households.correct(
            db,
            person_id,
            name="Ny Navn",
            born=born,
            protection=Protection.NONE,
            by=NINA,
            on=TODAY,
            now=NOW,
        )

    if says is None:
        corrected()
    else:
        with pytest.raises(BadInput) as fault:
            corrected()
        assert str(fault.value) == says
    assert (persons.of(db, person_id).name == "Ny Navn") is (says is None)


def test_nobody_moves_out_of_where_they_do_not_live(db: Database) -> None:
    """Amir is the nurses' alone: NAV's log must not get a line on him by NAV's household."""
    household = at_home(db, SALMA, YUSUF)
    at_home(db, LEYLA, AMIR, by=HEGE)
    with pytest.raises(NotYours):
        households.end_membership(db, household, person_id_of(db, AMIR), by=NINA, now=NOW)
    assert db.rows("select id from audit_entry where outcome = 'flyttet ut'") == []


def test_a_service_takes_back_only_the_protection_it_heard_of(db: Database) -> None:
    """NAV knows Vilde as strictly confidential; the nurses never heard of it."""
    vilde = member(
        MemberRole.CHILD, "Vilde", YUSUF_BORN, protection=Protection.STRICTLY_CONFIDENTIAL
    )
    at_home(db, SALMA, vilde)
    also_with_the_nurses(db, replace(vilde, protection=Protection.NONE))
    known = person_id_of(db, vilde)

    def corrected(by: StaffUser) -> Protection:
        households.correct(
            db,
            known,
            name="Vilde",
            born="05.06.2013",
            protection=Protection.NONE,
            by=by,
            on=TODAY,
            now=NOW,
        )
        return persons.of(db, known).protection

    assert persons.of(db, known).protection_from(NURSES) is Protection.NONE
    assert corrected(HEGE) is Protection.STRICTLY_CONFIDENTIAL
    assert corrected(NINA) is Protection.NONE
    lines = db.rows("select outcome, strict from audit_entry where act = 'registered'")
    assert {"outcome": "vern fjernet", "strict": True} in lines
