"""Which till this device is: a token in a cookie, kept for as long as a browser will."""

from starlette.requests import Request
from starlette.responses import Response

from lib import tills
from lib.settings import settings
from lib.tills import Till
from pages.connection import connect

TILL_COOKIE = "klipp_till"
# The longest that browsers keep one; each punch renews it, so a till in use never loses it.
KEPT_FOR_SECONDS = 400 * 24 * 60 * 60


def till_of(request: Request) -> Till | None:
    """The till this device is, one that was let go included; None for anyone else's phone."""
    token = request.cookies.get(TILL_COOKIE)
    return tills.of_token(connect(), token) if token else None


def remember(response: Response, token: str) -> None:
    """Make the device keep its token where no script can read it and no other site can send it.

    Lax, because the camera opens a card's link as any other link.
    """
    response.set_cookie(
        TILL_COOKIE,
        token,
        max_age=KEPT_FOR_SECONDS,
        secure=settings().is_https,
        httponly=True,
        samesite="lax",
    )
