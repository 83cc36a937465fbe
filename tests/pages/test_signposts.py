"""Each signpost's year on the pages: added, found in and outside the holidays, printed, closed."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

import pypdfium2
import pytest
import streamlit as st
import zxingcpp

from lib import offers, signposts
from tests.pages.coordinator_desk import all_linked, labelled
from tests.pages.scheme_desk import said, set_clock
from tests.town import FRIDA, KARI, SALMA, YUSUF, at_home

NEW_YEAR, DECEMBER = date(2024, 1, 8), date(2024, 12, 2)
HOLIDAYS = {
    ("Vinterferie", 2024): ("19.02.2024", "23.02.2024"),
    ("Sommerferie", 2024): ("22.06.2024", "18.08.2024"),
    ("Høstferie", 2024): ("30.09.2024", "04.10.2024"),
}
# A day of each, and what a slip of a holiday's offer says then.
IN_TERM = {
    date(2024, 2, 16): "I skolens ferier. Neste er vinterferie 19.02.2024–23.02.2024.",
    date(2024, 5, 15): "I skolens ferier. Neste er sommerferie 22.06.2024–18.08.2024.",
    date(2024, 10, 5): "I skolens ferier.",
}
IN_HOLIDAY = {
    date(2024, 2, 19): "I skolens ferier. Nå er det vinterferie 19.02.2024–23.02.2024.",
    date(2024, 8, 18): "I skolens ferier. Nå er det sommerferie 22.06.2024–18.08.2024.",
    date(2024, 10, 4): "I skolens ferier. Nå er det høstferie 30.09.2024–04.10.2024.",
}


@dataclass(frozen=True)
class Signpost:
    """A template as its source tells it: who, what, where, when, and the address it opens."""

    code: str
    partner: str
    name: str
    words: str
    place: str = ""
    link: str = ""
    in_holidays: bool = False


SIGNPOSTS = (
    Signpost(
        "aktiv-larvik",
        "Idrettsavdelingen",
        "Aktiv Larvik",
        "Gratis ferieaktiviteter i alle skolens ferier.",
        in_holidays=True,
    ),
    Signpost(
        "bua",
        "BUA",
        "Lån av tur- og sportsutstyr",
        "Hele året. Gratis lån. Se nettsiden.",
        link="https://www.bua.io",
    ),
    Signpost(
        "ungdomsklubb-fabrikken",
        "Fabrikken",
        "Ungdomsklubb på Fabrikken",
        "Faste tider. Gratis.",
        place="Fabrikken",
    ),
    Signpost(
        "ungdomsklubb-lardal",
        "Ungdomsklubben i Lardal",
        "Ungdomsklubb i Lardal",
        "Faste tider. Gratis.",
        place="Lardal",
    ),
    Signpost(
        "tilrettelagt-fritid",
        "Larvik kommune",
        "Tilrettelagte fritidstilbud",
        "Faste tider. Gratis.",
    ),
    Signpost(
        "fond-for-fritidsaktiviteter",
        "Frivilligsentralen",
        "Fond for fritidsaktiviteter",
        "Ikke til engangsopplevelser: de hører til aktivitetskortet.",
        place="Frivilligsentralen",
    ),
)


@pytest.fixture(autouse=True)
def links(monkeypatch):
    return all_linked(monkeypatch)


@pytest.fixture
def files(monkeypatch):
    """What each button of a page downloads, by the button's key."""
    handed = {}
    button = st.download_button

    def download_button(label, data, **given):
        handed[given.get("key", label)] = data
        return button(label, data, **given)

    monkeypatch.setattr("streamlit.download_button", download_button)
    return handed


def let_it_be(monkeypatch, db, day):
    set_clock(monkeypatch, db, datetime.combine(day, time(10)))


def type_in_the_holidays(page):
    for holiday, (first, last) in HOLIDAYS.items():
        at = page("directory/season.py", KARI)
        labelled(at.selectbox, "Ferie").set_value(holiday).run()
        labelled(at.text_input, "Første dag").input(first)
        labelled(at.text_input, "Siste dag").input(last)
        labelled(at.button, "Lagre ferien").click().run()
        assert not at.error


