"""The till and the holder's pages: a link, a sign, one large button."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from lib import cards, links, qr, redemptions, tills
from lib.cards import BlockReason
from lib.db import Database
from lib.norwegian import today_in_oslo
from lib.papers import PaperCard
from lib.redemptions import UNDO_WITHIN
from lib.short_codes import MOST_MISSES, grouped
from lib.tills import PAIRING_LASTS
from pages import connection
from pages.public import cards as card_pages
from pages.public import pairing
from pages.public import till as till_pages
from pages.public.device import TILL_COOKIE
from pages.public.gate import Gate
from pages.public.headers import SecurityHeaders
from tests.counter import (
    CULTURE_HOUSE,
    SWIMMING_HALL,
    everything,
    handed_out,
    made,
    open_counter,
    paired,
    paper,
    punched,
    till_at,
    with_more,
)
from tests.town import KARI, NINA, NOW

BASE = "https://billetter.example.no"
ROUTES = [*card_pages.routes, *till_pages.routes]
Phone = Callable[[], TestClient]


class Clock:
    """What the pages read; a test sets it."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return today_in_oslo(self.moment)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for module in (till_pages, pairing, card_pages):
        for name in ("now", "today"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, getattr(clock, name))
    return clock


@pytest.fixture
def phone(db: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Phone:
    """Anyone's phone, with no cookie."""
    monkeypatch.setattr(connection, "opened", lambda: db)
    monkeypatch.setenv("KLIPP_URL", BASE)
    open_counter(db)
    middleware = [Middleware(SecurityHeaders), Middleware(Gate, routes=ROUTES)]
    app = Starlette(routes=ROUTES, middleware=middleware)
    return lambda: TestClient(app, base_url=BASE, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.fixture
def till(db: Database, phone: Phone) -> TestClient:
    """The culture house's phone, paired."""
    return at(db, phone(), CULTURE_HOUSE)


def at(db: Database, device: TestClient, partner_id: object) -> TestClient:
    """The device, paired with the partner."""
    device.cookies.set(TILL_COOKIE, paired(db, partner_id)[1])  # type: ignore[arg-type]
    return device


def block(db: Database, card: cards.Card) -> None:
    reason = BlockReason.LOST
    db.transact(lambda tx: cards.block(tx, card.card_id, reason, by=NINA, now=NOW))


def form_of(html: str, nth: int = 0) -> tuple[str, dict[str, str]]:
    """Where the page's nth form goes, and what it sends along."""
    form = re.findall(r"<form.*?</form>", html, re.DOTALL)[nth]
    action = re.search(r'action="([^"]*)"', form)
    sent = dict(re.findall(r'<input[^>]* name="([^"]*)"[^>]* value="([^"]*)"', form))
    return unescape(action[1]) if action else "", sent


def press(till: TestClient, html: str, nth: int = 0, **typed: str) -> tuple[int, str]:
    """Press the form's button; the page that follows, redirects and all."""
    action, sent = form_of(html, nth)
    answer = till.post(action, data=sent | typed)
    return answer.status_code, answer.text


def shown(till: TestClient, card: PaperCard) -> str:
    return till.get(f"/k/{card.secret}").text


def sentence(html: str) -> str:
    """What the coloured band says beside its word."""
    found = re.search(r'<div class="state.*?<h1>.*?</h1>\s*<p>(.*?)</p>', html, re.DOTALL)
    return unescape(found[1]) if found else ""


def word(html: str) -> str:
    """The one word of the coloured band."""
    found = re.search(r"<h1>(.*?)</h1>", html)
    return found[1] if found else ""


def left(db: Database, card: cards.Card) -> int:
    return cards.of(db, card.card_id).punches_left


def test_two_taps_from_the_camera_and_a_card_is_punched(db: Database, till: TestClient) -> None:
    card = paper(db, punches=2)
    page = shown(till, card)
    assert word(page) == "Gyldig"
    assert 'class="state good"' in page
    assert "<strong>2</strong> igjen" in page
    assert page.count('class="huge"') == 1
    action, sent = form_of(page)
    answer = till.post(action, data=sent, follow_redirects=False)
    assert answer.status_code == 303
    assert card.secret not in answer.headers["location"]
    receipt = till.get(answer.headers["location"]).text
    assert word(receipt) == "Klippet"
    assert "<strong>1</strong> igjen" in receipt
    assert "Angre klippet" in receipt
    assert left(db, card) == 1
    assert redemptions.unbalanced(db) == []


def test_each_reason_has_its_own_plain_message(
    db: Database, till: TestClient, phone: Phone
) -> None:
    used, blocked = paper(db), paper(db)
    punched(db, used, till_at(db), "elsewhere in the house")
    block(db, blocked)
    (reprinted,) = made(db)
    old = handed_out(db, [reprinted]).cards[0]
    handed_out(db, [reprinted])
    swimming = paper(db, category="swimming", partner_id=SWIMMING_HALL)
    says = {
        "used": sentence(shown(till, used)),
        "expired": sentence(shown(till, paper(db, valid_to=date(2024, 5, 14)))),
        "early": sentence(shown(till, paper(db, valid_from=date(2024, 5, 16)))),
        "blocked": sentence(shown(till, blocked)),
        "replaced": sentence(shown(till, old)),
        "elsewhere": sentence(shown(till, swimming)),
        "unknown": sentence(till.get("/k/AAAAAAAAAAAAAAAAAAAAAA").text),
    }
    assert says == {
        "used": "Brukt opp. Det er ingen klipp igjen på kortet.",
        "expired": "Utløpt 14.05.2024.",
        "early": "Ikke gyldig ennå. Gjelder fra 16.05.2024.",
        "blocked": "Sperret. Dette kortet kan ikke brukes.",
        "replaced": "Erstattet. Kortet er skrevet ut på nytt, og bare det nyeste arket gjelder.",
        "elsewhere": "Gjelder ikke her. Kortet er til et annet tilbud.",
        "unknown": "Ukjent kort. Skann QR-koden en gang til.",
    }
    for card in (used, blocked, old, swimming):
        page = shown(till, card)
        assert word(page) == "Ikke gyldig"
        assert 'class="state bad"' in page
        assert "<button" not in page


def test_looking_changes_nothing(
    db: Database, till: TestClient, phone: Phone, clock: Clock
) -> None:
    link = tills.pair_link(db, CULTURE_HOUSE, "Kafeen", by=KARI, now=NOW)
    handed = handed_out(db, made(db, count=2))
    _, receipt = press(till, shown(till, handed.cards[0]))
    undo, _ = form_of(receipt)
    addresses = [
        *(f"/k/{card.secret}" for card in handed.cards),
        f"/mine/{handed.holder_secret}",
        f"/kasse/par/{link}",
        "/kasse",
        undo.removesuffix("/angre"),
        f"/k/{handed.cards[1].secret}/klipp",
        "/kasse/klipp",
        undo,
        "/k/x",
        "/mine/x",
        "/kasse/par/x",
    ]
    before = everything(db)
    for device in (till, phone()):
        for address in addresses:
            assert device.get(address).status_code < 500
            assert device.head(address).status_code < 500
    assert everything(db) == before


def test_without_a_till_the_link_shows_the_holder_what_is_left_and_where(
    db: Database, phone: Phone
) -> None:
    card = paper(db, punches=3, partner_id=None, valid_to=date(2024, 12, 31))
    page = shown(phone(), card)
    assert word(page) == "Din billett"
    assert "<strong>3</strong> igjen" in page
    assert qr.svg(links.card(BASE, card.secret)) in page
    assert "Bølgen kulturhus, Larvik" in page
    assert "Gyldig til 31.12.2024" in page
    assert "<button" not in page
    assert "<form" not in page


def test_the_holders_phone_never_looks_like_a_till_that_accepts(
    db: Database, phone: Phone, till: TestClient
) -> None:
    card = paper(db)
    assert 'class="state good"' in shown(till, card)
    for page in (shown(phone(), card), shown(phone(), paper(db, valid_from=date(2024, 6, 1)))):
        assert 'class="state' not in page
        assert word(page) == "Din billett"
    assert "Gjelder fra 01.06.2024." in page


def test_the_holders_phone_shows_no_code_of_a_card_that_is_over(db: Database, phone: Phone) -> None:
    page = shown(phone(), paper(db, valid_to=date(2024, 5, 14)))
    assert (word(page), sentence(page)) == ("Ikke gyldig", "Utløpt 14.05.2024.")
    assert 'role="img"' not in page


def test_a_phone_that_is_no_till_cannot_punch(db: Database, phone: Phone, till: TestClient) -> None:
    card = paper(db)
    action, sent = form_of(shown(till, card))
    before = everything(db)
    answer = phone().post(action, data=sent)
    assert (answer.status_code, word(answer.text)) == (403, "Denne enheten er ikke en kasse")
    assert phone().post("/kasse", data={"code": card.short_code}).status_code == 403
    assert phone().post("/kasse/klipp", data=sent | {"code": card.short_code}).status_code == 403
    assert everything(db) == before


@pytest.mark.parametrize("cut", [1, 10, 21])
def test_a_link_that_is_cut_off_or_made_up_opens_nothing(
    db: Database, phone: Phone, till: TestClient, cut: int
) -> None:
    card = paper(db)
    for secret in (card.secret[:cut], card.secret + "A", card.secret[::-1], "%00", "æ", "x" * 5000):
        for device in (phone(), till):
            answer = device.get(f"/k/{secret}")
            assert (answer.status_code, word(answer.text)) == (404, "Ikke gyldig")
        _, sent = form_of(shown(till, card))
        assert till.post(f"/k/{secret}/klipp", data=sent).status_code == 404
    assert left(db, card) == 1


def test_another_partners_till_sees_nothing_of_the_card(
    db: Database, phone: Phone, till: TestClient
) -> None:
    elsewhere = at(db, phone(), SWIMMING_HALL)
    card = paper(db, punches=2, offer_name="Kinobillett")
    page = shown(elsewhere, card)
    assert "Kino" not in page
    assert str(card.number) not in page
    action, sent = form_of(shown(till, card))
    status, refused = press(elsewhere, shown(till, card))
    assert (status, word(refused)) == (409, "Ikke klippet")
    assert "Kino" not in refused
    assert till.post(action, data=sent).status_code == 200
    assert left(db, card) == 1


def test_a_device_that_was_let_go_is_told_so_and_can_nothing(
    db: Database, till: TestClient
) -> None:
    card = paper(db, punches=2)
    page = shown(till, card)
    _, receipt = press(till, page)
    page = shown(till, card)
    (its_till,) = tills.all_of(db)
    tills.revoke(db, its_till.id, by=KARI, now=NOW)
    before = everything(db)
    for html in (page, receipt):
        status, told = press(till, html)
        assert (status, word(told)) == (403, "Ikke lenger en kasse")
    for address in (f"/k/{card.secret}", "/kasse"):
        assert word(till.get(address).text) == "Ikke lenger en kasse"
    assert everything(db) == before


def test_a_double_tap_is_one_punch(db: Database, till: TestClient) -> None:
    card = paper(db, punches=2)
    action, sent = form_of(shown(till, card))
    places = {
        till.post(action, data=sent, follow_redirects=False).headers["location"] for _ in range(3)
    }
    assert len(places) == 1
    assert left(db, card) == 1


def test_each_opening_of_the_card_is_a_new_punch(db: Database, till: TestClient) -> None:
    card = paper(db, punches=2)
    press(till, shown(till, card))
    press(till, shown(till, card))
    assert left(db, card) == 0


def test_a_card_that_was_just_used_up_here_says_when_and_offers_the_way_back(
    db: Database, till: TestClient, clock: Clock
) -> None:
    card = paper(db)
    press(till, shown(till, card))
    clock.moment = NOW + timedelta(minutes=2)
    page = shown(till, card)
    assert word(page) == "Allerede klippet"
    assert 'class="state bad"' in page
    assert sentence(page).startswith("1 klipp ble tatt her kl. 12.00. Brukt opp.")
    assert page.count("<button") == 1
    status, after = press(till, page)
    assert (status, word(after), left(db, card)) == (200, "Angret", 1)
    assert "ble tatt her" not in shown(till, card)


def test_a_card_with_more_left_is_good_and_says_when_it_was_punched_here(
    db: Database, till: TestClient
) -> None:
    card = paper(db, punches=5)
    press(till, shown(till, card), nth=1, punches="2")
    page = shown(till, card)
    assert word(page) == "Gyldig"
    assert sentence(page) == "2 klipp ble tatt her kl. 12.00."
    assert "Angre klippet" in page
    assert page.count('class="huge"') == 1


def test_a_punch_refused_for_a_card_just_used_up_tells_of_that_punch(
    db: Database, till: TestClient
) -> None:
    """Two tabs at one till hold the same card."""
    card = paper(db)
    first, second = shown(till, card), shown(till, card)
    press(till, first)
    status, page = press(till, second)
    assert (status, word(page)) == (409, "Ikke klippet")
    assert sentence(page).endswith("1 klipp ble tatt her kl. 12.00.")


@pytest.mark.parametrize(("seconds", "possible"), [(299, True), (300, True), (301, False)])
def test_a_punch_can_be_taken_back_for_five_minutes(
    db: Database, till: TestClient, clock: Clock, seconds: int, possible: bool
) -> None:
    card = paper(db)
    _, receipt = press(till, shown(till, card))
    assert "Kan angres til kl. 12.05" in receipt
    assert timedelta(seconds=300) == UNDO_WITHIN
    clock.moment = NOW + timedelta(seconds=seconds)
    status, after = press(till, receipt)
    assert left(db, card) == int(possible)
    if possible:
        assert (status, word(after)) == (200, "Angret")
        assert "<button" not in after
    else:
        assert (status, word(after)) == (409, "Klippet")
        assert "For sent å angre." in after
        assert "Angre klippet" not in after
    assert redemptions.unbalanced(db) == []


def test_a_double_tap_on_undo_gives_back_once(db: Database, till: TestClient) -> None:
    card = paper(db, punches=5)
    _, receipt = press(till, shown(till, card))
    for _ in range(2):
        status, after = press(till, receipt)
        assert (status, word(after)) == (200, "Angret")
    assert left(db, card) == 5


def test_a_receipt_is_for_the_till_that_punched(
    db: Database, till: TestClient, phone: Phone
) -> None:
    action, sent = form_of(shown(till, paper(db)))
    place = till.post(action, data=sent, follow_redirects=False).headers["location"]
    beside = at(db, phone(), CULTURE_HOUSE)
    assert beside.get(place).status_code == 404
    assert beside.post(f"{place}/angre").status_code == 404
    assert phone().get(place).status_code == 403


def test_a_short_code_opens_the_card_and_never_stands_in_an_address(
    db: Database, till: TestClient
) -> None:
    card = paper(db, punches=2)
    typed = grouped(card.short_code).lower()
    answer = till.post("/kasse", data={"code": typed})
    assert word(answer.text) == "Gyldig"
    assert answer.url.path == "/kasse"
    assert card.secret not in answer.text
    action, sent = form_of(answer.text)
    assert card.short_code not in action
    punched = till.post(action, data=sent, follow_redirects=False)
    assert card.short_code not in punched.headers["location"]
    assert left(db, card) == 1


def test_a_wrong_code_is_told_beside_the_field_and_too_many_must_wait(
    db: Database, till: TestClient
) -> None:
    card = paper(db)
    for typed, says in (
        ("7KM 2PX", "Kortkode må ha ni tegn"),
        ("7km 2px 0ae", "Kortkoden har aldri bokstaven A."),
    ):
        answer = till.post("/kasse", data={"code": typed})
        assert answer.status_code == 422
        assert says in answer.text
        assert f'value="{typed}"' in answer.text
    for number in range(MOST_MISSES):
        answer = till.post("/kasse", data={"code": f"00000000{number}"})
        assert answer.status_code == 404
        assert "Kortkode finnes ikke." in answer.text
    for address in ("/kasse", "/kasse/klipp"):
        answer = till.post(address, data={"code": card.short_code, "key": "k", "punches": "x"})
        assert answer.status_code == 429
        assert "Prøv igjen kl. 12.10" in answer.text
        assert "Kinobillett" not in answer.text
    assert left(db, card) == 1


def test_a_broken_form_does_not_let_codes_be_tried(db: Database, till: TestClient) -> None:
    for number in range(MOST_MISSES):
        till.post("/kasse/klipp", data={"code": f"00000000{number}", "punches": "x"})
    answer = till.post("/kasse/klipp", data={"code": paper(db).short_code, "punches": "x"})
    assert answer.status_code == 429


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"key": ""}, "Klippet ble ikke registrert."),
        ({"key": "x" * 65}, "Klippet ble ikke registrert."),
        ({"balance": "x"}, "Klippet ble ikke registrert."),
        ({"balance": str(KARI.id)}, "Gjelder ikke her."),
        ({"punches": "0"}, "Antall klipp må være minst 1."),
        ({"punches": "-1"}, "Antall klipp må være minst 1."),
        ({"punches": "3"}, "Ikke nok klipp. Det er 2 klipp igjen."),
        ({"punches": "1" * 5000}, "Antall klipp kan ikke være mer enn"),
        ({"punches": "to"}, "Antall klipp må være et helt tall"),
    ],
)
def test_what_our_forms_never_send_is_refused_plainly(
    db: Database, till: TestClient, sent: dict[str, str], says: str
) -> None:
    card = paper(db, punches=2)
    status, page = press(till, shown(till, card), **sent)
    assert (status, word(page)) == (409, "Ikke klippet")
    assert sentence(page).startswith(says)
    assert left(db, card) == 2


