"""The house's walls: who may import what, and what may not be spoken of where."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.staff import Role
from pages.rooms import ROOMS, Room

HOUSE = Path(__file__).parents[1]
LIB = sorted((HOUSE / "lib").glob("*.py"))
PAGES = sorted((HOUSE / "pages").rglob("*.py"))

# What a till and an open page know nothing of: how a card was got, and who has it.
HOW_AND_WHO = {"award", "scheme", "entitlement", "household", "person", "sold", "gift"}
CARDS = ("cards", "papers", "short_codes", "tills", "redemptions", "links", "qr")
# What those who pay a club know nothing of, either.
CLAIMS = ("claims", "claim_rules", "claim_decisions", "payments", "payment_files", "pain001")
NEUTRAL = [
    *(HOUSE / "lib" / f"{name}.py" for name in CARDS + CLAIMS),
    *sorted(file for name in CARDS + CLAIMS for file in (HOUSE / "lib/sql" / name).glob("*.sql")),
    *sorted((HOUSE / "pages/public").rglob("*.py")),
    *sorted((HOUSE / "pages/public/templates").glob("*.html")),
]


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def name_of(file: Path) -> str:
    return str(file.relative_to(HOUSE))


def imports(file: Path) -> set[str]:
    """Every module the file imports; `from lib import awards` counts as lib.awards, too."""
    found: set[str] = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def packages(file: Path) -> set[str]:
    return {module.split(".")[0] for module in imports(file)}


LIB_ARROWS = {
    f"lib.{file.stem}": {m for m in imports(file) if m in {f"lib.{other.stem}" for other in LIB}}
    for file in LIB
}


def reached_from(module: str) -> set[str]:
    """Every module of lib that a module leans on, directly or by others."""
    found: set[str] = set()
    asked = [module]
    while asked:
        for leant_on in LIB_ARROWS[asked.pop()] - found:
            found.add(leant_on)
            asked.append(leant_on)
    return found


@pytest.mark.parametrize("file", LIB, ids=name_of)
def test_the_rules_have_never_heard_of_a_screen(file: Path) -> None:
    assert not packages(file) & {"streamlit", "streamlit_authenticator", "starlette", "pages"}


@pytest.mark.parametrize("file", [*LIB, *PAGES, HOUSE / "app.py"], ids=name_of)
def test_there_is_one_door_to_the_database(file: Path) -> None:
    assert "duckdb" not in packages(file) or file == HOUSE / "lib/db.py"


@pytest.mark.parametrize("module", LIB_ARROWS)
def test_modules_do_not_go_round_in_circles(module: str) -> None:
    assert module not in reached_from(module)


@pytest.mark.parametrize("file", LIB, ids=name_of)
def test_the_rules_never_read_the_clock(file: Path) -> None:
    clocks = {"now", "utcnow", "today", "time", "monotonic", "perf_counter"}
    read = {
        ast.unparse(node)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in clocks
        and ast.unparse(node.func.value) in {"date", "datetime", "time", "datetime.datetime"}
    }
    assert not read


@pytest.mark.parametrize("file", PAGES, ids=name_of)
def test_a_page_holds_no_sql(file: Path) -> None:
    statement = re.compile(r"^\s*(select|insert into|update|delete from|with)\s", re.IGNORECASE)
    texts = [n.value for n in ast.walk(tree(file)) if isinstance(n, ast.Constant)]
    assert not [text for text in texts if isinstance(text, str) and statement.match(text)]
    assert "lib.db.sql" not in imports(file)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.address)
def test_the_first_thing_a_page_does_is_to_ask_who_is_there(room: Room) -> None:
    """Imports, constants and functions stand before it; nothing else does."""
    first = next(acts(tree(HOUSE / "pages" / room.file)))
    asked = next(
        node
        for node in ast.walk(first)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "signed_in"
    )
    # «*Role» is everyone.
    everyone = {f"Role.{role.name}" for role in Role}
    names = {ast.unparse(role) for role in asked.args}
    let_in = everyone if names == {"*Role"} else names
    assert let_in >= {f"Role.{role.name}" for role in room.roles}


def acts(module: ast.Module) -> Iterator[ast.stmt]:
    for statement in module.body:
        declares = isinstance(
            statement, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef
        )
        is_docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        is_constant = isinstance(statement, ast.Assign) and all(
            name.id.isupper()
            for target in statement.targets
            for name in ast.walk(target)
            if isinstance(name, ast.Name)
        )
        if not (declares or is_docstring or is_constant):
            yield statement


def test_every_page_that_asks_who_is_there_is_a_room() -> None:
    """A page outside the table would have no address behind the gate."""
    files = {HOUSE / "pages" / room.file for room in ROOMS}
    asking = {file for file in PAGES if "pages.desk.signed_in" in imports(file)}
    assert asking == files
    assert len({room.address for room in ROOMS}) == len(ROOMS)


@pytest.mark.parametrize("file", NEUTRAL, ids=name_of)
def test_a_till_knows_nothing_of_how_a_card_was_got_or_who_has_it(file: Path) -> None:
    assert not words(file) & HOW_AND_WHO


def words(file: Path) -> set[str]:
    """The words a file works with: what is named in code or SQL, not what comments tell."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        text = " ".join(identifiers(ast.parse(text)))
    elif file.suffix == ".sql":
        text = re.sub(r"--.*", "", text)
    return {word.lower() for word in re.split(r"[^A-Za-zÆØÅæøå]+", text)}


