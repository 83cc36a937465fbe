"""A scheme's papers that are about nobody: the letter that informs families, and the form to
apply with.

A scheme has only the papers that make sense for it.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from lib import languages, schemes
from lib.db import Reader
from lib.letters import OF_AGE
from lib.municipality import Service
from lib.paper_pages import BOTTOM, GREY, MARGIN, WIDTH, Letter
from lib.refusals import Refused
from lib.scheme_words import SchemeWords, is_sold
from lib.schemes import Scheme, SchemeKind


class PaperKind(StrEnum):
    INFORMATION = "information"
    FORM = "form"
    POSTER = "poster"


PAPER_NAMES = {
    PaperKind.INFORMATION: "Informasjonsbrev til familier",
    PaperKind.FORM: "Søknadsskjema",
    PaperKind.POSTER: "Plakat",
}


class NotAppliedFor(Refused):
    """Tickets from stock are awarded at the desk, without an application."""

    def __init__(self) -> None:
        super().__init__("Ordningen gir billetter fra beholdningen, så den har ikke søknadsskjema.")


def of_scheme(scheme: Scheme) -> list[PaperKind]:
    """Which papers make sense for the scheme."""
    kinds = [PaperKind.INFORMATION]
    if scheme.has_own_cards:
        kinds.append(PaperKind.FORM)
    if is_sold(scheme):
        kinds.append(PaperKind.POSTER)
    return kinds


def information_pdf(
    db: Reader, scheme_id: UUID, language_code: str, *, contacts: Sequence[Service], on: date
) -> bytes:
    """The letter that tells families of a scheme, with the services that they may ask."""
    language, scheme = languages.of(language_code), schemes.of(db, scheme_id)
    words = SchemeWords(db, scheme, language, on)
    paper = Letter(language.text("information.title", scheme=scheme.name), language.code)
    paper.paragraph(words.municipality, grey=True)
    paper.at += 4
    paper.headline(language.text("information.title", scheme=scheme.name))
    _what(paper, words)
    _for_whom(paper, words)
    applied_for = PaperKind.FORM in of_scheme(scheme)
    part, alike = ("apply", "alike") if applied_for else ("ask", "alike_tickets")
    paper.heading(language.text(f"information.{part}_title"))
    paper.paragraph(language.text(f"information.{part}"))
    for part, told in (("alike", alike), ("privacy", "privacy"), ("contact", "contact")):
        paper.heading(language.text(f"information.{part}_title"))
        paper.paragraph(language.text(f"information.{told}"))
    _contacts(paper, words, contacts)
    return bytes(paper.output())


def form_pdf(
    db: Reader, scheme_id: UUID, language_code: str, *, contacts: Sequence[Service], on: date
) -> bytes:
    """The application to fill in by hand; raises NotAppliedFor."""
    language, scheme = languages.of(language_code), schemes.of(db, scheme_id)
    if PaperKind.FORM not in of_scheme(scheme):
        raise NotAppliedFor
    words = SchemeWords(db, scheme, language, on)
    form = _Form(language.text("form.title", scheme=scheme.name), language.code)
    form.paragraph(words.municipality, grey=True)
    form.headline(language.text("form.title", scheme=scheme.name))
    form.paragraph(language.text("form.lead"))
    is_fund = scheme.kind is SchemeKind.FUND
    form.heading(language.text("form.who_fund" if is_fund else "form.who"))
    form.fields(language.text("form.full_name"), language.text("form.born"))
    form.fields(language.text("form.number"), language.text("form.phone"))
    form.question(
        language.text("form.resident", municipality=words.municipality),
        [language.text("form.answer_yes"), language.text("form.answer_no")],
    )
    if scheme.ages_on(on)[0] < OF_AGE:
        form.heading(language.text("form.guardian"))
        form.fields(language.text("form.full_name"), language.text("form.phone"))
    form.heading(language.text("form.why"))
    form.ticks([*words.criteria(), language.text("form.unsure")])
    if is_fund:
        form.heading(language.text("form.purpose"))
        form.ticks([language.text("form.fees"), language.text("form.equipment")])
        form.fields(language.text("form.amount"))
    form.question(language.text("form.language"), [each.name for each in languages.all_of()])
    form.fields(language.text("form.day"), language.text("form.signature"))
    form.paragraph(language.text("form.deliver"))
    _contacts(form, words, contacts)
    return bytes(form.output())


def _what(paper: Letter, words: SchemeWords) -> None:
    """What the scheme gives."""
    scheme, language = words.scheme, words.language
    period = language.text(f"terms.in_{scheme.period}")
    told = language.text(
        f"information.{scheme.kind}", scheme=scheme.name, amount=words.amount(), period=period
    )
    paper.paragraph(told)
    if scheme.kind is SchemeKind.TICKETS and words.most():
        paper.paragraph(language.text("information.most", period=period))
        paper.points(words.most())
    paper.points(words.contents())
    if scheme.has_own_cards:
        lost = language.text(f"terms.lost_{'replaced' if scheme.replaces_lost else 'gone'}")
        lasts = language.text(f"terms.lasts_{scheme.period}")
        paper.paragraph(" ".join([lasts, *words.terms(), lost]))


def _for_whom(paper: Letter, words: SchemeWords) -> None:
    """Who may have it, and what stands between those who may not buy it and the card."""
    scheme, language = words.scheme, words.language
    facts = {"scheme": scheme.name, "ages": words.ages, "municipality": words.municipality}
    paper.heading(language.text("information.who_title"))
    if not is_sold(scheme):
        paper.paragraph(language.text("information.who_when", **facts))
    else:
        key = "sold" if scheme.price_ore else "free_for_all"
        price = language.text(f"information.{key}", price=language.money(scheme.price_ore or 0))
        paper.paragraph(" ".join([language.text("information.who", **facts), price]))
        if not scheme.price_ore:
            return
        paper.paragraph(language.text("information.free"))
    paper.points(words.criteria())


def _contacts(paper: Letter, words: SchemeWords, contacts: Sequence[Service]) -> None:
    """Whom to ask; without a service, the municipality."""
    if contacts:
        paper.points([words.language.contact(service) for service in contacts])
    else:
        nobody = "information.contact_nobody"
        paper.paragraph(words.language.text(nobody, municipality=words.municipality))


class _Form(Letter):
    """A letter with lines to write on and boxes to tick."""

    def fields(self, *labels: str) -> None:
        """Lines side by side, each with what to write below it."""
        gap = 6.0
        width = (WIDTH - gap * (len(labels) - 1)) / len(labels)
        self._room(14)
        self.at += 8
        self.set_draw_color(*GREY)
        self.set_line_width(0.3)
        below = self.at
        for place, label in enumerate(labels):
            x = MARGIN + place * (width + gap)
            self.line(x, self.at, x + width, self.at)
            ends = self.place(x, self.at + 0.8, width, label, size=8.5, grey=True)
            below = max(below, ends)
        self.at = below + 2.3

    def ticks(self, texts: Sequence[str]) -> None:
        """A box before each text, one below the other."""
        for text in texts:
            self._room(8)
            self.at = max(self._tick(MARGIN, text, WIDTH), self.at + 5) + 1.5

    def question(self, text: str, answers: Sequence[str]) -> None:
        """A question with its boxes beside it."""
        self._room(10)
        self.at += 2
        self.place(MARGIN, self.at, WIDTH / 2, text, size=11)
        x = MARGIN + WIDTH / 2 + 8
        for answer in answers:
            self._tick(x, answer, 30)
            x += 30
        self.at += 9

    def _tick(self, x: float, text: str, width: float) -> float:
        self.set_draw_color(*GREY)
        self.set_line_width(0.3)
        self.rect(x, self.at + 0.2, 4.4, 4.4)
        return self.place(x + 7, self.at, width - 7, text, size=11)

    def _room(self, height: float) -> None:
        if self.at + height > BOTTOM:
            self.turn()
