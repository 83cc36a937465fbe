"""Opening the house, and writing its file anew after a rotation of the key.

The engine does not wipe what it frees: everything that was sealed with the old key would still
lie in the file, for whoever has that key. Copied while nobody is in, only what counts is left.
"""

import os
import shutil
from pathlib import Path

from lib.db import Database, NotCopied
from lib.keys import Keys


def opened(path: Path, keys: Keys) -> Database:
    """The house, its file written anew where a rotation has come to its end.

    Where there is no room for a copy, the house opens as it is, and it is tried at the next
    start. Raises what opening a Database raises.
    """
    db = Database(path, keys)
    if not is_due(db):
        return db
    fresh = path.with_name(f"{path.name}.new")
    _remove(fresh)
    try:
        db.copy_to(fresh)
        with Database(fresh, keys) as copy:
            if _sizes(copy) != _sizes(db):
                raise NotCopied
            copy.transact(lambda tx: tx.run("update key_check set file_is_clean = true"))
    except NotCopied:
        _remove(fresh)
        return db
    db.close()
    shutil.copymode(path, fresh)
    if _log_of(path).exists():
        # Not closed well: what lies in the log belongs to the old file.
        _remove(fresh)
    else:
        os.replace(fresh, path)
    return Database(path, keys)


def is_due(db: Database) -> bool:
    """Whether all has come to the newest key, and the file was not written anew since."""
    row = db.row(
        "select all_moved_at is not null and not file_is_clean as due "
        "from key_check where generation = $1",
        db.keys.generation,
    )
    return bool(row and row["due"])


def _sizes(db: Database) -> dict[str, int]:
    """How many rows each table has."""
    tables = db.rows("select table_name as name from information_schema.tables")
    counts = {each["name"]: db.row(f"select count(*) as n from {each['name']}") for each in tables}
    return {name: count["n"] for name, count in counts.items() if count}


def _log_of(path: Path) -> Path:
    """What the engine has not written to the file itself yet; gone when it was closed well."""
    return path.with_name(f"{path.name}.wal")


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    _log_of(path).unlink(missing_ok=True)
