"""Published figures in words: what is unknown, what is too few, and how far a year has come."""

from datetime import date, timedelta

from lib.disclosure import LISTED_FROM, RATE_FROM
from lib.norwegian import kroner, month_text, number, percent
from lib.published import Published

UNKNOWN, TOO_FEW = "ukjent", "–"
WITHOUT_SOURCE = "uten finansieringskilde"
SIGNS = (
    f"«{UNKNOWN}» betyr at bruken ikke er telt, eller at hele perioden har færre enn "
    f"{LISTED_FROM} billetter eller klippekort. «{TOO_FEW}» betyr at det er for lite til å regne "
    f"ut: bruksgraden vises fra {RATE_FROM} tildelte billetter eller klippekort."
)
FEW_TOGETHER = (
    f"Det med under {LISTED_FROM} billetter eller klippekort i en periode er slått sammen som "
    "«øvrige». De vises uten bruksgrad, og det gjør også tall der noe av bruken er blant dem."
)
COUNTED_IN = "Alt telles i ganger: et klippekort med to klipp teller som to."
REGISTERED_ONLY = (
    "Nærmiljø, alder og tjeneste har bare bruk som kassene har registrert. Det tilbyderne selv har "
    "telt, står under ordning, tilbud og måned. I de tre er bruksgraden derfor minst så høy som "
    "tallet viser."
)


def shown(count: int | None) -> str:
    """A count as text; use that nobody has counted is unknown, never 0."""
    return UNKNOWN if count is None else number(count)


def rate_text(rate: float | None) -> str:
    """A rate as text, and a dash where there is too little to say."""
    return TOO_FEW if rate is None else percent(rate)


def payer(source: str, kind: str) -> str:
    """«Jotron (sponsor)»."""
    return f"{source or WITHOUT_SOURCE} ({kind})" if kind else source or WITHOUT_SOURCE


def whole_kroner(ore: int) -> str:
    """«5 724 kr», without øre: there are none in what is rounded."""
    return kroner(round(ore, -2))


def reach(published: Published, year: int) -> str | None:
    """«hele 2026», «til og med oktober 2026», or None where nothing of the year is published."""
    begins = [day for day in published["periods"]["period"] if day.year == year]
    if not begins or not (after := published.last_day_after):
        return None
    last_day = min(after, date(year + 1, 1, 1)) - timedelta(days=1)
    words = []
    if min(begins).month > 1:
        words.append(f"fra og med {month_text(min(begins))}")
    if last_day < date(year, 12, 31):
        words.append(f"til og med {month_text(last_day)}")
    return " ".join(words) or f"hele {year}"
