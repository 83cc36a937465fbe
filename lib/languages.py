"""The languages that families are written to: each is one file of words in data/letters.

A third language is one file more, with the same keys.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from lib.ages import OLDEST
from lib.municipality import Service

FOLDER = Path(__file__).parents[1] / "data" / "letters"
FIRST = "nb"


@dataclass(frozen=True, eq=False)
class Language:
    """A language by its code, with its own name for itself and its words."""

    code: str
    name: str
    words: dict[str, Any]

    def text(self, key: str, **facts: object) -> str:
        """The words at «section.key», with the facts put in; a missing key is our bug."""
        found: Any = self.words
        for part in key.split("."):
            found = found[part]
        return str(found).format(**facts)

    def date(self, day: date) -> str:
        """«05.06.2014», «5 June 2014»."""
        return format_date(day, self.words["date"], locale=self.words["locale"])

    def money(self, ore: int) -> str:
        """«500 kr», «NOK 500»."""
        pattern = "#,##0.00" if ore % 100 else "#,##0"
        amount = format_decimal(Decimal(ore) / 100, format=pattern, locale=self.words["locale"])
        return self.text("money", amount=amount).replace(" ", "\N{NO-BREAK SPACE}")

    def listed(self, parts: Sequence[str]) -> str:
        """«a, b og c», «a, b and c»."""
        return format_list(list(parts), locale=self.words["locale"])

    def times(self, category: str, category_name: str, count: int) -> str:
        """«5 ganger kino», «5 cinema visits»; a category without words has its own name."""
        known = self.words["times"]
        one, many = known.get(category, known["other"])
        return f"{count} {(one if count == 1 else many).format(name=category_name.lower())}"

    def ages(self, youngest: int, oldest: int) -> str:
        """«fra 6 til 25 år», or «fra 18 år» where nobody is too old."""
        if oldest >= OLDEST:
            return self.text("ages_from", youngest=youngest)
        return self.text("ages", youngest=youngest, oldest=oldest)

    def criterion(self, code: str, name: str) -> str:
        """What a scheme calls its criterion; a translation is by code."""
        return str(self.words["criteria"].get(code, name))

    def municipality(self, name: str) -> str:
        """«Kragerø kommune», however the name was typed."""
        return self.text("municipality", place=name.removesuffix(" kommune"))

    def contact(self, service: Service) -> str:
        """A service with its phone, or its e-mail where it has none."""
        if service.phone:
            return self.text("contact_phone", service=service.name, phone=service.phone)
        if service.email:
            return self.text("contact_email", service=service.name, email=service.email)
        return service.name


@cache
def all_of() -> tuple[Language, ...]:
    """Every language, bokmål first, then by name."""
    read = [_read(file) for file in FOLDER.glob("*.toml")]
    return tuple(sorted(read, key=lambda each: (each.code != FIRST, each.name)))


def of(code: str) -> Language:
    """The language with this code; a missing one is our bug."""
    return next(each for each in all_of() if each.code == code)


def _read(file: Path) -> Language:
    words = tomllib.loads(file.read_text(encoding="utf-8"))
    return Language(file.stem, words["name"], words)
