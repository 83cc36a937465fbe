"""The stopper's warning: what it says to the letter, and what it never says."""

from datetime import date
from uuid import UUID

import pytest

from lib import awards, consents, duplicates, households, need_to_know, persons, scheme_criteria
from lib.awards import CancelReason
from lib.db import Database
from lib.duplicates import AlreadyRegistered, Warned, WarningTells
from lib.persons import Protection
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
    STAVERN,
    TODAY,
    YUSUF,
    also_with_the_nurses,
    at_home,
    awarded,
    entitled,
    given,
    number_of,
    person_id_of,
    stocked,
)

BARE = "Allerede registrert i ordningen. Kontakt koordinator."
NOTHING = "Allerede registrert i ordningen. Tildelt i perioden: ingenting. Kontakt koordinator."
NAV_KNOWS = (
    " Foresatt har samtykket til at dere får vite at NAV Larvik (telefon 55 55 33 33) "
    "kjenner barnet."
)
NURSES_KNOW = (
    " Foresatt har samtykket til at dere får vite at Skolehelsetjenesten "
    "(telefon 33 17 10 00) kjenner barnet."
)


@pytest.fixture
def yusuf(db: Database) -> UUID:
    """Yusuf, 10 years, of NAV, with a right, and his brother Amir."""
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    entitled(db, yusuf)
    return yusuf


def warned(db: Database, person_id: UUID) -> str:
    return duplicates.warning_text(db, person_id, on=TODAY)


def tell(db: Database, tells: WarningTells) -> None:
    db.transact(lambda tx: tx.run("update municipality set warning_tells = $1", tells))


def protect(db: Database, person_id: UUID, protection: Protection) -> None:
    person = persons.of(db, person_id)
    db.transact(
        lambda tx: persons.reseal(tx, person_id, person.name, person.born, {NAV: protection})
    )


def test_nobody_is_the_same_without_a_number(db: Database, yusuf: UUID) -> None:
    assert duplicates.same_person(db, None) is None
    assert duplicates.same_person(db, YUSUF.number) == yusuf
    assert duplicates.same_person(db, number_of(date(2014, 1, 1))) is None


def test_the_warning_says_what_was_awarded_by_all(db: Database, yusuf: UUID) -> None:
    """NAV gave four cinema visits and a bowling, the nurses a cinema visit."""
    cinema = stocked(db, "Kino", "cinema", shares={NAV: 5, NURSES: 5})
    awarded(db, yusuf, cinema, 4)
    awarded(db, yusuf, stocked(db, "Bowling"))
    also_with_the_nurses(db, YUSUF)
    awarded(db, yusuf, cinema, by=HEGE, knowing=True)
    assert warned(db, yusuf) == (
        "Allerede registrert i ordningen. Tildelt i perioden: 1 bowling, 5 av 5 kino. "
        "Kontakt koordinator."
    )


def test_nothing_is_said_to_be_nothing(db: Database, yusuf: UUID) -> None:
    assert warned(db, yusuf) == NOTHING


def test_the_period_is_the_calendar_year(db: Database, yusuf: UUID) -> None:
    given(
        db,
        "award",
        "person_id | scheme_id | category | units | awarded_on",
        [
            (yusuf, LARVIK_CARD, "cinema", 1, date(2023, 12, 31)),
            (yusuf, LARVIK_CARD, "cinema", 2, date(2024, 1, 1)),
            (yusuf, LARVIK_CARD, "cinema", 2, date(2024, 12, 31)),
            (yusuf, LARVIK_CARD, "cinema", 3, date(2025, 1, 1)),
        ],
    )
    told = [duplicates.totals_text(db, yusuf, on=date(year, 5, 15)) for year in range(2023, 2027)]
    assert told == ["1 av 5 kino", "4 av 5 kino", "3 av 5 kino", "ingenting"]


