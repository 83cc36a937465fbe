"""Partners and tills: from a new partner to the sheet that pairs its phone."""

import pytest

from lib import offers, partners, tills
from lib.municipality import add_neighbourhood
from tests.pages.coordinator_desk import all_linked, labelled
from tests.pages.scheme_desk import scheme_of
from tests.purse import purse
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


def choices(at, label):
    return labelled(at.selectbox, label).options


def test_a_unit_that_only_owns_a_scheme_is_no_shop_no_club_and_no_offer(page, db):
    """Kragerøkortet's unit is told of where it is kept, and in no list to choose from."""
    open_shelf(db)
    scheme = scheme_of(db, "kragerokortet")
    fund = scheme_of(db, "fritidskortet-skien")
    purse(db)
    units = {scheme.owner_unit, fund.owner_unit}
    there = {"Bølgen kulturhus"}
    lists = {
        "Utsalgssted (ved salg)": page("coordinator/card_issues.py", KARI),
        "Tilbyder": page("coordinator/paper_punches.py", KARI),
    }
    lists_of = {label: set(choices(at, label)) for label, at in lists.items()}
    at = page("coordinator/claims.py", KARI)
    at.session_state["claims"] = "Nytt krav"
    lists_of["Lag"] = set(choices(at.run(), "Tilbyder"))
    lists_of["Nytt parti"] = set(choices(page("coordinator/receive.py", KARI), "Tilbyder"))
    assert lists_of.pop("Nytt parti") == there | {"Ny tilbyder …"}
    assert all(found == there for found in lists_of.values())

    at = page("directory/who.py", NINA)
    headings = [entry.value for entry in at.markdown]
    assert "**Bølgen kulturhus**" in headings
    assert not any(f"**{unit}**" in text for unit in units for text in headings)
    assert all(f"Ansvar: {unit}" in headings for unit in units)

    at = page("coordinator/partners.py", KARI)
    own = f"{fund.owner_unit} (har bare egen ordning)"
    assert own in choices(at, "Tilbyder")
    labelled(at.selectbox, "Tilbyder").set_value(partners.named(db, fund.owner_unit).id).run()
    assert at.info[0].value.startswith("Enheten har bare kortet i sin egen ordning")
    offers.add(
        db,
        partner_id=partners.named(db, fund.owner_unit).id,
        name="Konsert",
        category="theatre",
        by=KARI,
    )
    assert fund.owner_unit in choices(page("coordinator/partners.py", KARI), "Tilbyder")
    assert fund.owner_unit in choices(page("coordinator/paper_punches.py", KARI), "Tilbyder")


def test_tickets_that_an_owner_unit_gives_are_received_by_its_name(page, db):
    """It is not offered in the list, and typed it is the partner that is there."""
    unit = scheme_of(db, "fritidskortet-skien").owner_unit
    at = page("coordinator/receive.py", KARI)
    labelled(at.text_input, "Navn på tilbyder").input(unit).run()
    assert "Organisasjonsnummer (valgfritt)" not in [box.label for box in at.text_input]
    labelled(at.text_input, "Navn på tilbud").input("Konsert").run()
    labelled(at.selectbox, "Kategori").set_value("Teater").run()
    labelled(at.text_input, "Antall (tomt hvis ukjent)").input("20").run()
    labelled(at.button, "Registrer partiet").click().run()
    assert not at.error
    assert [partner.name for partner in partners.all_of(db)] == [unit]
    assert [partner.name for partner in partners.at_work(db)] == [unit]
