"""What every staff page begins with: who is signed in, the database, the clock."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NoReturn

import streamlit as st

from lib import sessions
from lib.refusals import Refused
from lib.staff import ROLE_NAMES, Role, StaffUser
from pages import faults
from pages.clock import now, today
from pages.connection import connect
from pages.cookie import SESSION_COOKIE

__all__ = [
    "asked_again",
    "connect",
    "done",
    "fresh",
    "link",
    "now",
    "one_run",
    "plain",
    "refusals_shown",
    "show_done",
    "sign_out",
    "signed_in",
    "today",
]

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|$~]|:(?=\w))")

_AT_DESK: ContextVar[StaffUser | None] = ContextVar("at_desk", default=None)

# Where staff.js meets this mark, it takes the browser on to the sign-in page.
_SIGNED_OUT = (
    '<p class="klipp-signed-out">Du er logget ut. '
    '<a href="/logg-inn" target="_self">Logg inn</a></p>'
)


def signed_in(*roles: Role) -> StaffUser:
    """The staff user at the desk; stops the page unless they have one of the roles.

    Without roles, any signed-in staff user will do.
    """
    user = _AT_DESK.get() or sessions.whose(connect(), _token(), now=now())
    if user is None or user.must_change_password:
        st.html(_SIGNED_OUT)
        st.stop()
    if st.session_state.setdefault("desk_user", user.id) != user.id:
        # Someone else signed in in the same browser: nothing the first one chose stays.
        st.session_state.clear()
        st.rerun()
    if roles and not any(user.may(role) for role in roles):
        st.error(f"Denne siden er for {' eller '.join(ROLE_NAMES[role] for role in roles)}.")
        st.stop()
    return user


@contextmanager
def one_run() -> Iterator[StaffUser]:
    """Who is signed in, asked once for all that runs within: the main script and its page."""
    user = signed_in()
    asked = _AT_DESK.set(user)
    try:
        yield user
    finally:
        _AT_DESK.reset(asked)


def asked_again() -> Callable[[], StaffUser]:
    """Who this page's session is of, asked when called: for what is made after it was drawn."""
    token = _token()

    def asked() -> StaffUser:
        user = sessions.whose(connect(), token, now=now())
        if user is None:
            raise sessions.SessionOver
        return user

    return asked


def sign_out() -> None:
    """End the session; the rerun that follows finds nobody signed in."""
    sessions.end(connect(), _token(), now=now())


def done(text: str, *, at: str = "done") -> NoReturn:
    """Draw the page anew, with blank forms and what was just stored, and say what that was.

    It is said on top of the page, or where the page shows what is done `at` a place of its own.
    """
    st.session_state[at] = text
    st.session_state["acts"] = st.session_state.get("acts", 0) + 1
    st.rerun()


def fresh(name: str) -> str:
    """A key that is new after each act, so that its form is blank again."""
    return f"{name}-{st.session_state.get('acts', 0)}"


def plain(text: str) -> str:
    """Text as it was typed, where Streamlit would read it as Markdown."""
    return _MARKDOWN.sub(r"\\\1", text)


def link(page: str, label: str, **query: str) -> None:
    """A way to another page that looks like one."""
    st.page_link(page, label=f":blue[{plain(label)}]", query_params=query)


def show_done(at: str = "done") -> None:
    """What `done` said, once."""
    # Always one element, so that nothing below it is moved and drawn anew.
    with st.empty():
        if at in st.session_state:
            st.success(st.session_state.pop(at))


@contextmanager
def refusals_shown() -> Iterator[None]:
    """Show a refusal as its sentence, and anything else as a reference number."""
    try:
        yield
    except Refused as refusal:
        st.error(plain(str(refusal)))
    except Exception as error:
        st.error(faults.sentence(faults.logged(error)))


def _token() -> str:
    return st.context.cookies.get(SESSION_COOKIE, "")
