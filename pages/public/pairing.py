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
    """Whose till the device would become, and one button; its own page if it is that already."""
    if _made_this_till(request):
        return RedirectResponse("/kasse", 303)
    try:
        till = tills.waiting(connect(), request.path_params["secret"])
    except Refused as refusal:
        return page(request, "pair.html", status=404, refusal=refusal)
    return page(request, "pair.html", till=till, refusal=tills.why_not_pair(till, now=now()))


def pair(request: Request, form: Form) -> Response:
    """Make the device a till; a second tap finds it made."""
    if _made_this_till(request):
        return RedirectResponse("/kasse", 303)
    try:
        token = tills.pair(connect(), request.path_params["secret"], now=now())
    except Refused as refusal:
        return page(request, "pair.html", status=409, refusal=refusal)
    answer = RedirectResponse("/kasse", 303)
    device.remember(answer, token)
    return answer


def _made_this_till(request: Request) -> bool:
    till = device.till_of(request)
    return till is not None and tills.was_paired_by(connect(), till, request.path_params["secret"])


routes = [
    Route("/kasse/par/{secret}", ask),
    Route("/kasse/par/{secret}", posted(pair), methods=["POST"]),
]
