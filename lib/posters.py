"""The poster of a scheme whose card anyone may buy, and its text to share.

It is for everyone: it says what, how much and where, and nothing of who may have it free (R19).
"""

import io
from datetime import date
from uuid import UUID

from lib import languages, qr, schemes
from lib.db import Reader
from lib.paper_pages import MARGIN, PAGE_HEIGHT, PAGE_WIDTH, WIDTH, Paper
from lib.refusals import Refused
from lib.scheme_words import SchemeWords, is_sold
from lib.titles import line, web_address

ACCENT, WHITE = (0, 98, 186), (255, 255, 255)


class NoPrice(Refused):
    """A poster tells of what anyone may buy."""

    def __init__(self) -> None:
        super().__init__("Ordningens kort er ikke til salgs, så det er ikke noe å lage plakat om.")


def poster_pdf(
    db: Reader,
    scheme_id: UUID,
    language_code: str,
    *,
    sold_at: str = "",
    address: str = "",
    on: date,
) -> bytes:
    """The poster for cinemas, pools and shops; raises NoPrice and BadInput.

    `sold_at` tells where else it is sold, `address` becomes a QR.
    """
    language, scheme = languages.of(language_code), schemes.of(db, scheme_id)
    places, page = line(sold_at, "Utsalgssteder"), web_address(address, "Nettadresse")
    if not is_sold(scheme):
        raise NoPrice
    words = SchemeWords(db, scheme, language, on)
    pdf = Paper(scheme.name, language.code)
    pdf.add_page()
    pdf.set_fill_color(*ACCENT)
    pdf.rect(0, 0, PAGE_WIDTH, 78, style="F")
    pdf.place(MARGIN, 26, WIDTH, scheme.name, size=50, bold=True, colour=WHITE, most_lines=1)
    pdf.place(MARGIN, 52, WIDTH, words.who(), size=20, colour=WHITE, most_lines=1)
    at = 92.0
    for content in words.contents():
        at = pdf.place(MARGIN, at, WIDTH, content, size=30, bold=True, most_lines=1) + 1
    at = pdf.place(MARGIN, at + 6, WIDTH, words.price("poster"), size=26, bold=True, colour=ACCENT)
    below = [language.text(f"terms.lasts_{scheme.period}"), *words.terms()]
    at = pdf.place(MARGIN, at + 3, WIDTH, " ".join(below), size=14, grey=True) + 8
    half = WIDTH - 62
    if partners := words.partners():
        at = pdf.place(MARGIN, at, half, language.text("poster.where"), size=15, bold=True) + 1
        at = pdf.place(MARGIN, at, half, ", ".join(partners), size=15, most_lines=4) + 5
    if places:
        at = pdf.place(MARGIN, at, half, language.text("poster.sold_at"), size=15, bold=True) + 1
        pdf.place(MARGIN, at, half, places, size=15, most_lines=3)
    else:
        pdf.place(MARGIN, at, half, language.text("poster.buy"), size=15, bold=True)
    if page:
        size = 55.0
        x, y = PAGE_WIDTH - MARGIN - size, PAGE_HEIGHT - 30 - size
        pdf.image(io.BytesIO(qr.png(page)), x, y, size, alt_text=page)
        read_more = language.text("poster.read_more")
        pdf.place(x, y - 5, size, read_more, size=13, bold=True, align="C")
        shown = page.removeprefix("https://").removeprefix("http://").rstrip("/")
        pdf.place(x - 20, y + size - 2, size + 40, shown, size=10, align="C", most_lines=1)
    pdf.place(MARGIN, PAGE_HEIGHT - 22, half, words.municipality, size=12, grey=True)
    return bytes(pdf.output())


def share_text(
    db: Reader,
    scheme_id: UUID,
    language_code: str,
    *,
    sold_at: str = "",
    address: str = "",
    on: date,
) -> str:
    """What the poster says, to paste into social media; as `poster_pdf`."""
    language, scheme = languages.of(language_code), schemes.of(db, scheme_id)
    places, page = line(sold_at, "Utsalgssteder"), web_address(address, "Nettadresse")
    if not is_sold(scheme):
        raise NoPrice
    words = SchemeWords(db, scheme, language, on)
    contents = language.listed(words.contents())
    first = "share.first" if contents else "share.first_plain"
    told = [language.text(first, scheme=scheme.name, contents=contents), words.price("share")]
    if partners := words.partners():
        told.append(language.text("share.where", partners=language.listed(partners)))
    if places:
        told.append(language.text("share.sold_at", places=places))
    if page:
        told.append(language.text("share.read_more", address=page))
    return " ".join(told)
