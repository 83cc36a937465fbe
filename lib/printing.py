"""The papers: cards to cut out, and the sheet that makes a device a till.

A card on paper looks the same however it was got: no person, no service, no scheme, and not
the name of this program.
"""

import io
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from math import dist

from lib import cards, links, municipality, qr
from lib.cards import Use
from lib.db import Reader
from lib.handing_out import Sheet
from lib.norwegian import counted, kroner
from lib.paper_pages import GREY, PAGE_HEIGHT, PAGE_WIDTH, Paper
from lib.papers import HandedOut, PaperCard
from lib.partner_codes import PaperCode
from lib.short_codes import grouped
from lib.tills import PAIRING_LASTS

# Millimetres on A4. Two by six cells; the holder's strip takes the first row of the first page.
COLUMNS, ROWS = 2, 6
CELL_WIDTH, CELL_HEIGHT = 95.0, 46.0
LEFT = (PAGE_WIDTH - COLUMNS * CELL_WIDTH) / 2
TOP = (PAGE_HEIGHT - ROWS * CELL_HEIGHT) / 2
PADDING = 4.0
# With its white frame: the code itself is 25 mm or more, however long the address.
QR_SIZE = 32.0
TEXT_WIDTH = CELL_WIDTH - QR_SIZE - 3 * PADDING

# More than fits a card: the rest is on the page behind the QR.
MOST_CATEGORIES = 2

# Tickets that are PDFs, told of in one row's height.
LINES_IN_ROW = 8


def sheet_pdf(db: Reader, sheet: Sheet, *, base_url: str) -> bytes:
    """The tickets to cut out, ten on the first page, below a strip for whoever holds them.

    The holder's link opens all our cards, so it is on the strip alone.
    """
    pdf = _Paper("Billetter")
    the = municipality.the(db)
    assert the is not None  # nobody hands out cards before the first start
    pdf.add_page()
    pdf.frame(LEFT, TOP, columns=COLUMNS)
    link = links.holder(base_url, sheet.handed.holder_secret) if sheet.handed else None
    _strip(pdf, link, f"{the.in_full}, telefon {sheet.phone}" if sheet.phone else the.in_full)
    for card in sheet.handed.cards if sheet.handed else ():
        _card(pdf, card, links.card(base_url, card.secret), *pdf.next_cell())
    for ticket in sheet.codes:
        if ticket.code:
            _code(pdf, ticket, ticket.code, *pdf.next_cell())
    _apart(pdf, Counter(ticket for ticket in sheet.codes if not ticket.code))
    return bytes(pdf.output())


def cards_pdf(handed: HandedOut, *, base_url: str) -> bytes:
    """The cards alone, twelve a page: nobody holds them all, so no link opens them all."""
    pdf = _Paper("Kort", taken=0)
    pdf.add_page()
    for card in handed.cards:
        _card(pdf, card, links.card(base_url, card.secret), *pdf.next_cell())
    return bytes(pdf.output())


def till_pdf(partner_name: str, till_name: str, link: str) -> bytes:
    """The sheet a partner gets by post or by hand; the link makes one device a till."""
    pdf = _Paper("Koble til en kasse")
    pdf.add_page()
    left, width = 25.0, PAGE_WIDTH - 50
    pdf.place(left, 25, width, "Ta imot billetter på telefonen", size=24, bold=True)
    pdf.place(left, 39, width, f"{partner_name}, {till_name}", size=14, grey=True)
    pdf.image(
        io.BytesIO(qr.png(link)), (PAGE_WIDTH - 95) / 2, 52, 95, alt_text="QR-kode som kobler til"
    )
    y = 155.0
    for number, step in enumerate(_PAIRING_STEPS, start=1):
        pdf.place(left, y, 10, f"{number}.", size=14, bold=True)
        y = pdf.place(left + 10, y, width - 10, step, size=14) + 4
    y = pdf.place(left, y + 6, width, "Slik klipper du", size=14, bold=True) + 2
    y = pdf.place(left, y, width, _HOW_TO_PUNCH, size=12) + 2
    by_hand = f"Virker ikke kameraet? Åpne {links.till(_base_of(link))} og skriv kortkoden."
    y = pdf.place(left, y, width, by_hand, size=12)
    once = (
        f"Koden kobler til én enhet og virker i {PAIRING_LASTS.days} dager. "
        "Trenger du flere kasser, eller er telefonen borte? Si fra til kommunen."
    )
    pdf.place(left, y + 6, width, once, size=10, grey=True)
    return bytes(pdf.output())


