"""Faults of ours: a number for the user to tell, the place in the code for the log."""

import logging

from lib.passwords import readable
from pages.log import places

log = logging.getLogger("klipp")


def logged(error: BaseException) -> str:
    """Write one line about the fault, without its message; returns its number."""
    number = readable(groups=2)
    log.error("Feil %s: %s i %s", number, type(error).__qualname__, places(error))
    return number


def sentence(number: str) -> str:
    """What the user reads."""
    return (
        "Noe gikk galt hos oss. "
        f"Prøv igjen, eller oppgi feilnummer {number} til den som drifter Klipp."
    )
