"""What it costs, by who pays; what gifts are worth; what clubs have claimed."""

import streamlit as st

from lib import uptake, uptake_costs
from lib.disclosure import CLAIMS_FROM, KRONER_BASE, RATE_FROM
from lib.figure_words import TOO_FEW
from lib.norwegian import kroner, number
from lib.published import Published
from pages.desk import plain

NO_SOURCE = "uten oppgitt kilde"
HOW = (
    "Kostnaden er det avrundede antallet tildelte ganger prisen, aldri en sum av fakturaer. "
    "Tilbud uten oppgitt pris og øvrige tilbud er ikke med. Er et tilbud betalt av flere, er "
    f"bruken delt mellom dem. «–»: under {RATE_FROM} billetter eller klippekort er brukt. Der "
    "bruken ikke er telt, er tilbudet holdt utenfor prisen per bruk."
)


def paid_part(published: Published, year: int) -> None:
    """What was bought: by funding source and sponsor."""
    st.header("Kostnad per bruk")
    sources = uptake_costs.by_source(published, year).iter_rows(named=True)
    paid = [row for row in sources if not row["is_gift"]]
    if not paid:
        st.info(f"Ingen innkjøpte tilbud med oppgitt pris er tildelt i {year}.")
        return
    kinds = uptake.names(published, "kind")
    st.table(
        {
            "Finansiering": [plain(row["source"]) or NO_SOURCE for row in paid],
            "Type": [kinds.get(row["kind"], "ikke oppgitt") for row in paid],
            "Brukt": [number(row["uses"]) for row in paid],
            "Kostnad": [kroner(row["cost_ore"]) for row in paid],
            "Per bruk": [_or_dash(row["per_use_ore"]) for row in paid],
        },
        hide_index=True,
    )
    st.caption(HOW)


def gifts_part(published: Published, year: int) -> None:
    """What was given: by giver."""
    st.header("Verdien av gaver")
    sources = uptake_costs.by_source(published, year).iter_rows(named=True)
    gifts = [row for row in sources if row["is_gift"]]
    if not gifts:
        st.info(f"Ingen gaver med oppgitt verdi er tildelt i {year}.")
        return
    st.table(
        {
            "Giver": [plain(row["source"]) for row in gifts],
            "Brukt": [number(row["uses"]) for row in gifts],
            "Verdi av det som er tildelt": [kroner(row["cost_ore"]) for row in gifts],
        },
        hide_index=True,
    )


def claimed_part(published: Published, year: int) -> None:
    """What clubs and shops have claimed on cards with kroner and from funds."""
    st.header("Krav fra lag og foreninger")
    claimed = list(uptake_costs.claimed(published, year).iter_rows(named=True))
    if not claimed:
        st.info(
            f"Ingenting kan vises for {year}. Krav vises når et kvartal eller en lengre periode "
            f"er over, og bare der det er minst {CLAIMS_FROM} krav."
        )
        return
    st.table(
        {
            "Ordning": [plain(row["scheme"]) for row in claimed],
            "Krevd": [kroner(row["kroner"] * 100) for row in claimed],
        },
        hide_index=True,
    )
    st.caption(
        f"Avrundet til nærmeste {kroner(KRONER_BASE * 100)} for hvert kvartal. Kvartaler med under "
        f"{CLAIMS_FROM} krav er ikke med."
    )


def _or_dash(ore: int | None) -> str:
    return TOO_FEW if ore is None else kroner(ore)
