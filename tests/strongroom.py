"""A house with a secrets file of its own, for what happens to keys."""

import base64
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Self
from uuid import UUID

from lib import clean_file, key_file, key_rotation, merging, partner_codes, suspicions
from lib.comparison import Answer, Compared
from lib.db import Database
from lib.identity_numbers import IdentityNumber
from lib.key_rotation import Progress
from lib.memberships import MemberRole
from lib.registration import NewMember
from lib.stock import TicketForm
from tests.shelf import open_shelf, received
from tests.town import (
    ADAM,
    KARI,
    KEYS,
    NOW,
    at_home,
    awarded,
    entitled,
    member,
    person_id_of,
    stocked,
)

LATER = NOW + timedelta(hours=2)
# Nobody who could be taken for another.
FAMILIES = [
    tuple(line.split())
    for line in """
        Solveig Mattis Nordgard
        Aminata Ousmane Diallo
        Przemyslaw Zuzanna Wisniewska
        Yevheniia Bohdan Kravchenko
        Farida Idris Ahmadzai
        Thuy Khanh Pham
        Gudrun Eilif Haugen
        Selamawit Natnael Tesfay
        Beatriz Thiago Carvalho
        Hodan Liban Warsame
        Kerttu Onni Virtanen
        Rukmini Vikram Iyer
    """.strip().splitlines()
]
PDF = b"%PDF-1.4 a ticket startxref 0 %%EOF"


class House:
    """Larvik, opened and shut as Klipp does it when it starts and stops."""

    def __init__(self, settled_file: Path, folder: Path) -> None:
        # A name of its own: the fixture `db` may have its file in the same folder.
        self.file, self.secrets = folder / "house.duckdb", folder / "secrets.toml"
        shutil.copy(settled_file, self.file)
        # Every test's root key; what is added to it stays in this house.
        root = base64.b64encode(KEYS.roots[0]).decode()
        self.secrets.write_text(f'[klipp]\nroot_key = "{root}"\n')
        self.db = self.opened()
        self.registered = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def opened(self) -> Database:
        return clean_file.opened(self.file, key_file.read(self.secrets, may_make=False))

    def restart(self) -> None:
        self.db.close()
        self.db = self.opened()

    def family(self) -> list[NewMember]:
        """Register a guardian and a child whom nobody has met before."""
        n = self.registered
        self.registered += 1
        guardian, child, surname = FAMILIES[n]
        month, day = n % 12 + 1, n * 5 % 28 + 1
        family = [
            member(MemberRole.GUARDIAN, f"{guardian} {surname}", date(1970 + n, month, day)),
            member(MemberRole.CHILD, f"{child} {surname}", date(2009 + n % 12, day % 12 + 1, day)),
        ]
        at_home(self.db, *family)
        return family

    def furnish(self) -> tuple[list[NewMember], UUID, UUID]:
        """A row of each kind that is sealed or hashed: people, an award, codes, a pair, a merge."""
        people = [each for _ in range(4) for each in self.family()]
        child = person_id_of(self.db, people[-1])
        entitled(self.db, child)
        awarded(self.db, child, stocked(self.db, "Bowling"))
        open_shelf(self.db)
        batch = received(self.db, ticket_form=TicketForm.PARTNER_CODE)
        codes = [f"KINO-{n}" for n in range(4)]
        partner_codes.upload(self.db, batch, codes=codes, pdfs=[PDF], by=KARI)
        keep, gone = (person_id_of(self.db, each) for each in (people[1], self.family()[1]))
        pair_of_two = {(gone, child): Compared(Answer.NEEDS_A_LOOK, 4.0, ())}
        self.db.transact(lambda tx: suspicions.enter(tx, pair_of_two, now=NOW))
        merge = merging.merge(self.db, keep, gone, by=KARI, now=NOW)
        return people, batch, merge

    def begin(self) -> None:
        key_rotation.begin(self.db, self.secrets, by=ADAM, now=NOW)

    def moving(self) -> Iterator[Progress]:
        return key_rotation.move_on(self.db, by=ADAM, clock=lambda: LATER)

    def move(self, batches: int | None = None) -> list[Progress]:
        """Move on for so many transactions, then stop; without a number, to the end."""
        moving = self.moving()
        told = list(moving if batches is None else islice(moving, batches + 1))
        del moving
        return told

    def rotate(self) -> None:
        self.begin()
        self.move()

    def is_unfinished(self) -> bool:
        return key_rotation.standing(self.db, by=ADAM).is_unfinished


def identity_number(known: NewMember) -> IdentityNumber:
    assert known.number
    return known.number