def test_several_punches_at_once(db: Database, till: TestClient) -> None:
    card = paper(db, punches=5)
    _, receipt = press(till, shown(till, card), nth=1, punches="4")
    assert "<strong>1</strong> igjen" in receipt
    assert "flere på én gang" not in shown(till, card)


def test_a_card_with_several_categories_has_a_button_for_each_of_the_tills_own(
    db: Database, till: TestClient
) -> None:
    card = paper(db, partner_id=None, offer_name="Kultur og bad")
    with_more(db, card.card_id, "theatre", punches=2)
    with_more(db, card.card_id, "swimming", punches=9)
    page = shown(till, card)
    assert re.findall(r'<button class="huge">(.*?)</button>', page) == [
        "Klipp 1 kino",
        "Klipp 1 teater",
    ]
    assert "vømming" not in page
    _, receipt = press(till, page, nth=1)
    assert "<strong>1</strong> igjen" in receipt
    assert left(db, card) == 11


@pytest.mark.parametrize(
    "sent_by_the_browser",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Sec-Fetch-Site": "", "Origin": "https://elsewhere.example"},
    ],
)
def test_another_site_cannot_press_the_button(
    db: Database, till: TestClient, sent_by_the_browser: dict[str, str]
) -> None:
    card = paper(db)
    action, sent = form_of(shown(till, card))
    assert till.post(action, data=sent, headers=sent_by_the_browser).status_code == 403
    assert left(db, card) == 1


