"""Faults of ours: a number for the user, the place in the code for the log, nothing personal.

An exception's message and its variables may hold a name or an identity number, so neither is
ever logged or shown.
"""

import logging
import secrets
import traceback
from pathlib import Path

from lib.persons import REFERENCE_LETTERS

HOUSE = Path(__file__).parents[1]
log = logging.getLogger("klipp")


def logged(error: BaseException) -> str:
    """Write one line about the fault; returns its reference number."""
    number = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(6))
    log.error("Feil %s: %s i %s", number, type(error).__qualname__, _places(error))
    return number


def sentence(number: str) -> str:
    """What the user reads."""
    return (
        "Noe gikk galt hos oss. "
        f"Prøv igjen, eller oppgi feilnummer {number} til den som drifter Klipp."
    )


def _places(error: BaseException) -> str:
    """The way through our own code and the last step, innermost first."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(HOUSE)]
    last = [] if not frames or frames[-1] in ours else [frames[-1]]
    return " < ".join(
        f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(ours + last)
    )


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(HOUSE)) if path.is_relative_to(HOUSE) else path.name
