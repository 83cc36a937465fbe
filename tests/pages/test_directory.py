"""The directory's pages, walked through by the front line and by those who keep them."""

from datetime import timedelta

import pytest

from lib import offers, organisations, school_holidays, signposts
from lib.staff import Role
from pages.clock import today
from pages.rooms import ROOMS, rooms_of
from tests.pages.coordinator_desk import all_linked, labelled, shown
from tests.pages.scheme_desk import set_clock
from tests.shelf import THEATRE_VISIT, open_shelf, received
from tests.town import (
    ADAM,
    FRIDA,
    KARI,
    LISE,
    NINA,
    NOW,
    SALMA,
    TODAY,
    YUSUF,
    at_home,
    awarded,
    entitled,
    person_id_of,
    stocked,
)

OURS = [room for room in ROOMS if room.role is Role.REFERRER]
OTHERS = [room for room in ROOMS if room.role is not Role.REFERRER]


@pytest.fixture(autouse=True)
def links(monkeypatch):
    return all_linked(monkeypatch)


def text(at) -> str:
    return "\n".join(each.value for each in (*at.markdown, *at.caption, *at.info, *at.warning))


def test_a_referrer_has_the_directory_and_nothing_else():
    assert [room.file for room in rooms_of(FRIDA)] == [
        "directory/catalogue.py",
        "directory/who.py",
        "directory/season.py",
    ]


@pytest.mark.parametrize("room", OTHERS, ids=lambda room: room.address)
def test_every_other_room_is_closed_to_a_referrer(page, room):
    at = page(room.file, FRIDA)
    assert [error.value[:19] for error in at.error] == ["Denne siden er for "]
    assert not at.title


@pytest.mark.parametrize("room", OURS, ids=lambda room: room.address)
@pytest.mark.parametrize("user", [KARI, NINA, LISE, ADAM, FRIDA], ids=lambda user: user.name)
def test_every_role_may_read_the_directory_and_meets_no_person_and_no_number(page, db, room, user):
    at_home(db)
    child = person_id_of(db, YUSUF)
    entitled(db, child)
    awarded(db, child, stocked(db, "Bowlingrunde", quantity=4321))
    at = page(room.file, user)
    assert not at.exception
    assert room.title in shown(at)
    for known in (YUSUF.name, SALMA.name, "4321", "4 321", "4320", "4 320"):
        assert known not in shown(at)
    assert not page(room.file, None).title


def test_a_signpost_is_added_with_one_click_and_found_by_the_front_line(page, db, links):
    at = page("directory/catalogue.py", KARI)
    at.button(key="signpost-bua").click().run()
    [offer] = offers.all_of(db)
    assert offer.name == "Lån av tur- og sportsutstyr"
    assert "signpost-bua" not in [button.key for button in at.button]
    assert "Endre henvisninger under «Tilbydere og kasser»" in links
    at = page("directory/catalogue.py", FRIDA)
    assert not at.button
    assert at.header[0].value == "Henvisninger, åpne for alle (1)"
    assert "BUA" in text(at)
    assert [slip.label for slip in at.get("download_button")] == ["Henvisningslapp (PDF)"]


def test_leadership_reads_the_catalogue_and_prints_nothing(page, db):
    signposts.add(db, "bua", by=KARI)
    at = page("directory/catalogue.py", LISE)
    assert "BUA" in text(at)
    assert not at.get("download_button")


def test_the_catalogue_narrows_by_what_is_asked_for(page, db):
    for code in ("bua", "tilrettelagt-fritid"):
        signposts.add(db, code, by=KARI)
    at = page("directory/catalogue.py", FRIDA)
    labelled(at.toggle, "Bare tilrettelagte tilbud").set_value(True).run()
    assert "BUA" not in text(at)
    assert "Tilrettelagte fritidstilbud" in text(at)
    labelled(at.text_input, "Alder (valgfritt)").input("mange").run()
    assert at.error[0].value == "Alder må være et helt tall, for eksempel 12."
    labelled(at.text_input, "Alder (valgfritt)").input("12").run()
    labelled(at.selectbox, "Kategori").select("cinema").run()
    assert at.info[0].value == "Ingen tilbud passer. Ta bort et av valgene over."


def test_tickets_say_whether_there_are_any_and_never_how_many(page, db):
    open_shelf(db)
    received(db)
    at = page("directory/catalogue.py", FRIDA)
    assert at.header[0].value == "Med billett (2)"
    assert not at.get("download_button")
    labelled(at.toggle, "Bare det som er å få i dag").set_value(True).run()
    assert "Kinobillett" in text(at)
    assert "Forestilling" not in text(at)


