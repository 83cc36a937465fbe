"""What a scheme says of its cards, at the desk, on paper and at the till: half a year, lost."""

from datetime import date, datetime

import pytest

from lib import cards, handing_out, ledger
from lib.cards import Expired
from lib.schemes import Period
from pages.public.device import TILL_COOKIE
from tests.counter import handed_out, open_counter, paired
from tests.lib.test_scheme_years import with_right
from tests.pages.coordinator_desk import all_linked, labelled
from tests.pages.scheme_desk import (
    choose,
    downloads,
    household,
    labels,
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
from tests.town import (
    KARI,
    NAV,
    NINA,
    NOW,
    TODAY,
    YUSUF,
    at_home,
    entitled,
    person_id_of,
    stocked,
)

TERMS = "Ett klipp gjelder for inntil 2 personer."


@pytest.fixture(autouse=True)
def links(monkeypatch, db):
    set_clock(monkeypatch, db)
    monkeypatch.setenv("KLIPP_URL", "http://localhost")
    open_counter(db)
    return all_linked(monkeypatch)


@pytest.fixture
def yusuf(db):
    at_home(db)
    return person_id_of(db, YUSUF)


@pytest.fixture
def half_year(page, db, yusuf):
    """Kragerøkortet for two, half a year at a time, set on its page; Yusuf has a right."""
    scheme = scheme_of(db, "kragerokortet")
    at = rules(page, scheme)
    labelled(at.selectbox, "Kvote og kort gjelder").set_value(Period.HALF_YEAR)
    rule(at, scheme, "people").input("2")
    save(at)
    assert not at.error
    ledger.move(db, year_of(db, scheme).batch_id, None, NAV, 5, by=KARI, now=NOW)
    with_right(db, yusuf, scheme.id)
    return scheme


def award(at, offer="Kragerøkortet"):
    choose(at, offer)
    return labelled(at.button, "Tildel").click().run()


def test_a_half_years_card_ends_with_june_and_july_has_a_new_one(
    page, db, half_year, yusuf, monkeypatch
):
    at = household(page, db, yusuf)
    assert "Igjen dette halvåret: 1 av 1 kort." in said(at)
    award(at)
    [spring] = the_cards(db, yusuf)
    assert spring.valid_to == date(2024, 6, 30)
    spent = "Kvoten er brukt opp: 1 av 1 kort er tildelt dette halvåret."
    award(at)
    assert at.error[0].value == spent

    set_clock(monkeypatch, db, datetime(2024, 6, 30, 10))
    assert cards.why_not(spring, on=date(2024, 6, 30)) is None
    at = award(household(page, db, yusuf))
    assert at.error[0].value == spent

    set_clock(monkeypatch, db, datetime(2024, 7, 1, 10))
    assert isinstance(cards.why_not(spring, on=date(2024, 7, 1)), Expired)
    at = household(page, db, yusuf)
    assert "Igjen dette halvåret: 1 av 1 kort." in said(at)
    award(at)
    assert not at.error
    [_, autumn] = the_cards(db, yusuf)
    assert autumn.valid_to == date(2024, 12, 31)


def test_two_may_go_on_one_punch_as_card_and_till_say(page, db, half_year, yusuf, browser):
    at = award(household(page, db, yusuf))
    labelled(at.button, "Lag billettark (1)").click().run()
    assert downloads(at) == ["Last ned billettark (PDF)"]
    pdf, _ = at.session_state[f"handed-{yusuf}"]
    assert TERMS in text_of(pdf)

    [card] = the_cards(db, yusuf)
    [paper] = handed_out(db, [card.card_id]).cards
    phone = browser(db)
    assert TERMS in phone.get(f"/k/{paper.secret}").text
    phone.cookies.set(TILL_COOKIE, paired(db)[1])
    at_the_till = phone.get(f"/k/{paper.secret}").text
    assert "Klipp 1" in at_the_till
    assert TERMS in at_the_till


def test_one_alone_is_told_nothing_of_company(page, db, browser, yusuf):
    scheme = scheme_of(db, "kragerokortet")
    ledger.move(db, year_of(db, scheme).batch_id, None, NAV, 5, by=KARI, now=NOW)
    with_right(db, yusuf, scheme.id)
    award(household(page, db, yusuf))
    [card] = the_cards(db, yusuf)
    [paper] = handed_out(db, [card.card_id]).cards
    phone = browser(db)
    phone.cookies.set(TILL_COOKIE, paired(db)[1])
    assert "personer" not in phone.get(f"/k/{paper.secret}").text


def larviks_rule(page, *, replaces_lost):
    """Kari says whether a lost card of Aktivitetskortet is replaced."""
    at = page("coordinator/scheme.py", KARI)
    labelled(at.checkbox, "Et mistet kort erstattes").set_value(replaces_lost)
    save(at)
    assert not at.error


def given_and_handed_out(page, db, person_id, offer):
    award(household(page, db, person_id), offer)
    handing_out.hand_out(db, person_id, by=NINA, on=TODAY, now=NOW)


def lost_part(page, db, person_id):
    at = household(page, db, person_id)
    at.session_state[f"cards-{person_id}"] = True
    return at.run()


def test_a_lost_ticket_of_larvik_is_replaced_as_long_as_the_scheme_says_so(page, db, yusuf):
    entitled(db, yusuf)
    stocked(db, "Bowling")
    given_and_handed_out(page, db, yusuf, "Bowling")
    # The ticket that is out keeps its rule.
    larviks_rule(page, replaces_lost=False)
    at = lost_part(page, db, yusuf)
    labelled(at.button, "Sperr og gi en ny").click().run()
    lost, new = the_cards(db, yusuf)
    assert lost.block
    assert not new.block
    assert f"nr. {lost.number}: sperret og erstattet av nr. {new.number}" in said(at)


def test_a_lost_ticket_is_only_blocked_where_the_scheme_replaces_none(page, db, yusuf):
    larviks_rule(page, replaces_lost=False)
    entitled(db, yusuf)
    stocked(db, "Bowling")
    given_and_handed_out(page, db, yusuf, "Bowling")
    at = lost_part(page, db, yusuf)
    assert "Ordningen erstatter ikke mistede kort." in said(at)
    assert "Sperr og gi en ny" not in labels(at.button)
    labelled(at.button, "Sperr billetten").click().run()
    [card] = the_cards(db, yusuf)
    assert card.block
    assert not ledger.unbalanced(db)
