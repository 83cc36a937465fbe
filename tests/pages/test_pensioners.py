"""Aktivitetskortet for minimum pensioners on the pages: no child, a companion, and a namesake."""

from datetime import date, datetime

import pytest

from lib import cards, ledger, redemptions, schemes
from lib.memberships import MemberRole
from pages.public.device import TILL_COOKIE
from tests.counter import handed_out, open_counter, paired
from tests.pages.coordinator_desk import all_linked, labelled
from tests.pages.scheme_desk import (
    choose,
    downloads,
    household,
    labels,
    offered,
    rule,
    rules,
    said,
    save,
    scheme_of,
    set_clock,
    text_of,
    the_cards,
    year_of,
)
from tests.pages.test_till import press
from tests.town import KARI, LARVIK_CARD, NAV, NINA, NOW, YUSUF, at_home, member, person_id_of

OWNER, LARVIKS_OWNER = "Enhet for kulturformidling", "Fellesfunksjon for kultur og idrett"
TERMS = "Ledsager følger med gratis."
OLAV = member(MemberRole.GUARDIAN, "Olav Lie", date(1950, 4, 3))
INGER = member(MemberRole.GUARDIAN, "Inger Lie", date(1952, 8, 9))


@pytest.fixture(autouse=True)
def links(monkeypatch, db):
    set_clock(monkeypatch, db)
    monkeypatch.setenv("KLIPP_URL", "http://localhost")
    open_counter(db)
    return all_linked(monkeypatch)


@pytest.fixture
def gone(monkeypatch):
    """Where the page would go next."""
    went = []
    monkeypatch.setattr("streamlit.switch_page", went.append)
    return went


@pytest.fixture
def sandefjord(page, db):
    """For pensioners, beside Larvik's of the same name, each with its owner."""
    scheme = scheme_of(db, "aktivitetskortet-sandefjord")
    larviks = schemes.of(db, LARVIK_CARD)
    at = rules(page, larviks)
    rule(at, larviks, "owner").input(LARVIKS_OWNER)
    save(at)
    assert not at.error
    ledger.move(db, year_of(db, scheme).batch_id, None, NAV, 300, by=KARI, now=NOW)
    return scheme


def type_adult(at, n, known):
    at.text_input(key=f"Voksen_{n}_name").input(known.name)
    at.text_input(key=f"Voksen_{n}_number").input(known.number.digits)


def register_the_couple(page):
    at = page("caseworker/register.py", NINA)
    labelled(at.get("button_group"), "Antall voksne").select("2").run()
    labelled(at.get("button_group"), "Antall barn").select("0").run()
    assert not [box for box in at.text_input if (box.key or "").startswith("Barn")]
    type_adult(at, 1, OLAV)
    type_adult(at, 2, INGER)
    labelled(at.button, "Registrer husstand").click().run()
    assert not at.error


def lines(at):
    """The first line of each scheme: name, owner and verdict."""
    return [line.value.split("\n")[0] for line in at.markdown if "-badge[" in line.value]


def test_a_couple_of_pensioners_goes_to_the_cinema_with_a_companion(
    page, db, sandefjord, gone, browser, monkeypatch
):
    """No child: registered, assessed, given a card that takes a companion, and punched."""
    register_the_couple(page)
    assert gone == ["caseworker/household.py"]
    olav = person_id_of(db, OLAV)

    at = household(page, db, olav)
    assert "Voksne: Olav Lie, Inger Lie." in said(at)
    assert labelled(at.get("button_group"), "Hvem").options == ["Olav Lie", "Inger Lie"]
    assert sorted(lines(at)) == [
        f"**Aktivitetskortet**, {OWNER} :orange-badge[mangler opplysning]",
        f"**Aktivitetskortet**, {LARVIKS_OWNER} :gray-badge[har ikke rett]",
    ]

    # The one form is that of the scheme he may have; a child's criteria are not to be chosen.
    assert labelled(at.selectbox, "Kriterium").options == ["Minstepensjonist"]
    labelled(at.selectbox, "Kriterium").select_index(0)
    labelled(at.button, "Vilkårene er oppfylt").click().run()
    assert f"**Aktivitetskortet**, {OWNER} :green-badge[har rett]" in lines(at)
    assert "Igjen i år: 1 av 1 kort." in said(at)

    assert offered(at) == [f"Aktivitetskortet · {OWNER} · 300 igjen · til 31.12.2024"]
    choose(at, "Aktivitetskortet")
    labelled(at.button, "Tildel").click().run()
    assert at.success[0].value == "Tildelt: 1 × Aktivitetskortet."
    labelled(at.button, "Lag billettark (1)").click().run()
    assert downloads(at) == ["Last ned billettark (PDF)"]
    pdf, _ = at.session_state[f"handed-{olav}"]
    assert TERMS in text_of(pdf)

    [card] = the_cards(db, olav)
    [paper] = handed_out(db, [card.card_id]).cards
    phone = browser(db)
    phone.follow_redirects = True
    phone.headers["Sec-Fetch-Site"] = "same-origin"
    assert TERMS in phone.get(f"/k/{paper.secret}").text
    phone.cookies.set(TILL_COOKIE, paired(db)[1])
    at_the_till = phone.get(f"/k/{paper.secret}").text
    assert TERMS in at_the_till
    assert "Klipp 1" in at_the_till
    status, receipt = press(phone, at_the_till)
    assert (status, "Klippet" in receipt) == (200, True)
    for secret in ("Olav", "Lie", "pensjon"):
        assert secret not in at_the_till + receipt
    [card] = the_cards(db, olav)
    assert card.punches_left == 11

    # She is assessed for herself.
    at = household(page, db, person_id_of(db, INGER))
    assert f"**Aktivitetskortet**, {OWNER} :orange-badge[mangler opplysning]" in lines(at)

    set_clock(monkeypatch, db, datetime(2024, 12, 30, 10))
    at = rules(page, sandefjord)
    assert "1 kort delt ut, 599 igjen." in said(at)
    labelled(at.button, "Avslutt 2024 nå").click().run()
    assert at.session_state["done"] == "Året 2024 er avsluttet, og 599 kort er skrevet av."
    [card] = the_cards(db, olav)
    assert cards.why_not(card, on=date(2024, 12, 31)) is None
    assert not ledger.unbalanced(db)
    assert not redemptions.unbalanced(db)


def test_a_child_is_told_which_of_two_schemes_of_one_name_is_theirs(page, db, sandefjord):
    at_home(db)
    at = household(page, db, person_id_of(db, YUSUF))
    assert sorted(lines(at)) == [
        f"**Aktivitetskortet**, {OWNER} :gray-badge[har ikke rett]",
        f"**Aktivitetskortet**, {LARVIKS_OWNER} :orange-badge[mangler opplysning]",
    ]
    assert "Alder er 10 år, og ordningen gjelder fra 18 år." in said(at)
    assert labels(at.button).count("Vilkårene er oppfylt") == 1


def test_a_scheme_without_a_namesake_stands_without_its_owner(page, db):
    scheme_of(db, "kragerokortet")
    at_home(db)
    told = lines(household(page, db, person_id_of(db, YUSUF)))
    assert [line.split(" :")[0] for line in told] == ["**Aktivitetskortet**", "**Kragerøkortet**"]
