"""What every staff page leans on: refusals are read aloud, faults become a number."""

from dataclasses import replace
from types import SimpleNamespace as Page

import pytest
from streamlit.testing.v1 import AppTest

from lib.staff import Role
from pages import desk, entrances, rooms
from tests.pages.conftest import begun
from tests.town import ADAM, FRIDA, KARI, LISE, NINA


def refused():
    from lib.refusals import BadInput
    from pages.desk import refusals_shown

    with refusals_shown():
        raise BadInput("Antall", "må være minst 1.")


def broken():
    from pages.desk import refusals_shown

    with refusals_shown():
        raise ValueError("Amina Ali, 05861499973")


def let_fall():
    from app import script_fault

    script_fault(ValueError("Amina Ali, 05861499973"))


def refusal_let_fall():
    from app import script_fault
    from lib.staff import NotYourRole, Role

    script_fault(NotYourRole(Role.COORDINATOR))


def shown(script):
    at = AppTest.from_function(script).run()
    assert not at.exception
    return at.error[0].value


def test_a_refusal_is_shown_as_its_sentence():
    assert shown(refused) == "Antall må være minst 1."
    assert shown(refusal_let_fall) == "Dette kan bare en koordinator gjøre."


@pytest.mark.parametrize("script", [broken, let_fall])
def test_a_fault_is_a_number_on_screen_and_a_place_in_the_log(script, caplog):
    sentence = shown(script)
    [line] = [record.getMessage() for record in caplog.records if record.name == "klipp"]
    assert line.startswith("Feil ")
    assert line.split()[1].rstrip(":") in sentence
    assert "ValueError" in line
    assert "Amina" not in sentence + caplog.text


def test_each_role_lands_in_its_first_room():
    first = {user.name: rooms.rooms_of(user)[0].file for user in (KARI, NINA, LISE, ADAM)}
    assert first == {
        "Kari": "coordinator/day.py",
        "Nina": "caseworker/day.py",
        "Lise": "leadership/uptake.py",
        "Adam": "administrator/staff.py",
    }


def test_who_has_two_days_is_told_which_is_which():
    both = type(NINA)(**{**vars(NINA), "roles": frozenset({Role.CASEWORKER, Role.COORDINATOR})})
    titles = [rooms.title(room, both) for room in rooms.rooms_of(both) if "day" in room.file]
    assert titles == ["Min dag – koordinator", "Min dag – saksbehandler"]
    assert rooms.title(rooms.rooms_of(NINA)[0], NINA) == "Min dag"


def test_the_menu_has_each_room_once_under_its_heading_and_the_day_on_top():
    menu = rooms.sections_of(KARI)
    assert list(menu) == [
        "",
        "Billetter",
        "Ordninger og kort",
        "Tilbydere",
        "Penger og tall",
        "Oppslag",
    ]
    assert menu[""][0] == rooms.rooms_of(KARI)[0]
    listed = [room for under in menu.values() for room in under]
    assert sorted(listed, key=repr) == sorted(rooms.rooms_of(KARI), key=repr)


def test_a_menu_of_one_heading_has_none():
    assert rooms.sections_of(FRIDA) == {"": rooms.rooms_of(FRIDA)}


def test_whoever_signs_in_next_finds_nothing_of_the_one_before(page, db, monkeypatch):
    at = page("administrator/places.py", ADAM)
    at.session_state["chosen"] = "what Adam chose"
    monkeypatch.setattr(desk, "_token", lambda: begun(db, KARI))
    at.run()
    assert "chosen" not in at.session_state
    assert at.error[0].value == "Denne siden er for administrator."


def test_a_page_in_the_menu_is_made_once_and_shown_by_one_run_at_a_time(monkeypatch):
    """Streamlit notes on it that it may be run, and takes the note away when it is."""
    made = []
    monkeypatch.setattr(entrances.st, "Page", lambda *args, **named: made.append(args) or Page())
    room = replace(rooms.ROOMS[0], title="Bare her")
    first, second = (entrances.entrance(room, "Bare her", is_default=False) for _ in range(2))
    first.may_run = True
    assert len(made) == 1
    assert not hasattr(second, "may_run")
