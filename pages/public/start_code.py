"""The one-time code that shows in the terminal, so that no passer-by takes the house."""

import hmac
from functools import cache

from lib import passwords
from lib.refusals import BadInput


@cache
def start_code() -> str:
    """The code of this process: 58 bits, good for as long as the house stands empty."""
    return passwords.readable(groups=3)


def check(typed: str) -> None:
    """Raise BadInput unless the code was typed, in any case, with or without hyphens."""
    if not hmac.compare_digest(_bare(typed), _bare(start_code())):
        raise BadInput("Engangskode", "stemmer ikke med den som står i terminalvinduet.")


def _bare(code: str) -> bytes:
    return code.lower().replace("-", "").replace(" ", "").encode()
