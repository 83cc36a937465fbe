"""What may pass before anyone is signed in, and what nobody gets at all.

Streamlit answers on many addresses of its own. Only those named here are open; the rest are
not there, whatever a later version of Streamlit may add.
"""

from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from lib import municipality, sessions
from lib.settings import settings
from pages import cookie
from pages.clock import now
from pages.connection import connect
from pages.public.html import told

FIRST_START = "/start"
ASSETS = "/assets/"

# What Streamlit's page is built of and says nothing; what its users send and see.
STREAMLIT_OPEN = ("/static/",)
STREAMLIT_TELLS = ("/_stcore/health", "/_stcore/host-config")
STREAMLIT_SIGNED_IN = ("/_stcore/stream", "/_stcore/upload_file/", "/media/", "/component/")


class Gate:
    """Asks who comes, before any page or script runs; `routes` answer for themselves."""

    def __init__(self, app: ASGIApp, routes: list[BaseRoute]) -> None:
        self._app = app
        self._routes = routes
        self._moved_in = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refused = await self._refused(HTTPConnection(scope))
        if refused is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await refused(scope, receive, send)
        else:
            # Closed before it was accepted: the server answers 403.
            await send({"type": "websocket.close", "code": 1008})

    async def _refused(self, asked: HTTPConnection) -> Response | None:
        path = asked.scope["path"]
        if not _is_for_us(asked):
            # A page elsewhere may have led its own name to this machine.
            return told("Stoppet", "Adressen er ikke vår.", status=421)
        if _is_from_elsewhere(asked):
            return told("Stoppet", "Forespørselen kom fra et annet nettsted.", status=403)
        if path.startswith((ASSETS, *STREAMLIT_OPEN)) or path in STREAMLIT_TELLS:
            return None
        if not await self._someone_lives_here() and not path.startswith(FIRST_START):
            return RedirectResponse(FIRST_START, 303)
        match self._match(asked.scope):
            case Match.FULL:
                return None
            case Match.PARTIAL:
                return told("Siden finnes ikke", "Gå tilbake og prøv på nytt.", status=405)
        if not path.startswith(STREAMLIT_SIGNED_IN):
            return told("Siden finnes ikke", "Kontroller adressen.", status=404)
        if await run_in_threadpool(_is_signed_in, asked):
            return None
        return told("Du er ikke logget inn", "Logg inn og prøv igjen.", status=403)

    def _match(self, scope: Scope) -> Match:
        """How well a route of ours fits; partly is the right address asked in the wrong way."""
        return max((route.matches(scope)[0] for route in self._routes), key=lambda m: m.value)

    async def _someone_lives_here(self) -> bool:
        if not self._moved_in:
            self._moved_in = await run_in_threadpool(municipality.the, connect()) is not None
        return self._moved_in


def _is_signed_in(asked: HTTPConnection) -> bool:
    user = sessions.whose(connect(), cookie.token(asked), now=now())
    return user is not None and not user.must_change_password


def _is_for_us(asked: HTTPConnection) -> bool:
    names = settings().own_names
    host: str | None = urlsplit(f"//{asked.headers.get('host', '')}").hostname
    return not names or host in names


def _is_from_elsewhere(asked: HTTPConnection) -> bool:
    """Whether another site made the browser ask for something that could change things.

    The page that a form stands on sends no referrer, so its Origin is «null»; every browser
    since 2023 says where a request comes from in Sec-Fetch-Site, and the session cookie does
    not come along from another site in any.
    """
    if asked.scope.get("method") in ("GET", "HEAD", "OPTIONS"):
        return False
    if site := asked.headers.get("sec-fetch-site"):
        return site not in ("same-origin", "none")
    origin = asked.headers.get("origin", "null")
    if origin == "null":
        return bool(asked.scope["type"] == "websocket")
    # Whether the host is ours has been asked before.
    ours = {asked.headers.get("host"), urlsplit(settings().url or "").netloc}
    return urlsplit(origin).netloc not in ours
