"""The coordinator's release: closed months go out to leadership by one button."""

from datetime import date

import streamlit as st

from lib import release, uptake
from lib.norwegian import moment, month_text
from lib.settings import settings
from lib.staff import Role
from pages.desk import connect, done, link, now, plain, refusals_shown, signed_in, today
from pages.leadership.parts import NOT_READY


def line(month: date, offers: list[str]) -> str:
    """A month, and what is not counted in it."""
    missing = f": bruken er ikke telt for {plain(', '.join(offers))}" if offers else ""
    return f"- {month_text(month)}{missing}"


user, db = signed_in(Role.COORDINATOR), connect()
folder = settings().data / uptake.FOLDER
st.title("Publiser tall")
st.warning(NOT_READY)
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

st.header("Måneder som kan publiseres")
uncounted = {
    month: release.uncounted(db, month) for month in release.unpublished(db, folder, on=today())
}
st.markdown("\n".join(line(month, offers) for month, offers in uncounted.items()))
if any(uncounted.values()):
    st.warning("Det som ikke er telt, står som ukjent hos ledelsen, også om det telles senere.")
    link("coordinator/counting.py", "Tell bruken")

if st.button("Publiser", type="primary"):
    bar = st.progress(0.0)

    def progress(share: float, what: str) -> None:
        bar.progress(share, what)

    with refusals_shown():
        new = release.publish(db, folder, by=user, on=today(), now=now(), progress=progress)
        done(f"Publisert til og med {month_text(new.new_months[-1])}.")
