"""The papers: cards to cut out, and the sheet that makes a device a till.

A card on paper looks the same however it was got: no person, no service, no scheme, and not
the name of this program.
"""

import io

from lib import links, municipality, qr
from lib.cards import validity
from lib.db import Reader
from lib.norwegian import counted, kroner
from lib.paper_pages import GREY, PAGE_HEIGHT, PAGE_WIDTH, Paper
from lib.papers import HandedOut, PaperCard
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


def sheet_pdf(db: Reader, handed: HandedOut, *, base_url: str) -> bytes:
    """The cards to cut out, ten on the first page, below a strip with the holder's link.

    The link opens all the cards, so it is on the strip alone, which the holder keeps.
    """
    pdf = _Paper("Billetter")
    the = municipality.the(db)
    assert the is not None  # nobody hands out cards before the first start
    for cell, card in enumerate(handed.cards, start=COLUMNS):
        position = cell % (COLUMNS * ROWS)
        if cell == COLUMNS or position == 0:
            pdf.add_page()
            pdf.cut_lines(strip=cell == COLUMNS)
        if cell == COLUMNS:
            _strip(pdf, links.holder(base_url, handed.holder_secret), the.in_full)
        row, column = divmod(position, COLUMNS)
        x, y = LEFT + column * CELL_WIDTH, TOP + row * CELL_HEIGHT
        _card(pdf, card, links.card(base_url, card.secret), x, y)
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

    def cut_lines(self, *, strip: bool) -> None:
        """Dashes where the scissors go; the strip is one wide cell."""
        self.set_draw_color(*GREY)
        self.set_line_width(0.15)
        self.set_dash_pattern(dash=1.2, gap=1.8)
        right, bottom = LEFT + COLUMNS * CELL_WIDTH, TOP + ROWS * CELL_HEIGHT
        for row in range(ROWS + 1):
            y = TOP + row * CELL_HEIGHT
            self.line(LEFT, y, right, y)
        for column in range(COLUMNS + 1):
            x = LEFT + column * CELL_WIDTH
            inner = strip and 0 < column < COLUMNS
            self.line(x, TOP + (CELL_HEIGHT if inner else 0), x, bottom)
        self.set_dash_pattern()


def _strip(pdf: _Paper, link: str, municipality_name: str) -> None:
    """What the holder cuts off and keeps: the way to every card on the phone."""
    pdf.image(
        io.BytesIO(qr.png(link)),
        LEFT + PADDING,
        TOP + (CELL_HEIGHT - QR_SIZE) / 2,
        QR_SIZE,
        alt_text="QR-kode til siden med alle billettene",
    )
    x = LEFT + QR_SIZE + 3 * PADDING
    width = COLUMNS * CELL_WIDTH - QR_SIZE - 4 * PADDING
    y = pdf.place(x, TOP + 5.5, width, "Til deg: åpne billettene på telefonen", size=14, bold=True)
    y = pdf.place(
        x,
        y + 1.5,
        width,
        "Skann koden med kameraet. Da får du alle billettene på én side, og ser hva som er igjen. "
        "Du kan vise dem på telefonen eller bruke papiret.",
        size=9.5,
    )
    y = pdf.place(
        x,
        y + 1.5,
        width,
        "Klipp av denne delen og ta vare på den. Den som har koden, kan bruke billettene. "
        f"Er arket borte, sier du fra til {municipality_name} og får et nytt.",
        size=9.5,
    )
    pdf.place(x, y + 1.5, width, link, size=8, grey=True, most_lines=1)


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
    pdf.place(text_x, y + 33, TEXT_WIDTH, validity(card), size=9.5, bold=True, most_lines=1)
    # Clubs are given the number of a card with kroner; that of any other is for the desk alone.
    read_aloud = card.left_ore is not None
    number = f"Kort nr. {card.number}"
    size = 11 if read_aloud else 8
    pdf.place(text_x, y + 38.5, TEXT_WIDTH, number, size=size, bold=read_aloud, grey=not read_aloud)


def _good_for(card: PaperCard) -> list[str]:
    """«Buss, 2 ganger», a line for each category, and where it is good; kroner come first."""
    uses = card.uses
    if card.left_ore is not None:
        return [f"{kroner(card.left_ore)} igjen", "Gi kortnummeret til laget, så betaler kommunen."]
    lines = [f"{use.category_name}, {counted(use.punches_left, 'gang', 'ganger')}" for use in uses]
    partners = {place.partner_name for use in uses for place in use.places}
    if len(lines) > MOST_CATEGORIES:
        return [*lines[:MOST_CATEGORIES], "Og mer: skann og se hva"]
    if len(partners) == 1 and all(use.at_one_partner for use in uses):
        return [*lines, *partners]
    return [*lines, "Flere steder: skann og se hvor"]
