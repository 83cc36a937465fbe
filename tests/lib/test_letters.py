"""The answer to an application, read back from its paper in each language."""

from datetime import date
from typing import Any
from uuid import UUID

import pypdfium2
import pytest

from lib import (
    application_decisions,
    applications,
    awards,
    languages,
    ledger,
    letters,
    scheme_templates,
    scheme_years,
    schemes,
)
from lib.applications import RefusalReason
from lib.awards import CancelReason
from lib.db import Database
from lib.letters import NotDecided, TakenBack
from lib.memberships import MemberRole
from lib.need_to_know import NotYours
from lib.staff import NotYourRole
from tests.town import (
    AMIR,
    HEGE,
    KARI,
    NAV,
    NINA,
    NOW,
    TODAY,
    YUSUF,
    also_with_the_nurses,
    at_home,
    member,
    person_id_of,
)

RECEIVED = date(2024, 5, 2)
ACT: dict[str, Any] = {"by": NINA, "on": TODAY, "now": NOW}
CODES = [language.code for language in languages.all_of()]


@pytest.fixture
def scheme_id(db: Database) -> UUID:
    """Kragerøkortet of 2024, ten of its cards with NAV."""
    at_home(db)
    return opened(db, "kragerokortet")


def opened(db: Database, code: str) -> UUID:
    scheme_id = scheme_templates.add(db, code, by=KARI, on=TODAY, now=NOW)
    ledger.move(db, scheme_years.of(db, scheme_id)[0].batch_id, None, NAV, 10, by=KARI, now=NOW)
    return scheme_id


def granted(db: Database, scheme_id: UUID, person_id: UUID, criterion: str = "low_income") -> UUID:
    application_id = applications.register(db, person_id, scheme_id, RECEIVED, **ACT)
    application_decisions.grant(db, application_id, criterion=criterion, **ACT)
    return application_id


def refused(db: Database, scheme_id: UUID, person_id: UUID, reason: RefusalReason) -> UUID:
    application_id = applications.register(db, person_id, scheme_id, RECEIVED, **ACT)
    application_decisions.refuse(db, application_id, reason, **ACT)
    return application_id


def letter(db: Database, application_id: UUID, code: str, **changes: Any) -> str:
    """The letter's text in one line, as it is read."""
    pdf = letters.decision_pdf(db, application_id, code, **(ACT | changes))
    pages = pypdfium2.PdfDocument(pdf)
    assert len(pages) == 1
    return read(pages[0].get_textpage().get_text_range())


