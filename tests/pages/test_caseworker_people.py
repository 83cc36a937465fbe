"""Who is registered, corrected, moved out and asked about: warnings, receipts and ways on."""

from datetime import date, timedelta

import pytest

from lib import contact_requests, households, persons
from lib.contact_requests import Answer
from lib.duplicates import AlreadyRegistered, WarningTells
from lib.memberships import MemberRole
from pages import clock
from pages.caseworker import parts
from tests.pages.coordinator_desk import all_linked, labelled
from tests.town import (
    AMIR,
    HEGE,
    KARI,
    LEYLA,
    NINA,
    SALMA,
    YUSUF,
    YUSUF_BORN,
    also_with_the_nurses,
    at_home,
    id_of,
    member,
    number_of,
    person_id_of,
)

REGISTER, HERE_TOO = "Registrer husstand", "Registrer husstanden hos oss også"
NEW_NUMBER = "Nytt fødselsnummer, D-nummer eller DUF-nummer"
MONA = member(MemberRole.GUARDIAN, "Mona Haddad", date(1984, 4, 4))
NUMBERLESS = member(MemberRole.CHILD, YUSUF.name, YUSUF_BORN, serial=None)
CHANGED = "Du har endret opplysningene etter advarselen. Send dem på nytt."


@pytest.fixture(autouse=True)
def links(monkeypatch):
    return all_linked(monkeypatch)


@pytest.fixture
def gone(monkeypatch):
    """Where the page would go next."""
    went = []
    monkeypatch.setattr("streamlit.switch_page", went.append)
    return went


def said(at):
    """Every sentence on the page."""
    kinds = (at.markdown, at.info, at.warning, at.error, at.success, at.caption)
    return " | ".join(element.value for kind in kinds for element in kind)


def fill(at, label, known):
    """Type one person into the row of fields that ends so."""

    def field(name):
        [found] = [box for box in at.text_input if (box.key or "").endswith(f"{label}_{name}")]
        return found

    field("name").input(known.name)
    field("number").input(known.number.digits if known.number else "")
    field("born").input("" if known.number else known.born.isoformat())


def type_household(at, guardian=LEYLA, child=YUSUF, *, press=REGISTER):
    fill(at, "Foresatt_1", guardian)
    fill(at, "Barn_1", child)
    return labelled(at.button, press).click().run()


def household_page(page, household_id, user=NINA, *, child=None):
    """The household's page, with the particulars of the child open, or the part for one more."""
    at = page("caseworker/household.py", user)
    return turned_to(at, household_id, child=child)


def turned_to(at, household_id, *, child=None):
    at.session_state["household_id"] = household_id
    at.session_state[f"particulars-{child}" if child else f"more-{household_id}"] = True
    return at.run()


def test_knowing_covers_just_what_was_warned_of(page, db, gone):
    """The nurse reads of Yusuf, then types Amir, and presses what stood below the warning."""
    at_home(db)
    at = type_household(page("caseworker/register.py", HEGE))
    assert len(at.warning) == 1
    type_household(at, child=AMIR, press=HERE_TOO)
    assert not gone
    assert not at.warning
    assert [info.value for info in at.info] == [CHANGED]
    assert (
        db.rows("select reference from household_service where service_id = $1", HEGE.service) == []
    )
    labelled(at.button, REGISTER).click().run()
    assert at.warning[0].value.startswith("**Barn 1:** Allerede registrert")
    labelled(at.button, HERE_TOO).click().run()
    assert gone == ["caseworker/household.py"]


def test_a_warning_goes_when_one_more_child_is_to_be_registered(page, db):
    at_home(db)
    at = type_household(page("caseworker/register.py", HEGE))
    labelled(at.get("button_group"), "Antall barn").select("2").run()
    assert not at.warning
    assert HERE_TOO not in [button.label for button in at.button]


def test_a_warning_in_one_household_is_neither_shown_nor_used_in_another(page, db):
    """Hege adds Yusuf to Leyla's, is warned, and turns to Mona's: it is asked anew there."""
    at_home(db, SALMA, YUSUF)
    ola = member(MemberRole.CHILD, "Ola", date(2016, 2, 2))
    lea = member(MemberRole.CHILD, "Lea", date(2017, 3, 3))
    first, second = at_home(db, LEYLA, ola, by=HEGE), at_home(db, MONA, lea, by=HEGE)
    at = household_page(page, first, HEGE)
    fill(at, "Barn", YUSUF)
    labelled(at.button, "Legg til").click().run()
    assert at.warning[0].value.startswith("**Barn:** Allerede registrert")
    at = turned_to(at, second)
    assert not at.warning
    fill(at, "Barn", YUSUF)
    labelled(at.button, "Legg til").click().run()
    assert at.warning[0].value.startswith("**Barn:** Allerede registrert")
    assert "Ingen er lagt til ennå." in said(at)
    labelled(at.button, "Legg til hos oss også").click().run()
    assert at.success[0].value == "Yusuf Haddad er lagt til i husstanden."
    seen = households.seen_by(db, second, HEGE)
    assert [m.person.name for m in seen.children] == ["Yusuf Haddad", "Lea"]


