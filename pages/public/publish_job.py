"""The release on command: the database has one process, so another asks that one for it.

`python app.py --publish` is for the operator's own schedule and for trying it out. Only this
machine is answered, and only with a key that is made from the secrets file.
"""

import hmac
import json
from collections.abc import Iterator
from queue import SimpleQueue
from threading import Thread
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener
from urllib.request import Request as Question

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from lib import release, uptake
from lib.keys import Keys
from lib.norwegian import month_text
from lib.refusals import Refused
from lib.settings import Settings, settings
from pages import faults
from pages.clock import now, today
from pages.connection import connect

ADDRESS = "/jobb/publiser"
LOOPBACK = ("127.0.0.1", "::1")


class NobodyThere(Exception):
    """No Klipp answers on this machine's port."""


def publish(request: Request) -> Response:
    """Publish what has closed, and tell how it goes: a line of JSON for each step."""
    from_here = request.client is not None and request.client.host in LOOPBACK
    forwarded = any(name.startswith(("x-forwarded", "forwarded")) for name in request.headers)
    given = request.headers.get("authorization", "")
    wanted = f"Bearer {_key(connect().keys)}"
    if not from_here or forwarded or not hmac.compare_digest(given.encode(), wanted.encode()):
        return Response(status_code=404)
    return StreamingResponse(_steps(), media_type="application/x-ndjson")


def _steps() -> Iterator[str]:
    steps: SimpleQueue[dict[str, Any] | None] = SimpleQueue()

    def work() -> None:
        try:
            new = release.publish(
                connect(),
                settings().data / uptake.FOLDER,
                by=None,
                on=today(),
                now=now(),
                progress=lambda share, doing: steps.put({"share": share, "doing": doing}),
            )
            steps.put({"done": f"Publisert til og med {month_text(new.new_months[-1])}."})
        except Refused as refusal:
            steps.put({"done": str(refusal)})
        except Exception as error:
            steps.put({"fault": faults.sentence(faults.logged(error))})
        finally:
            steps.put(None)

    Thread(target=work, name="publish", daemon=True).start()
    while (step := steps.get()) is not None:
        yield json.dumps(step, ensure_ascii=False) + "\n"


def ask(current: Settings, keys: Keys) -> Iterator[dict[str, Any]]:
    """The steps of a release that a running Klipp on this machine makes; raises NobodyThere."""
    host = "[::1]" if current.host.version == 6 else "127.0.0.1"
    question = Question(
        f"http://{host}:{current.port}{ADDRESS}",
        method="POST",
        headers={"Authorization": f"Bearer {_key(keys)}"},
    )
    try:
        # Never by way of a proxy: the key is for this machine alone.
        with build_opener(ProxyHandler({})).open(question) as answer:
            for line in answer:
                yield json.loads(line)
    except HTTPError as refused:
        yield {"fault": f"Klipp på port {current.port} sa nei ({refused.code})."}
    except URLError as nobody:
        raise NobodyThere from nobody


def _key(keys: Keys) -> str:
    return keys.derived("publish command", keys.generation).hex()


routes = [Route(ADDRESS, publish, methods=["POST"])]
