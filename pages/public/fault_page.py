"""The last net under the plain routes: a fault of ours becomes a page with a number."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages import faults
from pages.public import html


class FaultPage:
    """Catches what a route lets fall."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            number = faults.logged(error)
            if not begun:
                answer = html.told("Noe gikk galt", faults.sentence(number), status=500)
                await answer(scope, receive, send)
