"""A scheme's papers that are about nobody: the letter that informs families, the form to apply
with, and the poster with its text to share.

The poster is for everyone who may buy: it says what, how much and where, and nothing of who
may have it free (R19). A scheme has only the papers that make sense for it.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from lib import languages, municipality, qr, schemes
from lib.ages import OLDEST
from lib.db import Reader, sql
from lib.languages import Language
from lib.letters import OF_AGE
from lib.municipality import Service
from lib.paper_pages import BOTTOM, GREY, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, WIDTH, Letter, Paper
from lib.refusals import Refused
from lib.schemes import CARD_CATEGORY, Scheme, SchemeKind
from lib.titles import line, web_address

MOST_PARTNERS = 6
ACCENT, WHITE = (0, 98, 186), (255, 255, 255)


class PaperKind(StrEnum):
    INFORMATION = "information"
    FORM = "form"
    POSTER = "poster"


PAPER_NAMES = {
    PaperKind.INFORMATION: "Informasjonsbrev til familier",
    PaperKind.FORM: "Søknadsskjema",
    PaperKind.POSTER: "Plakat",
}


class NoPrice(Refused):
    """A poster tells of what anyone may buy."""

    def __init__(self) -> None:
        super().__init__("Ordningens kort er ikke til salgs, så det er ikke noe å lage plakat om.")


class NotAppliedFor(Refused):
    """Tickets from stock are awarded at the desk, without an application."""

    def __init__(self) -> None:
        super().__init__("Ordningen gir billetter fra beholdningen, så den har ikke søknadsskjema.")


def of_scheme(scheme: Scheme) -> list[PaperKind]:
    """Which papers make sense for the scheme."""
    kinds = [PaperKind.INFORMATION]
    if scheme.has_own_cards:
        kinds.append(PaperKind.FORM)
    if _is_sold(scheme):
        kinds.append(PaperKind.POSTER)
    return kinds


def _is_sold(scheme: Scheme) -> bool:
    """Whether anyone may buy its card; only punch cards are sold."""
    return scheme.kind is SchemeKind.CARD and scheme.price_ore is not None


def information_pdf(
    db: Reader, scheme_id: UUID, language_code: str, *, contacts: Sequence[Service], on: date
) -> bytes:
    """The letter that tells families of a scheme, with the services that they may ask."""
    language, scheme = languages.of(language_code), schemes.of(db, scheme_id)
    words = _Words(db, scheme, language, on)
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
    words = _Words(db, scheme, language, on)
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


def poster_pdf(
    db: Reader,
    scheme_id: UUID,
    language_code: str,
    *,
    sold_at: str = "",
    address: str = "",
    on: date,
) -> bytes:
    """The poster for cinemas, pools and shops; raises NoPrice and BadInput.

    `sold_at` tells where else it is sold, `address` becomes a QR.
    """
    language, scheme = languages.of(language_code), schemes.of(db, scheme_id)
    places, page = line(sold_at, "Utsalgssteder"), web_address(address, "Nettadresse")
    if not _is_sold(scheme):
        raise NoPrice
    words = _Words(db, scheme, language, on)
    pdf = Paper(scheme.name, language.code)
    pdf.add_page()
    pdf.set_fill_color(*ACCENT)
    pdf.rect(0, 0, PAGE_WIDTH, 78, style="F")
    pdf.place(MARGIN, 26, WIDTH, scheme.name, size=50, bold=True, colour=WHITE, most_lines=1)
    pdf.place(MARGIN, 52, WIDTH, words.who(), size=20, colour=WHITE, most_lines=1)
    at = 92.0
    for content in words.contents():
        at = pdf.place(MARGIN, at, WIDTH, content, size=30, bold=True, most_lines=1) + 1
    at = pdf.place(MARGIN, at + 6, WIDTH, words.price("poster"), size=26, bold=True, colour=ACCENT)
    below = [language.text(f"terms.lasts_{scheme.period}"), *words.terms()]
    at = pdf.place(MARGIN, at + 3, WIDTH, " ".join(below), size=14, grey=True) + 8
    half = WIDTH - 62
    if partners := words.partners():
        at = pdf.place(MARGIN, at, half, language.text("poster.where"), size=15, bold=True) + 1
        at = pdf.place(MARGIN, at, half, ", ".join(partners), size=15, most_lines=4) + 5
    if places:
        at = pdf.place(MARGIN, at, half, language.text("poster.sold_at"), size=15, bold=True) + 1
        pdf.place(MARGIN, at, half, places, size=15, most_lines=3)
    else:
        pdf.place(MARGIN, at, half, language.text("poster.buy"), size=15, bold=True)
    if page:
        size = 55.0
        x, y = PAGE_WIDTH - MARGIN - size, PAGE_HEIGHT - 30 - size
        pdf.image(io.BytesIO(qr.png(page)), x, y, size, alt_text=page)
        read_more = language.text("poster.read_more")
        pdf.place(x, y - 5, size, read_more, size=13, bold=True, align="C")
        shown = page.removeprefix("https://").removeprefix("http://").rstrip("/")
        pdf.place(x - 20, y + size - 2, size + 40, shown, size=10, align="C", most_lines=1)
    pdf.place(MARGIN, PAGE_HEIGHT - 22, half, words.municipality, size=12, grey=True)
    return bytes(pdf.output())


def share_text(
    db: Reader,
    scheme_id: UUID,
    language_code: str,
    *,
    sold_at: str = "",
    address: str = "",
    on: date,
) -> str:
    """What the poster says, to paste into social media; as `poster_pdf`."""
    language, scheme = languages.of(language_code), schemes.of(db, scheme_id)
    places, page = line(sold_at, "Utsalgssteder"), web_address(address, "Nettadresse")
    if not _is_sold(scheme):
        raise NoPrice
    words = _Words(db, scheme, language, on)
    contents = language.listed(words.contents())
    first = "share.first" if contents else "share.first_plain"
    told = [language.text(first, scheme=scheme.name, contents=contents), words.price("share")]
    if partners := words.partners():
        told.append(language.text("share.where", partners=language.listed(partners)))
    if places:
        told.append(language.text("share.sold_at", places=places))
    if page:
        told.append(language.text("share.read_more", address=page))
    return " ".join(told)


class _Words:
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
        known = schemes.criteria(self._db, self.scheme.id)
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


def _what(paper: Letter, words: _Words) -> None:
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


def _for_whom(paper: Letter, words: _Words) -> None:
    """Who may have it, and what stands between those who may not buy it and the card."""
    scheme, language = words.scheme, words.language
    facts = {"scheme": scheme.name, "ages": words.ages, "municipality": words.municipality}
    paper.heading(language.text("information.who_title"))
    if not _is_sold(scheme):
        paper.paragraph(language.text("information.who_when", **facts))
    else:
        key = "sold" if scheme.price_ore else "free_for_all"
        price = language.text(f"information.{key}", price=language.money(scheme.price_ore or 0))
        paper.paragraph(" ".join([language.text("information.who", **facts), price]))
        if not scheme.price_ore:
            return
        paper.paragraph(language.text("information.free"))
    paper.points(words.criteria())


def _contacts(paper: Letter, words: _Words, contacts: Sequence[Service]) -> None:
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
