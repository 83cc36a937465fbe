"""The year's report on paper: what the published figures tell, and nothing else.

It is made from one release, so whoever may see the release may have the report.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from lib import disclosure, uptake, uptake_costs
from lib.disclosure import Period
from lib.figure_words import (
    COUNTED_IN,
    FEW_TOGETHER,
    REGISTERED_ONLY,
    SIGNS,
    TOO_FEW,
    payer,
    rate_text,
    reach,
    shown,
    whole_kroner,
)
from lib.norwegian import counted, number, one_decimal
from lib.paper_pages import BOTTOM, MARGIN, WIDTH, Letter
from lib.published import Published
from lib.uptake import BY_NAMES, By

SHORTEST_SECTION = 50.0  # millimetres; a heading with less below it begins the next page

_PERIODS = {
    Period.MONTH: "Måned for måned",
    Period.QUARTER: "Kvartal for kvartal",
    Period.HALF_YEAR: "Halvår for halvår",
    Period.YEAR: "Hele året",
}
_DIVIDED = (By.SCHEME, By.OFFER, By.PERIOD, By.AREA, By.AGE_BAND, By.SERVICE)
_FIRST_REGISTERED = By.AREA  # of those that only have what the tills registered


def pdf(published: Published, year: int, *, municipality: str) -> bytes:
    """The report of a year on A4; `municipality` is its name in full, «Larvik kommune»."""
    title = f"Årsrapport {year}"
    paper = Letter(f"{title} – {municipality}", "nb", foot=disclosure.NOTE)
    paper.headline(title)
    told = reach(published, year)
    paper.paragraph(f"{municipality}, {told or 'ingen tall ennå'}.", bold=True)
    if told is None:
        paper.paragraph(f"Ingen tall er publisert for {year}.")
        return bytes(paper.output())
    _total(paper, published, year)
    _children(paper, published, year)
    _expected(paper, published, year)
    for by in _DIVIDED:
        _divided(paper, published, year, by)
    _money(paper, published, year)
    _cards(paper, published, year)
    _section(paper, "Slik leser du tallene")
    paper.paragraph(SIGNS)
    return bytes(paper.output())


def _total(paper: Letter, published: Published, year: int) -> None:
    total = uptake.total(published, By.OFFER, year)
    told = (
        ("Tildelt", number(total.awarded)),
        ("Brukt", shown(total.used)),
        ("Bruksgrad", rate_text(total.rate)),
    )
    third = WIDTH / len(told)
    top = paper.at
    for place, (label, value) in enumerate(told):
        x = MARGIN + place * third
        below = paper.place(x, top, third, label, size=10, grey=True)
        paper.at = paper.place(x, below, third, value, size=22, bold=True) + 3
    paper.paragraph(COUNTED_IN)


def _children(paper: Letter, published: Published, year: int) -> None:
    _section(paper, "Når ordningene fram?")
    if not (children := uptake.children(published, year)):
        paper.paragraph(
            "Kommunen har ikke lagt inn hvor mange barn som lever i familier med lav inntekt, så "
            "rapporten kan ikke si hvor mye som er tildelt per barn."
        )
        return
    each = uptake.total(published, By.OFFER, year).awarded / children
    paper.paragraph(
        f"Kommunen regner med {counted(children, 'barn', 'barn')} i familier med lav inntekt. Det "
        f"er tildelt {one_decimal(each)} ganger per barn. Hvor mange av barna som har fått "
        "noe, blir ikke publisert."
    )


def _expected(paper: Letter, published: Published, year: int) -> None:
    plan = uptake.expected(published, year)
    if plan.is_empty():
        return
    _section(paper, "Forventet og faktisk bruk")
    paper.ruled(
        ("Ordning", "Forventet i året", "Så langt", "Brukt så langt"),
        [
            (row["scheme"], number(row["times"]), number(row["so_far"]), shown(row["used"]))
            for row in plan.rows(named=True)
        ],
    )


def _divided(paper: Letter, published: Published, year: int, by: By) -> None:
    title = _periods_title(published, year) if by is By.PERIOD else BY_NAMES[by]
    _section(paper, title)
    if by is _FIRST_REGISTERED:
        paper.paragraph(REGISTERED_ONLY, grey=True)
    groups = uptake.by_group(published, by, year)
    if groups.is_empty():
        paper.paragraph(
            f"Ingenting å vise: hver periode har færre enn {disclosure.LISTED_FROM} ganger."
        )
        return
    if uptake.has_others(published, by, year):
        paper.paragraph(FEW_TOGETHER, grey=True)
    total = uptake.total(published, by, year)
    rows = [
        _figures(row["name"], row["awarded"], row["used"], row["rate"])
        for row in groups.rows(named=True)
    ]
    paper.ruled(
        ("Periode" if by is By.PERIOD else BY_NAMES[by], "Tildelt", "Brukt", "Bruksgrad"),
        [*rows, _figures("Sum", total.awarded, total.used, total.rate)],
        with_sum=True,
    )


def _figures(name: str, given: int, used: int | None, rate: float | None) -> Sequence[str]:
    return name, number(given), shown(used), rate_text(rate)


def _money(paper: Letter, published: Published, year: int) -> None:
    paid = uptake_costs.by_source(published, year)
    claimed = uptake_costs.claimed(published, year)
    _section(paper, "Penger og gaver")
    if paid.is_empty() and claimed.is_empty():
        paper.paragraph("Det er ingen kjente priser eller krav å vise.")
        return
    if not paid.is_empty():
        paper.paragraph(
            "Kostnaden er avrundet antall tildelte ganger × pris, ikke summen av fakturaene. "
            "Tilbud uten kjent pris og øvrige tilbud er ikke med. Verdien av gaver er regnet på "
            "samme måte.",
            grey=True,
        )
    kinds = uptake.names(published, "kind")
    _paid(paper, ("Finansieringskilde", "Kostnad"), paid.filter(~pl.col("is_gift")), kinds)
    _paid(paper, ("Gaver fra", "Verdi"), paid.filter(pl.col("is_gift")), {})
    if not claimed.is_empty():
        paper.ruled(
            ("Ordning", "Krav fra tilbydere, til nærmeste 5 000 kr"),
            [
                (row["scheme"], whole_kroner(row["kroner"] * 100))
                for row in claimed.rows(named=True)
            ],
        )


def _paid(
    paper: Letter, headings: tuple[str, str], paid: pl.DataFrame, kinds: Mapping[str, str]
) -> None:
    if paid.is_empty():
        return
    paper.ruled(
        (*headings, "Brukt", f"{headings[1]} per bruk"),
        [
            (
                payer(row["source"], kinds.get(row["kind"], "")),
                whole_kroner(row["cost_ore"]),
                number(row["uses"]),
                TOO_FEW if row["per_use_ore"] is None else whole_kroner(row["per_use_ore"]),
            )
            for row in paid.rows(named=True)
        ],
    )


def _cards(paper: Letter, published: Published, year: int) -> None:
    cards = uptake.cards(published, year)
    _section(paper, "Kort etter hvordan de ble delt ut")
    if cards.is_empty():
        paper.paragraph("Ingen egne kort er publisert. Et års kort telles når året er over.")
        return
    channels = uptake.names(published, "channel")
    paper.ruled(
        ("Ordning", "Delt ut", "Brukt", "Bruksgrad"),
        [
            _figures(
                f"{row['scheme']}, {channels.get(row['channel'], row['channel'])}",
                row["issued"],
                row["used"],
                row["rate"],
            )
            for row in cards.rows(named=True)
        ],
    )


def _periods_title(published: Published, year: int) -> str:
    of_year = published["periods"].filter(pl.col("period").dt.year() == year)
    return _PERIODS[Period(of_year["months"][0])]


def _section(paper: Letter, title: str) -> None:
    if paper.at > BOTTOM - SHORTEST_SECTION:
        paper.turn()
    paper.heading(title)
