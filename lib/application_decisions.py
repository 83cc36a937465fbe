"""The decision on an application: granted with its award, refused for a coded reason, withdrawn."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from lib import (
    allowances,
    applications,
    audit,
    award_rules,
    awards,
    entitlements,
    need_to_know,
    persons,
    scheme_criteria,
    scheme_years,
    schemes,
)
from lib.applications import Application, Outcome, RefusalReason
from lib.audit import Act
from lib.db import Database, Reader, Transaction, sql
from lib.entitlements import Entitlement, a_year_from
from lib.ledger import NotEnoughLeft
from lib.norwegian import counted, date_text
from lib.persons import Person
from lib.refusals import BadInput, Refused
from lib.scheme_years import SchemeYear
from lib.schemes import OutsideAges, Scheme
from lib.staff import Role, StaffUser


class AlreadyDecided(Refused):
    """An application is decided once; the family may apply anew."""

    def __init__(self) -> None:
        super().__init__("Søknaden er allerede avgjort.")


class NotOpenThisYear(Refused):
    """No cards are stocked for the year, or the year was closed."""

    def __init__(self, year: int) -> None:
        super().__init__(f"Ordningen er ikke åpen for {year}. Spør koordinator.")


class NoCardsHere(Refused):
    """The service has given all its cards; others may have some."""

    def __init__(self) -> None:
        super().__init__("Tjenesten har ingen kort igjen. Spør koordinator om flere.")


def why_not(
    db: Reader,
    application: Application,
    *,
    amount_ore: int | None = None,
    knowing: bool = False,
    by: StaffUser,
    on: date,
) -> Refused | None:
    """What stands against granting besides a criterion that is not assessed yet, or None.

    `amount_ore` and `knowing` are as in award_rules.why_not.
    """
    if application.outcome:
        return AlreadyDecided()
    year = _open_year(db, application.scheme_id, on)
    if year is None:
        return NotOpenThisYear(on.year)
    case = award_rules.case_of(db, application.person_id, year.batch_id, by=by, on=on)
    if case.right is None:
        # As if a criterion were met: that is for the caseworker to find now.
        case = replace(case, right=_right_to_be(application, by, on))
    refusal = award_rules.why_not(db, case, 1, amount_ore=amount_ore, knowing=knowing, on=on)
    return NoCardsHere() if isinstance(refusal, NotEnoughLeft) else refusal


def grant(
    db: Database,
    application_id: UUID,
    *,
    criterion: str | None = None,
    amount_ore: int | None = None,
    knowing: bool = False,
    by: StaffUser,
    on: date,
    now: datetime,
) -> None:
    """Assess the criterion where no right stands, award the card and decide, or raise the refusal.

    The assessment is an act of its own. Was the rest cut off, the next try finds the right
    standing and goes on from there; award and decision are one transaction.
    Raises AlreadyDecided, NotYours, BadInput and what stands against the award.
    """
    by.must_be(Role.CASEWORKER)
    award_id = uuid4()
    subject = _subject(db, application_id)

    def why_not_now(reader: Reader) -> Application:
        application = applications.of(reader, application_id, by=by)
        if refusal := why_not(
            reader, application, amount_ore=amount_ore, knowing=knowing, by=by, on=on
        ):
            raise refusal
        return application

    def granted(tx: Transaction) -> None:
        application = why_not_now(tx)
        year = _open_year(tx, application.scheme_id, on)
        assert year, "why_not has asked for it"
        awards.enter(
            tx,
            application.person_id,
            year.batch_id,
            1,
            award_id=award_id,
            amount_ore=amount_ore,
            knowing=knowing,
            by=by,
            on=on,
            now=now,
        )
        person = need_to_know.person(tx, application.person_id, by=by)
        _decide(tx, application, Outcome.GRANTED, award_id=award_id, by=by, on=on, now=now)
        audit.note_of(tx, Act.DECIDED, person, outcome=Outcome.GRANTED, by=by, now=now)

    with audit.refusals_noted(db, by=by, now=now, subject=subject):
        asked = why_not_now(db)
    if entitlements.standing(db, asked.person_id, asked.scheme_id, on=on) is None:
        entitlements.assess(
            db,
            asked.person_id,
            asked.scheme_id,
            criterion or "",
            valid_to=a_year_from(on),
            by=by,
            on=on,
            now=now,
        )
    with audit.refusals_noted(db, by=by, now=now, subject=subject):
        db.transact(granted)


def refuse(
    db: Database,
    application_id: UUID,
    reason: RefusalReason,
    *,
    by: StaffUser,
    on: date,
    now: datetime,
) -> None:
    """Say no, for a reason that holds; raises AlreadyDecided, NotYours and BadInput."""
    by.must_be(Role.CASEWORKER)

    def refused(tx: Transaction) -> None:
        application = applications.of(tx, application_id, by=by)
        if application.outcome:
            raise AlreadyDecided
        person = need_to_know.person(tx, application.person_id, by=by)
        if refusal := _why_not_so(tx, application, person, reason, on=on):
            raise refusal
        _decide(tx, application, Outcome.REFUSED, reason=reason, by=by, on=on, now=now)
        if reason is RefusalReason.CRITERION_NOT_MET:
            scheme_criteria.keep_not_met(tx, application.id, application.scheme_id)
        audit.note_of(tx, Act.DECIDED, person, outcome=reason, by=by, now=now)

    with audit.refusals_noted(db, by=by, now=now, subject=_subject(db, application_id)):
        db.transact(refused)


def withdraw(db: Database, application_id: UUID, *, by: StaffUser, on: date, now: datetime) -> None:
    """The family takes it back, or has moved from the service's households; as `refuse`."""
    by.must_be(Role.CASEWORKER)

    def withdrawn(tx: Transaction) -> None:
        application = applications.of(tx, application_id, by=by)
        if application.outcome:
            raise AlreadyDecided
        _decide(tx, application, Outcome.WITHDRAWN, by=by, on=on, now=now)
        # Not by need to know: who has moved from the households still has an application here.
        person = persons.of(tx, application.person_id)
        audit.note_of(tx, Act.DECIDED, person, outcome=Outcome.WITHDRAWN, by=by, now=now)

    with audit.refusals_noted(db, by=by, now=now, subject=_subject(db, application_id)):
        db.transact(withdrawn)


