"""The sponsor's report: what the money bought and how much it was used, and nobody who got it.

What was bought is the ledger's. What was awarded and used is read from the published figures,
rounded as everyone may see them: this module opens no award, no card and no person.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from lib import disclosure, funding, municipality, published, uptake
from lib.db import Reader, sql
from lib.norwegian import counted, kroner, number
from lib.paper_pages import Letter
from lib.published import Published
from lib.staff import Role, StaffUser
from lib.uptake import By

NOTE = f"Tildelt og brukt telles i ganger. {disclosure.NOTE}"


@dataclass(frozen=True)
class Bought:
    """One offer that the source paid for. Money is øre; None is unknown, never nought."""

    offer: str
    offer_name: str
    partner_name: str
    units: int | None
    cost_ore: int | None


@dataclass(frozen=True)
class Line:
    """What was bought of an offer, with its published figures of the year.

    `awarded` is None until a period of the year is published, `used` where nobody has counted.
    They are `at_least` so where some of it may be among other offers', being too little to tell.
    """

    bought: Bought
    awarded: int | None
    used: int | None
    at_least: bool = False


@dataclass(frozen=True)
class Report:
    """A source's year. `budget_ore` and `left_ore` are as the coordinator has them."""

    source_name: str
    municipality_name: str
    year: int
    budget_ore: int | None
    left_ore: int | None
    lines: tuple[Line, ...]


def of(db: Reader, folder: Path, source_id: UUID, year: int, *, by: StaffUser) -> Report:
    """The report of a source's year; `folder` is where the published figures are."""
    by.must_be(Role.COORDINATOR)
    money = next(line for line in funding.left(db, year) if line.source_id == source_id)
    house = municipality.the(db)
    first, last = date(year, 1, 1), date(year, 12, 31)
    release = published.latest(folder)
    return Report(
        source_name=money.source,
        municipality_name=house.name if house else "",
        year=year,
        budget_ore=money.budget_ore,
        left_ore=money.left_ore,
        lines=tuple(
            _line(bought, release, year)
            for bought in db.many(Bought, sql("sponsor_reports/bought"), source_id, first, last)
        ),
    )


def _line(bought: Bought, release: Published | None, year: int) -> Line:
    if release is None or year not in uptake.years(release):
        return Line(bought, None, None)
    figures = uptake.total(release, By.OFFER, year, [bought.offer])
    at_least = uptake.has_others(release, By.OFFER, year)
    return Line(bought, figures.awarded, figures.used, at_least)


def pdf(report: Report) -> bytes:
    """The report on paper, in bokmål."""
    paper = Letter(f"Rapport til {report.source_name} {report.year}", "nb")
    paper.headline(f"{report.source_name}: opplevelser for barn i {report.year}")
    paper.paragraph(
        f"Takk for støtten. Her ser du hva pengene gikk til i {report.municipality_name}, og hvor "
        "mye av det som er tatt i bruk."
    )
    if report.budget_ore is not None:
        left = "ukjent" if report.left_ore is None else kroner(report.left_ore)
        paper.paragraph(f"Bidrag: {kroner(report.budget_ore)}. Ikke brukt ennå: {left}.")
    if not report.lines:
        paper.paragraph("Ingenting er kjøpt for midlene ennå.")
    for line in report.lines:
        paper.heading(f"{line.bought.offer_name}, {line.bought.partner_name}")
        paper.paragraph(told(line))
    paper.paragraph(NOTE, grey=True)
    return bytes(paper.output())


def told(line: Line) -> str:
    """«Kjøpt for midlene: 92 for 8 280 kr. Hele tilbudet: …»

    More may be awarded than was bought, so it is said beside the figure whose tickets it counts.
    """
    units = "ukjent antall" if line.bought.units is None else number(line.bought.units)
    cost = "ukjent beløp" if line.bought.cost_ore is None else kroner(line.bought.cost_ore)
    return (
        f"Kjøpt for midlene: {units} for {cost}. Hele tilbudet, uansett hvem som har betalt: "
        f"{_published(line)}."
    )


def _published(line: Line) -> str:
    if line.awarded is None:
        return "ikke publisert ennå"
    if line.at_least and not line.awarded and not line.used:
        return "for lite til å vises for seg"
    least = "minst " if line.at_least else ""
    used = "ukjent" if line.used is None else f"{least}{counted(line.used, 'gang', 'ganger')}"
    return f"tildelt {least}{number(line.awarded)}, brukt {used}"
