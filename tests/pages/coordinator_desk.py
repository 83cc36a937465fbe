"""How the tests of the coordinator's pages find what is on them."""

from pathlib import Path
from typing import Any

PAGES = Path(__file__).parents[2] / "pages"


def labelled(widgets, label):
    """The only widget with that label."""
    [found] = [widget for widget in widgets if widget.label == label]
    return found


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