_PAIRING_STEPS = (
    "Åpne kameraet på telefonen eller nettbrettet du vil bruke.",
    "Skann koden, og åpne lenken som kommer opp.",
    "Trykk «Koble til». Nå er enheten en kasse.",
)
_HOW_TO_PUNCH = (
    "Skann koden på billetten med kameraet. Står det «Gyldig», trykker du «Klipp 1». "
    "Trykket du feil, kan du angre i fem minutter."
)


def _base_of(link: str) -> str:
    return link.rsplit("/kasse/", 1)[0]


class _Paper(Paper):
    """A sheet to cut cards from."""

    def __init__(self, title: str, *, taken: int = COLUMNS) -> None:
        super().__init__(title)
        self._cells = taken  # on this page; the strip has the first row

    def next_cell(self) -> tuple[float, float]:
        """The corner of the next cell to cut out, framed; on a new page where this one is full."""
        if self._cells == COLUMNS * ROWS:
            self.add_page()
            self._cells = 0
        row, column = divmod(self._cells, COLUMNS)
        self._cells += 1
        x, y = LEFT + column * CELL_WIDTH, TOP + row * CELL_HEIGHT
        self.frame(x, y)
        return x, y

    def next_row(self) -> float:
        """The top of the next row, unframed; on a new page where this one is full."""
        self._cells += -self._cells % COLUMNS
        if self._cells == COLUMNS * ROWS:
            self.add_page()
            self._cells = 0
        row = self._cells // COLUMNS
        self._cells += COLUMNS
        return TOP + row * CELL_HEIGHT

    def frame(self, x: float, y: float, *, columns: int = 1) -> None:
        """Dashes where the scissors go, each line drawn once, alike at every corner."""
        right, bottom = x + columns * CELL_WIDTH, y + CELL_HEIGHT
        corners = [(x + n * CELL_WIDTH, bottom) for n in range(columns + 1)]
        lines = [*pairwise(corners), ((right, y), (right, bottom))]
        if y == TOP:
            lines += pairwise([(along, y) for along, _ in corners])
        if x == LEFT:
            lines.append(((x, y), (x, bottom)))
        self.set_draw_color(*GREY)
        self.set_line_width(0.15)
        for begin, end in lines:
            period = dist(begin, end) / round(dist(begin, end) / 3)
            dash = 0.4 * period
            # Half a dash into each end, so that the lines meet in a whole one.
            self.set_dash_pattern(dash=dash, gap=period - dash, phase=dash / 2)
            self.line(*begin, *end)
        self.set_dash_pattern()

    def place_whole(
        self, x: float, y: float, width: float, text: str, *, size: float, height: float
    ) -> None:
        """Write the text in bold, as large as it fits this height: no sign of it is left out."""
        while True:
            self.set_font("Inter", "B", size)
            line_height = size * 0.3528 * 1.3
            if len(self._broken(width, line_height, text)) * line_height <= height:
                break
            size -= 0.5
        self.place(x, y, width, text, size=size, bold=True)


def _strip(pdf: _Paper, link: str | None, whom_to_ask: str) -> None:
    """What the holder cuts off and keeps: the way to every card of ours on the phone."""
    x, width = LEFT + PADDING, COLUMNS * CELL_WIDTH - 2 * PADDING
    if link:
        pdf.image(
            io.BytesIO(qr.png(link)),
            x,
            TOP + (CELL_HEIGHT - QR_SIZE) / 2,
            QR_SIZE,
            alt_text="QR-kode til siden med alle billettene",
        )
        x, width = x + QR_SIZE + 2 * PADDING, width - QR_SIZE - 2 * PADDING
    y = pdf.place(x, TOP + 5.5, width, _STRIP_TITLE if link else _CODES_TITLE, size=14, bold=True)
    y = pdf.place(x, y + 1.5, width, _STRIP_TELLS if link else _CODES_TELL, size=9.5)
    kept = (
        "Klipp av denne delen og ta vare på den. Den som har koden, kan bruke billettene. "
        if link
        else ""
    )
    turn_to = f"Er arket borte, sier du fra til {whom_to_ask}, og får et nytt."
    y = pdf.place(x, y + 1.5, width, kept + turn_to, size=9.5, most_lines=3)
    if link:
        pdf.place(x, y + 1.5, width, link, size=8, grey=True, most_lines=1)


