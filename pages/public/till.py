"""The till: a card held up, one large button, and a receipt that can be taken back."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from lib import cards, redemptions, short_codes
from lib.cards import SecretKind, UnknownCard
from lib.keys import new_secret
from lib.norwegian import clock, counted, to_whole_number
from lib.redemptions import UNDO_WITHIN, KeyRefused
from lib.refusals import BadInput, Refused
from lib.short_codes import TooManyMisses, UnknownShortCode
from lib.tills import Till
from pages.clock import now, today
from pages.connection import connect
from pages.public import device, pairing
from pages.public.html import Form, beside, page, posted

CODE_FIELDS = {"Kortkode": "code"}


def home(request: Request) -> Response:
    """The paired till's own page, where a short code is typed when the camera fails."""
    till = device.till_of(request)
    return _home(request, till) if _is_open(till) else _no_till(request, till)


def by_code(request: Request, form: Form) -> Response:
    """Show the card with the typed code; the code stays out of the address."""
    till, code = device.till_of(request), form.get("code", "")
    if not _is_open(till):
        return _no_till(request, till, status=403)
    try:
        code = short_codes.look_up(connect(), code, till=till, now=now())
    except Refused as refusal:
        return _home(request, till, code=code, refusal=refusal)
    return card_at_till(request, till, code, SecretKind.SHORT_CODE)


def card_at_till(
    request: Request,
    till: Till,
    secret: str,
    kind: SecretKind = SecretKind.QR,
    *,
    refused: Refused | None = None,
) -> Response:
    """Whether the card is good here, what is left, and the button; `refused` is a punch's."""
    if not _is_open(till):
        return _no_till(request, till, status=403)
    db = connect()
    try:
        card = cards.by_secret(db, secret, kind)
    except UnknownCard as refusal:
        return page(request, "till_card.html", status=404, refusal=refusal)
    here = redemptions.shown(db, card, till)
    balances = {balance.id for balance in here.card.balances}
    uses = cards.uses(db, [card.card_id])[card.card_id]
    return page(
        request,
        "till_card.html",
        status=409 if refused else 200,
        refusal=refused or redemptions.why_not(here, on=today()),
        card=here.card,
        validity=cards.validity(card),
        uses=[use for use in uses if use.balance_id in balances],
        action=f"/k/{secret}/klipp" if kind is SecretKind.QR else "/kasse/klipp",
        code=secret if kind is SecretKind.SHORT_CODE else "",
        key=new_secret(),
    )


def punch(request: Request, form: Form) -> Response:
    """Punch the card whose QR was scanned."""
    return _punch(request, form, request.path_params["secret"], SecretKind.QR)


def punch_by_code(request: Request, form: Form) -> Response:
    """Punch the card whose short code was typed."""
    return _punch(request, form, form.get("code", ""), SecretKind.SHORT_CODE)


def _punch(request: Request, form: Form, secret: str, kind: SecretKind) -> Response:
    till = device.till_of(request)
    if not _is_open(till):
        return _no_till(request, till, status=403)
    try:
        redemption = redemptions.punch(
            connect(),
            secret,
            till=till,
            punches=to_whole_number(form.get("punches", "1"), "Antall klipp"),
            balance_id=_balance_of(form),
            kind=kind,
            key=form.get("key", ""),
            now=now(),
            on=today(),
        )
    except (TooManyMisses, UnknownShortCode) as refusal:
        return _home(request, till, code=secret, refusal=refusal)
    except Refused as refusal:
        return card_at_till(request, till, secret, kind, refused=refusal)
    answer = RedirectResponse(f"/kasse/kvittering/{redemption.id}", 303)
    device.remember(answer, request.cookies[device.TILL_COOKIE])
    return answer
