"""What partners, offers and sources are called: any sign, one line, not too long."""

import unicodedata

from lib.norwegian import filled_in, number
from lib.refusals import BadInput

LONGEST = 120


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
