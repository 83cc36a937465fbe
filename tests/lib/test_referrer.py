"""A referrer knows what there is and whom to call, and reaches no person, card or stock."""

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_type_hints
from unittest.mock import Mock
from uuid import UUID, uuid4

import pytest

import lib
from lib import households, lookups, need_to_know
from lib.db import Database, Transaction
from lib.staff import NotYourRole, StaffUser
from tests.test_architecture import HOUSE, imports, name_of, words
from tests.town import (
    FRIDA,
    KEYS,
    NAV,
    NINA,
    NOW,
    TODAY,
    YUSUF,
    at_home,
    awarded,
    entitled,
    person_id_of,
    stocked,
)

# Somebody at NAV's own counter: the service is right, and the role is not.
AT_NAV = replace(FRIDA, service_id=NAV)

# Theirs to do.
OPEN = {"referrals.slip_pdf", "sessions.change_password"}
# Told who asks, and tell nothing: the lines of the log, and the counter of look-ups. The last
# one is given what applications.of has read, which is walked itself.
NO_TELLERS = {
    "audit.refusals_noted",
    "audit.look",
    "audit.look_at",
    "lookup_limit.count",
    "application_decisions.why_not",
}

# What tells of people, their rights and their cards, or of how much there is in stock.
REGISTER = {
    *("persons", "households", "lookups", "need_to_know", "registration", "duplicates"),
    *("entitlements", "eligibility", "awards", "holdings", "contact_requests", "consents"),
    *("cards", "papers", "redemptions", "stock", "stock_watch", "ledger", "access_log"),
}
ITS_TABLES = {"person", "household", "membership", "entitlement", "award", "card", "movement"}
OF_THE_DIRECTORY = (
    *("directory", "seasons", "school_holidays", "organisations"),
    *("offer_guide", "referrals", "signposts"),
)


def acts_of_staff() -> dict[str, Callable[..., Any]]:
    """Every function of lib that is told who asks, but those that are part of another's act."""
    found = {}
    for known in pkgutil.iter_modules(lib.__path__):
        module = importlib.import_module(f"lib.{known.name}")
        for name, function in vars(module).items():
            if not inspect.isfunction(function) or function.__module__ != module.__name__:
                continue
            kinds = list(get_type_hints(inspect.unwrap(function)).values())
            if not name.startswith("_") and StaffUser in kinds and Transaction not in kinds:
                found[f"{known.name}.{name}"] = function
    return found


ACTS = acts_of_staff()


@pytest.fixture(scope="module")
def house(settled_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One house for the whole walk, since nobody gets far enough to change it."""
    file = tmp_path_factory.mktemp("referrer") / "klipp.duckdb"
    with Database(shutil.copy(settled_file, file), KEYS) as db:
        yield db


@pytest.fixture(scope="module")
def family(house: Database) -> dict[str, UUID]:
    """A family of NAV with a right and a ticket, so that who gets through finds something."""
    household_id = at_home(house)
    child = person_id_of(house, YUSUF)
    entitled(house, child)
    batch_id = stocked(house, "Bowlingrunde")
    return {
        "household_id": household_id,
        "person_id": child,
        "batch_id": batch_id,
        "award_id": awarded(house, child, batch_id),
    }


def called(act: Callable[..., Any], house: Database, family: dict[str, UUID], by: StaffUser) -> Any:
    """Call the act with something of the right sort for each argument it cannot do without."""
    kinds = get_type_hints(act)
    positional, by_name = [], {}
    for argument in inspect.signature(act).parameters.values():
        if argument.default is not inspect.Parameter.empty:
            continue
        known = {
            Database: house,
            StaffUser: by,
            UUID: family.get(argument.name, uuid4()),
            date: TODAY,
            datetime: NOW,
            str: "nb" if argument.name == "language_code" else "Yusuf Haddad",
        }
        given = house if argument.name == "db" else known.get(kinds[argument.name], Mock())
        if argument.kind is inspect.Parameter.KEYWORD_ONLY:
            by_name[argument.name] = given
        else:
            positional.append(given)
    return act(*positional, **by_name)


@pytest.mark.parametrize("name", sorted(set(ACTS) - OPEN - NO_TELLERS))
def test_no_act_of_lib_lets_a_referrer_through(
    name: str, house: Database, family: dict[str, UUID]
) -> None:
    with pytest.raises(NotYourRole):
        called(ACTS[name], house, family, AT_NAV)


def test_the_walk_meets_what_a_caseworker_is_shown(
    house: Database, family: dict[str, UUID]
) -> None:
    """The control: the same arguments open the family to the service that registered it."""
    assert called(need_to_know.person, house, family, NINA).name == "Yusuf Haddad"
    assert called(households.opened, house, family, NINA).members
    assert {"lookups.by_name", "households.opened", "need_to_know.person"} <= set(ACTS)
    assert lookups.by_name(house, "Yusuf Haddad", "05.06.2013", by=NINA, on=TODAY, now=NOW)
    assert set(ACTS) >= OPEN | NO_TELLERS


@pytest.mark.parametrize("file", sorted((HOUSE / "pages/directory").glob("*.py")), ids=name_of)
def test_a_page_of_the_directory_asks_no_module_of_the_register(file: Path) -> None:
    assert not imports(file) & {f"lib.{name}" for name in REGISTER}


@pytest.mark.parametrize("name", OF_THE_DIRECTORY)
def test_the_directory_is_built_without_the_register(name: str) -> None:
    assert not imports(HOUSE / f"lib/{name}.py") & {f"lib.{known}" for known in REGISTER}
    for file in (HOUSE / "lib/sql" / name).glob("*.sql"):
        assert not words(file) & ITS_TABLES, file
