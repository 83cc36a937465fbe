"""The demonstration: a year in Larvik with invented people, so that no page is empty.

Made from a seed, under the rules of the ledger, relative to the moment it is loaded: the
year behind is full of life, and the day itself has things to do.
"""

from collections.abc import Callable
from datetime import datetime, time
from random import Random

from lib import (
    accounts,
    demonstration_contacts,
    demonstration_directory,
    demonstration_people,
    demonstration_stock,
    demonstration_twice,
    demonstration_year,
    municipality,
    passwords,
    persons,
    scheme_criteria,
    schemes,
)
from lib.accounts import Particulars
from lib.db import Database, Transaction
from lib.demonstration_people import CHILD_WELFARE, NAV, NEIGHBOURHOODS, NURSES, REFUGEES
from lib.demonstration_scene import Rows, Town, month_later
from lib.municipality import DEMONSTRATION_PASSWORD
from lib.norwegian import month_text, today_in_oslo
from lib.staff import Role, StaffUser

SEED = 2024

# The phones are nobody's: 00 begins no Norwegian number.
SERVICES = {
    NAV: ("00 10 00 01", "nav@larvik.example", "Vakttelefonen"),
    NURSES: ("00 10 00 02", "skolehelse@larvik.example", "Helsesykepleier på skolen"),
    REFUGEES: ("00 10 00 03", "flyktning@larvik.example", "Mottakstelefonen"),
    CHILD_WELFARE: ("00 10 00 04", "barnevern@larvik.example", "Vakttelefonen"),
}
# Username, name, service, role.
STAFF = (
    ("kari", "Kari Lunde", None, Role.COORDINATOR),
    ("nina", "Nina Aas", NAV, Role.CASEWORKER),
    ("nils", "Nils Brekke", NAV, Role.CASEWORKER),
    ("hege", "Hege Myhre", NURSES, Role.CASEWORKER),
    ("tone", "Tone Vik", NURSES, Role.CASEWORKER),
    ("farid", "Farid Noori", REFUGEES, Role.CASEWORKER),
    ("bente", "Bente Solli", CHILD_WELFARE, Role.CASEWORKER),
    ("lise", "Lise Holm", None, Role.LEADERSHIP),
    ("adam", "Adam Rød", None, Role.ADMINISTRATOR),
    ("frida", "Frida Moen", None, Role.REFERRER),
)

Progress = Callable[[float, str], None]


def load(db: Database, *, now: datetime, progress: Progress) -> None:
    """Move the demonstration into an empty house, all of it or nothing.

    `progress` hears the share done (0 to 1) and what is being done. Raises AlreadyStarted.
    """
    # Slow by design, so not while everyone else waits; all accounts have the same.
    password_hash = passwords.hashed(DEMONSTRATION_PASSWORD)
    db.transact(lambda tx: _move_in(tx, password_hash, now=now, progress=progress))


def _move_in(tx: Transaction, password_hash: str, *, now: datetime, progress: Progress) -> None:
    rng, rows = Random(SEED), Rows()
    progress(0.0, "Oppretter kommune og ansatte")
    town = _found(tx, password_hash, now=now)
    progress(0.05, "Tar imot billetter")
    lots = demonstration_stock.stock_up(tx, rows, town, rng)
    rows.enter(tx, lambda _share: None)
    progress(0.15, "Registrerer familier")
    children = demonstration_people.settle(rows, tx.keys, town, rng)
    demonstration_contacts.ask(rows, town, rng, children)
    demonstration_twice.register_again(rows, tx.keys, town, children)
    demonstration_year.live(
        tx,
        rows,
        town,
        rng,
        children,
        lots,
        lambda share, day: progress(0.25 + 0.35 * share, f"Tildeler billetter, {month_text(day)}"),
    )
    rows.enter(tx, lambda share: progress(0.6 + 0.4 * share, "Lagrer året"))
    persons.changed(tx, [row["id"] for row in tx.rows("select id from person")])
    demonstration_directory.fill(tx, on=town.today)
    progress(1.0, "Ferdig")


def _found(tx: Transaction, password_hash: str, *, now: datetime) -> Town:
    today = today_in_oslo(now)
    start = month_later(today, -12)
    founded_at = datetime.combine(start, time(6))
    municipality.enter(tx, name="Larvik", number="3909", is_demonstration=True, now=founded_at)
    scheme = schemes.all_of(tx)[0]
    services = {
        name: municipality.enter_service(
            tx, name=name, phone=phone, email=email, contact_name=contact
        )
        for name, (phone, email, contact) in SERVICES.items()
    }
    staff = [
        _hired(
            tx,
            username,
            Particulars(name, services[service] if service else None, {role}),
            password_hash,
            now=founded_at,
        )
        for username, name, service, role in STAFF
    ]
    return Town(
        start=start,
        today=today,
        now=now,
        scheme_id=scheme.id,
        criteria=tuple(criterion.code for criterion in scheme_criteria.in_force(tx, scheme.id)),
        services=services,
        caseworkers={
            service_id: tuple(user for user in staff if user.service_id == service_id)
            for service_id in services.values()
        },
        neighbourhoods={
            name: municipality.enter_neighbourhood(tx, name=name) for name in NEIGHBOURHOODS
        },
        coordinator=next(user for user in staff if user.may(Role.COORDINATOR)),
    )


def _hired(
    tx: Transaction, username: str, who: Particulars, password_hash: str, *, now: datetime
) -> StaffUser:
    account_id = accounts.enter(
        tx, username, who, password_hash=password_hash, must_change_password=False, now=now
    )
    return StaffUser(
        id=account_id,
        username=username,
        name=who.name,
        service_id=who.service_id,
        roles=frozenset(who.roles),
        must_change_password=False,
    )
