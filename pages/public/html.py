"""Plain HTML for the open side: one folder of templates, one stylesheet, no script."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from lib import municipality
from lib.refusals import BadInput, Refused
from pages.connection import connect

HERE = Path(__file__).parent

_templates = Jinja2Templates(directory=HERE / "templates")
_templates.env.trim_blocks = _templates.env.lstrip_blocks = True

Form = dict[str, str]

# Streamlit keeps /static/ for itself.
routes = [Mount("/assets", StaticFiles(directory=HERE / "static"))]


def page(request: Request, template: str, *, status: int = 200, **content: Any) -> Response:
    """A page from a template, which finds the municipality as `municipality`."""
    content["municipality"] = municipality.the(connect())
    return _templates.TemplateResponse(request, template, content, status_code=status)


def posted(
    handler: Callable[[Request, Form], Response],
) -> Callable[[Request], Awaitable[Response]]:
    """A route for a posted form: read on the event loop, handled on a thread of its own.

    The handler may ask the database without keeping every other request waiting.
    """

    async def endpoint(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=20, max_part_size=10_000) as form:
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
        return await run_in_threadpool(handler, request, fields)

    return endpoint


def beside(refusal: Refused | None, fields: dict[str, str]) -> dict[str, str]:
    """Where a form shows a refusal: by the input whose label it starts with, else by «form».

    `fields` gives each label the name of its input.
    """
    if refusal is None:
        return {}
    label = refusal.field if isinstance(refusal, BadInput) else ""
    return {fields.get(label, "form"): str(refusal)}


def told(heading: str, sentence: str, *, status: int) -> Response:
    """A page that says one thing, made without asking the database: that may be what failed."""
    text = _templates.get_template("told.html").render(heading=heading, sentence=sentence)
    return HTMLResponse(text, status)
