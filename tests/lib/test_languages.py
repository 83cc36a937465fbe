"""The languages of the letters: the same words in each, and numbers as the language has them."""

import string
from collections.abc import Iterator
from datetime import date

import pytest

from lib import languages
from lib.applications import RefusalReason
from lib.languages import Language
from lib.municipality import Service
from lib.schemes import Period
from tests.town import NAV

NB, EN = languages.of("nb"), languages.of("en")


def texts(words: object, at: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Every text by its key, with the facts that it asks for."""
    if isinstance(words, dict):
        for key, inner in words.items():
            yield from texts(inner, f"{at}.{key}")
    elif isinstance(words, list):
        for place, inner in enumerate(words):
            yield from texts(inner, f"{at}.{place}")
    else:
        yield at, frozenset(name for _, name, _, _ in string.Formatter().parse(str(words)) if name)


def test_bokmal_comes_first() -> None:
    assert [each.name for each in languages.all_of()] == ["Bokmål", "English"]


@pytest.mark.parametrize("language", languages.all_of(), ids=lambda each: each.code)
def test_every_language_has_the_same_texts_that_ask_for_the_same_facts(language: Language) -> None:
    # Criteria are named by the scheme in bokmål; the others translate what they know.
    ours, first = (
        {key: facts for key, facts in texts(each.words) if not key.startswith(".criteria")}
        for each in (language, NB)
    )
    assert ours == first


@pytest.mark.parametrize("language", languages.all_of(), ids=lambda each: each.code)
def test_every_reason_and_every_period_has_its_words(language: Language) -> None:
    for reason in RefusalReason:
        assert language.words["refused"][reason]["name"]
    for period in Period:
        assert language.text(f"terms.lasts_{period}")
        assert language.text(f"terms.in_{period}")


def test_dates_money_and_lists_are_as_the_language_has_them() -> None:
    day = date(2014, 6, 5)
    assert (NB.date(day), EN.date(day)) == ("05.06.2014", "5 June 2014")
    assert [each.money(1372_00).replace("\N{NO-BREAK SPACE}", " ") for each in (NB, EN)] == [
        "1 372 kr",
        "NOK 1,372",
    ]
    assert NB.money(79_50).endswith("79,50\N{NO-BREAK SPACE}kr")
    assert (NB.listed(["a", "b", "c"]), EN.listed(["a", "b", "c"])) == ("a, b og c", "a, b and c")


def test_one_and_many_and_a_category_that_nobody_has_translated() -> None:
    assert (NB.times("cinema", "Kino", 1), NB.times("cinema", "Kino", 5)) == (
        "1 gang kino",
        "5 ganger kino",
    )
    assert (EN.times("cinema", "Kino", 1), EN.times("skating", "Skøyter", 2)) == (
        "1 cinema visit",
        "2 × skøyter",
    )


def test_a_service_is_told_with_its_phone_or_its_email() -> None:
    def contact(phone: str, email: str) -> str:
        return EN.contact(Service(NAV, "NAV", phone, email, "", "", None))

    assert contact("55 55 33 33", "nav@example.no") == "NAV, phone 55 55 33 33"
    assert contact("", "nav@example.no") == "NAV, e-mail nav@example.no"
    assert contact("", "") == "NAV"


@pytest.mark.parametrize("name", ["Kragerø", "Kragerø kommune"])
def test_the_municipality_is_named_in_full_however_it_was_typed(name: str) -> None:
    assert (NB.municipality(name), EN.municipality(name)) == (
        "Kragerø kommune",
        "Kragerø municipality",
    )
