"""The secrets file: where the root keys are kept, and how one more gets into it."""

import base64
import os
import tomllib
from pathlib import Path

from lib.keys import Keys
from lib.refusals import Refused


class KeyMissing(Refused):
    """A new key would open none of the names that are there, so none is made."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Nøkkelen mangler i {path}. Legg filen tilbake fra kopien: "
            "uten den kan ingen navn i databasen leses."
        )


class KeyFileDiffers(Refused):
    """The file no longer holds the keys that were read from it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Nøkkelfilen {path} er en annen enn da Klipp startet. "
            "Legg den riktige tilbake, eller start Klipp på nytt."
        )


class KeyFileNotWritten(Refused):
    """Nothing is sealed with a key that is not safely on the disk."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Den nye nøkkelen kunne ikke skrives til {path}. Klipp må ha lov til å skrive "
            "i mappen filen ligger i. Ingenting er endret."
        )


def read(path: Path, *, may_make: bool = True) -> Keys:
    """The keys in a secrets file, which is made on the first start, for its owner alone.

    Raises KeyMissing where the file holds no key, or is gone and may not be made.
    """
    if not path.exists():
        if not may_make:
            raise KeyMissing(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(
            path,
            "# The root key of this installation. Keep a copy away from the database's backup:\n"
            "# without it no name can be read again.\n"
            f'[klipp]\nroot_key = "{_new_root()}"\n',
        )
    if not (roots := _roots(path.read_text())):
        raise KeyMissing(path)
    return Keys(*roots)


def with_one_more(path: Path, known: Keys) -> tuple[bytes, ...]:
    """The root keys with a new one, which is on the disk when this returns.

    One that was written before and never taken up is the new one, so that a start that was
    cut short leaves no key unused. Raises KeyFileDiffers and KeyFileNotWritten.
    """
    # Where it is a link, what it leads to is written, and the link stays.
    file = path.resolve()
    text = file.read_text() if file.exists() else ""
    before = _roots(text)
    if not before or before[: known.generation] != known.roots:
        raise KeyFileDiffers(path)
    if len(before) > known.generation:
        return before
    # At the end, so that whatever else the file holds stays as it is.
    text = (
        f"{text.rstrip()}\n\n# From a rotation. The older ones stay: they open older backups,\n"
        f"# and every identity number is found by all of them.\n[[klipp.later]]\n"
        f'root_key = "{_new_root()}"\n'
    )
    after = _roots(text)
    if after[:-1] != before:
        raise KeyFileNotWritten(path)
    try:
        beside = file.with_name(f"{file.name}.new")
        beside.unlink(missing_ok=True)
        _write(beside, text)
        os.replace(beside, file)
        _to_disk(file.parent)
    except OSError as failed:
        raise KeyFileNotWritten(path) from failed
    return after


def _new_root() -> str:
    return base64.b64encode(os.urandom(32)).decode()


def _roots(text: str) -> tuple[bytes, ...]:
    """The root keys in the text of a secrets file, in order; none where one cannot be read."""
    try:
        klipp = tomllib.loads(text).get("klipp", {})
        written = [klipp.get("root_key"), *(one.get("root_key") for one in klipp.get("later", []))]
        return tuple(base64.b64decode(root) for root in written) if all(written) else ()
    except ValueError:  # of TOML or of base64
        return ()


def _write(path: Path, text: str) -> None:
    """A new file for its owner alone, on the disk before anything is sealed with what it holds."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(handle)


def _to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
