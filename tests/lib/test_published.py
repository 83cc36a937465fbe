"""The published store: files that appear whole, one pointer, and no way back to the register."""

import json
import os
import shutil
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from lib import published
from lib.published import POINTER, TABLES, Published
from tests.town import NOW

MAY = date(2024, 5, 1)


def release(
    number: int, units: int = 20, tables: Mapping[str, pl.DataFrame] | None = None
) -> Published:
    """A release with one figure: cinema tickets awarded in May."""
    figure = {"period": MAY, "months": 1, "offer": "cinema", "stream": "awarded", "units": units}
    period = {"period": MAY, "months": 1}
    told = {
        "offer": pl.DataFrame([figure], schema=TABLES["offer"]),
        "periods": pl.DataFrame([period], schema=TABLES["periods"]),
    }
    empty = {name: columns.to_frame() for name, columns in TABLES.items()}
    return Published(number, NOW, empty | told | dict(tables or {}))


def units(folder: Path) -> int:
    found = published.latest(folder)
    assert found
    return int(found["offer"]["units"].sum())


def test_there_is_nothing_to_read_before_the_first_release(tmp_path: Path) -> None:
    assert published.latest(tmp_path / "published") is None


def test_what_is_read_is_what_was_written_in_every_table(tmp_path: Path) -> None:
    price = {
        "offer": "cinema",
        "year": 2024,
        "source": "Jotron",
        "kind": "sponsor",
        "is_gift": False,
        "share": 0.25,
        "price_ore": 9_000,
    }
    written = release(1, tables={"prices": pl.DataFrame([price], schema=TABLES["prices"])})
    published.write(tmp_path, written)
    read = published.latest(tmp_path)
    assert read
    assert (read.number, read.released_at) == (1, NOW)
    for name, columns in TABLES.items():
        assert read[name].schema == columns
        assert read[name].equals(written[name])


def test_the_last_day_is_that_of_the_latest_period_however_long_it_is(tmp_path: Path) -> None:
    periods = pl.DataFrame(
        [{"period": date(2023, 1, 1), "months": 12}, {"period": date(2024, 1, 1), "months": 3}],
        schema=TABLES["periods"],
    )
    assert release(1, tables={"periods": periods}).last_day_after == date(2024, 4, 1)
    assert release(1, tables={"periods": TABLES["periods"].to_frame()}).last_day_after is None


def test_a_new_release_is_read_while_an_old_session_still_holds_the_one_before(
    tmp_path: Path,
) -> None:
    """Lise has May open in one tab; a release comes out; another tab reads the new one."""
    published.write(tmp_path, release(1, 20))
    held = published.latest(tmp_path)
    file_held = (tmp_path / "release-0001.json").open(encoding="utf-8")
    published.write(tmp_path, release(2, 45))
    assert held
    assert (held.number, int(held["offer"]["units"].sum())) == (1, 20)
    with file_held:
        assert json.load(file_held)["number"] == 1
    assert units(tmp_path) == 45
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        POINTER,
        "release-0001.json",
        "release-0002.json",
    ]


def test_a_lost_folder_is_no_release_and_the_first_name_can_be_written_again(
    tmp_path: Path,
) -> None:
    """What was read of the lost file is not shown in the place of the new one."""
    folder = tmp_path / "published"
    published.write(folder, release(1, 20))
    assert units(folder) == 20
    shutil.rmtree(folder)
    assert published.latest(folder) is None
    published.write(folder, release(1, 45))
    assert units(folder) == 45


def test_a_pointer_to_a_lost_file_is_no_release(tmp_path: Path) -> None:
    published.write(tmp_path, release(1))
    (tmp_path / "release-0001.json").unlink()
    assert published.latest(tmp_path) is None


@pytest.mark.parametrize("files_before_the_stop", [0, 1])
def test_a_write_that_stops_leaves_the_earlier_release_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files_before_the_stop: int
) -> None:
    published.write(tmp_path, release(1, 20))
    replaced: list[Path] = []

    def pulled_out(source: Path, target: Path) -> None:
        if len(replaced) == files_before_the_stop:
            raise OSError("the disk is full")
        replaced.append(target)
        os.rename(source, target)

    with monkeypatch.context() as stopped:
        stopped.setattr(os, "replace", pulled_out)
        with pytest.raises(OSError, match="full"):
            published.write(tmp_path, release(2, 45))
    assert units(tmp_path) == 20
    published.write(tmp_path, release(2, 50))
    assert units(tmp_path) == 50


def test_a_table_with_another_column_is_not_written(tmp_path: Path) -> None:
    """A column too many is left behind, whatever it holds; one too few is an error."""
    secret = release(1)["offer"].with_columns(entered=pl.lit(19))
    published.write(tmp_path, release(1, tables={"offer": secret}))
    content = json.loads((tmp_path / "release-0001.json").read_text(encoding="utf-8"))
    assert set(content["tables"]["offer"][0]) == set(TABLES["offer"])
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        published.write(tmp_path, release(2, tables={"offer": secret.drop("units")}))
    assert units(tmp_path) == 20


def test_the_moment_is_kept_to_the_second(tmp_path: Path) -> None:
    at = datetime(2024, 6, 1, 3, 0, 7)
    published.write(tmp_path, Published(1, at, release(1).tables))
    read = published.latest(tmp_path)
    assert read
    assert read.released_at == at
