"""The administrator's desk: how the key stands, and how it is changed."""

import streamlit as st

from lib import key_rotation
from lib.staff import Role
from pages.administrator.rotation_part import rotation_part, under_way
from pages.desk import connect, signed_in
from pages.rotating import ROTATOR

user, db = signed_in(Role.ADMINISTRATOR), connect()
st.title("Nøkkelen")
st.write(
    "Navn og fødselsdatoer ligger forseglet i databasen, og fødselsnumre bare som avtrykk. "
    "Nøkkelen til dem ligger i en egen fil."
)

if ROTATOR.is_under_way:
    under_way()
else:
    rotation_part(db, user, key_rotation.standing(db, by=user))

with st.expander("Når bør nøkkelen byttes, og hva hjelper det mot?"):
    st.markdown(
        "- Bytt når noen kan ha fått tak i nøkkelfilen: den er sendt feil, en kopi er borte, "
        "eller en som kunne lese den, har sluttet.\n"
        "- Etter byttet åpner den gamle nøkkelfilen ingenting i databasen, og heller ikke i "
        "sikkerhetskopier som tas fra da av.\n"
        "- Har noen både den gamle nøkkelfilen og en kopi av databasen fra før byttet, kan de "
        "fortsatt lese den kopien. Da er det et brudd som må meldes.\n"
        "- Den nye filen inneholder også de gamle nøklene. De trengs til å finne fødselsnumre og "
        "til å åpne eldre sikkerhetskopier.\n"
        "- QR-koder, kasser og innlogginger virker som før. De bygger på lange, tilfeldige koder "
        "som ingen kan gjette seg til, så de blir ikke byttet. Det blir heller ikke de korte "
        "kodene på kortene: de kan bare brukes på en kasse."
    )
