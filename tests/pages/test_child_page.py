"""A child's page: what is lost, printed again, taken back or too many, and what is said of it."""

from datetime import timedelta

import pytest

from lib import duplicates, entitlements, handing_out, holdings, partner_codes
from lib.duplicates import WarningTells
from lib.stock import TicketForm, UnitKind
from pages import clock
from tests.pages.coordinator_desk import all_linked, labelled
from tests.town import (
    KARI,
    LARVIK_CARD,
    NAV,
    NINA,
    YUSUF,
    at_home,
    awarded,
    home_of,
    person_id_of,
    stocked,
)

PUNCH_CARD = {"unit_kind": UnitKind.PUNCH_CARD, "punches_per_unit": 5}


@pytest.fixture(autouse=True)
def house(monkeypatch):
    monkeypatch.setenv("KLIPP_URL", "https://klipp.example.no")
    all_linked(monkeypatch)


@pytest.fixture
def yusuf(db):
    """Yusuf of NAV, with a right today."""
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    entitlements.assess(
        db,
        yusuf,
        LARVIK_CARD,
        "low_income",
        valid_to=clock.today() + timedelta(days=30),
        by=NINA,
        on=clock.today(),
        now=clock.now(),
    )
    return yusuf


@pytest.fixture
def childs_page(page, db, yusuf):
    """`childs_page()`: the page of Yusuf, with each card in sight."""

    def opened():
        at = page("caseworker/household.py", NINA)
        at.session_state["household_id"] = home_of(db, yusuf)
        at.session_state["person_id"] = yusuf
        at.session_state[f"cards-{yusuf}"] = True
        return at.run()

    return opened


def given(db, person_id, batch, units=1):
    return awarded(db, person_id, batch, units, on=clock.today())


def on_paper(db, person_id):
    handing_out.hand_out(db, person_id, by=NINA, on=clock.today(), now=clock.now())


def with_codes(db, person_id, *codes):
    batch = stocked(
        db,
        "Kinobillett",
        quantity=len(codes),
        shares={NAV: len(codes)},
        ticket_form=TicketForm.PARTNER_CODE,
    )
    db.transact(lambda tx: partner_codes.add_codes(tx, batch, list(codes)))
    return given(db, person_id, batch, len(codes))


def held(db, person_id):
    return holdings.of_person(db, person_id, by=NINA, on=clock.today()).cards


def said(at):
    """Every sentence on the page."""
    kinds = (at.markdown, at.info, at.warning, at.error, at.success, at.caption)
    return " | ".join(element.value for kind in kinds for element in kind)


def labels(widgets):
    return [widget.label for widget in widgets]


def test_a_lost_ticket_is_blocked_by_a_second_press_and_told_of(db, yusuf, childs_page):
    given(db, yusuf, stocked(db, "Bowling"))
    on_paper(db, yusuf)
    at = childs_page()
    assert (
        "Sperrer du billetten, kan den aldri brukes, og den teller fortsatt i kvoten. "
        "Er bare papiret borte, velger du Skriv ut på nytt."
    ) in said(at)
    labelled(at.button, "Sperr billetten").click().run()
    [card] = held(db, yusuf)
    assert card.blocked
    assert [told.value for told in at.success] == [f"Billetten nr. {card.number} er sperret."]
    assert "Sperr billetten" not in labels(at.button)


def test_a_lost_ticket_is_replaced_and_the_new_one_waits_to_be_printed(db, yusuf, childs_page):
    given(db, yusuf, stocked(db, "Bowling"))
    on_paper(db, yusuf)
    at = childs_page()
    labelled(at.button, "Sperr og gi en ny").click().run()
    new, lost = held(db, yusuf)
    assert [told.value for told in at.success] == [
        f"Billetten nr. {lost.number} er sperret, og en ny er klar. "
        "Lag billettark for å skrive den ut."
    ]
    assert f"nr. {lost.number}: sperret og erstattet av nr. {new.number}" in said(at)
    assert "Lag billettark (1)" in labels(at.button)
    assert "1 × Bowling, 0 av 1 brukt" in said(at)


def test_a_card_is_called_a_card(db, yusuf, childs_page):
    given(db, yusuf, stocked(db, "Bad", **PUNCH_CARD))
    on_paper(db, yusuf)
    at = childs_page()
    assert "Sperrer du kortet, kan det aldri brukes, og det teller fortsatt i kvoten." in said(at)
    assert "Gir du et nytt, har det alt som er igjen. Kvoten endres ikke." in said(at)
    labelled(at.button, "Sperr og gi et nytt").click().run()
    assert "er sperret, og et nytt er klart. Lag billettark for å skrive det ut." in said(at)