_STRIP_TITLE = "Til deg: åpne billettene på telefonen"
_STRIP_TELLS = (
    "Skann koden med kameraet. Da får du billettene med QR-kode på én side, og ser hva som er "
    "igjen. Du kan vise dem på telefonen eller bruke papiret."
)
_CODES_TITLE = "Til deg: billettene dine"
_CODES_TELL = "Hver billett har en kode. Vis den hos tilbyderen som står på billetten."


def _card(pdf: _Paper, card: PaperCard, link: str, x: float, y: float) -> None:
    code_x = x + CELL_WIDTH - PADDING - QR_SIZE
    pdf.image(
        io.BytesIO(qr.png(link)), code_x, y + 2.5, QR_SIZE, alt_text=f"QR-kode, kort {card.number}"
    )
    pdf.place(code_x, y + 34, QR_SIZE, grouped(card.short_code), size=11, bold=True, align="C")
    pdf.place(code_x, y + 38.8, QR_SIZE, "Kortkode", size=7, grey=True, align="C")
    text_x = x + PADDING
    below = pdf.place(text_x, y + 5, TEXT_WIDTH, card.offer_name, size=14, bold=True, most_lines=2)
    lines = _good_for(card)
    for line in lines:
        most_lines = 2 if len(lines) == 2 else 1
        below = pdf.place(text_x, below + 0.8, TEXT_WIDTH, line, size=9.5, most_lines=most_lines)
    pdf.place(text_x, y + 33, TEXT_WIDTH, cards.validity(card), size=9.5, bold=True, most_lines=1)
    # Clubs are given the number of a card with kroner; that of any other is for the desk alone.
    read_aloud = card.left_ore is not None
    number = f"Kort nr. {card.number}"
    size = 11 if read_aloud else 8
    pdf.place(text_x, y + 38.5, TEXT_WIDTH, number, size=size, bold=read_aloud, grey=not read_aloud)


def _code(pdf: _Paper, ticket: PaperCode, code: str, x: float, y: float) -> None:
    """A partner's own code, in type as large as it lets itself be written in whole."""
    x, width = x + PADDING, CELL_WIDTH - 2 * PADDING
    below = pdf.place(x, y + 5, width, ticket.offer_name, size=14, bold=True, most_lines=2)
    shown_at = f"Vis koden hos {ticket.partner_name}"
    below = pdf.place(x, below + 0.8, width, shown_at, size=9.5, most_lines=1)
    pdf.place_whole(x, below + 1.5, width, code, size=18, height=y + 37 - below - 1.5)
    valid = cards.validity_between(ticket.valid_from, ticket.valid_to)
    pdf.place(x, y + 38, width, valid, size=9.5, bold=True, most_lines=1)


def _apart(pdf: _Paper, pdfs: Mapping[PaperCode, int]) -> None:
    """Tickets that are papers of their own: nothing to cut out, so without a frame."""
    width, y = COLUMNS * CELL_WIDTH - 2 * PADDING, 0.0
    for line, (ticket, count) in enumerate(pdfs.items()):
        if line % LINES_IN_ROW == 0:
            y = pdf.next_row() + 5
        own = "Egen billett (PDF)" if count == 1 else f"{count} egne billetter (PDF)"
        text = f"{own} lastes ned for seg: {ticket.offer_name}, {ticket.partner_name}"
        y = pdf.place(LEFT + PADDING, y, width, text, size=9.5, most_lines=1)


def _good_for(card: PaperCard) -> list[str]:
    """What the card is good for, in lines: kroner, or punches and who may come along."""
    uses = card.uses
    if card.left_ore is not None:
        return [f"{kroner(card.left_ore)} igjen", "Gi kortnummeret til laget, så betaler kommunen."]
    return [*_places(uses), card.terms] if card.terms else _places(uses)


def _places(uses: tuple[Use, ...]) -> list[str]:
    """«Buss, 2 ganger», a line for each category, and where it is good."""
    lines = [f"{use.category_name}, {counted(use.punches_left, 'gang', 'ganger')}" for use in uses]
    partners = {place.partner_name for use in uses for place in use.places}
    if len(lines) > MOST_CATEGORIES:
        return [*lines[:MOST_CATEGORIES], "Og mer: skann og se hva"]
    if len(partners) == 1 and all(use.at_one_partner for use in uses):
        return [*lines, *partners]
    return [*lines, "Flere steder: skann og se hvor"]
