"""What the staff's pages say in Norwegian is what Streamlit says in English, to the letter."""

import re
from pathlib import Path

import pytest
import streamlit

STATIC = Path(streamlit.__file__).parent / "static"
STAFF = Path(__file__).parents[2] / "pages" / "public" / "static" / "staff.js"
TRANSLATED = re.findall(r'^  "(.+)": ".+",$', STAFF.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def streamlit_script():
    """Everything Streamlit loads in the browser."""
    files = sorted(STATIC.rglob("*.js"))
    return "".join(file.read_text(encoding="utf-8") for file in files)


@pytest.mark.parametrize("sentence", TRANSLATED)
def test_what_is_translated_is_still_said(sentence, streamlit_script):
    assert any(f"{quote}{sentence}{quote}" in streamlit_script for quote in "`\"'")


def test_the_frame_of_every_page_is_translated():
    """Read aloud on each page: the menu, its folding, the headings and the choice of an option."""
    frame = {"App pages", "Sidebar", "Collapse sidebar", "Expand sidebar", "Link to heading"}
    assert {*frame, "Open", "Suggestions"} <= set(TRANSLATED)


def test_the_menu_of_a_column_is_translated():
    """It opens from a place on a canvas, where no test of ours reaches."""
    sorting = {"Sort ascending", "Sort descending", "Autosize", "Pin column", "Hide column"}
    counting = {"Statistics", "Values", "Empty", "Distinct", "Minimum length", "Maximum length"}
    assert {"Dataframe column menu", "Copy column name", *sorting, *counting} <= set(TRANSLATED)
