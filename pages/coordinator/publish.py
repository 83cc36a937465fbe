"""The coordinator's release: closed months go out to leadership by one button."""

import streamlit as st

from lib import release, uptake
from lib.norwegian import moment, month_text
from lib.settings import settings
from lib.staff import Role
from pages.desk import connect, now, refusals_shown, signed_in, today

user, db = signed_in(Role.COORDINATOR, Role.ADMINISTRATOR), connect()
folder = settings().data / uptake.FOLDER
st.title("Publiser tall")
st.write(
    "Ledelsen ser bare det som er publisert: hele måneder, med tall rundet av til femmere. "
    "En måned som er publisert, endrer seg ikke, selv om noe blir rettet senere."
)
if published := uptake.latest(folder):
    st.write(
        f"Sist publisert {moment(published.released_at)}, "
        f"til og med {month_text(published.months[-1])}."
    )

if refusal := release.why_not(db, folder, on=today()):
    st.info(str(refusal))
    st.stop()

for month in release.unpublished(db, folder, on=today()):
    st.subheader(month_text(month).capitalize())
    if missing := release.uncounted(db, month):
        st.warning(
            f"Bruken er ikke telt for {', '.join(missing)}. Uten telling står den som ukjent."
        )
        st.page_link("coordinator/counting.py", label="Tell bruken")
    else:
        st.write("Klar til å publiseres.")

if st.button("Publiser", type="primary"):
    bar = st.progress(0.0)

    def progress(share: float, what: str) -> None:
        bar.progress(share, what)

    with refusals_shown():
        done = release.publish(db, folder, by=user, on=today(), now=now(), progress=progress)
        st.toast(f"Publisert til og med {month_text(done.new_months[-1])}.")
        st.rerun()
