"""Claims at the coordinator's desk: decided several at once, gathered on lists, never a name."""

from uuid import uuid4

import pytest

from lib import claim_decisions, claims, payments
from lib.claim_rules import Asked, Purpose, Season
from lib.claims import ClaimState, RefuseReason
from pages import clock
from tests.pages.coordinator_desk import all_linked, labelled
from tests.purse import FOOTBALL, NO_ACCOUNT, open_clubs, purse, purses
from tests.town import KARI, LISE, NINA

FILE = "coordinator/claims.py"
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def links(monkeypatch, db):
    open_clubs(db)
    return all_linked(monkeypatch)


def sent(db, card, ore=500_00):
    """A claim that came today, by the clock that the page reads."""
    return claims.write_in(
        db,
        FOOTBALL,
        Asked(card.number, ore, Purpose.MEMBERSHIP_FEE, Season.SPRING),
        received_on=clock.today(),
        key=str(uuid4()),
        by=KARI,
        on=clock.today(),
        now=clock.now(),
    )


def good(db, count=1, ore=1372_00):
    return purses(db, count, ore, valid_to=None)


def opened(page, tab):
    at = page(FILE, KARI)
    at.session_state["claims"] = tab
    return at.run()


def ticked(at, db, *rows):
    """The queue with boxes ticked, as the browser would send it."""
    numbers = tuple(claim.number for claim in claims.in_states(db, ClaimState.OPEN))
    at.session_state[f"queue-False-{hash(numbers)}-0"] = {
        "edited_rows": {row: {"Velg": True} for row in rows},
        "added_rows": [],
        "deleted_rows": [],
    }
    return at


def states(db):
    return [claim.state for claim in claims.in_states(db, *ClaimState)]


def test_only_the_coordinator_handles_claims(page):
    for user in (NINA, LISE):
        at = page(FILE, user)
        assert [error.value for error in at.error] == ["Denne siden er for koordinator."]
    assert not page(FILE, None).title


def test_before_the_first_card_with_kroner_the_page_tells_what_to_wait_for(page, links):
    at = page(FILE, KARI)
    assert at.info[0].value.startswith("Ingen kort med kroner er delt ut ennå.")
    assert links == ["Se ordningene"]


def test_each_part_says_when_it_is_empty(page, db):
    good(db)
    says = {
        "Til behandling": "Ingen krav venter på behandling.",
        "Behandlet": "Ingen behandlede krav, utenom dem som står på en betalingsliste.",
        "Utbetaling": "Ingen godkjente krav venter på utbetaling.",
    }
    for tab, sentence in says.items():
        at = opened(page, tab)
        assert not at.exception
        assert at.info[0].value == sentence
    assert at.info[1].value == "Ingen betalingslister ennå."


def test_those_that_are_ticked_are_approved_and_the_rest_wait(page, db):
    for card in good(db, 3):
        sent(db, card)
    at = page(FILE, KARI)
    assert at.markdown[0].value == f"3 krav venter, til sammen 1{NBSP}500{NBSP}kr."
    ticked(at, db, 0, 2)
    labelled(at.button, "Godkjenn de valgte").click().run()
    assert states(db) == [ClaimState.APPROVED, ClaimState.OPEN, ClaimState.APPROVED]


def test_all_are_approved_with_two_clicks(page, db):
    for card in good(db, 25):
        sent(db, card)
    at = page(FILE, KARI)
    labelled(at.checkbox, "Velg alle kravene").check().run()
    labelled(at.button, "Godkjenn de valgte").click().run()
    assert set(states(db)) == {ClaimState.APPROVED}


def test_boxes_are_forgotten_when_the_queue_has_moved_under_them(page, db):
    """A box is kept by its line: the first line is another claim when a colleague was faster."""
    first, second = (sent(db, card) for card in good(db, 2))
    at = page(FILE, KARI)
    ticked(at, db, 0)
    claim_decisions.refuse(db, [first.id], RefuseReason.WITHDRAWN, by=KARI, now=clock.now())
    labelled(at.button, "Godkjenn de valgte").click().run()
    assert at.error[0].value == "Krav må velges i listen først."
    assert claims.of(db, second.id).state is ClaimState.OPEN


def test_a_claim_is_refused_with_a_reason_from_the_list(page, db):
    [card] = good(db)
    sent(db, card)
    at = page(FILE, KARI)
    labelled(at.button, "Avslå de valgte").click().run()
    assert at.error[0].value == "Grunn til avslag må velges."
    ticked(at, db, 0)
    labelled(at.selectbox, "Grunn til avslag").set_value(RefuseReason.NOT_COVERED)
    labelled(at.button, "Avslå de valgte").click().run()
    [claim] = claims.in_states(db, ClaimState.REFUSED)
    assert claim.reason is RefuseReason.NOT_COVERED


def test_a_look_alike_is_pointed_out(page, db):
    [card] = good(db)
    sent(db, card)
    sent(db, card)
    at = page(FILE, KARI)
    assert at.warning[0].value.startswith("1 krav ligner et tidligere krav")


