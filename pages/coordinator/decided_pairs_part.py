"""What was decided about pairs, with who and when, and the way back."""

import streamlit as st

from lib import merging, pair_decisions
from lib.db import Database
from lib.merging import Merge
from lib.norwegian import moment
from lib.pair_decisions import VERDICT_NAMES, Decision
from lib.staff import StaffUser
from pages.desk import done, now, plain, refusals_shown

SHOWN_AT_ONCE = 25
WAITS_AGAIN = "Ligner de fortsatt, står paret under «Venter» igjen, senest i morgen tidlig."


def decided_part(db: Database, user: StaffUser) -> None:
    """What stands, the latest first: merges, then the pairs that are two persons."""
    merges = merging.standing(db, by=user)
    decisions = [each for each in pair_decisions.standing(db, by=user) if not each.merged]
    if not (merges or decisions):
        st.info("Ingenting er avgjort ennå.")
    if merges:
        st.header("Slått sammen")
    for merge in merges[: _shown("merges")]:
        _merge(db, user, merge)
    _more("merges", len(merges))
    if decisions:
        st.header("Avgjort uten å slå sammen")
    for decision in decisions[: _shown("decisions")]:
        _decision(db, user, decision)
    _more("decisions", len(decisions))


def _merge(db: Database, user: StaffUser, merge: Merge) -> None:
    with st.container(border=True):
        st.write(f"**{merge.gone_reference}** er slått sammen med **{merge.kept_reference}**")
        st.caption(plain(f"{merge.merged_by}, {moment(merge.merged_at)}"))
        if refusal := merging.why_not_undo(db, merge.id):
            st.caption(str(refusal))
            return
        with st.popover("Angre", key=f"part-{merge.id}"):
            st.write(
                "De blir to personer igjen, hver med sine tildelinger, kort, numre og hjem. Det "
                f"som er kommet til siden, blir hos {merge.kept_reference}. {WAITS_AGAIN}"
            )
            if st.button("Angre sammenslåingen", key=f"undo-{merge.id}", type="primary"):
                with refusals_shown():
                    merging.undo(db, merge.id, by=user, now=now())
                    done("Sammenslåingen er angret. De er to personer igjen.")


def _decision(db: Database, user: StaffUser, decision: Decision) -> None:
    with st.container(border=True):
        pair = f"**{decision.first_reference}** og **{decision.second_reference}**"
        st.write(f"{pair}: {VERDICT_NAMES[decision.verdict]}")
        st.caption(plain(f"{decision.decided_by}, {moment(decision.decided_at)}"))
        with st.popover("Angre", key=f"reopen-{decision.id}"):
            st.write(WAITS_AGAIN)
            if st.button("Angre avgjørelsen", key=f"undo-{decision.id}", type="primary"):
                with refusals_shown():
                    pair_decisions.undo(db, decision.id, by=user, now=now())
                    done("Avgjørelsen er angret.")


def _shown(what: str) -> int:
    shown: int = st.session_state.setdefault(f"{what}_shown", SHOWN_AT_ONCE)
    return shown


def _more(what: str, there: int) -> None:
    if there > _shown(what) and st.button("Vis flere", key=f"more-{what}"):
        st.session_state[f"{what}_shown"] += SHOWN_AT_ONCE
        st.rerun()
