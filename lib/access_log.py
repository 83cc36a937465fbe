"""The access log as the administrator reads it: who did what with which case, and when.

A line shows a case reference and never a name. A name opens only with a reason that is
written down, and the opening is a line of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lib import audit, memberships, persons
from lib.applications import OUTCOME_NAMES, REASON_NAMES, Outcome
from lib.audit import Act
from lib.awards import CANCEL_REASONS
from lib.contact_requests import ANSWER_TEXTS
from lib.db import Database, Reader, Transaction, sql
from lib.norwegian import filled_in
from lib.persons import Person
from lib.refusals import BadInput, Refused
from lib.staff import Role, StaffUser

# Enough for «Klage, sak 24/118»; a tap on the space bar is no reason.
SHORTEST_JUSTIFICATION = 15
LONGEST_JUSTIFICATION = 500

# What is stored of acts and outcomes, as the screen says it.
WORDS: Mapping[str, str] = {
    Act.SIGNED_IN: "Logget inn",
    Act.SIGN_IN_REFUSED: "Innlogging avvist",
    Act.LOOKED_UP: "Søkte",
    Act.OPENED: "Åpnet",
    Act.REGISTERED: "Registrerte",
    Act.IDENTIFIER_ADDED: "La til identitetsnummer",
    Act.IDENTIFIER_REMOVED: "Fjernet identitetsnummer",
    Act.WARNED: "Ble varslet",
    Act.ASSESSED: "Vurderte rett",
    Act.APPLIED: "Førte søknad",
    Act.DECIDED: "Avgjorde søknad",
    Act.LETTER_MADE: "Laget brev",
    Act.AWARDED: "Tildelte",
    Act.REFUSED: "Fikk avslag",
    Act.CANCELLED: "Annullerte",
    Act.WAITING: "Satte på venteliste",
    Act.HANDED_OUT: "Delte ut",
    Act.BLOCKED: "Sperret",
    Act.CONTACT_ASKED: "Ba om kontakt",
    Act.CONTACT_ANSWERED: "Svarte på kontakt",
    Act.CONSENT: "Førte samtykke",
    Act.PAIR_DECIDED: "Avgjorde om samme person",
    Act.MERGED: "Slo sammen",
    Act.SWEPT: "Gjennomgikk registeret",
    Act.MERGE_UNDONE: "Angret sammenslåing",
    Act.INSPECTED: "Åpnet navn",
    Act.EXPORTED: "Eksporterte",
    Act.CLAIM_ENTERED: "Førte inn krav",
    Act.CLAIM_APPROVED: "Godkjente krav",
    Act.CLAIM_REFUSED: "Avslo krav",
    Act.CLAIM_REOPENED: "Åpnet krav igjen",
    Act.PAYMENTS_LISTED: "Laget betalingsliste",
    Act.PAYER_CHANGED: "Endret konto det betales fra",
    Act.ACCOUNT_CHANGED: "Endret konto",
    Act.KEY_ROTATED: "Byttet nøkkel",
    # Signing in, and accounts.
    "unknown": "ukjent brukernavn",
    "wrong_password": "feil passord",
    "locked": "låst etter feil passord",
    "closed": "kontoen er stengt",
    "added": "lagt til",
    "changed": "endret",
    "password_reset": "nytt passord",
    "password_changed": "byttet passord",
    "reopened": "åpnet igjen",
    # Rotating the key.
    "begun": "begynte",
    "gone_on_with": "fortsatte",
    "all_moved": "alt er flyttet",
    # Numbers, cards and exports.
    "fnr": "fødselsnummer",
    "dnr": "D-nummer",
    "duf": "DUF-nummer",
    "lost": "mistet",
    "csv": "CSV",
    "xlsx": "Excel",
    **{code: words.lower() for code, words in CANCEL_REASONS.items()},
    **{code: words.lower() for code, words in ANSWER_TEXTS.items()},
    Outcome.GRANTED: OUTCOME_NAMES[Outcome.GRANTED],
    Outcome.WITHDRAWN: OUTCOME_NAMES[Outcome.WITHDRAWN],
    **{code: words.lower() for code, words in REASON_NAMES.items()},
    # Refusals, by their class.
    "BadInput": "noe var feil utfylt",
    "BadMember": "noe var feil utfylt",
    "NotYourRole": "mangler rollen",
    "CaseworkerNeedsService": "mangler tjeneste",
    "NotYours": "ikke hos egen tjeneste",
    "TooManyLookups": "for mange oppslag",
    "AlreadyRegistered": "allerede registrert",
    "AlreadyHere": "allerede registrert hos egen tjeneste",
    "NumberInUse": "nummeret er en annens",
    "NumberGone": "nummeret er allerede fjernet",
    "NobodyToRegister": "mangler en voksen",
    "NotOpen": "ordningen er ikke åpen",
    "BirthDateMissing": "mangler fødselsdato",
    "OutsideAges": "utenfor ordningens alder",
    "NotAssessed": "retten er ikke vurdert",
    "AppliedAlready": "søknad venter fra før",
    "AlreadyDecided": "allerede avgjort",
    "NotDecided": "ikke avgjort ennå",
    "TakenBack": "tildelingen er angret",
    "NotOpenThisYear": "året er ikke åpent",
    "NoOwnCards": "ordningen har ikke egne kort",
    "NoCardsHere": "ingen kort igjen hos tjenesten",
    "MembershipFee": "tilbudet er en kontingent",
    "OfferOver": "tilbudet er avsluttet",
    "OutsideOfferAges": "utenfor tilbudets alder",
    "BatchOver": "billettene er gått ut",
    "NotInYourPool": "ikke fordelt til tjenesten",
    "YearlyShareUsed": "kvoten er nådd",
    "NotEnoughLeft": "for få billetter igjen",
    "NotEnoughCodes": "for få koder igjen",
    "AwardedElsewhere": "varslet om tildeling fra annen tjeneste",
    "MoreThanAllowed": "over det én person kan få",
    "BudgetSpent": "budsjettet er brukt opp",
    "AlreadyWaiting": "alt på ventelisten",
    "AlreadyUsed": "billetten er brukt",
    "AlreadyCancelled": "allerede angret",
    "AlreadyBlocked": "allerede sperret",
    "NothingToHandOut": "ingenting å dele ut",
    "NotReplaced": "mistede kort erstattes ikke",
    "NothingLeft": "ingenting igjen å erstatte",
    "AskedAlready": "kontakt er allerede bedt om",
    "AnsweredAlready": "allerede besvart",
    "OnePerson": "bare én person",
    "DecidedOtherwise": "avgjort på annen måte",
    "DecisionUndone": "avgjørelsen er angret",
    "AlreadyMerged": "slått sammen fra før",
    "DecidedApart": "avgjort at de er ulike",
    "MergeUndone": "sammenslåingen er angret",
    "MergedFurther": "slått sammen på nytt siden",
    "NotWaiting": "paret venter ikke lenger",
    "StillReading": "registeret ble lest inn",
}


class NobodyBehind(Refused):
    """The line is about no person, or the person is no longer in the register."""

    def __init__(self) -> None:
        super().__init__("Det er ikke registrert noen person bak denne linjen.")


@dataclass(frozen=True)
class Entry:
    """One line; `has_subject` tells whether a person, household or card lies behind it."""

    id: UUID
    noted_at: datetime
    act: Act
    staff_name: str | None
    service_name: str | None
    reference: str | None
    outcome: str
    justification: str | None
    strict: bool
    has_subject: bool


def in_words(code: str) -> str:
    """An act or an outcome in Norwegian; what is no code of ours stays as it is."""
    return WORDS.get(code, code)


def latest(
    db: Reader,
    *,
    by: StaffUser,
    reference: str | None = None,
    strict_only: bool = False,
    without_sign_ins: bool = False,
    before: datetime | None = None,
    limit: int = 200,
) -> list[Entry]:
    """The newest lines before a moment; with a case reference, those that concern the case.

    Without sign-ins, nobody can push other lines out of sight by knocking at the door.
    """
    by.must_be(Role.ADMINISTRATOR)
    wanted = reference.strip().upper() if reference and reference.strip() else None
    text = sql("access_log/latest")
    case = [row["id"] for row in db.rows(sql("access_log/of_case"), wanted)] if wanted else []
    homes = memberships.of_persons(db, case, ended_too=True)
    return db.many(
        Entry,
        text,
        wanted,
        strict_only,
        without_sign_ins,
        before,
        limit,
        case,
        [home.household_id for home in homes],
        [home.service_id for home in homes],
    )


def inspect(
    db: Database, entry_id: UUID, *, justification: str, by: StaffUser, now: datetime
) -> list[Person]:
    """Open the names behind a line, leaving a line with the reason.

    Raises BadInput for a missing reason and NobodyBehind.
    """
    by.must_be(Role.ADMINISTRATOR)
    reason = _clean_justification(justification)

    def inspected(tx: Transaction) -> list[Person]:
        found = [
            persons.opened(tx.keys, row["id"], row["reference"], row["sealed"])
            for row in tx.rows(
                sql("access_log/persons_behind"), entry_id, _members_behind(tx, entry_id)
            )
        ]
        if not found:
            raise NobodyBehind
        for person in found:
            audit.note_of(tx, Act.INSPECTED, person, justification=reason, by=by, now=now)
        return found

    return db.transact(inspected)


def _members_behind(db: Reader, entry_id: UUID) -> list[UUID]:
    """Who lives or lived in the household that a line is about."""
    rosters = db.rows(sql("access_log/household_behind"), entry_id)
    on_them = [
        membership
        for row in rosters
        for membership in memberships.on_roster(db.keys, row["id"], row["sealed"])
    ]
    text = "select person_id from membership where id = $1"
    return [row["person_id"] for each in on_them for row in db.rows(text, each)]


def _clean_justification(text: str) -> str:
    reason = filled_in(text, "Begrunnelse")
    if len(reason) < SHORTEST_JUSTIFICATION:
        raise BadInput("Begrunnelse", f"må ha minst {SHORTEST_JUSTIFICATION} tegn.")
    if len(reason) > LONGEST_JUSTIFICATION:
        raise BadInput("Begrunnelse", f"kan ikke ha mer enn {LONGEST_JUSTIFICATION} tegn.")
    return reason
