"""The papers about nobody: the letter to families, the form, the poster and its text."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
import zxingcpp

from lib import (
    languages,
    municipality,
    offers,
    partners,
    posters,
    scheme_papers,
    scheme_templates,
    schemes,
)
from lib.db import Database
from lib.offers import OfferKind
from lib.posters import NoPrice
from lib.refusals import BadInput
from lib.scheme_papers import NotAppliedFor, PaperKind
from tests.town import KARI, LARVIK_CARD, NOW, TODAY, at_home

CODES = [language.code for language in languages.all_of()]
ADDRESS = "www.kragero.kommune.no/kortet"
# Words of the reason somebody may have the card free: never where everybody sees them.
OF_POVERTY = ("inntekt", "income", "sosial", "social", "nav", "gratis", "free", "søke", "apply")


@pytest.fixture
def scheme_id(db: Database) -> UUID:
    """Kragerøkortet, taken at a cinema and a pool."""
    takes(db, "Kragerø kino", "cinema")
    takes(db, "Kragerø svømmehall", "swimming")
    return added(db, "kragerokortet")


def added(db: Database, code: str) -> UUID:
    return scheme_templates.add(db, code, by=KARI, on=TODAY, now=NOW)


def takes(db: Database, name: str, category: str, kind: OfferKind = OfferKind.ONE_OFF) -> None:
    partner_id = partners.add(db, name=name, by=KARI)
    offers.add(db, partner_id=partner_id, name="Inngang", category=category, kind=kind, by=KARI)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    return " ".join(document[0].get_textpage().get_text_range().split())


def to_families(db: Database, scheme_id: UUID, code: str, on: date = TODAY) -> str:
    contacts = municipality.open_services(db)
    pdf = scheme_papers.information_pdf(db, scheme_id, code, contacts=contacts, on=on)
    return text_of(pdf)


def form(db: Database, scheme_id: UUID, code: str) -> str:
    contacts = municipality.open_services(db)
    return text_of(scheme_papers.form_pdf(db, scheme_id, code, contacts=contacts, on=TODAY))


def poster(db: Database, scheme_id: UUID, code: str = "nb", **told: Any) -> str:
    return text_of(posters.poster_pdf(db, scheme_id, code, on=TODAY, **told))


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (
            "nb",
            (
                "Dette er Kragerøkortet",
                "Hvert kort gir: • 5 ganger kino • 5 ganger svømming",
                "for alle som er fra 6 til 25 år og bor i Larvik kommune",
                "Det koster 500 kr.",
                "Da kan du søke om å få kortet gratis.",
                "• Lav inntekt",
                "De ser ikke hva du heter",
                "Vi lagrer ikke adressen din, hva du tjener",
                "• NAV Larvik, telefon 55 55 33 33",
            ),
        ),
        (
            "en",
            (
                "This is Kragerøkortet",
                "Each card gives: • 5 cinema visits • 5 visits to the swimming pool",
                "for everyone who is from 6 to 25 years old and lives in Larvik municipality",
                "It costs NOK 500.",
                "Then you can apply to get the card free of charge.",
                "• Low income",
                "They do not see your name",
                "We do not store your address, what you earn",
                "• NAV Larvik, phone 55 55 33 33",
            ),
        ),
    ],
)
def test_the_letter_tells_families_what_for_whom_how_and_whom_to_ask(
    db: Database, scheme_id: UUID, code: str, says: tuple[str, ...]
) -> None:
    text = to_families(db, scheme_id, code)
    for told in says:
        assert told in text


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("template", [known.code for known in scheme_templates.all_of()])
def test_every_scheme_has_its_letter_on_one_page_and_a_form_where_one_applies(
    db: Database, template: str, code: str
) -> None:
    scheme_id = added(db, template)
    scheme = schemes.of(db, scheme_id)
    assert scheme.name in to_families(db, scheme_id, code)
    if scheme.has_own_cards:
        assert scheme.name in form(db, scheme_id, code)
    else:
        with pytest.raises(NotAppliedFor):
            form(db, scheme_id, code)


def test_a_scheme_has_only_the_papers_that_make_sense(db: Database, scheme_id: UUID) -> None:
    def papers(known: UUID) -> list[PaperKind]:
        return scheme_papers.of_scheme(schemes.of(db, known))

    assert papers(scheme_id) == list(PaperKind)
    assert papers(LARVIK_CARD) == [PaperKind.INFORMATION]
    fund = added(db, "fond-for-fritidsaktiviteter")
    assert papers(fund) == [PaperKind.INFORMATION, PaperKind.FORM]
    priced = replace(schemes.of(db, LARVIK_CARD), price_ore=500_00)
    schemes.change(db, priced, quotas={}, by=KARI)
    assert papers(LARVIK_CARD) == [PaperKind.INFORMATION]
    with pytest.raises(NoPrice):
        poster(db, fund)
    with pytest.raises(NoPrice):
        posters.share_text(db, fund, "nb", on=TODAY)


def test_tickets_are_asked_for_without_an_application(db: Database) -> None:
    text = to_families(db, LARVIK_CARD, "nb")
    assert "deler kommunen ut gratis billetter" in text
    assert "• 2 bussreiser • 5 ganger kino" in text
    assert "Slik får du billetter" in text
    assert "søke" not in text


def test_a_pensioners_card_has_its_companion_and_no_guardian(db: Database) -> None:
    scheme_id = added(db, "aktivitetskortet-sandefjord")
    assert "Ledsager følger med gratis." in to_families(db, scheme_id, "nb")
    assert "A companion comes along free of charge." in to_families(db, scheme_id, "en")
    assert "Foresatt" not in form(db, scheme_id, "nb")


def test_the_ages_are_those_of_the_day(db: Database) -> None:
    """Skien's card is for up to 16 years, and from August 2026 for up to 19."""
    scheme_id = added(db, "fritidskortet-skien")
    assert "fra 6 til 16 år" in to_families(db, scheme_id, "nb", date(2026, 7, 31))
    assert "fra 6 til 19 år" in to_families(db, scheme_id, "nb", date(2026, 8, 1))


