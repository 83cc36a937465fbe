"""The scheme's page: ages and yearly quotas, changed by the coordinator."""

from lib import municipality, schemes
from lib.duplicates import WarningTells
from tests.pages.coordinator_desk import labelled
from tests.town import KARI, LARVIK_CARD, NINA


def quotas(db):
    return {quota.category: quota.units_a_year for quota in schemes.quotas(db, LARVIK_CARD)}


def test_only_the_coordinator_changes_a_scheme(page):
    at = page("coordinator/scheme.py", NINA)
    assert at.error[0].value == "Denne siden er for koordinator."


def test_quotas_are_set_changed_and_taken_away(page, db):
    at = page("coordinator/scheme.py", KARI)
    labelled(at.text_input, "Kino (valgfritt)").input("6")
    labelled(at.text_input, "Buss (valgfritt)").input("")
    labelled(at.text_input, "Bowling (valgfritt)").input("2")
    labelled(at.button, "Lagre ordningen").click().run()
    assert quotas(db) == {"cinema": 6, "bowling": 2}
    assert at.success[0].value == "Aktivitetskortet er lagret."


def test_the_scheme_that_was_just_added_stands_open(page, db):
    at = page("coordinator/scheme.py", KARI)
    labelled(at.selectbox, "Velg en mal og endre den etterpå").select_index(-1).run()
    labelled(at.button, "Legg til ordningen").click().run()
    [card] = [known for known in schemes.all_of(db) if known.has_own_cards]
    assert [part.proto.expanded for part in at.expander if card.owner_unit in part.label] == [True]


def test_bad_input_changes_nothing_and_names_its_field(page, db):
    before = quotas(db)
    at = page("coordinator/scheme.py", KARI)
    for field, typed in (("Kino (valgfritt)", "0"), ("Alder til", "1"), ("Navn", " ")):
        kept = labelled(at.text_input, field).value
        labelled(at.text_input, field).input(typed)
        labelled(at.button, "Lagre ordningen").click().run()
        assert at.error[0].value.startswith(field.removesuffix(" (valgfritt)"))
        labelled(at.text_input, field).input(kept)
    assert quotas(db) == before


def test_the_coordinator_decides_how_much_the_warning_tells(page, db):
    at = page("coordinator/scheme.py", KARI)
    assert labelled(at.radio, "Advarselen forteller").value is WarningTells.TOTALS
    labelled(at.radio, "Advarselen forteller").set_value(WarningTells.PRESENCE)
    labelled(at.button, "Lagre valget").click().run()
    assert municipality.warning_tells(db) == WarningTells.PRESENCE
