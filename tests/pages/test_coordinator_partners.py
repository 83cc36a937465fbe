"""Partners and tills: from a new partner to the sheet that pairs its phone."""

import pytest

from lib import offers, partners, tills
from lib.municipality import add_neighbourhood
from tests.pages.coordinator_desk import all_linked, labelled
from tests.shelf import CULTURE_HOUSE, open_shelf
from tests.town import ADAM, KARI, NINA


@pytest.fixture(autouse=True)
def links(monkeypatch):
    monkeypatch.setenv("KLIPP_URL", "https://klipp.example.no")
    return all_linked(monkeypatch)


def opened(page, tab):
    at = page("coordinator/partners.py", KARI)
    labelled(at.selectbox, "Tilbyder").select_index(0).run()
    at.session_state[f"partner-{CULTURE_HOUSE}"] = tab
    return at.run()


def test_only_a_coordinator_sees_partners(page):
    assert not page("coordinator/partners.py", NINA).title
    assert not page("coordinator/partners.py", None).title


def test_the_first_partner_is_entered_from_an_empty_page(page, db, links):
    at = page("coordinator/partners.py", KARI)
    assert at.info[0].value.startswith("Ingen tilbydere ennå.")
    assert links == ["Importer et regneark"]
    labelled(at.text_input, "Navn på tilbyder").input("Rush trampolinepark")
    labelled(at.text_input, "Organisasjonsnummer (valgfritt)").input("940155224")
    labelled(at.button, "Lagre tilbyder").click().run()
    assert at.error[0].value == "Organisasjonsnummer stemmer ikke: kontroller sifrene."
    labelled(at.text_input, "Organisasjonsnummer (valgfritt)").input("940 155 223")
    labelled(at.button, "Lagre tilbyder").click().run()
    [partner] = partners.all_of(db)
    assert partner.organisation_number == "940155223"
    assert labelled(at.selectbox, "Tilbyder").value == partner.id


def test_a_partner_is_changed_closed_and_opened_again(page, db):
    open_shelf(db)
    at = opened(page, "Opplysninger")
    [_, telephone] = [field for field in at.text_input if field.label == "Telefon (valgfritt)"]
    telephone.input("33 17 10 00")
    [_, save] = [button for button in at.button if button.label == "Lagre tilbyder"]
    save.click().run()
    assert partners.of(db, CULTURE_HOUSE).phone == "33 17 10 00"
    labelled(at.button, "Avslutt tilbyderen").click().run()
    assert partners.of(db, CULTURE_HOUSE).closed_at
    labelled(at.button, "Åpne tilbyderen igjen").click().run()
    assert partners.of(db, CULTURE_HOUSE).closed_at is None


def test_an_offer_is_added_changed_and_closed(page, db):
    add_neighbourhood(db, name="Nanset", by=ADAM)
    open_shelf(db)
    at = opened(page, "Tilbud")
    new = [field for field in at.text_input if field.label == "Navn på tilbud"][-1]
    new.input("Ungdomskino")
    [field for field in at.text_input if field.label == "Alder fra (valgfritt)"][-1].input("13")
    [field for field in at.text_input if field.label == "Alder til (valgfritt)"][-1].input("12")
    [button for button in at.button if button.label == "Lagre tilbud"][-1].click().run()
    assert at.error[0].value == "Alder til kan ikke være lavere enn alder fra."
    [field for field in at.text_input if field.label == "Alder til (valgfritt)"][-1].input("18")
    [button for button in at.button if button.label == "Lagre tilbud"][-1].click().run()
    added = offers.named(db, CULTURE_HOUSE, "Ungdomskino")
    assert added
    assert (added.age_from, added.age_to) == (13, 18)
    at.button(key=f"close-{added.id}").click().run()
    assert offers.of(db, added.id).closed_at
    at.button(key=f"open-{added.id}").click().run()
    assert offers.of(db, added.id).closed_at is None


def test_a_till_gets_its_sheet_and_can_be_let_go(page, db):
    open_shelf(db)
    at = opened(page, "Kasser")
    assert at.info[0].value.startswith("Ingen kasser ennå.")
    labelled(at.button, "Lag ark med QR-kode").click().run()
    assert at.error[0].value == "Navn på kassen må fylles ut."
    assert tills.all_of(db) == []
    labelled(at.text_input, "Navn på kassen").input("Billettluka")
    labelled(at.button, "Lag ark med QR-kode").click().run()
    assert len(tills.all_of(db)) == 1
    assert at.success[0].value.startswith("Arket til Billettluka er klart.")
    assert at.session_state["till_sheet"][2].startswith(b"%PDF-")
    assert at.markdown[0].value.startswith("Billettluka: venter på at noen skanner koden")
    [question] = at.get("popover")
    assert question.proto.popover.label == "Koble fra"
    assert question.markdown[0].value.startswith(
        "QR-koden på arket til Billettluka slutter å virke."
    )
    labelled(question.button, "Koble fra Billettluka").click().run()
    assert at.session_state["done"] == "Billettluka er koblet fra."
    assert tills.all_of(db)[0].revoked_at
    assert not at.get("popover")


def test_without_an_address_no_sheet_is_made_and_no_till(page, db, monkeypatch):
    monkeypatch.delenv("KLIPP_URL")
    open_shelf(db)
    at = opened(page, "Kasser")
    labelled(at.text_input, "Navn på kassen").input("Billettluka")
    labelled(at.button, "Lag ark med QR-kode").click().run()
    assert at.error[0].value.startswith("Adressen til Klipp er ikke satt")
    assert tills.all_of(db) == []