def test_no_answer_is_kept_found_or_passed_on(db: Database, till: TestClient, phone: Phone) -> None:
    handed = handed_out(db, made(db))
    (card,) = handed.cards
    _, receipt = press(till, shown(till, card))
    undo, _ = form_of(receipt)
    for device in (till, phone()):
        for address in (
            f"/k/{card.secret}",
            "/k/x",
            f"/mine/{handed.holder_secret}",
            "/kasse",
            undo.removesuffix("/angre"),
        ):
            headers = device.get(address).headers
            assert headers["Cache-Control"] == "no-store"
            assert headers["Referrer-Policy"] == "no-referrer"
            assert "noindex" in headers["X-Robots-Tag"]
            assert "script-src" not in headers["Content-Security-Policy"]


def test_no_page_has_a_script(db: Database, till: TestClient, phone: Phone) -> None:
    handed = handed_out(db, made(db))
    for page in (
        shown(till, handed.cards[0]),
        shown(phone(), handed.cards[0]),
        phone().get(f"/mine/{handed.holder_secret}").text,
        till.get("/kasse").text,
    ):
        assert "<script" not in page
        assert " style=" not in page


def test_the_holders_page_has_each_card_with_its_code(db: Database, phone: Phone) -> None:
    handed = handed_out(db, made(db, count=3))
    page = phone().get(f"/mine/{handed.holder_secret}").text
    for card in handed.cards:
        assert qr.svg(links.card(BASE, card.secret)) in page
        assert f'aria-label="QR-kode for kort nummer {card.number}"' in page
        assert grouped(card.short_code) in page
    assert page.count("<details") == 3
    assert page.count(" open>") == 1


