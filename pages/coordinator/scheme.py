"""The schemes: who may have what, and how much of it a year."""

import streamlit as st

from lib import duplicates, municipality, schemes
from lib.ages import OLDEST
from lib.duplicates import WARNING_TELLS_NAMES, WarningTells
from lib.norwegian import to_whole_number
from lib.schemes import MOST_A_YEAR
from lib.staff import Role
from pages.desk import connect, done, refusals_shown, signed_in

user, db = signed_in(Role.COORDINATOR), connect()
st.title("Ordning")
st.caption("Endringer gjelder nye tildelinger. Det som er tildelt, blir stående.")

categories = {category.name: category.code for category in municipality.categories(db)}
for scheme in schemes.all_of(db):
    quotas = {quota.category_name: quota.units_a_year for quota in schemes.quotas(db, scheme.id)}
    with st.form(f"scheme-{scheme.id}"):
        name = st.text_input("Navn", value=scheme.name)
        left, right = st.columns(2)
        age_from = left.text_input("Alder fra", value=str(scheme.age_from))
        age_to = right.text_input("Alder til", value=str(scheme.age_to))
        st.write("Hvor mye ett barn kan få i året. Tomt felt betyr ingen grense.")
        fields = st.columns(3)
        typed = {
            code: fields[n % 3].text_input(
                f"{category} (valgfritt)",
                value=str(quotas.get(category, "")),
                key=f"{scheme.id}-{code}",
            )
            for n, (category, code) in enumerate(categories.items())
        }
        st.write("Kriterier: " + ", ".join(c.name for c in schemes.criteria(db, scheme.id)) + ".")
        if st.form_submit_button("Lagre ordningen", type="primary"):
            with refusals_shown():
                schemes.change(
                    db,
                    scheme.id,
                    name=name,
                    age_from=to_whole_number(age_from, "Alder fra", at_least=0, at_most=OLDEST),
                    age_to=to_whole_number(age_to, "Alder til", at_least=0, at_most=OLDEST),
                    quotas={
                        code: to_whole_number(typed[code], category, at_most=MOST_A_YEAR)
                        for category, code in categories.items()
                        if typed[code].strip()
                    },
                    by=user,
                )
                done(f"{name} er lagret.")

st.header("Advarselen om dobbel registrering")
st.caption("Den sier aldri hvem som har registrert, hvorfor, eller hvor familien bor.")
tells = WarningTells(municipality.warning_tells(db))
with st.form("warning"):
    told = st.radio(
        "Advarselen forteller",
        list(WarningTells),
        index=list(WarningTells).index(tells),
        format_func=WARNING_TELLS_NAMES.__getitem__,
    )
    if st.form_submit_button("Lagre valget"):
        with refusals_shown():
            duplicates.let_warning_tell(db, told or tells, by=user)
            done("Valget er lagret.")