@pytest.mark.parametrize(
    ("code", "asks"),
    [
        (
            "nb",
            (
                "Søknad om Kragerøkortet",
                "Fødselsnummer, D-nummer eller DUF-nummer",
                "Bor personen i Larvik kommune? Ja Nei",
                "Foresatt (når personen er under 18 år)",
                "Økonomisk sosialhjelp Jeg er usikker og vil snakke med noen",
                "Hvilket språk vil du ha svaret på? Bokmål English",
                "Underskrift",
                "Send det ikke på e-post",
            ),
        ),
        (
            "en",
            (
                "Application for Kragerøkortet",
                "Does the person live in Larvik municipality? Yes No",
                "Financial social assistance I am not sure and would like to talk to someone",
                "Bokmål English",
                "Signature",
                "Do not send it by e-mail",
            ),
        ),
    ],
)
def test_the_form_asks_what_the_decision_needs_and_no_income(
    db: Database, scheme_id: UUID, code: str, asks: tuple[str, ...]
) -> None:
    text = form(db, scheme_id, code)
    for asked in asks:
        assert asked in text


def test_the_funds_form_asks_for_what_and_how_much(db: Database) -> None:
    text = form(db, added(db, "fond-for-fritidsaktiviteter"), "nb")
    assert "Kontingent eller deltakeravgift Utstyr Beløp i kroner" in text


@pytest.mark.parametrize("code", CODES)
def test_no_paper_is_about_a_person(db: Database, scheme_id: UUID, code: str) -> None:
    at_home(db)
    for text in (
        to_families(db, scheme_id, code),
        form(db, scheme_id, code),
        poster(db, scheme_id, code),
    ):
        assert "Haddad" not in text
        assert "klipp.no" not in text.lower()


@pytest.mark.parametrize("code", CODES)
def test_the_poster_says_what_how_much_who_and_where(
    db: Database, scheme_id: UUID, code: str
) -> None:
    language = languages.of(code)
    text = poster(db, scheme_id, code)
    for told in (
        "Kragerøkortet",
        language.times("cinema", "Kino", 5),
        language.money(500_00).replace("\N{NO-BREAK SPACE}", " "),
        language.ages(6, 25),
        "Kragerø kino, Kragerø svømmehall",
        language.text("poster.buy"),
    ):
        assert told in text


