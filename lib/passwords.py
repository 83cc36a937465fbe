"""Passwords: the rule for a new one, and the slow hash that is all we keep.

The hashes are bcrypt's, cost 12, as streamlit-authenticator's Hasher writes them. That class
is not used here because importing it brings Streamlit along.
"""

import secrets

import bcrypt

from lib.refusals import BadInput

SHORTEST = 12
# What bcrypt reads; what comes after would count for nothing.
LONGEST_BYTES = 72

# No letter or digit that can be taken for another.
_READABLE = "23456789abcdefghjkmnpqrstvwxyz"
# Checked where there is no account, so that the time it takes tells nothing.
_NOBODYS = "$2b$12$6nWdIKJcW43bjAs3w5fqJOevvU/QTfy0EoGTKiNtxaJ/sjC8rv5NC"


def accepted(password: str, field: str = "Passord") -> str:
    """The password itself; raises BadInput where it is too short or too long.

    Length is all that is asked, as NIST SP 800-63B section 5.1.1.2 advises.
    """
    if len(password) < SHORTEST:
        raise BadInput(field, f"må ha minst {SHORTEST} tegn.")
    if len(password.encode()) > LONGEST_BYTES:
        raise BadInput(field, f"er for langt: bruk høyst {LONGEST_BYTES} tegn.")
    return password


def hashed(password: str) -> str:
    """The bcrypt hash; a third of a second of work, so never inside a transaction."""
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode()


def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password is the one that was hashed; just as slow where there is no hash."""
    typed = password.encode()
    right = bcrypt.checkpw(typed[:LONGEST_BYTES], (password_hash or _NOBODYS).encode())
    return right and password_hash is not None and len(typed) <= LONGEST_BYTES


def first() -> str:
    """A first password to hand over on a note, to be changed at the first sign-in."""
    return readable(groups=4)


def readable(*, groups: int) -> str:
    """Something random to read from a screen or a note: «k7wm-3xfp», 19 bits a group."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(groups))
