"""The papers: read back as a phone reads them."""

from dataclasses import dataclass
from datetime import date
from math import dist

import pypdfium2
import pytest
import zxingcpp

from lib import links, printing
from lib.db import Database
from lib.handing_out import Sheet
from lib.papers import HandedOut
from lib.partner_codes import LONGEST_CODE, PaperCode
from lib.printing import CELL_HEIGHT, CELL_WIDTH, COLUMNS, LEFT, TOP
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


def pdf_of(
    db: Database,
    handed: HandedOut | None,
    *codes: PaperCode,
    phone: str = "",
    base: str = BASE,
) -> bytes:
    return printing.sheet_pdf(db, Sheet(handed, codes, phone), base_url=base)


def sheet(db: Database, handed: HandedOut | None, *codes: PaperCode, phone: str = "") -> list[Page]:
    return read(pdf_of(db, handed, *codes, phone=phone))


@pytest.mark.parametrize(
    ("cards", "pages"), [(1, 1), (9, 1), (10, 1), (11, 2), (22, 2), (23, 3), (100, 9)]
)
def test_ten_cards_are_one_page_and_twelve_fit_each_next(
    db: Database, cards: int, pages: int
) -> None:
    handed = handed_out(db, made(db, count=cards))
    pdf = pdf_of(db, handed)
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
    (page,) = read(pdf_of(db, handed, base=base))
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
    pdf = pdf_of(db, handed_out(db, made(db)))
    (page,) = read(pdf)
    for word in (NINA.name, "NAV", "Aktivitetskortet", "Kari", "sosial"):
        assert word not in page.text
    about = pypdfium2.PdfDocument(pdf).get_metadata_dict()
    assert about["Title"] == "Billetter"
    assert not about["Author"]
    assert not about["Creator"]


def test_the_document_is_in_norwegian_and_its_codes_have_words(db: Database) -> None:
    handed = handed_out(db, made(db))
    pdf = pdf_of(db, handed)
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


def ticket(code: str | None, offer: str = "Kinobillett", partner: str = "Filmklubben") -> PaperCode:
    """A partner's own ticket, a PDF where it has no code."""
    return PaperCode(offer, partner, None, date(2024, 12, 31), code)


def test_a_partners_code_stands_beside_the_cards_in_letters(db: Database) -> None:
    (page,) = sheet(db, handed_out(db, made(db)), ticket("NB-4711"))
    assert len(page.codes) == 2
    for words in ("Vis koden hos Filmklubben", "NB-4711", "Gyldig til 31.12.2024"):
        assert words in page.text


def test_codes_alone_are_a_sheet_without_a_link(db: Database) -> None:
    (page,) = sheet(db, None, ticket("NB-4711"), ticket("NB-4712"))
    assert page.codes == []
    assert "Til deg: billettene dine" in page.text
    assert "https" not in page.text
    assert "NB-4712" in page.text


@pytest.mark.parametrize(
    "code",
    ["x" * LONGEST_CODE, "W" * LONGEST_CODE, "1234 5678 " * 20, "https://k.no/" + "aB3_" * 46],
)
def test_no_sign_of_a_code_is_left_out(db: Database, code: str) -> None:
    (page,) = sheet(db, None, ticket(code, "Et langt navn " * 5))
    assert "".join(code.split()) in "".join(page.text.split())


def test_pdf_tickets_are_told_of_in_a_line_each_offer(db: Database) -> None:
    pdfs = [ticket(None, "Inngang", "Rush"), ticket(None, "Inngang", "Rush"), ticket(None, "Tur")]
    (page,) = sheet(db, handed_out(db, made(db)), *pdfs)
    assert "2 egne billetter (PDF) lastes ned for seg: Inngang, Rush" in page.text
    assert "Egen billett (PDF) lastes ned for seg: Tur, Filmklubben" in page.text


@pytest.mark.parametrize(
    ("cards", "codes", "pdfs", "pages"),
    [(9, 1, 0, 1), (9, 2, 0, 2), (8, 0, 1, 1), (9, 0, 1, 2), (0, 10, 0, 1), (0, 1, 40, 2)],
)
def test_codes_take_a_cell_and_pdfs_share_rows(
    db: Database, cards: int, codes: int, pdfs: int, pages: int
) -> None:
    handed = handed_out(db, made(db, count=cards)) if cards else None
    tickets = [ticket(f"NB-{n}") for n in range(codes)]
    tickets += [ticket(None, f"Tur {n}") for n in range(pdfs)]
    read_back = sheet(db, handed, *tickets)
    assert len(read_back) == pages
    text = " ".join(page.text for page in read_back)
    assert all(f"Tur {n}," in text for n in range(pdfs))


def test_the_strip_has_the_services_telephone_where_there_is_one(db: Database) -> None:
    handed = handed_out(db, made(db))
    (page,) = sheet(db, handed, phone="55 55 33 33")
    assert "Larvik kommune, telefon 55 55 33 33, og får et nytt" in page.text.replace("\r\n", " ")
    (page,) = sheet(db, handed)
    assert "telefon " not in page.text


def test_frames_stand_around_what_is_printed_and_nothing_else(db: Database) -> None:
    """Three cards: the strip, a full row, and one cell; dashes at every corner of theirs."""
    (page,) = pypdfium2.PdfDocument(pdf_of(db, handed_out(db, made(db, count=3))))
    image = page.render(scale=DOTS_AN_INCH / 72).to_pil().convert("L")

    def ink(x: float, y: float) -> bool:
        """Whether anything is drawn within half a millimetre of the spot."""
        left, top, reach = x * DOTS_A_MM, y * DOTS_A_MM, DOTS_A_MM / 2
        spot = image.crop((left - reach, top - reach, left + reach, top + reach))
        return bool(spot.getextrema()[0] < 200)

    drawn = {
        (column, row)
        for column in range(COLUMNS + 1)
        for row in range(7)
        if ink(LEFT + column * CELL_WIDTH, TOP + row * CELL_HEIGHT)
    }
    around_two_rows = {(column, row) for column in range(3) for row in range(3)}
    assert drawn == around_two_rows | {(0, 3), (1, 3)}


def test_a_card_with_kroner_tells_what_is_left_and_which_number_to_give(db: Database) -> None:
    card = purse(db)
    [page] = sheet(db, handed_out(db, [card.card_id]))
    assert "1 372 kr igjen" in page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert f"Kort nr. {card.number}" in page.text
    assert "Gi kortnummeret til laget" in page.text
