"""The same few people, services and dates for every test, and ledgers drawn as tables."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from lib import (
    award_groups,
    awards,
    eligibility,
    entitlements,
    holdings,
    memberships,
    need_to_know,
    offers,
    partners,
    persons,
    registration,
    schemes,
    stock,
)
from lib.db import Database, Transaction
from lib.eligibility import Choice, Standing
from lib.identity_numbers import IdentityKind, IdentityNumber, parse, synthetic
from lib.keys import Keys
from lib.memberships import MemberRole
from lib.offers import OfferKind
from lib.registration import NewMember
from lib.staff import Role, StaffUser
from lib.stock import Acquisition, Delivery

TODAY = date(2024, 5, 15)
NOW = datetime(2024, 5, 15, 10, 0)
KEYS = Keys(b"only for tests, never in a house")


def id_of(name: str) -> UUID:
    """The id that a name stands for in drawn ledgers: `id_of("NAV")` is always the same."""
    return uuid5(NAMESPACE_URL, name)


NAV, NURSES, REFUGEES = id_of("NAV"), id_of("NURSES"), id_of("REFUGEES")
LARVIK_CARD = id_of("LARVIK_CARD")
STAVERN = id_of("STAVERN")


def _staff(name: str, service: UUID | None, *roles: Role) -> StaffUser:
    return StaffUser(
        id=id_of(name),
        username=name.lower(),
        name=name.capitalize(),
        service_id=service,
        roles=frozenset(roles),
        must_change_password=False,
    )


KARI = _staff("KARI", None, Role.COORDINATOR)
NINA = _staff("NINA", NAV, Role.CASEWORKER)
NILS = _staff("NILS", NAV, Role.CASEWORKER)
HEGE = _staff("HEGE", NURSES, Role.CASEWORKER)
LISE = _staff("LISE", None, Role.LEADERSHIP)
ADAM = _staff("ADAM", None, Role.ADMINISTRATOR)
FRIDA = _staff("FRIDA", None, Role.REFERRER)
STAFF = (KARI, NINA, NILS, HEGE, LISE, ADAM, FRIDA)


def settle(db: Database) -> None:
    """Larvik with three services, one neighbourhood, the staff and one scheme."""
    given(
        db,
        "municipality",
        """
        only_row | name   | number | is_demonstration | warning_tells
        1        | Larvik | 3909   | false            | totals
        """,
    )
    given(
        db,
        "service",
        """
        id       | name                | phone       | email
        NAV      | NAV Larvik          | 55 55 33 33 | nav@example.no
        NURSES   | Skolehelsetjenesten | 33 17 10 00 | helse@example.no
        REFUGEES | Flyktningtjenesten  | 33 17 20 00 | flyktning@example.no
        """,
    )
    given(db, "neighbourhood", "id | name\n STAVERN | Stavern")
    for user in STAFF:
        given(
            db,
            "staff_user",
            "id | username | name | service_id",
            [(user.id, user.username, user.name, user.service_id)],
        )
        for role in user.roles:
            given(db, "staff_role", "staff_user_id | role", [(user.id, role)])
    given(
        db,
        "scheme",
        """
        id          | name            | age_from | age_to | valid_from
        LARVIK_CARD | Aktivitetskortet | 2       | 19     | 2024-01-01
        """,
    )
    given(
        db,
        "scheme_criterion",
        """
        scheme_id   | code       | name
        LARVIK_CARD | low_income | Lav inntekt
        LARVIK_CARD | refugee    | Nyankommet flyktning
        """,
    )
    given(
        db,
        "scheme_quota",
        """
        scheme_id   | category  | units_a_year
        LARVIK_CARD | cinema    | 5
        LARVIK_CARD | transport | 2
        """,
    )


def given(db: Database, table: str, drawn: str, rows: list[tuple[Any, ...]] | None = None) -> None:
    """Put the drawn rows into a table.

    The first line names the columns. In a uuid column a word stands for `id_of(word)`;
    «-» is null; a required column that is not drawn gets an empty or a fresh value.
    """
    lines = [line for line in drawn.strip().splitlines() if line.strip()]
    drawn_columns = [cell.strip() for cell in lines[0].split("|")]
    if rows is None:
        rows = [tuple(cell.strip() for cell in line.split("|")) for line in lines[1:]]
    for row in rows:
        assert len(row) == len(drawn_columns), f"{table}: {row}"
    types = _columns(db, table)
    unknown = set(drawn_columns) - set(types)
    assert not unknown, f"{table} has no {unknown}"
    left_out = [name for name, (_, needed) in types.items() if needed and name not in drawn_columns]
    columns = drawn_columns + left_out
    text = (
        f"insert into {table} ({', '.join(columns)}) "
        f"values ({', '.join(f'${n + 1}' for n in range(len(columns)))})"
    )
    filled = [
        tuple(_read(cell, types[name][0]) for name, cell in zip(drawn_columns, row, strict=True))
        + tuple(_filler(types[name][0]) for name in left_out)
        for row in rows
    ]
    db.transact(lambda tx: tx.run_many(text, filled))


def awards_drawn(db: Database, drawn: str) -> None:
    """As `given`, for awards with a neighbourhood_id and an age_band to be sealed into them."""
    heading, *lines = (line.split("|") for line in drawn.strip().splitlines())
    names = [name.strip() for name in heading]
    rows = []
    for line in lines:
        cells = dict(zip(names, map(str.strip, line), strict=True))
        award_id = id_of(cells.pop("id")) if "id" in cells else uuid4()
        area, band = _read(cells.pop("neighbourhood_id"), "uuid"), cells.pop("age_band")
        rows.append((award_id, award_groups.sealed(KEYS, award_id, band, area), *cells.values()))
    told = [name for name in names if name not in ("id", "neighbourhood_id", "age_band")]
    given(db, "award", " | ".join(["id", "sealed", *told]), rows)


def single_awards_drawn(db: Database, drawn: str) -> None:
    """As `awards_drawn`, each unit the award of a child of its own: A1 is «A1 0», «A1 1» ….

    An id stands first.
    """
    lines = [[cell.strip() for cell in line.split("|")] for line in drawn.strip().splitlines()]
    at = lines[0].index("units")
    singles = [" | ".join(lines[0])]
    for line in lines[1:]:
        for n in range(int(line[at])):
            first = f"{line[0]} {n}" if lines[0][0] == "id" else line[0]
            singles.append(" | ".join([first, *line[1:at], "1", *line[at + 1 :]]))
    awards_drawn(db, "\n".join(singles))


def cards_of(db: Database, award: str, units: int) -> list[object]:
    """A card of each of the first that `single_awards_drawn` drew as one."""
    cards: list[object] = [id_of(f"card {award} {n}") for n in range(units)]
    rows = [(card, id_of(f"{award} {n}")) for n, card in enumerate(cards)]
    given(db, "award_card", "card_id | award_id", rows)
    return cards


def punched(db: Database, cards: Sequence[object], on: date) -> None:
    """One punch on each card."""
    rows = [(card, 1, on, str(uuid4())) for card in cards]
    given(db, "redemption", "card_id | punches | redeemed_on | request_key", rows)


def _columns(db: Database, table: str) -> dict[str, tuple[str, bool]]:
    return {
        row["column_name"]: (
            row["data_type"].lower(),
            row["is_nullable"] == "NO" and row["column_default"] is None,
        )
        for row in db.rows(
            "select column_name, data_type, is_nullable, column_default "
            "from information_schema.columns where table_name = $1",
            table,
        )
    }


def _read(cell: Any, kind: str) -> Any:
    if not isinstance(cell, str):
        return cell
    if cell == "-":
        return None
    if kind == "uuid":
        return id_of(cell)
    if kind == "blob":
        return cell.encode()
    if kind == "boolean":
        return cell == "true"
    return cell


def _filler(kind: str) -> Any:
    if kind == "uuid":
        return uuid4()
    if kind == "blob":
        return uuid4().bytes
    return {
        "varchar": "",
        "boolean": False,
        "integer": 1,
        "bigint": 1,
        "date": TODAY,
        "timestamp": NOW,
    }[kind]


def number_of(born: date, serial: int = 0) -> IdentityNumber:
    """A synthetic fødselsnummer; the same serial gives the same number."""
    while (digits := synthetic(IdentityKind.FNR, born, serial)) is None:
        serial += 50
    return parse(digits)


SALMA_BORN, YUSUF_BORN, AMIR_BORN = date(1985, 3, 2), date(2013, 6, 5), date(2016, 9, 20)


def member(
    role: MemberRole, name: str, born: date, serial: int | None = 0, **given: Any
) -> NewMember:
    """Somebody as typed at the desk; without a serial, somebody without an identity number."""
    number = None if serial is None else number_of(born, serial)
    label = "Foresatt 1" if role is MemberRole.GUARDIAN else "Barn 1"
    return NewMember(label, role, name, born, number, **given)


SALMA = member(MemberRole.GUARDIAN, "Salma Haddad", SALMA_BORN)
YUSUF = member(MemberRole.CHILD, "Yusuf Haddad", YUSUF_BORN)
AMIR = member(MemberRole.CHILD, "Amir Haddad", AMIR_BORN)


def home_of(db: Database, person_id: UUID, *, by: StaffUser = NINA) -> UUID:
    """The household that the person first came with to the caseworker's service."""
    return need_to_know.known(db, person_id, by=by).homes[0].household_id


