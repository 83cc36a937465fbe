"""What may stand in a log: never a name, a number or a secret.

An exception's message may quote what a user typed, and an address may hold a card's secret,
so every record of the process is made without them, whichever library writes it.
"""

import logging
import re
import traceback
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).parents[1]

# A card, a holder's page, the pairing of a till: whoever has the address can use it.
_SECRET = re.compile(r"/(k|mine|kasse/par)/[^/?#\s\"]+")


def keep_personal_data_out() -> None:
    """Make every log record from now on without messages of exceptions and without secrets."""
    made = logging.getLogRecordFactory()

    def cleaned(*args: Any, **more: Any) -> logging.LogRecord:
        record = made(*args, **more)
        record.msg = masked(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(masked(v) if isinstance(v, str) else v for v in record.args)
        if record.exc_info and record.exc_info[1]:
            error, record.exc_info = record.exc_info[1], None
            record.msg = f"{record.msg} ({type(error).__qualname__} i {places(error)})"
        return record

    logging.setLogRecordFactory(cleaned)


def masked(text: str) -> str:
    """The text with each secret as «…».

    >>> masked("GET /k/n0tAr3alS3cret")
    'GET /k/…'
    """
    return _SECRET.sub(r"/\1/…", text)


def places(error: BaseException) -> str:
    """Where it happened: the last step, then the way through our own code, innermost first."""
    frames = traceback.extract_tb(error.__traceback__)
    shown = [f for f in frames if f is frames[-1] or Path(f.filename).is_relative_to(HOUSE)]
    return " < ".join(f"{_short(f.filename)}:{f.lineno} {f.name}" for f in reversed(shown))


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(HOUSE)) if path.is_relative_to(HOUSE) else path.name