def test_the_holders_page_shows_no_code_of_what_is_over(
    db: Database, phone: Phone, till: TestClient
) -> None:
    used, lost, expired, later = (
        *made(db, count=2),
        *made(db, valid_to=date(2024, 5, 14)),
        *made(db, valid_from=date(2024, 6, 1)),
    )
    handed = handed_out(db, [used, lost, expired, later])
    papers = {card.card_id: card for card in handed.cards}
    press(till, shown(till, papers[used]))
    block(db, papers[lost])
    page = phone().get(f"/mine/{handed.holder_secret}").text
    assert page.count('role="img"') == 1
    for words in ("Brukt opp.", "Sperret.", "Utløpt 14.05.2024.", "Gjelder fra 01.06.2024."):
        assert words in page


def test_a_page_whose_cards_were_printed_again_says_so(db: Database, phone: Phone) -> None:
    card_ids = made(db, count=2)
    old = handed_out(db, card_ids)
    handed_out(db, card_ids[:1])
    page = phone().get(f"/mine/{old.holder_secret}").text
    assert "1 billett er skrevet ut på et nyere ark" in page
    assert page.count('role="img"') == 1
    handed_out(db, card_ids)
    page = phone().get(f"/mine/{old.holder_secret}").text
    assert "Bruk koden på det." in page
    assert 'role="img"' not in page


