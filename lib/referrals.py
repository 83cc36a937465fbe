"""The referral slip: what, where, when and whom to ask, for anyone to take along.

It says nothing of who got it or who gave it, so it can lie on a table.
"""

import io
from datetime import date
from uuid import UUID

from lib import municipality, offer_guide, offers, partners, qr, school_holidays
from lib.db import Reader
from lib.offers import Offer, OfferKind
from lib.paper_pages import PAGE_WIDTH, Paper
from lib.partners import Partner
from lib.refusals import Refused
from lib.staff import Role, StaffUser

# The front line; a caseworker and a coordinator stand there, too.
PRINTERS = (Role.REFERRER, Role.CASEWORKER, Role.COORDINATOR)

LEFT, WIDTH = 25.0, PAGE_WIDTH - 50
QR_SIZE = 60.0


class NoSignpost(Refused):
    """Tickets are awarded to someone; only a signpost is for whoever goes there."""

    def __init__(self) -> None:
        super().__init__(
            "Henvisningslapp er bare for tilbud uten billetter. "
            "Billetter får barnet hos en tjeneste som tildeler."
        )


def slip_pdf(db: Reader, offer_id: UUID, *, by: StaffUser, on: date) -> bytes:
    """The slip of a signpost; raises NoSignpost."""
    by.must_be(*PRINTERS)
    offer = offers.of(db, offer_id)
    if offer.kind is not OfferKind.SIGNPOST:
        raise NoSignpost
    house = municipality.the(db)
    assert house is not None  # nobody prints before the first start
    pdf = Paper(offer.name)
    pdf.add_page()
    y = pdf.place(LEFT, 25, WIDTH, offer.name, size=24, bold=True)
    y = pdf.place(LEFT, y + 2, WIDTH, offer.partner_name, size=14, grey=True) + 8
    for heading, text in _told(db, offer, on):
        y = pdf.place(LEFT, y, WIDTH, heading, size=11, bold=True)
        y = pdf.place(LEFT, y + 0.5, WIDTH, text, size=13) + 5
    if offer.link:
        pdf.image(
            io.BytesIO(qr.png(offer.link)),
            (PAGE_WIDTH - QR_SIZE) / 2,
            y + 2,
            QR_SIZE,
            alt_text="QR-kode til nettsiden",
        )
        y = pdf.place(LEFT, y + QR_SIZE + 4, WIDTH, offer.link, size=10, align="C") + 6
    pdf.place(LEFT, y + 4, WIDTH, f"Fra {house.in_full}", size=10, grey=True)
    return bytes(pdf.output())


def _told(db: Reader, offer: Offer, on: date) -> list[tuple[str, str]]:
    """What is known, under its headings; what nobody has entered is left out."""
    areas = {area.id: area.name for area in municipality.neighbourhoods(db)}
    area = areas[offer.neighbourhood_id] if offer.neighbourhood_id else ""
    where = ", ".join(filter(None, [offer.place, area]))
    holidays = school_holidays.all_of(db)
    partner = partners.of(db, offer.partner_id)
    told = [
        ("Hvor", where),
        ("Når", offer_guide.when_text(offer, holidays, on=on)),
        ("For hvem", ages_text(offer)),
        ("Tilrettelegging", offer.accessibility),
        ("Hvem du kan spørre", contact_text(partner) or partner.name),
    ]
    return [(heading, text) for heading, text in told if text]


def ages_text(offer: Offer) -> str:
    """«6–12 år», or nothing where all may come."""
    match offer.age_from, offer.age_to:
        case None, None:
            return ""
        case None, oldest:
            return f"til og med {oldest} år"
        case youngest, None:
            return f"fra {youngest} år"
        case youngest, oldest:
            return f"{youngest}–{oldest} år"


def contact_text(partner: Partner) -> str:
    """Whom to ask, and how, on one line."""
    return ", ".join(filter(None, [partner.contact_name, partner.phone, partner.email]))
