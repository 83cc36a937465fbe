"""The first start: an empty house has this page and no other."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from lib import municipality, sessions
from lib.refusals import Refused
from lib.settings import settings
from pages import cookie, faults
from pages.clock import now
from pages.connection import connect
from pages.public import start_code
from pages.public.html import Form, beside, page, posted
from pages.public.loading import Loading

START_FIELDS = {
    "Engangskode": "code",
    "Kommune": "name",
    "Kommunenummer": "number",
    "Navn": "coordinator",
    "Brukernavn": "username",
    "Passord": "password",
    "Tjeneste": "service",
}
loading = Loading()


def first_start(request: Request) -> Response:
    """The two ways on, or the demonstration being loaded."""
    if municipality.the(connect()):
        return _to_sign_in()
    if loading.progress and loading.is_under_way:
        return page(request, "loading.html", progress=loading.progress)
    return _form(request)


def start_municipality(request: Request, form: Form) -> Response:
    """Move a municipality in, and sign its first coordinator in."""
    given = {name: form.get(name, "") for name in START_FIELDS.values()}
    try:
        start_code.check(given.pop("code"))
        municipality.start(connect(), **given, now=now())
    except Refused as refusal:
        return _form(request, typed=form, refusal=refusal)
    answer = RedirectResponse("/", 303)
    token = sessions.sign_in(connect(), given["username"], given["password"], now=now())
    cookie.given(answer, token)
    return answer


def load_demonstration(request: Request, form: Form) -> Response:
    """Begin to load the demonstration."""
    if municipality.the(connect()):
        return _to_sign_in()
    try:
        if _needs_code():
            start_code.check(form.get("demonstration_code", ""))
    except Refused as refusal:
        return _form(request, errors={"demonstration_code": str(refusal)})
    loading.begin()
    return RedirectResponse("/start", 303)


def _needs_code() -> bool:
    """Whether others than the one at this machine can press the button."""
    return settings().is_reached_by_others


def _to_sign_in() -> Response:
    return RedirectResponse("/logg-inn", 303)


def _form(
    request: Request,
    *,
    typed: Form | None = None,
    refusal: Refused | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    errors = errors or beside(refusal, START_FIELDS)
    if loading.progress and loading.progress.fault:
        errors = {"demonstration": faults.sentence(loading.progress.fault)}
    return page(
        request,
        "first_start.html",
        status=422 if refusal or errors else 200,
        typed=typed or {},
        errors=errors,
        demonstration_needs_code=_needs_code(),
    )


routes = [
    Route("/start", first_start),
    Route("/start/kommune", posted(start_municipality), methods=["POST"]),
    Route("/start/demonstrasjon", posted(load_demonstration), methods=["POST"]),
]
