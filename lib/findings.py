"""Findings: what in a year's published figures asks for somebody to act, at most three.

Each rule holds figures that are shown against a mark. Falling short by less than 10 tickets or
cards may be the rounding alone, and is never told. The one that is most uses (or cards) short
comes first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl

from lib import ages, disclosure, uptake
from lib.disclosure import OTHERS, RATE_FROM, UNKNOWN, Period
from lib.norwegian import counted, listed, month_text, number, percent
from lib.published import Published
from lib.uptake import By

MOST = 3
# Tickets or cards; the note on every figure: smaller differences should not be interpreted.
NOTICED = 10

HALF = 0.5
OF_THE_PLAN = 0.75
TEENS_FROM = 13  # where young people begin to fall away (R93)
POINTS_UNDER = 0.15
OTHERS_CARDS = 0.2  # R21: a card that only those with a right to it carry gives them away


class Rule(StrEnum):
    """What a finding is about."""

    OFFER = "offer"
    PLAN = "plan"
    TEENS = "teens"
    AREA = "area"
    GAPS = "gaps"
    CARDS = "cards"


RULES = {
    Rule.OFFER: f"Minst {RATE_FROM} er tildelt i året, og under halvparten er brukt. "
    "Bruk som ikke er telt, er holdt utenfor.",
    Rule.PLAN: f"Bruken er under {percent(OF_THE_PLAN)} av det planen sier så langt. "
    "Bruk som ikke er telt, er ikke med.",
    Rule.TEENS: f"De fra {TEENS_FROM} til {ages.BANDS[-1][1]} år får under halvparten av det de "
    "yngre får, regnet per årskull.",
    Rule.AREA: f"Bruksgraden i et nærmiljø er minst {POINTS_UNDER * 100:.0f} prosentpoeng under "
    "den for hele kommunen.",
    Rule.GAPS: "I en måned framover gjelder ingen av billettene som er på lager.",
    Rule.CARDS: f"Under {percent(OTHERS_CARDS)} av kortene i bruk er solgt eller gitt bort, så "
    "kortet kan røpe hvem som har fått det tildelt.",
}


@dataclass(frozen=True)
class Finding:
    """What was found, the figure that shows it, and how many uses or cards short that is."""

    rule: Rule
    says: str
    figure: str
    short: float


def of(published: Published, year: int) -> list[Finding]:
    """The most severe findings of a year, the worst first; one of each rule."""
    rules = (_offer, _plan, _teens, _area, _gaps, _cards)
    found = [finding for rule in rules if (finding := _worst(rule(published, year)))]
    return sorted(found, key=lambda finding: -finding.short)[:MOST]


def _worst(found: Iterator[Finding]) -> Finding | None:
    return max(found, key=lambda finding: finding.short, default=None)


def _offer(published: Published, year: int) -> Iterator[Finding]:
    table = uptake.within(published, By.OFFER, year)
    known = uptake.counted(published, table)
    partly = uptake.partly_told(table)
    of_others = (pl.col("stream") == "used") & (pl.col("offer") == OTHERS["offer"])
    at_most = table.filter(of_others)["units"].sum()
    names, sizes = uptake.names(published, By.OFFER), uptake.sizes(published)
    alone = known.filter(pl.col("offer") != OTHERS["offer"])
    enough = disclosure.rates(alone, ["offer"]).drop_nulls("rate")
    for row in enough.iter_rows(named=True):
        short = row["awarded"] * HALF - row["used"]
        if row["offer"] in partly:  # whatever the others used may be of this one
            short -= at_most
        if short >= NOTICED * sizes[row["offer"]]:
            yield Finding(
                Rule.OFFER,
                f"Under halvparten er brukt: {names[row['offer']]}",
                f"Brukt {number(row['used'])} av {number(row['awarded'])} tildelte.",
                short,
            )


def _plan(published: Published, year: int) -> Iterator[Finding]:
    schemes = uptake.by_group(published, By.SCHEME, year)
    of_any = schemes.filter(pl.col("key") == OTHERS["offer"])["used"].sum()
    for row in uptake.expected(published, year).drop_nulls("used").iter_rows(named=True):
        short = row["so_far"] * OF_THE_PLAN - row["used"] - of_any
        if short >= NOTICED * uptake.size(published, year):
            yield Finding(
                Rule.PLAN,
                f"Mindre bruk enn planlagt: {row['scheme']}",
                f"Brukt {number(row['used'])}. Planen så langt er {number(row['so_far'])}.",
                short,
            )


def _teens(published: Published, year: int) -> Iterator[Finding]:
    table = uptake.by_group(published, By.AGE_BAND, year)
    awarded = dict(zip(table["key"], table["awarded"], strict=True))
    if OTHERS["age_band"] in awarded:  # nobody knows of which ages
        return
    young = given = young_years = years = 0
    for (first, last), name in zip(ages.BANDS, ages.band_names(), strict=False):
        if first < TEENS_FROM:
            young += awarded.get(name, 0)
            young_years += last - first + 1
        else:
            given += awarded.get(name, 0)
            years += last - first + 1
    a_year = young / young_years
    short = a_year * HALF * years - given
    if short >= NOTICED * uptake.size(published, year):
        yield Finding(
            Rule.TEENS,
            "Ungdom får mye mindre enn de yngre barna",
            f"{TEENS_FROM}–{ages.BANDS[-1][1]} år: {number(given)} tildelt, "
            f"{number(round(given / years))} per årskull. 0–{TEENS_FROM - 1} år: "
            f"{number(young)} tildelt, {number(round(a_year))} per årskull.",
            short,
        )


def _area(published: Published, year: int) -> Iterator[Finding]:
    whole = uptake.total(published, By.AREA, year).rate
    areas = uptake.by_group(published, By.AREA, year).drop_nulls("rate")
    nowhere = pl.col("key").is_in([UNKNOWN, OTHERS["area"]])
    for row in areas.filter(~nowhere).iter_rows(named=True):
        # In hundredths, as they are shown: 0.65 - 0.15 is a little less than 0.5.
        if whole is None or round(row["rate"] - whole + POINTS_UNDER, 9) > 0:
            continue
        short = whole * row["awarded"] - row["used"]
        if short >= NOTICED * uptake.size(published, year):
            yield Finding(
                Rule.AREA,
                f"Mindre brukt enn ellers i kommunen: {row['name']}",
                f"Bruksgraden er {percent(row['rate'])}, og {percent(whole)} i hele kommunen.",
                short,
            )


def _gaps(published: Published, year: int) -> Iterator[Finding]:
    gaps = uptake.months_without_offers(published)
    if not gaps or year != uptake.years(published)[0]:
        return
    # As much as is awarded in so many months.
    first, last = uptake.span(published, year)
    a_month = uptake.total(published, By.OFFER, year).awarded / (last.month - first.month + 1)
    yield Finding(
        Rule.GAPS,
        f"{counted(len(gaps), 'måned', 'måneder')} framover uten billetter på lager",
        f"Ingen billetter på lager gjelder i {listed(list(_spans(gaps)))}.",
        a_month * len(gaps),
    )


def _spans(months: Sequence[date]) -> Iterator[str]:
    """«april til juni 2024» for months that follow one another."""
    begins = 0
    for place, month in enumerate(months):
        following = months[place + 1] if place + 1 < len(months) else None
        if following and Period.MONTH.after(month) == following:
            continue
        first, last = month_text(months[begins]), month_text(month)
        yield last if first == last else f"{first} til {last}"
        begins = place + 1


def _cards(published: Published, year: int) -> Iterator[Finding]:
    used = uptake.cards(published, year).group_by("scheme", maintain_order=True)
    to_others = pl.col("used").filter(pl.col("channel") != "awarded").sum()
    for row in used.agg(pl.col("used").sum(), others=to_others).iter_rows(named=True):
        short = row["used"] * OTHERS_CARDS - row["others"]
        if short >= NOTICED:
            yield Finding(
                Rule.CARDS,
                f"Nesten bare tildelte kort er i bruk: {row['scheme']}",
                f"Av {number(row['used'])} kort i bruk er {number(row['others'])} solgt eller "
                "gitt bort.",
                short,
            )