def test_what_was_cancelled_is_not_told(db: Database, yusuf: UUID) -> None:
    award = awarded(db, yusuf, stocked(db, "Bowling"), 2)
    awards.cancel(db, award, CancelReason.NOT_WANTED, by=NINA, now=NOW)
    assert warned(db, yusuf) == NOTHING


def test_a_brother_is_not_told_of(db: Database, yusuf: UUID) -> None:
    amir = person_id_of(db, AMIR)
    entitled(db, amir)
    awarded(db, amir, stocked(db, "Bowling"))
    assert warned(db, yusuf) == NOTHING


def test_a_quota_that_is_lifted_is_not_told(db: Database, yusuf: UUID) -> None:
    awarded(db, yusuf, stocked(db, "Kino", "cinema"), 3)
    assert "3 av 5 kino" in warned(db, yusuf)
    db.transact(lambda tx: tx.run("delete from scheme_quota where scheme_id = $1", LARVIK_CARD))
    assert "Tildelt i perioden: 3 kino." in warned(db, yusuf)


def test_a_municipality_can_have_it_say_no_more_than_that_somebody_is_known(
    db: Database, yusuf: UUID
) -> None:
    awarded(db, yusuf, stocked(db, "Kino", "cinema"), 3)
    tell(db, WarningTells.PRESENCE)
    assert warned(db, yusuf) == BARE
    tell(db, WarningTells.TOTALS)
    assert "3 av 5 kino" in warned(db, yusuf)


@pytest.mark.parametrize("tells", list(WarningTells))
@pytest.mark.parametrize("protection", list(Protection))
def test_a_protected_person_is_warned_of_in_the_very_same_words(
    db: Database, yusuf: UUID, protection: Protection, tells: WarningTells
) -> None:
    """Yusuf and Amir had the same, and both guardians consent; one of them is protected."""
    tell(db, tells)
    amir = person_id_of(db, AMIR)
    entitled(db, amir)
    cinema = stocked(db, "Kino", "cinema")
    for child in (yusuf, amir):
        awarded(db, child, cinema, 2)
    protect(db, yusuf, protection)
    assert warned(db, yusuf) == warned(db, amir)
    for child in (yusuf, amir):
        consents.record(db, child, by=NINA, on=TODAY, now=NOW)
    assert warned(db, yusuf) == warned(db, amir)
    assert warned(db, yusuf).endswith(NAV_KNOWS)


def test_a_service_is_named_while_the_guardian_consents(db: Database, yusuf: UUID) -> None:
    assert warned(db, yusuf) == NOTHING
    consents.record(db, yusuf, by=NINA, on=TODAY, now=NOW)
    assert warned(db, yusuf) == NOTHING + NAV_KNOWS
    consents.withdraw(db, yusuf, by=NILS, now=NOW)
    assert warned(db, yusuf) == NOTHING


def test_consent_lifts_secrecy_in_the_strict_setting_too(db: Database, yusuf: UUID) -> None:
    tell(db, WarningTells.PRESENCE)
    consents.record(db, yusuf, by=NINA, on=TODAY, now=NOW)
    assert warned(db, yusuf) == BARE + NAV_KNOWS


def test_a_consent_for_one_service_names_no_other(db: Database, yusuf: UUID) -> None:
    also_with_the_nurses(db, YUSUF)
    consents.record(db, yusuf, by=HEGE, on=TODAY, now=NOW)
    assert warned(db, yusuf) == NOTHING + NURSES_KNOW
    consents.record(db, yusuf, by=NINA, on=TODAY, now=NOW)
    assert warned(db, yusuf) == NOTHING + NAV_KNOWS + NURSES_KNOW


def test_a_service_is_not_told_of_itself(db: Database, yusuf: UUID) -> None:
    consents.record(db, yusuf, by=NINA, on=TODAY, now=NOW)
    assert duplicates.warning_text(db, yusuf, to=NAV, on=TODAY) == NOTHING
    assert duplicates.warning_text(db, yusuf, to=NURSES, on=TODAY) == NOTHING + NAV_KNOWS


