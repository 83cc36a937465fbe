"""The sponsor's report: what the money bought, in figures that name nobody."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2
import pytest

from lib import funding, paper_punches, punch_sheet, release, sponsor_reports, yardsticks
from lib.db import Database
from lib.funding import SourceKind
from lib.norwegian import kroner
from lib.staff import NotYourRole
from lib.stock import Acquisition, TicketForm
from tests.counter import CULTURE_HOUSE, open_counter
from tests.town import (
    AMIR,
    KARI,
    NINA,
    NOW,
    TODAY,
    YUSUF,
    at_home,
    awarded,
    entitled,
    given,
    person_id_of,
    stocked,
)


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(BytesIO(pdf))
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)


def jotron(db: Database) -> UUID:
    """A sponsor that gave 50 000 kr for 2024."""
    source = funding.add(db, name="Jotron", kind=SourceKind.SPONSOR, by=KARI)
    funding.set_budget(db, source, 2024, 50_000_00, by=KARI)
    return source


def bought(
    db: Database, offer: str, source: UUID, quantity: int | None = 10, **of_batch: Any
) -> UUID:
    return stocked(
        db,
        offer,
        quantity=quantity,
        acquisition=Acquisition.PURCHASED,
        unit_price_ore=90_00,
        funding_source_id=source,
        **of_batch,
    )


def twenty_awarded(db: Database, batch: UUID) -> None:
    """One each to Yusuf, Amir and eighteen others."""
    for child in (YUSUF, AMIR):
        entitled(db, person_id_of(db, child))
        awarded(db, person_id_of(db, child), batch, 1)
    rows = [(batch, 1, date(2024, 5, 10)) for _ in range(18)]
    given(db, "award", "batch_id | units | awarded_on", rows)


def test_a_report_tells_what_was_bought_awarded_and_used_and_names_nobody(
    db: Database, tmp_path: Path
) -> None:
    """Forty bowling rounds at 90 kr, twenty of them awarded to a child each."""
    at_home(db)
    source = jotron(db)
    bowling = bought(db, "Bowling", source, 40)
    stocked(db, "Gave fra andre")
    twenty_awarded(db, bowling)
    published(db, tmp_path)
    report = sponsor_reports.of(db, tmp_path, source, 2024, by=KARI)
    assert (report.budget_ore, report.left_ore) == (50_000_00, 46_400_00)
    [line] = report.lines
    assert (line.bought.offer_name, line.bought.units, line.bought.cost_ore) == (
        "Bowling",
        40,
        3_600_00,
    )
    assert (line.awarded, line.used) == (20, 0)
    assert sponsor_reports.told(line) == (
        f"Kjøpt for midlene: 40 for {kroner(3_600_00)}. "
        "Hele tilbudet, uansett hvem som har betalt: tildelt 20, brukt 0 ganger."
    )
    read = text_of(sponsor_reports.pdf(report))
    assert "Bowling, Mestern" in read
    for secret in ("Yusuf", "Amir", "Haddad", "NAV", "Nina"):
        assert secret not in read


def published(db: Database, folder: Path) -> None:
    """What May came to."""
    yardsticks.set_year(db, 2024, 1_200, {}, by=KARI)
    release.publish(
        db,
        folder,
        by=KARI,
        on=date(2024, 6, 1),
        now=datetime(2024, 6, 1),
        progress=lambda _share, _what: None,
    )


def test_a_small_number_of_awards_is_not_told(db: Database, tmp_path: Path) -> None:
    """Four awarded in all of May: nought, as everyone may see it."""
    at_home(db)
    source = jotron(db)
    bowling = bought(db, "Bowling", source)
    entitled(db, person_id_of(db, YUSUF))
    awarded(db, person_id_of(db, YUSUF), bowling, 4)
    published(db, tmp_path)
    [line] = sponsor_reports.of(db, tmp_path, source, 2024, by=KARI).lines
    assert (line.awarded, line.used) == (0, 0)


def test_use_that_no_partner_has_counted_is_unknown(db: Database, tmp_path: Path) -> None:
    """Nobody has counted the paper tickets, so nought would be a guess."""
    source = jotron(db)
    bought(db, "Bowling", source, ticket_form=TicketForm.PAPER)
    published(db, tmp_path)
    [line] = sponsor_reports.of(db, tmp_path, source, 2024, by=KARI).lines
    assert (line.awarded, line.used) == (0, None)
    assert sponsor_reports.told(line).endswith("tildelt 0, brukt ukjent.")


def test_what_may_be_among_other_offers_is_told_as_at_least_so_much() -> None:
    bought = sponsor_reports.Bought("bowling", "Bowling", "Mestern", 10, 900_00)

    def told(awarded: int, used: int | None) -> str:
        return sponsor_reports.told(sponsor_reports.Line(bought, awarded, used, at_least=True))

    assert told(40, 20).endswith("tildelt minst 40, brukt minst 20 ganger.")
    assert told(40, None).endswith("tildelt minst 40, brukt ukjent.")
    assert told(0, None).endswith("for lite til å vises for seg.")


def test_until_the_year_has_figures_they_are_said_to_be_unpublished(
    db: Database, tmp_path: Path
) -> None:
    source = jotron(db)
    bought(db, "Bowling", source, quantity=None)
    """A purchase without a number has no sum, either."""
    [line] = sponsor_reports.of(db, tmp_path, source, 2024, by=KARI).lines
    assert (line.awarded, line.used) == (None, None)
    assert sponsor_reports.told(line) == (
        "Kjøpt for midlene: ukjent antall for ukjent beløp. "
        "Hele tilbudet, uansett hvem som har betalt: ikke publisert ennå."
    )
    assert not sponsor_reports.of(db, tmp_path, source, 2023, by=KARI).lines


def test_only_a_coordinator_makes_the_report(db: Database, tmp_path: Path) -> None:
    with pytest.raises(NotYourRole):
        sponsor_reports.of(db, tmp_path, jotron(db), 2024, by=NINA)


def test_a_punch_sheet_has_its_number_its_partner_and_a_line_for_each_punch(db: Database) -> None:
    open_counter(db)
    sheet = paper_punches.make_sheet(db, CULTURE_HOUSE, by=KARI, on=TODAY, now=NOW)
    read = text_of(punch_sheet.pdf(sheet))
    assert "Papirliste 1: Bølgen kulturhus" in read
    assert all(f" {n} " in f" {read} " for n in range(1, paper_punches.LINES + 1))