@pytest.mark.parametrize("code", CODES)
def test_poster_and_share_text_have_no_word_of_low_income(
    db: Database, scheme_id: UUID, code: str
) -> None:
    """Even the scheme's own purpose and criteria stay away (R19)."""
    scheme = schemes.of(db, scheme_id)
    schemes.change(
        db,
        replace(scheme, purpose="For familier med lav inntekt"),
        quotas={},
        content={"cinema": 5},
        by=KARI,
    )
    share = posters.share_text(db, scheme_id, code, on=TODAY)
    for text in (poster(db, scheme_id, code), share):
        words = text.lower().split()
        assert not [word for word in words if word.startswith(OF_POVERTY)]


def test_the_posters_address_is_read_back_from_its_qr(db: Database, scheme_id: UUID) -> None:
    pdf = posters.poster_pdf(db, scheme_id, "nb", address=ADDRESS, on=TODAY)
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=150 / 72).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [f"https://{ADDRESS}"]
    assert ADDRESS in text_of(pdf)
    bare = posters.poster_pdf(db, scheme_id, "nb", on=TODAY)
    image = pypdfium2.PdfDocument(bare)[0].render(scale=150 / 72).to_pil()
    assert not zxingcpp.read_barcodes(image)


def test_an_address_that_leads_nowhere_is_named(db: Database, scheme_id: UUID) -> None:
    with pytest.raises(BadInput, match=r"^Nettadresse"):
        poster(db, scheme_id, address="kortet på nett")
    with pytest.raises(BadInput, match=r"^Utsalgssteder"):
        poster(db, scheme_id, sold_at="a" * 121)


def test_where_it_is_sold_stands_instead_of_here(db: Database, scheme_id: UUID) -> None:
    text = poster(db, scheme_id, sold_at="Servicetorget, kinoen")
    assert "Kjøp kortet hos Servicetorget, kinoen" in text
    assert "Kjøp kortet her" not in text


def test_many_partners_are_named_in_part_and_signposts_and_closed_ones_not_at_all(
    db: Database, scheme_id: UUID
) -> None:
    takes(db, "A henvisning", "cinema", OfferKind.SIGNPOST)
    closed = partners.add(db, name="A lukket", by=KARI)
    offers.add(db, partner_id=closed, name="Inngang", category="cinema", by=KARI)
    partners.close(db, closed, by=KARI, now=NOW)
    for number in range(1, 7):
        takes(db, f"Bad {number}", "swimming")
    text = poster(db, scheme_id)
    assert "Bad 1, Bad 2, Bad 3, Bad 4, Bad 5, Bad 6, og flere steder" in text
    assert "A henvisning" not in text
    assert "A lukket" not in text


def test_the_share_text_is_what_the_poster_says(db: Database, scheme_id: UUID) -> None:
    share = posters.share_text(
        db, scheme_id, "nb", sold_at="Servicetorget", address=ADDRESS, on=TODAY
    )
    assert share.replace("\N{NO-BREAK SPACE}", " ") == (
        "Har du sett Kragerøkortet? Kortet gir 5 ganger kino og 5 ganger svømming. "
        "Det koster 500 kr og er for alle fra 6 til 25 år. "
        "Bruk det hos Kragerø kino og Kragerø svømmehall. "
        f"Kjøp det hos Servicetorget. Les mer: https://{ADDRESS}"
    )


def test_what_costs_nothing_says_so(db: Database, scheme_id: UUID) -> None:
    scheme = schemes.of(db, scheme_id)
    schemes.change(db, replace(scheme, price_ore=0), quotas={}, content={"cinema": 5}, by=KARI)
    assert "Gratis for alle" in poster(db, scheme_id)
    assert "Det er gratis" in posters.share_text(db, scheme_id, "nb", on=TODAY)
    assert "Det er gratis." in to_families(db, scheme_id, "nb")
