"""A club's claims from its till: a card's number, a sum, what it is for, and a receipt."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from lib import claim_rules, claims
from lib.claim_rules import PURPOSE_NAMES, SEASON_NAMES, Asked, Purpose, Season
from lib.claims import (
    CLAIM_STATE_NAMES,
    REFUSE_REASON_NAMES,
    Claim,
    TooManyMisses,
    UnknownClaim,
)
from lib.keys import new_secret
from lib.norwegian import date_text, kroner, to_ore
from lib.refusals import BadInput, Refused
from lib.tills import Till, TillClosed
from pages.clock import now, today
from pages.connection import connect
from pages.public import device
from pages.public.html import Form, page, posted

FIELDS = {"Kortnummer": "number", "Beløp": "amount", "Engangsopplevelser": "purpose"}
MOST_SHOWN = 100


def overview(request: Request) -> Response:
    """The form, and what the club has claimed before."""
    till = device.till_of(request)
    if till is None or till.is_closed:
        return _no_till(request, till)
    return _form(request, till, typed={"number": request.query_params.get("kort", "")})


def send(request: Request, form: Form) -> Response:
    """Enter the claim; the receipt has an address of its own, so that no reload sends it again."""
    till = device.till_of(request)
    if till is None or till.is_closed:
        return _no_till(request, till, status=403)
    try:
        claim = claims.submit(
            connect(), _asked(form), till=till, key=form.get("key", ""), on=today(), now=now()
        )
    except Refused as refusal:
        return _form(request, till, typed=form, refusal=refusal)
    answer = RedirectResponse(f"/kasse/krav/{claim.id}", 303)
    device.remember(answer, request.cookies[device.TILL_COOKIE])
    return answer


def receipt(request: Request) -> Response:
    """One claim of the club's own, as it stands."""
    till = device.till_of(request)
    if till is None or till.is_closed:
        return _no_till(request, till, status=403)
    try:
        claim = claims.own(connect(), request.path_params["claim_id"], till=till)
    except UnknownClaim as refusal:
        return page(request, "claim_receipt.html", status=404, refusal=refusal)
    return page(request, "claim_receipt.html", claim=claim, told=_told, kroner=kroner)


def _asked(form: Form) -> Asked:
    """What was typed, or BadInput."""
    try:
        purpose, season = Purpose(form.get("purpose", "")), Season(form.get("season", ""))
    except ValueError:
        raise BadInput("Gjelder og periode", "må velges.") from None
    number = claim_rules.read_number(form.get("number", ""))
    return Asked(number, to_ore(form.get("amount", ""), "Beløp"), purpose, season)


def _form(request: Request, till: Till, *, typed: Form, refusal: Refused | None = None) -> Response:
    status = 429 if isinstance(refusal, TooManyMisses) else 422 if refusal else 200
    sent = claims.of_partner(connect(), till.partner_id)
    return page(
        request,
        "claims.html",
        status=status,
        till=till,
        typed=typed,
        errors=_beside(refusal),
        purposes=PURPOSE_NAMES,
        seasons=SEASON_NAMES,
        key=new_secret(),
        sent=sent[:MOST_SHOWN],
        unseen=max(len(sent) - MOST_SHOWN, 0),
        told=_told,
        kroner=kroner,
    )


def _beside(refusal: Refused | None) -> dict[str, str]:
    """The refusal by the field whose label its sentence starts with."""
    if refusal is None:
        return {}
    says = str(refusal)
    name = next((name for label, name in FIELDS.items() if says.startswith(label)), "form")
    return {name: says}


def _told(claim: Claim) -> dict[str, str]:
    """A claim in words; nothing in it is about anyone."""
    reason = f": {REFUSE_REASON_NAMES[claim.reason]}" if claim.reason else ""
    return {
        "Kort nr.": str(claim.card_number),
        "Gjelder": f"{PURPOSE_NAMES[claim.purpose]}, {SEASON_NAMES[claim.season]}",
        "Sendt": date_text(claim.received_on),
        "Status": f"{CLAIM_STATE_NAMES[claim.state]}{reason}",
    }


def _no_till(request: Request, till: Till | None, *, status: int = 200) -> Response:
    return page(request, "no_till.html", status=status, refusal=TillClosed() if till else None)


routes = [
    Route("/kasse/krav", overview),
    Route("/kasse/krav", posted(send), methods=["POST"]),
    Route("/kasse/krav/{claim_id:uuid}", receipt),
]