@pytest.mark.parametrize("secret", ["x", "AAAAAAAAAAAAAAAAAAAAAA"])
def test_a_made_up_holders_link_opens_nothing(phone: Phone, secret: str) -> None:
    answer = phone().get(f"/mine/{secret}")
    assert answer.status_code == 404
    assert sentence(answer.text).startswith("Ukjent lenke.")


def test_a_device_is_paired_with_one_button(db: Database, phone: Phone) -> None:
    link = tills.pair_link(db, CULTURE_HOUSE, "Kafeen", by=KARI, now=NOW)
    device = phone()
    page = device.get(f"/kasse/par/{link}").text
    assert word(page) == "Koble denne enheten til Bølgen kulturhus"
    answer = device.post(f"/kasse/par/{link}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/kasse")
    cookie = answer.headers["set-cookie"].lower()
    for part in ("httponly", "samesite=lax", "secure", "path=/", "max-age=34560000"):
        assert part in cookie
    assert word(device.get("/kasse").text) == "Bølgen kulturhus"
    assert word(shown(device, paper(db))) == "Gyldig"


def test_a_pairing_link_is_good_once_and_for_fourteen_days(
    db: Database, phone: Phone, clock: Clock
) -> None:
    used, old = (
        tills.pair_link(db, CULTURE_HOUSE, name, by=KARI, now=NOW) for name in ("Luka", "Kafeen")
    )
    phone().post(f"/kasse/par/{used}")
    clock.moment = NOW + PAIRING_LASTS + timedelta(seconds=1)
    for link, says, status in (
        (used, "Arket er brukt på en annen enhet. Be koordinator om et nytt.", 409),
        (old, "Arket gikk ut 29.05.2024.", 409),
        (old[:-1], "Koden stemmer ikke.", 409),
    ):
        device = phone()
        assert sentence(device.get(f"/kasse/par/{link}").text).startswith(says)
        answer = device.post(f"/kasse/par/{link}")
        assert (answer.status_code, TILL_COOKIE in device.cookies) == (status, False)
    clock.moment = NOW + PAIRING_LASTS
    assert word(phone().post(f"/kasse/par/{old}").text) == "Bølgen kulturhus"


