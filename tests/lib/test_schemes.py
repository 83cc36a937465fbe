"""Schemes: the ages and days they are for, their quotas, and how they are changed."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from lib import scheme_criteria, scheme_templates, scheme_years, schemes
from lib.ages import OLDEST
from lib.db import Database
from lib.refusals import BadInput
from lib.schemes import (
    MOST_A_YEAR,
    BirthDateMissing,
    NotOpen,
    OutsideAges,
    Period,
    Quota,
    Scheme,
    SchemeKind,
)
from lib.staff import NotYourRole
from tests.town import KARI, KEYS, LARVIK_CARD, NINA, NOW, TODAY, given

CARD = Scheme(
    id=LARVIK_CARD,
    name="Aktivitetskortet",
    purpose="",
    owner_unit="",
    decision="",
    kind=SchemeKind.TICKETS,
    age_from=2,
    age_to=19,
    ages_change_on=None,
    next_age_from=None,
    next_age_to=None,
    period=Period.CALENDAR_YEAR,
    people_per_visit=1,
    companion_to_age=None,
    replaces_lost=True,
    price_ore=None,
    amount_ore=None,
    valid_from=date(2024, 1, 1),
    valid_to=date(2024, 12, 31),
)
TEN = date(2013, 6, 5)


def quotas(db: Database, scheme_id: UUID = LARVIK_CARD) -> dict[str, int]:
    return {quota.category: quota.units_a_year for quota in schemes.quotas(db, scheme_id)}


def change(db: Database, **changes: Any) -> None:
    limits = changes.pop("quotas", {})
    by = changes.pop("by", KARI)
    schemes.change(db, replace(schemes.of(db, LARVIK_CARD), **changes), quotas=limits, by=by)


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (date(2023, 12, 31), "Ordningen starter 01.01.2024."),
        (date(2024, 1, 1), None),
        (date(2024, 12, 31), None),
        (date(2025, 1, 1), "Ordningen er avsluttet."),
    ],
)
def test_a_scheme_is_open_from_its_first_day_to_its_last(on: date, says: str | None) -> None:
    refusal = schemes.why_not(CARD, TEN, on=on)
    assert (str(refusal) if refusal else None) == says
    assert refusal is None or isinstance(refusal, NotOpen)


def test_a_scheme_without_a_last_day_stays_open() -> None:
    assert (
        schemes.why_not(replace(CARD, valid_to=None), date(2080, 1, 1), on=date(2090, 1, 1)) is None
    )


@pytest.mark.parametrize(
    ("born", "says"),
    [
        (date(2022, 5, 16), "Alder er 1 år, og ordningen gjelder fra 2 til 19 år."),
        (date(2022, 5, 15), None),  # two today
        (date(2004, 5, 16), None),  # twenty tomorrow
        (date(2004, 5, 15), "Alder er 20 år, og ordningen gjelder fra 2 til 19 år."),
    ],
)
def test_a_scheme_has_its_youngest_and_its_oldest(born: date, says: str | None) -> None:
    refusal = schemes.why_not(CARD, born, on=TODAY)
    assert (str(refusal) if refusal else None) == says
    assert refusal is None or isinstance(refusal, OutsideAges)


def test_age_cannot_be_judged_without_a_birth_date() -> None:
    assert isinstance(schemes.why_not(CARD, None, on=TODAY), BirthDateMissing)
    closed = schemes.why_not(CARD, None, on=date(2025, 1, 1))
    assert isinstance(closed, NotOpen)


def test_schemes_and_their_criteria_are_listed_by_name(db: Database) -> None:
    """Two schemes of one name are two schemes."""
    given(
        db,
        "scheme",
        """
        id   | name             | age_from | age_to | valid_from
        OLD  | Aktivitetskortet | 6        | 12     | 2023-01-01
        KRAG | Kragerøkortet    | 0        | 19     | 2024-01-01
        """,
    )
    listed = [(scheme.name, scheme.valid_from.year) for scheme in schemes.all_of(db)]
    assert listed == [
        ("Aktivitetskortet", 2023),
        ("Aktivitetskortet", 2024),
        ("Kragerøkortet", 2024),
    ]
    assert [known.code for known in scheme_criteria.in_force(db, LARVIK_CARD)] == [
        "low_income",
        "refugee",
    ]


def test_a_missing_scheme_is_our_bug(db: Database) -> None:
    assert schemes.of(db, LARVIK_CARD).name == "Aktivitetskortet"
    with pytest.raises(LookupError):
        schemes.of(db, UUID(int=0))


def test_a_category_without_a_quota_has_no_limit(db: Database) -> None:
    assert schemes.quotas(db, LARVIK_CARD) == [
        Quota("transport", "Buss", 2),
        Quota("cinema", "Kino", 5),
    ]
    assert schemes.quota_text(2, 5, "Kino") == "2 av 5 kino"
    assert schemes.quota_text(2, None, "Kino") == "2 kino"


def test_a_scheme_is_changed_as_told(db: Database) -> None:
    change(db, name="  Larvik-\n kortet ", age_from=0, age_to=18)
    changed = schemes.of(db, LARVIK_CARD)
    assert (changed.name, changed.age_from, changed.age_to) == ("Larvik- kortet", 0, 18)
    assert changed.valid_from == date(2024, 1, 1)


def test_quotas_are_raised_lowered_added_and_lifted_again_and_again(
    db: Database, tmp_path: Path
) -> None:
    """The same keys are taken out and put in by each change, and after a restart too."""
    for told in (
        {"cinema": 6, "transport": 2},
        {"cinema": 4, "bowling": 1},
        {"cinema": 4, "bowling": 1},
        {"bowling": MOST_A_YEAR},
        {"cinema": 5},
        {},
        {"cinema": 5, "transport": 2},
    ):
        change(db, quotas=told)
        assert quotas(db) == told
    file = db.row("select path from duckdb_databases() where path is not null")
    assert file
    db.close()
    with Database(file["path"], KEYS) as reopened:
        change(reopened, quotas={"cinema": 3})
        assert quotas(reopened) == {"cinema": 3}


@pytest.mark.parametrize(
    ("says", "changes"),
    [
        ("Navn må fylles ut", {"name": " "}),
        ("Alder må være mellom 0 og 120", {"age_from": -1}),
        ("Alder må være mellom 0 og 120", {"age_to": OLDEST + 1}),
        ("Alder til kan ikke være lavere", {"age_from": 10, "age_to": 9}),
        ("Ny alder må fylles ut", {"ages_change_on": TODAY}),
        (
            "Ny alder til kan ikke være lavere",
            {"ages_change_on": TODAY, "next_age_from": 9, "next_age_to": 8},
        ),
        ("Gjelder til kan ikke være før", {"valid_to": date(2023, 12, 31)}),
        ("Personer per klipp må være fra 1", {"people_per_visit": 0}),
        ("Ledsager må ha en alder", {"companion_to_age": OLDEST + 1}),
        ("Slag ordning kan ikke endres", {"kind": SchemeKind.FUND, "amount_ore": 100}),
        ("Kvote må være fra 1 til 365", {"quotas": {"cinema": 0}}),
        ("Kvote må være fra 1 til 365", {"quotas": {"cinema": -1}}),
        ("Kvote må være fra 1 til 365", {"quotas": {"transport": 1, "cinema": MOST_A_YEAR + 1}}),
    ],
)
def test_what_cannot_be_right_is_refused_and_changes_nothing(
    db: Database, says: str, changes: dict[str, Any]
) -> None:
    before = schemes.of(db, LARVIK_CARD), quotas(db)
    with pytest.raises(BadInput, match=f"^{says}"):
        change(db, **changes)
    assert (schemes.of(db, LARVIK_CARD), quotas(db)) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"age_from": 0, "age_to": OLDEST},
        {"age_from": 9, "age_to": 9},
        {"quotas": {"cinema": 1, "transport": MOST_A_YEAR}},
    ],
)
def test_the_last_that_can_be_right_is_taken(db: Database, changes: dict[str, Any]) -> None:
    change(db, **changes)


def test_only_a_coordinator_changes_a_scheme(db: Database) -> None:
    with pytest.raises(NotYourRole):
        change(db, by=NINA)


@pytest.mark.parametrize("code", [known.code for known in scheme_templates.all_of()])
def test_each_template_makes_a_scheme_that_can_be_used(db: Database, code: str) -> None:
    scheme_id = scheme_templates.add(db, code, by=KARI, on=TODAY, now=NOW)
    scheme = schemes.of(db, scheme_id)
    assert scheme.valid_from == date(2024, 1, 1)
    assert scheme.valid_to is None
    assert scheme.name
    assert scheme.purpose
    assert scheme.owner_unit
    youngest, _ = scheme.ages_on(TODAY)
    assert schemes.why_not(scheme, TODAY.replace(year=TODAY.year - youngest), on=TODAY) is None
    assert scheme_criteria.in_force(db, scheme_id)
    known = {row["code"] for row in db.rows("select code from category")}
    assert set(quotas(db, scheme_id)) | set(schemes.content(db, scheme_id)) <= known
    assert bool(scheme_years.of(db, scheme_id)) == scheme.has_own_cards


def test_only_a_coordinator_adds_a_scheme(db: Database) -> None:
    with pytest.raises(NotYourRole):
        scheme_templates.add(db, scheme_templates.FIRST, by=NINA, on=TODAY, now=NOW)


def test_two_schemes_of_one_name_are_two_schemes(db: Database) -> None:
    larvik, sandefjord = (
        scheme_templates.add(db, code, by=KARI, on=TODAY, now=NOW)
        for code in ("aktivitetskortet-larvik", "aktivitetskortet-sandefjord")
    )
    assert schemes.of(db, larvik).name == schemes.of(db, sandefjord).name == "Aktivitetskortet"
    assert scheme_criteria.in_force(db, larvik) != scheme_criteria.in_force(db, sandefjord)


@pytest.mark.parametrize(
    ("on", "ages"), [(date(2026, 7, 31), (6, 16)), (date(2026, 8, 1), (6, 19))]
)
def test_an_age_range_widens_from_its_date(db: Database, on: date, ages: tuple[int, int]) -> None:
    scheme_id = scheme_templates.add(db, "fritidskortet-skien", by=KARI, on=TODAY, now=NOW)
    assert schemes.of(db, scheme_id).ages_on(on) == ages


@pytest.mark.parametrize(
    ("period", "on", "first", "last", "card_to"),
    [
        ("calendar_year", "2024-05-15", "2024-01-01", "2024-12-31", "2024-12-31"),
        ("half_year", "2024-06-30", "2024-01-01", "2024-06-30", "2024-06-30"),
        ("half_year", "2024-07-01", "2024-07-01", "2024-12-31", "2024-12-31"),
        ("year_from_issue", "2024-05-15", "2023-05-16", "2024-05-15", "2025-05-14"),
        ("year_from_issue", "2024-02-29", "2023-03-01", "2024-02-29", "2025-02-27"),
    ],
)
def test_quotas_and_cards_follow_the_period(
    period: str, on: str, first: str, last: str, card_to: str
) -> None:
    scheme, day = replace(CARD, period=Period(period)), date.fromisoformat(on)
    assert scheme.period_around(day) == (date.fromisoformat(first), date.fromisoformat(last))
    assert scheme.card_lasts_to(day) == date.fromisoformat(card_to)


@pytest.mark.parametrize(
    ("people", "companion", "says"),
    [
        (1, None, ""),
        (2, None, "Ett klipp gjelder for inntil 2 personer."),
        (1, 13, "Voksen følger gratis med barn til og med 13 år."),
        (1, OLDEST, "Ledsager følger med gratis."),
    ],
)
def test_the_terms_say_who_may_come_along(people: int, companion: int | None, says: str) -> None:
    assert replace(CARD, people_per_visit=people, companion_to_age=companion).terms == says
