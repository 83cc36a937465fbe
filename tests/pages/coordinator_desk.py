"""How the tests of the coordinator's pages find what is on them."""

import re
from pathlib import Path
from typing import Any

from google.protobuf import text_format

PAGES = Path(__file__).parents[2] / "pages"
HASH = re.compile("[0-9a-f]{32,}")
"""What Streamlit calls its widgets and files by: digits that nobody is shown."""


def labelled(widgets, label):
    """The only widget with that label."""
    [found] = [widget for widget in widgets if widget.label == label]
    return found


def shown(at) -> str:
    """Every word that the page sends to the browser, tables included."""
    words: list[str] = []

    def walk(block) -> None:
        if (proto := getattr(block, "proto", None)) is not None:
            words.append(text_format.MessageToString(proto, as_utf8=True))
        for child in getattr(block, "children", {}).values():
            walk(child)

    walk(at._tree)
    words += [table.value.to_csv() for table in (*at.dataframe, *at.table)]
    return HASH.sub("", "\n".join(words)).replace("\N{NO-BREAK SPACE}", " ")


def all_linked(monkeypatch) -> list[str]:
    """What the page links to, in order; each must be there.

    A page that is run by itself has no navigation to link within.
    """
    met: list[str] = []

    def page_link(page: str, *, label: str, query_params: Any = None) -> None:
        assert (PAGES / page).exists()
        met.append(label.removeprefix(":blue[").removesuffix("]"))

    monkeypatch.setattr("streamlit.page_link", page_link)
    return met
