"""«Søknader» and «Brev og plakater»: registered, decided, answered; letters, form and poster."""

from datetime import timedelta

import pypdfium2
import pytest

from lib import (
    application_decisions,
    applications,
    cards,
    holdings,
    ledger,
    letters,
    scheme_templates,
    scheme_years,
)
from lib.applications import Outcome, RefusalReason
from pages import clock
from tests.pages.coordinator_desk import all_linked, labelled
from tests.town import (
    AMIR,
    HEGE,
    KARI,
    NAV,
    NINA,
    YUSUF,
    at_home,
    home_of,
    person_id_of,
)

FILE = "caseworker/applications.py"
PAPERS = "coordinator/papers.py"


@pytest.fixture(autouse=True)
def links(monkeypatch):
    return all_linked(monkeypatch)


@pytest.fixture(autouse=True)
def gone(monkeypatch):
    """Where the page would go next."""
    went = []
    monkeypatch.setattr("streamlit.switch_page", went.append)
    return went


@pytest.fixture
def kragero(db):
    """Kragerøkortet of the year, ten cards with NAV; the children are registered."""
    at_home(db)
    today, now = clock.today(), clock.now()
    scheme_id = scheme_templates.add(db, "kragerokortet", by=KARI, on=today, now=now)
    batch_id = scheme_years.of(db, scheme_id)[0].batch_id
    ledger.move(db, batch_id, None, NAV, 10, by=KARI, now=now)
    return scheme_id


def applied(db, person_id, scheme_id, days_ago=0):
    received_on = clock.today() - timedelta(days=days_ago)
    return applications.register(
        db, person_id, scheme_id, received_on, by=NINA, on=clock.today(), now=clock.now()
    )


def of_person(page, person_id, user=NINA):
    """The page with this person before the caseworker."""
    at = page(FILE, user)
    at.session_state["applicant"] = person_id
    return at.run()


def said(at):
    """Every sentence on the page."""
    kinds = (at.markdown, at.info, at.warning, at.error, at.caption, at.header, at.subheader)
    return " | ".join(element.value for kind in kinds for element in kind)


def downloads(at):
    return [button.label for button in at.get("download_button")]


def letter(at, db, person_id, code):
    """The person's letter in this language, made by the page, as it is read."""
    labelled(at.get("button_group"), "Språk i brevet").set_value(code).run()
    labelled(at.button, "Lag brev").click().run()
    assert "Last ned brevet (PDF)" in downloads(at)
    [application] = applications.of_person(db, person_id, by=NINA)
    made = at.session_state[f"letter-{application.id}-{code}"]
    text = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()
    return " ".join(text.split())


@pytest.mark.parametrize(("file", "user"), [(FILE, KARI), (PAPERS, NINA)])
def test_each_room_is_for_its_own_role(page, file, user):
    at = page(file, user)
    assert at.error[0].value.startswith("Denne siden er for")
    assert not at.title


def test_what_waits_is_listed_with_its_days_and_without_a_name(page, db, kragero, gone):
    yusuf = person_id_of(db, YUSUF)
    applied(db, yusuf, kragero, days_ago=13)
    at = page(FILE, NINA)
    assert "Søknader som venter (1)" in said(at)
    assert "har ventet i 13 dager." in said(at)
    assert "Haddad" not in said(at)
    labelled(at.button, "Åpne").click().run()
    assert at.session_state["applicant"] == yusuf
    assert gone == [FILE]
    assert "Søknader som venter (0)" in said(page(FILE, HEGE))


def test_an_application_is_registered_with_the_day_it_came(page, db, kragero):
    yusuf = person_id_of(db, YUSUF)
    at = of_person(page, yusuf)
    labelled(at.text_input, "Mottatt").input("i går")
    labelled(at.button, "Registrer søknaden").click().run()
    assert at.error[0].value.startswith("Mottatt må være en dato")
    labelled(at.text_input, "Mottatt").input(f"{clock.today() - timedelta(days=2):%d.%m.%Y}")
    labelled(at.button, "Registrer søknaden").click().run()
    [application] = applications.of_person(db, yusuf, by=NINA)
    assert application.days_waited(clock.today()) == 2
    assert "har ventet i 2 dager." in said(at)


def test_apply_grant_and_tell_in_both_languages(page, db, kragero):
    """Kragerøkortet all the way: a card with five and five, and a letter that says so."""
    yusuf = person_id_of(db, YUSUF)
    at = of_person(page, yusuf)
    labelled(at.button, "Registrer søknaden").click().run()
    labelled(at.selectbox, "Kriterium som er oppfylt").set_value("low_income")
    labelled(at.button, "Innvilg").click().run()
    assert not at.error
    assert f"innvilget {clock.today():%d.%m.%Y} av Nina." in said(at)
    [held] = holdings.of_person(db, yusuf, by=NINA, on=clock.today()).cards
    card = cards.of(db, held.card_id)
    assert {b.category: b.punches_left for b in card.balances} == {"cinema": 5, "swimming": 5}
    bokmal = letter(at, db, yusuf, "nb")
    assert "Yusuf Haddad får Kragerøkortet" in bokmal
    assert "5 ganger kino • 5 ganger svømming" in bokmal
    assert "Yusuf Haddad gets Kragerøkortet" in letter(at, db, yusuf, "en")


