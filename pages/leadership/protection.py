"""How the figures are protected, for those who decide and those they are about."""

import streamlit as st

from lib.disclosure import DIVIDED_FROM, KRONER_BASE, LISTED_FROM, NOTE, RATE_FROM
from lib.norwegian import kroner
from lib.small_counts import BASE
from lib.staff import Role
from pages.desk import signed_in
from pages.leadership import parts
from pages.leadership.period_part import period_part

WHAT = f"""
I en liten kommune kan et lite tall røpe et barn. Står det «1 tildelt til barnevernet i mai», kan
en nabo skjønne hvem det er. Derfor ser ledelsen bare publiserte tall, og de kunne vært sendt til
alle.

**Avrunding.** Alt telles i fine grupper, og hver gruppe rundes opp eller ned til et tall i
{BASE}-gangen. Har ett barn flere billetter eller klipp, rundes gruppen til {BASE} ganger så mye,
for klippekort til hele {BASE} kort. Tallene dere ser, er summer av slike, så summene stemmer.
Store tall treffer godt, små bare omtrent.

**0 er ikke alltid 0.** Det kan bety ingen, eller noen få. Ellers ville 0 fortalt at
nettopp dette nærmiljøet ikke har noen.

**Det som er publisert, endrer seg ikke.** Ellers kunne noen trukket nye tall fra gamle og funnet
ett barn. Rettelser kommer derfor med i neste periode i samme år, og tallene står når en person
blir slettet.

**Noe er slått sammen.** Tilbud deles etter nærmiljø og alder bare der tallene kommer hver måned.
Da vises et tilbud for seg fra {DIVIDED_FROM} per gruppe: {6 * DIVIDED_FROM} i kvartalet ved seks
nærmiljøer. Kommer tallene sjeldnere, er alt under {LISTED_FROM} slått sammen. En periode med under
{LISTED_FROM} i alt vises ikke. Bruksgrad vises fra {RATE_FROM} tildelte, for et tilbud i året og en
måned uansett. Her teller klippekort én gang. Beløp rundes til nærmeste
{kroner(KRONER_BASE * 100)}. Finere tabeller finnes ikke.

**Hvem ser nøyaktige tall?** Koordinator ser nøyaktig hva som er på lageret og delt ut til hver
tjeneste, for å kunne bestille. Tjenestene ser sine egne barn. Lagertall kommer aldri ut
som statistikk. Lageret i går minus lageret i dag er jo én tildeling.
"""

signed_in(Role.LEADERSHIP)
st.title("Slik er tallene beskyttet")
st.info(NOTE)
st.markdown(WHAT)
period_part(parts.the_release())
