"""How the tests of the schemes' pages set the day, open what they need and read what is said."""

from datetime import datetime
from io import BytesIO

import pypdfium2

from lib import cards, scheme_templates, scheme_years, schemes
from pages import clock
from tests.pages.coordinator_desk import labelled
from tests.town import KARI, NINA, NOW, TODAY, home_of


def set_clock(monkeypatch, db, moment=NOW):
    """Let it be this moment on every page; whoever was signed in signs in anew."""

    class Set(datetime):
        @classmethod
        def now(cls, tz=None):
            return moment.replace(tzinfo=tz)

    monkeypatch.setattr(clock, "datetime", Set)
    db.transact(lambda tx: tx.run("delete from session"))


def scheme_of(db, code):
    """The scheme of a template, added today with its first year."""
    return schemes.of(db, scheme_templates.add(db, code, by=KARI, on=TODAY, now=NOW))


def year_of(db, scheme):
    """The scheme's latest year."""
    return scheme_years.of(db, scheme.id)[0]


def rules(page, scheme):
    """«Ordninger» with this scheme unfolded."""
    at = page("coordinator/scheme.py", KARI)
    at.session_state[f"rules-{scheme.id}"] = True
    return at.run()


def rule(at, scheme, name):
    """The field of the scheme's form that its key names, «age-from» or «card-cinema»."""
    [field] = [box for box in at.text_input if box.key == f"scheme-{scheme.id}-{name}"]
    return field


def save(at):
    """Press the button below the rules."""
    return labelled(at.button, "Lagre ordningen").click().run()


def household(page, db, person_id, user=NINA):
    """The household's page with this person before the caseworker."""
    at = page("caseworker/household.py", user)
    at.session_state["household_id"] = home_of(db, person_id, by=user)
    at.session_state["person_id"] = person_id
    return at.run()


def offered(at):
    """What can be awarded on the household's page."""
    found = [box for box in at.selectbox if box.label == "Tilbud"]
    return found[0].options if found else []


def choose(at, offer):
    """Choose the offer whose line begins so."""
    [place] = [n for n, line in enumerate(offered(at)) if line.startswith(offer)]
    return labelled(at.selectbox, "Tilbud").select_index(place).run()


def the_cards(db, person_id):
    """The person's cards, the earliest first."""
    text = """
        select award_card.card_id
        from award_card
        join award on award.id = award_card.award_id
        join card on card.id = award_card.card_id
        where award.person_id = $1
        order by card.number
    """
    return [cards.of(db, row["card_id"]) for row in db.rows(text, person_id)]


def said(at):
    """Every sentence on the page."""
    kinds = (at.markdown, at.info, at.warning, at.error, at.success, at.caption, at.header)
    return " | ".join(element.value for kind in kinds for element in kind)


def labels(widgets):
    """What is written on them."""
    return [widget.label for widget in widgets]


def downloads(at):
    """What can be downloaded from the page."""
    return labels(at.get("download_button"))


def text_of(pdf):
    """What stands on a paper, all pages."""
    pages = pypdfium2.PdfDocument(BytesIO(pdf))
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)
