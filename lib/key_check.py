"""Whether the key at hand is the one that the database was sealed with.

It keeps a value derived from each generation of the root key, which tells nothing of the key.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from lib.refusals import Refused

if TYPE_CHECKING:
    from lib.db import Transaction


class OtherKey(Refused):
    """What is sealed here was sealed with another root key than the one at hand."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"Databasen {path} hører til en annen nøkkel. Legg tilbake nøkkelfilen "
            "som ble laget da databasen var ny."
        )


class OldKeyFile(OtherKey):
    """What is sealed here was sealed with a newer key than the file at hand holds."""

    def __init__(self, path: Path | str) -> None:
        Refused.__init__(
            self,
            f"Databasen {path} har byttet nøkkel etter at denne nøkkelfilen ble kopiert. "
            "Legg tilbake den nyeste kopien av nøkkelfilen.",
        )


def keep(tx: "Transaction", path: Path | str) -> None:
    """Have the house know each generation of its key; raises OtherKey and OldKeyFile.

    In a new house ours is the one. A house from before a rotation, out of a backup, has the
    first ones of ours.
    """
    tx.run(
        "create table if not exists key_check (generation integer primary key, "
        "derived bytea not null, all_moved_at timestamp, "
        "file_is_clean boolean not null default false)"
    )
    rows = tx.rows("select generation, derived from key_check")
    known = {row["generation"]: row["derived"] for row in rows}
    ours = {n: tx.keys.check(n) for n in range(1, tx.keys.generation + 1)}
    if any(ours[n] != known[n] for n in ours.keys() & known.keys()):
        raise OtherKey(path)
    if known.keys() - ours.keys():
        raise OldKeyFile(path)
    tx.run_many(
        "insert into key_check (generation, derived) values ($1, $2)",
        [(n, ours[n]) for n in ours.keys() - known.keys()],
    )
