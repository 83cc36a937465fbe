"""Schemes: the ages and days they are for, their quotas, and how they are changed."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from lib import schemes
from lib.ages import OLDEST
from lib.db import Database
from lib.municipality import SCHEME_TEMPLATES
from lib.refusals import BadInput
from lib.schemes import (
    MOST_A_YEAR,
    BirthDateMissing,
    NotOpen,
    OutsideAges,
    Quota,
    Scheme,
)
from lib.staff import NotYourRole
from tests.town import KARI, KEYS, LARVIK_CARD, NINA, TODAY, given

CARD = Scheme(
    id=LARVIK_CARD,
    name="Aktivitetskortet",
    purpose="",
    owner_unit="",
    decision="",
    age_from=2,
    age_to=19,
    valid_from=date(2024, 1, 1),
    valid_to=date(2024, 12, 31),
)
TEN = date(2013, 6, 5)


def quotas(db: Database, scheme_id: UUID = LARVIK_CARD) -> dict[str, int]:
    return {quota.category: quota.units_a_year for quota in schemes.quotas(db, scheme_id)}


def change(db: Database, **changes: Any) -> None:
    told = {"name": "Aktivitetskortet", "age_from": 2, "age_to": 19, "quotas": {}}
    schemes.change(db, LARVIK_CARD, **(told | {"by": KARI} | changes))


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
    assert [known.code for known in schemes.criteria(db, LARVIK_CARD)] == ["low_income", "refugee"]


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


@pytest.mark.parametrize("template", sorted(SCHEME_TEMPLATES.glob("*.toml")), ids=lambda p: p.stem)
def test_each_scheme_that_comes_along_can_be_used(empty_db: Database, template: Path) -> None:
    scheme_id = empty_db.transact(lambda tx: schemes.enter_template(tx, template, on=TODAY))
    scheme = schemes.of(empty_db, scheme_id)
    assert scheme.valid_from == date(2024, 1, 1)
    assert scheme.valid_to is None
    assert scheme.name
    assert scheme.purpose
    assert scheme.owner_unit
    assert schemes.why_not(scheme, TEN, on=TODAY) is None
    assert schemes.criteria(empty_db, scheme_id)
    limits = quotas(empty_db, scheme_id)
    known = {row["code"] for row in empty_db.rows("select code from category")}
    assert set(limits) <= known
    assert all(0 < units <= MOST_A_YEAR for units in limits.values())
