"""The letter that answers an application: made when asked for, and kept nowhere."""

from datetime import date, datetime
from uuid import UUID

from lib import (
    ages,
    applications,
    audit,
    languages,
    municipality,
    need_to_know,
    scheme_criteria,
    schemes,
)
from lib.applications import Application, Outcome, RefusalReason
from lib.audit import Act
from lib.db import Database, Reader, sql
from lib.languages import Language
from lib.municipality import Service
from lib.paper_pages import MARGIN, WIDTH, Letter
from lib.persons import Person
from lib.refusals import Refused
from lib.schemes import Scheme, SchemeKind
from lib.staff import StaffUser

OF_AGE = 18


class NotDecided(Refused):
    """There is nothing to answer yet, or the family took the application back."""

    def __init__(self) -> None:
        super().__init__("Søknaden er ikke avgjort, så det er ikke noe å svare.")


class TakenBack(Refused):
    """The card of the application was cancelled, so a letter would promise too much."""

    def __init__(self) -> None:
        super().__init__("Tildelingen er angret, så brevet stemmer ikke lenger.")


def decision_pdf(
    db: Database,
    application_id: UUID,
    language_code: str,
    *,
    by: StaffUser,
    on: date,
    now: datetime,
) -> bytes:
    """The answer to an application in a language, leaving a line in the log.

    Raises NotYours, NotDecided and TakenBack.
    """
    language = languages.of(language_code)
    application = applications.of(db, application_id, by=by)
    subject = application.person_id
    with audit.refusals_noted(db, by=by, now=now, subject=subject):
        person = need_to_know.person(db, subject, by=by)
        scheme = schemes.of(db, application.scheme_id)
        service = next(s for s in municipality.services(db) if s.id == application.service_id)
        match application.outcome:
            case Outcome.GRANTED:
                paper = _begun(db, language, "granted", application, person, service, on)
                _granted(db, paper, language, application, person, scheme, service)
            case Outcome.REFUSED:
                paper = _begun(db, language, "refused", application, person, service, on)
                _refused(db, paper, language, application, person, scheme)
                _complaint(paper, language, application, service)
            case _:
                raise NotDecided
    _ended(db, paper, language, service)
    pdf = bytes(paper.output())
    outcome = application.reason or application.outcome or ""
    db.transact(
        lambda tx: audit.note_of(tx, Act.LETTER_MADE, person, outcome=outcome, by=by, now=now)
    )
    return pdf


def file_name(db: Reader, application: Application, language_code: str, *, by: StaffUser) -> str:
    """«svar-12345-2-nb.pdf», the answer to the person's second application, and no name."""
    asked = applications.of_person(db, application.person_id, by=by)
    place = [each.id for each in asked].index(application.id) + 1
    return f"svar-{application.reference}-{place}-{language_code}.pdf"


def _begun(
    db: Reader,
    language: Language,
    answer: str,
    application: Application,
    person: Person,
    service: Service,
    on: date,
) -> Letter:
    """From whom, to whom, about what."""
    facts = {"name": person.name, "scheme": application.scheme_name}
    title = language.text(f"{answer}.title", **facts)
    paper = Letter(title, language.code)
    half = WIDTH / 2
    right = MARGIN + half
    from_whom = _municipality(db, language)
    below = paper.place(MARGIN, paper.at, half, service.name, size=11, bold=True)
    below = paper.place(MARGIN, below, half, from_whom, size=11, grey=True)
    dated = language.text("letter.date", date=language.date(on))
    case = language.text("letter.case", reference=application.reference)
    at = paper.place(right, paper.at, half, dated, size=11, align="R")
    paper.place(right, at, half, case, size=11, align="R")
    paper.at = below + 14
    under_age = person.born is not None and ages.age_on(person.born, on) < OF_AGE
    paper.paragraph(language.text(f"letter.to_{'guardians' if under_age else 'person'}", **facts))
    paper.at += 8
    paper.headline(title)
    assert application.decided_on, "it is decided"
    received, decided = (
        language.date(application.received_on),
        language.date(application.decided_on),
    )
    paper.paragraph(language.text(f"{answer}.opening", received=received, decided=decided, **facts))
    return paper


def _granted(
    db: Reader,
    paper: Letter,
    language: Language,
    application: Application,
    person: Person,
    scheme: Scheme,
    service: Service,
) -> None:
    given = db.rows(sql("applications/given"), application.award_id)
    if not given:
        raise TakenBack
    card = given[0]
    if scheme.kind is SchemeKind.CARD:
        paper.paragraph(language.text("granted.card", name=person.name))
        paper.points(
            [
                language.times(row["category"], row["category_name"], row["punches_given"])
                for row in given
            ]
        )
    else:
        amount = language.money(card["given_ore"])
        paper.paragraph(language.text(f"granted.{scheme.kind}", name=person.name, amount=amount))
    if card["valid_to"]:
        last_day = language.date(card["valid_to"])
        paper.paragraph(language.text("granted.lasts", last_day=last_day))
    paper.paragraph(language.text("granted.alike"))
    paper.paragraph(language.text(f"terms.lost_{'replaced' if card['replaces_lost'] else 'gone'}"))
    paper.paragraph(language.text("granted.wrong", contact=language.contact(service)))
    paper.paragraph(language.text("granted.complaint"))


def _refused(
    db: Reader,
    paper: Letter,
    language: Language,
    application: Application,
    person: Person,
    scheme: Scheme,
) -> None:
    decided_on = application.decided_on
    assert decided_on, "it is decided"
    paper.heading(language.text("refused.why"))
    paper.paragraph(
        language.text(
            f"refused.{application.reason}.told",
            scheme=scheme.name,
            name=person.name,
            municipality=_municipality(db, language),
            ages=language.ages(*scheme.ages_on(decided_on)),
            year=decided_on.year,
        )
    )
    if application.reason is RefusalReason.CRITERION_NOT_MET:
        known = scheme_criteria.not_met(db, application.id, scheme.id)
        paper.points([language.criterion(each.code, each.name) for each in known])
        paper.paragraph(language.text("refused.criterion_not_met.after_criteria"))
    if scheme.decision:
        paper.paragraph(language.text("refused.rules", decision=scheme.decision))


def _complaint(
    paper: Letter, language: Language, application: Application, service: Service
) -> None:
    paper.heading(language.text("complaint.title"))
    for part in ("deadline", "how", "documents", "help"):
        paper.paragraph(
            language.text(
                f"complaint.{part}",
                reference=application.reference,
                service=service.name,
                contact=language.contact(service),
            )
        )


def _ended(db: Reader, paper: Letter, language: Language, service: Service) -> None:
    paper.at += 6
    paper.paragraph(language.text("letter.regards"))
    paper.paragraph(f"{language.contact(service)}\n{_municipality(db, language)}")


def _municipality(db: Reader, language: Language) -> str:
    the = municipality.the(db)
    assert the, "nobody applies before the first start"
    return language.municipality(the.name)