def identifiers(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.alias(name=name):
                # CardOfAward is two words too many.
                yield re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
            case ast.keyword(arg=str(name)) | ast.ImportFrom(module=str(name)):
                yield name


# --- The line between what is exact and what is published ---
# Exact stays in the register: a service's own pools, the coordinator's stock and the files with
# it. Whatever counts what children were given or have used is told as published, and no other way.

TRUE_COUNTS = {f"lib.{name}" for name in ("db", "release", "frozen", "inner_cells")}
LEADERSHIP = sorted((HOUSE / "pages/leadership").glob("*.py"))
PAGE_MODULES = {
    ".".join(file.relative_to(HOUSE).with_suffix("").parts): imports(file) for file in PAGES
}


def leant_on(file: Path) -> set[str]:
    """Every module of lib that a page leans on, by way of other pages too.

    Not by way of pages.desk, which asks the register who is signed in.
    """
    found: set[str] = set()
    asked, met = [imports(file)], {"pages.desk"}
    while asked:
        names = asked.pop()
        found |= names & set(LIB_ARROWS)
        new = names & set(PAGE_MODULES) - met
        met |= new
        asked += [PAGE_MODULES[name] for name in new]
    return found.union(*(reached_from(module) for module in found))


@pytest.mark.parametrize("file", LEADERSHIP, ids=name_of)
def test_leadership_cannot_reach_the_register(file: Path) -> None:
    assert not imports(file) & {"pages.connection", "pages.desk.connect"}
    assert not leant_on(file) & TRUE_COUNTS


@pytest.mark.parametrize(
    "module", ["published", "uptake", "yearly_report", "grant_figures", "published_sheets"]
)
def test_the_published_figures_are_read_without_the_register(module: str) -> None:
    assert not reached_from(f"lib.{module}") & TRUE_COUNTS


def test_the_walk_from_a_page_finds_the_register_where_it_is_leant_on() -> None:
    """The control: the coordinator's page that publishes reaches all of it."""
    assert leant_on(HOUSE / "pages/coordinator/publish.py") >= TRUE_COUNTS


def test_only_the_release_counts_awards_by_group_and_opens_what_is_frozen() -> None:
    """An award's neighbourhood and age band are sealed, so whoever counts by them opens a seal."""
    leaning = {
        module: {name for name, arrows in LIB_ARROWS.items() if f"lib.{module}" in arrows}
        for module in ("award_groups", "inner_cells", "frozen")
    }
    assert leaning == {
        # Awards are sealed where they are made.
        "award_groups": {"lib.awards", "lib.demonstration_year", "lib.inner_cells"},
        "inner_cells": {"lib.release"},
        "frozen": {"lib.release"},
    }
    asking = {
        name_of(file)
        for file in (HOUSE / "lib").rglob("*")
        if file.suffix in (".py", ".sql")
        and "schema" not in file.parts
        and re.search(
            r"\bfrozen_(period|area|cell|card|kroner)\b", file.read_text(encoding="utf-8")
        )
    }
    assert asking == {"lib/frozen.py", "lib/sql/release/awarded_in.sql"}


def test_a_release_is_asked_for_only_where_it_is_published() -> None:
    assert {name for name, used in PAGE_MODULES.items() if "lib.release" in used} == {
        "pages.coordinator.publish",
        "pages.public.publish_job",
        "pages.publishing",
    }


@pytest.mark.parametrize(
    "file",
    [
        file
        for name in ("exports", "sponsor_reports")
        for file in (HOUSE / "lib/sql" / name).iterdir()
    ],
    ids=name_of,
)
def test_what_the_coordinator_takes_away_tells_nothing_by_person_age_or_area(file: Path) -> None:
    """It is stock and money; what it says of uptake is read from the published figures."""
    told = words(file)
    assert not told & {"person", "household", "sealed", "entitlement", "identity", "staff"}
    if "award" in told:
        assert not told & {"awarded", "neighbourhood", "age", "service"}


@pytest.mark.parametrize("module", ["exports", "sponsor_reports"])
def test_the_coordinators_files_do_not_lean_on_true_counts(module: str) -> None:
    told = LIB_ARROWS[f"lib.{module}"]
    assert not told & (TRUE_COUNTS - {"lib.db"} | {"lib.awards", "lib.award_groups", "lib.persons"})


@pytest.mark.parametrize("file", PAGES, ids=name_of)
def test_no_page_that_meets_a_person_keeps_anything_in_a_cache(file: Path) -> None:
    """st.cache_data is shared by everyone who is signed in."""
    if "leadership" not in file.parts:
        assert "cache_data" not in words(file) | set(identifiers(tree(file)))
