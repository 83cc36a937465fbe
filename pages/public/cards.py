"""What a card's QR and a holder's link open: what is left, and where it can be used."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib import cards, links, qr
from lib.cards import CardState, PaperCard
from lib.refusals import Refused
from lib.settings import base_url
from lib.short_codes import grouped
from pages.clock import today
from pages.connection import connect
from pages.public import till
from pages.public.device import till_of
from pages.public.html import page


def card(request: Request) -> Response:
    """One card: the button at a paired till, for anyone else what its holder may know."""
    secret = request.path_params["secret"]
    if device := till_of(request):
        return till.card_at_till(request, device, secret)
    try:
        found = cards.by_secret(connect(), secret)
    except Refused as refusal:
        return page(request, "card.html", status=404, refusal=refusal)
    return page(
        request,
        "card.html",
        card=found,
        refusal=cards.why_not(found, on=today()),
        validity=cards.validity(found),
        uses=cards.uses(connect(), [found.card_id])[found.card_id],
    )


def mine(request: Request) -> Response:
    """Every card of a sheet, each with the QR to hold up at a till."""
    db = connect()
    try:
        sheet = cards.of_sheet(db, request.path_params["holder_secret"])
    except Refused as refusal:
        return page(request, "holder.html", status=404, refusal=refusal)
    base, on = base_url(db), today()

    def code_of(card: PaperCard) -> str:
        return qr.svg(links.card(base, card.secret))

    return page(
        request,
        "holder.html",
        good=[card for card in sheet if card.state(on=on) is CardState.VALID],
        later=[card for card in sheet if card.state(on=on) is CardState.NOT_YET_VALID],
        over=[
            (card, refusal)
            for card in sheet
            if not card.paper_replaced
            and card.state(on=on) is not CardState.NOT_YET_VALID
            and (refusal := cards.why_not(card, on=on))
        ],
        replaced=sum(card.paper_replaced for card in sheet),
        code_of=code_of,
        grouped=grouped,
        validity=cards.validity,
    )


routes = [Route("/k/{secret}", card), Route("/mine/{holder_secret}", mine)]
