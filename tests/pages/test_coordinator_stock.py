"""The stock page: the table edited in place, and one batch from sharing to its story."""

from datetime import date, timedelta

import pytest

from lib import funding, ledger, partner_codes, stock
from lib.funding import SourceKind
from lib.stock import Acquisition, TicketForm
from pages import clock
from tests.pages.coordinator_desk import all_linked, labelled
from tests.shelf import left, open_shelf, received
from tests.town import KARI, NAV, NINA


@pytest.fixture(autouse=True)
def links(monkeypatch):
    return all_linked(monkeypatch)


@pytest.fixture
def batch(db):
    open_shelf(db)
    return received(db, {NAV: 40})


def opened(page, tab=None):
    """The page with the only batch chosen, and one of its tabs."""
    at = page("coordinator/stock.py", KARI)
    labelled(at.selectbox, "Parti").select_index(0).run()
    return at if tab is None else switched(at, tab)


def typed(at, texts):
    """Type into the fields of the only batch there is."""
    for label, text in texts.items():
        labelled(at.text_input, label).input(text)


def switched(at, tab):
    at.session_state[f"batch-{labelled(at.selectbox, 'Parti').value}"] = tab
    return at.run()


def test_only_a_coordinator_sees_the_stock(page):
    assert not page("coordinator/stock.py", NINA).title
    assert not page("coordinator/stock.py", None).title


def test_an_empty_stock_says_what_to_do_first(page, links):
    at = page("coordinator/stock.py", KARI)
    assert at.info[0].value.startswith("Beholdningen er tom.")
    assert links == ["Legg inn et parti", "Importer et regneark"]


def test_the_stock_is_corrected_in_place(page, db, batch):
    at = page("coordinator/stock.py", KARI)
    told = [element.value for element in at.markdown]
    assert told[0] == "**Kinobillett**, Bølgen kulturhus"
    assert "Mottatt 01.05.2024 · **60** på lageret · **40** hos tjenestene" in told[1]
    typed(at, {"Talt nå": "58", "Varsle ved": "5", "Gyldig til": "31.12.2099"})
    labelled(at.button, "Lagre endringene").click().run()
    assert not at.error
    assert at.session_state["done"] == "1 parti er endret."
    [line] = stock.overview(db)
    assert (line.store_left, line.low_at, line.valid_to) == (58, 5, date(2099, 12, 31))
    assert ledger.unbalanced(db) == []


@pytest.mark.parametrize(
    ("cells", "field", "says"),
    [
        ({"Talt nå": "-1"}, "Talt nå", "må være minst 0."),
        ({"Talt nå": "mange"}, "Talt nå", "må være et helt tall, for eksempel 12."),
        ({"Varsle ved": ""}, "Varsle ved", "må fylles ut."),
        ({"Gyldig til": "31.02.2025"}, "Gyldig til", "er en dato som ikke finnes: "),
    ],
)
def test_a_field_that_cannot_be_read_stores_nothing(page, db, batch, cells, field, says):
    at = page("coordinator/stock.py", KARI)
    typed(at, {"Talt nå": "1"} | cells)
    labelled(at.button, "Lagre endringene").click().run()
    whose = "Kinobillett, Bølgen kulturhus (mottatt 01.05.2024)"
    assert at.error[0].value.startswith(f"{field} for {whose} {says}")
    assert left(db, batch)[None] == 60


def test_saving_what_is_not_changed_is_told_in_yellow_and_enters_no_count(page, db, batch):
    at = page("coordinator/stock.py", KARI)
    labelled(at.button, "Lagre endringene").click().run()
    assert at.warning[0].value == "Ingenting er lagret: ingen tall er endret."
    assert "done" not in at.session_state
    assert "counted" not in {m.kind for m in ledger.movements(db, batch)}


def test_the_field_that_is_typed_in_while_another_is_saved_stays_the_same(page, db, batch):
    """The browser keeps what is typed as long as the field keeps its id."""
    other = received(db, received_on=date(2024, 5, 2))
    at = page("coordinator/stock.py", KARI)
    fields = [f"counted-{batch}", f"counted-{other}", f"low-{other}-10"]
    ids = [at.text_input(key=key).id for key in fields]
    at.text_input(key=fields[0]).input("7")
    labelled(at.button, "Lagre endringene").click().run()
    assert [at.text_input(key=key).id for key in fields] == ids
    assert at.text_input(key=fields[0]).value == ""
    labelled(at.button, "Lagre endringene").click().run()
    assert at.warning[0].value.startswith("Ingenting er lagret")
    assert left(db, batch)[None] == 7