def _why_not_so(
    tx: Transaction, application: Application, person: Person, reason: RefusalReason, *, on: date
) -> Refused | None:
    """What the register knows against a reason: nobody is refused for what is not so."""
    scheme = schemes.of(tx, application.scheme_id)
    match reason:
        case RefusalReason.OUTSIDE_AGES:
            if not isinstance(schemes.why_not(scheme, person.born, on=on), OutsideAges):
                return BadInput(
                    "Grunn til avslag", "stemmer ikke: alderen er innenfor, eller ikke kjent."
                )
        case RefusalReason.CRITERION_NOT_MET:
            if right := entitlements.standing(tx, person.id, scheme.id, on=on):
                last = date_text(right.valid_to)
                return BadInput(
                    "Grunn til avslag", f"stemmer ikke: retten er vurdert til og med {last}."
                )
        case RefusalReason.NO_CARDS_LEFT:
            return _why_not_empty(tx, scheme, on)
    return None


def _why_not_empty(tx: Transaction, scheme: Scheme, on: date) -> Refused | None:
    year = _open_year(tx, scheme.id, on)
    if year is None or year.cards_left == 0:
        return None
    if year.budget_ore is not None:
        left = year.budget_ore - allowances.given(tx, scheme.id, on.year)
        if left < (schemes.amount_of(scheme, None) or 1):
            return None
    left_over = (
        "ordningen har ikke noe tak på kort"
        if year.cards_left is None
        else f"det er {counted(year.cards_left, 'kort', 'kort')} igjen i kommunen"
    )
    return BadInput("Grunn til avslag", f"stemmer ikke: {left_over}. Spør koordinator om kort.")


def _open_year(db: Reader, scheme_id: UUID, on: date) -> SchemeYear | None:
    years = scheme_years.of(db, scheme_id)
    return next((year for year in years if year.year == on.year and not year.closed_at), None)


def _right_to_be(application: Application, by: StaffUser, on: date) -> Entitlement:
    return Entitlement(
        id=uuid4(),
        person_id=application.person_id,
        scheme_id=application.scheme_id,
        criterion="",
        service_id=by.service,
        valid_from=on,
        valid_to=a_year_from(on),
    )


def _decide(
    tx: Transaction,
    application: Application,
    outcome: Outcome,
    *,
    reason: RefusalReason | None = None,
    award_id: UUID | None = None,
    by: StaffUser,
    on: date,
    now: datetime,
) -> None:
    text = sql("applications/decide")
    tx.run(text, application.id, outcome, reason, award_id, by.id, on, now)


def _subject(db: Reader, application_id: UUID) -> UUID | None:
    row = db.row("select person_id from application where id = $1", application_id)
    return row["person_id"] if row else None
