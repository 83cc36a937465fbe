"""The cookie that names a session; the secret in it is kept nowhere else."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from lib.sessions import LONGEST
from lib.settings import settings

SESSION_COOKIE = "klipp_session"


def token(asked: HTTPConnection) -> str:
    """The token that came along, or an empty text."""
    return asked.cookies.get(SESSION_COOKIE, "")


def given(response: Response, token: str) -> None:
    """Hand the token to the browser: no script can read it, no other site can send it along."""
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=int(LONGEST.total_seconds()),
        secure=settings().is_https,
        httponly=True,
        samesite="lax",
    )


def taken_back(response: Response) -> None:
    """Ask the browser to forget the token."""
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax")
