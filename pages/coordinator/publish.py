"""The coordinator's release: what has closed goes out to leadership by one button."""

import streamlit as st

from lib import disclosure, published, release
from lib.norwegian import moment
from lib.release import Span
from lib.settings import settings
from lib.staff import Role
from pages.coordinator.yardstick_part import yardstick_part
from pages.desk import (
    connect,
    done,
    link,
    now,
    plain,
    refusals_shown,
    show_done,
    signed_in,
    today,
)


def line(span: Span, offers: list[str]) -> str:
    """A period, and what is not counted in it."""
    missing = f": bruken er ikke telt for {plain(', '.join(offers))}" if offers else ""
    return f"- {span.text}{missing}"


user, db = signed_in(Role.COORDINATOR), connect()
folder = settings().data / published.FOLDER
st.title("Publiser tall")
show_done()
st.write(
    "Ledelsen ser bare det som er publisert. Det som er publisert, endrer seg ikke: blir noe "
    "rettet senere, kommer rettelsen med i de neste tallene for samme år."
)
st.caption(disclosure.NOTE)
if latest := published.latest(folder):
    st.write(f"Sist publisert {moment(latest.released_at)}.")

if refusal := release.why_not(db, folder, on=today()):
    st.info(str(refusal))
else:
    st.header("Klart til å publiseres")
    uncounted = {
        span: release.uncounted(db, span) for span in release.unpublished(db, folder, on=today())
    }
    st.markdown("\n".join(line(span, offers) for span, offers in uncounted.items()))
    if any(uncounted.values()):
        st.warning("Det som ikke er telt, står som ukjent hos ledelsen til det er telt.")
        link("coordinator/counting.py", "Tell bruken")
    if st.button("Publiser", type="primary"):
        bar = st.progress(0.0)

        def told(share: float, what: str) -> None:
            bar.progress(share, what)

        with refusals_shown():
            new = release.publish(db, folder, by=user, on=today(), now=now(), progress=told)
            done(f"Publisert til og med {new.new[-1].text}.")

yardstick_part(db, user, today().year)