def reseal_homes(db: Database, person_id: UUID, *, at: UUID | None = None, **told: Any) -> None:
    """Let a person's memberships, or that of one household, tell something else: `since=LATER`."""
    text = "update membership set sealed = $2 where id = $1"
    homes = memberships.of_persons(db, [person_id])
    told_anew = [replace(home, **told) for home in homes if at in (None, home.household_id)]
    sealed = [(home.id, memberships.seal(db.keys, home)) for home in told_anew]
    db.transact(lambda tx: tx.run_many(text, sealed))


def at_home(
    db: Database, *members: NewMember, by: StaffUser = NINA, knowing: frozenset[UUID] = frozenset()
) -> UUID:
    """Register these people as one household; without any, Salma with Yusuf and Amir."""
    return registration.register(
        db,
        members or (SALMA, YUSUF, AMIR),
        STAVERN,
        knowing=knowing,
        by=by,
        on=TODAY,
        now=NOW,
    )


LEYLA = member(MemberRole.GUARDIAN, "Leyla Haddad", date(1983, 1, 7))


def also_with_the_nurses(db: Database, *children: NewMember) -> UUID:
    """Hege registers the same children with Leyla, having read the warnings."""
    knowing = frozenset(person_id_of(db, child) for child in children)
    return at_home(db, LEYLA, *children, by=HEGE, knowing=knowing)


