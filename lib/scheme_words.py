"""What a scheme is, in a language: the sentences that its letter, form and poster share."""

from collections.abc import Iterable
from datetime import date

from lib import municipality, scheme_criteria, schemes
from lib.ages import OLDEST
from lib.db import Reader, sql
from lib.languages import Language
from lib.schemes import CARD_CATEGORY, Scheme, SchemeKind

MOST_PARTNERS = 6


def is_sold(scheme: Scheme) -> bool:
    """Whether anyone may buy its card; only punch cards are sold."""
    return scheme.kind is SchemeKind.CARD and scheme.price_ore is not None


class SchemeWords:
    """What a scheme is, in the words of a language on a day."""

    def __init__(self, db: Reader, scheme: Scheme, language: Language, on: date) -> None:
        self._db = db
        self.scheme = scheme
        self.language = language
        the = municipality.the(db)
        assert the, "nobody prints before the first start"
        self.municipality = language.municipality(the.name)
        self.ages = language.ages(*scheme.ages_on(on))

    def contents(self) -> list[str]:
        """«5 ganger kino», one for each category on the card."""
        return self._counted(schemes.content(self._db, self.scheme.id).items())

    def most(self) -> list[str]:
        """How much one person may have, by category."""
        quotas = schemes.quotas(self._db, self.scheme.id)
        return self._counted(
            (quota.category, quota.units_a_year)
            for quota in quotas
            if quota.category != CARD_CATEGORY
        )

    def criteria(self) -> list[str]:
        """Why one may have it free of charge."""
        known = scheme_criteria.in_force(self._db, self.scheme.id)
        return [self.language.criterion(each.code, each.name) for each in known]

    def amount(self) -> str:
        """The kroner on the card, or the most from the fund."""
        return self.language.money(self.scheme.amount_ore or 0)

    def who(self) -> str:
        """«For alle fra 6 til 25 år»."""
        return self.language.text("poster.who", ages=self.ages)

    def price(self, where: str) -> str:
        """What it costs, as the poster or the shared text says it."""
        key = "price" if self.scheme.price_ore else "no_price"
        price = self.language.money(self.scheme.price_ore or 0)
        return self.language.text(f"{where}.{key}", price=price, ages=self.ages)

    def terms(self) -> list[str]:
        """Who may come along."""
        told, scheme = [], self.scheme
        if scheme.people_per_visit > 1:
            told.append(self.language.text("terms.people", people=scheme.people_per_visit))
        if scheme.companion_to_age == OLDEST:
            told.append(self.language.text("terms.companion"))
        elif scheme.companion_to_age is not None:
            told.append(self.language.text("terms.companion_to_age", age=scheme.companion_to_age))
        return told

    def partners(self) -> list[str]:
        """Who takes the card, the first few by name."""
        rows = self._db.rows(sql("scheme_papers/partners"), self.scheme.id)
        names = [row["name"] for row in rows]
        if len(names) > MOST_PARTNERS:
            return [*names[:MOST_PARTNERS], self.language.text("poster.where_more")]
        return names

    def _counted(self, of_categories: Iterable[tuple[str, int]]) -> list[str]:
        return [
            self.language.times(code, municipality.category_name(self._db, code), count)
            for code, count in of_categories
        ]