def read(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("code", CODES)
def test_each_letter_has_name_case_date_scheme_service_and_phone(
    db: Database, scheme_id: UUID, code: str
) -> None:
    yusuf, amir = person_id_of(db, YUSUF), person_id_of(db, AMIR)
    answers = {
        "Yusuf Haddad": granted(db, scheme_id, yusuf),
        "Amir Haddad": refused(db, scheme_id, amir, RefusalReason.NOT_RESIDENT),
    }
    for name, application_id in answers.items():
        text = letter(db, application_id, code)
        reference = applications.of(db, application_id, by=NINA).reference
        dates = [languages.of(code).date(day) for day in (RECEIVED, TODAY)]
        for told in (name, reference, *dates, "Kragerøkortet", "NAV Larvik", "55 55 33 33"):
            assert told in text
        assert "Nina" not in text


@pytest.mark.parametrize(
    ("code", "gives"),
    [
        ("nb", "Kortet gir: • 5 ganger kino • 5 ganger svømming"),
        ("en", "The card gives: • 5 cinema visits • 5 visits to the swimming pool"),
    ],
)
def test_the_granted_letter_tells_what_is_on_the_card_that_was_given(
    db: Database, scheme_id: UUID, code: str, gives: str
) -> None:
    application_id = granted(db, scheme_id, person_id_of(db, YUSUF))
    # What the scheme becomes later is not what Yusuf got.
    scheme = schemes.of(db, scheme_id)
    schemes.change(db, scheme, quotas={}, content={"cinema": 1}, by=KARI)
    text = letter(db, application_id, code)
    assert gives in text
    assert languages.of(code).date(date(2024, 12, 31)) in text


def test_a_card_with_kroner_is_told_of_in_kroner(db: Database, scheme_id: UUID) -> None:
    money = opened(db, "fritidskortet-sandefjord")
    application_id = granted(db, money, person_id_of(db, YUSUF), "weak_economy")
    assert "Yusuf Haddad får et kort med 1 372 kr." in letter(db, application_id, "nb")
    assert "Yusuf Haddad gets a card with NOK 1,372." in letter(db, application_id, "en")


WHY = {
    RefusalReason.OUTSIDE_AGES: (
        "er for dem som er fra 6 til 25 år. Sara Haddad var ikke i den alderen",
        "is for those who are from 6 to 25 years old. Sara Haddad was not that age",
    ),
    RefusalReason.NOT_RESIDENT: (
        "for dem som bor i Larvik kommune",
        "for those who live in Larvik municipality",
    ),
    RefusalReason.CRITERION_NOT_MET: (
        "• Bosatt flyktning • Lav inntekt • Tiltak fra barnevernet • Økonomisk sosialhjelp",
        "• Settled or newly arrived refugee • Low income",
    ),
    RefusalReason.MISSING_INFORMATION: (
        "Vi mangler opplysninger",
        "We lack information",
    ),
    RefusalReason.NO_CARDS_LEFT: (
        "i 2024, er delt ut. Det betyr ikke at du ikke fyller kravene.",
        "in 2024 has been given out. This does not mean that you do not meet the requirements.",
    ),
}


@pytest.mark.parametrize("reason", RefusalReason)
def test_a_refusal_tells_why_in_words_of_the_family(
    db: Database, scheme_id: UUID, reason: RefusalReason
) -> None:
    little = member(MemberRole.CHILD, "Sara Haddad", date(2020, 1, 1), serial=3)
    at_home(db, member(MemberRole.GUARDIAN, "Omar Haddad", date(1980, 1, 1)), little)
    if reason is RefusalReason.NO_CARDS_LEFT:
        scheme_years.close(db, scheme_id, 2024, by=KARI, now=NOW)
    application_id = refused(db, scheme_id, person_id_of(db, little), reason)
    for code, why in zip(("nb", "en"), WHY[reason], strict=True):
        assert why in letter(db, application_id, code)


def test_a_refusal_printed_again_tells_of_the_criteria_of_its_day(
    db: Database, scheme_id: UUID
) -> None:
    person_id = person_id_of(db, YUSUF)
    application_id = refused(db, scheme_id, person_id, RefusalReason.CRITERION_NOT_MET)
    first = letter(db, application_id, "nb")
    schemes.change(
        db,
        schemes.of(db, scheme_id),
        quotas={},
        content=schemes.content(db, scheme_id),
        criteria={"low_income": ""},
        new_criteria=["Stor familie"],
        by=KARI,
    )
    assert "Lav inntekt" in first
    assert letter(db, application_id, "nb") == first


COMPLAINT = {
    "nb": (
        "Fristen er tre uker fra du fikk dette brevet.",
        "send klagen til NAV Larvik, som har avgjort søknaden",
        "sender vi klagen videre til kommunens klageinstans",
        "Du har rett til å se dokumentene i saken din.",
        "Vil du ha hjelp til å klage, eller er det noe du lurer på? "
        "Ta kontakt med NAV Larvik, telefon 55 55 33 33.",
    ),
    "en": (
        "The deadline is three weeks from the day you received this letter.",
        "send it to NAV Larvik, who decided the application",
        "we send your complaint to the municipality's appeals body",
        "You have the right to see the documents in your case.",
        "Would you like help with the complaint, or do you have a question? "
        "Contact NAV Larvik, phone 55 55 33 33.",
    ),
}


@pytest.mark.parametrize("code", CODES)
def test_a_refusal_tells_how_to_complain(db: Database, scheme_id: UUID, code: str) -> None:
    """Forvaltningsloven §§ 27, 28 and 29: deadline, to whom, the case's documents, help."""
    application_id = refused(
        db, scheme_id, person_id_of(db, YUSUF), RefusalReason.MISSING_INFORMATION
    )
    text = letter(db, application_id, code)
    for told in COMPLAINT[code]:
        assert told in text


def test_a_refusal_names_the_decision_that_the_scheme_rests_on(
    db: Database, scheme_id: UUID
) -> None:
    money = opened(db, "fritidskortet-sandefjord")
    application_id = refused(db, money, person_id_of(db, YUSUF), RefusalReason.NOT_RESIDENT)
    assert "Reglene for ordningen: Formannskapet 13.03.2018, sak 39/18" in letter(
        db, application_id, "nb"
    )


@pytest.mark.parametrize(
    ("born", "to"),
    [
        (date(2006, 5, 16), "Til foresatte for Ola Dahl"),
        (date(2006, 5, 15), "Til Ola Dahl"),
    ],
)
def test_the_letter_is_to_the_guardians_until_the_eighteenth_birthday(
    db: Database, scheme_id: UUID, born: date, to: str
) -> None:
    ola = member(MemberRole.CHILD, "Ola Dahl", born)
    at_home(db, member(MemberRole.GUARDIAN, "Ida Dahl", date(1980, 1, 1)), ola)
    text = letter(db, granted(db, scheme_id, person_id_of(db, ola)), "nb")
    assert f"{to} Ola Dahl får Kragerøkortet" in text
    assert "Ida" not in text


def test_there_is_no_letter_before_the_decision_nor_about_what_was_taken_back(
    db: Database, scheme_id: UUID
) -> None:
    yusuf, amir = person_id_of(db, YUSUF), person_id_of(db, AMIR)
    waiting = applications.register(db, amir, scheme_id, RECEIVED, **ACT)
    with pytest.raises(NotDecided):
        letter(db, waiting, "nb")
    application_decisions.withdraw(db, waiting, **ACT)
    with pytest.raises(NotDecided):
        letter(db, waiting, "nb")
    application_id = granted(db, scheme_id, yusuf)
    award_id = applications.of(db, application_id, by=NINA).award_id
    assert award_id
    awards.cancel(db, award_id, CancelReason.NOT_WANTED, by=NINA, now=NOW)
    with pytest.raises(TakenBack):
        letter(db, application_id, "nb")


def test_a_letter_is_one_line_in_the_log_and_nothing_in_the_register(
    db: Database, scheme_id: UUID
) -> None:
    application_id = granted(db, scheme_id, person_id_of(db, YUSUF))
    tables = [
        row["table_name"]
        for row in db.rows("select table_name from information_schema.tables")
        if row["table_name"] != "audit_entry"
    ]

    def counts() -> dict[str, Any]:
        return {name: db.row(f"select count(*) as n from {name}") for name in tables}

    before = counts()
    for code in CODES:
        letter(db, application_id, code)
    assert counts() == before
    rows = db.rows("select outcome, subject_id from audit_entry where act = 'letter_made'")
    assert [(row["outcome"], row["subject_id"]) for row in rows] == [
        ("granted", person_id_of(db, YUSUF))
    ] * len(CODES)


def test_another_services_letter_is_not_to_be_had(db: Database, scheme_id: UUID) -> None:
    application_id = granted(db, scheme_id, person_id_of(db, YUSUF))
    also_with_the_nurses(db, YUSUF)
    with pytest.raises(NotYours):
        letter(db, application_id, "nb", by=HEGE)
    with pytest.raises(NotYourRole):
        letter(db, application_id, "nb", by=KARI)