def test_a_warning_is_one_households_even_where_the_very_same_is_typed(monkeypatch):
    stopped, home, other = AlreadyRegistered(()), id_of("H1"), id_of("H2")
    for asked_at in (home, other):
        monkeypatch.setattr("streamlit.session_state", {"stopped": (home, (YUSUF,), stopped)})
        about = parts.warning_about((YUSUF,), asked_at)
        assert about is (stopped if asked_at is home else None)


def test_the_fields_of_a_new_member_are_blank_when_somebody_was_added(page, db):
    household = at_home(db, SALMA, YUSUF)
    at = household_page(page, household)
    fill(at, "Barn", AMIR)
    labelled(at.button, "Legg til").click().run()
    assert at.success[0].value == "Amir Haddad er lagt til i husstanden."
    [name] = [box for box in at.text_input if (box.key or "").endswith("Barn_name")]
    assert name.value == ""


@pytest.mark.parametrize("tells", list(WarningTells))
def test_below_the_warning_stands_what_to_do_and_that_nothing_is_done(page, db, tells):
    at_home(db)
    db.transact(lambda tx: tx.run("update municipality set warning_tells = $1", tells))
    at = type_household(page("caseworker/register.py", HEGE))
    ask = "Be om kontakt, så får dere svar på Min dag. Husstanden er ikke registrert ennå."
    assert ask in said(at)
    assert ("En annen tjeneste" in said(at)) is (tells is WarningTells.TOTALS)


def test_asking_again_is_no_fault_and_stops_no_other_question(page, db):
    """Both boys are known to NAV; the nurses have asked about Yusuf before."""
    at_home(db)
    contact_requests.ask(db, person_id_of(db, YUSUF), by=HEGE, now=clock.now())
    at = page("caseworker/register.py", HEGE)
    labelled(at.get("button_group"), "Antall barn").select("2").run()
    fill(at, "Barn_2", AMIR)
    type_household(at)
    labelled(at.button, "Be om kontakt").click().run()
    assert not at.error
    assert [info.value for info in at.info] == [
        "Dere har allerede bedt om kontakt. Svaret kommer på Min dag."
    ]
    assert at.success[0].value == "Forespørselen er sendt. Svaret kommer på Min dag."
    assert contact_requests.waiting(db, by=NINA) == 2


def test_a_namesake_at_ones_own_service_is_opened_instead(page, db, gone):
    household = at_home(db)
    at = type_household(page("caseworker/register.py", NINA), child=NUMBERLESS)
    assert at.warning[0].value.startswith("**Barn 1:** Kan være Yusuf Haddad, født 05.06.2013,")
    assert "Be om kontakt" not in [button.label for button in at.button]
    labelled(at.button, "Åpne husstanden").click().run()
    assert gone == ["caseworker/household.py"]
    assert at.session_state["household_id"] == household
    assert at.session_state["person_id"] == person_id_of(db, YUSUF)


def test_two_children_may_share_a_name_and_a_birth_date(page, db, gone):
    at_home(db, SALMA, YUSUF)
    at = type_household(page("caseworker/register.py", NINA), child=NUMBERLESS)
    labelled(at.button, "Registrer likevel").click().run()
    assert gone == ["caseworker/household.py"]
    assert db.row("select count(*) as n from person") == {"n": 4}


def test_a_guardian_of_ones_own_leads_to_the_household(page, db, links):
    household = at_home(db, SALMA, YUSUF)
    at = type_household(page("caseworker/register.py", NINA), SALMA, AMIR)
    assert at.error[0].value.startswith("Foresatt 1 er allerede registrert hos dere.")
    assert links == ["Åpne husstanden"]
    assert at.session_state["household_id"] == household


def test_an_empty_form_tells_all_that_is_missing(page):
    at = page("caseworker/register.py", NINA)
    labelled(at.button, REGISTER).click().run()
    assert [error.value for error in at.error] == [
        f"{label}: navn må fylles ut.\n\n{label}: fødselsdato må fylles ut."
        for label in ("Foresatt 1", "Barn 1")
    ]