def test_a_sheet_scanned_again_on_its_own_device_opens_the_till(db: Database, phone: Phone) -> None:
    link = tills.pair_link(db, CULTURE_HOUSE, "Kafeen", by=KARI, now=NOW)
    device = phone()
    device.post(f"/kasse/par/{link}")
    before = everything(db)
    for ask in (device.get, device.post):
        answer = ask(f"/kasse/par/{link}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/kasse")
    assert everything(db) == before


def test_a_used_sheet_tells_another_device_nothing_of_the_till(
    db: Database, phone: Phone, till: TestClient
) -> None:
    link = tills.pair_link(db, SWIMMING_HALL, "Kafeen", by=KARI, now=NOW)
    phone().post(f"/kasse/par/{link}")
    for device in (phone(), till):
        for ask in (device.get, device.post):
            answer = ask(f"/kasse/par/{link}")
            assert sentence(answer.text).startswith("Arket er brukt på en annen enhet.")
            assert "Farrishallen" not in answer.text
            assert "Kafeen" not in answer.text


def test_a_punch_keeps_the_till_paired(db: Database, till: TestClient) -> None:
    action, sent = form_of(shown(till, paper(db)))
    answer = till.post(action, data=sent, follow_redirects=False)
    assert f"{TILL_COOKIE}=" in answer.headers["set-cookie"]


def test_an_unpaired_device_is_told_what_to_do(phone: Phone) -> None:
    page = phone().get("/kasse").text
    assert word(page) == "Denne enheten er ikke en kasse"
    assert "Skann QR-koden på arket" in page
