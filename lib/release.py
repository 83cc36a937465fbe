"""The release: periods that have closed are counted, frozen, and set apart for leadership.

The one job that sees both sides. The true counts stay in the register; what is written could be
sent to everyone. A closed period is frozen once: figures that move would give away by
subtraction what rounding hides, so what is corrected later is carried by later periods.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Lock

import polars as pl

from lib import disclosure, frozen, inner_cells, public_facts, published
from lib.db import Database, Reader, sql
from lib.disclosure import Period
from lib.freezing import freeze
from lib.norwegian import date_text, month_text
from lib.published import Published
from lib.refusals import Refused
from lib.staff import Role, StaffUser
from lib.yearly_figures import freeze_cards, freeze_kroner, published_kroner

# Partners count after the month is over: until this day the schedule waits for them.
COUNTS_AWAITED_UNTIL_DAY = 10
# A clock that runs years ahead would have empty months closed for good. Where nothing has happened
# for so long the schedule waits for something, or for a coordinator.
QUIET_FOR = timedelta(days=62)

Progress = Callable[[float, str], None]

_one_at_a_time = Lock()


@dataclass(frozen=True)
class Span:
    """A period as the figures have it: its first day and how long it is."""

    first_day: date
    length: Period

    @property
    def after(self) -> date:
        """The first day after it."""
        return self.length.after(self.first_day)

    @property
    def text(self) -> str:
        """«mai 2024», «april 2024 til juni 2024» or «2024»."""
        if self.length is Period.YEAR:
            return str(self.first_day.year)
        last = month_text(self.after - timedelta(days=1))
        return last if self.length is Period.MONTH else f"{month_text(self.first_day)} til {last}"


@dataclass(frozen=True)
class Release:
    """What a publication brought: its number, and the periods that are new in it."""

    number: int
    new: tuple[Span, ...]


class NothingClosed(Refused):
    """The first period with stock is not over."""

    def __init__(self, first: Span) -> None:
        super().__init__(
            f"Ingen {_unit(first.length)} er avsluttet ennå. "
            f"De første tallene kan publiseres {date_text(first.after)}."
        )


class AllPublished(Refused):
    """Every closed period is out; a published one is never counted again."""

    def __init__(self, following: Span) -> None:
        super().__init__(
            f"Alt som er avsluttet, er publisert. "
            f"Neste {_unit(following.length)} kan publiseres {date_text(following.after)}."
        )


class OlderRegister(Refused):
    """More is published than this register knows to have closed: it is an older copy."""

    def __init__(self) -> None:
        super().__init__(
            "De publiserte tallene er nyere enn databasen, som er en eldre kopi. Legg tilbake "
            "mappen med publiserte tall fra samme kopi. Ingenting er endret."
        )


def why_not(db: Reader, folder: Path, *, on: date) -> Refused | None:
    """Why there is nothing to publish, or None."""
    out = published.latest(folder)
    closed = frozen.spans(db)
    if out and out["periods"].height > len(closed):
        return OlderRegister()
    waiting = unpublished(db, folder, on=on)
    if waiting:
        return None
    following = _following(db, on)
    return AllPublished(following) if closed else NothingClosed(following)


def unpublished(db: Reader, folder: Path, *, on: date) -> list[Span]:
    """The closed periods that are not out yet, oldest first."""
    out = published.latest(folder)
    known = set(out["periods"]["period"]) if out else set()
    closed = [Span(row[0], Period(row[1])) for row in frozen.spans(db)]
    return [span for span in (*closed, *_to_freeze(db, on)) if span.first_day not in known]


def uncounted(db: Reader, span: Span) -> list[str]:
    """The offers that lack the partner's count for a period, by name."""
    return [row["name"] for row in db.rows(sql("release/uncounted"), span.first_day, span.after)]


def due(db: Reader, folder: Path, *, on: date) -> bool:
    """Whether the schedule should publish now; a coordinator need not wait for this."""
    return why_not(db, folder, on=_scheduled(db, on)) is None


def publish_when_due(db: Database, folder: Path, *, on: date, now: datetime) -> Release | None:
    """What the schedule does once an hour: publish the closed periods that are due, if any."""
    day = _scheduled(db, on)
    try:
        return publish(db, folder, by=None, on=day, now=now, progress=lambda _share, _what: None)
    except (AllPublished, NothingClosed):
        return None


def publish(
    db: Database,
    folder: Path,
    *,
    by: StaffUser | None,
    on: date,
    now: datetime,
    progress: Progress,
) -> Release:
    """Publish every closed period that is not out yet, or raise the refusal.

    `by` is a coordinator, None the schedule. `progress` hears the share done (0 to 1) and
    what is being done. Whatever stops it leaves the earlier release whole, and what was frozen
    stays frozen as it is.
    """
    if by:
        by.must_be(Role.COORDINATOR)
    with _one_at_a_time:
        if refusal := why_not(db, folder, on=on):
            raise refusal
        began = _following(db, on).first_day
        # One by one: what a year came to decides how long the next one's periods are.
        for span in _to_freeze(db, on):
            progress(0.9 * ((span.first_day - began) / (on - began)), f"Teller {span.text}")
            _freeze(db, span, now=now)
        progress(0.9, "Lagrer tallene")
        earlier = published.latest(folder)
        new = unpublished(db, folder, on=on)
        number = earlier.number + 1 if earlier else 1
        published.write(folder, Published(number, now, _tables(db, on=on)))
        progress(1.0, "Publisert")
        return Release(number, tuple(new))