def test_moving_out_says_what_happens_and_leaves_a_receipt(page, db):
    household = at_home(db, SALMA, YUSUF)
    at = household_page(page, household, child=person_id_of(db, YUSUF))
    assert "Det som er tildelt, gjelder fortsatt." in said(at)
    labelled(at.button, "Flytt barnet ut").click().run()
    assert at.success[0].value == "Yusuf Haddad står ikke lenger i husstanden."
    assert households.seen_by(db, household, NINA).children == ()


def test_a_number_is_added_shown_by_its_kind_and_taken_back(page, db):
    household = at_home(db, SALMA, NUMBERLESS)
    [yusuf] = [m.person.id for m in households.seen_by(db, household, NINA).children]
    number = number_of(YUSUF_BORN, 4)
    at = household_page(page, household, child=yusuf)
    assert "Dere har ikke registrert noe nummer på barnet." in said(at)
    labelled(at.text_input, NEW_NUMBER).input(number.digits)
    labelled(at.button, "Legg til nummer").click().run()
    assert at.success[0].value == "Fødselsnummeret er lagt til."
    assert "Fødselsnummer er registrert av dere" in said(at)
    assert number.digits not in said(at)
    assert labelled(at.text_input, NEW_NUMBER).value == ""
    labelled(at.button, "Fjern nummeret").click().run()
    assert at.success[0].value == "Fødselsnummeret er fjernet."
    assert "er registrert av dere" not in said(at)
    assert persons.with_number(db, number) is None


def test_a_number_that_only_another_service_has_is_not_shown(page, db):
    at_home(db, SALMA, YUSUF)
    household = also_with_the_nurses(db, YUSUF)
    yusuf = person_id_of(db, YUSUF)
    households.add_number(db, yusuf, number_of(YUSUF_BORN, 9), by=NINA, now=clock.now())
    at = household_page(page, household, HEGE, child=yusuf)
    assert said(at).count("Fødselsnummer er registrert av dere") == 1


def test_an_answer_through_the_system_leaves_a_receipt_that_names_nobody(page, db):
    at_home(db)
    contact_requests.ask(db, person_id_of(db, YUSUF), by=HEGE, now=clock.now())
    at = page("caseworker/requests.py", NINA)
    assert "De to andre svarene sier ikke hvem dere er." in said(at)
    labelled(at.button, "Barnet har fått nok").click().run()
    assert at.session_state["done"] == "Svaret «Barnet har fått nok» er sendt."


def test_what_was_asked_names_ones_own_child_and_else_a_reference(page, db, gone):
    """The nurses asked about both boys of NAV, and registered Yusuf since."""
    at_home(db)
    yusuf, amir = (person_id_of(db, boy) for boy in (YUSUF, AMIR))
    for child in (yusuf, amir):
        contact_requests.ask(db, child, by=HEGE, now=clock.now())
    household = also_with_the_nurses(db, YUSUF)
    at = page("caseworker/requests.py", HEGE)
    assert f"**Yusuf Haddad**, sak {persons.of(db, yusuf).reference}, spurt" in said(at)
    assert f"Sak {persons.of(db, amir).reference}, spurt" in said(at)
    assert "Amir" not in said(at)
    labelled(at.button, "Åpne husstand").click().run()
    assert gone == ["caseworker/household.py"]
    assert at.session_state["household_id"] == household


def test_the_coordinator_may_ring_both_services_and_meets_no_name(page, db):
    at_home(db)
    yusuf, long_ago = person_id_of(db, YUSUF), clock.now() - timedelta(days=6)
    contact_requests.ask(db, yusuf, by=HEGE, now=long_ago)
    at = page("coordinator/requests.py", KARI)
    assert "To tjenester har trolig samme barn." in said(at)
    assert "Spør: Hege, Skolehelsetjenesten, telefon 33 17 10 00" in said(at)
    assert "Kjenner barnet: NAV Larvik, telefon 55 55 33 33" in said(at)
    assert "Haddad" not in said(at)
    labelled(at.button, "Dere kan tildele").click().run()
    assert at.session_state["done"] == "Svaret «Dere kan tildele» er sendt til Hege."
    [shown] = contact_requests.sent(db, by=HEGE, since=long_ago)
    assert shown.answer is Answer.MAY_AWARD


def test_a_service_without_a_telephone_is_told_so(page, db):
    at_home(db)
    db.transact(lambda tx: tx.run("update service set phone = ''"))
    long_ago = clock.now() - timedelta(days=6)
    contact_requests.ask(db, person_id_of(db, AMIR), by=HEGE, now=long_ago)
    assert "Kjenner barnet: NAV Larvik, uten telefonnummer" in said(
        page("coordinator/requests.py", KARI)
    )
