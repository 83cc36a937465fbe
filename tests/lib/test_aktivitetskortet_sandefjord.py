"""Aktivitetskortet in Sandefjord lives through a year: pensioners, no child, and a companion."""

from datetime import date
from uuid import uuid4

import pytest

from lib import (
    awards,
    cards,
    eligibility,
    entitlements,
    handing_out,
    households,
    ledger,
    printing,
    scheme_years,
    schemes,
)
from lib.db import Database
from lib.eligibility import Verdict
from lib.memberships import MemberRole
from lib.need_to_know import NotYours
from tests.counter import open_counter, punched, till_at
from tests.lib.test_scheme_years import added, year_of
from tests.lib.test_sponsor_reports import text_of
from tests.town import (
    HEGE,
    KARI,
    LARVIK_CARD,
    NAV,
    NINA,
    NOW,
    TODAY,
    at_home,
    choices,
    member,
    person_id_of,
    standings,
)

OLAV = member(MemberRole.GUARDIAN, "Olav Lie", date(1950, 4, 3))
INGER = member(MemberRole.GUARDIAN, "Inger Lie", date(1952, 8, 9))


def test_a_minimum_pensioner_without_children_goes_to_the_cinema_with_a_companion(
    db: Database,
) -> None:
    open_counter(db)
    scheme_id = added(db, "aktivitetskortet-sandefjord")
    assert (year_of(db, scheme_id).cards, year_of(db, scheme_id).budget_ore) == (600, 497_000_00)
    ledger.move(db, year_of(db, scheme_id).batch_id, None, NAV, 300, by=KARI, now=NOW)

    home = at_home(db, OLAV, INGER)
    household = households.opened(db, home, by=NINA, now=NOW)
    recipients = eligibility.recipients(household, schemes.all_of(db), on=TODAY)
    assert [each.person.name for each in recipients] == ["Olav Lie", "Inger Lie"]
    olav = person_id_of(db, OLAV)

    # Two schemes of one name: the one for children is not his, the other waits for a look.
    standing = {each.scheme.id: each.verdict for each in standings(db, olav)}
    assert standing == {LARVIK_CARD: Verdict.NO_RIGHT, scheme_id: Verdict.MISSING}

    entitlements.assess(
        db,
        olav,
        scheme_id,
        "minimum_pension",
        valid_to=date(2024, 12, 31),
        by=NINA,
        on=TODAY,
        now=NOW,
    )
    [choice] = choices(db, olav)
    awards.award(db, olav, choice.batch_id, 1, award_id=uuid4(), by=NINA, on=TODAY, now=NOW)
    sheet = handing_out.hand_out(db, olav, by=NINA, on=TODAY, now=NOW)
    assert sheet.handed
    [card] = sheet.handed.cards
    assert card.terms == "Ledsager følger med gratis."
    assert card.terms in text_of(printing.sheet_pdf(db, sheet, base_url="https://k.no"))
    assert punched(db, card, till_at(db), "key").punches_left == 3

    # The card stays good when the year is closed, and a change of scheme leaves it alone.
    assert scheme_years.close(db, scheme_id, 2024, by=KARI, now=NOW) == 599
    assert cards.of(db, card.card_id).terms == card.terms
    assert schemes.of(db, scheme_id).terms == card.terms
    with pytest.raises(NotYours):
        choices(db, olav, by=HEGE)
    assert not ledger.unbalanced(db)


def test_a_parent_is_offered_nothing_where_no_scheme_is_for_adults(db: Database) -> None:
    household = households.opened(db, at_home(db), by=NINA, now=NOW)
    recipients = eligibility.recipients(household, schemes.all_of(db), on=TODAY)
    assert [each.role for each in recipients] == [MemberRole.CHILD, MemberRole.CHILD]