def test_what_was_for_once_leaves_the_catalogue_after_its_day(page, db, monkeypatch):
    open_shelf(db)
    received(db)
    received(db, offer_id=THEATRE_VISIT, event_date=TODAY)
    set_clock(monkeypatch, db)
    assert "Forestilling" in text(page("directory/catalogue.py", FRIDA))
    set_clock(monkeypatch, db, NOW + timedelta(days=1))
    seen = text(page("directory/catalogue.py", FRIDA))
    assert "Forestilling" not in seen
    assert "Kinobillett" in seen


def test_who_does_what_is_found_by_a_word(page, db):
    open_shelf(db)
    at = page("directory/who.py", FRIDA)
    for known in ("NAV Larvik", "Tildeler", "Aktivitetskortet", "Bølgen kulturhus"):
        assert known in text(at)
    labelled(at.text_input, "Søk (valgfritt)").input("kino").run()
    assert "Bølgen kulturhus" in text(at)
    assert "NAV Larvik" not in text(at)


def test_the_coordinator_writes_how_a_scheme_is_got(page):
    at = page("directory/who.py", KARI)
    labelled(at.selectbox, "Ordning").select_index(0).run()
    labelled(at.text_input, "Slik får man det").input("Ring servicetorget.")
    labelled(at.button, "Lagre teksten").click().run()
    assert "Slik får man det: Ring servicetorget." in text(at)
    assert not [box for box in page("directory/who.py", NINA).selectbox if box.label == "Ordning"]


def test_the_administrator_enters_an_organisation(page, db):
    at = page("administrator/places.py", ADAM)
    labelled(at.button, "Legg til organisasjon").click().run()
    assert at.error[0].value == "Navn på organisasjonen må fylles ut."
    labelled(at.text_input, "Navn på organisasjonen").input("Frelsesarmeen")
    labelled(at.text_input, "Hva de gjør (valgfritt)").input("Gratis leirer")
    labelled(at.button, "Legg til organisasjon").click().run()
    [body] = organisations.all_of(db)
    assert body.does == "Gratis leirer"
    assert "Frelsesarmeen" in text(page("directory/who.py", FRIDA))
    at = page("administrator/places.py", ADAM)
    labelled(at.selectbox, "Organisasjon").select_index(0).run()
    labelled(at.button, "Ta ut av katalogen").click().run()
    assert "Frelsesarmeen" not in text(page("directory/who.py", FRIDA))


def test_the_year_shows_gaps_in_words_too(page, db):
    open_shelf(db)
    received(db, valid_to=today() + timedelta(days=1))
    at = page("directory/season.py", FRIDA)
    assert at.warning[0].value.startswith("Ingen billetter å dele ut: ")
    assert at.info[0].value.startswith("Skolens ferier er ikke lagt inn")
    assert at.get("plotly_chart")
    assert "Billetter: Kinobillett, Bølgen kulturhus." in text(at)
    assert "Ingen billetter." in text(at)
    assert "Skolens ferier" not in [box.label for box in at.expander]


def test_the_coordinator_types_in_a_holiday_and_it_lies_over_the_year(page, db):
    signposts.add(db, "aktiv-larvik", by=KARI)
    at = page("directory/season.py", KARI)
    box = labelled(at.selectbox, "Ferie")
    year = today().year
    assert box.options[0] == f"Vinterferie {year} (mangler datoer)"
    box.select(("Juleferie", year)).run()
    labelled(at.text_input, "Første dag").input(f"21.12.{year + 1}")
    labelled(at.text_input, "Siste dag").input(f"02.01.{year + 1}")
    labelled(at.button, "Lagre ferien").click().run()
    assert at.error[0].value == f"Første dag må være i {year}."
    labelled(at.text_input, "Første dag").input(f"21.12.{year}")
    labelled(at.button, "Lagre ferien").click().run()
    [christmas] = school_holidays.all_of(db)
    assert christmas.days_text == f"juleferie 21.12.{year}–02.01.{year + 1}"
    assert f"Desember {year} (juleferie)" in text(at).replace("\\", "")
    labelled(at.selectbox, "Ferie").select(("Juleferie", year)).run()
    labelled(at.button, "Ta bort ferien").click().run()
    assert school_holidays.all_of(db) == []


def test_an_empty_house_says_so(page):
    assert page("directory/season.py", FRIDA).info[0].value == "Ingen tilbud er lagt inn ennå."
    assert page("directory/catalogue.py", FRIDA).info[0].value.startswith("Ingen tilbud passer")
