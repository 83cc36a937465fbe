"""The decision on an application, and the letter that tells of it."""

import streamlit as st

from lib import application_decisions, entitlements, languages, letters, scheme_criteria, schemes
from lib.applications import REASON_NAMES, Application
from lib.award_rules import AwardedElsewhere
from lib.db import Database
from lib.norwegian import date_text, to_ore
from lib.refusals import BadInput
from lib.schemes import SchemeKind
from lib.staff import StaffUser
from pages.desk import done, now, plain, refusals_shown, today


def grant_part(db: Database, user: StaffUser, application: Application) -> None:
    """What stands against it, the criterion where no right stands, and yes."""
    scheme = schemes.of(db, application.scheme_id)
    is_fund = scheme.kind is SchemeKind.FUND
    criterion = _criterion(db, application)
    typed = st.text_input("Beløp i kroner", key=f"amount-{application.id}") if is_fund else ""
    with refusals_shown():
        amount_ore = to_ore(typed, "Beløp") if typed.strip() else None
        refusal = None
        if amount_ore or not is_fund:
            refusal = application_decisions.why_not(
                db, application, amount_ore=amount_ore, by=user, on=today()
            )
        knowing = isinstance(refusal, AwardedElsewhere)
        if refusal:
            (st.warning if knowing else st.info)(plain(str(refusal)))
        label = "Innvilg likevel" if knowing else "Innvilg"
        if st.button(label, type="primary", key=f"grant-{application.id}"):
            application_decisions.grant(
                db,
                application.id,
                criterion=criterion,
                amount_ore=amount_ore,
                knowing=knowing,
                by=user,
                on=today(),
                now=now(),
            )
            done("Søknaden er innvilget. Lag brevet her, og skriv ut kortet under Husstand.")


def _criterion(db: Database, application: Application) -> str | None:
    right = entitlements.standing(db, application.person_id, application.scheme_id, on=today())
    if right:
        st.caption(f"Retten er vurdert til og med {date_text(right.valid_to)}.")
        return None
    known = scheme_criteria.in_force(db, application.scheme_id)
    names = {criterion.code: criterion.name for criterion in known}
    return st.selectbox(
        "Kriterium som er oppfylt",
        list(names),
        format_func=names.__getitem__,
        index=None,
        placeholder="Velg kriterium",
        key=f"criterion-{application.id}",
    )


def refuse_part(db: Database, user: StaffUser, application: Application) -> None:
    """No, for a coded reason; or the family has changed its mind."""
    with st.popover("Avslå eller trekk", key=f"no-{application.id}"):
        reason = st.selectbox(
            "Grunn til avslag",
            list(REASON_NAMES),
            format_func=REASON_NAMES.__getitem__,
            index=None,
            placeholder="Velg grunn",
            key=f"reason-{application.id}",
        )
        if st.button("Avslå", key=f"refuse-{application.id}"):
            with refusals_shown():
                if reason is None:
                    raise BadInput("Grunn til avslag", "må velges.")
                application_decisions.refuse(
                    db, application.id, reason, by=user, on=today(), now=now()
                )
                done("Søknaden er avslått. Lag brevet: det har grunnen og retten til å klage.")
        if st.button("Familien trekker søknaden", key=f"withdraw-{application.id}"):
            withdraw(db, user, application)


def withdraw(db: Database, user: StaffUser, application: Application) -> None:
    """The application is ended without an answer."""
    with refusals_shown():
        application_decisions.withdraw(db, application.id, by=user, on=today(), now=now())
        done("Søknaden er trukket.")


def letter_part(db: Database, user: StaffUser, application: Application) -> None:
    """The answer on paper, in the family's language; made anew each time."""
    names = {each.code: each.name for each in languages.all_of()}
    line = st.container(horizontal=True, vertical_alignment="bottom")
    language = line.segmented_control(
        "Språk i brevet",
        list(names),
        format_func=names.__getitem__,
        default=languages.FIRST,
        required=True,
        key=f"language-{application.id}",
    )
    made = f"letter-{application.id}-{language}"
    if line.button("Lag brev", key=f"make-{application.id}"):
        with refusals_shown():
            st.session_state[made] = letters.decision_pdf(
                db, application.id, language, by=user, on=today(), now=now()
            )
    if pdf := st.session_state.get(made):
        st.download_button(
            "Last ned brevet (PDF)",
            pdf,
            letters.file_name(db, application, language, by=user),
            "application/pdf",
            on_click="ignore",
            key=f"download-{application.id}",
        )
