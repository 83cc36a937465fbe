"""Keeps the secrets that stand in addresses out of the server's log."""

import logging
import re

# A card, a holder's page, the pairing of a till: whoever has the address can use it.
_SECRET = re.compile(r"/(k|mine|kasse/par)/[^/?#\s\"]+")


def masked(text: str) -> str:
    """The text with each secret as «…».

    >>> masked("/k/n0tAr3alS3cret")
    '/k/…'
    """
    return _SECRET.sub(r"/\1/…", text)


class MaskedSecrets(logging.Filter):
    """Masks a log record's text and values before any handler sees them."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = masked(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(masked(v) if isinstance(v, str) else v for v in record.args)
        return True


def mask_logs() -> None:
    """Mask the logs of the server, whichever way it was started."""
    for name in ("uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).addFilter(MaskedSecrets())
