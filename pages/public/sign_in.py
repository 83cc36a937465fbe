"""Signing in, signing out and changing one's password, on plain pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from lib import accounts, municipality, sessions
from lib.accounts import Account
from lib.municipality import DEMONSTRATION_PASSWORD
from lib.refusals import Refused
from lib.staff import Role, StaffUser
from pages import cookie
from pages.clock import now
from pages.connection import connect
from pages.public.html import Form, beside, page, posted
from pages.rooms import ROOMS

ROOM_ADDRESSES = {"/", *(f"/{room.address}" for room in ROOMS)}
PASSWORD_FIELDS = {
    "Passordet du har nå": "current",
    "Nytt passord": "new",
    "Gjenta nytt passord": "again",
}


# Checking a password takes a core for a fifth of a second. More at once would take the threads
# that the tills are served by; who comes then is asked to try again.
_CHECKED_AT_ONCE = BoundedSemaphore(8)


class TooManyAtOnce(Refused):
    """Many sign in just now, or somebody tries passwords."""

    def __init__(self) -> None:
        super().__init__("Mange logger inn akkurat nå. Prøv igjen om litt.")


@contextmanager
def _one_at_the_desk() -> Iterator[None]:
    if not _CHECKED_AT_ONCE.acquire(blocking=False):
        raise TooManyAtOnce
    try:
        yield
    finally:
        _CHECKED_AT_ONCE.release()


def landing(asked: str) -> str:
    """The room that was asked for, or the first one; never an address outside the house."""
    return asked if asked.split("?")[0] in ROOM_ADDRESSES and asked.isprintable() else "/"


def form(request: Request) -> Response:
    """The sign-in page; who is signed in already is let through."""
    asked = landing(request.query_params.get("til", "/"))
    if _user(request):
        return RedirectResponse(asked, 303)
    return _form(request, asked)


def sign_in(request: Request, posted: Form) -> Response:
    """Give a session for a name and a password, and lead on to the room asked for."""
    asked, username = landing(posted.get("til", "/")), posted.get("username", "")
    try:
        with _one_at_the_desk():
            token = sessions.sign_in(connect(), username, posted.get("password", ""), now=now())
    except Refused as refusal:
        return _form(request, asked, username=username, refusal=refusal)
    # Whoever sat here before is signed out.
    sessions.end(connect(), cookie.token(request), now=now())
    answer = RedirectResponse(asked, 303)
    cookie.given(answer, token)
    return answer


def sign_out_form(request: Request) -> Response:
    """One button, because a GET changes nothing."""
    return page(request, "sign_out.html")


def sign_out(request: Request, posted: Form) -> Response:
    """End the session."""
    sessions.end(connect(), cookie.token(request), now=now())
    answer = RedirectResponse("/logg-inn", 303)
    cookie.taken_back(answer)
    return answer


def password_form(request: Request) -> Response:
    """Where a first password is changed before anything else, and any password at will."""
    user = _user(request)
    return _password_form(request, user) if user else _to_sign_in()


def change_password(request: Request, posted: Form) -> Response:
    """Change the password and go on under a new session."""
    user = _user(request)
    if user is None:
        return _to_sign_in()
    current, new, again = (posted.get(name, "") for name in PASSWORD_FIELDS.values())
    try:
        with _one_at_the_desk():
            token = sessions.change_password(connect(), user, current, new, again, now=now())
    except Refused as refusal:
        return _password_form(request, user, refusal=refusal)
    answer = RedirectResponse("/", 303)
    cookie.given(answer, token)
    return answer


def _user(request: Request) -> StaffUser | None:
    return sessions.whose(connect(), cookie.token(request), now=now())


def _to_sign_in() -> Response:
    return RedirectResponse(f"/logg-inn?{urlencode({'til': '/'})}", 303)


def _form(
    request: Request, asked: str, *, username: str = "", refusal: Refused | None = None
) -> Response:
    return page(
        request,
        "sign_in.html",
        status=401 if refusal else 200,
        asked=asked,
        username=username,
        errors=beside(refusal, {}),
        demonstration_accounts=_demonstration_accounts(),
        demonstration_password=DEMONSTRATION_PASSWORD,
    )


def _demonstration_accounts() -> list[Account]:
    """Who one can be in the demonstration, by role; nobody in operation."""
    db = connect()
    if not municipality.is_demonstration(db):
        return []
    is_open = [account for account in accounts.all_of(db) if account.closed_at is None]
    return sorted(is_open, key=lambda account: [role not in account.roles for role in Role])


def _password_form(
    request: Request, user: StaffUser, *, refusal: Refused | None = None
) -> Response:
    return page(
        request,
        "new_password.html",
        status=422 if refusal else 200,
        user=user,
        errors=beside(refusal, PASSWORD_FIELDS),
    )


routes = [
    Route("/logg-inn", form),
    Route("/logg-inn", posted(sign_in), methods=["POST"]),
    Route("/logg-ut", sign_out_form),
    Route("/logg-ut", posted(sign_out), methods=["POST"]),
    Route("/nytt-passord", password_form),
    Route("/nytt-passord", posted(change_password), methods=["POST"]),
]
