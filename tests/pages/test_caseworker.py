"""The caseworker's pages: a day, a registration, a household, contact with other services."""

from datetime import date, timedelta

import pytest

from lib import contact_requests, entitlements, holdings, ledger
from lib.memberships import MemberRole
from lib.stock import UnitKind
from pages import clock
from tests.pages.coordinator_desk import all_linked, labelled
from tests.town import (
    HEGE,
    KARI,
    LARVIK_CARD,
    NAV,
    NINA,
    NURSES,
    YUSUF,
    YUSUF_BORN,
    at_home,
    awarded,
    home_of,
    member,
    number_of,
    person_id_of,
    stocked,
)

NUMBER = "Fødselsnummer, D-nummer eller DUF-nummer"
LEYLA = member(MemberRole.GUARDIAN, "Leyla Haddad", date(1983, 1, 7))


@pytest.fixture(autouse=True)
def links(monkeypatch):
    return all_linked(monkeypatch)


@pytest.fixture
def gone(monkeypatch):
    """Where the page would go next."""
    went = []
    monkeypatch.setattr("streamlit.switch_page", went.append)
    return went


@pytest.fixture
def yusuf(db):
    """Yusuf of NAV, with a right today."""
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    entitle(db, yusuf)
    return yusuf


def entitle(db, person_id):
    entitlements.assess(
        db,
        person_id,
        LARVIK_CARD,
        "low_income",
        valid_to=clock.today() + timedelta(days=30),
        by=NINA,
        on=clock.today(),
        now=clock.now(),
    )


def known_to_the_nurses(db, person_id):
    at_home(db, LEYLA, YUSUF, by=HEGE, knowing=frozenset({person_id}))


def household_page(page, db, user=NINA):
    """The household's page, with Yusuf before the caseworker."""
    at = page("caseworker/household.py", user)
    at.session_state["household_id"] = home_of(db, person_id_of(db, YUSUF), by=user)
    at.session_state["person_id"] = person_id_of(db, YUSUF)
    return at.run()


def said(at):
    """Every sentence on the page."""
    kinds = (at.markdown, at.info, at.warning, at.error, at.success, at.caption)
    return " | ".join(element.value for kind in kinds for element in kind)


@pytest.mark.parametrize("file", ["day", "register", "household", "requests"])
def test_a_caseworkers_room_is_for_caseworkers(page, file):
    at = page(f"caseworker/{file}.py", KARI)
    assert [error.value for error in at.error] == ["Denne siden er for saksbehandler."]
    assert not at.title


def test_a_quiet_day_has_the_field_and_a_way_to_register(page, links):
    at = page("caseworker/day.py", NINA)
    assert labelled(at.text_input, NUMBER).value == ""
    assert links == ["Registrer ny husstand"]


def test_a_number_opens_the_household(page, db, yusuf, gone):
    at = page("caseworker/day.py", NINA)
    labelled(at.text_input, NUMBER).input(number_of(YUSUF_BORN).digits).run()
    assert at.session_state["person_id"] == yusuf
    assert gone == ["caseworker/household.py"]


def test_a_mistyped_number_says_so_and_an_unknown_one_what_to_do(page, db):
    at = page("caseworker/day.py", NINA)
    labelled(at.text_input, NUMBER).input("1234").run()
    assert at.error[0].value.startswith("Fødselsnummer må ha 11 siffer")
    labelled(at.text_input, NUMBER).input(number_of(YUSUF_BORN).digits).run()
    assert at.info[0].value == "Ingen treff hos dere. Er familien ny, registrer husstanden."


def test_a_rerun_is_not_another_look_up(page, db):
    at = page("caseworker/day.py", NINA)
    labelled(at.text_input, NUMBER).input(number_of(YUSUF_BORN).digits).run()
    at.run()
    assert len(db.rows("select id from audit_entry where act = 'looked_up'")) == 1


def test_a_mistyped_number_is_told_of_again_and_never_as_unknown(page, db):
    at = page("caseworker/day.py", NINA)
    for _ in range(2):
        labelled(at.text_input, NUMBER).input("1234").run()
        assert at.error[0].value.startswith("Fødselsnummer må ha 11 siffer")
        assert not at.info
        labelled(at.text_input, NUMBER).input("").run()


def test_a_name_needs_its_birth_date_and_namesakes_are_offered(page, db, gone):
    twin = member(MemberRole.CHILD, "Yusuf Ali", YUSUF_BORN, serial=9)
    at_home(db, LEYLA, YUSUF, twin)
    at = page("caseworker/day.py", NINA)
    labelled(at.text_input, "Navn").input("Yusuf")
    labelled(at.button, "Søk").click().run()
    assert at.error[0].value.startswith("Fødselsdato må fylles ut")
    labelled(at.text_input, "Fødselsdato").input("5.6.2013")
    labelled(at.button, "Søk").click().run()
    offered = [button for button in at.button if button.label.startswith("Åpne Yusuf")]
    assert len(offered) == 2
    offered[0].click().run()
    assert gone == ["caseworker/household.py"]


