"""The one-time code that shows in the terminal, so that no passer-by takes the house."""

import hmac
import secrets
from functools import cache

from lib.persons import REFERENCE_LETTERS
from lib.refusals import BadInput

_LETTERS = 12  # 58 bits; who guesses needs longer than the house stands empty


@cache
def start_code() -> str:
    """The code of this process, in groups of four."""
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(_LETTERS))
    return "-".join(letters[n : n + 4] for n in range(0, _LETTERS, 4))


def check(typed: str) -> None:
    """Raise BadInput unless the code was typed, in any case, with or without hyphens."""
    if not hmac.compare_digest(_bare(typed), _bare(start_code())):
        raise BadInput("Engangskode", "stemmer ikke med den som står i terminalvinduet.")


def _bare(code: str) -> bytes:
    return code.upper().replace("-", "").replace(" ", "").encode()
