"""A club's claims at its till: by card number, with a receipt, and never a name."""

import re
from html import unescape

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from lib import claim_decisions, claims
from lib.claims import MOST_MISSES, ClaimState, RefuseReason
from lib.db import Database
from pages import connection
from pages.public import cards as card_pages
from pages.public import claims as claim_pages
from pages.public import pairing
from pages.public import till as till_pages
from pages.public.device import TILL_COOKIE
from pages.public.gate import Gate
from pages.public.headers import SecurityHeaders
from tests.counter import everything, handed_out, paired
from tests.pages.test_till import BASE, Clock, press
from tests.purse import CORPS, FOOTBALL, NO_ACCOUNT, claimed, club_till, left, open_clubs, purse
from tests.town import KARI, NOW

NBSP = "\N{NO-BREAK SPACE}"
ROUTES = [*card_pages.routes, *till_pages.routes, *claim_pages.routes]
TYPED = {"amount": "500", "purpose": "membership_fee", "season": "spring"}


@pytest.fixture(autouse=True)
def house(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    for module in (till_pages, pairing, card_pages, claim_pages):
        for name in ("now", "today"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, getattr(clock, name))
    monkeypatch.setattr(connection, "opened", lambda: db)
    monkeypatch.setenv("KLIPP_URL", BASE)
    open_clubs(db)


def phone() -> TestClient:
    """Anyone's phone, with no cookie."""
    middleware = [Middleware(SecurityHeaders), Middleware(Gate, routes=ROUTES)]
    app = Starlette(routes=ROUTES, middleware=middleware)
    return TestClient(app, base_url=BASE, headers={"Sec-Fetch-Site": "same-origin"})


def till_of(db: Database, partner_id: object = FOOTBALL) -> TestClient:
    """The club's paired phone."""
    device = phone()
    device.cookies.set(TILL_COOKIE, paired(db, partner_id)[1])  # type: ignore[arg-type]
    return device


@pytest.fixture
def till(db: Database) -> TestClient:
    return till_of(db)


def form(till: TestClient) -> str:
    return till.get("/kasse/krav").text


def send(till: TestClient, number: object, **typed: str) -> tuple[int, str]:
    return press(till, form(till), number=str(number), **(TYPED | typed))


def wrong(html: str) -> dict[str, str]:
    """What stands beside each field; «form» is above them all."""
    beside = dict(re.findall(r'<p class="wrong" id="(\w+)-wrong">(.*?)</p>', html))
    above = re.search(r'<div class="notice danger" role="alert"><p>(.*?)</p>', html)
    if above:
        beside["form"] = above[1]
    return {key: unescape(says) for key, says in beside.items()}


def test_a_claim_is_sent_and_its_receipt_shown(db: Database, till: TestClient) -> None:
    card = purse(db)
    assert "Dere har ikke sendt noen krav ennå." in form(till)
    status, receipt = send(till, card.number, amount="1 000,50")
    assert status == 200
    assert "Krav 1001" in receipt
    assert f"1{NBSP}000,50{NBSP}kr" in receipt
    assert "Til behandling" in form(till)
    assert left(db, card) == 371_50


def test_a_claim_sent_again_from_the_same_form_is_one_claim(db: Database, till: TestClient) -> None:
    card = purse(db)
    html = form(till)
    for _ in range(2):
        press(till, html, number=str(card.number), **TYPED)
    assert left(db, card) == 872_00
    [_] = claims.of_partner(db, FOOTBALL)


def test_each_fault_stands_beside_its_field_and_what_was_typed_stays(
    db: Database, till: TestClient
) -> None:
    card = purse(db)
    faults = {
        "number": send(till, "Yusuf Haddad"),
        "amount": send(till, card.number, amount="mye"),
        "purpose": send(till, card.number, purpose="one_off"),
    }
    for field, (status, html) in faults.items():
        assert status == 422
        assert list(wrong(html)) == [field]
    assert wrong(send(till, 999_999)[1]) == {
        "number": "Kortnummer finnes ikke. Kontroller sifrene."
    }
    _, html = send(till, card.number, amount="2000", season="autumn")
    assert wrong(html) == {
        "amount": f"Beløp er for høyt: det er 1{NBSP}372{NBSP}kr igjen på kortet."
    }
    assert f'value="{card.number}"' in html
    assert '<option value="autumn" selected>' in html
    assert send(till, card.number, season="forever")[0] == 422
    assert left(db, card) == 1372_00


def test_a_club_without_an_account_number_is_told_so(db: Database) -> None:
    _, html = send(till_of(db, NO_ACCOUNT), purse(db).number)
    says = wrong(html)["form"]
    assert says.startswith("Kontonummer mangler for Sjakklubben. Laget gir nummeret til")


def test_a_device_that_guesses_numbers_must_wait(db: Database, till: TestClient) -> None:
    card = purse(db)
    for number in range(MOST_MISSES):
        assert send(till, 900_000 + number)[0] == 422
    status, html = send(till, card.number)
    assert status == 429
    assert wrong(html)["number"].startswith("Kortnummer er avvist for mange ganger.")


def test_a_club_sees_the_state_of_its_own_claims_alone(db: Database, till: TestClient) -> None:
    card = purse(db)
    own = claimed(db, card, club_till(db))
    other = claimed(db, card, club_till(db, CORPS), 300_00)
    claim_decisions.refuse(db, [own.id], RefuseReason.WRONG_AMOUNT, by=KARI, now=NOW)
    html = form(till)
    assert f"Krav {own.number}" in html
    assert "Avslått: feil beløp" in html
    assert f"Krav {other.number}" not in html
    assert till.get(f"/kasse/krav/{own.id}").status_code == 200
    assert till.get(f"/kasse/krav/{other.id}").status_code == 404


@pytest.mark.parametrize("state", ClaimState)
def test_every_state_has_words(state: ClaimState) -> None:
    assert claims.CLAIM_STATE_NAMES[state]


def test_on_any_other_device_there_is_nothing_to_claim(db: Database) -> None:
    claim = claimed(db, purse(db), club_till(db))
    before = everything(db)
    stranger = phone()
    for answer in (
        stranger.get("/kasse/krav"),
        stranger.get(f"/kasse/krav/{claim.id}"),
        stranger.post("/kasse/krav", data=TYPED | {"number": "100001", "key": "k"}),
    ):
        assert "Denne enheten er ikke en kasse" in answer.text
    assert everything(db) == before


def test_looking_changes_nothing(db: Database, till: TestClient) -> None:
    claim = claimed(db, purse(db), club_till(db))
    before = everything(db)
    for address in ("/kasse/krav", "/kasse/krav?kort=100001", f"/kasse/krav/{claim.id}"):
        assert till.get(address).status_code == 200
    assert everything(db) == before


def test_the_till_leads_to_claims_where_there_are_kroner_to_claim(
    db: Database, till: TestClient
) -> None:
    assert "/kasse/krav" not in till.get("/kasse").text
    purse(db)
    assert 'href="/kasse/krav"' in till.get("/kasse").text


def test_a_card_with_kroner_held_up_to_the_till_opens_the_form(
    db: Database, till: TestClient
) -> None:
    card = purse(db)
    [shown] = handed_out(db, [card.card_id]).cards
    html = till.get(f"/k/{shown.secret}").text
    assert "Send inn krav" in html
    assert f'value="{card.number}"' in html


def test_the_holder_sees_the_kroner_that_are_left(db: Database) -> None:
    card = purse(db)
    handed = handed_out(db, [card.card_id])
    claimed(db, card, club_till(db), 1000_00)
    for address in (f"/k/{handed.cards[0].secret}", f"/mine/{handed.holder_secret}"):
        html = phone().get(address).text
        seen = re.sub(r"<[^>]+>", "", html)
        assert f"372{NBSP}kr igjen" in seen
        assert f"Gi kortnummeret {card.number} til laget" in html
