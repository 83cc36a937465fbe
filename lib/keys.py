"""The keys that read the register; they never lie in the database.

A root key in a file of its own gives every other by HKDF (RFC 5869), so a municipality
keeps one file safe. Who has the file and the database has everything; who has
the database alone has row counts, times and padded lengths.

Each rotation (lib/key_rotation.py) adds a root key, a generation. What is sealed, and what is
hashed in a chain, starts with the number of its generation, so that old and new are read side
by side while what is stored moves on.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SECRET_BYTES = 16  # 128 bits: not to be guessed
NONCE_BYTES = 12  # NIST SP 800-38D, the size AES-GCM is made for
# Sealed texts are padded to a multiple, so that their length does not tell a name.
PADDED_TO = 128
GENERATION_BYTES = 2


class Unreadable(Exception):
    """The sealed text was made with another key, for another row, or was changed."""


class Keys:
    """Everything that is derived from the root keys; the first of them is generation 1."""

    def __init__(self, *roots: bytes) -> None:
        self._seals: tuple[AESGCM, ...] = ()
        self.take_up(roots)

    def take_up(self, roots: tuple[bytes, ...]) -> None:
        """Use these root keys, the known ones and one more; the last seals from now on."""
        self._roots = roots
        seals = [AESGCM(self.derived("sealing", n + 1)) for n in range(len(roots))]
        # At once for all threads: each asks how many there are, and then for one of them.
        self._seals = tuple(seals)

    @property
    def roots(self) -> tuple[bytes, ...]:
        """The root keys, the oldest first."""
        return self._roots

    @property
    def generation(self) -> int:
        """The newest, with which all is sealed from now on."""
        return len(self._seals)

    @cache  # noqa: B019 (one Keys lives as long as the process)
    def derived(self, purpose: str, generation: int = 1) -> bytes:
        """The 32-byte key for one purpose."""
        hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"klipp {purpose}".encode())
        return hkdf.derive(self._roots[generation - 1])

    def check(self, generation: int) -> bytes:
        """Tells one root key from another, and nothing of it."""
        return self.derived("key check", generation)

    def hashed(self, purpose: str, secret: str) -> bytes:
        """A keyed hash (HMAC-SHA256): finds a secret again without keeping it.

        It stays with the first root key: for secrets of 128 random bits, which nobody guesses
        even with the key, and for short codes, which are good on a paired till alone.
        """
        return hmac.new(self.derived(purpose), secret.encode(), hashlib.sha256).digest()

    def chained(self, purpose: str, secret: str) -> bytes:
        """As `hashed`, for what can be guessed by whoever has the key: it is rotated."""
        *_, newest = self.chain(purpose, secret)
        return newest

    def chain(self, purpose: str, secret: str) -> Iterator[bytes]:
        """The secret as each generation keeps it: HMAC(k1, s), HMAC(k2, HMAC(k1, s)), …

        The oldest first, and a new generation as soon as there is one. What is stored only
        moves on, so who looks for it in this order does not miss it between two questions.
        """
        return self._from(purpose, 1, self.hashed(purpose, secret))

    def moved_on(self, purpose: str, kept: bytes) -> bytes:
        """A chained hash as the newest generation keeps it, made without the secret."""
        *_, newest = self._from(purpose, generation_of(kept), kept[GENERATION_BYTES:])
        return newest

    def _from(self, purpose: str, generation: int, digest: bytes) -> Iterator[bytes]:
        yield stamp(generation) + digest
        while generation < self.generation:
            generation += 1
            digest = hmac.new(self.derived(purpose, generation), digest, hashlib.sha256).digest()
            yield stamp(generation) + digest

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
        seals = self._seals
        return stamp(len(seals)) + nonce + seals[-1].encrypt(nonce, padded, owner.bytes)

    def opened_bytes(self, owner: UUID, sealed: bytes) -> bytes:
        """As `opened`, for a file."""
        return self.opened_of(owner.bytes, sealed)

    def opened_of(self, owner: bytes, sealed: bytes) -> bytes:
        """As `opened_bytes`, for many: making a UUID of each id would take as long again."""
        nonce_end = GENERATION_BYTES + NONCE_BYTES
        nonce, rest = sealed[GENERATION_BYTES:nonce_end], sealed[nonce_end:]
        if not 1 <= (generation := generation_of(sealed)) <= self.generation:
            raise Unreadable
        try:
            padded = self._seals[generation - 1].decrypt(nonce, rest, owner)
        except (InvalidTag, ValueError) as wrong:  # a ValueError where not even the nonce is whole
            raise Unreadable from wrong
        length = int.from_bytes(padded[:4], "big")
        return padded[4 : 4 + length]


def new_secret() -> str:
    """128 random bits as 22 characters that may stand in an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def stamp(generation: int) -> bytes:
    """What is sealed or chained starts with; all that is older is less, byte by byte."""
    return generation.to_bytes(GENERATION_BYTES, "big")


def generation_of(kept: bytes) -> int:
    """Which generation something sealed or chained has come to."""
    return int.from_bytes(kept[:GENERATION_BYTES], "big")
