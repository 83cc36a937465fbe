"""What partners, offers and sources are called: any sign, one line, not too long."""

import re
import unicodedata

from lib.norwegian import filled_in, number
from lib.refusals import BadInput

LONGEST = 120
LONGEST_ADDRESS = 300

_WEB = re.compile(r"https?://[^\s/?#@:.]+(\.[^\s/?#@:.]+)+(:[0-9]+)?([/?#]\S*)?")


def title(text: str, field: str) -> str:
    """A name of a thing as it will be kept, or BadInput; digits and signs belong in it."""
    return filled_in(line(text, field), field)


def line(text: str, field: str, *, longest: int = LONGEST) -> str:
    """One line that may be empty, NFC and with single spaces, or BadInput."""
    # Layout marks come along unseen when a text is pasted.
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    kept = " ".join(unicodedata.normalize("NFC", seen).split())
    if any(unicodedata.category(sign)[0] == "C" for sign in kept):
        raise BadInput(field, "har tegn som ikke kan vises. Skriv teksten på nytt.")
    if len(kept) > longest:
        raise BadInput(field, f"kan ikke ha mer enn {number(longest)} tegn.")
    return kept


def web_address(text: str, field: str) -> str:
    """A link to a web page that may be left out; «www.bua.io» is read as https://www.bua.io."""
    kept = line(text, field, longest=LONGEST_ADDRESS)
    if kept and "://" not in kept:
        kept = f"https://{kept}"
    if kept and not _WEB.fullmatch(kept):
        raise BadInput(field, "må være en adresse, for eksempel https://www.eksempel.no.")
    return kept
