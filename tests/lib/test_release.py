"""What may leave the ledger: closed months, in fives, that never move again."""

import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import pytest

from lib import release, uptake
from lib.db import Database
from lib.release import AllPublished, NothingClosed, Release
from lib.staff import NotYourRole, StaffUser
from lib.uptake import Dimension, Figure, Published, Stream
from tests.town import ADAM, KARI, LISE, NINA, NOW, awards_drawn, given, id_of

MARCH, APRIL, MAY = date(2024, 3, 1), date(2024, 4, 1), date(2024, 5, 1)
FIRST_OF_MAY, FIRST_OF_JUNE = date(2024, 5, 1), date(2024, 6, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "published"


@pytest.fixture
def stock(db: Database) -> Database:
    """Two offers of our own cards and one of paper, since March; the bus card has two punches."""
    given(
        db,
        "partner",
        """
        id     | name
        BOLGEN | Bølgen
        VKT    | Vestfold kollektivtrafikk
        MUNKEN | Munken
        """,
    )
    given(
        db,
        "offer",
        """
        id     | partner_id | name      | category
        CINEMA | BOLGEN     | Kino      | cinema
        BUS    | VKT        | Buss      | transport
        PLAY   | MUNKEN     | Munken    | theatre
        """,
    )
    given(
        db,
        "batch",
        """
        id      | offer_id | ticket_form | punches_per_unit | received_on | valid_to | delivery_key
        KINO24  | CINEMA   | qr          | 1                | 2024-03-11  | -          | a
        BUSS24  | BUS      | qr          | 2                | 2024-03-12  | -          | b
        PAPIR24 | PLAY     | paper       | 1                | 2024-03-13  | 2024-04-20 | c
        """,
    )
    return db


def awards(db: Database, drawn: str) -> None:
    """Awards for NAV in Stavern to a child of 6–9, unless they are drawn otherwise."""
    lines = [line.strip() for line in drawn.strip().splitlines()]
    heading, rows = lines[0], lines[1:]
    for column, usual in (
        ("service_id", "NAV"),
        ("neighbourhood_id", "STAVERN"),
        ("age_band", "6–9 år"),
    ):
        if column not in heading:
            heading, rows = f"{heading} | {column}", [f"{row} | {usual}" for row in rows]
    awards_drawn(db, "\n".join([heading, *rows]))


def publish(
    db: Database, folder: Path, on: date = FIRST_OF_JUNE, by: StaffUser | None = KARI
) -> Release:
    return release.publish(db, folder, by=by, on=on, now=NOW, progress=lambda _share, _what: None)


def published(folder: Path) -> Published:
    found = uptake.latest(folder)
    assert found
    return found


def shown(
    folder: Path, stream: Stream, dimension: Dimension = Dimension.OFFER
) -> dict[tuple[str, date], int]:
    names = {group.key: group.name for group in published(folder).groups}
    return {
        (names[figure.key], figure.month): figure.units
        for figure in published(folder).figures
        if (figure.stream, figure.dimension) == (stream, dimension)
    }


@pytest.mark.parametrize(
    ("count", "as_published"),
    [(0, 0), (1, 0), (2, 0), (3, 5), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (1002, 1000)],
)
def test_a_number_is_rounded_to_the_nearest_five(count: int, as_published: int) -> None:
    assert release.rounded(count) == as_published


def test_two_awarded_tickets_are_not_shown_and_three_are_shown_as_five(
    stock: Database, folder: Path
) -> None:
    awards(
        stock,
        """
        batch_id | units | awarded_on
        KINO24   | 2     | 2024-04-01
        KINO24   | 3     | 2024-05-31
        """,
    )
    publish(stock, folder)
    assert shown(folder, Stream.AWARDED) == {("Bølgen: Kino", MAY): 5}


def test_a_month_is_closed_on_the_first_day_of_the_next(stock: Database, folder: Path) -> None:
    awards(stock, "batch_id | units | awarded_on\nKINO24 | 10 | 2024-05-20")
    publish(stock, folder, date(2024, 5, 31))
    assert published(folder).months == (MARCH, APRIL)
    assert not published(folder).figures
    publish(stock, folder, FIRST_OF_JUNE)
    assert published(folder).months == (MARCH, APRIL, MAY)
    assert shown(folder, Stream.AWARDED) == {("Bølgen: Kino", MAY): 10}


def test_nothing_can_be_published_before_the_first_month_is_over(
    stock: Database, folder: Path
) -> None:
    with pytest.raises(NothingClosed, match=re.escape("01.04.2024")):
        publish(stock, folder, date(2024, 3, 31))
    assert uptake.latest(folder) is None
    publish(stock, folder, APRIL)


def test_an_empty_house_has_nothing_to_publish(db: Database, folder: Path) -> None:
    assert isinstance(release.why_not(db, folder, on=FIRST_OF_JUNE), NothingClosed)
    assert not release.due(db, folder, on=FIRST_OF_JUNE)


def test_a_cancelled_award_is_not_counted(stock: Database, folder: Path) -> None:
    awards(
        stock,
        """
        id | batch_id | units | awarded_on
        A1 | KINO24   | 5     | 2024-04-10
        A2 | KINO24   | 20    | 2024-04-10
        """,
    )
    given(stock, "award_cancellation", "award_id | reason\n A2 | not_wanted")
    publish(stock, folder)
    assert shown(folder, Stream.AWARDED) == {("Bølgen: Kino", APRIL): 5}


def test_a_card_with_two_punches_counts_as_two_uses(stock: Database, folder: Path) -> None:
    awards(stock, "batch_id | units | awarded_on\nBUSS24 | 5 | 2024-04-10")
    publish(stock, folder)
    assert shown(folder, Stream.AWARDED) == {("Vestfold kollektivtrafikk: Buss", APRIL): 10}


def test_use_belongs_to_the_month_of_use_and_an_undone_punch_to_none(
    stock: Database, folder: Path
) -> None:
    awards(stock, "id | batch_id | units | awarded_on\nA1 | BUSS24 | 5 | 2024-03-10")
    given(stock, "award_card", "card_id | award_id\n K1 | A1\n K2 | A1")
    given(
        stock,
        "redemption",
        """
        id | card_id | punches | redeemed_on | request_key
        R1 | K1      | 3       | 2024-04-01  | a
        R2 | K2      | 5       | 2024-05-31  | b
        R3 | K2      | 5       | 2024-05-31  | c
        R4 | SOLD    | 50      | 2024-05-31  | d
        """,
    )
    given(stock, "redemption_undo", "redemption_id\n R3")
    publish(stock, folder)
    bus = "Vestfold kollektivtrafikk: Buss"
    assert shown(folder, Stream.USED) == {(bus, APRIL): 5, (bus, MAY): 5}
    assert shown(folder, Stream.USED, Dimension.SERVICE) == {
        ("NAV Larvik", APRIL): 5,
        ("NAV Larvik", MAY): 5,
    }


def test_the_partners_latest_count_enters_offer_by_month_only(
    stock: Database, folder: Path
) -> None:
    given(
        stock,
        "use_count",
        """
        batch_id | month      | units | counted_at
        PAPIR24  | 2024-04-01 | 90    | 2024-05-02 10:00
        PAPIR24  | 2024-04-01 | 18    | 2024-05-03 10:00
        PAPIR24  | 2024-03-01 | 10    | 2024-05-04 10:00
        KINO24   | 2024-04-01 | 30    | 2024-05-02 10:00
        """,
    )
    publish(stock, folder)
    assert shown(folder, Stream.USED) == {("Munken", APRIL): 20, ("Munken", MARCH): 10}
    assert {figure.dimension for figure in published(folder).figures} == {Dimension.OFFER}


def test_every_table_of_a_month_holds_the_same_awards(stock: Database, folder: Path) -> None:
    awards(
        stock,
        """
        batch_id | units | awarded_on | service_id | neighbourhood_id | age_band
        KINO24   | 6     | 2024-04-10 | NAV        | STAVERN          | 6–9 år
        KINO24   | 6     | 2024-04-11 | NURSES     | -                | 6–9 år
        PAPIR24  | 14    | 2024-04-12 | NURSES     | -                | 13–15 år
        """,
    )
    publish(stock, folder)
    assert shown(folder, Stream.AWARDED) == {("Bølgen: Kino", APRIL): 10, ("Munken", APRIL): 15}
    assert shown(folder, Stream.AWARDED, Dimension.SERVICE) == {
        ("NAV Larvik", APRIL): 5,
        ("Skolehelsetjenesten", APRIL): 20,
    }
    assert shown(folder, Stream.AWARDED, Dimension.AREA) == {
        ("Stavern", APRIL): 5,
        ("ukjent område", APRIL): 20,
    }
    assert shown(folder, Stream.AWARDED, Dimension.AGE_BAND) == {
        ("6–9 år", APRIL): 10,
        ("13–15 år", APRIL): 15,
    }


def test_a_published_month_does_not_move_after_later_corrections(
    stock: Database, folder: Path
) -> None:
    awards(stock, "id | batch_id | units | awarded_on\nA1 | KINO24 | 20 | 2024-04-10")
    given(stock, "use_count", "batch_id | month | units\nPAPIR24 | 2024-04-01 | 40")
    publish(stock, folder, FIRST_OF_MAY)
    april = published(folder).figures
    given(stock, "award_cancellation", "award_id | reason\n A1 | not_wanted")
    awards(
        stock, "batch_id | units | awarded_on\nKINO24 | 50 | 2024-04-29\nKINO24 | 10 | 2024-05-02"
    )
    given(
        stock,
        "use_count",
        "batch_id | month | units | counted_at\nPAPIR24 | 2024-04-01 | 5 | 2024-05-20 10:00",
    )
    publish(stock, folder, FIRST_OF_JUNE)
    assert published(folder).figures[: len(april)] == april
    assert shown(folder, Stream.AWARDED) == {
        ("Bølgen: Kino", APRIL): 20,
        ("Bølgen: Kino", MAY): 10,
    }


def test_erasing_a_person_leaves_the_figures_as_they_were(stock: Database, folder: Path) -> None:
    awards(
        stock, "id | batch_id | units | awarded_on | person_id\nA1 | KINO24 | 20 | 2024-04-10 | OLA"
    )
    publish(stock, folder, FIRST_OF_MAY)
    before = published(folder).figures
    stock.transact(lambda tx: tx.run("delete from award where person_id = $1", id_of("OLA")))
    publish(stock, folder, FIRST_OF_JUNE)
    assert published(folder).figures == before


def test_an_offer_that_changes_its_name_keeps_its_figures(stock: Database, folder: Path) -> None:
    awards(stock, "batch_id | units | awarded_on\nKINO24 | 20 | 2024-04-10")
    publish(stock, folder, FIRST_OF_MAY)
    stock.transact(
        lambda tx: tx.run("update offer set name = 'Film' where id = $1", id_of("CINEMA"))
    )
    publish(stock, folder, FIRST_OF_JUNE)
    assert shown(folder, Stream.AWARDED) == {("Bølgen: Film", APRIL): 20}


def test_a_published_month_is_not_published_again(stock: Database, folder: Path) -> None:
    publish(stock, folder, FIRST_OF_JUNE)
    with pytest.raises(AllPublished, match=re.escape("01.07.2024")):
        publish(stock, folder, date(2024, 6, 30))
    # A clock set back closes fewer months, and takes none away.
    with pytest.raises(AllPublished):
        publish(stock, folder, FIRST_OF_MAY)
    assert published(folder).months == (MARCH, APRIL, MAY)


@pytest.mark.parametrize("writes_before_the_stop", [0, 1])
def test_an_interrupted_release_leaves_the_earlier_whole(
    stock: Database, folder: Path, monkeypatch: pytest.MonkeyPatch, writes_before_the_stop: int
) -> None:
    awards(
        stock, "batch_id | units | awarded_on\nKINO24 | 20 | 2024-04-10\nKINO24 | 30 | 2024-05-10"
    )
    publish(stock, folder, FIRST_OF_MAY)
    before = published(folder)
    replaced: list[Path] = []

    def pulled_out(source: Path, target: Path) -> None:
        if len(replaced) == writes_before_the_stop:
            raise OSError("the disk is full")
        replaced.append(target)
        os.rename(source, target)

    with monkeypatch.context() as stopped:
        stopped.setattr(os, "replace", pulled_out)
        with pytest.raises(OSError, match="full"):
            publish(stock, folder, FIRST_OF_JUNE)
    assert published(folder) == before
    publish(stock, folder, FIRST_OF_JUNE)
    assert shown(folder, Stream.AWARDED)[("Bølgen: Kino", MAY)] == 30


def test_a_release_that_is_stopped_while_counting_writes_nothing(
    stock: Database, folder: Path
) -> None:
    def stop(_share: float, what: str) -> None:
        if what == "Teller mai 2024":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        release.publish(stock, folder, by=KARI, on=FIRST_OF_JUNE, now=NOW, progress=stop)
    assert uptake.latest(folder) is None
    assert publish(stock, folder).number == 1


def test_the_progress_ends_at_one_and_never_goes_back(stock: Database, folder: Path) -> None:
    heard: list[float] = []
    release.publish(
        stock,
        folder,
        by=KARI,
        on=FIRST_OF_JUNE,
        now=NOW,
        progress=lambda share, _what: heard.append(share),
    )
    assert heard == sorted(heard)
    assert heard[-1] == 1


def test_the_file_could_be_sent_to_everyone(stock: Database, folder: Path) -> None:
    awards(
        stock,
        """
        id | batch_id | units | awarded_on | person_id | household_id
        A1 | KINO24   | 13    | 2024-04-10 | OLA       | H1
        A2 | PAPIR24  | 1     | 2024-04-10 | KARI      | H2
        """,
    )
    given(stock, "award_card", "card_id | award_id\n K1 | A1")
    given(stock, "redemption", "card_id | punches | redeemed_on\n K1 | 4 | 2024-04-11")
    given(stock, "use_count", "batch_id | month | units\nPAPIR24 | 2024-04-01 | 87")
    publish(stock, folder)
    assert sorted(file.name for file in folder.iterdir()) == ["latest.txt", "release-0001.json"]
    text = (folder / "release-0001.json").read_text(encoding="utf-8")
    content = json.loads(text)
    assert set(content) == {"number", "released_at", "months", "groups", "figures", "uncounted"}
    assert content["figures"]
    assert all(set(row) == set(Figure.__dataclass_fields__) for row in content["figures"])
    assert all(row["units"] % 5 == 0 and row["units"] > 0 for row in content["figures"])
    for name in ("A1", "A2", "K1", "OLA", "KARI", "H1", "H2", "KINO24", "PAPIR24", "NINA"):
        assert str(id_of(name)) not in text
    for true_count in (13, 87):
        assert not re.search(rf"\b{true_count}\b", json.dumps(content["figures"]))


def test_an_offer_without_tills_is_marked_until_someone_counts(
    stock: Database, folder: Path
) -> None:
    given(stock, "use_count", "batch_id | month | units\nPAPIR24 | 2024-04-01 | 0")
    publish(stock, folder)
    # Over since 20 April, so May needs no count.
    assert [(row.offer, row.month) for row in published(folder).uncounted] == [
        (str(id_of("PLAY")), MARCH)
    ]


def test_the_schedule_waits_for_counts_until_the_tenth_but_a_coordinator_need_not(
    stock: Database, folder: Path
) -> None:
    publish(stock, folder, APRIL)
    assert release.uncounted(stock, APRIL) == ["Munken"]
    assert not release.due(stock, folder, on=date(2024, 5, 10))
    assert release.publish_when_due(stock, folder, on=date(2024, 5, 10), now=NOW) is None
    assert release.due(stock, folder, on=date(2024, 5, 11))
    assert publish(stock, folder, date(2024, 5, 2)).new_months == (APRIL,)


def test_the_schedule_publishes_at_once_when_all_is_counted(stock: Database, folder: Path) -> None:
    given(stock, "use_count", "batch_id | month | units\nPAPIR24 | 2024-04-01 | 3")
    done = release.publish_when_due(stock, folder, on=FIRST_OF_MAY, now=NOW)
    assert done == Release(1, (MARCH, APRIL))
    assert release.publish_when_due(stock, folder, on=FIRST_OF_MAY, now=NOW) is None


def test_the_schedule_does_not_hold_back_older_months(stock: Database, folder: Path) -> None:
    done = release.publish_when_due(stock, folder, on=FIRST_OF_MAY, now=NOW)
    assert done == Release(1, (MARCH,))


def test_two_releases_at_once_are_one(stock: Database, folder: Path) -> None:
    def tried(_: int) -> bool:
        try:
            publish(stock, folder)
        except AllPublished:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(tried, range(2))) == [False, True]
    assert published(folder).number == 1


def test_a_coordinator_publishes_and_nobody_else(stock: Database, folder: Path) -> None:
    for user in (NINA, LISE, ADAM):
        with pytest.raises(NotYourRole):
            publish(stock, folder, by=user)
    publish(stock, folder, by=KARI)


def test_an_old_release_can_still_be_read_when_a_new_one_is_out(
    stock: Database, folder: Path
) -> None:
    publish(stock, folder, FIRST_OF_MAY)
    old = published(folder)
    release.publish(
        stock,
        folder,
        by=None,
        on=FIRST_OF_JUNE,
        now=datetime(2024, 6, 1, 3, 0),
        progress=lambda _share, _what: None,
    )
    assert old.months == (MARCH, APRIL)
    assert published(folder).number == 2
    assert published(folder).released_at == datetime(2024, 6, 1, 3, 0)
