"""Punches on paper: entered once, whoever enters them, and asked about where the till was, too."""

from datetime import date, timedelta
from typing import Any

import pytest

from lib import paper_punches, partners, redemptions
from lib.cards import Expired, UsedUp
from lib.db import Database
from lib.paper_punches import (
    LINES,
    Line,
    LinesRefused,
    LineTaken,
    PunchedThatDay,
    Sheet,
    UnknownNumber,
)
from lib.papers import PaperCard
from lib.partners import PartnerClosed
from lib.redemptions import TooFewLeft, WrongPartner
from lib.refusals import Refused
from lib.staff import NotYourRole
from tests.counter import (
    CULTURE_HOUSE,
    SWIMMING_HALL,
    everything,
    open_counter,
    paper,
    punched,
    till_at,
    with_more,
)
from tests.town import KARI, NINA, NOW, TODAY

LATER = TODAY + timedelta(days=3)


def sheet_of(db: Database, partner_id: Any = CULTURE_HOUSE) -> Sheet:
    return paper_punches.make_sheet(db, partner_id, by=KARI, on=TODAY, now=NOW)


def line(card: PaperCard, number: int = 1, **told: Any) -> Line:
    return Line(number=number, card_number=card.number, **({"used_on": TODAY} | told))


def entered(db: Database, sheet: Sheet, *lines: Line, **told: Any) -> int:
    return paper_punches.enter(
        db, sheet.id, lines, **({"by": KARI, "on": LATER, "now": NOW} | told)
    )


def refused(db: Database, sheet: Sheet, *lines: Line, **told: Any) -> dict[int, Refused]:
    """What stands against the lines; nothing is stored."""
    before = everything(db)
    with pytest.raises(LinesRefused) as met:
        entered(db, sheet, *lines, **told)
    assert everything(db) == before
    return met.value.refusals


@pytest.fixture
def counter(db: Database) -> Database:
    open_counter(db)
    return db


def test_a_line_is_a_punch_on_the_day_it_was_written(counter: Database) -> None:
    card, sheet = paper(counter, punches=5), sheet_of(counter)
    assert entered(counter, sheet, line(card), line(card, 2, punches=2)) == 2
    assert paper_punches.sheets(counter)[0].lines_entered == 2
    rows = counter.rows("select punches, redeemed_on, partner_id from redemption order by punches")
    assert [(r["punches"], r["redeemed_on"], r["partner_id"]) for r in rows] == [
        (1, TODAY, CULTURE_HOUSE),
        (2, TODAY, CULTURE_HOUSE),
    ]
    assert not redemptions.unbalanced(counter)


def test_the_same_line_entered_again_is_the_same_punch(counter: Database) -> None:
    card, sheet = paper(counter, punches=5), sheet_of(counter)
    assert entered(counter, sheet, line(card)) == 1
    assert entered(counter, sheet, line(card), line(card, 2)) == 1
    assert len(counter.rows("select id from redemption")) == 2


def test_a_line_that_was_entered_otherwise_is_refused(counter: Database) -> None:
    card, other, sheet = paper(counter, punches=5), paper(counter), sheet_of(counter)
    entered(counter, sheet, line(card))
    for changed in (
        line(other),
        line(card, punches=2),
        line(card, used_on=TODAY + timedelta(days=1)),
    ):
        assert isinstance(refused(counter, sheet, changed)[1], LineTaken)


def test_two_sheets_have_lines_of_their_own(counter: Database) -> None:
    card, first, second = paper(counter, punches=5), sheet_of(counter), sheet_of(counter)
    assert (first.number, second.number) == (1, 2)
    assert entered(counter, first, line(card)) == 1
    assert isinstance(refused(counter, second, line(card))[1], PunchedThatDay)
    assert entered(counter, second, line(card, used_on=LATER)) == 1


def test_one_bad_line_keeps_all_out_and_each_tells_why(counter: Database) -> None:
    good, ran_out = paper(counter), paper(counter, valid_to=TODAY - timedelta(days=1))
    swim = paper(counter, partner_id=SWIMMING_HALL, category="swimming")
    sheet = sheet_of(counter)
    told = refused(
        counter,
        sheet,
        line(good),
        line(ran_out, 2),
        line(swim, 3),
        Line(4, 1, TODAY),
        line(good, 5),
        line(good, LINES + 1),
    )
    assert {number: type(refusal) for number, refusal in told.items() if number <= LINES} == {
        2: Expired,
        3: WrongPartner,
        4: UnknownNumber,
        5: UsedUp,
    }
    assert str(told[LINES + 1]).startswith("Linje må være fra 1 til 25")


def test_more_than_is_left_is_refused(counter: Database) -> None:
    card, sheet = paper(counter, punches=2), sheet_of(counter)
    assert isinstance(refused(counter, sheet, line(card, punches=3))[1], TooFewLeft)
    assert entered(counter, sheet, line(card, punches=2)) == 1


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), LATER + timedelta(days=1)])
def test_a_day_before_the_sheet_or_to_come_is_refused(counter: Database, day: date) -> None:
    card, sheet = paper(counter), sheet_of(counter)
    assert str(refused(counter, sheet, line(card, used_on=day))[1]).startswith("Dato må være")
    assert entered(counter, sheet, line(card, used_on=LATER)) == 1


def test_what_the_till_took_the_same_day_is_asked_about(counter: Database) -> None:
    card, sheet = paper(counter, punches=5), sheet_of(counter)
    punched(counter, card, till_at(counter), "at the till")
    assert isinstance(refused(counter, sheet, line(card))[1], PunchedThatDay)
    assert entered(counter, sheet, line(card), other_visit=frozenset({1})) == 1
    assert entered(counter, sheet, line(card, 2, used_on=TODAY + timedelta(days=1))) == 1


def test_what_was_undone_at_the_till_is_not_asked_about(counter: Database) -> None:
    card, sheet, till = paper(counter, punches=5), sheet_of(counter), till_at(counter)
    done = punched(counter, card, till, "at the till")
    redemptions.undo(counter, done.id, till=till, now=NOW)
    assert entered(counter, sheet, line(card)) == 1


def test_the_category_on_the_line_is_the_one_taken(counter: Database) -> None:
    card, sheet = paper(counter), sheet_of(counter)
    with_more(counter, card.card_id, "theatre", 2)
    entered(counter, sheet, line(card, category="theatre"))
    [taken] = counter.rows("select category from redemption")
    assert taken["category"] == "theatre"


def test_a_closed_partner_gets_no_sheet(counter: Database) -> None:
    partners.close(counter, CULTURE_HOUSE, by=KARI, now=NOW)
    with pytest.raises(PartnerClosed):
        sheet_of(counter)


def test_only_a_coordinator_makes_and_enters_sheets(counter: Database) -> None:
    sheet = sheet_of(counter)
    with pytest.raises(NotYourRole):
        paper_punches.make_sheet(counter, CULTURE_HOUSE, by=NINA, on=TODAY, now=NOW)
    with pytest.raises(NotYourRole):
        entered(counter, sheet, line(paper(counter)), by=NINA)