def test_tickets_that_lie_unused_are_on_the_days_list(page, db, yusuf, gone):
    awarded(db, yusuf, stocked(db, "Bowlingrunde"), on=clock.today())
    long_ago = clock.today() - holdings.UNUSED_AFTER - timedelta(days=1)
    db.transact(lambda tx: tx.run("update award set awarded_on = $1", long_ago))
    at = page("caseworker/day.py", NINA)
    assert "Ikke brukt ennå (1)" in [header.value for header in at.header]
    assert "Yusuf" not in said(at)
    assert not db.rows("select id from audit_entry where act = 'opened'")
    at.session_state["unused"] = True
    at.run()
    assert "**Yusuf Haddad**: Bowlingrunde, Mestern, tildelt" in said(at)
    looks = db.rows("select subject_id from audit_entry where act = 'opened'")
    assert looks == [{"subject_id": yusuf}]
    labelled(at.button, "Åpne husstand").click().run()
    assert gone == ["caseworker/household.py"]


def test_more_of_the_unused_are_shown_ten_at_a_time(page, db, yusuf):
    for n in range(12):
        awarded(db, yusuf, stocked(db, f"Runde {n:02}"), on=clock.today())
    long_ago = clock.today() - holdings.UNUSED_AFTER - timedelta(days=1)
    db.transact(lambda tx: tx.run("update award set awarded_on = $1", long_ago))
    at = page("caseworker/day.py", NINA)
    at.session_state["unused"] = True
    at.run()
    assert said(at).count("Yusuf Haddad") == 10
    labelled(at.button, "Vis flere").click().run()
    assert said(at).count("Yusuf Haddad") == 12
    assert not [button for button in at.button if button.label == "Vis flere"]


def type_household(at, *, child=YUSUF):
    at.text_input(key="Foresatt_1_name").input("Leyla Haddad")
    at.text_input(key="Foresatt_1_number").input(LEYLA.number.digits)
    at.text_input(key="Barn_1_name").input(child.name)
    at.text_input(key="Barn_1_number").input(child.number.digits)
    return labelled(at.button, "Registrer husstand").click().run()


def test_a_household_is_registered_on_one_screen(page, db, gone):
    type_household(page("caseworker/register.py", HEGE))
    assert gone == ["caseworker/household.py"]
    assert db.row("select count(*) as n from person") == {"n": 2}


def test_each_fault_stands_with_its_person_and_nothing_is_lost(page, db):
    at = page("caseworker/register.py", HEGE)
    at.text_input(key="Foresatt_1_name").input("Leyla")
    labelled(at.button, "Registrer husstand").click().run()
    assert [error.value for error in at.error] == [
        "Foresatt 1: fødselsdato må fylles ut.",
        "Barn 1: navn må fylles ut.\n\nBarn 1: fødselsdato må fylles ut.",
    ]
    assert at.text_input(key="Foresatt_1_name").value == "Leyla"
    assert db.rows("select id from person") == []


def test_the_stopper_stops_and_contact_is_asked_for(page, db, yusuf):
    at = type_household(page("caseworker/register.py", HEGE))
    assert at.warning[0].value == (
        "**Barn 1:** Allerede registrert i ordningen. "
        "Tildelt i perioden: ingenting. Kontakt koordinator."
    )
    labelled(at.button, "Be om kontakt").click().run()
    assert at.success[0].value.startswith("Forespørselen er sendt.")
    assert contact_requests.waiting(db, by=NINA) == 1


def test_the_caseworker_may_go_on_knowingly(page, db, yusuf, gone):
    at = type_household(page("caseworker/register.py", HEGE))
    labelled(at.button, "Registrer husstanden hos oss også").click().run()
    assert gone == ["caseworker/household.py"]


def test_changing_the_form_takes_the_old_warning_away(page, db, yusuf, gone):
    at = type_household(page("caseworker/register.py", HEGE))
    type_household(at, child=member(MemberRole.CHILD, "Ola", date(2016, 2, 2)))
    assert gone == ["caseworker/household.py"]


def test_without_a_household_the_page_says_where_to_go(page, links):
    at = page("caseworker/household.py", NINA)
    assert at.info[0].value.startswith("Ingen husstand er valgt.")
    assert links == ["Søk på Min dag", "Registrer husstand"]


def test_another_services_household_is_nobodys(page, db, yusuf):
    at = page("caseworker/household.py", HEGE)
    at.session_state["household_id"] = home_of(db, yusuf)
    at.run()
    assert at.error[0].value == "Husstanden er ikke registrert hos tjenesten din."
    assert "Haddad" not in said(at)


def test_a_right_is_assessed_once(page, db):
    at_home(db)
    at = household_page(page, db)
    assert "mangler opplysning" in said(at)
    labelled(at.button, "Vilkårene er oppfylt").click().run()
    assert at.error[0].value == "Kriterium må velges fra listen."
    labelled(at.selectbox, "Kriterium").select("low_income")
    labelled(at.button, "Vilkårene er oppfylt").click().run()
    assert "har rett" in said(at)
    assert "Igjen i år: 2 av 2 buss, 5 av 5 kino." in said(at)