def test_what_was_never_handed_out_cannot_be_lost(db, yusuf, childs_page):
    given(db, yusuf, stocked(db, "Bowling"))
    assert "Sperr billetten" not in labels(childs_page().button)


def test_tickets_and_cards_are_counted_apart(db, yusuf, childs_page):
    given(db, yusuf, stocked(db, "Bad", **PUNCH_CARD))
    given(db, yusuf, stocked(db, "Bowling"), 2)
    assert "2 billetter og 1 kort" in said(childs_page())


def test_a_new_sheet_is_told_of_and_ready_to_be_downloaded(db, yusuf, childs_page):
    given(db, yusuf, stocked(db, "Bowling"))
    on_paper(db, yusuf)
    at = childs_page()
    labelled(at.button, "Lag nytt ark").click().run()
    assert [told.value for told in at.success] == [
        "Nytt ark er klart. Det gamle virker ikke lenger."
    ]
    assert labels(at.get("download_button")) == ["Last ned billettark (PDF)"]
    assert at.get("download_button")[0].proto.type == "primary"


def test_a_sheet_with_a_blocked_ticket_is_not_kept(db, yusuf, childs_page):
    given(db, yusuf, stocked(db, "Bowling"), 2)
    at = childs_page()
    labelled(at.button, "Lag billettark (2)").click().run()
    assert labels(at.get("download_button"))
    [*_, last] = [button for button in at.button if button.label == "Sperr billetten"]
    last.click().run()
    assert not labels(at.get("download_button"))


def test_partners_codes_come_on_the_sheet(db, yusuf, childs_page):
    with_codes(db, yusuf, "A-1", "A-2")
    at = childs_page()
    labelled(at.button, "Lag billettark (2)").click().run()
    assert [told.value for told in at.success] == ["Arket er klart."]
    assert labels(at.get("download_button")) == ["Last ned billettark (PDF)"]
    assert "Tilbydernes egne koder er de samme som før." in said(at)
    assert "slutter å virke" not in said(at)
    labelled(at.button, "Lag nytt ark").click().run()
    assert [told.value for told in at.success] == ["Nytt ark er klart."]


def test_taking_back_a_code_asks_whether_the_family_has_it(db, yusuf, childs_page):
    award = with_codes(db, yusuf, "A-1")
    at = childs_page()
    at.session_state[f"undo-{award}"] = True
    at.run()
    assert "Er koden delt ut til familien? Den er sett, og den kommer ikke tilbake" in said(at)
    labelled(at.button, "Angre tildelingen").click().run()
    assert [told.value for told in at.success] == [
        "Tildelingen er angret. Koden kommer ikke tilbake."
    ]


def test_taking_back_a_ticket_of_our_own_asks_nothing_of_codes(db, yusuf, childs_page):
    award = given(db, yusuf, stocked(db, "Bowling"))
    at = childs_page()
    at.session_state[f"undo-{award}"] = True
    at.run()
    assert "koden" not in said(at).lower()
    labelled(at.button, "Angre tildelingen").click().run()
    assert [told.value for told in at.success] == ["Tildelingen er angret."]


def test_after_an_award_the_number_is_one_and_nothing_is_chosen(db, yusuf, childs_page):
    stocked(db, "Bowling")
    at = childs_page()
    labelled(at.selectbox, "Tilbud").select_index(0).run()
    labelled(at.number_input, "Antall").set_value(3).run()
    labelled(at.button, "Tildel").click().run()
    assert [told.value for told in at.success] == ["Tildelt: 3 × Bowling."]
    assert labelled(at.number_input, "Antall").value == 1
    assert labelled(at.selectbox, "Tilbud").value is None
    assert "Tildel" not in labels(at.button)


@pytest.mark.parametrize(
    ("tells", "sentence"),
    [
        (
            WarningTells.TOTALS,
            "Antall er for høyt: barnet kan få 1 kino til i år (4 av 5 er tildelt).",
        ),
        (WarningTells.PRESENCE, "Antall er for høyt: barnet kan få 1 kino til i år."),
    ],
)
def test_the_quota_is_told_of_once_before_and_after_the_press(
    db, yusuf, childs_page, tells, sentence
):
    duplicates.let_warning_tell(db, tells, by=KARI)
    cinema = stocked(db, "Kino", "cinema")
    given(db, yusuf, cinema, 4)
    at = childs_page()
    labelled(at.selectbox, "Tilbud").select_index(0).run()
    labelled(at.number_input, "Antall").set_value(2).run()
    assert said(at).count(sentence) == 1
    labelled(at.button, "Tildel").click().run()
    assert said(at).count(sentence) == 1
    assert [error.value for error in at.error] == [sentence]
