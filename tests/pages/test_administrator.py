"""The administrator's pages, walked through."""

import re

from lib import accounts, audit, municipality, persons, sessions
from lib.audit import Act
from lib.staff import Role
from pages import clock
from tests.pages.coordinator_desk import labelled, shown
from tests.town import ADAM, KARI, NAV, NINA, NOW


def test_a_page_is_for_its_role_alone(page):
    for file in ("staff", "places", "access_log"):
        at = page(f"administrator/{file}.py", KARI)
        assert [error.value for error in at.error] == ["Denne siden er for administrator."]
        assert not at.title
        assert not page(f"administrator/{file}.py", None).title


def test_someone_new_is_let_in_by_a_first_password(page, db):
    at = page("administrator/staff.py", ADAM)
    labelled(at.text_input, "Brukernavn").input("oda")
    labelled(at.text_input, "Navn").input("Oda Dahl")
    labelled(at.button_group, "Roller").set_value([Role.CASEWORKER])
    labelled(at.selectbox, "Tjeneste (må fylles ut for saksbehandlere)").select_index(1)
    labelled(at.button, "Legg til").click()
    at.run()
    assert not at.exception
    password = re.search(r"`(.+)`", at.session_state["done"])
    assert password
    token = sessions.sign_in(db, "oda", password[1], now=clock.now())
    user = sessions.whose(db, token, now=clock.now())
    assert user
    assert (user.service_id, user.must_change_password) == (NAV, True)


def test_a_missing_service_is_said_in_a_sentence(page):
    at = page("administrator/staff.py", ADAM)
    labelled(at.text_input, "Brukernavn").input("oda")
    labelled(at.text_input, "Navn").input("Oda Dahl")
    labelled(at.button_group, "Roller").set_value([Role.CASEWORKER])
    labelled(at.button, "Legg til").click()
    at.run()
    assert at.error[0].value == "Tjeneste må fylles ut for en saksbehandler."


def choose(at, user):
    at.selectbox[0].select(next(o for o in at.selectbox[0].options if user.username in o)).run()


def test_a_staff_user_is_changed_given_a_password_and_shut_out(page, db):
    at = page("administrator/staff.py", ADAM)
    choose(at, NINA)
    labelled(at.button_group, "Roller").set_value([Role.LEADERSHIP])
    labelled(at.button, "Lagre").click().run()
    labelled(at.button, "Gi nytt passord").click().run()
    assert "Første passord for Nina" in at.session_state["done"]
    labelled(at.button, "Steng kontoen").click().run()
    [nina] = [account for account in accounts.all_of(db) if account.id == NINA.id]
    assert nina.roles == {Role.LEADERSHIP}
    assert nina.closed_at


def test_services_and_neighbourhoods_are_added_and_changed(page, db):
    at = page("administrator/places.py", ADAM)
    labelled(at.text_input, "Navn").input("Barnevernet")
    labelled(at.button, "Legg til tjeneste").click().run()
    labelled(at.text_input, "Nærmiljø").input("Nanset")
    labelled(at.button, "Legg til nærmiljø").click().run()
    at.selectbox[0].select("Barnevernet").run()
    labelled(at.text_input, "Telefon (valgfritt)").input("33 17 30 00")
    labelled(at.button, "Lagre").click().run()
    [added] = [s for s in municipality.services(db) if s.name == "Barnevernet"]
    assert added.phone == "33 17 30 00"
    assert "Nanset" in [place.name for place in municipality.neighbourhoods(db)]


def test_the_access_log_opens_a_name_for_a_reason(page, db):
    child = db.transact(lambda tx: persons.enter(tx, "Amina Ali", None, {}))
    reference = persons.of(db, child).reference
    db.transact(
        lambda tx: audit.note(tx, Act.OPENED, by=NINA, now=NOW, subject=child, reference=reference)
    )
    at = page("administrator/access_log.py", ADAM)
    labelled(at.text_input, "Saksreferanse (valgfritt)").input(reference).run()
    at.selectbox[0].select_index(0)
    labelled(at.button, "Vis navn").click().run()
    assert at.error[0].value == "Begrunnelse må fylles ut."
    assert "Amina" not in shown(at)
    at.selectbox[0].select_index(0)
    labelled(at.text_input, "Begrunnelse (minst 15 tegn)").input("Klage i sak 24/118")
    labelled(at.button, "Vis navn").click().run()
    assert f"{reference}: Amina Ali" in shown(at)


def test_the_access_log_is_in_norwegian(page, db):
    for act, outcome in ((Act.REFUSED, "AlreadyRegistered"), (Act.ASSESSED, "")):
        db.transact(
            lambda tx, act=act, outcome=outcome: audit.note(
                tx, act, by=NINA, now=NOW, reference="P-1", outcome=outcome
            )
        )
    shown = page("administrator/access_log.py", ADAM).dataframe[0].value
    assert sorted(zip(shown["Handling"], shown["Utfall"], strict=True)) == [
        ("Fikk avslag", "allerede registrert"),
        ("Vurderte rett", "–"),
    ]


def test_a_reference_that_is_not_in_the_log_is_said(page):
    at = page("administrator/access_log.py", ADAM)
    labelled(at.text_input, "Saksreferanse (valgfritt)").input("P-finnes-ikke").run()
    assert at.info[0].value == "Ingen linjer i loggen svarer til søket."