def test_a_long_stock_is_corrected_a_part_at_a_time(page, db):
    open_shelf(db)
    for _ in range(41):
        received(db)
    at = page("coordinator/stock.py", KARI)
    parts = labelled(at.selectbox, "Partier (lagre før du bytter)")
    assert parts.options == ["1 til 40 av 41", "41 til 41 av 41"]
    assert len([field for field in at.text_input if field.label == "Talt nå"]) == 40
    parts.select_index(1).run()
    typed(at, {"Talt nå": "7"})
    labelled(at.button, "Lagre endringene").click().run()
    assert at.session_state["done"] == "1 parti er endret."
    assert [line.store_left for line in stock.overview(db)].count(7) == 1


def test_what_is_over_is_shown_when_asked_for(page, db):
    open_shelf(db)
    received(db, valid_to=clock.today() - timedelta(days=1))
    at = page("coordinator/stock.py", KARI)
    assert at.info[0].value.startswith("Ingen partier er i bruk nå.")
    at.toggle[0].set_value(True).run()
    assert not at.info
    assert labelled(at.button, "Lagre endringene")


def test_units_are_moved_to_a_service_and_no_more_than_there_are(page, db, batch):
    at = opened(page)
    labelled(at.text_input, "Antall").input("15")
    labelled(at.button, "Flytt").click().run()
    assert at.session_state["done"] == "Flyttet til Flyktningtjenesten."
    assert left(db, batch) == {None: 45, "NAV Larvik": 40, "Flyktningtjenesten": 15}
    labelled(at.text_input, "Antall").input("46")
    labelled(at.button, "Flytt").click().run()
    assert at.error[0].value == "Antall er for høyt: det er 45 igjen."


def test_an_unknown_store_is_shared_without_a_number(page, db):
    open_shelf(db)
    batch = received(db, quantity=None)
    at = opened(page)
    assert any("kan du la antallet stå tomt" in caption.value for caption in at.caption)
    labelled(at.button, "Flytt").click().run()
    assert left(db, batch) == {None: None, "Flyktningtjenesten": None}


def test_units_are_written_off_with_a_reason(page, db, batch):
    at = opened(page, "Avskriving")
    labelled(at.text_input, "Antall").input("to")
    labelled(at.button, "Skriv av").click().run()
    assert at.error[0].value.startswith("Antall må være et helt tall")
    labelled(at.text_input, "Antall").input("2")
    labelled(at.selectbox, "Årsak").select_index(1)
    labelled(at.button, "Skriv av").click().run()
    assert left(db, batch)[None] == 58
    switched(at, "Historikk")
    story = at.table[0].value
    assert "avskrevet: ødelagt" in set(story["Hva"])
    assert set(story["Antall"]) == {"+100", "−40", "+40", "−2"}


def test_terms_and_price_are_corrected(page, db):
    open_shelf(db)
    received(db, acquisition=Acquisition.PURCHASED)
    source = funding.add(db, name="Jotron", kind=SourceKind.SPONSOR, by=KARI)
    at = opened(page, "Vilkår og pris")
    labelled(at.text_input, "Pris per enhet (valgfritt)").input("79,50 kr")
    labelled(at.selectbox, "Finansieringskilde (valgfritt)").select(source)
    labelled(at.text_input, "Gyldig til (valgfritt)").input("i morgen")
    labelled(at.button, "Lagre vilkårene").click().run()
    assert at.error[0].value.startswith("Gyldig til må være en dato")
    labelled(at.text_input, "Gyldig til (valgfritt)").input("31.12.2024")
    labelled(at.button, "Lagre vilkårene").click().run()
    [line] = stock.overview(db)
    assert (line.unit_price_ore, line.funding_source_id) == (7_950, source)
    assert line.valid_to == date(2024, 12, 31)


def test_codes_are_pasted_in_and_only_counted_on_the_page(page, db):
    open_shelf(db)
    batch = received(db, quantity=2, ticket_form=TicketForm.PARTNER_CODE)
    at = opened(page, "Koder og PDF-er")
    assert at.info[0].value.startswith("Ingen koder ennå.")
    at.text_area[0].input("KINO-1\nKINO-2\nKINO-3")
    labelled(at.button, "Legg inn").click().run()
    assert at.error[0].value.startswith("Koder og PDF-er er til sammen 3")
    at.text_area[0].input("KINO-1\nKINO-2")
    labelled(at.button, "Legg inn").click().run()
    assert at.session_state["done"] == "2 billetter er lagt inn."
    assert partner_codes.counts(db, batch).entered == 2
    assert at.markdown[0].value.startswith("2 er lagt inn, og 0 er delt ut.")
    assert at.text_area[0].value == ""


def test_a_link_from_the_day_opens_its_batch_once(page, db, batch):
    at = page("coordinator/stock.py", KARI)
    at.query_params["parti"] = str(batch)
    at.run()
    assert labelled(at.selectbox, "Parti").value == batch
    assert "parti" not in at.query_params
    labelled(at.button, "Vis hele beholdningen").click().run()
    assert labelled(at.selectbox, "Parti").value is None
    at.query_params["parti"] = "no-such-batch"
    assert not at.run().exception