def _freeze(db: Database, span: Span, *, now: datetime) -> None:
    """Round a period's counts and keep them, all in one act."""
    seed = db.keys.derived("uptake rounding")
    year = date(span.first_day.year, 1, 1)
    areas = frozen.areas_of(db, year.year)
    cells = inner_cells.of(db, year, span.after, areas=areas, length=span.length)
    new_cells = freeze(
        frozen.cells(db, year), cells, period=span.first_day, length=span.length, seed=seed
    )
    new_cards = None
    if span.after.year > year.year:
        new_cards = freeze_cards(_cards(db, year, span.after), year=year.year, seed=seed)
    new_kroner = None
    quarter = max(span.length, Period.QUARTER, key=int)
    began = quarter.first_day(span.first_day)
    if quarter.after(began) == span.after:
        claims = db.frame(sql("release/claimed"), year, span.after)
        new_kroner = freeze_kroner(
            frozen.kroner(db), claims, period=began, length=quarter, seed=seed
        )
    db.transact(
        partial(
            frozen.keep,
            span=(span.first_day, int(span.length)),
            areas=areas,
            cells=new_cells,
            cards=new_cards,
            kroner=new_kroner,
            now=now,
        )
    )


def _cards(db: Database, year: date, after: date) -> pl.DataFrame:
    counts = db.frame(sql("release/cards"), year, after)
    return counts.unpivot(
        ["issued", "used"],
        index=["scheme", "channel", "most"],
        variable_name="stream",
        value_name="units",
    ).filter(pl.col("units") > 0)


def _tables(db: Database, *, on: date) -> dict[str, pl.DataFrame]:
    """Every table of the published store."""
    spans = [Span(first_day, Period(months)) for first_day, months in frozen.spans(db)]
    until = spans[-1].after
    lacking = [
        {"period": span.first_day, "offer": row["offer"]}
        for span in spans
        for row in db.rows(sql("release/uncounted"), span.first_day, span.after)
    ]
    return {
        **disclosure.published(frozen.cells(db), until=until),
        "cards": frozen.cards(db),
        "kroner": published_kroner(frozen.kroner(db)),
        "periods": pl.DataFrame(
            {
                "period": [span.first_day for span in spans],
                "months": [int(span.length) for span in spans],
            }
        ),
        "uncounted": pl.DataFrame(lacking, schema=published.TABLES["uncounted"]),
        **public_facts.tables(db, on=on),
    }


def _to_freeze(db: Reader, on: date) -> Iterator[Span]:
    """The periods that have closed and are not frozen, oldest first."""
    span = _following(db, on)
    while span.after <= on:
        yield span
        span = Span(span.after, _length(db, span.after.year, after=span))


def _following(db: Reader, on: date) -> Span:
    """The first period that is not frozen."""
    if closed := frozen.spans(db):
        last = Span(closed[-1][0], Period(closed[-1][1]))
        return Span(last.after, _length(db, last.after.year, after=last))
    first = _first_day(db) or on
    length = _length(db, first.year, after=None)
    return Span(length.first_day(first), length)


def _length(db: Reader, year: int, *, after: Span | None) -> Period:
    """How long a year's periods are: decided once, when its first begins."""
    if after and after.first_day.year == year:
        return after.length
    first = _first_day(db)
    whole_year_before = first is not None and first <= date(year - 1, 1, 1)
    return disclosure.period_for(
        children=public_facts.children_in(db, year),
        awarded_last_year=frozen.awarded_in(db, year - 1) if whole_year_before else None,
    )


def _first_day(db: Reader) -> date | None:
    return _days(db)[0]


def _days(db: Reader) -> tuple[date | None, date | None]:
    """The first and the last day on which there was anything to give or to use."""
    row = db.row(sql("release/days"))
    assert row, "it has one row"
    return row["first_day"], row["last_day"]


def _scheduled(db: Reader, on: date) -> date:
    """The day the schedule goes by: the month before stays open while counts are awaited."""
    last_day = _days(db)[1]
    if last_day and last_day + QUIET_FOR < on:
        return last_day + QUIET_FOR
    last_of_month_before = on.replace(day=1) - timedelta(days=1)
    month = Span(last_of_month_before.replace(day=1), Period.MONTH)
    if on.day <= COUNTS_AWAITED_UNTIL_DAY and uncounted(db, month):
        return last_of_month_before
    return on


def _unit(length: Period) -> str:
    return {
        Period.MONTH: "måned",
        Period.QUARTER: "kvartal",
        Period.HALF_YEAR: "halvår",
        Period.YEAR: "år",
    }[length]
