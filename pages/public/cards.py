"""What a card's QR and a holder's link open: what is left, and where it can be used."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib import cards, links, papers, qr
from lib.cards import CardState
from lib.municipality import base_url
from lib.norwegian import counted, kroner
from lib.papers import PaperCard
from lib.refusals import Refused
from lib.short_codes import grouped
from pages.clock import today
from pages.connection import connect
from pages.public import till
from pages.public.device import till_of
from pages.public.html import page

# A card that is good later is shown with its code, too: the holder may plan with it.
USABLE = (CardState.VALID, CardState.NOT_YET_VALID)


def card(request: Request) -> Response:
    """One card: the button at a paired till, for anyone else what its holder may know."""
    secret = request.path_params["secret"]
    if device := till_of(request):
        return till.card_at_till(request, device, secret)
    db = connect()
    try:
        found = papers.by_secret(db, secret)
        address = links.card(base_url(db), secret)
    except Refused as refusal:
        return page(request, "card.html", status=404, refusal=refusal)
    return page(
        request,
        "card.html",
        card=found,
        is_usable=found.state(on=today()) in USABLE,
        refusal=cards.why_not(found, on=today()),
        code=qr.svg(address),
        validity=cards.validity(found),
        uses=cards.uses(db, [found.card_id])[found.card_id],
        counted=counted,
        kroner=kroner,
    )


def mine(request: Request) -> Response:
    """Every card of a sheet, each with the QR to hold up at a till."""
    db, on = connect(), today()
    try:
        sheet = papers.of_sheet(db, request.path_params["holder_secret"])
        base = base_url(db)
    except Refused as refusal:
        return page(request, "holder.html", status=404, refusal=refusal)

    def svg_of(card: PaperCard) -> str:
        return qr.svg(links.card(base, card.secret))

    usable = [card for card in sheet if card.state(on=on) in USABLE]
    return page(
        request,
        "holder.html",
        usable=sorted(usable, key=lambda card: card.state(on=on) is not CardState.VALID),
        over=[c for c in sheet if c not in usable and not c.paper_replaced],
        replaced=sum(card.paper_replaced for card in sheet),
        why_not=lambda card: cards.why_not(card, on=on),
        svg_of=svg_of,
        grouped=grouped,
        validity=cards.validity,
        counted=counted,
        kroner=kroner,
    )


routes = [Route("/k/{secret}", card), Route("/mine/{holder_secret}", mine)]
