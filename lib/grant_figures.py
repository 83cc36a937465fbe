"""What an application or a report for Bufdir's grant to culture and activity cards can use.

Free single activities for children in families with low income are funded under § 4.5 of the
grant (https://bufdir.no/tilskudd/inkludering-av-barn-og-unge/kultur-og-aktivitetskort). The
figures are published ones; what the grant asks about and Klipp does not know is said in words.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from lib import disclosure, uptake, uptake_costs
from lib.figure_words import UNKNOWN, payer, rate_text, reach, shown, whole_kroner
from lib.norwegian import number, one_decimal
from lib.published import Published
from lib.uptake import By

# Of the grant, by public and private applicants; 5 % by voluntary organisations.
OWN_FUNDING = "20\N{NO-BREAK SPACE}%"
NOT_KNOWN = (
    "Hvor mange ulike barn som har fått noe. Klipp publiserer ganger, ikke barn, for at ingen "
    "skal kunne kjennes igjen.",
    "Hvor mye som er fysisk og digitalt. Ordningene kan gi begge deler: kort på telefon, kort på "
    "papir og billetter fra tilbyderen.",
    "Hvor stort tilskuddet er, og hva som er ført i regnskapet. Lønn, trykking og annet som ikke "
    "er billetter, er ikke med i kostnaden.",
    f"Hva som godtas som egenfinansiering. Offentlige søkere skal bidra med {OWN_FUNDING} av "
    "tilskuddet.",
    "Hvordan barna opplever ordningen. Kortene ser like ut enten de er kjøpt eller tildelt, men "
    "om det virker mot stigma, må dere spørre om.",
)


@dataclass(frozen=True)
class Figure:
    """A line to copy."""

    label: str
    value: str


def of(published: Published, year: int) -> list[Figure]:
    """What is published of the year, in the order that an application asks for it."""
    return [
        Figure("Aktivitetstype", "kultur- og aktivitetskort (§ 4.5), enkeltstående aktiviteter"),
        Figure("Periode", reach(published, year) or "ingen tall er publisert"),
        *_reach(published, year),
        *_ages(published, year),
        *_money(published, year),
    ]


def text(published: Published, year: int) -> str:
    """The figures with the label that goes with them, a line each."""
    lines = [f"{figure.label}: {figure.value}" for figure in of(published, year)]
    return "\n".join([*lines, "", disclosure.NOTE])


def _reach(published: Published, year: int) -> Iterator[Figure]:
    for label, by in (("ordninger", By.SCHEME), ("tilbydere", By.PARTNER), ("tilbud", By.OFFER)):
        groups = uptake.by_group(published, by, year)
        known = number(groups.filter(pl.col("key") != disclosure.OTHER_OFFERS).height)
        at_least = "minst " if uptake.has_others(published, by, year) else ""
        yield Figure(f"Antall {label} med tall i perioden", f"{at_least}{known}")
    total = uptake.total(published, By.OFFER, year)
    yield Figure("Delt ut gratis (ganger)", number(total.awarded))
    yield Figure("Brukt (ganger)", shown(total.used))
    yield Figure("Bruksgrad", rate_text(total.rate))
    children = uptake.children(published, year)
    each = one_decimal(total.awarded / children) if children else UNKNOWN
    yield Figure("Barn i familier med lav inntekt, oppgitt av kommunen", shown(children))
    yield Figure("Delt ut per barn i målgruppen (ganger)", each)


def _ages(published: Published, year: int) -> Iterator[Figure]:
    for row in uptake.by_group(published, By.AGE_BAND, year).rows(named=True):
        yield Figure(f"Delt ut, {row['name']}", number(row["awarded"]))


def _money(published: Published, year: int) -> Iterator[Figure]:
    paid = uptake_costs.by_source(published, year)
    kinds = uptake.names(published, "kind")
    for row in paid.filter(~pl.col("is_gift")).rows(named=True):
        source = payer(row["source"], kinds.get(row["kind"], ""))
        yield Figure(f"Kostnad av det som er delt ut, {source}", whole_kroner(row["cost_ore"]))
    gifts = _cost(paid, pl.col("is_gift"))
    yield Figure("Verdi av gaver", whole_kroner(gifts) if gifts else "ingen kjent")
    grant, own = (
        _cost(paid, ~pl.col("is_gift") & (pl.col("kind") == kind))
        for kind in ("grant", "municipal")
    )
    share = (
        f"{rate_text(own / grant)} (kravet er {OWN_FUNDING} av tilskuddet)" if grant else UNKNOWN
    )
    yield Figure("Kommunens eget budsjett mot statlig tilskudd, av kostnaden", share)


def _cost(paid: pl.DataFrame, of: pl.Expr) -> int:
    return int(paid.filter(of)["cost_ore"].sum())
