"""The last net under the plain routes: a fault of ours becomes a page with a number."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages import faults


class FaultPage:
    """Catches what a route lets fall, before the server would log its message."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched if scope["type"] == "http" else send)
        except Exception as error:
            if scope["type"] == "lifespan":
                raise
            number = faults.logged(error)
            if scope["type"] == "http" and not begun:
                answer = PlainTextResponse(faults.sentence(number), 500)
                await answer(scope, receive, send)
