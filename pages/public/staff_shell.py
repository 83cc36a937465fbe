"""The page that loads Streamlit in the browser: given to the signed in, and to nobody else.

Streamlit would hand its index.html to anyone who asks for any address. Here each room is a
route of ours, so a deep link without a session runs nothing: it is sent to the sign-in page.
"""

import re
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from lib import sessions
from pages import cookie
from pages.clock import now
from pages.connection import connect
from pages.rooms import ROOMS, rooms_of

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"

# Streamlit styles its elements inline; scripts come from this house alone.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def staff_shell(request: Request) -> Response:
    """Streamlit's page, or the way to the sign-in page."""
    user = sessions.whose(connect(), cookie.token(request), now=now())
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if user is None:
        return RedirectResponse(f"/logg-inn?{urlencode({'til': asked})}", status_code=303)
    if user.must_change_password:
        return RedirectResponse("/nytt-passord", status_code=303)
    if request.url.path == f"/{rooms_of(user)[0].address}":
        # Streamlit knows the room one lands in by «/» alone.
        return RedirectResponse("/", status_code=303)
    return HTMLResponse(_shell(), headers={"Content-Security-Policy": CONTENT_SECURITY_POLICY})


@cache
def _shell() -> str:
    """Streamlit's index.html in Norwegian, without its inline script, with our own beside it."""
    html = INDEX.read_text(encoding="utf-8")
    for found, instead in _CHANGES:
        html, changed = re.subn(found, instead, html, flags=re.DOTALL)
        if not changed:
            raise LookupError(f"Streamlit's page has no {found}")
    return html


# When the connection is lost, Streamlit tells its developer what to type in a terminal.
_NO_COMMAND = '<style>[role="dialog"] [data-testid="stErrorCodeBlock"] { display: none }</style>'

_CHANGES = (
    ("<!--.*?-->", ""),
    ('<html lang="en">', '<html lang="nb">'),
    ("<title>Streamlit</title>", "<title>Klipp</title>"),
    ('<link rel="shortcut icon"[^>]*>', '<link rel="icon" href="/assets/klipp.svg">'),
    ('<link rel="service-desc"[^>]*>', ""),
    ("<script>.*?</script>", ""),
    (
        "<noscript>.*?</noscript>",
        "<noscript><p>Slå på JavaScript i nettleseren for å bruke Klipp.</p></noscript>",
    ),
    ("</head>", f'{_NO_COMMAND}<script defer src="/assets/staff.js"></script></head>'),
)

routes = [Route(f"/{address}", staff_shell) for address in ("", *(room.address for room in ROOMS))]
