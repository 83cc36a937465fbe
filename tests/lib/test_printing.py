"""The papers: read back as a phone reads them."""

from dataclasses import dataclass
from datetime import date
from math import dist

import pypdfium2
import pytest
import zxingcpp

from lib import links, printing
from lib.db import Database
from lib.papers import HandedOut
from lib.printing import CELL_HEIGHT, TOP
from lib.short_codes import grouped
from tests.counter import CULTURE_HOUSE, SWIMMING_HALL, handed_out, made, open_counter, with_more
from tests.purse import purse
from tests.town import NINA

BASE = "https://billetter.larvik.kommune.no"
DOTS_AN_INCH = 200
DOTS_A_MM = DOTS_AN_INCH / 25.4


@pytest.fixture(autouse=True)
def counter(db: Database) -> None:
    open_counter(db)


@dataclass(frozen=True)
class Code:
    """A QR on a page: what it says, how large it is, how far down it stands, in mm."""

    says: str
    size: float
    top: float


@dataclass(frozen=True)
class Page:
    text: str
    codes: list[Code]


def read(pdf: bytes) -> list[Page]:
    """The pages as they come out of a printer that is not the best."""
    pages = []
    for page in pypdfium2.PdfDocument(pdf):
        image = page.render(scale=DOTS_AN_INCH / 72).to_pil()
        codes = []
        for found in zxingcpp.read_barcodes(image):
            corner, next_to_it = found.position.top_left, found.position.top_right
            size = dist((corner.x, corner.y), (next_to_it.x, next_to_it.y))
            codes.append(Code(found.text, size / DOTS_A_MM, corner.y / DOTS_A_MM))
        codes.sort(key=lambda code: code.top)
        pages.append(Page(page.get_textpage().get_text_range(), codes))
    return pages


def sheet(db: Database, handed: HandedOut) -> list[Page]:
    return read(printing.sheet_pdf(db, handed, base_url=BASE))


@pytest.mark.parametrize(
    ("cards", "pages"), [(1, 1), (9, 1), (10, 1), (11, 2), (22, 2), (23, 3), (100, 9)]
)
def test_ten_cards_are_one_page_and_twelve_fit_each_next(
    db: Database, cards: int, pages: int
) -> None:
    handed = handed_out(db, made(db, count=cards))
    pdf = printing.sheet_pdf(db, handed, base_url=BASE)
    assert len(pypdfium2.PdfDocument(pdf)) == pages


def test_each_code_is_read_back_from_the_paper(db: Database) -> None:
    handed = handed_out(db, made(db, count=13))
    first, second = sheet(db, handed)
    holders, *cards_of_first = first.codes
    assert holders.says == links.holder(BASE, handed.holder_secret)
    read_back = [code.says for code in (*cards_of_first, *second.codes)]
    assert sorted(read_back) == sorted(links.card(BASE, card.secret) for card in handed.cards)


@pytest.mark.parametrize("base", ["http://k.no", BASE, "https://" + "a" * 60 + ".kommune.no"])
def test_a_code_is_at_least_25_mm(db: Database, base: str) -> None:
    handed = handed_out(db, made(db, count=10))
    (page,) = read(printing.sheet_pdf(db, handed, base_url=base))
    assert len(page.codes) == 11
    assert min(code.size for code in page.codes) >= 25


def test_the_holders_link_is_on_the_strip_and_on_no_card(db: Database) -> None:
    handed = handed_out(db, made(db, count=12))
    pages = sheet(db, handed)
    links_to_holder = [
        code for page in pages for code in page.codes if handed.holder_secret in code.says
    ]
    assert len(links_to_holder) == 1
    assert links_to_holder[0].top < TOP + CELL_HEIGHT
    assert sum(page.text.count(handed.holder_secret) for page in pages) == 1