def test_a_brothers_consent_is_his_own(db: Database, yusuf: UUID) -> None:
    consents.record(db, person_id_of(db, AMIR), by=NINA, on=TODAY, now=NOW)
    assert warned(db, yusuf) == NOTHING


def test_a_service_that_no_longer_knows_the_child_is_not_named(db: Database) -> None:
    household = at_home(db)
    yusuf = person_id_of(db, YUSUF)
    consents.record(db, yusuf, by=NINA, on=TODAY, now=NOW)
    households.end_membership(db, household, yusuf, by=NINA, now=NOW)
    assert warned(db, yusuf) == NOTHING


def test_a_service_without_a_telephone_is_named_without(db: Database, yusuf: UUID) -> None:
    db.transact(lambda tx: tx.run("update service set phone = '' where id = $1", NAV))
    consents.record(db, yusuf, by=NINA, on=TODAY, now=NOW)
    assert warned(db, yusuf).endswith("får vite at NAV Larvik kjenner barnet.")


@pytest.mark.parametrize("tells", list(WarningTells))
def test_without_consent_no_name_service_or_reason_is_in_it(
    db: Database, yusuf: UUID, tells: WarningTells
) -> None:
    """All that can be known of Yusuf is known: two services, a right, awards, a brother."""
    tell(db, tells)
    awarded(db, yusuf, stocked(db, "Mesternes bowling"))
    also_with_the_nurses(db, YUSUF)
    text = warned(db, yusuf).casefold()
    people = [known.name for known in (SALMA, YUSUF, AMIR, LEYLA)] + [user.name for user in STAFF]
    services = [row["name"] for row in db.rows("select name from service")]
    phones = [row["phone"] for row in db.rows("select phone from service")]
    areas = [db.row("select name from neighbourhood where id = $1", STAVERN) or {}]
    reasons = [known.name for known in scheme_criteria.in_force(db, LARVIK_CARD)]
    references = [row["reference"] for row in db.rows("select reference from person")]
    references += [row["reference"] for row in db.rows("select reference from household_service")]
    never = people + services + phones + [a["name"] for a in areas] + reasons + references
    never += ["Haddad", "Mestern", "foresatt", "søsken"]
    assert [told for told in never if told.casefold() in text] == []


def test_a_warning_is_given_for_each_person_in_the_register(db: Database) -> None:
    """The nurse registers Leyla with both boys of NAV: two warnings, each with its field."""
    at_home(db)
    with pytest.raises(AlreadyRegistered) as stopped:
        at_home(db, LEYLA, YUSUF, AMIR, by=HEGE)
    assert stopped.value.warnings == tuple(
        Warned("Barn 1", person_id_of(db, boy), NOTHING) for boy in (YUSUF, AMIR)
    )
    assert str(stopped.value) == f"Barn 1: {NOTHING}\n\nBarn 1: {NOTHING}"


def test_ones_own_child_is_known_without_secrecy(db: Database, yusuf: UUID) -> None:
    awarded(db, yusuf, stocked(db, "Bowling"))
    home = need_to_know.homes(db, yusuf, by=NINA)[0]
    own = duplicates.warning(db, "Barn 1", yusuf, home, on=TODAY)
    assert own.household_id == home
    assert own.text == "Allerede registrert hos dere, i en annen husstand."
    other = duplicates.warning(db, "Barn 1", yusuf, None, on=TODAY)
    assert other.text == warned(db, yusuf)
    assert other.household_id is None


def test_the_next_step_tells_no_more_than_the_warning_may(db: Database) -> None:
    """It is asked of nobody in particular: a protected person's is the same."""
    ask = "Be om kontakt, så får dere svar på Min dag."
    assert duplicates.next_step(db) == f"En annen tjeneste kan ha samme barn. {ask}"
    tell(db, WarningTells.PRESENCE)
    assert duplicates.next_step(db) == ask