def person_id_of(db: Database, known: NewMember) -> UUID:
    """Who in the register has this member's identity number."""
    assert known.number
    found = persons.with_number(db, known.number)
    assert found
    return found


def entitled(db: Database, person_id: UUID, *, by: StaffUser = NINA) -> UUID:
    """The service finds that the person has low income, for a year."""
    return entitlements.assess(
        db,
        person_id,
        LARVIK_CARD,
        "low_income",
        valid_to=date(2025, 5, 14),
        by=by,
        on=TODAY,
        now=NOW,
    )


def stocked(
    db: Database,
    offer: str,
    category: str = "bowling",
    *,
    quantity: int | None = 10,
    shares: Mapping[UUID, int | None] | None = None,
    **given_of_batch: Any,
) -> UUID:
    """Receive a batch of an offer, all of it to NAV where no shares are given; returns its id."""

    def entered(tx: Transaction) -> UUID:
        partner = partners.named(tx, "Mestern")
        partner_id = partner.id if partner else partners.enter(tx, name="Mestern")
        offer_kind = given_of_batch.pop("kind", OfferKind.ONE_OFF)
        ages = {key: given_of_batch.pop(key, None) for key in ("age_from", "age_to")}
        offer_id = offers.enter(
            tx, partner_id=partner_id, name=offer, category=category, kind=offer_kind, **ages
        )
        delivery = Delivery(
            offer_id=offer_id,
            scheme_id=LARVIK_CARD,
            quantity=quantity,
            received_on=TODAY,
            delivery_key=str(uuid4()),
            **({"acquisition": Acquisition.DONATED} | given_of_batch),
        )
        return stock.enter(
            tx, delivery, shares={NAV: quantity} if shares is None else shares, by=KARI, now=NOW
        )

    return db.transact(entered)


def standings(
    db: Database, person_id: UUID, *, by: StaffUser = NINA, on: date = TODAY
) -> list[Standing]:
    """What the caseworker reads of a person's rights at a glance."""
    known = need_to_know.known(db, person_id, by=by)
    _, counted = holdings.of_known(db, known, on=on)
    return eligibility.at_a_glance(db, known, counted, schemes.all_of(db), on=on)


def choices(
    db: Database, person_id: UUID, *, by: StaffUser = NINA, on: date = TODAY
) -> list[Choice]:
    """What the caseworker can choose among for a person."""
    known = need_to_know.known(db, person_id, by=by)
    had = holdings.of_person(db, person_id, by=by, on=on).had
    return eligibility.choices(db, known, had, on=on)


def awarded(
    db: Database,
    person_id: UUID,
    batch_id: UUID,
    units: int = 1,
    *,
    by: StaffUser = NINA,
    knowing: bool = False,
    on: date = TODAY,
) -> UUID:
    """Award, and return the award's id."""
    done = awards.award(
        db, person_id, batch_id, units, award_id=uuid4(), knowing=knowing, by=by, on=on, now=NOW
    )
    return done.id