def test_a_card_says_what_it_is_good_for_and_until_when(db: Database) -> None:
    bus = made(db, punches=2, offer_name="Buss, 2-klippskort", valid_to=date(2024, 12, 31))
    handed = handed_out(db, bus)
    (card,) = handed.cards
    (page,) = sheet(db, handed)
    for words in (
        "Buss, 2-klippskort",
        "Kino, 2 ganger",
        "Bølgen kulturhus",
        "Gyldig til 31.12.2024",
        f"Kort nr. {card.number}",
        grouped(card.short_code),
    ):
        assert words in page.text


def test_a_card_of_no_partner_points_to_its_page(db: Database) -> None:
    (card_id,) = made(db, punches=5, partner_id=None, offer_name="Kultur og bad")
    with_more(db, card_id, "swimming", punches=5)
    (page,) = sheet(db, handed_out(db, [card_id]))
    for words in ("Kino, 5 ganger", "Svømming, 5 ganger", "Flere steder: skann og se hvor"):
        assert words in page.text


def test_a_card_with_more_categories_than_fit_says_that_there_are_more(db: Database) -> None:
    (card_id,) = made(db)
    for category in ("swimming", "theatre"):
        with_more(db, card_id, category)
    (page,) = sheet(db, handed_out(db, [card_id]))
    assert "Kino, 1 gang" in page.text
    assert "Og mer: skann og se hva" in page.text
    assert "Teater" not in page.text


def test_no_name_no_service_no_scheme_and_not_this_program(db: Database) -> None:
    pdf = printing.sheet_pdf(db, handed_out(db, made(db)), base_url=BASE)
    (page,) = read(pdf)
    for word in (NINA.name, "NAV", "Aktivitetskortet", "Kari", "sosial"):
        assert word not in page.text
    about = pypdfium2.PdfDocument(pdf).get_metadata_dict()
    assert about["Title"] == "Billetter"
    assert not about["Author"]
    assert not about["Creator"]


def test_the_document_is_in_norwegian_and_its_codes_have_words(db: Database) -> None:
    handed = handed_out(db, made(db))
    pdf = printing.sheet_pdf(db, handed, base_url=BASE)
    assert b"/Lang (nb)" in pdf
    assert b"/Alt" in pdf


@pytest.mark.parametrize(
    "name", ["x" * 120, "Kino " * 24, "Æøå ÆØÅ Čáhppe Żółw Ünï", "W" * 40 + " i Larvik"]
)
def test_a_long_or_foreign_name_stays_within_its_card(db: Database, name: str) -> None:
    handed = handed_out(db, made(db, count=4, offer_name=name))
    (page,) = sheet(db, handed)
    assert len(page.codes) == 5


def test_the_strip_tells_where_to_turn(db: Database) -> None:
    (page,) = sheet(db, handed_out(db, made(db)))
    assert "Til deg: åpne billettene på telefonen" in page.text
    assert "Larvik kommune" in page.text


def test_cards_of_different_partners_share_a_sheet(db: Database) -> None:
    cinema, swimming = (
        *made(db, partner_id=CULTURE_HOUSE),
        *made(db, category="swimming", partner_id=SWIMMING_HALL, offer_name="Bad"),
    )
    handed = handed_out(db, [swimming, cinema])
    (page,) = sheet(db, handed)
    assert "Farrishallen" in page.text
    assert "Bølgen kulturhus" in page.text


def test_the_tills_sheet_pairs_a_phone_in_three_steps() -> None:
    link = links.pairing(BASE, "a" * 22)
    (page,) = read(printing.till_pdf("Bølgen kulturhus", "Billettluka", link))
    (code,) = page.codes
    assert code.says == link
    assert code.size >= 60
    for words in (
        "Bølgen kulturhus, Billettluka",
        "1.",
        "2.",
        "3.",
        "«Koble til»",
        f"{BASE}/kasse",
    ):
        assert words in page.text


def test_a_card_with_kroner_tells_what_is_left_and_which_number_to_give(db: Database) -> None:
    card = purse(db)
    [page] = sheet(db, handed_out(db, [card.card_id]))
    assert "1 372 kr igjen" in page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert f"Kort nr. {card.number}" in page.text
    assert "Gi kortnummeret til laget" in page.text
