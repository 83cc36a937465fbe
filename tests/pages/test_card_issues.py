"""«Salg, gaver og premier»: numbered batches on paper, a card taken back, and no name anywhere."""

import pytest

from lib import card_issues, printing
from lib.card_issues import Channel
from tests.counter import everything, handed_out, open_counter, punched, till_at
from tests.pages.coordinator_desk import all_linked, labelled
from tests.pages.scheme_desk import (
    downloads,
    rule,
    rules,
    said,
    save,
    scheme_of,
    set_clock,
    text_of,
)
from tests.town import KARI, NINA

FILE = "coordinator/card_issues.py"
BACK = "Kortnummer på et solgt kort som leveres tilbake"


@pytest.fixture(autouse=True)
def links(monkeypatch, db):
    set_clock(monkeypatch, db)
    monkeypatch.setenv("KLIPP_URL", "https://klipp.example.no")
    open_counter(db)
    return all_linked(monkeypatch)


@pytest.fixture
def kragero(db):
    return scheme_of(db, "kragerokortet")


def made(at, channel="Gave", count="2", shop=None):
    """Fill in the form and press."""
    labelled(at.radio, "Kortene skal brukes til").set_value(channel)
    labelled(at.text_input, "Antall").input(count)
    if shop:
        labelled(at.selectbox, "Utsalgssted (ved salg)").set_value(shop)
    return labelled(at.button, "Lag kortene").click().run()


def taken_back(at, number):
    labelled(at.text_input, BACK).input(str(number))
    return labelled(at.button, "Ta kortet tilbake").click().run()


def numbers(db):
    """The cards that were printed without a person, by number."""
    text = """
        select card.id, card.number
        from card
        join card_issue_card on card_issue_card.card_id = card.id
        order by card.number
    """
    return {row["number"]: row["id"] for row in db.rows(text)}


def test_only_a_coordinator_sells_and_gives(page, kragero):
    at = page(FILE, NINA)
    assert [error.value for error in at.error] == ["Denne siden er for koordinator."]
    assert not at.title


def test_without_a_scheme_of_cards_the_page_says_where_to_add_one(page, links):
    at = page(FILE, KARI)
    assert at.info[0].value.startswith("Ingen ordning har egne klippekort.")
    assert links == ["Gå til Ordninger"]


def test_a_batch_to_sell_has_its_number_its_shop_and_its_price(page, db, kragero):
    at = made(page(FILE, KARI), "Salg", "20", "Farrishallen")
    assert at.session_state["done"].startswith("20 kort er klare. Last ned arket nå")
    assert downloads(at) == ["Last ned kortene (PDF)"]
    told = "Nr. 1, salg, 15.05.2024, 20 kort, Farrishallen, 500\N{NO-BREAK SPACE}kr per kort"
    assert told in said(at)
    printed = text_of(at.session_state["printed"])
    assert printed.count("Kragerøkortet") >= 20
    assert all(str(number) in printed for number in numbers(db))


def test_a_gift_and_a_prize_look_like_what_is_sold(page, db, kragero):
    """Nothing on the paper tells how the card was got."""
    at = page(FILE, KARI)
    for channel in ("Gave", "Premie"):
        # A shop that was chosen first has nothing to do with a gift.
        made(at, channel, "1", "Farrishallen")
        printed = text_of(at.session_state["printed"])
        # Short codes are in capitals, so none of these is ever part of one.
        for word in ("gave", "remie", "olgt", "ildelt", "kr ", "Farrishallen"):
            assert word not in printed
    listed = [
        (issue.channel, issue.partner_name) for issue in card_issues.of_scheme(db, kragero.id)
    ]
    assert listed == [(Channel.PRIZE, None), (Channel.GIFT, None)]


