"""Pairing: the link on the partner's sheet makes the device that opens it a till."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from lib import tills
from lib.refusals import Refused
from pages.clock import now
from pages.connection import connect
from pages.public import device
from pages.public.html import Form, page, posted


def ask(request: Request) -> Response:
    """Whose till the device would become, and one button."""
    try:
        till = tills.waiting(connect(), request.path_params["secret"])
    except Refused as refusal:
        return page(request, "pair.html", status=404, refusal=refusal)
    return page(request, "pair.html", till=till, refusal=tills.why_not_pair(till, now=now()))


def pair(request: Request, form: Form) -> Response:
    """Make the device a till."""
    try:
        token = tills.pair(connect(), request.path_params["secret"], now=now())
    except Refused as refusal:
        return page(request, "pair.html", status=409, refusal=refusal)
    answer = RedirectResponse("/kasse", 303)
    device.remember(answer, token)
    return answer


routes = [
    Route("/kasse/par/{secret}", ask),
    Route("/kasse/par/{secret}", posted(pair), methods=["POST"]),
]
