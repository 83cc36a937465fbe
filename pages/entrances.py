"""The rooms as Streamlit knows them."""

from copy import copy
from functools import cache

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.rooms import Room


def entrance(room: Room, title: str, *, is_default: bool) -> StreamlitPage:
    """The room's page for the menu.

    Made once, since Streamlit looks its file up on the disk each time. What it notes on a page
    that is shown is of one run, so each run has a copy of its own.
    """
    return copy(_entrance(room, title, is_default))


@cache
def _entrance(room: Room, title: str, is_default: bool) -> StreamlitPage:
    return st.Page(room.file, title=title, url_path=room.address, default=is_default)