def test_apply_refuse_and_tell_how_to_complain_in_both_languages(page, db, kragero):
    """Kragerøkortet's other answer: no, why, and the right to complain."""
    amir = person_id_of(db, AMIR)
    applied(db, amir, kragero)
    at = of_person(page, amir)
    labelled(at.button, "Avslå").click().run()
    assert at.error[0].value == "Grunn til avslag må velges."
    labelled(at.selectbox, "Grunn til avslag").set_value(RefusalReason.OUTSIDE_AGES)
    labelled(at.button, "Avslå").click().run()
    assert at.error[0].value.startswith("Grunn til avslag stemmer ikke")
    labelled(at.selectbox, "Grunn til avslag").set_value(RefusalReason.CRITERION_NOT_MET)
    labelled(at.button, "Avslå").click().run()
    assert "oppfyller ikke noe kriterium." in said(at)
    assert holdings.of_person(db, amir, by=NINA, on=clock.today()).cards == []
    bokmal, english = (letter(at, db, amir, code) for code in ("nb", "en"))
    assert "Avslag på søknad om Kragerøkortet" in bokmal
    assert "Fristen er tre uker fra du fikk dette brevet." in bokmal
    assert "The deadline is three weeks from the day you received this letter." in english


def test_what_stands_against_it_is_said_before_anybody_presses(page, db, kragero):
    batch_id = scheme_years.of(db, kragero)[0].batch_id
    ledger.move(db, batch_id, NAV, None, 10, by=KARI, now=clock.now())
    amir = person_id_of(db, AMIR)
    applied(db, amir, kragero)
    at = of_person(page, amir)
    assert at.info[0].value == "Tjenesten har ingen kort igjen. Spør koordinator om flere."
    labelled(at.button, "Innvilg").click().run()
    assert at.error[0].value == "Tjenesten har ingen kort igjen. Spør koordinator om flere."


def test_two_schemes_of_one_name_are_told_apart_and_so_are_their_letters(page, db):
    """Skien's and Sandefjord's Fritidskort, refused on one day: two letters, two file names."""
    at_home(db)
    yusuf, today, now = person_id_of(db, YUSUF), clock.today(), clock.now()
    for code in ("fritidskortet-skien", "fritidskortet-sandefjord"):
        scheme_id = scheme_templates.add(db, code, by=KARI, on=today, now=now)
        waits = applied(db, yusuf, scheme_id)
        if code == "fritidskortet-skien":
            at = page(FILE, NINA)
            assert "Fritidskortet (Kultur, Skien kommune). Mottatt" in said(at)
        reason = RefusalReason.NOT_RESIDENT
        application_decisions.refuse(db, waits, reason, by=NINA, on=today, now=now)
    at = of_person(page, yusuf)
    assert "**Fritidskortet (Kultur, Skien kommune)**" in said(at)
    assert "**Fritidskortet (Enhet for kulturformidling)**" in said(at)
    names = {
        letters.file_name(db, each, code, by=NINA)
        for each in applications.of_person(db, yusuf, by=NINA)
        for code in ("nb", "en")
    }
    assert len(names) == 4
    assert all(name.endswith(".pdf") and "Yusuf" not in name for name in names)


def test_the_family_takes_it_back(page, db, kragero):
    yusuf = person_id_of(db, YUSUF)
    applied(db, yusuf, kragero)
    at = of_person(page, yusuf)
    labelled(at.button, "Familien trekker søknaden").click().run()
    [application] = applications.of_person(db, yusuf, by=NINA)
    assert application.outcome is Outcome.WITHDRAWN
    assert "Lag brev" not in [button.label for button in at.button]


def test_another_services_child_is_not_shown(page, db, kragero):
    at = of_person(page, person_id_of(db, YUSUF), user=HEGE)
    assert at.error[0].value == "Husstanden er ikke registrert hos tjenesten din."
    assert "Haddad" not in said(at)


def test_the_household_leads_to_the_applications_where_a_scheme_has_cards(page, db, kragero, gone):
    yusuf = person_id_of(db, YUSUF)
    at = page("caseworker/household.py", NINA)
    at.session_state["household_id"] = home_of(db, yusuf)
    at.session_state["person_id"] = yusuf
    labelled(at.run().button, "Søknader om kort").click().run()
    assert (at.session_state["applicant"], gone) == (yusuf, [FILE])


def test_families_get_letter_and_form_from_their_caseworker(page, db, kragero):
    at = page(FILE, NINA)
    chosen = labelled(at.selectbox, "Ordning")
    chosen.select_index(1).run()
    assert downloads(at) == ["Informasjonsbrev til familier (PDF)", "Søknadsskjema (PDF)"]


def test_only_the_papers_that_make_sense_are_offered(page, db, kragero, links):
    at = page(PAPERS, KARI)
    schemes_of_the_house = labelled(at.selectbox, "Ordning")
    schemes_of_the_house.select_index(0).run()
    assert downloads(at) == ["Informasjonsbrev til familier (PDF)"]
    assert "er ikke til salgs" in at.info[0].value
    assert not links
    labelled(at.selectbox, "Ordning").select_index(1).run()
    assert downloads(at) == [
        "Informasjonsbrev til familier (PDF)",
        "Søknadsskjema (PDF)",
        "Plakat (PDF)",
    ]
    assert "Har du sett Kragerøkortet?" in at.code[0].value


def test_an_address_that_leads_nowhere_is_named_and_there_is_no_poster(page, db, kragero):
    at = page(PAPERS, KARI)
    labelled(at.selectbox, "Ordning").select_index(1).run()
    labelled(at.text_input, "Nettadresse (valgfritt)").input("ingen adresse").run()
    assert at.error[0].value.startswith("Nettadresse må være en adresse")
    assert "Plakat (PDF)" not in downloads(at)
    labelled(at.text_input, "Nettadresse (valgfritt)").input("www.kommunen.no/kortet").run()
    assert "Les mer: https://www.kommunen.no/kortet" in at.code[0].value
