"""What is the same for every desk: asked of the engine once, until somebody writes to its tables.

For schemes, stock and staff users: never for what a person has or is.
"""

import re
from collections.abc import Iterable
from functools import cache

from lib.asking import Asking, Found, bare

# What may never be asked here: tables that tell of somebody.
ABOUT_PERSONS = re.compile(
    r"\b(person|membership|household|award|card|sheet|entitlement|application|waiting"
    r"|consent|contact_request|audit_entry)(_\w+)?\b"
)
_WORD = re.compile(r"\w+")
_WRITTEN_TO = re.compile(r"\b(?:into|update|from)\s+(\w+)")


class SharedAnswers(Asking):
    """Answers that stand until their tables are written to; raises LookupError about a person."""

    def __init__(self, house: Asking) -> None:
        self._house = house
        self._known: dict[tuple[str, tuple[object, ...]], Found] = {}

    def _ask(self, text: str, values: tuple[object, ...]) -> Found:
        asked = text, values
        if asked not in self._known:
            if found := ABOUT_PERSONS.search(bare(text)):
                raise LookupError(f"{found[0]} is about persons, and is never remembered")
            self._known[asked] = self._house._ask(text, values)
        return self._known[asked]

    def after(self, written: Iterable[str]) -> "SharedAnswers":
        """A new one, with the answers that these statements left as they were."""
        left = SharedAnswers(self._house)
        tables = [_WRITTEN_TO.findall(bare(text).lower()) for text in written]
        # One that does not say which table it writes to may have changed any.
        if all(tables):
            changed = {table for those in tables for table in those}
            known = self._known.copy()
            left._known = {
                asked: known[asked] for asked in known if changed.isdisjoint(_words(asked[0]))
            }
        return left


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(bare(text).lower()))