@pytest.mark.parametrize(
    ("channel", "count", "shop", "says"),
    [
        ("Salg", "2", None, "Utsalgssted må velges når kortene skal selges."),
        ("Gave", "", None, "Antall må fylles ut."),
        ("Gave", "0", None, "Antall må være minst 1."),
        ("Gave", "201", None, "Antall kan ikke være mer enn 200."),
        ("Premie", "noen", None, "Antall må være et helt tall"),
    ],
)
def test_what_is_typed_wrong_makes_no_card(page, db, kragero, channel, count, shop, says):
    at = page(FILE, KARI)
    before = everything(db)
    made(at, channel, count, shop)
    assert at.error[0].value.startswith(says)
    assert everything(db) == before
    assert not downloads(at)


def test_more_than_the_store_has_is_refused(page, db, kragero):
    at = page(FILE, KARI)
    made(at, count="150")
    before = everything(db)
    made(at, count="51")
    assert at.error[0].value == "Antall er for høyt: det er 50 igjen."
    assert everything(db) == before


def test_a_scheme_without_a_price_gives_cards_and_sells_none(page, db, kragero):
    at = rules(page, kragero)
    rule(at, kragero, "price").input("")
    save(at)
    at = page(FILE, KARI)
    before = everything(db)
    made(at, "Salg", "2", "Farrishallen")
    assert at.error[0].value == (
        "Pris mangler, så kortet kan ikke selges. Sett prisen under Ordninger."
    )
    assert everything(db) == before
    made(at, "Gave", "2")
    assert len(numbers(db)) == 2


def test_what_fails_before_it_is_on_paper_is_the_same_batch_when_pressed_again(
    page, db, kragero, monkeypatch
):
    """The cards are made, the printing fails, Kari presses once more."""
    with monkeypatch.context() as broken:
        broken.setattr(printing, "cards_pdf", lambda *_, **__: 1 / 0)
        at = made(page(FILE, KARI), "Gave", "3")
        assert not downloads(at)
    labelled(at.button, "Lag kortene").click().run()
    assert downloads(at) == ["Last ned kortene (PDF)"]
    [issue] = card_issues.of_scheme(db, kragero.id)
    assert (issue.units, len(numbers(db))) == (3, 3)
    made(at, "Gave", "3")
    assert len(card_issues.of_scheme(db, kragero.id)) == 2


def test_a_sold_card_comes_back_unused_once(page, db, kragero):
    at = made(page(FILE, KARI), "Salg", "2", "Farrishallen")
    (unused, _), (used, used_id) = numbers(db).items()
    punched(db, handed_out(db, [used_id]).cards[0], till_at(db), "key")
    taken_back(at, unused)
    assert at.session_state["done"] == f"Kort {unused} er levert tilbake og sperret."
    assert "per kort, 1 levert tilbake" in said(at)
    before = everything(db)
    for number, says in (
        (unused, "Kortet er sperret eller levert tilbake fra før."),
        (used, "Kortet er brukt, så det kan ikke leveres tilbake."),
        (999_999, "Kortnummer er ikke et solgt kort."),
        ("Yusuf", "Kortnummer må være et helt tall"),
        ("", "Kortnummer må fylles ut."),
    ):
        taken_back(at, number)
        assert at.error[0].value.startswith(says)
    assert everything(db) == before


def test_a_gift_is_not_bought_back(page, db, kragero):
    at = made(page(FILE, KARI), "Gave", "1")
    [number] = numbers(db)
    taken_back(at, number)
    assert at.error[0].value == "Kortnummer er ikke et solgt kort."


def test_shares_come_when_three_cards_are_out(page, db, kragero):
    at = made(page(FILE, KARI), "Gave", "2")
    assert "Tallene kommer når minst tre kort er delt ut." in said(at)
    made(at, "Gave", "1")
    table = at.dataframe[0].value
    assert [tuple(row) for row in table.to_numpy()] == [("Gave", 5, 0, "for få")]
    assert "Tallene er avrundet til nærmeste fem." in said(at)
