"""The keys that read the register; they never lie in the database.

One root key in a file of its own gives every other by HKDF (RFC 5869), so a municipality
keeps one secret safe. Who has the file and the database has everything; who has
the database alone has row counts, times and padded lengths.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lib.refusals import Refused

SECRET_BYTES = 16  # 128 bits: not to be guessed
NONCE_BYTES = 12  # NIST SP 800-38D, the size AES-GCM is made for
# Sealed texts are padded to a multiple, so that their length does not tell a name.
PADDED_TO = 128


class Unreadable(Exception):
    """The sealed text was made with another key, for another row, or was changed."""


class KeyMissing(Refused):
    """A new key would open none of the names that are there, so none is made."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Nøkkelen mangler i {path}. Legg filen tilbake fra kopien: "
            "uten den kan ingen navn i databasen leses."
        )


class Keys:
    """Everything that is derived from the root key."""

    def __init__(self, root: bytes) -> None:
        self._root = root
        self._aead = AESGCM(self.derived("sealing"))

    @cache  # noqa: B019 (one Keys lives as long as the process)
    def derived(self, purpose: str) -> bytes:
        """The 32-byte key for one purpose."""
        hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"klipp {purpose}".encode())
        return hkdf.derive(self._root)

    def hashed(self, purpose: str, secret: str) -> bytes:
        """A keyed hash (HMAC-SHA256): finds a secret again without keeping it."""
        return hmac.new(self.derived(purpose), secret.encode(), hashlib.sha256).digest()

    def sealed(self, owner: UUID, content: dict[str, Any]) -> bytes:
        """The content encrypted for one row; another row's id does not open it."""
        return self.sealed_bytes(owner, json.dumps(content, ensure_ascii=False).encode())

    def opened(self, owner: UUID, sealed: bytes) -> dict[str, Any]:
        """The content of `sealed`; raises Unreadable."""
        content: dict[str, Any] = json.loads(self.opened_bytes(owner, sealed))
        return content

    def sealed_bytes(self, owner: UUID, content: bytes) -> bytes:
        """As `sealed`, for a file."""
        padded = len(content).to_bytes(4, "big") + content
        padded += bytes(-len(padded) % PADDED_TO)
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, padded, owner.bytes)

    def opened_bytes(self, owner: UUID, sealed: bytes) -> bytes:
        """As `opened`, for a file."""
        try:
            padded = self._aead.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], owner.bytes)
        except (InvalidTag, ValueError) as wrong:  # a ValueError where not even the nonce is whole
            raise Unreadable from wrong
        length = int.from_bytes(padded[:4], "big")
        return padded[4 : 4 + length]


def new_secret() -> str:
    """128 random bits as 22 characters that may stand in an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def from_file(path: Path, *, may_make: bool = True) -> Keys:
    """The keys in a secrets file, which is made on the first start, for its owner alone.

    Raises KeyMissing where the file holds no key, or is gone and may not be made.
    """
    if not path.exists():
        if not may_make:
            raise KeyMissing(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        root = base64.b64encode(os.urandom(32)).decode()
        text = (
            "# The root key of this installation. Keep a copy away from the database's backup:\n"
            "# without it no name can be read again.\n"
            f'[klipp]\nroot_key = "{root}"\n'
        )
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            # On the disk before anything is sealed with it.
            os.fsync(handle)
    root_key = tomllib.loads(path.read_text()).get("klipp", {}).get("root_key")
    if not root_key:
        raise KeyMissing(path)
    return Keys(base64.b64decode(root_key))
