"""Registering a household, past the stopper."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lib import households, need_to_know, pair_decisions, persons, registration, suspicions
from lib.db import Database
from lib.duplicates import MAY_BE_REGISTERED, AlreadyRegistered, Warned
from lib.memberships import MemberRole
from lib.pair_decisions import Verdict
from lib.persons import Protection
from lib.refusals import BadInput
from lib.registration import AlreadyHere, NewMember, NobodyToRegister
from lib.staff import NotYourRole
from tests.town import (
    AMIR,
    AMIR_BORN,
    HEGE,
    KARI,
    LEYLA,
    NAV,
    NILS,
    NINA,
    NOW,
    SALMA,
    SALMA_BORN,
    TODAY,
    YUSUF,
    YUSUF_BORN,
    at_home,
    given,
    member,
    number_of,
    person_id_of,
)

SALMA_TOO = member(MemberRole.GUARDIAN, "Salma Haddad", SALMA_BORN, serial=None)
NUMBERLESS = member(MemberRole.CHILD, YUSUF.name, YUSUF_BORN, serial=None)
OMAR = member(MemberRole.GUARDIAN, "Omar Haddad", date(1980, 2, 2))


def test_a_household_has_its_guardian_and_children(db: Database) -> None:
    seen = households.opened(db, at_home(db), by=NINA, now=NOW)
    assert [m.person.name for m in seen.guardians] == ["Salma Haddad"]
    assert [m.person.name for m in seen.children] == ["Yusuf Haddad", "Amir Haddad"]
    assert seen.neighbourhood == "Stavern"


@pytest.mark.parametrize("members", [(YUSUF,), ()])
def test_a_household_needs_an_adult(members: tuple[object, ...]) -> None:
    assert isinstance(registration.why_not(members), NobodyToRegister)  # type: ignore[arg-type]


def test_an_adult_without_children_is_a_household(db: Database) -> None:
    seen = households.opened(db, at_home(db, SALMA), by=NINA, now=NOW)
    assert [m.person.name for m in seen.guardians] == ["Salma Haddad"]
    assert not seen.children


def test_only_a_caseworker_registers(db: Database) -> None:
    with pytest.raises(NotYourRole):
        at_home(db, by=KARI)


def test_a_child_is_younger_than_its_guardian() -> None:
    twin = member(MemberRole.CHILD, "Ola", SALMA_BORN, serial=3)
    refusal = registration.why_not([SALMA, twin])
    assert str(refusal).startswith("Barn 1: fødselsdato")
    day_younger = member(MemberRole.CHILD, "Ola", SALMA_BORN + timedelta(days=1))
    assert registration.why_not([SALMA, day_younger]) is None


def test_one_number_is_not_two_people() -> None:
    refusal = registration.why_not([SALMA, YUSUF, YUSUF])
    assert str(refusal) == "Barn 1: fødselsnummer er det samme som for barn 1."


@pytest.mark.parametrize(
    ("name", "number", "born", "says"),
    [
        ("", "", "05.06.2013", "Barn 1: navn"),
        ("Yusuf", "", "", "Barn 1: fødselsdato må fylles ut."),
        ("Yusuf", "12345678901", "", "Barn 1: fødselsnummer"),
        ("Yusuf", number_of(YUSUF_BORN).digits, "06.06.2013", "Barn 1: fødselsdato stemmer ikke"),
        ("Yusuf", "", "16.05.2024", "Barn 1: fødselsdato"),
        ("Yusuf", "", "15.05.1903", "Barn 1: fødselsdato er mer enn 120 år"),
        ("Yusuf", "", "31.02.2013", "Barn 1: fødselsdato"),
    ],
)
def test_a_fault_starts_with_its_field(
    db: Database, name: str, number: str, born: str, says: str
) -> None:
    with pytest.raises(BadInput) as fault:
        registration.read_member(
            db, "Barn 1", MemberRole.CHILD, name=name, number=number, born=born, on=TODAY
        )
    assert str(fault.value).startswith(says)


def test_every_fault_of_a_person_is_told_at_once(db: Database) -> None:
    with pytest.raises(BadInput) as fault:
        registration.read_member(
            db, "Barn 1", MemberRole.CHILD, name=" ", number="", born="", on=TODAY
        )
    assert str(fault.value) == "Barn 1: navn må fylles ut.\n\nBarn 1: fødselsdato må fylles ut."


def test_a_birth_date_may_come_from_the_number(db: Database) -> None:
    read = registration.read_member(
        db,
        "Barn 1",
        MemberRole.CHILD,
        name="Yusuf",
        number=number_of(YUSUF_BORN).digits,
        born="",
        on=TODAY,
    )
    assert read.born == YUSUF_BORN


@pytest.mark.parametrize("name", ["Ærlig Øye Åsen", "Нурія", "ضياء", "Đặng Thị Hồng", "ʻOkina-Ñ"])
def test_names_of_every_script_are_kept(db: Database, name: str) -> None:
    at_home(db, SALMA, member(MemberRole.CHILD, name, YUSUF_BORN))
    assert persons.of(db, person_id_of(db, YUSUF)).name == name


def test_the_stopper_stops_another_service_and_names_nobody(db: Database) -> None:
    """NAV has Salma and Yusuf. The nurse registers Yusuf with Leyla."""
    at_home(db, SALMA, YUSUF)
    with pytest.raises(AlreadyRegistered) as stopped:
        at_home(db, LEYLA, YUSUF, by=HEGE)
    [warned] = stopped.value.warnings
    assert warned.text == (
        "Allerede registrert i ordningen. Tildelt i perioden: ingenting. Kontakt koordinator."
    )
    assert db.row("select count(distinct household_id) as n from household_service") == {"n": 1}


def test_a_guardian_is_stopped_as_well_as_a_child(db: Database) -> None:
    at_home(db, SALMA, YUSUF)
    with pytest.raises(AlreadyRegistered) as stopped:
        at_home(db, SALMA, AMIR, by=HEGE)
    assert [warned.label for warned in stopped.value.warnings] == ["Foresatt 1"]


def test_going_on_knowingly_gives_the_child_a_second_home(db: Database) -> None:
    at_home(db, SALMA, YUSUF)
    yusuf = person_id_of(db, YUSUF)
    second = at_home(db, LEYLA, YUSUF, by=HEGE, knowing=frozenset({yusuf}))
    seen = households.opened(db, second, by=HEGE, now=NOW)
    assert [m.person.id for m in seen.children] == [yusuf]
    assert [m.person.name for m in seen.guardians] == ["Leyla Haddad"]
    assert db.row("select count(*) as n from person") == {"n": 3}


def test_a_household_belongs_to_every_service_that_registered_it(db: Database) -> None:
    """Both services know Salma; each sees the child it registered, and no sibling."""
    first = at_home(db, SALMA, YUSUF)
    salma = person_id_of(db, SALMA)
    second = at_home(db, SALMA, AMIR, by=HEGE, knowing=frozenset({salma}))
    assert first == second
    names = {
        user.name: [m.person.name for m in households.opened(db, first, by=user, now=NOW).children]
        for user in (NINA, HEGE)
    }
    assert names == {"Nina": ["Yusuf Haddad"], "Hege": ["Amir Haddad"]}


def test_the_same_service_opens_the_household_instead(db: Database) -> None:
    household = at_home(db, SALMA, YUSUF)
    with pytest.raises(AlreadyHere) as here:
        at_home(db, SALMA, AMIR, by=NILS)
    assert here.value.household_id == household


def test_a_child_with_two_homes_in_one_service_is_one_person(db: Database) -> None:
    at_home(db, SALMA, YUSUF)
    with pytest.raises(AlreadyRegistered) as stopped:
        at_home(db, LEYLA, YUSUF)
    assert stopped.value.warnings[0].text == "Allerede registrert hos dere, i en annen husstand."
    yusuf = person_id_of(db, YUSUF)
    second = at_home(db, LEYLA, YUSUF, knowing=frozenset({yusuf}))
    [child] = households.opened(db, second, by=NINA, now=NOW).children
    assert child.person.id == yusuf
    homes = need_to_know.homes(db, yusuf, by=NINA)
    assert len(homes) == 2
    assert second in homes


def test_a_child_without_a_number_is_known_again_in_ones_own_service_and_the_desk_reads_why(
    db: Database,
) -> None:
    """NAV has Yusuf with his number, and meets him anew without it."""
    household = at_home(db, SALMA, YUSUF)
    with pytest.raises(AlreadyRegistered) as stopped:
        at_home(db, LEYLA, NUMBERLESS)
    [warned] = stopped.value.warnings
    assert warned == Warned(
        "Barn 1",
        person_id_of(db, YUSUF),
        "Kan være Yusuf Haddad, født 05.06.2013, som er registrert hos dere: samme navn, "
        "samme fødselsdato, samme nærmiljø. Er det samme person, åpne husstanden.",
        household,
    )
    assert db.row("select count(*) as n from person") == {"n": 2}


def test_two_children_with_the_same_name_and_date_are_two_when_the_desk_says_so(
    db: Database,
) -> None:
    household = at_home(db, SALMA, YUSUF)
    yusuf = person_id_of(db, YUSUF)
    second = at_home(db, LEYLA, NUMBERLESS, knowing=frozenset({yusuf}))
    assert second != household
    [child] = households.opened(db, second, by=NINA, now=NOW).children
    assert child.person.name == "Yusuf Haddad"
    assert child.person.id != yusuf
    assert pair_decisions.verdict_on(db, yusuf, child.person.id) is Verdict.NOT_SAME
    with pytest.raises(AlreadyRegistered) as stopped:
        registration.add_member(db, second, NUMBERLESS, by=NINA, on=TODAY, now=NOW)
    # The one who was told apart from him is not asked about again.
    assert stopped.value.persons == (child.person.id,)


def test_of_another_services_child_the_desk_reads_that_there_may_be_one_and_no_more(
    db: Database,
) -> None:
    at_home(db, SALMA, YUSUF)
    yusuf = person_id_of(db, YUSUF)
    with pytest.raises(AlreadyRegistered) as stopped:
        at_home(db, LEYLA, NUMBERLESS, by=HEGE)
    assert stopped.value.warnings == (Warned("Barn 1", yusuf, MAY_BE_REGISTERED),)


def test_whoever_goes_on_past_another_services_child_puts_both_before_the_coordinator(
    db: Database,
) -> None:
    at_home(db, SALMA, YUSUF)
    yusuf = person_id_of(db, YUSUF)
    home = at_home(db, LEYLA, NUMBERLESS, by=HEGE, knowing=frozenset({yusuf}))
    [child] = households.opened(db, home, by=HEGE, now=NOW).children
    assert child.person.id != yusuf
    assert pair_decisions.verdict_on(db, yusuf, child.person.id) is None
    [waiting] = suspicions.waiting(db, by=KARI)
    assert set(waiting.pair) == {yusuf, child.person.id}
    assert waiting.compared.reasons == ("samme navn", "samme fødselsdato", "samme nærmiljø")


def test_another_number_does_not_make_another_child(db: Database) -> None:
    """A D-number becomes a fødselsnummer, and nobody told."""
    at_home(db, SALMA, YUSUF)
    with pytest.raises(AlreadyRegistered) as stopped:
        at_home(db, LEYLA, member(MemberRole.CHILD, YUSUF.name, YUSUF_BORN, serial=7))
    assert stopped.value.persons == (person_id_of(db, YUSUF),)


def test_twins_and_siblings_are_not_taken_for_one_another(db: Database) -> None:
    twin = member(MemberRole.CHILD, "Yahya Haddad", YUSUF_BORN, serial=9)
    at_home(db, SALMA, YUSUF, AMIR, twin)
    sister = member(MemberRole.CHILD, "Yasmin Haddad", AMIR_BORN, serial=None)
    home = need_to_know.homes(db, person_id_of(db, YUSUF), by=NINA)[0]
    registration.add_member(db, home, sister, by=NINA, on=TODAY, now=NOW)


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Youssef Haddad", YUSUF_BORN),
        ("Yousuf Hadad", YUSUF_BORN),
        ("Haddad Yusuf", YUSUF_BORN),
        ("Yusuf Haddad", date(2013, 5, 6)),
        ("يوسف حداد", YUSUF_BORN),
    ],
)
def test_a_child_is_found_though_the_papers_differ(db: Database, name: str, born: date) -> None:
    at_home(db, SALMA, YUSUF)
    with pytest.raises(AlreadyRegistered) as stopped:
        at_home(db, SALMA_TOO, member(MemberRole.CHILD, name, born, serial=None), by=HEGE)
    assert person_id_of(db, YUSUF) in stopped.value.persons


def test_a_refusal_leaves_a_line_and_nothing_else(db: Database) -> None:
    at_home(db, SALMA, YUSUF)
    before = db.rows("select * from person order by id")
    with pytest.raises(AlreadyRegistered):
        at_home(db, LEYLA, YUSUF, by=HEGE)
    assert db.rows("select * from person order by id") == before
    refused = db.rows("select outcome, staff_user_id from audit_entry where act = 'refused'")
    assert refused == [{"outcome": "AlreadyRegistered", "staff_user_id": HEGE.id}]


def test_a_member_is_added_and_asked_of_the_stopper(db: Database) -> None:
    household = at_home(db, SALMA, YUSUF)
    at_home(db, LEYLA, AMIR, by=HEGE)
    with pytest.raises(AlreadyRegistered):
        registration.add_member(db, household, AMIR, by=NINA, on=TODAY, now=NOW)
    amir = person_id_of(db, AMIR)
    registration.add_member(
        db, household, AMIR, knowing=frozenset({amir}), by=NINA, on=TODAY, now=NOW
    )
    seen = households.opened(db, household, by=NINA, now=NOW)
    assert [m.person.name for m in seen.children] == ["Yusuf Haddad", "Amir Haddad"]


def test_nobody_is_in_a_household_twice(db: Database) -> None:
    household = at_home(db, SALMA, YUSUF)
    with pytest.raises(BadInput, match="er allerede i husstanden"):
        registration.add_member(db, household, YUSUF, by=NINA, on=TODAY, now=NOW)


def test_a_demonstration_takes_invented_numbers_only(db: Database) -> None:
    db.transact(lambda tx: tx.run("update municipality set is_demonstration = true"))
    real_looking = "30108299939"  # Skatteetaten's own published example
    with pytest.raises(BadInput, match="syntetisk"):
        registration.read_member(
            db, "Barn 1", MemberRole.CHILD, name="Ola", number=real_looking, born="", on=TODAY
        )
    given(db, "neighbourhood", "id | name\n NANSET | Nanset")
    assert at_home(db)


def test_a_guardian_whom_another_service_put_in_our_household_gets_a_new_one_here(
    db: Database,
) -> None:
    """Only the nurses know that Omar lives with Salma, and NAV is not to learn it from them."""
    with_salma = at_home(db, SALMA, YUSUF)
    salma = person_id_of(db, SALMA)
    at_home(db, SALMA, OMAR, AMIR, by=HEGE, knowing=frozenset({salma}))
    omar = person_id_of(db, OMAR)
    lea = member(MemberRole.CHILD, "Lea Haddad", date(2018, 4, 4))
    with_omar = at_home(db, OMAR, lea, knowing=frozenset({omar}))
    assert with_omar != with_salma
    seen = households.opened(db, with_salma, by=NINA, now=NOW)
    assert [m.person.name for m in seen.members] == ["Salma Haddad", "Yusuf Haddad"]


def test_a_guardian_who_left_our_household_can_be_registered_anew(db: Database) -> None:
    """Salma moved out, as NAV knows; for the nurses she still leads the household."""
    household = at_home(db, SALMA, YUSUF)
    salma = person_id_of(db, SALMA)
    at_home(db, SALMA, AMIR, by=HEGE, knowing=frozenset({salma}))
    households.end_membership(db, household, salma, by=NINA, now=NOW)
    lea = member(MemberRole.CHILD, "Lea Haddad", date(2018, 4, 4))
    assert at_home(db, SALMA, lea, knowing=frozenset({salma})) != household


@pytest.mark.parametrize("before", [Protection.NONE, Protection.SHIELDED])
def test_protection_that_one_desk_hears_of_holds_everywhere(
    db: Database, before: Protection
) -> None:
    """NAV registered Vilde; the nurses learn of her strictly confidential address."""

    def vilde(protection: Protection) -> NewMember:
        return member(MemberRole.CHILD, "Vilde", YUSUF_BORN, serial=5, protection=protection)

    at_home(db, SALMA, vilde(before))
    known = person_id_of(db, vilde(before))
    heard = vilde(Protection.STRICTLY_CONFIDENTIAL)
    at_home(db, LEYLA, heard, by=HEGE, knowing=frozenset({known}))
    now_known = persons.of(db, known)
    assert now_known.protection is Protection.STRICTLY_CONFIDENTIAL
    assert now_known.protection_from(NAV) is before


def test_leaving_protection_out_lifts_none(db: Database) -> None:
    hidden = member(MemberRole.CHILD, "Vilde", YUSUF_BORN, protection=Protection.CONFIDENTIAL)
    at_home(db, SALMA, hidden)
    known = person_id_of(db, hidden)
    unheard = replace(hidden, protection=Protection.NONE)
    at_home(db, LEYLA, unheard, by=HEGE, knowing=frozenset({known}))
    assert persons.of(db, known).protection is Protection.CONFIDENTIAL


@pytest.mark.parametrize(
    "typed", [replace(YUSUF, name="Barn Prøve"), replace(YUSUF, born=date(2013, 6, 6))]
)
def test_going_on_needs_the_name_and_birth_date_that_are_known(
    db: Database, typed: NewMember
) -> None:
    """Who only tries numbers is not told whose they are."""
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    with pytest.raises(BadInput, match="Barn 1: navn eller fødselsdato er ikke som der") as met:
        at_home(db, LEYLA, typed, by=HEGE, knowing=frozenset({yusuf}))
    assert "Yusuf" not in str(met.value)
    at_home(db, LEYLA, replace(YUSUF, name="Youssef HADAD"), by=HEGE, knowing=frozenset({yusuf}))
