"""Payment lists: what is due, a new list, and the earlier ones as files."""

from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID

import streamlit as st

from lib import payment_files, payments
from lib.db import Database
from lib.norwegian import (
    account_number_text,
    counted,
    date_text,
    kroner,
    organisation_number_text,
    to_date,
)
from lib.payments import PaymentList
from lib.staff import StaffUser
from pages.desk import done, fresh, link, now, plain, refusals_shown, today


class Told(Protocol):
    """What makes a list's file."""

    def __call__(self, db: Database, list_id: UUID, *, by: StaffUser, now: datetime) -> bytes: ...


FILES: dict[str, tuple[str, str, Told]] = {
    "Utbetalinger (CSV)": ("utbetalinger", "csv", payment_files.payments_csv),
    "Krav (CSV)": ("krav", "csv", payment_files.claims_csv),
    "Fil til banken (pain.001)": ("pain001", "xml", payment_files.bank_file),
}


def payment_part(db: Database, user: StaffUser) -> None:
    """From approved claims to a list that the bank or the accounts can read."""
    _due(db, user)
    st.header("Betalingslister")
    lists = payments.lists(db)
    if not lists:
        st.info("Ingen betalingslister ennå.")
    for paid in lists:
        _list(db, user, paid)
    with st.expander("Kontoen det betales fra", expanded=bool(lists) and not payments.payer(db)):
        _payer_form(db, user)


def _due(db: Database, user: StaffUser) -> None:
    due = payments.due(db)
    if not due:
        st.info("Ingen godkjente krav venter på utbetaling.")
        return
    st.table(
        {
            "Tilbyder": [plain(each.partner_name) for each in due],
            "Kontonummer": [
                account_number_text(each.account_number) if each.account_number else "mangler"
                for each in due
            ],
            "Krav": [str(each.claims) for each in due],
            "Beløp": [kroner(each.amount_ore) for each in due],
        },
        hide_index=True,
    )
    if any(not each.account_number for each in due):
        link("coordinator/partners.py", "Legg inn kontonummer")
    with st.form(fresh("list")):
        pay_on = st.text_input("Betalingsdato", date_text(today()))
        total = kroner(sum(each.amount_ore for each in due))
        st.caption("Krav på en betalingsliste kan ikke endres etterpå.")
        if st.form_submit_button(f"Lag betalingsliste på {total}", type="primary"):
            with refusals_shown():
                day = to_date(pay_on, "Betalingsdato")
                paid = payments.make(db, pay_on=day, by=user, on=today(), now=now())
                done(f"Betalingsliste {paid.number} på {kroner(paid.total_ore)} er laget.")


def _list(db: Database, user: StaffUser, paid: PaymentList) -> None:
    with st.container(border=True):
        st.write(
            f"**Liste {paid.number}**, betales {date_text(paid.pay_on)}: {kroner(paid.total_ore)} "
            f"til {counted(paid.payments, 'tilbyder', 'tilbydere')}"
        )
        with st.container(horizontal=True):
            for label, (name, ending, told) in FILES.items():
                if told is payment_files.bank_file and payments.payer(db) is None:
                    continue
                st.download_button(
                    label,
                    partial(_file, told, db, paid.id, user),
                    f"{name}-{paid.number}.{ending}",
                    on_click="ignore",
                    key=f"{name}-{paid.id}",
                )


def _file(told: Told, db: Database, list_id: UUID, user: StaffUser) -> bytes:
    """The file as it is asked for, not as the page is drawn."""
    return told(db, list_id, by=user, now=now())


def _payer_form(db: Database, user: StaffUser) -> None:
    known = payments.payer(db)
    with st.form(fresh("payer"), border=False):
        st.caption(
            "Er kontoen lagt inn, kan hver liste også lastes ned som fil til banken. Banken eller "
            "regnskapet kan oppgi BIC."
        )
        number = st.text_input(
            "Kommunens organisasjonsnummer",
            organisation_number_text(known.organisation_number) if known else "",
        )
        account = st.text_input(
            "Kontonummer", account_number_text(known.account_number) if known else ""
        )
        bic = st.text_input("BIC", known.bic if known else "")
        if st.form_submit_button("Lagre kontoen"):
            with refusals_shown():
                payments.set_payer(
                    db,
                    organisation_number=number,
                    account_number=account,
                    bic=bic,
                    by=user,
                    now=now(),
                )
                done("Kontoen det betales fra, er lagret.")
