"""Cards without a person: print a numbered batch to sell or give, and take a sold card back."""

from uuid import uuid4

import streamlit as st

from lib import card_issues, partners, printing, schemes
from lib.card_issues import CHANNEL_NAMES, Channel
from lib.municipality import base_url
from lib.norwegian import counted, date_text, kroner, to_whole_number
from lib.schemes import SchemeKind
from lib.staff import Role
from pages.coordinator.shares_part import shares_part
from pages.desk import connect, done, fresh, link, now, plain, refusals_shown, signed_in, today

user, db = signed_in(Role.COORDINATOR), connect()
st.title("Salg, gaver og premier")
st.caption("Kortene er like de som tildeles: samme serie, samme utseende, ingen navn.")

own = {scheme.id: scheme for scheme in schemes.all_of(db) if scheme.kind is SchemeKind.CARD}
if not own:
    st.info("Ingen ordning har egne klippekort. Legg til en under Ordninger.")
    link("coordinator/scheme.py", "Gå til Ordninger")
    st.stop()

scheme_id = st.selectbox(
    "Ordning",
    list(own),
    format_func=lambda known: f"{own[known].name} ({own[known].owner_unit})",
)
scheme = own[scheme_id]
channels = {CHANNEL_NAMES[channel].capitalize(): channel for channel in Channel}
del channels[CHANNEL_NAMES[Channel.AWARDED].capitalize()]
shops = {shop.name: shop.id for shop in partners.at_work(db)}

st.header("Skriv ut nye kort")
if scheme.price_ore is None:
    st.caption("Ordningen har ingen pris, så kortene kan gis, men ikke selges.")
else:
    st.caption(f"Prisen er {kroner(scheme.price_ore)} per kort.")
if printed := st.session_state.get("printed"):
    st.download_button(
        "Last ned kortene (PDF)",
        printed,
        "kort.pdf",
        "application/pdf",
        type="primary",
        on_click="ignore",
    )
with st.form(fresh("issue")):
    left, middle, right = st.columns(3)
    channel = channels[
        left.radio("Kortene skal brukes til", list(channels), horizontal=True) or "Salg"
    ]
    units = middle.text_input("Antall", placeholder="for eksempel 20")
    shop = right.selectbox("Utsalgssted (ved salg)", list(shops), index=None, placeholder="Velg")
    if st.form_submit_button("Lag kortene", type="primary"):
        with refusals_shown():
            address = base_url(db)
            # Kept until the cards are on paper: a double click is one batch.
            act = fresh(f"issue-{scheme.id}-{channel}-{units.strip()}-{shop}")
            handed = card_issues.issue(
                db,
                scheme.id,
                channel,
                to_whole_number(units, "Antall", at_most=card_issues.MOST_AT_ONCE),
                issue_id=st.session_state.setdefault(act, uuid4()),
                partner_id=shops[shop] if shop and channel is Channel.SALE else None,
                by=user,
                on=today(),
                now=now(),
            )
            st.session_state.printed = printing.cards_pdf(handed, base_url=address)
            ready = f"{counted(len(handed.cards), 'kort', 'kort')} er klare."
            done(f"{ready} Last ned arket nå: det kan ikke hentes senere.")

st.header("Kort som er skrevet ut")
issues = card_issues.of_scheme(db, scheme.id)
if not issues:
    st.caption("Ingen kort er skrevet ut for salg, som gave eller som premie ennå.")
for issue in issues:
    told = [f"Nr. {issue.number}", CHANNEL_NAMES[issue.channel], date_text(issue.issued_on)]
    told.append(counted(issue.units, "kort", "kort"))
    if issue.partner_name:
        told.append(plain(issue.partner_name))
    if issue.price_ore is not None:
        told.append(f"{kroner(issue.price_ore)} per kort")
    if issue.returned:
        told.append(f"{issue.returned} levert tilbake")
    st.write(", ".join(told))

st.header("Ta et solgt kort tilbake")
with st.form(fresh("back")):
    number = st.text_input("Kortnummer på et solgt kort som leveres tilbake")
    if st.form_submit_button("Ta kortet tilbake"):
        with refusals_shown():
            card_issues.take_back(
                db,
                to_whole_number(number, "Kortnummer", at_most=10**12),
                by=user,
                now=now(),
            )
            done(f"Kort {number.strip()} er levert tilbake og sperret.")

shares_part(db, scheme)