def offers_of(page, offer, tab="Tilbud"):
    """«Tilbydere og kasser» with the offer's partner before the coordinator."""
    at = page("coordinator/partners.py", KARI)
    labelled(at.selectbox, "Tilbyder").set_value(offer.partner_id).run()
    at.session_state[f"partner-{offer.partner_id}"] = tab
    return at.run()


def tell_whom_to_call(page, offer):
    """What the source leaves to the coordinator."""
    at = offers_of(page, offer, "Opplysninger")
    [_, telephone] = [box for box in at.text_input if box.label == "Telefon (valgfritt)"]
    telephone.input("00 30 00 01")
    [_, save] = [button for button in at.button if button.label == "Lagre tilbyder"]
    save.click().run()
    assert not at.error


def printed(files, offer):
    """The words of the slip behind the button, on single spaces, and what its codes say."""
    [pdf] = list(pypdfium2.PdfDocument(files[f"slip-{offer.id}"]()))
    codes = zxingcpp.read_barcodes(pdf.render(scale=200 / 72).to_pil())
    words = " ".join(pdf.get_textpage().get_text_range().split())
    return words, [code.text for code in codes]


def months_of(page, known):
    """The months in which «Året i tilbud» names the signpost."""
    text = said(page("directory/season.py", FRIDA)).replace("\\", "")
    named = known.name if known.partner in known.name else f"{known.name}, {known.partner}"
    [all_year] = re.findall(r"Henvisninger hele året: (.*?) \|", text) or [""]
    if named in all_year:
        return list(range(1, 13))
    lines = re.findall(r"(?:^|\| )- (.*)$", text, re.MULTILINE)
    assert len(lines) == 12
    return [month for month, line in enumerate(lines, start=1) if named in line]


def test_every_template_has_its_year_below():
    assert {known.code for known in SIGNPOSTS} == {each.code for each in signposts.templates()}


@pytest.mark.parametrize("known", SIGNPOSTS, ids=lambda known: known.code)
def test_a_signposts_year_on_the_pages(page, db, monkeypatch, files, known):
    """Added in January, shown right on six days of the year, closed in December."""
    let_it_be(monkeypatch, db, NEW_YEAR)
    at_home(db)
    type_in_the_holidays(page)
    page("directory/catalogue.py", KARI).button(key=f"signpost-{known.code}").click().run()
    [offer] = offers.all_of(db)
    assert (offer.name, offer.partner_name) == (known.name, known.partner)
    tell_whom_to_call(page, offer)
    whole_year = list(range(1, 13))
    in_months = [2, 6, 7, 8, 9, 10] if known.in_holidays else whole_year
    assert months_of(page, known) == in_months

    for day, told in {**IN_TERM, **IN_HOLIDAY}.items():
        let_it_be(monkeypatch, db, day)
        is_on = day in IN_HOLIDAY or not known.in_holidays
        at = page("directory/catalogue.py", FRIDA)
        assert at.header[0].value == "Henvisninger, åpne for alle (1)"
        assert f"**{known.name}**, {known.partner}" in said(at).replace("\\", "")
        assert ("Ikke nå" in said(at)) is not is_on
        assert [link.proto.url for link in at.get("link_button")] == (
            [known.link] if known.link else []
        )
        words, codes = printed(files, offer)
        assert codes == ([known.link] if known.link else [])
        for text in (known.name, known.partner, known.words, "00 30 00 01", "Fra Larvik kommune"):
            assert text in words
        assert (f"Hvor {known.place}" in words) is bool(known.place)
        assert (told in words) is known.in_holidays
        assert not any(text in words for text in (SALMA.name, YUSUF.name, FRIDA.name, "NAV"))

        files.clear()
        labelled(at.toggle, "Bare det som er å få i dag").set_value(True).run()
        assert (known.name in said(at)) is is_on
        assert bool(files) is is_on

    let_it_be(monkeypatch, db, DECEMBER)
    offers_of(page, offer).button(key=f"close-{offer.id}").click().run()
    files.clear()
    at = page("directory/catalogue.py", FRIDA)
    assert known.name not in said(at)
    assert not files
    assert known.name not in said(page("directory/season.py", FRIDA))
    # It is the coordinator's to open again, not to be added twice.
    assert f"signpost-{known.code}" not in [
        button.key for button in page("directory/catalogue.py", KARI).button
    ]
