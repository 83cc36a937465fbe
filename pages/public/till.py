"""The till: a card held up, one large button, and a receipt that can be taken back."""

from typing import TypeGuard
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from lib import cards, claims, papers, redemptions, short_codes
from lib.cards import SecretKind, UsedUp
from lib.keys import new_secret
from lib.norwegian import clock, counted, to_whole_number
from lib.papers import UnknownCard
from lib.redemptions import AlreadyUndone, KeyRefused, UnknownReceipt
from lib.refusals import BadInput, Refused
from lib.short_codes import TooManyMisses, UnknownShortCode
from lib.tills import Till, TillClosed
from pages.clock import now, today
from pages.connection import connect
from pages.public import device, pairing
from pages.public.html import Form, page, posted


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
        card = papers.by_secret(db, secret, kind)
    except UnknownCard as unknown:
        return page(request, "till_card.html", status=404, refusal=unknown)
    here = redemptions.shown(db, card, till)
    if card.left_ore is not None and not here.card.balances:
        # Nothing to punch: its kroner are claimed.
        return RedirectResponse(f"/kasse/krav?kort={card.number}", 303)
    balances = {balance.id for balance in here.card.balances}
    uses = cards.uses(db, [card.card_id])[card.card_id]
    refusal = redemptions.why_not(here, on=today())
    return page(
        request,
        "till_card.html",
        status=409 if refused else 200,
        refusal=refusal,
        refused=refused,
        is_used_up=isinstance(refusal, UsedUp),
        just_punched=redemptions.just_punched(db, card, till=till, now=now()),
        card=here.card,
        validity=cards.validity(card),
        uses=[use for use in uses if use.balance_id in balances],
        action=f"/k/{secret}/klipp" if kind is SecretKind.QR else "/kasse/klipp",
        code=secret if kind is SecretKind.SHORT_CODE else "",
        key=new_secret(),
        clock=clock,
        counted=counted,
    )


def punch(request: Request, form: Form) -> Response:
    """Punch the card whose QR was scanned."""
    till = device.till_of(request)
    if not _is_open(till):
        return _no_till(request, till, status=403)
    return _punched(request, till, form, request.path_params["secret"], SecretKind.QR)


def punch_by_code(request: Request, form: Form) -> Response:
    """Punch the card whose short code was typed."""
    till, code = device.till_of(request), form.get("code", "")
    if not _is_open(till):
        return _no_till(request, till, status=403)
    try:
        # First of all: what else is wrong must not become a way to try codes.
        code = short_codes.look_up(connect(), code, till=till, now=now())
    except Refused as refusal:
        return _home(request, till, code=code, refusal=refusal)
    return _punched(request, till, form, code, SecretKind.SHORT_CODE)


def receipt(request: Request, *, refusal: Refused | None = None) -> Response:
    """What was punched at this till, what is left, and for five minutes the way back."""
    till, db = device.till_of(request), connect()
    if not _is_open(till):
        return _no_till(request, till, status=403)
    try:
        redemption = redemptions.of(db, request.path_params["redemption_id"], till=till)
    except UnknownReceipt as unknown:
        return page(request, "till_card.html", status=404, refusal=unknown)
    return page(
        request,
        "till_receipt.html",
        status=409 if refusal else 200,
        redemption=redemption,
        offer_name=cards.of(db, redemption.card_id).offer_name,
        refusal=refusal,
        can_undo=redemptions.why_not_undo(redemption, now=now()) is None,
        clock=clock,
        counted=counted,
    )


def undo(request: Request, form: Form) -> Response:
    """Give the punch back; a second tap finds it given back."""
    till, redemption_id = device.till_of(request), request.path_params["redemption_id"]
    if not _is_open(till):
        return _no_till(request, till, status=403)
    try:
        redemptions.undo(connect(), redemption_id, till=till, now=now())
    except AlreadyUndone:
        pass
    except Refused as refusal:
        return receipt(request, refusal=refusal)
    return RedirectResponse(f"/kasse/kvittering/{redemption_id}", 303)


def _punched(request: Request, till: Till, form: Form, secret: str, kind: SecretKind) -> Response:
    try:
        redemption = redemptions.punch(
            connect(),
            secret,
            kind=kind,
            till=till,
            punches=to_whole_number(form.get("punches", "1"), "Antall klipp"),
            balance_id=_balance_of(form),
            key=form.get("key", ""),
            now=now(),
            on=today(),
        )
    except Refused as refusal:
        return card_at_till(request, till, secret, kind, refused=refusal)
    answer = RedirectResponse(f"/kasse/kvittering/{redemption.id}", 303)
    device.remember(answer, request.cookies[device.TILL_COOKIE])
    return answer


def _balance_of(form: Form) -> UUID | None:
    """The balance whose button was pressed; raises KeyRefused for what our forms never send."""
    try:
        return UUID(form["balance"]) if "balance" in form else None
    except ValueError:
        raise KeyRefused from None


def _is_open(till: Till | None) -> TypeGuard[Till]:
    return till is not None and not till.is_closed


def _no_till(request: Request, till: Till | None, *, status: int = 200) -> Response:
    """What to do on a device that is no till, or no longer one."""
    return page(request, "no_till.html", status=status, refusal=TillClosed() if till else None)


def _home(
    request: Request, till: Till, *, code: str = "", refusal: Refused | None = None
) -> Response:
    status = {TooManyMisses: 429, BadInput: 422, UnknownShortCode: 404}
    return page(
        request,
        "till.html",
        status=status[type(refusal)] if refusal else 200,
        till=till,
        takes_claims=claims.are_possible(connect()),
        code=code,
        errors={"code": str(refusal)} if refusal else {},
    )


routes = [
    Route("/k/{secret}/klipp", posted(punch), methods=["POST"]),
    Route("/kasse", home),
    Route("/kasse", posted(by_code), methods=["POST"]),
    Route("/kasse/klipp", posted(punch_by_code), methods=["POST"]),
    Route("/kasse/kvittering/{redemption_id:uuid}", receipt),
    Route("/kasse/kvittering/{redemption_id:uuid}/angre", posted(undo), methods=["POST"]),
    *pairing.routes,
]
