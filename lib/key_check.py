"""Whether the key at hand is the one that the database was sealed with.

It keeps a value derived from each generation of the root key, which tells nothing of the key.
"""

from collections.abc import Mapping
from pathlib import Path

from lib.keys import Keys
from lib.refusals import Refused


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


def not_known_yet(
    known: Mapping[int, bytes], keys: Keys, path: Path | str
) -> list[tuple[object, ...]]:
    """Our generations that the house has no value of, each with its value.

    In a new house that is all of them. A house from before a rotation, out of a backup, knows
    the first of ours. Raises OtherKey and OldKeyFile.
    """
    ours = {n: keys.check(n) for n in range(1, keys.generation + 1)}
    if any(ours[n] != known[n] for n in ours.keys() & known.keys()):
        raise OtherKey(path)
    if known.keys() - ours.keys():
        raise OldKeyFile(path)
    return [(n, ours[n]) for n in ours.keys() - known.keys()]