def test_a_decision_is_undone_from_the_list_of_decided(page, db):
    [card] = good(db)
    claim = sent(db, card)
    at = page(FILE, KARI)
    ticked(at, db, 0)
    labelled(at.button, "Godkjenn de valgte").click().run()
    at = opened(page, "Behandlet")
    labelled(at.button, "Åpne kravet igjen").click().run()
    assert at.error[0].value == "Krav må velges først."
    labelled(at.selectbox, "Krav").select_index(0)
    labelled(at.button, "Åpne kravet igjen").click().run()
    assert claims.of(db, claim.id).state is ClaimState.OPEN


def write_in(at, number, amount="500", partner=True, **chosen):
    if partner:
        labelled(at.selectbox, "Tilbyder").select_index(0)
    labelled(at.text_input, "Kortnummer").input(number)
    labelled(at.text_input, "Beløp i kroner").input(amount)
    for label, value in chosen.items():
        labelled(at.selectbox, label).set_value(value)
    return labelled(at.button, "Lagre kravet").click().run()


def test_a_claim_that_came_by_mail_is_written_in(page, db):
    [card] = good(db)
    at = opened(page, "Nytt krav")
    write_in(at, str(card.number), partner=False)
    assert at.error[0].value == "Tilbyder må velges først."
    write_in(at, "Yusuf Haddad")
    assert at.error[0].value.startswith("Kortnummer må ha bare siffer")
    write_in(at, str(card.number), "2 000")
    assert at.error[0].value.startswith("Beløp er for høyt")
    write_in(at, str(card.number), Gjelder=Purpose.ONE_OFF)
    assert at.error[0].value.startswith("Engangsopplevelser dekkes ikke her.")
    write_in(at, str(card.number), Gjelder=Purpose.EQUIPMENT, Periode=Season.AUTUMN)
    [claim] = claims.in_states(db, ClaimState.OPEN)
    assert (claim.partner_name, claim.purpose, claim.season) == (
        "Larvik Turn",
        Purpose.EQUIPMENT,
        Season.AUTUMN,
    )
    assert labelled(at.text_input, "Kortnummer").value == ""


def test_closed_partners_cannot_be_chosen(page, db):
    good(db)
    at = opened(page, "Nytt krav")
    assert "Gamle Turn" not in labelled(at.selectbox, "Tilbyder").options


def test_a_list_is_made_and_its_files_are_offered(page, db):
    for card in good(db, 2):
        sent(db, card)
    at = page(FILE, KARI)
    ticked(at, db, 0, 1)
    labelled(at.button, "Godkjenn de valgte").click().run()
    at = opened(page, "Utbetaling")
    assert list(at.table[0].value["Beløp"]) == [f"1{NBSP}000{NBSP}kr"]
    labelled(at.text_input, "Betalingsdato").input("31.12.2001")
    labelled(at.button, f"Lag betalingsliste på 1{NBSP}000{NBSP}kr").click().run()
    assert at.error[0].value == "Betalingsdato kan ikke være før i dag."
    labelled(at.text_input, "Betalingsdato").input(f"{clock.today():%d.%m.%Y}")
    labelled(at.button, f"Lag betalingsliste på 1{NBSP}000{NBSP}kr").click().run()
    assert not at.error
    [paid] = payments.lists(db)
    assert paid.total_ore == 1000_00
    assert set(states(db)) == {ClaimState.LISTED}
    files = [button.label for button in at.download_button]
    assert files == ["Utbetalinger (CSV)", "Krav (CSV)"]

    labelled(at.text_input, "Kommunens organisasjonsnummer").input("974 760 673")
    labelled(at.text_input, "Kontonummer").input("9992.00.00018")
    labelled(at.text_input, "BIC").input("KLIPNOK1")
    labelled(at.button, "Lagre kontoen").click().run()
    assert at.error[0].value == "Kontonummer stemmer ikke: kontroller sifrene."
    labelled(at.text_input, "Kontonummer").input("9992.00.00017")
    labelled(at.button, "Lagre kontoen").click().run()
    assert [button.label for button in at.download_button][-1] == "Fil til banken (pain.001)"


def test_a_partner_without_an_account_is_named_before_the_list_is_made(page, db, links):
    sent(db, good(db)[0])
    at = page(FILE, KARI)
    ticked(at, db, 0)
    labelled(at.button, "Godkjenn de valgte").click().run()
    text = "update partner set account_number = null where id = $1"
    db.transact(lambda tx: tx.run(text, FOOTBALL))
    at = opened(page, "Utbetaling")
    assert list(at.table[0].value["Kontonummer"]) == ["mangler"]
    assert "Legg inn kontonummer" in links
    labelled(at.button, f"Lag betalingsliste på 500{NBSP}kr").click().run()
    assert at.error[0].value.startswith("Kontonummer mangler for Larvik Turn.")


def test_an_account_number_is_entered_with_the_partner(page, db):
    at = page("coordinator/partners.py", KARI)
    labelled(at.selectbox, "Tilbyder").set_value(NO_ACCOUNT).run()
    at.session_state[f"partner-{NO_ACCOUNT}"] = "Opplysninger"
    at.run()
    [_, account] = [field for field in at.text_input if field.label == "Kontonummer (valgfritt)"]
    account.input("9991.00.00019")
    [_, save] = [button for button in at.button if button.label == "Lagre tilbyder"]
    save.click().run()
    [row] = db.rows("select account_number from partner where id = $1", NO_ACCOUNT)
    assert row["account_number"] == "99910000019"
    assert purse(db).left_ore == 1372_00