def test_a_right_is_withdrawn_by_whoever_opens_it(page, db, yusuf):
    at = household_page(page, db)
    [right] = entitlements.standings(db, yusuf, on=clock.today()).values()
    assert not [button for button in at.button if button.label == "Trekk vurderingen"]
    at.session_state[f"withdrawing-{right.id}"] = True
    at.run()
    assert "Det som er tildelt, blir stående. Nye tildelinger krever ny vurdering." in said(at)
    labelled(at.button, "Trekk vurderingen").click().run()
    assert not entitlements.standings(db, yusuf, on=clock.today())
    assert "mangler opplysning" in said(at)


def test_without_tickets_the_page_says_whom_to_ask(page, db, yusuf):
    assert "Tjenesten har ingenting som passer barnet." in said(household_page(page, db))


def test_an_award_is_made_put_on_paper_and_taken_back(page, db, yusuf, monkeypatch):
    monkeypatch.setenv("KLIPP_URL", "https://klipp.example.no")
    stocked(db, "Bowlingrunde", quantity=5)
    at = household_page(page, db)
    labelled(at.selectbox, "Tilbud").select_index(0).run()
    labelled(at.button, "Tildel").click().run()
    assert at.success[0].value == "Tildelt: 1 × Bowlingrunde."
    labelled(at.button, "Lag billettark (1)").click().run()
    assert [d.label for d in at.get("download_button")] == ["Last ned billettark (PDF)"]
    assert not [button for button in at.button if button.label.startswith("Lag billettark")]
    [award] = holdings.of_person(db, yusuf, by=NINA, on=clock.today()).past
    assert f"1 × {award.offer_name}, 0 av 1 brukt" in said(at)
    assert ledger.unbalanced(db) == []


def test_paper_is_refused_without_the_address_of_the_house(page, db, yusuf, monkeypatch):
    monkeypatch.delenv("KLIPP_URL", raising=False)
    awarded(db, yusuf, stocked(db, "Bowlingrunde"), on=clock.today())
    at = household_page(page, db)
    labelled(at.button, "Lag billettark (1)").click().run()
    assert at.error[0].value.startswith("Adressen til Klipp er ikke satt")
    assert db.rows("select id from sheet") == []


def test_what_stands_against_an_award_is_shown_before(page, db, yusuf):
    stocked(db, "Bowlingrunde", quantity=1)
    at = household_page(page, db)
    labelled(at.selectbox, "Tilbud").select_index(0).run()
    labelled(at.number_input, "Antall").set_value(2).run()
    before = at.info[0].value
    labelled(at.button, "Tildel").click().run()
    assert [error.value for error in at.error] == [before]
    assert not at.info
    assert db.rows("select id from award") == []


def test_the_warning_comes_before_the_second_services_award(page, db, yusuf):
    given = {"unit_kind": UnitKind.PUNCH_CARD, "punches_per_unit": 2}
    bus = stocked(db, "Buss", "transport", shares={NAV: 5, NURSES: 5}, **given)
    awarded(db, yusuf, bus, on=clock.today())
    known_to_the_nurses(db, yusuf)
    at = household_page(page, db, HEGE)
    labelled(at.selectbox, "Tilbud").select_index(0).run()
    assert at.warning[0].value.startswith("Allerede registrert i ordningen.")
    labelled(at.button, "Tildel likevel").click().run()
    assert at.success[0].value == "Tildelt: 1 × Buss."


def test_interests_narrow_the_choice(page, db, yusuf):
    stocked(db, "Bowlingrunde")
    stocked(db, "Kinobillett", "cinema")
    at = household_page(page, db)
    assert len(labelled(at.selectbox, "Tilbud").options) == 2
    labelled(at.get("button_group"), "Interesser (valgfritt)").select("Kino").run()
    [option] = labelled(at.selectbox, "Tilbud").options
    assert option.startswith("Kinobillett")


def test_a_request_is_counted_on_the_day_and_read_on_its_own_page(page, db, yusuf):
    known_to_the_nurses(db, yusuf)
    contact_requests.ask(db, yusuf, by=HEGE, now=clock.now())
    assert "1 forespørsel venter på svar fra dere." in said(page("caseworker/day.py", NINA))
    assert db.rows("select id from audit_entry where act = 'opened'") == []
    page("caseworker/requests.py", NINA)
    looks = db.rows("select subject_id from audit_entry where act = 'opened'")
    assert looks == [{"subject_id": yusuf}]


def test_requests_are_answered_and_reveal_only_on_acceptance(page, db, yusuf):
    known_to_the_nurses(db, yusuf)
    contact_requests.ask(db, yusuf, by=HEGE, now=clock.now())
    at = page("caseworker/requests.py", NINA)
    assert "**Yusuf Haddad**" in said(at)
    assert "Hege" not in said(at)
    labelled(at.button, "Vi tar kontakt").click().run()
    assert at.session_state["done"] == (
        "Svaret «Vi tar kontakt» er sendt. "
        "Hege i Skolehelsetjenesten har spurt. Telefon: 33 17 10 00."
    )
    assert "Nina, NAV Larvik, telefon 55 55 33 33" in said(page("caseworker/requests.py", HEGE))
