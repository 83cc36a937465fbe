"""The administrator's desk: who may sign in, and as what."""

import streamlit as st

from lib import accounts, municipality
from lib.norwegian import moment
from lib.staff import Role
from pages.administrator.account_form import account_form
from pages.desk import connect, done, now, refusals_shown, signed_in

user, db = signed_in(Role.ADMINISTRATOR), connect()
everyone = accounts.all_of(db)


def hand_over(name: str, password: str) -> None:
    """Show a first password, the only time anyone sees it."""
    done(
        f"Første passord for {name}: **`{password}`** "
        "Det vises bare nå, og må byttes ved første innlogging."
    )


st.title("Ansatte")
st.dataframe(
    {
        "Navn": [account.name for account in everyone],
        "Brukernavn": [account.username for account in everyone],
        "Roller": [account.role_names for account in everyone],
        "Tjeneste": [account.service_name or "–" for account in everyone],
        "Stengt": [moment(a.closed_at) if a.closed_at else "–" for a in everyone],
    }
)
chosen = st.selectbox(
    "Ansatt",
    everyone,
    index=None,
    format_func=lambda account: f"{account.name} ({account.username})",
    placeholder="Velg en for å endre, eller legg til en ny",
)
typed = account_form(chosen, municipality.open_services(db))

with refusals_shown():
    if typed:
        username, particulars = typed
        if chosen:
            accounts.change(db, chosen.id, particulars, by=user, now=now())
            done(f"{particulars.name} er lagret.")
        hand_over(particulars.name, accounts.add(db, username, particulars, by=user, now=now()))
    if chosen and chosen.closed_at and st.button("Åpne kontoen igjen"):
        hand_over(chosen.name, accounts.reopen(db, chosen.id, by=user, now=now()))
    if chosen and not chosen.closed_at and st.button("Gi nytt passord"):
        hand_over(chosen.name, accounts.reset_password(db, chosen.id, by=user, now=now()))
    if chosen and not chosen.closed_at and st.button("Steng kontoen"):
        accounts.close(db, chosen.id, by=user, now=now())
        done(f"Kontoen til {chosen.name} er stengt.")
